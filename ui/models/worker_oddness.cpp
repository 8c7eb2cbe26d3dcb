#include "ui/models/worker_oddness.h"

#include <QtCore/QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/format/format.h"
#include "ui/models/worker_look.h"

namespace qd::ui {

namespace {

constexpr double kNormal = 0.6745; ///< Makes the MAD of a normal distribution its standard deviation.
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct WorkerOddness {
    Q_DECLARE_TR_FUNCTIONS(WorkerOddness)
};

/// Of the values that are known; reorders them.
double median(std::vector<double> &values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::size_t indexOf(OddFigure figure) {
    return static_cast<std::size_t>(figure);
}

} // namespace

FleetOddness::FleetOddness(const Snapshot &snapshot, Instant now) {
    std::int64_t attempts = 0;
    std::int64_t failures = 0;
    m_workers.reserve(snapshot.workers.rows);
    for (std::size_t row = 0; row < snapshot.workers.rows; ++row) {
        const auto at = [&](WorkerColumn column) { return snapshot.workers.worker(column, row); };
        const auto life = static_cast<WorkerLifecycle>(at(WorkerColumn::Lifecycle));
        if (life == WorkerLifecycle::Starting || life == WorkerLifecycle::Gone) continue;
        Figures one;
        one.worker = at(WorkerColumn::Id);
        one.attempts = at(WorkerColumn::Completed) + at(WorkerColumn::Failed);
        attempts += one.attempts;
        failures += at(WorkerColumn::Failed);
        const bool enough = one.attempts >= kAttemptsMin;
        const auto share = [&](WorkerColumn column) {
            return static_cast<double>(at(column)) / static_cast<double>(one.attempts);
        };
        one.values = {enough ? share(WorkerColumn::Failed) : kUnknown,
                      enough ? share(WorkerColumn::RunTimeTotal) : kUnknown,
                      static_cast<double>(heartbeatAge(snapshot, row, now).count()),
                      static_cast<double>(at(WorkerColumn::LeaseLost))};
        m_workers.push_back(one);
    }
    std::ranges::sort(m_workers, {}, &Figures::worker);
    m_failureShare = static_cast<double>(failures + 1) / static_cast<double>(attempts + 2);
    std::vector<double> known;
    for (std::size_t i = 0; i < kOddFigures; ++i) {
        known.clear();
        for (const Figures &one : m_workers)
            if (!std::isnan(one.values[i])) known.push_back(one.values[i]);
        m_counts[i] = known.size();
        m_medians[i] = median(known);
        for (double &value : known) value = std::abs(value - m_medians[i]);
        m_spreads[i] = median(known) / kNormal;
    }
}

const FleetOddness::Figures *FleetOddness::find(WorkerId worker) const {
    const auto it = std::ranges::lower_bound(m_workers, std::int64_t{worker.value}, {}, &Figures::worker);
    return it == m_workers.end() || it->worker != std::int64_t{worker.value} ? nullptr : &*it;
}

/// The spread, but never less than chance alone makes it.
double FleetOddness::scale(OddFigure figure, const Figures &of) const {
    const double spread = m_spreads[indexOf(figure)];
    switch (figure) {
    case OddFigure::Failures: {
        const double variance = m_failureShare * (1 - m_failureShare);
        return std::max(spread, std::sqrt(variance / static_cast<double>(std::max<std::int64_t>(1, of.attempts))));
    }
    case OddFigure::RunTime: return std::max({spread, m_medians[indexOf(figure)] / 10, 1.0});
    case OddFigure::Heartbeat: return std::max(spread, 1e9);
    case OddFigure::LostLeases: return std::max(spread, 1.0);
    }
    return 1;
}

Oddness FleetOddness::of(WorkerId worker) const {
    Oddness odd;
    const Figures *one = find(worker);
    if (one == nullptr || m_workers.size() < kWorkersMin) return odd;
    double highest = 0;
    for (std::size_t i = 0; i < kOddFigures; ++i) {
        if (std::isnan(one->values[i]) || m_counts[i] < kWorkersMin) continue;
        const auto figure = static_cast<OddFigure>(i);
        const double z = (one->values[i] - m_medians[i]) / scale(figure, *one);
        const double distance = figure == OddFigure::RunTime ? std::abs(z) : std::max(0.0, z);
        if (distance <= highest) continue;
        highest = distance;
        odd.figure = figure;
        odd.below = z < 0;
    }
    const bool judged = one->attempts >= kAttemptsMin && m_counts[0] >= kWorkersMin;
    if (judged || highest > kOddAbove) odd.score = std::min(highest, kOddnessMax);
    return odd;
}

QString FleetOddness::valueText(OddFigure figure, double value) const {
    switch (figure) {
    case OddFigure::Failures: return formatPercent(value);
    case OddFigure::RunTime: return formatDuration(Duration{static_cast<std::int64_t>(value)});
    case OddFigure::Heartbeat: return formatAge(Duration{static_cast<std::int64_t>(value)});
    case OddFigure::LostLeases: return formatCount(static_cast<std::uint64_t>(value));
    }
    return noValue();
}

QString FleetOddness::words(WorkerId worker) const {
    const Oddness odd = of(worker);
    if (!odd.score)
        return m_workers.size() < kWorkersMin
                   ? WorkerOddness::tr("Not known: there are fewer than %1 workers to compare").arg(kWorkersMin)
                   : WorkerOddness::tr("Not known yet: fewer than %1 attempts have ended").arg(kAttemptsMin);
    QString what;
    switch (odd.figure) {
    case OddFigure::Failures: what = WorkerOddness::tr("%1 of its attempts failed; %2 is usual"); break;
    case OddFigure::RunTime:
        what = odd.below ? WorkerOddness::tr("its attempts take only %1; %2 is usual")
                         : WorkerOddness::tr("its attempts take %1; %2 is usual");
        break;
    case OddFigure::Heartbeat: what = WorkerOddness::tr("its last heartbeat was %1 ago; %2 is usual"); break;
    case OddFigure::LostLeases: what = WorkerOddness::tr("it lost %1 leases; %2 is usual"); break;
    }
    const std::size_t i = indexOf(odd.figure);
    what = what.arg(valueText(odd.figure, find(worker)->values[i]), valueText(odd.figure, m_medians[i]));
    what += WorkerOddness::tr(" (median of %1 workers)").arg(formatCount(m_counts[i]));
    return *odd.score > kOddAbove ? WorkerOddness::tr("Odd: %1").arg(what)
                                  : WorkerOddness::tr("Like the others. Farthest off: %1").arg(what);
}

} // namespace qd::ui
