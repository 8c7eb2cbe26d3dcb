#include "core/engine/reader.h"

#include <pthread.h>

namespace qd {

void ReaderThread::start() {
    {
        const Lock lock{m_mutex};
        m_open = true;
    }
    m_thread = std::jthread{[this] { run(); }};
}

void ReaderThread::stop() {
    {
        const Lock lock{m_mutex};
        m_open = false;
    }
    m_condition.notify_all();
    if (m_thread.joinable()) m_thread.join();
}

bool ReaderThread::post(std::function<void(bool)> job) {
    {
        const Lock lock{m_mutex};
        if (!m_open || m_jobs.size() >= m_waitingMax) return false;
        m_jobs.push_back(std::move(job));
    }
    m_condition.notify_one();
    return true;
}

void ReaderThread::run() {
    pthread_setname_np(pthread_self(), "qd-reader");
    for (;;) {
        std::function<void(bool)> job;
        bool stopping = false;
        {
            Lock lock{m_mutex};
            while (m_open && m_jobs.empty()) m_condition.wait(lock.native());
            if (m_jobs.empty()) return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
            stopping = !m_open;
        }
        job(stopping);
    }
}

} // namespace qd
