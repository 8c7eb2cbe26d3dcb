#include "ui/pages/tasks/queue_actions.h"

#include <QtWidgets/QPushButton>
#include <vector>

#include "core/model/snapshot.h"
#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/session/session.h"

namespace qd::ui {
namespace {

std::vector<DeskAction> pausesOf(const QStringList &names, const Override &lease, const QString &reason) {
    std::vector<DeskAction> actions;
    for (const QString &name : names) {
        Override one = lease;
        one.target = name.toStdString();
        DeskAction action;
        action.done = QObject::tr("Queue %1 paused").arg(name);
        action.undone = QObject::tr("The pause of queue %1 was taken back").arg(name);
        action.question = QObject::tr("Pause queue %1?").arg(name);
        action.effect = QObject::tr("Tasks are still accepted; none of them is started.");
        action.verb = QObject::tr("Pause");
        action.reason = reason;
        action.body = Impose{std::move(one)};
        actions.push_back(std::move(action));
    }
    return actions;
}

std::vector<DeskAction> resumesOf(const QStringList &names) {
    std::vector<DeskAction> actions;
    for (const QString &name : names) {
        DeskAction action;
        action.done = QObject::tr("Queue %1 resumed").arg(name);
        action.question = QObject::tr("Resume queue %1?").arg(name);
        action.verb = QObject::tr("Resume");
        action.body = Lift{OverrideKind::PauseQueue, name.toStdString()};
        actions.push_back(std::move(action));
    }
    return actions;
}

} // namespace

void pauseQueues(const PageContext &context, const QStringList &names) {
    if (names.isEmpty()) return;
    auto *dialog =
        new PauseDialog(names.size() == 1 ? QObject::tr("queue %1").arg(names.front())
                                          : QObject::tr("%n queue(s)", nullptr, static_cast<int>(names.size())),
                        OverrideKind::PauseQueue, names.front(), context.host.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto actions = [context, dialog, names] {
        return pausesOf(names, dialog->lease(context.session.snapshot()->wallAt), dialog->reason());
    };
    offerCommandIn(dialog, context.desk, [context, actions] { return context.desk.commandText(actions()); });
    QObject::connect(dialog, &QDialog::accepted, dialog, [context, actions] {
        for (const DeskAction &action : actions()) context.desk.run(action);
    });
    dialog->open();
}

void resumeQueues(const PageContext &context, const QStringList &names) {
    for (const DeskAction &action : resumesOf(names)) context.desk.run(action);
}

void offerQueueCommands(const PageContext &context, QPushButton *pause, QPushButton *resume,
                        const std::function<QStringList()> &names) {
    offerCommand(pause, context.desk, [context, names] {
        const WallTime now = context.session.snapshot()->wallAt;
        return context.desk.commandText(
            pausesOf(names(), PauseDialog::usualLease(OverrideKind::PauseQueue, {}, now), {}));
    });
    offerCommand(resume, context.desk, [context, names] { return context.desk.commandText(resumesOf(names())); });
}

} // namespace qd::ui
