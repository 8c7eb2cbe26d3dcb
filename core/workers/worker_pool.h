#pragma once
// All workers of this process. Usage: make a MemoryTransport (or another HostLink) and a filled HandlerTable, build
// the pool on transport.hostEnd(), start(). Then addWorker(id) for each worker the coordinator wants: it says hello
// over the link, takes dispatches, runs them through the handlers, and reports. removeWorker(id) lets one leave in
// order (what it holds is handed back as Released, then it says goodbye); stop() does so for all, kills what still
// runs and returns when every thread has ended; the last batch with the goodbyes is then in the link, for a
// coordinator that wants to read it before it stops too. One runner thread steps all workers, so a thousand of them
// cost no thread each; tasks of type "synthetic" wait as timers in that thread, registered functions and
// CPU-burning work run on a small thread pool, other handlers bring their own threads.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/host/host_machine.h"
#include "core/model/ids.h"
#include "core/model/live_output.h"

namespace qd {

class HandlerTable;
class HostLink;
class Runner;

struct WorkerPoolOptions {
    LedgerId ledger;             ///< For the public ids that handlers see (QD_TASK_ID).
    std::uint16_t slotCount = 1; ///< Per worker, 1 .. 1024.
    std::uint32_t threads = 0;   ///< For registered functions and burning work; 0 = as many as cores.
    Duration lease = std::chrono::seconds{10};
    Duration heartbeat = std::chrono::seconds{3};
    bool colocated = true; ///< The coordinator lives in this process; see HostConfig.
    /// How long the runner looks around before it sleeps, when it had work a moment ago. A wake-up costs some 26 us;
    /// spinning costs a core.
    Duration spin = std::chrono::microseconds{40};
    std::string label = "thread";
    std::string version{};
    std::string capabilities{}; ///< Comma-separated queue names; empty = every queue.
};

struct WorkerPoolCounters {
    HostCounters hosts;                  ///< Of all workers, also of those that left.
    std::uint64_t finishedInline = 0;    ///< Instant synthetic tasks.
    std::uint64_t started = 0;           ///< Handed to a handler, a timer or the thread pool.
    std::uint64_t unknownWorker = 0;     ///< Dispatches for a worker that is not (any more) here.
    std::uint64_t heartbeatsDropped = 0; ///< Not sent because the coordinator was behind; newer ones follow.
    std::uint64_t handlerExceptions = 0;
};

/// Thread: any, for every member. start() and stop() may come twice; stop() also without start().
class WorkerPool {
public:
    /// `handlers` may be null: only synthetic tasks then. The link must outlive the pool.
    WorkerPool(WorkerPoolOptions options, std::shared_ptr<const HandlerTable> handlers, HostLink &link);
    ~WorkerPool();
    WorkerPool(const WorkerPool &) = delete;
    WorkerPool &operator=(const WorkerPool &) = delete;

    /// Fails with Unavailable when the system gives no threads.
    [[nodiscard]] Result<void> start();
    /// Every worker hands back what it holds and says goodbye; dispatches still on the way come back as Released too.
    /// Returns at once, the reports come over the link. Workers may be added again afterwards.
    void releaseAll();
    /// As releaseAll(), then ends the threads.
    /// for registered functions that are running: they are asked to stop, but cannot be forced.
    void stop();

    /// Takes effect on the runner's thread, in the order of the calls; before start() they wait for it. A worker that
    /// is there already, or is not, is left alone.
    void addWorker(WorkerId id);
    void removeWorker(WorkerId id);

    [[nodiscard]] LiveOutput liveOutput(TaskId id) const;
    /// Whether a task is running here; cheaper than its output. Instant tasks are never seen.
    [[nodiscard]] bool isRunning(TaskId id) const;
    [[nodiscard]] std::uint32_t workerCount() const;
    /// Of the workers that are here, leaving ones included; sorted. As of the runner's last step.
    [[nodiscard]] std::vector<WorkerId> allIds() const;
    /// As of the runner's last step.
    [[nodiscard]] WorkerPoolCounters counters() const;

private:
    std::unique_ptr<Runner> m_runner;
};

} // namespace qd
