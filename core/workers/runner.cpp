#include "core/workers/runner.h"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/model/host_link.h"

namespace qd {

namespace {

constexpr std::size_t kBatchesPerStep = 64;                 ///< Then the answers go out.
constexpr Duration kBusyFor = std::chrono::milliseconds{1}; ///< Work this recent is worth spinning for more.
constexpr int kReleaseRounds = 16; ///< Batches that wait while leaving: more than a link holds.
constexpr Duration kSleepMax = std::chrono::minutes{1};
constexpr std::string_view kSynthetic = "synthetic";

} // namespace

Runner::Runner(WorkerPoolOptions options, std::shared_ptr<const HandlerTable> handlers, HostLink &link)
    : m_options(std::move(options)), m_handlers(handlers ? std::move(handlers) : std::make_shared<HandlerTable>()),
      m_link(link),
      // A later life of this process must not take the numbers of this one.
      m_nextBoot(static_cast<std::uint64_t>(wallNow().time_since_epoch().count())) {}

Runner::~Runner() {
    stop();
}

// --- from any thread ---------------------------------------------------------------------------------------------

Result<void> Runner::start() {
    const Lock lock{m_lifeMutex};
    if (m_stopped) return fail(ErrorCode::Unavailable, "The worker pool was stopped; build a new one to start again");
    if (m_started) return {};
    m_builtinSynthetic = !m_handlers->find(kSynthetic) && !m_handlers->functions().contains(kSynthetic);
    if (auto ready = m_threads.start(m_options.threads); !ready) return ready;
    m_batch = m_link.spare();
    m_out.messages = m_batch.get();
    m_link.onReady([mailbox = m_mailbox] { mailbox->wakeup().wake(); });
    try {
        m_thread = std::thread{[this] { run(); }};
    } catch (const std::system_error &error) {
        m_threads.stop();
        return fail(ErrorCode::Unavailable,
                    std::string{"The system gives no thread for the runner of the workers: "} + error.what());
    }
    m_started = true;
    return {};
}

void Runner::stop() {
    const Lock lock{m_lifeMutex};
    if (std::exchange(m_stopped, true) || !m_started) return;
    post(Order::Stop, {});
    m_thread.join();
    m_link.onReady({});
    m_threads.stop();
    m_mailbox->close();
}

void Runner::post(Order order, WorkerId worker) {
    {
        const Lock lock{m_orderMutex};
        m_orders.push_back({order, worker});
        m_hasOrders.store(true, std::memory_order_release);
    }
    m_mailbox->wakeup().wake();
}

LiveOutput Runner::liveOutput(TaskId id) const {
    LiveOutput out;
    // Held while asking the handler: the runner cannot destroy the task meanwhile. Tails are bounded and quick.
    const Lock lock{m_liveMutex};
    const auto it = m_live.find(id.value);
    if (it == m_live.end()) return out;
    out.known = true;
    if (it->second.running) it->second.running->tail(out.output, out.errorOutput, out.outputBytes);
    return out;
}

bool Runner::isRunning(TaskId id) const {
    const Lock lock{m_liveMutex};
    return m_live.contains(id.value);
}

std::uint32_t Runner::workerCount() const {
    const Lock lock{m_publishedMutex};
    return static_cast<std::uint32_t>(m_publishedIds.size());
}

std::vector<WorkerId> Runner::allIds() const {
    const Lock lock{m_publishedMutex};
    std::vector<WorkerId> out;
    out.reserve(m_publishedIds.size());
    for (const std::uint32_t id : m_publishedIds) out.push_back({id});
    return out;
}

WorkerPoolCounters Runner::counters() const {
    const Lock lock{m_publishedMutex};
    WorkerPoolCounters out = m_published;
    out.handlerExceptions = m_exceptions.load(std::memory_order_relaxed);
    return out;
}

// --- the loop ----------------------------------------------------------------------------------------------------

void Runner::run() {
    pthread_setname_np(pthread_self(), "qd-runner");
    while (!m_stopping) {
        if (step()) {
            m_busyAt = m_now;
        } else {
            waitForMore();
        }
    }
    shutDown();
}

bool Runner::step() {
    m_now = bootNow();
    bool worked = takeOrders();
    worked = takeMessages() || worked;
    worked = takeOutcomes() || worked;
    if (worked) m_now = bootNow();
    worked = fireTimers() || worked;
    if (!worked && m_batch->empty()) return false;
    endStep();
    flush();
    return worked;
}

void Runner::waitForMore() {
    const Duration patience = std::clamp<Duration>(m_timers.next() - m_now, Duration{}, kSleepMax);
    const bool wasBusy = m_now - m_busyAt < kBusyFor;
    m_mailbox->wakeup().wait(patience, wasBusy ? std::min(m_options.spin, patience) : Duration{});
}

bool Runner::takeOrders() {
    if (!m_hasOrders.load(std::memory_order_acquire)) return false;
    {
        const Lock lock{m_orderMutex};
        m_ordersTaken.swap(m_orders);
        m_hasOrders.store(false, std::memory_order_relaxed);
    }
    for (const OrderEntry &entry : m_ordersTaken) {
        switch (entry.order) {
        case Order::Add: addWorker(entry.worker); break;
        case Order::Remove: letGo(entry.worker); break;
        case Order::ReleaseAll: letAllGo(); break;
        case Order::Stop: m_stopping = true; break;
        }
    }
    m_ordersTaken.clear();
    return true;
}

bool Runner::takeMessages() {
    bool any = false;
    for (std::size_t i = 0; i < kBatchesPerStep; ++i) {
        auto batch = m_link.receive();
        if (!batch) return any;
        if (std::exchange(any, true)) m_now = bootNow();
        takeBatch(*batch);
        m_link.recycle(std::move(batch));
    }
    // More may wait, and no wake-up comes for it.
    m_mailbox->wakeup().wake();
    return any;
}

/// Withdrawals first: they free the slots that the dispatches of the same batch were given.
void Runner::takeBatch(const ToHosts &batch) {
    for (const Withdraw &message : batch.withdrawals) {
        if (Worker *worker = find(message.worker)) worker->machine.withdraw(message, m_now, m_out);
    }
    carryOutKills();
    for (const HeartbeatAck &message : batch.acks) {
        if (Worker *worker = find(message.worker)) worker->machine.acknowledge(message, m_now, m_out);
    }
    for (const Dispatch &message : batch.dispatches) {
        Worker *worker = find(message.worker);
        if (!worker) {
            ++m_counters.unknownWorker;
            continue;
        }
        const auto slot = worker->machine.dispatch(message, m_now, m_out);
        if (slot) startWork(*worker, *slot, message, batch.text);
    }
    for (const DrainWorker &message : batch.drains) {
        if (Worker *worker = find(message.worker)) worker->machine.drain(m_now, m_out);
    }
}

bool Runner::takeOutcomes() {
    m_mailbox->collect(m_outcomes);
    if (m_outcomes.empty()) return false;
    for (const HandlerOutcome &outcome : m_outcomes) finishWork(outcome);
    m_outcomes.clear();
    return true;
}

bool Runner::fireTimers() {
    bool any = false;
    while (Wake *wake = m_timers.popDue(m_now)) {
        any = true;
        touch(*wake->worker);
        if (wake->slot != kNoReport) {
            synthesised(*wake->worker, wake->slot);
        } else {
            measureProcess();
            wake->worker->machine.tick(m_now, m_out);
            carryOutKills();
        }
    }
    return any;
}

/// Once per heartbeat interval for all workers: they beat together and live in one process.
void Runner::measureProcess() {
    const std::int64_t beat = m_now.time_since_epoch() / m_options.heartbeat;
    if (std::exchange(m_measuredBeat, beat) != beat) m_out.usage = m_meter.measure(m_now);
}

void Runner::endStep() {
    for (Worker *worker : m_touched) {
        worker->touched = false;
        worker->machine.endStep(m_out);
        if (worker->machine.isGone()) {
            m_timers.cancel(worker->wake.timer);
            forget(worker->machine.worker());
            continue;
        }
        const Instant wake = worker->machine.nextWake();
        if (wake != worker->wake.timer.due) m_timers.set(worker->wake.timer, wake);
    }
    m_touched.clear();
    m_counters.hosts = m_out.counters;
    const Lock lock{m_publishedMutex};
    m_published = m_counters;
}

void Runner::flush() {
    if (m_batch->empty()) return;
    if (m_link.send(m_batch)) {
        m_batch = m_link.spare();
        m_out.messages = m_batch.get();
        return;
    }
    // The coordinator is behind. Reports are bounded by the slots, but heartbeats go on for as long as it takes.
    if (m_batch->heartbeats.size() <= 4 * m_workers.size() + 16) return;
    m_counters.heartbeatsDropped += m_batch->heartbeats.size();
    m_batch->heartbeats.clear();
    m_batch->held.clear();
}

// --- workers -----------------------------------------------------------------------------------------------------

void Runner::addWorker(WorkerId id) {
    if (!id || m_workers.contains(id.value)) return;
    HostConfig config;
    config.worker = id;
    config.boot = ++m_nextBoot;
    config.slotCount = std::clamp<std::uint16_t>(m_options.slotCount, 1, 1024);
    config.lease = m_options.lease;
    config.heartbeat = m_options.heartbeat;
    config.colocated = m_options.colocated;
    config.processId = getpid();
    config.label = m_options.label;
    config.version = m_options.version;
    config.capabilities = m_options.capabilities;
    auto worker = std::make_unique<Worker>(std::move(config));
    worker->wake.worker = worker.get();
    worker->wake.timer.owner = &worker->wake;
    for (std::uint32_t i = 0; i < worker->works.size(); ++i) {
        Wake &wake = worker->works[i].wake;
        wake.worker = worker.get();
        wake.slot = i;
        wake.timer.owner = &wake;
    }
    worker->machine.introduce(m_now, m_out);
    touch(*worker);
    m_workers.emplace(id.value, std::move(worker));
    const Lock lock{m_publishedMutex};
    m_publishedIds.insert(id.value);
}

void Runner::forget(WorkerId id) {
    m_workers.erase(id.value);
    const Lock lock{m_publishedMutex};
    m_publishedIds.erase(id.value);
}

void Runner::letGo(WorkerId id) {
    Worker *worker = find(id);
    if (!worker) return;
    worker->machine.leave(m_now, m_out);
    carryOutKills();
}

/// Dispatches that are already in the link come back as Released before the goodbyes.
void Runner::letAllGo() {
    for (const auto &[id, worker] : m_workers) {
        touch(*worker);
        worker->machine.leave(m_now, m_out);
        carryOutKills();
    }
    for (int i = 0; i < kReleaseRounds && takeMessages(); ++i) {
    }
}

Runner::Worker *Runner::find(WorkerId id) {
    const auto it = m_workers.find(id.value);
    if (it == m_workers.end()) return nullptr;
    touch(*it->second);
    return it->second.get();
}

void Runner::touch(Worker &worker) {
    if (!std::exchange(worker.touched, true)) m_touched.push_back(&worker);
}

void Runner::shutDown() {
    m_now = bootNow();
    letAllGo();
    endStep();
    flush();
}

} // namespace qd
