// LiveEngine on the coordinator thread: recovery, the loop around the step machine, pictures, and the orderly end.

#include "core/engine/live_engine.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/transport/memory_transport.h"
#include "core/workers/handlers/command_handler.h"
#include "core/workers/worker_pool.h"

namespace qd {

namespace {

constexpr Duration kPublishIdle = std::chrono::milliseconds{150}; // when nothing has happened since the last picture
constexpr Duration kSpin = std::chrono::microseconds{50};         // about the price of one wake-up
constexpr Duration kSpinAfterWork = std::chrono::milliseconds{2};
constexpr Duration kReleasePatience = std::chrono::seconds{5};
/// Of one step. After a stall the oldest tasks are dispatched while the newer ones still wait to be admitted.
constexpr std::size_t kStepTasksMax = 1000;

/// How many tasks a command brings; 1 for every other kind.
std::size_t sizeOf(const Command &command) {
    const auto *submit = std::get_if<SubmitTasks>(&command.body);
    return submit ? std::max<std::size_t>(submit->tasks.size(), 1) : 1;
}

} // namespace

void LiveEngine::run() {
    pthread_setname_np(pthread_self(), "qd-coordinator");
    answerWaiters(false);
    const bool usable = recover();
    if (usable) loop();
    answerWaiters(true);
    m_parts.transport->onReceivable([] {});
    const Lock lock{m_inboxMutex};
    m_inboxOpen = false;
}

bool LiveEngine::recover() {
    std::size_t rows = 0;
    RecoverySink sink;
    sink.begin = [this](std::uint64_t total) {
        m_coordinator.recoverBegin(total);
        publish(true);
    };
    sink.task = [this, &rows](TaskRecord &&record) {
        m_coordinator.recoverTask(std::move(record), m_clock.now());
        if (++rows % 4096 == 0) publish(false);
    };
    sink.finalState = [this](TaskId id, TaskState state) { m_coordinator.recoverFinal(id, state); };
    sink.finalRows = [this](TaskState state, std::uint64_t count) { m_coordinator.recoverFinalRows(state, count); };
    sink.claim = [this](std::string_view key, TaskId id, WallTime expires) {
        m_coordinator.recoverClaim(key, id, expires);
    };
    sink.lease = [this](Override &&lease) { m_coordinator.recoverLease(std::move(lease)); };
    sink.ticket = [this](TicketRecord &&ticket) { m_coordinator.recoverTicket(ticket); };
    sink.sequence = [this](std::uint64_t next) { m_coordinator.recoverSequence(next); };
    Result<void> ready = m_parts.ledger->recover(sink);
    if (ready)
        ready = m_parts.ledger->start(
            [this](Committed committed) {
                {
                    const Lock lock{m_commitMutex};
                    m_committed.push_back(std::move(committed));
                }
                m_wakeup.wake();
            },
            [this](CommitFailed failed) {
                {
                    const Lock lock{m_commitMutex};
                    m_commitFailed.push_back(std::move(failed));
                }
                m_wakeup.wake();
            });
    if (ready) ready = m_parts.pool->start();
    if (!ready) {
        m_coordinator.setPhase(EnginePhase::Failed);
        const Sentence sentence = Sentence{}.quote(ready.error().detail);
        std::vector<Event> events{{.at = m_clock.now().wall,
                                   .kind = EventKind::EngineFailed,
                                   .severity = Severity::Bad,
                                   .text = sentence.text(),
                                   .said = sentence.said()}};
        m_events.append(events);
        m_failed = true;
        publish(true);
        const Lock lock{m_snapshotMutex};
        auto failed = std::make_shared<Snapshot>(*m_snapshot);
        failed->failure = ready.error().detail;
        ++failed->revision;
        m_snapshot = std::move(failed);
        return false;
    }
    m_coordinator.recovered(m_clock.now());
    tellProblems();
    return true;
}

/// What the settings ask for and this machine does not have: no reason not to start, but not to be silent either.
void LiveEngine::tellProblems() {
    std::vector<Event> events;
    for (const std::string &problem : m_parts.commands->problems()) {
        const Sentence sentence = Sentence{}.quote(problem);
        events.push_back({.at = m_clock.now().wall,
                          .kind = EventKind::EngineStarted,
                          .severity = Severity::Warning,
                          .text = sentence.text(),
                          .said = sentence.said()});
    }
    m_events.append(events);
}

void LiveEngine::loop() {
    while (true) {
        followStop();
        const bool work = gather();
        const Now now = m_clock.now();
        if (!work && now.mono < m_nextWake) {
            if (stopDone()) break;
            publish(false);
            const bool recent = now.mono - m_lastWork < kSpinAfterWork;
            // Somebody asked, but the last picture is too young: wake up when it is old enough.
            if (m_snapshotAsked.load())
                m_nextWake = std::min(m_nextWake, Instant{Duration{m_publishedAt.load()}} + publishInterval());
            const Duration untilDeadline = m_stopPhase == Phase::Running ? Duration::max() : m_stopDeadline - now.mono;
            m_wakeup.wait(std::clamp<Duration>(std::min(m_nextWake - now.mono, untilDeadline), Duration{},
                                               std::chrono::seconds{1}),
                          recent ? kSpin : Duration{});
            continue;
        }
        if (work) m_lastWork = now.mono;
        m_coordinator.step(m_in, now, m_out);
        m_stepped = true;
        m_nextWake = m_out.nextWake;
        deliver();
        for (auto &batch : m_in.hosts) m_parts.transport->recycle(std::move(batch));
        m_in.clear();
        publish(false);
        if (m_failed || stopDone()) break;
    }
    publish(true);
}

/// Everything that waits becomes the next step's input. Commands stay outside while too much is uncommitted.
bool LiveEngine::gather() {
    {
        const Lock lock{m_commitMutex};
        m_in.committed.swap(m_committed);
        m_in.failed.swap(m_commitFailed);
    }
    Position position{};
    // Bounded by the transport's own bound; one more than it holds never comes.
    while (auto batch = m_parts.transport->receive(position)) {
        m_position = position.value;
        m_in.hosts.push_back(std::move(batch));
        if (m_in.hosts.size() >= 64) break;
    }
    if (m_coordinator.acceptsCommands()) {
        const Lock lock{m_inboxMutex};
        for (std::size_t tasks = 0; !m_inbox.empty() && tasks < kStepTasksMax; m_inbox.pop_front()) {
            tasks += sizeOf(m_inbox.front().command);
            m_in.commands.push_back(std::move(m_inbox.front()));
        }
    }
    return !m_in.empty();
}

/// What a task had written when a person took it from its worker stays with its row. The host hears of it only after
/// the commit, so here the work still runs; its own report would come under an old epoch and be refused.
void LiveEngine::keepTails(LedgerBatch &batch) const {
    for (RowChange &row : batch.rows) {
        if ((row.reason != Reason::CancelCommand && row.reason != Reason::SuspendCommand) || !row.worker) continue;
        const LiveOutput live = m_parts.pool->liveOutput(row.id);
        if (live.outputBytes == 0 || (row.op == RowOp::Update && !row.withHistory)) continue;
        row.outputBytes = live.outputBytes;
        row.output = batch.text.add(live.output);
        row.errorOutput = batch.text.add(live.errorOutput);
        if (row.op == RowOp::Update) row.op = RowOp::Final; // The one that writes results; the state says what it is.
    }
}

void LiveEngine::deliver() {
    for (const WorkerId id : m_out.startWorkers) m_parts.pool->addWorker(id);
    for (const WorkerId id : m_out.stopWorkers) m_parts.pool->removeWorker(id);
    for (auto &batch : m_out.toHosts) m_parts.transport->send(std::move(batch));
    m_out.toHosts.clear();
    m_coordinator.recycle(m_parts.transport->spare());
    m_events.append(m_out.events);
    m_decisions.append(m_out.decisions);
    giveAnswers();
    if (m_out.batch) keepTails(*m_out.batch);
    if (m_out.batch) m_parts.ledger->write(std::move(m_out.batch), Fence{0, 1});
    m_coordinator.recycle(m_parts.ledger->spare());
    m_parts.transport->acknowledge(Position{m_position});
    if (m_out.failStop) {
        // The ledger refused for good. Nothing is rolled back in memory: what it holds is the truth at the next start.
        std::vector<Event> events{{.at = m_clock.now().wall,
                                   .kind = EventKind::EngineFailed,
                                   .severity = Severity::Bad,
                                   .text =
                                       "The ledger failed for good; the engine has stopped. Restart it to go on from "
                                       "what was stored"}};
        m_events.append(events);
        m_failed = true;
    }
}

void LiveEngine::giveAnswers() {
    for (StepAnswer &answer : m_out.answers) {
        OutcomeHandler handler;
        {
            const Lock lock{m_inboxMutex};
            const auto it = m_clients.find(answer.client);
            if (it == m_clients.end()) continue;
            handler = std::move(it->second.whenDone);
            m_clients.erase(it);
            noteRefusal(answer.outcome);
        }
        if (handler) handler(answer.outcome); // outside the lock: it may post the next command
    }
}

/// An idle engine has nothing new to show but the age of things, and every picture makes its watchers paint.
Duration LiveEngine::publishInterval() const {
    return m_stepped || m_freshWanted.load() ? kPublishEvery : kPublishIdle;
}

/// A new picture, when somebody asked and the last one is old enough.
void LiveEngine::publish(bool force) {
    const Now now = m_clock.now();
    const auto since = now.mono.time_since_epoch().count() - m_publishedAt.load(std::memory_order_relaxed);
    if (!force && (since < publishInterval().count() || !m_snapshotAsked.exchange(false))) return;
    m_stepped = false;
    std::shared_ptr<const Snapshot> previous;
    {
        const Lock lock{m_snapshotMutex};
        previous = m_snapshot;
    }
    auto next = m_coordinator.snapshot(previous.get(), now);
    next->ledgerStats = m_parts.ledger->stats();
    next->totals.commandsRefused += m_refusedFull.load();
    for (std::size_t state = 0; state < kTaskStates; ++state) {
        std::uint64_t &count = next->totals.byState[state];
        count -= std::min(count, next->ledgerStats.removed[state]);
    }
    if (next->failure.empty())
        next->failure = previous->phase == EnginePhase::Failed ? previous->failure : std::string{};
    next->publishCost = bootNow() - now.mono;
    m_publishedAt.store(now.mono.time_since_epoch().count(), std::memory_order_relaxed);
    {
        const Lock lock{m_snapshotMutex};
        m_snapshot = std::move(next);
    }
    answerWaiters(false);
}

void LiveEngine::answerWaiters(bool last) {
    std::vector<SnapshotHandler> waiters;
    std::shared_ptr<const Snapshot> newest;
    {
        const Lock lock{m_snapshotMutex};
        m_publishing = !last;
        waiters.swap(m_snapshotWaiters);
        m_freshWanted.store(false);
        newest = m_snapshot;
    }
    for (const SnapshotHandler &answer : waiters) answer(newest);
}

// --- stopping --------------------------------------------------------------------------------------------------------

/// stop intake -> drain -> release what is left without counting a delivery -> flush -> close
void LiveEngine::followStop() {
    const Stop wanted = m_stop.load();
    const Instant now = m_clock.now().mono;
    if (wanted == Stop::No) return;
    if (m_stopPhase == Phase::Running) {
        m_coordinator.beginDrain(m_clock.now());
        m_stopPhase = Phase::Draining;
        m_stopDeadline = now + m_parts.settings.shutdown.drain;
        m_nextWake = now;
    }
    if (m_stopPhase == Phase::Draining &&
        (wanted == Stop::Now || m_coordinator.tasksOnWorkers() == 0 || now >= m_stopDeadline)) {
        m_coordinator.setPhase(EnginePhase::Stopping);
        m_parts.pool->releaseAll();
        m_stopPhase = Phase::Releasing;
        m_stopDeadline = now + kReleasePatience;
    }
    if (m_stopPhase == Phase::Releasing && (m_coordinator.tasksOnWorkers() == 0 || now >= m_stopDeadline)) {
        m_stopPhase = Phase::Flushing;
        m_stopDeadline = now + kFlushPatience;
        m_nextWake = now;
    }
}

bool LiveEngine::stopDone() {
    if (m_stopPhase != Phase::Flushing) return false;
    return m_coordinator.uncommitted() == 0 || m_clock.now().mono >= m_stopDeadline;
}

} // namespace qd
