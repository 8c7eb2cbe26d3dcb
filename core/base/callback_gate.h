#pragma once
// Between a callback and the owner who may go away: after close() the callback is never entered again, and one that
// is running on another thread has ended.

#include <thread>

#include "core/base/mutex.h"

namespace qd {

/// Whoever calls close() must hold no lock that the callback takes. Thread: any.
class CallbackGate {
public:
    /// Runs `call` unless the gate is closed. Returns whether it ran.
    template <typename Call> bool pass(Call &&call) {
        {
            const Lock lock(m_mutex);
            if (m_isClosed) return false;
            m_isRunning = true;
            m_runner = std::this_thread::get_id();
        }
        call();
        {
            const Lock lock(m_mutex);
            m_isRunning = false;
        }
        m_ended.notify_all();
        return true;
    }

    /// May be called from inside the callback; it then does not wait for itself.
    void close() {
        Lock lock(m_mutex);
        m_isClosed = true;
        while (m_isRunning && m_runner != std::this_thread::get_id()) m_ended.wait(lock.native());
    }

private:
    Mutex m_mutex;
    std::condition_variable m_ended;
    bool m_isClosed QD_GUARDED_BY(m_mutex) = false;
    bool m_isRunning QD_GUARDED_BY(m_mutex) = false;
    std::thread::id m_runner QD_GUARDED_BY(m_mutex);
};

} // namespace qd
