#pragma once
// What stands side by side where there is room, and one below the other where there is not.

#include <functional>

class QWidget;

namespace qd::ui {

/// Whether `widget` is narrower than `design` pixels: told now, whenever that changes, and after each change of theme
/// or zoom, for as long as it lives. Thread: GUI.
void onNarrow(QWidget *widget, int design, std::function<void(bool narrow)> apply);

} // namespace qd::ui
