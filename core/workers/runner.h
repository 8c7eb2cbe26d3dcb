#pragma once
// The one thread behind a WorkerPool: batches in, machines stepped, handlers started and stopped, batches out.
// Private to core/workers.

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/base/mutex.h"
#include "core/host/host_machine.h"
#include "core/workers/function_task.h"
#include "core/workers/handler.h"
#include "core/workers/outcome_mailbox.h"
#include "core/workers/timer_heap.h"
#include "core/workers/work_threads.h"
#include "core/workers/worker_pool.h"

namespace qd {

class HostLink;
struct SyntheticPlan;

/// Thread: the public members as WorkerPool says, all else from the runner's thread.
class Runner {
public:
    Runner(WorkerPoolOptions options, std::shared_ptr<const HandlerTable> handlers, HostLink &link);
    ~Runner();

    [[nodiscard]] Result<void> start();
    void stop();
    enum class Order : std::uint8_t { Add, Remove, ReleaseAll, Stop };
    void post(Order order, WorkerId worker);
    [[nodiscard]] LiveOutput liveOutput(TaskId id) const;
    [[nodiscard]] bool isRunning(TaskId id) const;
    [[nodiscard]] std::uint32_t workerCount() const;
    [[nodiscard]] std::vector<WorkerId> allIds() const;
    [[nodiscard]] WorkerPoolCounters counters() const;

private:
    struct Worker;
    /// What a timer of the heap wakes: a machine, or a synthetic task in one of its slots.
    struct Wake {
        Worker *worker = nullptr;
        std::uint32_t slot = kNoReport; ///< kNoReport: the machine itself.
        Timer<Wake> timer;
    };
    /// What the runner keeps of one slot.
    struct Work {
        TaskId task;
        std::uint32_t epoch = 0;
        bool active = false;
        std::string failure; ///< Of a waiting synthetic task that was drawn to fail.
        std::unique_ptr<RunningTask> running;
        Wake wake;
    };
    struct Worker {
        explicit Worker(HostConfig config) : machine(std::move(config)), works(machine.slotCount()) {}
        HostMachine machine;
        std::vector<Work> works;
        Wake wake;
        bool touched = false;
    };
    struct OrderEntry {
        Order order = Order::Add;
        WorkerId worker;
    };
    struct LiveEntry {
        std::uint32_t epoch = 0;
        const RunningTask *running = nullptr; ///< Null: it has no output.
    };

    void run();
    [[nodiscard]] bool step();
    void waitForMore();

    // runner.cpp: what comes in and goes out
    [[nodiscard]] bool takeOrders();
    [[nodiscard]] bool takeMessages();
    void takeBatch(const ToHosts &batch);
    [[nodiscard]] bool takeOutcomes();
    [[nodiscard]] bool fireTimers();
    void measureProcess();
    void endStep();
    void flush();
    void addWorker(WorkerId id);
    void letGo(WorkerId id);
    void forget(WorkerId id);
    void letAllGo();
    [[nodiscard]] Worker *find(WorkerId id);
    void touch(Worker &worker);
    void shutDown();

    // runner_work.cpp: how work starts and ends
    void startWork(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const TextArena &text);
    void startSynthetic(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const TextArena &text);
    void startBurning(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const TextArena &text,
                      const SyntheticPlan &plan);
    template <typename Start>
    void startHandler(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const TextArena &text, Start start);
    void refuseUnknown(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, std::string_view type);
    void beginWork(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, std::unique_ptr<RunningTask> running);
    void finishNow(Worker &worker, std::uint32_t slot, const Dispatch &dispatch, const WorkOutcome &outcome);
    void finishWork(const HandlerOutcome &outcome);
    void synthesised(Worker &worker, std::uint32_t slot);
    void endWork(Work &work);
    void carryOutKills();
    [[nodiscard]] TaskContext contextOf(const Dispatch &dispatch, const TextArena &text) const;
    [[nodiscard]] std::string knownTypes() const;

    const WorkerPoolOptions m_options;
    const std::shared_ptr<const HandlerTable> m_handlers;
    HostLink &m_link;
    bool m_builtinSynthetic = true; ///< False when somebody registered a handler of that name.

    std::thread m_thread;
    WorkThreads m_threads;
    const std::shared_ptr<OutcomeMailbox> m_mailbox = std::make_shared<OutcomeMailbox>();

    mutable Mutex m_lifeMutex; ///< start() against stop().
    bool m_started QD_GUARDED_BY(m_lifeMutex) = false;
    bool m_stopped QD_GUARDED_BY(m_lifeMutex) = false;

    Mutex m_orderMutex;
    std::vector<OrderEntry> m_orders QD_GUARDED_BY(m_orderMutex);
    std::atomic<bool> m_hasOrders{false};

    // The runner's own.
    bool m_stopping = false;
    Instant m_now;
    Instant m_busyAt;
    std::uint64_t m_nextBoot = 0;
    std::unordered_map<std::uint32_t, std::unique_ptr<Worker>> m_workers;
    std::vector<Worker *> m_touched;
    std::vector<OrderEntry> m_ordersTaken;
    std::vector<HandlerOutcome> m_outcomes;
    TimerHeap<Wake> m_timers;
    std::unique_ptr<FromHosts> m_batch;
    HostOutputs m_out;
    ProcessMeter m_meter;
    std::int64_t m_measuredBeat = 0; ///< Number of the heartbeat interval that has been measured.
    WorkerPoolCounters m_counters;

    std::atomic<std::uint64_t> m_exceptions{0};
    mutable Mutex m_publishedMutex;
    WorkerPoolCounters m_published QD_GUARDED_BY(m_publishedMutex);
    std::set<std::uint32_t> m_publishedIds QD_GUARDED_BY(m_publishedMutex); ///< The keys of m_workers.

    /// Running tasks for the inspector. Instant ones never enter, so the lock is not on the fast path.
    mutable Mutex m_liveMutex;
    std::unordered_map<std::uint64_t, LiveEntry> m_live QD_GUARDED_BY(m_liveMutex);
};

} // namespace qd
