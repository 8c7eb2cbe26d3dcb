#include "ui/pages/common/command_title.h"

#include <QtCore/QCoreApplication>
#include <algorithm>

#include "ui/format/format.h"

namespace qd::ui {
namespace {

struct CommandTitle {
    Q_DECLARE_TR_FUNCTIONS(CommandTitle)
};

template <typename... Cases> struct Overloaded : Cases... {
    using Cases::operator()...;
};

constexpr std::uint64_t kPlural = 2; ///< Only one and many are told apart.

QString titleOf(const Override &lease) {
    const QString target = QString::fromStdString(lease.target);
    switch (lease.kind) {
    case OverrideKind::PauseWorker: return CommandTitle::tr("Pause worker %1").arg(target);
    case OverrideKind::PauseQueue: return CommandTitle::tr("Pause queue %1").arg(target);
    case OverrideKind::PauseAll: return CommandTitle::tr("Pause everything");
    case OverrideKind::PoolSize: return CommandTitle::tr("Set the pool to %1").arg(lease.value);
    }
    return {};
}

QString titleOf(const Lift &lift) {
    const QString target = QString::fromStdString(lift.target);
    switch (lift.kind) {
    case OverrideKind::PauseWorker: return CommandTitle::tr("Resume worker %1").arg(target);
    case OverrideKind::PauseQueue: return CommandTitle::tr("Resume queue %1").arg(target);
    case OverrideKind::PauseAll: return CommandTitle::tr("Resume everything");
    case OverrideKind::PoolSize: return CommandTitle::tr("Set the pool by the settings");
    }
    return {};
}

} // namespace

QString countOfTasks(std::uint64_t count) {
    return CommandTitle::tr("%1 tasks", nullptr, static_cast<int>(std::min(count, kPlural))).arg(formatCount(count));
}

QString commandTitle(const CommandBody &body, std::uint64_t affected) {
    const QString some = countOfTasks(affected);
    return std::visit(
        Overloaded{
            [](const SubmitTasks &submit) {
                return CommandTitle::tr("Submit %1")
                    .arg(countOfTasks(static_cast<std::uint64_t>(submit.tasks.size()) * submit.repeat));
            },
            [&](const CancelTasks &) { return CommandTitle::tr("Cancel %1").arg(some); },
            [&](const SuspendTasks &) { return CommandTitle::tr("Suspend %1").arg(some); },
            [&](const ResumeTasks &) { return CommandTitle::tr("Resume %1").arg(some); },
            [&](const RetryTasks &) { return CommandTitle::tr("Retry %1").arg(some); },
            [&](const RequeueTasks &) { return CommandTitle::tr("Requeue %1").arg(some); },
            [&](const ReprioritiseTasks &) { return CommandTitle::tr("Change the priority of %1").arg(some); },
            [&](const PurgeTasks &) { return CommandTitle::tr("Purge %1").arg(some); },
            [](const Impose &impose) { return titleOf(impose.lease); },
            [](const RevertOverrides &) { return CommandTitle::tr("Revert overrides"); },
            [](const Lift &lift) { return titleOf(lift); },
            [](const Drain &drain) {
                return CommandTitle::tr("Drain worker %1").arg(QString::fromStdString(workerIdText(drain.worker)));
            }},
        body);
}

} // namespace qd::ui
