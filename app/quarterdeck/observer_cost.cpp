#include "app/quarterdeck/observer_cost.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QThread>
#include <algorithm>
#include <ctime>

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

ObserverCost::ObserverCost(QObject *parent) : QObject(parent) {
    QAbstractEventDispatcher *loop = QAbstractEventDispatcher::instance(thread());
    connect(loop, &QAbstractEventDispatcher::awake, this, [this] {
        if (!m_turn.isValid()) m_turn.start();
    });
    connect(loop, &QAbstractEventDispatcher::aboutToBlock, this, &ObserverCost::endTurn);
}

void ObserverCost::endTurn() {
    if (!m_turn.isValid()) return;
    const std::chrono::milliseconds took{m_turn.elapsed()};
    m_turn.invalidate();
    m_longestTurn = std::max(m_longestTurn, took);
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
