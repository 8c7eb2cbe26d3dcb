// Workers: how they come, what they report, how they are lost, and how many there should be.

#include <algorithm>

#include <fmt/format.h>

#include "core/base/assert.h"
#include "core/coordinator/coordinator.h"

namespace qd {

void Coordinator::takeHostMessages(const FromHosts &in) {
    m_totals.inputs += in.started.size() + in.finished.size() + in.heartbeats.size() + in.hellos.size();
    for (const WorkerHello &m : in.hellos) hello(m, in);
    for (const TaskStarted &m : in.started) started(m);
    for (const TaskFinished &m : in.finished) finished(m, in);
    for (const Heartbeat &m : in.heartbeats) heartbeat(m, in);
    for (const WorkerGoodbye &m : in.goodbyes) goodbye(m);
}

Coordinator::Worker *Coordinator::worker(WorkerId id) {
    return id.value < m_workers.size() ? m_workers[id.value].get() : nullptr;
}

// --- the ring of free workers ----------------------------------------------------------------------------------------

void Coordinator::ringPush(Group &group, Worker &worker) {
    worker.inFreeRing = true;
    worker.ringPrev = group.freeTail;
    worker.ringNext = kNone;
    (group.freeTail == kNone ? group.freeHead : m_workers[group.freeTail]->ringNext) = worker.id.value;
    group.freeTail = worker.id.value;
    ++group.freeWorkers;
}

void Coordinator::ringRemove(Group &group, Worker &worker) {
    worker.inFreeRing = false;
    (worker.ringPrev == kNone ? group.freeHead : m_workers[worker.ringPrev]->ringNext) = worker.ringNext;
    (worker.ringNext == kNone ? group.freeTail : m_workers[worker.ringNext]->ringPrev) = worker.ringPrev;
    --group.freeWorkers;
}

/// After anything that decides whether a worker may be given work.
void Coordinator::refreshWorker(Worker &w) {
    if (w.group == kNone) return;
    Group &group = m_groups[w.group];
    const bool eligible = w.lifecycle == WorkerLifecycle::Live && !w.paused && w.held.count < w.slotCount;
    if (eligible && !w.inFreeRing) ringPush(group, w);
    if (!eligible && w.inFreeRing) ringRemove(group, w);
    markWorkerRow(w);
}

/// In and out of its group's figures; only Live and Draining workers count there.
void Coordinator::joinGroup(Worker &w) {
    Group &group = m_groups[w.group];
    ++group.live;
    if (w.lifecycle == WorkerLifecycle::Draining) ++group.draining;
    if (w.paused) ++group.pausedWorkers;
    m_poolChanged = true;
}

void Coordinator::leaveGroup(Worker &w) {
    m_poolChanged = true;
    if (w.group == kNone) return;
    Group &group = m_groups[w.group];
    if (w.inFreeRing) ringRemove(group, w);
    if (w.lifecycle != WorkerLifecycle::Live && w.lifecycle != WorkerLifecycle::Draining) return;
    --group.live;
    if (w.lifecycle == WorkerLifecycle::Draining) --group.draining;
    if (w.paused) --group.pausedWorkers;
}

void Coordinator::markWorkerRow(const Worker &w) {
    const std::size_t chunk = w.row / kChunkRows;
    if (chunk >= m_dirtyChunks.size()) m_dirtyChunks.resize(chunk + 1, true);
    m_dirtyChunks[chunk] = true;
}

std::uint32_t Coordinator::groupIndex(std::string_view capabilities) {
    const auto symbol = m_symbols.intern(capabilities).value_or(Symbol{});
    for (std::uint32_t i = 0; i < m_groups.size(); ++i)
        if (m_groups[i].capabilities == symbol) return i;
    Group &group = m_groups.emplace_back();
    group.capabilities = symbol;
    while (!capabilities.empty()) {
        const auto comma = capabilities.find(',');
        if (const auto name = m_symbols.intern(capabilities.substr(0, comma)); name && name->value != 0)
            group.queues.push_back(*name);
        capabilities = comma == std::string_view::npos ? std::string_view{} : capabilities.substr(comma + 1);
    }
    linkQueuesAndGroups();
    return static_cast<std::uint32_t>(m_groups.size() - 1);
}

void Coordinator::linkQueuesAndGroups() {
    for (Queue &queue : m_queues) {
        queue.groups.clear();
        for (std::uint32_t i = 0; i < m_groups.size(); ++i) {
            const Group &group = m_groups[i];
            if (group.queues.empty() || std::ranges::find(group.queues, queue.name) != group.queues.end())
                queue.groups.push_back(i);
        }
    }
}

// --- what hosts report
// ------------------------------------------------------------------------------------------------

void Coordinator::hello(const WorkerHello &m, const FromHosts &in) {
    Worker *w = worker(m.worker);
    if (!w || w->lifecycle == WorkerLifecycle::Gone) return; // not one of ours (any more)
    if (w->boot == m.boot && w->lifecycle == WorkerLifecycle::Live) return;
    // What an earlier boot of it held is lost with that boot.
    while (w->held.head != kNoSlot) loseLease(w->held.head, {});
    leaveGroup(*w);
    w->boot = m.boot;
    w->slotCount = std::max<std::uint16_t>(m.slotCount, 1);
    w->processId = m.processId;
    w->label = m_symbols.intern(in.text.view(m.label)).value_or(Symbol{});
    w->version = m_symbols.intern(in.text.view(m.version)).value_or(Symbol{});
    w->group = groupIndex(in.text.view(m.capabilities));
    w->lifecycle = WorkerLifecycle::Live;
    w->lastSeen = m_now.mono;
    w->late = false;
    w->startedAt = m_now.wall;
    w->paused = m_overrides.holds(OverrideKind::PauseWorker, workerIdText(w->id));
    joinGroup(*w);
    refreshWorker(*w);
    event(EventKind::WorkerJoined, Severity::Info, {}, w->id,
          fmt::format("Worker {} joined with {} slot{}", workerIdText(w->id), w->slotCount,
                      w->slotCount == 1 ? "" : "s"));
}

void Coordinator::started(const TaskStarted &m) {
    const TaskSlot slot = m_tasks.findHinted(m.task, m.slotHint);
    if (slot == kNoSlot || m_tasks[slot].epoch != m.epoch || m_tasks[slot].state != TaskState::Assigned) return;
    moveTo(slot, TaskState::Running, Reason::Started);
}

void Coordinator::finished(const TaskFinished &m, const FromHosts &in) {
    const TaskSlot slot = m_tasks.findHinted(m.task, m.slotHint);
    if (slot == kNoSlot || m_tasks[slot].epoch != m.epoch || !isOnWorker(m_tasks[slot].state)) {
        // Fencing: the lease went to somebody else, or the task is final. Its first recorded end counts.
        ++m_totals.staleRefused;
        event(EventKind::StaleRefused, Severity::Warning, m.task, m.worker,
              fmt::format("A late report of {} about task {} (lease {}) was refused", workerIdText(m.worker),
                          idText(m.task), m.epoch));
        return;
    }
    TaskNode &node = m_tasks[slot];
    // What ends well has run, reported or not; what never got going goes straight back.
    if (node.state == TaskState::Assigned && m.outcome == OutcomeKind::Succeeded)
        moveTo(slot, TaskState::Running, Reason::Started);
    if (Worker *w = worker(node.worker)) {
        w->runTime += m.runTime;
        m.outcome == OutcomeKind::Succeeded ? ++w->completed : ++w->failed;
        if (m.outcome == OutcomeKind::Released) --w->failed;
    }
    // The delivery came to an end that was reported: it was not lost.
    --node.deliveries;
    const WorkerId by = node.worker;
    takeFromWorker(slot);
    node.worker = by;
    if (m.outcome == OutcomeKind::Released) {
        moveTo(slot, TaskState::Queued, Reason::Released);
        toLane(slot);
        return;
    }
    m_totals.runTime.add(m.runTime);
    LedgerBatch &out = batch();
    node.result = static_cast<std::uint32_t>(m_results.size());
    m_results.push_back({.exitCode = m.exitCode,
                         .runTime = m.runTime,
                         .outputBytes = m.outputBytes,
                         .error = out.text.add(in.text.view(m.error)),
                         .output = out.text.add(in.text.view(m.output)),
                         .errorOutput = out.text.add(in.text.view(m.errorOutput))});
    if (m.outcome == OutcomeKind::Succeeded) {
        // A first attempt that went well is told by the row itself; only a longer story has a history.
        if (node.attempts > 0 || node.deliveries > 0 || m_history.contains(node.id.value))
            addHistory(slot, Reason::Succeeded, m.exitCode, {});
        endTask(slot, TaskState::Completed, Reason::Succeeded);
        return;
    }
    handlerFailed(slot, m, in.text.view(m.error));
}

void Coordinator::handlerFailed(TaskSlot slot, const TaskFinished &m, std::string_view error) {
    TaskNode &node = m_tasks[slot];
    Queue &queue = m_queues[node.queue];
    ++m_totals.handlerFailures;
    ++node.attempts;
    const Reason how = m.outcome == OutcomeKind::TimedOut ? Reason::TimedOut : Reason::HandlerFailed;
    addHistory(slot, how, m.exitCode, error);
    const bool late = node.deadline != kNoWallTime && node.deadline <= m_now.wall;
    const bool fatal = m.outcome == OutcomeKind::FailedFatal;
    if (!late && !fatal && node.attempts < node.attemptsMax) {
        const Duration wait = retryDelay(m_config.retry, node.attempts, m.retryAfter, m_rng);
        node.runAt = m_now.wall + std::chrono::duration_cast<std::chrono::microseconds>(wait);
        moveTo(slot, TaskState::Retrying, how);
        ++queue.retrying;
        ++m_totals.retried;
        m_timers.add(node.runAt, node.id, false);
        // It mends itself; only when no attempt is left somebody has to look.
        Sentence sentence{
            fmt::format("Task {} failed (attempt {} of {}): ", idText(node.id), node.attempts, node.attemptsMax)};
        sentence.figure(node.attempts).figure(node.attemptsMax).quote(error.substr(0, 200));
        event(EventKind::TaskRetrying, Severity::Info, node.id, node.worker, std::move(sentence));
        decide({.kind = DecisionKind::Retried,
                .task = node.id,
                .worker = node.worker,
                .queue = queue.name,
                .inputs = {node.attempts, node.attemptsMax, wait.count() / 1000, 0},
                .nextEvaluation = node.runAt});
        return;
    }
    const Reason reason = late ? Reason::DeadlinePassed : fatal ? Reason::NotRetryable : Reason::AttemptsSpent;
    endTask(slot, TaskState::Failed, reason);
    Sentence sentence{fmt::format("Task {} failed for good: ", idText(node.id))};
    sentence.figure(0).quote(error.substr(0, 200));
    event(EventKind::TaskDeadLettered, Severity::Bad, node.id, node.worker, std::move(sentence));
    decide({.kind = DecisionKind::DeadLettered,
            .guard = late    ? Guard::Deadline
                     : fatal ? Guard::NotRetryable
                             : Guard::AttemptsSpent,
            .task = node.id,
            .worker = node.worker,
            .queue = queue.name,
            .inputs = {node.attempts, node.attemptsMax, node.deliveries, node.deliveriesMax}});
}

void Coordinator::heartbeat(const Heartbeat &m, const FromHosts &in) {
    Worker *w = worker(m.worker);
    if (!w || w->boot != m.boot || w->lifecycle == WorkerLifecycle::Gone) return;
    if (w->lifecycle == WorkerLifecycle::Lost) {
        // It was only silent. Its leases are gone, but it may work again.
        w->lifecycle = WorkerLifecycle::Live;
        joinGroup(*w);
        event(EventKind::WorkerJoined, Severity::Good, {}, w->id,
              fmt::format("Worker {} is back", workerIdText(w->id)));
    }
    w->lastSeen = m_now.mono;
    w->late = false;
    w->usage = m.usage;
    if (!m_immediate) {
        if (m_spareToHosts.empty()) {
            m_immediate = std::make_unique<ToHosts>();
        } else {
            m_immediate = std::move(m_spareToHosts.back());
            m_spareToHosts.pop_back();
        }
    }
    // Exactly the listed leases are renewed. What it lists but does not own any more is withdrawn from it.
    for (std::uint32_t i = 0; i < m.heldCount; ++i) {
        const HeldTask &held = in.held[m.heldBegin + i];
        const TaskSlot slot = m_tasks.find(held.task);
        if (slot != kNoSlot && m_tasks[slot].epoch == held.epoch && m_tasks[slot].worker == m.worker &&
            isOnWorker(m_tasks[slot].state)) {
            if (m_tasks[slot].leaseUntil != kNever) m_tasks[slot].leaseUntil = m_now.mono + m_config.lease;
        } else {
            m_immediate->withdrawals.push_back({held.task, held.epoch, m.worker});
        }
    }
    m_immediate->acks.push_back({m.worker, m.sentAt});
    refreshWorker(*w);
}

void Coordinator::goodbye(const WorkerGoodbye &m) {
    Worker *w = worker(m.worker);
    if (!w || w->boot != m.boot) return;
    while (w->held.head != kNoSlot) loseLease(w->held.head, {});
    leaveGroup(*w);
    event(EventKind::WorkerGone, Severity::Info, {}, w->id, fmt::format("Worker {} left", workerIdText(w->id)));
    const std::uint32_t row = w->row;
    std::erase(m_rows, w->id);
    m_workers[m.worker.value].reset();
    for (std::size_t i = row; i < m_rows.size(); ++i) {
        m_workers[m_rows[i].value]->row = static_cast<std::uint32_t>(i);
        markWorkerRow(*m_workers[m_rows[i].value]);
    }
    if (row / kChunkRows < m_dirtyChunks.size()) m_dirtyChunks[row / kChunkRows] = true;
}

/// Off its worker's list; the caller says what it becomes.
void Coordinator::takeFromWorker(TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    Worker *w = worker(node.worker);
    QD_ASSERT(w != nullptr);
    unlink(w->held, slot);
    --m_queues[node.queue].onWorkers;
    --m_onWorkers;
    refreshWorker(*w);
}

/// Takes a running task from its worker: a new epoch, so that late reports are refused, and a word to the host.
void Coordinator::withdraw(TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    effects().withdrawals.push_back({node.id, node.epoch, node.worker});
    const WorkerId by = node.worker;
    takeFromWorker(slot);
    node.worker = by;
    --node.deliveries; // taken by decision, not lost
    ++node.epoch;
}

// --- loss ------------------------------------------------------------------------------------------------------------

void Coordinator::loseLease(TaskSlot slot, Duration silence) {
    TaskNode &node = m_tasks[slot];
    Worker *w = worker(node.worker);
    if (w) ++w->leasesLost;
    const WorkerId by = node.worker;
    ++m_totals.leasesLost;
    addHistory(slot, Reason::LeaseLost, kNoExitCode, "no sign of life within the lease");
    effects().withdrawals.push_back({node.id, node.epoch, node.worker});
    takeFromWorker(slot);
    node.worker = by;
    settleLostDelivery(slot, silence);
}

/// A delivery was lost (it stays counted): queued again, or quarantined when it was one too many.
void Coordinator::settleLostDelivery(TaskSlot slot, Duration silence) {
    TaskNode &node = m_tasks[slot];
    const WorkerId by = node.worker;
    Queue &queue = m_queues[node.queue];
    if (node.deliveries >= node.deliveriesMax) {
        endTask(slot, TaskState::Failed, Reason::Poison);
        explain(slot, fmt::format("{} deliveries were lost: whatever runs it dies or falls silent (poison)",
                                  node.deliveries));
        Sentence sentence{fmt::format("Task {} was quarantined: {} deliveries lost", idText(node.id), node.deliveries)};
        event(EventKind::TaskDeadLettered, Severity::Bad, node.id, by, sentence.figure(node.deliveries));
        decide({.kind = DecisionKind::DeadLettered,
                .guard = Guard::DeliveriesSpent,
                .task = node.id,
                .worker = by,
                .queue = queue.name,
                .inputs = {node.attempts, node.attemptsMax, node.deliveries, node.deliveriesMax}});
        return;
    }
    moveTo(slot, TaskState::Queued, Reason::LeaseLost);
    toLane(slot);
    event(EventKind::TaskLeaseLost, Severity::Warning, node.id, by,
          fmt::format("Task {} lost its lease on {}; queued again", idText(node.id), workerIdText(by)));
    decide({.kind = DecisionKind::LeaseLost,
            .task = node.id,
            .worker = by,
            .queue = queue.name,
            .inputs = {node.deliveries, node.deliveriesMax, silence.count() / 1000, 0}});
}

void Coordinator::loseWorker(Worker &w, std::string why) {
    leaveGroup(w);
    w.lifecycle = WorkerLifecycle::Lost;
    w.lostAt = m_now.mono;
    const Duration silence = m_now.mono - w.lastSeen;
    while (w.held.head != kNoSlot) loseLease(w.held.head, silence);
    markWorkerRow(w);
    event(EventKind::WorkerLost, Severity::Bad, {}, w.id, std::move(why));
}

/// Both ways: workers that fell silent, and leases that nobody renews although their worker lives.
void Coordinator::sweep() {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        Worker &w = *m_workers[m_rows[i].value];
        const Duration silence = m_now.mono - w.lastSeen;
        switch (w.lifecycle) {
        case WorkerLifecycle::Live:
        case WorkerLifecycle::Draining: {
            if (silence > m_config.lease) {
                loseWorker(w, fmt::format("Worker {} gave no sign of life for {:.1f} s", workerIdText(w.id),
                                          static_cast<double>(silence.count()) / 1e9));
                break;
            }
            if (silence > 2 * m_config.heartbeat && !std::exchange(w.late, true))
                event(EventKind::WorkerLate, Severity::Warning, {}, w.id,
                      fmt::format("Worker {} missed two heartbeats", workerIdText(w.id)));
            TaskSlot slot = w.held.head;
            while (slot != kNoSlot) {
                const TaskSlot next = m_tasks[slot].next;
                if (m_tasks[slot].leaseUntil < m_now.mono) loseLease(slot, silence);
                slot = next;
            }
            break;
        }
        case WorkerLifecycle::Starting:
            if (silence > m_config.lease) loseWorker(w, fmt::format("Worker {} did not start", workerIdText(w.id)));
            break;
        case WorkerLifecycle::Lost:
        case WorkerLifecycle::Gone: break;
        }
    }
    // Lost ones stay listed for a while, then they are gone.
    for (std::size_t i = m_rows.size(); i-- > 0;) {
        const Worker &w = *m_workers[m_rows[i].value];
        if (w.lifecycle == WorkerLifecycle::Lost && m_now.mono - w.lostAt > m_config.lostShown) goodbye({w.id, w.boot});
    }
}

