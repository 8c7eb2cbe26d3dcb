#include "app/quarterdeck/observer_cost.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QThread>
#include <algorithm>
#include <ctime>
#include <utility>

namespace qd::app {

using namespace std::chrono_literals;

namespace {

Duration threadCpu() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds{spent.tv_sec} + std::chrono::nanoseconds{spent.tv_nsec};
}

double shareOf(Duration part, Duration whole) {
    return std::chrono::duration<double>(part) / std::chrono::duration<double>(whole);
}

} // namespace

ObserverCost::ObserverCost(QObject *parent) : QObject(parent), m_cpuAtTurn(threadCpu()) {
    QAbstractEventDispatcher *loop = QAbstractEventDispatcher::instance(thread());
    connect(loop, &QAbstractEventDispatcher::aboutToBlock, this, &ObserverCost::endTurn);
}

/// A turn is what the thread computes from one wait to the next. By processor time: where a dispatcher tells that it is
/// awake differs (GLib's tells it behind the events, Qt's own before some of them), and waiting is no work.
void ObserverCost::endTurn() {
    const Duration cpu = threadCpu();
    const Duration took = cpu - std::exchange(m_cpuAtTurn, cpu);
    m_longestTurn = std::max(m_longestTurn, std::chrono::duration_cast<std::chrono::milliseconds>(took));
    m_lateTurns += took > kLateTurn ? 1 : 0;
}

bool ObserverCost::take(const Snapshot &snapshot) {
    m_publishCost += snapshot.publishCost;
    const Duration span = snapshot.takenAt - m_since;
    if (m_since != Instant{} && span >= Duration::zero() && span < 1s) return false;
    const Duration cpu = threadCpu();
    if (m_since != Instant{} && span > Duration::zero()) {
        m_publishShare = shareOf(m_publishCost, span);
        m_windowShare = shareOf(cpu - m_cpuSince, span);
    }
    m_publishCost = {};
    m_since = snapshot.takenAt;
    m_cpuSince = cpu;
    return true;
}

} // namespace qd::app
