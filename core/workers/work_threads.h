#pragma once
// A few threads for work that blocks or burns: registered functions and burning synthetic tasks.

#include <cstdint>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/mutex.h"

namespace qd {

/// Jobs wait in order for a free thread. Their number is bounded by the slots of the workers that post them.
/// Thread: any.
class WorkThreads {
public:
    using Job = std::move_only_function<void()>; ///< Must not throw.

    ~WorkThreads() { stop(); }

    /// `count` 0 = as many as cores.
    [[nodiscard]] Result<void> start(std::uint32_t count);
    /// Jobs that wait are dropped; those under way are waited for.
    void stop();
    void post(Job job) QD_EXCLUDES(m_mutex);

private:
    void run();

    Mutex m_mutex;
    std::condition_variable m_filled;
    std::deque<Job> m_jobs QD_GUARDED_BY(m_mutex);
    bool m_stopping QD_GUARDED_BY(m_mutex) = false;
    std::vector<std::thread> m_threads; ///< Of start() and stop(), which the owner does not call at the same time.
};

} // namespace qd
