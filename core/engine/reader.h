#pragma once
// The reader thread: queries wait in a bounded line and never touch the coordinator.

#include <condition_variable>
#include <deque>
#include <functional>
#include <thread>

#include "core/base/mutex.h"

namespace qd {

/// Thread: any.
class ReaderThread {
public:
    explicit ReaderThread(std::size_t waitingMax) : m_waitingMax(waitingMax) {}
    ~ReaderThread() { stop(); }
    ReaderThread(const ReaderThread &) = delete;
    ReaderThread &operator=(const ReaderThread &) = delete;

    void start();
    /// Runs what waits with `stopping` = true, so that every question gets an answer. May come twice.
    void stop();
    /// False when the line is full or the thread has stopped; the job is then not kept.
    [[nodiscard]] bool post(std::function<void(bool stopping)> job);

private:
    void run();

    const std::size_t m_waitingMax;
    Mutex m_mutex;
    std::condition_variable m_condition;
    std::deque<std::function<void(bool)>> m_jobs QD_GUARDED_BY(m_mutex);
    bool m_open QD_GUARDED_BY(m_mutex) = false;
    std::jthread m_thread;
};

} // namespace qd
