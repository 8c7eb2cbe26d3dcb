#include "ui/models/worker_look.h"

#include <QtCore/QCoreApplication>
#include <algorithm>
#include <tuple>

namespace qd::ui {

Duration heartbeatAge(const Snapshot &snapshot, std::size_t row, Instant now) {
    const std::int64_t at = snapshot.workers.worker(WorkerColumn::HeartbeatAt, row);
    return at == 0 ? Duration::zero() : std::max(Duration::zero(), now.time_since_epoch() - Duration{at});
}

WorkerLook workerLook(const Snapshot &snapshot, std::size_t row, Instant now) {
    switch (static_cast<WorkerLifecycle>(snapshot.workers.worker(WorkerColumn::Lifecycle, row))) {
    case WorkerLifecycle::Starting: return WorkerLook::Starting;
    case WorkerLifecycle::Draining: return WorkerLook::Draining;
    case WorkerLifecycle::Lost: return WorkerLook::Lost;
    case WorkerLifecycle::Gone: return WorkerLook::Gone;
    case WorkerLifecycle::Live: break;
    }
    if (heartbeatAge(snapshot, row, now) > kLateAfter) return WorkerLook::Late;
    if (snapshot.workers.worker(WorkerColumn::Paused, row) != 0) return WorkerLook::Paused;
    return snapshot.workers.worker(WorkerColumn::Busy, row) > 0 ? WorkerLook::Busy : WorkerLook::Idle;
}

StateLook lookOf(WorkerLook look) {
    switch (look) {
    case WorkerLook::Lost: return lookOf(WorkerLifecycle::Lost);
    case WorkerLook::Late:
        return {Shape::Triangle, QCoreApplication::translate("WorkerLook", "late"), ColorRole::Degraded, false};
    case WorkerLook::Paused: return lookOfWorker(WorkerLifecycle::Live, 0, 1, true);
    case WorkerLook::Draining: return lookOf(WorkerLifecycle::Draining);
    case WorkerLook::Starting: return lookOf(WorkerLifecycle::Starting);
    case WorkerLook::Busy: return lookOfWorker(WorkerLifecycle::Live, 1, 1, false);
    case WorkerLook::Idle: return lookOfWorker(WorkerLifecycle::Live, 0, 1, false);
    case WorkerLook::Gone: return lookOf(WorkerLifecycle::Gone);
    }
    return unknownLook();
}

std::string_view toText(WorkerLook look) {
    switch (look) {
    case WorkerLook::Lost: return "lost";
    case WorkerLook::Late: return "late";
    case WorkerLook::Paused: return "paused";
    case WorkerLook::Draining: return "draining";
    case WorkerLook::Starting: return "starting";
    case WorkerLook::Busy: return "busy";
    case WorkerLook::Idle: return "idle";
    case WorkerLook::Gone: return "gone";
    }
    return "gone";
}

std::vector<std::size_t> worstWorkers(const Snapshot &snapshot, Instant now, std::size_t limit) {
    using Rank = std::tuple<WorkerLook, std::int64_t, std::size_t>;
    std::vector<Rank> ranks;
    ranks.reserve(snapshot.workers.rows);
    for (std::size_t row = 0; row < snapshot.workers.rows; ++row) {
        const WorkerLook look = workerLook(snapshot, row, now);
        // Silence ranks only those that are silent: among the healthy it would reshuffle the list all the time.
        const bool silent = look == WorkerLook::Lost || look == WorkerLook::Late;
        ranks.emplace_back(look, silent ? -heartbeatAge(snapshot, row, now).count() : 0, row);
    }
    const std::size_t count = std::min(limit, ranks.size());
    std::partial_sort(ranks.begin(), ranks.begin() + static_cast<std::ptrdiff_t>(count), ranks.end());
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < count; ++i) rows.push_back(std::get<2>(ranks[i]));
    return rows;
}

} // namespace qd::ui
