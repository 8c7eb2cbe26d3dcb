#pragma once
// Lets one thread sleep until somebody has something for it. A wake-up of a parked thread costs some 25-50 us on
// small machines, so a thread that was busy a moment ago may first look around for a while.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/base/time.h"

namespace qd {

/// Thread: wait() from the one owner, wake() from any.
class Wakeup {
public:
    /// Cheap while the owner is awake: one atomic exchange, no lock.
    void wake() {
        if (m_signalled.exchange(true, std::memory_order_seq_cst)) return;
        if (!m_parked.load(std::memory_order_seq_cst)) return;
        const std::lock_guard lock{m_mutex};
        m_condition.notify_one();
    }
    /// Returns when woken or when `patience` is over. Spins for at most `spin` of it.
    void wait(Duration patience, Duration spin) {
        if (m_signalled.exchange(false, std::memory_order_acq_rel)) return;
        if (spin > Duration{}) {
            const Instant until = bootNow() + spin;
            do {
                for (int i = 0; i < 64; ++i) {
                    if (m_signalled.exchange(false, std::memory_order_acq_rel)) return;
                    pause();
                }
                // With fewer cores than busy threads the one waited for may need this core.
                std::this_thread::yield();
            } while (bootNow() < until);
        }
        std::unique_lock lock{m_mutex};
        m_parked.store(true, std::memory_order_seq_cst);
        m_condition.wait_for(lock, patience, [this] { return m_signalled.load(std::memory_order_seq_cst); });
        m_parked.store(false, std::memory_order_relaxed);
        m_signalled.store(false, std::memory_order_release);
    }

private:
    static void pause() noexcept {
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }

    std::atomic<bool> m_signalled{false};
    std::atomic<bool> m_parked{false};
    std::mutex m_mutex;
    std::condition_variable m_condition;
};

} // namespace qd
