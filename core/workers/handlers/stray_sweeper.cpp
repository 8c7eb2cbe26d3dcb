#include "core/workers/handlers/stray_sweeper.h"

#include <signal.h>

#include <algorithm>
#include <thread>

#include "core/workers/handlers/process_table.h"

namespace qd {

namespace {

constexpr std::chrono::milliseconds kPause{250};
constexpr std::chrono::seconds kPauseMax{30}; ///< Who is found again and again is stuck in the kernel.
constexpr int kShare = 10;
constexpr std::chrono::milliseconds kLastPause{5}; ///< Somebody waits.

} // namespace

void StraySweeper::childEnded() {
    m_pause = kPause;
    m_due = std::min(m_due, earliest());
}

StraySweeper::TimePoint StraySweeper::earliest() const {
    return m_sweptAt + std::max<std::chrono::nanoseconds>(m_pause, kShare * m_cost);
}

void StraySweeper::sweep(const IsLiving &isLiving) {
    const TimePoint begin = std::chrono::steady_clock::now();
    if (begin < m_due) return;
    const bool hasFound = kill(isLiving);
    m_sweptAt = std::chrono::steady_clock::now();
    m_cost = m_sweptAt - begin;
    m_due = hasFound ? earliest() : TimePoint::max();
    m_pause = std::min<std::chrono::milliseconds>(2 * m_pause, kPauseMax);
}

void StraySweeper::sweepAll(TimePoint until) const {
    while (kill([](std::uint64_t) { return false; }) && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(kLastPause);
}

/// True: there was something.
bool StraySweeper::kill(const IsLiving &isLiving) const {
    bool hasFound = false;
    for (const MarkedProcess &process : markedProcesses(m_marker)) {
        if (isLiving(process.serial)) continue;
        hasFound = true;
        signalMarked(process, m_marker, SIGKILL);
    }
    return hasFound;
}

} // namespace qd
