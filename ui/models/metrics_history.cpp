#include "ui/models/metrics_history.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ui/models/queue_flow.h"
#include "ui/session/session.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

constexpr Duration kRateWindow = 1s;
/// What happens less often than that in the longest window makes a rate that jumps over the usual one: eight equal
/// tasks that end in step are 8/s now and 0/s in half a second.
constexpr double kEventsForARate = 100;
constexpr Duration kRateWindowMost = 5s;
constexpr Duration kPercentileWindow = 2s;
constexpr Duration kTrendMin = 1s; ///< A slope over less is noise.
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

double quantileMs(const Histogram &histogram, double q) {
    if (histogram.count() == 0) return kNaN;
    return std::chrono::duration<double, std::milli>(histogram.quantile(q)).count();
}

double stateCount(const Totals &totals, TaskState state) {
    return static_cast<double>(totals.byState[static_cast<std::size_t>(state)]);
}

/// Before the first sample nothing is known but what a picture counts.
MetricsSample unmeasured() {
    MetricsSample sample;
    for (double MetricsSample::*field :
         {&MetricsSample::submittedPerSecond, &MetricsSample::completedPerSecond, &MetricsSample::failedPerSecond,
          &MetricsSample::retriedPerSecond, &MetricsSample::handlerFailureShare, &MetricsSample::waitP50Ms,
          &MetricsSample::waitP95Ms, &MetricsSample::waitP99Ms, &MetricsSample::runP50Ms, &MetricsSample::runP99Ms})
        sample.*field = kNaN;
    return sample;
}

/// Of the moments after `before` nothing is known.
MetricsSample holeAfter(const MetricsSample &before) {
    constexpr auto kStep = std::chrono::duration_cast<WallTime::duration>(MetricsHistory::kSpacing);
    MetricsSample sample = unmeasured();
    sample.at = before.at + MetricsHistory::kSpacing;
    sample.wall = before.wall + kStep;
    for (double MetricsSample::*field :
         {&MetricsSample::queueDepth, &MetricsSample::onWorkers, &MetricsSample::workersLive,
          &MetricsSample::workersBusy, &MetricsSample::slotCount})
        sample.*field = kNaN;
    return sample;
}

} // namespace

MetricsHistory::MetricsHistory(Session &session, QObject *parent) : QObject(parent) {
    connect(&session, &Session::newestChanged, this, [this, &session] { take(*session.newest()); });
    connect(&session, &Session::frozenChanged, this, &MetricsHistory::setHeld);
    connect(&session, &Session::momentChanged, this, [this, &session] { showMoment(*session.snapshot()); });
}

void MetricsHistory::take(const Snapshot &snapshot) {
    if (snapshot.revision == 0) return; // Nothing published yet.
    const bool another = !m_marks.empty() && (snapshot.takenAt < m_marks.back().at ||
                                              snapshot.totals.submitted < m_marks.back().totals.submitted);
    if (another) {
        m_marks.clear(); // Another engine run: differences to the old one mean nothing.
        m_samples.clear();
        m_later.clear();
        m_aside.clear();
    }
    if (snapshot.phase == EnginePhase::Starting || snapshot.phase == EnginePhase::Recovering) return readIn(snapshot);
    const bool due = m_marks.empty() || snapshot.takenAt - m_sampledAt >= kSpacing;
    if (due) {
        m_sampledAt = snapshot.takenAt;
        m_marks.push_back({snapshot.takenAt, snapshot.totals});
        while (m_marks.size() > 2 && m_marks.back().at - m_marks[1].at >= kRateWindowMost) m_marks.pop_front();
    }
    m_newest = sampleOf(snapshot);
    if (!m_held) m_latest = m_newest;
    if (!due) return;
    if (m_held) {
        m_aside.push_back(m_newest);
        if (m_aside.size() > kSamplesMax) m_aside.pop_front();
        return;
    }
    keep(m_newest);
    emit sampled();
}

