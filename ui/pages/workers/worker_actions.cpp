#include "ui/pages/workers/worker_actions.h"

#include <algorithm>

#include "ui/models/metrics_history.h"
#include "ui/pages/dialogs/pause_dialog.h"

namespace qd::ui {
namespace {

QString text(WorkerId worker) {
    return QString::fromStdString(workerIdText(worker));
}

QString names(const std::vector<WorkerId> &workers) {
    if (workers.size() == 1) return QObject::tr("worker %1").arg(text(workers.front()));
    return QObject::tr("%n workers", nullptr, static_cast<int>(workers.size()));
}

} // namespace

void pauseWorkers(const PageContext &context, const std::vector<WorkerId> &workers) {
    if (workers.empty()) return;
    auto *dialog =
        new PauseDialog(names(workers), OverrideKind::PauseWorker, text(workers.front()), context.host.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, dialog, [context, dialog, workers] {
        for (const WorkerId worker : workers) {
            Override lease = dialog->lease(context.session.snapshot()->wallAt);
            lease.target = workerIdText(worker);
            DeskAction action;
            action.done = QObject::tr("%1 paused").arg(text(worker));
            action.undone = QObject::tr("%1 resumed").arg(text(worker));
            action.reason = dialog->reason();
            action.question = QObject::tr("Pause %1?").arg(text(worker));
            action.effect = QObject::tr("It finishes what it holds and gets no new task.");
            action.verb = QObject::tr("Pause");
            action.body = Impose{std::move(lease)};
            context.desk.run(action);
        }
    });
    dialog->open();
}

void resumeWorkers(const PageContext &context, const std::vector<WorkerId> &workers) {
    for (const WorkerId worker : workers) {
        DeskAction action;
        action.done = QObject::tr("%1 resumed").arg(text(worker));
        action.question = QObject::tr("Resume %1?").arg(text(worker));
        action.verb = QObject::tr("Resume");
        action.body = Lift{OverrideKind::PauseWorker, workerIdText(worker)};
        context.desk.run(action);
    }
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

void drainWorkers(const PageContext &context, const std::vector<WorkerId> &workers) {
    for (const WorkerId worker : workers) context.desk.run(drainWorker(worker));
}

void resizePool(const PageContext &context) {
    const auto snapshot = context.session.snapshot();
    auto *dialog = new ResizeDialog(static_cast<int>(snapshot->poolWanted), static_cast<int>(snapshot->poolAutomatic),
                                    static_cast<int>(context.metrics.latest().workersBusy), context.host.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto before = static_cast<int>(snapshot->poolWanted);
    QObject::connect(dialog, &QDialog::accepted, dialog, [context, dialog, before] {
        DeskAction action;
        action.reason = dialog->reason();
        if (dialog->isAutomatic()) {
            action.done = QObject::tr("Pool follows the settings again");
            action.body = Lift{OverrideKind::PoolSize, {}};
        } else {
            const int wanted = dialog->wanted();
            action.affected = static_cast<std::uint64_t>(before); // The tier table compares it with the new size.
            action.done = QObject::tr("Pool set to %1 workers").arg(wanted);
            action.undone = QObject::tr("Pool size reverted");
            action.question = QObject::tr("Resize the pool from %1 to %2?").arg(before).arg(wanted);
            action.effect = wanted < before
                                ? QObject::tr("%1 workers finish what they hold and leave.").arg(before - wanted)
                                : QObject::tr("%1 workers join.").arg(wanted - before);
            action.verb = QObject::tr("Resize pool");
            action.body = Impose{dialog->lease(context.session.snapshot()->wallAt)};
        }
        context.desk.run(action);
    });
    dialog->open();
}

} // namespace qd::ui
