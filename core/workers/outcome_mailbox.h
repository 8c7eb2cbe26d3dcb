#pragma once
// Where handlers put how their work ended, from whatever thread, for the runner to collect.

#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/mutex.h"
#include "core/base/wakeup.h"
#include "core/model/ids.h"
#include "core/workers/handler.h"

namespace qd {

struct HandlerOutcome {
    WorkerId worker;
    std::uint32_t slot = 0;
    TaskId task;
    std::uint32_t epoch = 0;
    HandlerResult result;
};

/// Outlives the runner: a handler may hold on to its `done`. At most one entry per started task, so the slots bound
/// it. Thread: any; collect() and the waiting from the runner.
class OutcomeMailbox {
public:
    void post(HandlerOutcome outcome) QD_EXCLUDES(m_mutex) {
        {
            const Lock lock{m_mutex};
            if (m_closed) return;
            m_outcomes.push_back(std::move(outcome));
        }
        m_wakeup.wake();
    }
    /// Swaps the waiting ones into `into`, which must be empty.
    void collect(std::vector<HandlerOutcome> &into) QD_EXCLUDES(m_mutex) {
        const Lock lock{m_mutex};
        m_outcomes.swap(into);
    }
    /// What comes later is dropped.
    void close() QD_EXCLUDES(m_mutex) {
        const Lock lock{m_mutex};
        m_closed = true;
        m_outcomes.clear();
    }
    [[nodiscard]] Wakeup &wakeup() noexcept { return m_wakeup; }

private:
    Mutex m_mutex;
    std::vector<HandlerOutcome> m_outcomes QD_GUARDED_BY(m_mutex);
    bool m_closed QD_GUARDED_BY(m_mutex) = false;
    Wakeup m_wakeup;
};

} // namespace qd
