#include "ui/pages/tasks/task_actions.h"

#include <QtCore/QCoreApplication>
#include <algorithm>

#include "ui/format/format.h"

namespace qd::ui {
namespace {

QString tr(const char *text) {
    return QCoreApplication::translate("TaskActions", text);
}

CommandBody bodyOf(TaskVerb verb, TaskSelection which) {
    switch (verb) {
    case TaskVerb::Cancel: return CancelTasks{std::move(which)};
    case TaskVerb::Suspend: return SuspendTasks{std::move(which)};
    case TaskVerb::Resume: return ResumeTasks{std::move(which)};
    case TaskVerb::Retry: return RetryTasks{std::move(which)};
    case TaskVerb::Requeue: return RequeueTasks{std::move(which)};
    }
    return ResumeTasks{};
}

void word(TaskVerb verb, const QString &text, DeskAction &action) {
    switch (verb) {
    case TaskVerb::Cancel:
        action.question = tr("Cancel %1?").arg(text);
        action.effect =
            tr("Running work is stopped and its result thrown away. A cancelled task cannot be brought back.");
        action.verb = tr("Cancel tasks");
        action.done = tr("%1 cancelled");
        action.typedName = tr("cancel");
        return;
    case TaskVerb::Suspend:
        action.question = tr("Suspend %1?").arg(text);
        action.effect =
            tr("Running ones are taken from their workers and start again from the beginning when resumed.");
        action.verb = tr("Suspend");
        action.done = tr("%1 suspended");
        action.undone = tr("%1 resumed");
        return;
    case TaskVerb::Resume:
        action.question = tr("Resume %1?").arg(text);
        action.effect = tr("They are queued again.");
        action.verb = tr("Resume");
        action.done = tr("%1 resumed");
        return;
    case TaskVerb::Retry:
        action.question = tr("Retry %1?").arg(text);
        action.effect = tr("They are queued again with fresh attempts; their history is kept.");
        action.verb = tr("Retry");
        action.done = tr("%1 queued again");
        return;
    case TaskVerb::Requeue:
        action.question = tr("Requeue %1?").arg(text);
        action.effect = tr("They are taken from their workers and queued again; no attempt is counted.");
        action.verb = tr("Requeue");
        action.done = tr("%1 requeued");
        return;
    }
}

} // namespace

bool appliesTo(TaskVerb verb, TaskState state) {
    switch (verb) {
    case TaskVerb::Cancel: return !isFinal(state);
    case TaskVerb::Suspend: return state == TaskState::Queued || isOnWorker(state);
    case TaskVerb::Resume: return state == TaskState::Suspended;
    case TaskVerb::Retry: return state == TaskState::Failed;
    case TaskVerb::Requeue: return isOnWorker(state);
    }
    return false;
}

QString verbText(TaskVerb verb) {
    switch (verb) {
    case TaskVerb::Cancel: return tr("Cancel…");
    case TaskVerb::Suspend: return tr("Suspend");
    case TaskVerb::Resume: return tr("Resume");
    case TaskVerb::Retry: return tr("Retry");
    case TaskVerb::Requeue: return tr("Requeue…");
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

DeskAction taskAction(TaskVerb verb, const TaskFilter &filter, std::uint64_t count) {
    DeskAction action;
    action.affected = count;
    word(verb, tr("%1 tasks").arg(formatCount(count)), action);
    TaskSelection which;
    which.filter = filter;
    action.preview
        << tr("All that match the filter when it arrives, at most %1 in one go").arg(formatCount(which.limit));
    action.body = bodyOf(verb, std::move(which));
    return action;
}

DeskAction reprioritise(std::vector<TaskId> ids, std::uint8_t priority) {
    DeskAction action;
    action.affected = ids.size();
    action.question = tr("Change the priority of %1 tasks?").arg(formatCount(ids.size()));
    action.verb = tr("Change priority");
    action.done = tr("Priority of %1 changed");
    action.body = ReprioritiseTasks{selectTasks(std::move(ids)), priority};
    return action;
}

} // namespace qd::ui
