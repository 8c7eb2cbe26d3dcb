#include "ui/pages/workers/worker_actions.h"

#include <QtWidgets/QPushButton>
#include <algorithm>

#include "core/model/snapshot.h"
#include "ui/models/metrics_history.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/widgets/toast_stack.h"

namespace qd::ui {
namespace {

QString text(WorkerId worker) {
    return QString::fromStdString(workerIdText(worker));
}

QString names(const std::vector<WorkerId> &workers) {
    if (workers.size() == 1) return QObject::tr("worker %1").arg(text(workers.front()));
    return QObject::tr("%n workers", nullptr, static_cast<int>(workers.size()));
}

DeskAction pauseWorker(WorkerId worker, Override lease, const QString &reason) {
    lease.target = workerIdText(worker);
    DeskAction action;
    action.done = QObject::tr("%1 paused").arg(text(worker));
    action.undone = QObject::tr("%1 resumed").arg(text(worker));
    action.reason = reason;
    action.question = QObject::tr("Pause %1?").arg(text(worker));
    action.effect = QObject::tr("It finishes what it holds and gets no new task.");
    action.verb = QObject::tr("Pause");
    action.body = Impose{std::move(lease)};
    return action;
}

std::vector<DeskAction> pausesOf(const std::vector<WorkerId> &workers, const Override &lease, const QString &reason) {
    std::vector<DeskAction> actions;
    for (const WorkerId worker : workers) actions.push_back(pauseWorker(worker, lease, reason));
    return actions;
}

std::vector<DeskAction> resumesOf(const std::vector<WorkerId> &workers) {
    std::vector<DeskAction> actions;
    for (const WorkerId worker : workers) {
        DeskAction action;
        action.done = QObject::tr("%1 resumed").arg(text(worker));
        action.question = QObject::tr("Resume %1?").arg(text(worker));
        action.verb = QObject::tr("Resume");
        action.body = Lift{OverrideKind::PauseWorker, workerIdText(worker)};
        actions.push_back(std::move(action));
    }
    return actions;
}

std::vector<DeskAction> drainsOf(const std::vector<WorkerId> &workers) {
    std::vector<DeskAction> actions;
    for (const WorkerId worker : workers) actions.push_back(drainWorker(worker));
    return actions;
}

DeskAction resizeAction(const PageContext &context, const ResizeDialog &dialog, int before) {
    DeskAction action;
    action.reason = dialog.reason();
    if (dialog.isAutomatic()) {
        action.done = QObject::tr("Pool follows the settings again");
        action.body = Lift{OverrideKind::PoolSize, {}};
        return action;
    }
    const int wanted = dialog.wanted();
    action.affected = static_cast<std::uint64_t>(before); // The tier table compares it with the new size.
    action.done = QObject::tr("Pool set to %n worker(s)", nullptr, wanted);
    action.undone = QObject::tr("Pool size reverted");
    action.question = QObject::tr("Resize the pool from %1 to %2?").arg(before).arg(wanted);
    action.effect = wanted < before
                        ? QObject::tr("%n worker(s) finish what they hold and leave.", nullptr, before - wanted)
                        : QObject::tr("%n worker(s) join.", nullptr, wanted - before);
    action.verb = QObject::tr("Resize pool");
    action.body = Impose{dialog.lease(context.session.snapshot()->wallAt)};
    return action;
}

/// Its `whole` for one worker is the worker's own action: names instead of numbers.
void runAll(const PageContext &context, DeskAction whole, const std::vector<DeskAction> &actions) {
    if (actions.size() == 1) return context.desk.run(actions.front());
    std::vector<CommandBody> bodies;
    for (const DeskAction &action : actions) bodies.push_back(action.body);
    whole.affected = actions.size();
    context.desk.runTogether(std::move(whole), std::move(bodies));
}

/// Without those that are paused already: a second lease would have to be taken off a second time.
std::vector<WorkerId> notPaused(const Snapshot &snapshot, std::vector<WorkerId> workers) {
    std::erase_if(workers, [&](WorkerId worker) {
        return std::any_of(snapshot.overrides->begin(), snapshot.overrides->end(), [&](const Override &lease) {
            return lease.kind == OverrideKind::PauseWorker && lease.target == workerIdText(worker);
        });
    });
    return workers;
}

DeskAction wholePause(const PageContext &context, int count, int skipped, const QString &reason) {
    const auto snapshot = context.session.snapshot();
    DeskAction whole;
    whole.question = QObject::tr("Pause %n workers?", nullptr, count);
    whole.effect = QObject::tr("Each finishes what it holds and gets no new task. %1 of %2 workers are affected.")
                       .arg(count)
                       .arg(snapshot->workers.rows);
    if (skipped > 0) whole.preview << QObject::tr("%n paused already, left as they are", nullptr, skipped);
    whole.verb = QObject::tr("Pause workers");
    whole.done = QObject::tr("%1 workers paused");
    whole.undone = QObject::tr("%n workers resumed", nullptr, count);
    whole.reason = reason;
    // As with the pool's size: more than a quarter of it is not a small thing.
    if (static_cast<std::uint64_t>(count) * 4 > snapshot->workers.rows) whole.atLeast = Tier::Disruptive;
    return whole;
}

} // namespace

void pauseWorkers(const PageContext &context, const std::vector<WorkerId> &selected) {
    if (selected.empty()) return;
    const std::vector<WorkerId> workers = notPaused(*context.session.snapshot(), selected);
    const int skipped = static_cast<int>(selected.size() - workers.size());
    if (workers.empty())
        return static_cast<void>(context.host.toasts().show(
            {.tone = Tone::Info, .text = QObject::tr("%n worker(s) are paused already", nullptr, skipped)}));
    const int count = static_cast<int>(workers.size());
    auto *dialog =
        new PauseDialog(names(workers), OverrideKind::PauseWorker, text(workers.front()), context.host.window(), count);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto actions = [context, dialog, workers] {
        return pausesOf(workers, dialog->lease(context.session.snapshot()->wallAt), dialog->reason());
    };
    offerCommandIn(dialog, context.desk, [context, actions] { return context.desk.commandText(actions()); });
    QObject::connect(dialog, &QDialog::accepted, dialog, [context, actions, dialog, count, skipped] {
        runAll(context, wholePause(context, count, skipped, dialog->reason()), actions());
    });
    dialog->open();
}

void resumeWorkers(const PageContext &context, const std::vector<WorkerId> &workers) {
    DeskAction whole;
    whole.question = QObject::tr("Resume %n workers?", nullptr, static_cast<int>(workers.size()));
    whole.verb = QObject::tr("Resume");
    whole.done = QObject::tr("%1 workers resumed");
    runAll(context, std::move(whole), resumesOf(workers));
}

void drainWorkers(const PageContext &context, const std::vector<WorkerId> &workers) {
    DeskAction whole;
    whole.question = QObject::tr("Drain %n workers?", nullptr, static_cast<int>(workers.size()));
    whole.effect = QObject::tr("Each finishes what it holds, takes nothing new and leaves. This cannot be undone.");
    for (const WorkerId worker : workers) whole.preview << text(worker);
    whole.verb = QObject::tr("Drain workers");
    whole.done = QObject::tr("%1 workers are draining");
    runAll(context, std::move(whole), drainsOf(workers));
}

void offerWorkerCommands(const PageContext &context, const WorkerButtons &buttons,
                         const std::function<std::vector<WorkerId>()> &selected) {
    offerCommand(buttons.pause, context.desk, [context, selected] {
        const WallTime now = context.session.snapshot()->wallAt;
        return context.desk.commandText(
            pausesOf(selected(), PauseDialog::usualLease(OverrideKind::PauseWorker, {}, now), {}));
    });
    offerCommand(buttons.resume, context.desk,
                 [context, selected] { return context.desk.commandText(resumesOf(selected())); });
    offerCommand(buttons.drain, context.desk,
                 [context, selected] { return context.desk.commandText(drainsOf(selected())); });
}

void offerResizeCommand(const PageContext &context, QPushButton *button) {
    offerCommand(button, context.desk, [context] {
        const auto snapshot = context.session.snapshot();
        Override lease = PauseDialog::usualLease(OverrideKind::PoolSize, {}, snapshot->wallAt);
        lease.value = snapshot->poolWanted;
        DeskAction action;
        action.body = Impose{std::move(lease)};
        return context.desk.commandText(action);
    });
}

DeskAction drainWorker(WorkerId worker) {
    DeskAction action;
    action.question = QObject::tr("Drain %1?").arg(text(worker));
    action.effect = QObject::tr("It finishes what it holds, takes nothing new and leaves. This cannot be undone.");
    action.verb = QObject::tr("Drain worker");
    action.typedName = text(worker);
    action.done = QObject::tr("%1 is draining").arg(text(worker));
    action.body = Drain{worker};
    return action;
}

void resizePool(const PageContext &context) {
    const auto snapshot = context.session.snapshot();
    auto *dialog = new ResizeDialog(static_cast<int>(snapshot->poolWanted), static_cast<int>(snapshot->poolAutomatic),
                                    static_cast<int>(context.metrics.latest().workersBusy), context.host.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto before = static_cast<int>(snapshot->poolWanted);
    offerCommandIn(dialog, context.desk, [context, dialog, before] {
        return context.desk.commandText(resizeAction(context, *dialog, before));
    });
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [context, dialog, before] { context.desk.run(resizeAction(context, *dialog, before)); });
    dialog->open();
}

} // namespace qd::ui
