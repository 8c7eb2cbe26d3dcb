#pragma once
// What is due when: run-at, retry and deadline of tasks, in calendar time. Entries of tasks that have moved on are
// not taken out; they are recognised when they come up.

#include <cstdint>
#include <queue>
#include <vector>

#include "core/base/time.h"
#include "core/model/ids.h"

namespace qd {

struct Timer {
    WallTime at;
    std::uint64_t order = 0; ///< First in, first out among equals.
    TaskId task;
    bool deadline = false;

    /// std::priority_queue puts the largest first; the earliest must win.
    bool operator<(const Timer &other) const noexcept { return at != other.at ? at > other.at : order > other.order; }
};

/// Thread: coordinator.
class Timers {
public:
    void add(WallTime at, TaskId task, bool deadline) { m_heap.push({at, m_order++, task, deadline}); }
    [[nodiscard]] bool due(WallTime now) const { return !m_heap.empty() && m_heap.top().at <= now; }
    Timer take() {
        const Timer out = m_heap.top();
        m_heap.pop();
        return out;
    }
    [[nodiscard]] WallTime next() const { return m_heap.empty() ? kNoWallTime : m_heap.top().at; }

private:
    std::priority_queue<Timer> m_heap;
    std::uint64_t m_order = 0;
};

} // namespace qd
