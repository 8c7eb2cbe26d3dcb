#pragma once
// What happened, in the language of the window: made from what an event is (its kind, task, worker, figures and
// quotes), never by reading the engine's English sentence. Names, reasons and errors are quoted as they are. Figures
// that are left out stand in the tool tip. In English nothing is said again that the engine says better.

#include <QtCore/QString>

#include "core/model/ids.h"

namespace qd {
struct Event;
}

namespace qd::ui {

/// One sentence, without what it counts besides itself (event_repeats.h). `ledger` names the task.
[[nodiscard]] QString eventText(const Event &event, LedgerId ledger);
/// For a tool tip: the sentence, and below it the engine's own one if that says more.
[[nodiscard]] QString eventTip(const Event &event, LedgerId ledger);

} // namespace qd::ui
