#include "ui/pages/tasks/task_actions.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QInputDialog>
#include <algorithm>

#include "core/model/task_expression.h"
#include "ui/format/format.h"
#include "ui/pages/common/command_title.h"
#include "ui/pages/tasks/bulk_run.h"

namespace qd::ui {
namespace {

struct TaskActions {
    Q_DECLARE_TR_FUNCTIONS(TaskActions)
};

CommandBody bodyOf(TaskVerb verb, TaskSelection which) {
    switch (verb) {
    case TaskVerb::Cancel: return CancelTasks{std::move(which)};
    case TaskVerb::Suspend: return SuspendTasks{std::move(which)};
    case TaskVerb::Resume: return ResumeTasks{std::move(which)};
    case TaskVerb::Retry: return RetryTasks{std::move(which)};
    case TaskVerb::Requeue: return RequeueTasks{std::move(which)};
    case TaskVerb::Purge: return PurgeTasks{std::move(which)};
    }
    return ResumeTasks{};
}

void word(TaskVerb verb, const QString &text, DeskAction &action) {
    switch (verb) {
    case TaskVerb::Cancel:
        action.question = TaskActions::tr("Cancel %1?").arg(text);
        action.effect = TaskActions::tr(
            "Running work is stopped and its result thrown away. A cancelled task cannot be brought back.");
        action.verb = TaskActions::tr("Cancel tasks");
        action.done = TaskActions::tr("%1 cancelled");
        action.typedName = TaskActions::tr("cancel");
        return;
    case TaskVerb::Suspend:
        action.question = TaskActions::tr("Suspend %1?").arg(text);
        action.effect = TaskActions::tr(
            "Running ones are taken from their workers and start again from the beginning when resumed.");
        action.verb = TaskActions::tr("Suspend");
        action.done = TaskActions::tr("%1 suspended");
        action.undone = TaskActions::tr("%1 resumed");
        return;
    case TaskVerb::Resume:
        action.question = TaskActions::tr("Resume %1?").arg(text);
        action.effect = TaskActions::tr("They are queued again.");
        action.verb = TaskActions::tr("Resume");
        action.done = TaskActions::tr("%1 resumed");
        return;
    case TaskVerb::Retry:
        action.question = TaskActions::tr("Retry %1?").arg(text);
        action.effect = TaskActions::tr("They are queued again with fresh attempts; their history is kept.");
        action.verb = TaskActions::tr("Retry");
        action.done = TaskActions::tr("%1 queued again");
        return;
    case TaskVerb::Requeue:
        action.question = TaskActions::tr("Requeue %1?").arg(text);
        action.effect = TaskActions::tr("They are taken from their workers and queued again; no attempt is counted.");
        action.verb = TaskActions::tr("Requeue");
        action.done = TaskActions::tr("%1 requeued");
        return;
    case TaskVerb::Purge:
        action.question = TaskActions::tr("Purge %1?").arg(text);
        action.effect = TaskActions::tr(
            "They are deleted from the ledger with their results and history. Nobody can bring them back.");
        action.verb = TaskActions::tr("Purge tasks");
        action.done = TaskActions::tr("%1 purged");
        action.typedName = TaskActions::tr("purge");
        return;
    }
}

QString matchingNote(const TaskFilter &filter) {
    const QString words = filterWords(filter);
    return words.isEmpty() ? TaskActions::tr("All that match the filter when it arrives, and no more than now")
                           : TaskActions::tr("All that match %1 when it arrives, and no more than now").arg(words);
}

std::uint32_t bounded(std::uint64_t count) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, BulkRun::kPerCommand));
}

void wordPriority(std::uint64_t count, std::uint8_t priority, DeskAction &action) {
    action.affected = count;
    action.question = TaskActions::tr("Give %1 the priority %2?").arg(countOfTasks(count)).arg(priority);
    action.effect = TaskActions::tr("Those that wait go on waiting in another lane; running ones are not touched.");
    action.verb = TaskActions::tr("Change priority");
    action.done = TaskActions::tr("Priority of %1 changed");
}

std::optional<TaskFilter> narrowedBy(TaskFilter filter, const std::function<bool(TaskState)> &applies) {
    std::uint16_t states = 0;
    for (std::size_t i = 0; i < kTaskStates; ++i) {
        const auto state = static_cast<TaskState>(i);
        if (filter.matchesState(state) && applies(state))
            states = static_cast<std::uint16_t>(states | TaskFilter::bit(state));
    }
    if (states == 0) return std::nullopt;
    filter.states = states;
    return filter;
}

} // namespace

bool appliesTo(TaskVerb verb, TaskState state) {
    switch (verb) {
    case TaskVerb::Cancel: return !isFinal(state);
    case TaskVerb::Suspend: return state == TaskState::Queued || isOnWorker(state);
    case TaskVerb::Resume: return state == TaskState::Suspended;
    case TaskVerb::Retry: return state == TaskState::Failed;
    case TaskVerb::Requeue: return isOnWorker(state);
    case TaskVerb::Purge: return isFinal(state);
    }
    return false;
}

