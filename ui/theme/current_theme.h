#pragma once
#include "ui/theme/theme.h"

namespace qd::ui {

/// For ThemeManager and for tests of painted widgets; widgets learn of it only by a palette change. Thread: GUI.
void setCurrentTheme(const Theme &next);

} // namespace qd::ui
