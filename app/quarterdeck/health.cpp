#include "app/quarterdeck/health.h"

#include <QtCore/QCoreApplication>
#include <cmath>
#include <optional>

#include "ui/format/format.h"
#include "ui/models/worker_look.h"

namespace qd::app {
namespace {

/// Below this a backlog is what a busy pool looks like from close by.
constexpr double kBacklogSeconds = 10;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Health)
};

std::uint64_t waiting(const Snapshot &snapshot) {
    return snapshot.totals.byState[static_cast<std::size_t>(TaskState::Queued)];
}

struct Workers {
    std::uint64_t lost = 0;
    std::uint64_t late = 0;
    std::uint64_t paused = 0;
    std::uint64_t there = 0; ///< Could work if nobody hindered them.
};

Workers countWorkers(const Snapshot &snapshot, Instant now) {
    Workers counts;
    for (std::size_t row = 0; row < snapshot.workers.rows; ++row) {
        const ui::WorkerLook look = ui::workerLook(snapshot, row, now);
        counts.lost += look == ui::WorkerLook::Lost ? 1 : 0;
        counts.late += look == ui::WorkerLook::Late ? 1 : 0;
        counts.paused += look == ui::WorkerLook::Paused ? 1 : 0;
        const auto life = static_cast<WorkerLifecycle>(snapshot.workers.worker(WorkerColumn::Lifecycle, row));
        counts.there += life == WorkerLifecycle::Live || life == WorkerLifecycle::Starting ? 1 : 0;
    }
    return counts;
}

std::optional<Health> byPhase(const Snapshot &snapshot) {
    using ui::Overall;
    switch (snapshot.phase) {
    case EnginePhase::Starting: return Health{Overall::Unknown, Words::tr("starting")};
    case EnginePhase::Recovering:
        if (snapshot.recoverTotal == 0) return Health{Overall::Degraded, Words::tr("reading the ledger")};
        return Health{Overall::Degraded,
                      Words::tr("recovering %1 of %2")
                          .arg(ui::formatCount(snapshot.recoveredRows), ui::formatCount(snapshot.recoverTotal))};
    case EnginePhase::Failed: return Health{Overall::Failing, QString::fromStdString(snapshot.failure)};
    case EnginePhase::Stopped: return Health{Overall::Stopped};
    case EnginePhase::Stopping:
    case EnginePhase::Draining:
    case EnginePhase::Drained: return Health{Overall::Paused, ui::lookOf(snapshot.phase).word};
    case EnginePhase::Running: break;
    }
    return std::nullopt;
}

/// The paused queue with the most work in it.
std::optional<Health> heldQueue(const Snapshot &snapshot) {
    std::int64_t most = 0;
    QString name;
    for (std::size_t row = 0; row < snapshot.queues.rows; ++row) {
        const std::int64_t queued = snapshot.queues.queue(QueueColumn::Queued, row);
        if (snapshot.queues.queue(QueueColumn::Paused, row) == 0 || queued <= most) continue;
        most = queued;
        const std::string_view text = snapshot.text(snapshot.queues.queue(QueueColumn::Name, row));
        name = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    if (most == 0) return std::nullopt;
    return Health{
        ui::Overall::Degraded,
        Words::tr("queue %1 paused, %2 waiting").arg(name, ui::formatCount(static_cast<std::uint64_t>(most)))};
}

} // namespace

Health healthOf(const Snapshot &snapshot, Instant now, const Flow &flow) {
    using ui::Overall;
    if (auto health = byPhase(snapshot)) return *health;
    if (snapshot.ledgerStats.stalled || !snapshot.intakeOpen) return {Overall::Failing, Words::tr("intake refused")};
    if (snapshot.pausedAll) return {Overall::Paused, Words::tr("nothing is started")};
    const Workers workers = countWorkers(snapshot, now);
    const std::uint64_t queued = waiting(snapshot);
    if (queued > 0 && workers.there == 0)
        return {Overall::Degraded, Words::tr("no worker for %1 waiting").arg(ui::formatCount(queued))};
    if (queued > 0 && workers.paused >= workers.there)
        return {Overall::Degraded, Words::tr("all workers paused, %1 waiting").arg(ui::formatCount(queued))};
    if (workers.lost > 0)
        return {Overall::Degraded, Words::tr("%n worker(s) lost", nullptr, static_cast<int>(workers.lost))};
    if (workers.late > 0)
        return {Overall::Degraded, Words::tr("%n worker(s) late", nullptr, static_cast<int>(workers.late))};
    if (auto health = heldQueue(snapshot)) return *health;
    // It has grown for a while and has not turned yet; the figure is the one that the tile shows.
    if (std::isfinite(flow.growth) && flow.growth > 1 && flow.now > 1 && flow.depth > kBacklogSeconds * flow.workedOff)
        return {Overall::Degraded, Words::tr("backlog grows by %1").arg(ui::formatRate(flow.now))};
    return {Overall::Healthy};
}

} // namespace qd::app
