#pragma once
// What the palette finds besides places and the window's own actions: workers, queues and tasks by name, and what can
// be done to them.

#include <QtCore/QString>
#include <vector>

#include "ui/pages/common/page_context.h"
#include "ui/shell/main_window.h"

namespace qd::app {

/// `text`: as typed, "mail", "w-3", "pause mail", a task's id. Thread: GUI.
[[nodiscard]] ui::FoundThings findThings(const ui::PageContext &room, const QString &text);

} // namespace qd::app