QString verbText(TaskVerb verb) {
    switch (verb) {
    case TaskVerb::Cancel: return TaskActions::tr("Cancel…");
    case TaskVerb::Suspend: return TaskActions::tr("Suspend");
    case TaskVerb::Resume: return TaskActions::tr("Resume");
    case TaskVerb::Retry: return TaskActions::tr("Retry");
    case TaskVerb::Requeue: return TaskActions::tr("Requeue…");
    case TaskVerb::Purge: return TaskActions::tr("Purge…");
    }
    return {};
}

DeskAction taskAction(TaskVerb verb, std::vector<TaskId> ids, const QString &text) {
    DeskAction action;
    action.affected = ids.size();
    word(verb, text, action);
    if (verb == TaskVerb::Suspend) action.undo = ResumeTasks{selectTasks(ids)};
    action.body = bodyOf(verb, selectTasks(std::move(ids)));
    return action;
}

std::optional<TaskFilter> narrowed(TaskVerb verb, TaskFilter filter) {
    return narrowedBy(std::move(filter), [verb](TaskState state) { return appliesTo(verb, state); });
}

std::optional<TaskFilter> narrowedToUnfinished(TaskFilter filter) {
    return narrowedBy(std::move(filter), [](TaskState state) { return !isFinal(state); });
}

TaskFilter upTo(TaskFilter filter, LedgerId ledger, TaskId newest) {
    const std::string bound = "id<=" + taskIdText(ledger, newest);
    std::string expression = filter.expression.empty() ? bound : "(" + filter.expression + ") " + bound;
    if (expression.size() <= kExpressionBytesMax) filter.expression = std::move(expression);
    return filter;
}

DeskAction taskAction(TaskVerb verb, const TaskFilter &filter, std::uint64_t count) {
    DeskAction action;
    action.affected = count;
    word(verb, countOfTasks(count), action);
    action.preview << matchingNote(filter);
    action.body = bodyOf(verb, {filter, bounded(count)});
    return action;
}

DeskAction reprioritise(std::vector<TaskId> ids, std::uint8_t priority) {
    DeskAction action;
    wordPriority(ids.size(), priority, action);
    action.body = ReprioritiseTasks{selectTasks(std::move(ids)), priority};
    return action;
}

DeskAction reprioritise(const TaskFilter &filter, std::uint64_t count, std::uint8_t priority) {
    DeskAction action;
    wordPriority(count, priority, action);
    action.preview << matchingNote(filter);
    action.body = ReprioritiseTasks{{filter, bounded(count)}, priority};
    return action;
}

QString filterWords(const TaskFilter &filter) {
    QStringList out;
    QStringList states;
    for (std::size_t i = 0; i < kTaskStates; ++i)
        if (const auto state = static_cast<TaskState>(i); (filter.states & TaskFilter::bit(state)) != 0)
            states << QString::fromUtf8(toText(state).data(), static_cast<qsizetype>(toText(state).size()));
    const auto quoted = [](const std::string &text) {
        return QLatin1Char('"') + QString::fromStdString(text).replace(u'"', QStringLiteral("\\\"")) + QLatin1Char('"');
    };
    if (!states.isEmpty()) out << QStringLiteral("state:") + states.join(QLatin1Char(','));
    if (!filter.queue.empty()) out << QStringLiteral("queue:") + quoted(filter.queue);
    // What stands beside it binds tighter than an "or" in it.
    const auto expression = QString::fromStdString(filter.expression);
    if (!expression.isEmpty()) out << (out.isEmpty() ? expression : QLatin1Char('(') + expression + QLatin1Char(')'));
    return out.join(QLatin1Char(' '));
}

void askPriority(QWidget *parent, int present, const std::function<void(std::uint8_t)> &chosen) {
    auto *dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(TaskActions::tr("Priority"));
    dialog->setLabelText(TaskActions::tr("1 (last) to 10 (first)"));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(1, kPriorityMax);
    dialog->setIntValue(present);
    QObject::connect(dialog, &QInputDialog::intValueSelected, dialog,
                     [chosen](int priority) { chosen(static_cast<std::uint8_t>(priority)); });
    dialog->open();
}

QString verbId(TaskVerb verb) {
    switch (verb) {
    case TaskVerb::Cancel: return QStringLiteral("cancel");
    case TaskVerb::Suspend: return QStringLiteral("suspend");
    case TaskVerb::Resume: return QStringLiteral("resume");
    case TaskVerb::Retry: return QStringLiteral("retry");
    case TaskVerb::Requeue: return QStringLiteral("requeue");
    case TaskVerb::Purge: return QStringLiteral("purge");
    }
    return {};
}

} // namespace qd::ui
