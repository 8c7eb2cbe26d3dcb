#include "ui/models/queue_flow.h"

#include <QtCore/QCoreApplication>
#include <cmath>

#include "ui/format/format.h"
#include "ui/session/session.h"

namespace qd::ui {

namespace {

using namespace std::chrono_literals;

constexpr Duration kTakeEvery = 100ms;
constexpr double kBusyLeast = 0.5; ///< Below that a rate per worker is made of too little.
constexpr double kDaysMost = 365;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(QueueFlow)
};

bool isPaused(const Snapshot &snapshot, std::size_t row) {
    return snapshot.pausedAll || snapshot.queues.queue(QueueColumn::Paused, row) != 0;
}

} // namespace

double QueueFlow::perBusyWorker() const {
    return !(busy >= kBusyLeast) || !(service > 0) ? kUnknown : service / busy;
}

std::uint64_t readyTasks(const Snapshot &snapshot) {
    std::uint64_t ready = 0;
    for (std::size_t row = 0; row < snapshot.queues.rows; ++row)
        ready += static_cast<std::uint64_t>(snapshot.queues.queue(QueueColumn::Queued, row));
    return ready;
}

DrainTime drainTime(std::int64_t backlog, double arrival, double service) {
    if (backlog == 0) return {DrainKind::Empty, {}};
    if (std::isnan(arrival) || std::isnan(service)) return {};
    if (arrival <= 0 && service <= 0) return {DrainKind::Stands, {}};
    if (arrival >= service) return {DrainKind::Grows, {}};
    const double seconds = static_cast<double>(backlog) / (service - arrival);
    if (seconds > kDaysMost * 86'400) return {DrainKind::Stands, {}}; // The difference is chance.
    return {DrainKind::Takes, Duration{static_cast<std::int64_t>(seconds * 1e9)}};
}

DrainTime drainTimeOf(const Snapshot &snapshot, std::size_t row, const QueueFlow &flow) {
    return drainTime(snapshot.queues.queue(QueueColumn::Queued, row), flow.arrival,
                     isPaused(snapshot, row) ? 0 : flow.service);
}

DrainTime drainTimeWith(std::int64_t workers, std::int64_t backlog, const QueueFlow &flow) {
    const double service = static_cast<double>(workers) * flow.perBusyWorker();
    // Empty is how it is now. Too few workers would not keep it so, and what one of them does may not be known.
    if (backlog == 0 && std::isnan(service)) return {};
    if (backlog == 0 && flow.arrival > service) return {DrainKind::Grows, {}};
    return drainTime(backlog, flow.arrival, service);
}

QString drainText(const DrainTime &drain) {
    switch (drain.kind) {
    case DrainKind::Unknown: return noValue();
    case DrainKind::Empty: return Text::tr("empty");
    case DrainKind::Takes: return formatDuration(drain.time);
    case DrainKind::Grows: return Text::tr("grows");
    case DrainKind::Stands: return Text::tr("stands");
    }
    return noValue();
}

QueueFlows::QueueFlows(Session &session, QObject *parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::snapshotChanged, this, [this] { take(*m_session.snapshot()); });
}

void QueueFlows::take(const Snapshot &snapshot) {
    const Duration passed = snapshot.takenAt - m_takenAt;
    const bool back = passed < Duration::zero();
    if (!back && passed < kTakeEvery) return;
    if (back) m_queues.clear();
    m_takenAt = snapshot.takenAt;
    ++m_round;
    for (std::size_t row = 0; row < snapshot.queues.rows; ++row) {
        const auto at = [&](QueueColumn column) { return static_cast<double>(snapshot.queues.queue(column, row)); };
        const auto [it, isNew] = m_queues.try_emplace(snapshot.queues.queue(QueueColumn::Name, row));
        Windows &windows = it->second;
        const bool paused = isPaused(snapshot, row);
        // What it did while it was paused says nothing of what it does now, nor the other way round.
        if (!isNew && paused != windows.paused) windows = {};
        windows.paused = paused;
        windows.seen = m_round;
        if (!isNew) windows.busySum += at(QueueColumn::Running) * static_cast<double>(passed.count()) / 1e9;
        windows.arrived.add(snapshot.takenAt, at(QueueColumn::Submitted));
        windows.ended.add(snapshot.takenAt, at(QueueColumn::Completed) + at(QueueColumn::Failed));
        windows.busyTime.add(snapshot.takenAt, windows.busySum);
    }
    std::erase_if(m_queues, [this](const auto &entry) { return entry.second.seen != m_round; });
}

QueueFlow QueueFlows::of(std::int64_t name) const {
    const auto it = m_queues.find(name);
    if (it == m_queues.end()) return {};
    const Windows &windows = it->second;
    return {windows.arrived.perSecond(), windows.ended.perSecond(), windows.busyTime.perSecond(),
            windows.arrived.length()};
}

} // namespace qd::ui
