#pragma once
// What can be done to workers, worded once for the table, the inspector and the command palette.

#include <functional>
#include <vector>

#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/page_context.h"

class QPushButton;

namespace qd::ui {

/// Asks for reason and end, then pauses each that is not paused yet: one question, one notice, one Undo.
void pauseWorkers(const PageContext &context, const std::vector<WorkerId> &selected);
void resumeWorkers(const PageContext &context, const std::vector<WorkerId> &workers);
[[nodiscard]] DeskAction drainWorker(WorkerId worker);
void drainWorkers(const PageContext &context, const std::vector<WorkerId> &workers);
/// Opens the dialog.
void resizePool(const PageContext &context);

struct WorkerButtons {
    QPushButton *pause;
    QPushButton *resume;
    QPushButton *drain;
};
/// "Copy as command" on each of them, for those who are selected when it is used.
void offerWorkerCommands(const PageContext &context, const WorkerButtons &buttons,
                         const std::function<std::vector<WorkerId>()> &selected);
void offerResizeCommand(const PageContext &context, QPushButton *button);

} // namespace qd::ui
