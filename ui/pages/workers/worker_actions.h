#pragma once
// What can be done to workers, worded once for the table, the inspector and the command palette.

#include <vector>

#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/page_context.h"

namespace qd::ui {

/// Asks for reason and end, then pauses each.
void pauseWorkers(const PageContext &context, const std::vector<WorkerId> &workers);
void resumeWorkers(const PageContext &context, const std::vector<WorkerId> &workers);
[[nodiscard]] DeskAction drainWorker(WorkerId worker);
void drainWorkers(const PageContext &context, const std::vector<WorkerId> &workers);
/// Opens the dialog.
void resizePool(const PageContext &context);

} // namespace qd::ui
