#pragma once
// What can be done to tasks, worded once for the table, the inspector and bulk actions.

#include <vector>

#include "core/model/query.h"
#include "ui/pages/common/command_desk.h"

namespace qd::ui {

enum class TaskVerb { Cancel, Suspend, Resume, Retry, Requeue };

/// Whether the state table lets the verb act on a task in this state.
[[nodiscard]] bool appliesTo(TaskVerb verb, TaskState state);
/// For these ids; `text` names them in questions ("9c41e0-7", "12 tasks").
[[nodiscard]] DeskAction taskAction(TaskVerb verb, std::vector<TaskId> ids, const QString &text);
/// For all that match, `count` of them now.
[[nodiscard]] DeskAction taskAction(TaskVerb verb, const TaskFilter &filter, std::uint64_t count);
[[nodiscard]] DeskAction reprioritise(std::vector<TaskId> ids, std::uint8_t priority);
[[nodiscard]] QString verbText(TaskVerb verb); ///< "Cancel…"

} // namespace qd::ui
