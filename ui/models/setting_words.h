#pragma once
// What core/config says about a setting, in the language of the window. Keys and values stay as the file spells them.

#include <QtCore/QString>

#include "core/config/settings.h"

namespace qd::ui {

[[nodiscard]] QString settingHelp(const SettingLine &line);
/// "1 .. 1000" as it is, "names of variables" translated.
[[nodiscard]] QString settingRange(const SettingLine &line);
/// Where the value comes from: "default", "file" ...
[[nodiscard]] QString settingSource(SettingSource source);

} // namespace qd::ui