/// What a starting engine reads from its ledger has not arrived now: no rate and no trend comes of it.
void MetricsHistory::readIn(const Snapshot &snapshot) {
    m_marks.clear();
    m_samples.clear();
    m_newest = unmeasured();
    m_newest.revision = snapshot.revision;
    m_newest.at = snapshot.takenAt;
    m_newest.wall = snapshot.wallAt;
    addGauges(snapshot, m_newest);
    if (!m_held) m_latest = m_newest;
}

void MetricsHistory::setHeld(bool held) {
    if (held == m_held) return;
    m_held = held;
    // The charts of a frozen view end with the figures beside them, however young those are.
    if (held && !m_samples.empty() && m_samples.back().at < m_latest.at) {
        keep(m_latest);
        emit sampled();
    }
    if (held) return;
    m_latest = m_newest;
    m_samples.insert(m_samples.end(), m_later.begin(), m_later.end());
    m_later.clear();
    for (const MetricsSample &sample : std::exchange(m_aside, {})) keep(sample);
    if (!m_samples.empty()) emit sampled();
}

void MetricsHistory::showMoment(const Snapshot &picture) {
    m_held = true;
    m_samples.insert(m_samples.end(), m_later.begin(), m_later.end());
    const auto later = std::upper_bound(m_samples.begin(), m_samples.end(), picture.takenAt,
                                        [](Instant at, const MetricsSample &sample) { return at < sample.at; });
    m_later.assign(later, m_samples.end());
    m_samples.erase(later, m_samples.end());
    if (picture.revision == m_newest.revision) {
        m_latest = m_newest;
        return;
    }
    m_latest = m_samples.empty() ? unmeasured() : m_samples.back(); // Rates and percentiles: at most a moment older.
    m_latest.revision = picture.revision;
    m_latest.at = picture.takenAt;
    m_latest.wall = picture.wallAt;
    addGauges(picture, m_latest);
}

void MetricsHistory::keep(const MetricsSample &sample) {
    if (!m_samples.empty() && sample.at - m_samples.back().at > kGap) keepOne(holeAfter(m_samples.back()));
    keepOne(sample);
}

void MetricsHistory::keepOne(const MetricsSample &sample) {
    m_samples.push_back(sample);
    ++m_taken;
    while (m_samples.size() > kSamplesMax || sample.at - m_samples.front().at > kKept) m_samples.pop_front();
}

MetricsSample MetricsHistory::sampleOf(const Snapshot &snapshot) const {
    MetricsSample sample;
    sample.revision = snapshot.revision;
    sample.at = snapshot.takenAt;
    sample.wall = snapshot.wallAt;
    addRates(snapshot.totals, sample);
    addGauges(snapshot, sample);
    return sample;
}

/// The newest mark that is not younger than `wanted`, or the oldest there is.
const MetricsHistory::Mark &MetricsHistory::markBefore(Instant wanted) const {
    for (auto it = m_marks.rbegin(); it != m_marks.rend(); ++it)
        if (it->at <= wanted) return *it;
    return m_marks.front();
}

void MetricsHistory::addRates(const Totals &now, MetricsSample &sample) const {
    const Mark &second = markBefore(sample.at - kRateWindow);
    const Mark &longest = markBefore(sample.at - kRateWindowMost);
    const auto grown = [&now](std::uint64_t Totals::*field, const Mark &since) {
        return static_cast<double>(now.*field - since.totals.*field);
    };
    const auto rate = [&](std::uint64_t Totals::*field) {
        const Mark &before = grown(field, longest) < kEventsForARate ? longest : second;
        const double span = seconds(sample.at - before.at);
        return span > 0 ? grown(field, before) / span : kNaN;
    };
    sample.submittedPerSecond = rate(&Totals::submitted);
    sample.completedPerSecond = rate(&Totals::completed);
    sample.failedPerSecond = rate(&Totals::failed);
    sample.retriedPerSecond = rate(&Totals::retried);
    const auto ended = [&](const Mark &since) {
        return grown(&Totals::completed, since) + grown(&Totals::handlerFailures, since);
    };
    const Mark &before = ended(longest) < kEventsForARate ? longest : second;
    sample.handlerFailureShare = ended(before) > 0 ? grown(&Totals::handlerFailures, before) / ended(before) : kNaN;

    const Totals &older = markBefore(sample.at - kPercentileWindow).totals;
    const Histogram waits = now.waitTime.since(older.waitTime);
    const Histogram runs = now.runTime.since(older.runTime);
    sample.waitCount = waits.count();
    sample.waitP50Ms = quantileMs(waits, 0.50);
    sample.waitP95Ms = quantileMs(waits, 0.95);
    sample.waitP99Ms = quantileMs(waits, 0.99);
    sample.runP50Ms = quantileMs(runs, 0.50);
    sample.runP99Ms = quantileMs(runs, 0.99);
}

