#pragma once
#include <QtCore/QString>

#include "ui/theme/theme.h"

namespace qd::ui {

/// The small style sheet for what a palette cannot say (inputs, headers, tabs, scroll bars, menus), generated from the
/// tokens. No rule for QWidget or *: those would slow every custom-painted widget down.
///
/// Buttons take a dynamic property "tone": "primary", "danger", "quiet". Labels: "role": "second", "muted", "title",
/// "pageTitle", "mono".
[[nodiscard]] QString styleSheetOf(const Theme &theme);

} // namespace qd::ui
