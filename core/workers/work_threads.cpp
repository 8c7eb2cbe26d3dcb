#include "core/workers/work_threads.h"

#include <pthread.h>

#include <algorithm>
#include <system_error>

namespace qd {

Result<void> WorkThreads::start(std::uint32_t count) {
    if (!m_threads.empty()) return {};
    if (count == 0) count = std::max(1U, std::thread::hardware_concurrency());
    {
        const Lock lock{m_mutex};
        m_stopping = false;
    }
    try {
        for (std::uint32_t i = 0; i < count; ++i) m_threads.emplace_back([this] { run(); });
    } catch (const std::system_error &error) {
        stop();
        return fail(ErrorCode::Unavailable,
                    std::string{"The system gives no thread for the worker pool (pool.threads): "} + error.what());
    }
    return {};
}

void WorkThreads::stop() {
    std::deque<Job> dropped;
    {
        const Lock lock{m_mutex};
        m_stopping = true;
        dropped.swap(m_jobs);
    }
    m_filled.notify_all();
    for (std::thread &thread : m_threads) thread.join();
    m_threads.clear();
}

void WorkThreads::post(Job job) {
    {
        const Lock lock{m_mutex};
        if (m_stopping) return;
        m_jobs.push_back(std::move(job));
    }
    m_filled.notify_one();
}

void WorkThreads::run() {
    pthread_setname_np(pthread_self(), "qd-work");
    while (true) {
        Job job;
        {
            Lock lock{m_mutex};
            while (m_jobs.empty() && !m_stopping) m_filled.wait(lock.native());
            if (m_stopping) return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace qd