// --- pool size
// --------------------------------------------------------------------------------------------------------

void Coordinator::resizePool(StepOutputs &out) {
    if (m_phase != EnginePhase::Running) return;
    const auto imposed = m_overrides.value(OverrideKind::PoolSize, {});
    const auto automatic = static_cast<std::int64_t>(m_config.workers);
    const auto wanted = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(imposed.value_or(automatic), m_config.workersMin, m_config.workersMax));
    if (!m_poolChanged && wanted == m_poolWanted) return; // with thousands of workers no step may count them all
    m_poolChanged = false;
    std::uint32_t serving = 0;
    for (const WorkerId id : m_rows) {
        const auto state = m_workers[id.value]->lifecycle;
        if (state == WorkerLifecycle::Live || state == WorkerLifecycle::Starting) ++serving;
    }
    if (wanted != m_poolWanted) {
        decide({.kind = DecisionKind::PoolResized,
                .inputs = {m_poolWanted, wanted, m_config.workersMin, m_config.workersMax}});
        m_poolWanted = wanted;
    }
    for (; serving < wanted; ++serving) {
        auto w = std::make_unique<Worker>();
        w->id = WorkerId{m_nextWorker++};
        w->lastSeen = m_now.mono;
        w->row = static_cast<std::uint32_t>(m_rows.size());
        m_rows.push_back(w->id);
        if (m_workers.size() <= w->id.value) m_workers.resize(w->id.value + 1U);
        markWorkerRow(*w);
        ++m_workersSeen;
        out.startWorkers.push_back(w->id);
        m_workers[w->id.value] = std::move(w);
    }
    // Fewer wanted: idle ones first, then the youngest. They finish what they hold.
    for (int pass = 0; pass < 2 && serving > wanted; ++pass) {
        for (std::size_t i = m_rows.size(); i-- > 0 && serving > wanted;) {
            Worker &w = *m_workers[m_rows[i].value];
            if (w.lifecycle != WorkerLifecycle::Live || (pass == 0 && w.held.count > 0)) continue;
            drainWorker(w);
            --serving;
            event(EventKind::WorkerDraining, Severity::Info, {}, w.id,
                  fmt::format("Worker {} is draining: the pool is to shrink to {}", workerIdText(w.id), wanted));
        }
    }
}

void Coordinator::drainWorker(Worker &w) {
    leaveGroup(w);
    w.lifecycle = WorkerLifecycle::Draining;
    joinGroup(w);
    refreshWorker(w);
    ++m_drainingWorkers;
}

void Coordinator::retireEmptyWorkers(StepOutputs &out) {
    if (m_drainingWorkers == 0) return;
    m_drainingWorkers = 0;
    for (const WorkerId id : m_rows) {
        Worker &w = *m_workers[id.value];
        if (w.lifecycle != WorkerLifecycle::Draining) continue;
        if (w.held.count > 0) {
            ++m_drainingWorkers;
            continue;
        }
        // It is asked once; its goodbye takes it off the list. Until then it counts as gone.
        out.stopWorkers.push_back(id);
        leaveGroup(w);
        w.lifecycle = WorkerLifecycle::Gone;
        markWorkerRow(w);
    }
}

} // namespace qd
