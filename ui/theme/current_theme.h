#pragma once
#include "ui/theme/theme.h"

namespace qd::ui {

/// For ThemeManager and for tests of painted widgets; widgets learn of it only by a palette change. Thread: GUI.
void setCurrentTheme(const Theme &next);
/// Percent, brought into its bounds.
void setCurrentZoom(int percent);
/// Theme or zoom changed and the application has them: runs what onLook() was told.
void announceLook();

} // namespace qd::ui
