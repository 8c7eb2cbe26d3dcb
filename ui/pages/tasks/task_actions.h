#pragma once
// What can be done to tasks, worded once for the table, the inspector and bulk actions.

#include <functional>
#include <optional>
#include <vector>

#include "core/model/query.h"
#include "ui/pages/common/command_desk.h"

namespace qd::ui {

enum class TaskVerb { Cancel, Suspend, Resume, Retry, Requeue, Purge };
constexpr std::size_t kTaskVerbs = 6;

/// Whether the state table lets the verb act on a task in this state.
[[nodiscard]] bool appliesTo(TaskVerb verb, TaskState state);
/// For these ids; `text` names them in questions ("9c41e0-7", "12 tasks").
[[nodiscard]] DeskAction taskAction(TaskVerb verb, std::vector<TaskId> ids, const QString &text);
/// The filter narrowed to the states that the verb acts on; empty when no state is left.
[[nodiscard]] std::optional<TaskFilter> narrowed(TaskVerb verb, TaskFilter filter);
/// The same for a change of priority: all that are not final.
[[nodiscard]] std::optional<TaskFilter> narrowedToUnfinished(TaskFilter filter);
/// The filter without the tasks that came after `newest`; as it is when it is too long for one more term.
[[nodiscard]] TaskFilter upTo(TaskFilter filter, LedgerId ledger, TaskId newest);
/// For all that match, `count` of them now.
[[nodiscard]] DeskAction taskAction(TaskVerb verb, const TaskFilter &filter, std::uint64_t count);
[[nodiscard]] DeskAction reprioritise(std::vector<TaskId> ids, std::uint8_t priority);
[[nodiscard]] DeskAction reprioritise(const TaskFilter &filter, std::uint64_t count, std::uint8_t priority);
/// Asks which one, 1 to 10, and says it.
void askPriority(QWidget *parent, int present, const std::function<void(std::uint8_t)> &chosen);
/// The filter in the words of its grammar: "state:failed queue:"mail" name:x"; empty when it lets everything through.
/// Ids are not told.
[[nodiscard]] QString filterWords(const TaskFilter &filter);
[[nodiscard]] QString verbText(TaskVerb verb); ///< "Cancel…"
[[nodiscard]] QString verbId(TaskVerb verb);   ///< "cancel": stored with the keys that somebody gave it.

} // namespace qd::ui
