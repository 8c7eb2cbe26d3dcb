#include "core/workers/worker_pool.h"

#include <utility>

#include "core/workers/runner.h"

namespace qd {

WorkerPool::WorkerPool(WorkerPoolOptions options, std::shared_ptr<const HandlerTable> handlers, HostLink &link)
    : m_runner(std::make_unique<Runner>(std::move(options), std::move(handlers), link)) {}

WorkerPool::~WorkerPool() = default;

Result<void> WorkerPool::start() {
    return m_runner->start();
}
void WorkerPool::releaseAll() {
    m_runner->post(Runner::Order::ReleaseAll, {});
}
void WorkerPool::stop() {
    m_runner->stop();
}
void WorkerPool::addWorker(WorkerId id) {
    m_runner->post(Runner::Order::Add, id);
}
void WorkerPool::removeWorker(WorkerId id) {
    m_runner->post(Runner::Order::Remove, id);
}
LiveOutput WorkerPool::liveOutput(TaskId id) const {
    return m_runner->liveOutput(id);
}
bool WorkerPool::isRunning(TaskId id) const {
    return m_runner->isRunning(id);
}
std::uint32_t WorkerPool::workerCount() const {
    return m_runner->workerCount();
}
std::vector<WorkerId> WorkerPool::allIds() const {
    return m_runner->allIds();
}
WorkerPoolCounters WorkerPool::counters() const {
    return m_runner->counters();
}

} // namespace qd