void MetricsHistory::addGauges(const Snapshot &snapshot, MetricsSample &sample) {
    const Totals &now = snapshot.totals;
    sample.queueDepth = static_cast<double>(readyTasks(snapshot));
    sample.onWorkers = stateCount(now, TaskState::Assigned) + stateCount(now, TaskState::Running);
    sample.workersLive = sample.workersBusy = sample.slotCount = 0;
    for (std::size_t row = 0; row < snapshot.workers.rows; ++row) {
        const auto life = static_cast<WorkerLifecycle>(snapshot.workers.worker(WorkerColumn::Lifecycle, row));
        if (life != WorkerLifecycle::Live && life != WorkerLifecycle::Draining) continue;
        sample.workersLive += 1;
        sample.workersBusy += snapshot.workers.worker(WorkerColumn::Busy, row) > 0 ? 1 : 0;
        sample.slotCount += static_cast<double>(snapshot.workers.worker(WorkerColumn::Slots, row));
    }
}

std::vector<const MetricsSample *> MetricsHistory::thinned(std::size_t count, Duration window) const {
    std::vector<const MetricsSample *> out;
    if (m_samples.empty() || count == 0) return out;
    const Instant from = m_samples.back().at - window;
    const auto first = std::lower_bound(m_samples.begin(), m_samples.end(), from,
                                        [](const MetricsSample &sample, Instant at) { return sample.at < at; });
    const auto available = static_cast<std::size_t>(m_samples.end() - first);
    const std::size_t step = std::max<std::size_t>(1, (available + count - 1) / count);
    // By a sample's own number, so that the same samples are picked while the window moves on; the newest always.
    for (std::size_t i = m_samples.size() - available; i < m_samples.size(); ++i) {
        const bool isHole = m_samples[i].revision == 0;
        if ((m_taken - m_later.size() - m_samples.size() + i) % step == 0 || i + 1 == m_samples.size() || isHole)
            out.push_back(&m_samples[i]);
    }
    if (out.size() > count) out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(count));
    return out;
}

std::vector<double> MetricsHistory::column(double MetricsSample::*field, std::size_t count, Duration window) const {
    std::vector<double> out;
    for (const MetricsSample *sample : thinned(count, window)) out.push_back(sample->*field);
    return out;
}

std::vector<std::int64_t> MetricsHistory::timesMs(std::size_t count, Duration window) const {
    std::vector<std::int64_t> out;
    for (const MetricsSample *sample : thinned(count, window))
        out.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(sample->wall.time_since_epoch()).count());
    return out;
}

/// The slope of the line that fits best: one busy moment at either end does not turn it.
double MetricsHistory::depthTrend(Duration window) const {
    double count = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXX = 0;
    double sumXY = 0;
    const auto add = [&](const MetricsSample &sample) {
        const double x = seconds(sample.at - m_latest.at);
        count += 1;
        sumX += x;
        sumY += sample.queueDepth;
        sumXX += x * x;
        sumXY += x * sample.queueDepth;
    };
    Instant oldest = m_latest.at;
    for (auto it = m_samples.rbegin(); it != m_samples.rend() && m_latest.at - it->at <= window; ++it) {
        if (it->at >= m_latest.at || it->revision == 0) continue; // The newest is added once; a hole not at all.
        oldest = it->at;
        add(*it);
    }
    if (m_latest.at - oldest < kTrendMin) return kNaN;
    add(m_latest);
    return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
}

} // namespace qd::ui
