#include "core/coordinator/coordinator.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/assert.h"
#include "core/model/untold.h"

namespace qd {

namespace {

std::string_view howEnded(TaskState parent) {
    return parent == TaskState::Cancelled ? "was cancelled" : "failed";
}

} // namespace

Coordinator::Coordinator(CoordinatorConfig config)
    : m_config(std::move(config)), m_rng(m_config.seed), m_symbols(m_config.symbolsMax) {}

Coordinator::~Coordinator() = default;

// --- the step -------------------------------------------------------------------------------------------------------

void Coordinator::step(StepInputs &in, Now now, StepOutputs &out) {
    out.clear();
    m_now = now;
    ++m_totals.steps;
    bridgeClockGap();
    takeCommits(in, out);
    if (m_failStop) {
        out.failStop = true;
        return;
    }
    for (const auto &batch : in.hosts) takeHostMessages(*batch);
    for (PostedCommand &posted : in.commands) takeCommand(posted);
    expireOverrides();
    takeTimers();
    if (now.mono >= m_nextSweep) {
        sweep();
        tellUntold();
        m_keys.expire(now.wall);
        m_nextSweep = now.mono + m_config.sweep;
    }
    resizePool(out);
    retireEmptyWorkers(out);
    dispatchAll();
    emitRows();
    finishStep(out);
}

bool Coordinator::acceptsCommands() const noexcept {
    return !overdue() || !m_stall.empty();
}

bool Coordinator::overdue() const noexcept {
    return m_pending.size() >= m_config.uncommittedMax;
}

/// The coordinator itself did not run for longer than a heartbeat (laptop asleep, SIGSTOP, a debugger): hosts may have
/// slept with it. Their leases get the gap back, so that sleep never looks like death.
void Coordinator::bridgeClockGap() {
    const Duration gap = m_now.mono - m_lastStep;
    const bool first = !std::exchange(m_stepped, true);
    m_lastStep = m_now.mono;
    if (first || gap <= std::max(m_config.heartbeat, 2 * m_config.sweep)) return;
    for (const auto &w : m_workers) {
        if (!w) continue;
        w->lastSeen += gap;
        for (TaskSlot slot = w->held.head; slot != kNoSlot; slot = m_tasks[slot].next)
            if (m_tasks[slot].leaseUntil != kNever) m_tasks[slot].leaseUntil += gap;
    }
    event(EventKind::ClockGap, Severity::Warning, {}, {},
          fmt::format("The engine did not run for {:.1f} s; every lease was extended by that",
                      static_cast<double>(gap.count()) / 1e9));
}

void Coordinator::takeCommits(StepInputs &in, StepOutputs &out) {
    for (const CommitFailed &failed : in.failed) {
        if (failed.transient) {
            if (m_stall.empty()) {
                m_stall = failed.error.detail;
                m_stalledBatch = failed.number;
                Sentence sentence{"The ledger cannot write: "};
                sentence.quote(m_stall).say(". New work is refused; everything goes on when it can write again");
                m_eventsNow.push_back({.at = m_now.wall,
                                       .kind = EventKind::LedgerStalled,
                                       .severity = Severity::Bad,
                                       .text = sentence.text(),
                                       .said = sentence.said()});
            }
        } else {
            m_phase = EnginePhase::Failed;
            m_stall = failed.error.detail;
            m_failStop = true;
        }
    }
    for (const Committed &committed : in.committed) {
        // An earlier batch than the one that cannot be written may arrive together with the bad news, and ends nothing.
        if (committed.number >= m_stalledBatch && !std::exchange(m_stall, {}).empty())
            m_eventsNow.push_back({.at = m_now.wall,
                                   .kind = EventKind::LedgerRecovered,
                                   .severity = Severity::Good,
                                   .text = "The ledger writes again"});
        // A commit covers its batch and all before it.
        std::size_t done = 0;
        while (done < m_pending.size() && m_pending[done]->number <= committed.number)
            release(*m_pending[done++], committed, out);
        for (std::size_t i = 0; i < done; ++i) m_sparePending.push_back(std::move(m_pending[i]));
        m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(done));
    }
}

/// What waited for this commit goes out now.
void Coordinator::release(Pending &pending, const Committed &committed, StepOutputs &out) {
    if (pending.toHosts) {
        // The lease runs from the commit: a slow disk must not use up the host's time.
        for (const Dispatch &dispatch : pending.toHosts->dispatches) {
            const TaskSlot slot = m_tasks.findHinted(dispatch.task, dispatch.slotHint);
            if (slot == kNoSlot || m_tasks[slot].epoch != dispatch.epoch) continue;
            TaskNode &node = m_tasks[slot];
            node.leaseUntil = m_now.mono + m_config.lease;
            m_totals.waitTime.add(m_now.mono - node.readyAt);
        }
        out.toHosts.push_back(std::move(pending.toHosts));
    }
    if (pending.number == committed.number) {
        for (const auto &purge : pending.purges)
            if (purge.request < committed.purged.size())
                pending.answers[purge.answer].outcome.affected = committed.purged[purge.request];
    }
    for (Answer &answer : pending.answers) {
        if (TicketTable::Entry *entry = m_tickets.find(answer.outcome.ticket)) {
            entry->committed = true;
            entry->outcome = answer.outcome;
            for (const std::uint64_t client : std::exchange(entry->waiting, {}))
                out.answers.push_back({client, answer.outcome});
        }
        out.answers.push_back(std::move(answer));
    }
    for (Event &e : pending.events) out.events.push_back(std::move(e));
    pending.answers.clear();
    pending.events.clear();
    pending.purges.clear();
}

void Coordinator::finishStep(StepOutputs &out) {
    const bool effects = (m_step.toHosts && !m_step.toHosts->empty()) || !m_step.answers.empty();
    if (m_batch && (!m_batch->empty() || effects)) {
        m_batch->number = m_nextBatch++;
        m_batch->nextSequence = m_nextSequence;
        std::unique_ptr<Pending> pending;
        if (m_sparePending.empty()) {
            pending = std::make_unique<Pending>();
        } else {
            pending = std::move(m_sparePending.back());
            m_sparePending.pop_back();
        }
        std::swap(*pending, m_step);
        pending->number = m_batch->number;
        m_pending.push_back(std::move(pending));
        out.batch = std::move(m_batch);
    } else {
        // Nothing durable happened, so nothing needs to wait.
        for (Event &e : m_step.events) m_eventsNow.push_back(std::move(e));
        m_step.events.clear();
    }
    if (m_immediate && !m_immediate->empty()) out.toHosts.push_back(std::move(m_immediate));
    for (Answer &answer : m_answersNow) out.answers.push_back(std::move(answer));
    m_answersNow.clear();
    for (Event &e : m_eventsNow) out.events.push_back(std::move(e));
    m_eventsNow.clear();
    out.decisions.swap(m_decisionsNow);
    m_decisionsNow.clear();

    out.nextWake = m_nextSweep;
    // Bounded before it becomes nanoseconds: a task may wait for the year 2999.
    constexpr std::chrono::microseconds kFar = std::chrono::hours{24};
    for (const WallTime at : {m_timers.next(), m_overrides.nextExpiry()})
        if (at != kNoWallTime)
            out.nextWake = std::min(out.nextWake, m_now.mono + std::clamp(at - m_now.wall, {}, kFar));
    if (m_phase == EnginePhase::Draining && m_onWorkers == 0 && m_pending.empty() && !out.batch) {
        m_phase = EnginePhase::Drained;
        out.events.push_back({.at = m_now.wall,
                              .kind = EventKind::EngineDrained,
                              .severity = Severity::Info,
                              .text = "Drained: nothing runs any more"});
    }
}

// --- row changes ----------------------------------------------------------------------------------------------------

LedgerBatch &Coordinator::batch() {
    if (!m_batch) {
        if (m_spareBatches.empty()) {
            m_batch = std::make_unique<LedgerBatch>();
        } else {
            m_batch = std::move(m_spareBatches.back());
            m_spareBatches.pop_back();
        }
    }
    return *m_batch;
}

ToHosts &Coordinator::effects() {
    batch();
    if (!m_step.toHosts) {
        if (m_spareToHosts.empty()) {
            m_step.toHosts = std::make_unique<ToHosts>();
        } else {
            m_step.toHosts = std::move(m_spareToHosts.back());
            m_spareToHosts.pop_back();
        }
    }
    return *m_step.toHosts;
}

void Coordinator::recycle(std::unique_ptr<LedgerBatch> batch) {
    if (!batch || m_spareBatches.size() >= m_config.uncommittedMax) return;
    batch->clear();
    m_spareBatches.push_back(std::move(batch));
}

void Coordinator::recycle(std::unique_ptr<ToHosts> batch) {
    if (!batch || m_spareToHosts.size() >= m_config.uncommittedMax) return;
    batch->clear();
    m_spareToHosts.push_back(std::move(batch));
}

void Coordinator::markDirty(TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    if (node.dirty) return;
    node.dirty = true;
    m_dirty.push_back(slot);
    batch();
}

/// One change per touched task: whatever happened to it in this step, the row says how it is now.
void Coordinator::emitRows() {
    for (const TaskSlot slot : m_dirty) {
        TaskNode &node = m_tasks[slot];
        m_batch->rows.push_back(rowOf(node));
        node.dirty = false;
        node.withHistory = false;
        node.op = RowOp::Update;
        node.result = kNoSlot;
        if (isFinal(node.state)) {
            m_history.erase(node.id.value);
            m_tasks.retire(slot, node.state);
        }
    }
    m_dirty.clear();
    m_results.clear();
}

RowChange Coordinator::rowOf(const TaskNode &node) {
    TextArena &text = m_batch->text;
    RowChange row;
    row.id = node.id;
    row.op = node.op == RowOp::Insert ? RowOp::Insert : isFinal(node.state) ? RowOp::Final : RowOp::Update;
    row.state = node.state == TaskState::Running ? TaskState::Assigned : node.state;
    row.reason = node.reason;
    row.priority = node.priority;
    row.attempts = node.attempts;
    row.attemptsMax = node.attemptsMax;
    row.deliveries = node.deliveries;
    row.deliveriesMax = node.deliveriesMax;
    row.epoch = node.epoch;
    row.worker = node.worker;
    row.createdAt = node.createdAt;
    row.changedAt = node.changedAt;
    row.startedAt = node.startedAt;
    row.finishedAt = isFinal(node.state) ? node.changedAt : kNoWallTime;
    row.runAt = node.runAt;
    row.deadline = node.deadline;
    row.timeout = node.timeout;
    if (node.op == RowOp::Insert) {
        row.type = text.add(m_symbols.text(node.type));
        row.queue = text.add(m_symbols.text(m_queues[node.queue].name));
        row.name = text.add(m_tasks.name(node));
        row.payload = text.add(m_tasks.payload(node));
        if (node.extrasSize != 0) {
            row.extras = text.add(m_tasks.extras(node));
            if (node.key != 0) {
                const auto extras = decodeExtras(m_tasks.extras(node));
                QD_ASSERT(extras.has_value());
                row.idempotencyKey = text.add(extras->idempotencyKey);
                row.keyExpiresAt =
                    node.createdAt + std::chrono::duration_cast<std::chrono::microseconds>(m_config.keyWindow);
            }
        }
    }
    // The final row carries the whole story again, also that of attempts before a retry by hand.
    if (node.withHistory || row.op == RowOp::Final) {
        if (const auto it = m_history.find(node.id.value); it != m_history.end()) {
            row.withHistory = true;
            row.history = text.add(encodeHistory(it->second));
        }
    }
    if (node.result != kNoSlot) {
        const ResultTexts &result = m_results[node.result];
        row.exitCode = result.exitCode;
        row.runTime = result.runTime;
        row.outputBytes = result.outputBytes;
        row.error = result.error;
        row.output = result.output;
        row.errorOutput = result.errorOutput;
    }
    return row;
}

// --- moving tasks ---------------------------------------------------------------------------------------------------

/// Every change of state passes here, and the one transition table is asked each time.
void Coordinator::moveTo(TaskSlot slot, TaskState state, Reason reason) {
    TaskNode &node = m_tasks[slot];
    QD_ASSERT(isAllowed(node.state, state, reason));
    --m_totals.byState[static_cast<std::size_t>(node.state)];
    ++m_totals.byState[static_cast<std::size_t>(state)];
    ++m_transitions[static_cast<std::size_t>(node.state)][static_cast<std::size_t>(state)]
                   [static_cast<std::size_t>(reason)];
    node.state = state;
    node.reason = reason;
    node.changedAt = m_now.wall;
    // Assigned and running are one durable state: the host's report alone changes no row.
    if (reason != Reason::Started) markDirty(slot);
}

void Coordinator::endTask(TaskSlot slot, TaskState state, Reason reason) {
    moveTo(slot, state, reason);
    const TaskNode &node = m_tasks[slot];
    Queue &queue = m_queues[node.queue];
    switch (state) {
    case TaskState::Completed:
        ++m_totals.completed;
        ++queue.completed;
        break;
    case TaskState::Failed:
        ++m_totals.failed;
        ++queue.failed;
        break;
    case TaskState::Cancelled: ++m_totals.cancelled; break;
    case TaskState::Pending:
    case TaskState::Queued:
    case TaskState::Assigned:
    case TaskState::Running:
    case TaskState::Retrying:
    case TaskState::Suspended: QD_ASSERT(false);
    }
    m_totals.totalTime.add(m_now.mono - node.submittedAt);
    if (!m_children.empty()) resolveChildren(node.id, state);
}

void Coordinator::append(List &list, TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    node.prev = list.tail;
    node.next = kNoSlot;
    if (list.tail == kNoSlot) {
        list.head = slot;
    } else {
        m_tasks[list.tail].next = slot;
    }
    list.tail = slot;
    ++list.count;
}

void Coordinator::unlink(List &list, TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    (node.prev == kNoSlot ? list.head : m_tasks[node.prev].next) = node.next;
    (node.next == kNoSlot ? list.tail : m_tasks[node.next].prev) = node.prev;
    node.prev = node.next = kNoSlot;
    --list.count;
}

/// Into its lane, or to the timers when its run-at lies ahead. The task is Queued already.
void Coordinator::toLane(TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    Queue &queue = m_queues[node.queue];
    if (node.runAt > m_now.wall) {
        ++queue.scheduled;
        m_timers.add(node.runAt, node.id, false);
        return;
    }
    makeReady(slot);
}

void Coordinator::makeReady(TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    Queue &queue = m_queues[node.queue];
    node.inLane = true;
    node.readyAt = m_now.mono;
    ++queue.ready;
    append(queue.lanes[node.priority - 1U], slot);
}

/// Takes a Queued task out of wherever it waits.
void Coordinator::leaveLane(TaskSlot slot) {
    TaskNode &node = m_tasks[slot];
    Queue &queue = m_queues[node.queue];
    if (node.inLane) {
        unlink(queue.lanes[node.priority - 1U], slot);
        node.inLane = false;
        --queue.ready;
    } else {
        --queue.scheduled;
    }
}

std::uint32_t Coordinator::queueIndex(Symbol name) {
    if (name.value < m_queueBySymbol.size() && m_queueBySymbol[name.value] != kNone) return m_queueBySymbol[name.value];
    if (m_queues.size() >= m_config.queuesMax) return kNone;
    if (name.value >= m_queueBySymbol.size()) m_queueBySymbol.resize(name.value + 1U, kNone);
    const auto index = static_cast<std::uint32_t>(m_queues.size());
    m_queueBySymbol[name.value] = index;
    Queue &queue = m_queues.emplace_back();
    queue.name = name;
    queue.paused = m_overrides.holds(OverrideKind::PauseQueue, m_symbols.text(name));
    linkQueuesAndGroups();
    return index;
}

/// A parent is final: its children come one step nearer, or share its fate as their edge says.
void Coordinator::resolveChildren(TaskId parent, TaskState state) {
    const auto it = m_children.find(parent.value);
    if (it == m_children.end()) return;
    const std::vector<TaskId> children = std::move(it->second);
    m_children.erase(it);
    for (const TaskId id : children) {
        const TaskSlot slot = m_tasks.find(id);
        if (slot == kNoSlot || m_tasks[slot].state != TaskState::Pending) continue;
        OnParentFailure rule = OnParentFailure::Run;
        if (state != TaskState::Completed) {
            const auto extras = decodeExtras(m_tasks.extras(m_tasks[slot]));
            QD_ASSERT(extras.has_value());
            for (const ParentEdge &edge : extras->parents)
                if (edge.parent == parent) rule = edge.onFailure;
        }
        switch (rule) {
        case OnParentFailure::Fail:
            explain(slot, fmt::format("Its parent {} {}", idText(parent), howEnded(state)));
            endTask(slot, TaskState::Failed, Reason::ParentFailed);
            break;
        case OnParentFailure::Cancel:
            explain(slot, fmt::format("Its parent {} {}", idText(parent), howEnded(state)));
            endTask(slot, TaskState::Cancelled, Reason::ParentCancelled);
            break;
        case OnParentFailure::Run:
            if (--m_tasks[slot].parentsLeft == 0) {
                moveTo(slot, TaskState::Queued, Reason::ParentsDone);
                toLane(slot);
            }
            break;
        }
    }
}

void Coordinator::explain(TaskSlot slot, std::string_view error) {
    TaskNode &node = m_tasks[slot];
    node.result = static_cast<std::uint32_t>(m_results.size());
    // Nobody will report how long it ran; seen from here it is the time since it was handed out.
    const Duration ran = isOnWorker(node.state) ? m_now.wall - node.startedAt : Duration{};
    m_results.push_back({.exitCode = kNoExitCode,
                         .runTime = std::max(ran, Duration{}),
                         .outputBytes = 0,
                         .error = batch().text.add(error),
                         .output = {},
                         .errorOutput = {}});
}

void Coordinator::addHistory(TaskSlot slot, Reason reason, std::int32_t exitCode, std::string_view error) {
    TaskNode &node = m_tasks[slot];
    History &history = m_history[node.id.value];
    if (history.attempts.size() >= kHistoryMax) {
        history.attempts.erase(history.attempts.begin());
        ++history.dropped;
    }
    history.attempts.push_back({.epoch = node.epoch,
                                .worker = node.worker,
                                .startedAt = node.startedAt,
                                .finishedAt = m_now.wall,
                                .reason = reason,
                                .exitCode = exitCode,
                                .error = std::string{error.substr(0, 256)}});
    node.withHistory = true;
}

void Coordinator::takeTimers() {
    while (m_timers.due(m_now.wall)) {
        const Timer timer = m_timers.take();
        const TaskSlot slot = m_tasks.find(timer.task);
        if (slot == kNoSlot) continue;
        TaskNode &node = m_tasks[slot];
        Queue &queue = m_queues[node.queue];
        if (timer.deadline) {
            // A suspended task meets its deadline when it is resumed.
            if (node.deadline == kNoWallTime || node.deadline > m_now.wall || isFinal(node.state) ||
                node.state == TaskState::Suspended)
                continue;
            explain(slot, isOnWorker(node.state) ? "The deadline passed while it ran"
                                                 : "The deadline passed before it was run");
            if (isOnWorker(node.state)) {
                addHistory(slot, Reason::DeadlinePassed, kNoExitCode, "deadline passed while it ran");
                withdraw(slot);
            } else if (node.state == TaskState::Queued) {
                leaveLane(slot);
            } else if (node.state == TaskState::Retrying) {
                --queue.retrying;
            }
            endTask(slot, TaskState::Failed, Reason::DeadlinePassed);
            event(EventKind::TaskExpired, Severity::Bad, node.id, node.worker,
                  fmt::format("Task {} missed its deadline", idText(node.id)));
            decide({.kind = DecisionKind::DeadLettered,
                    .guard = Guard::Deadline,
                    .task = node.id,
                    .worker = node.worker,
                    .queue = queue.name,
                    .inputs = {node.attempts, node.attemptsMax, node.deliveries, node.deliveriesMax}});
        } else if (node.state == TaskState::Queued && !node.inLane && node.runAt <= m_now.wall) {
            --queue.scheduled;
            makeReady(slot);
        } else if (node.state == TaskState::Retrying && node.runAt <= m_now.wall) {
            --queue.retrying;
            moveTo(slot, TaskState::Queued, Reason::RetryDue);
            makeReady(slot);
        }
    }
}

void Coordinator::event(EventKind kind, Severity severity, TaskId task, WorkerId worker, Sentence sentence) {
    Event told{.at = m_now.wall,
               .kind = kind,
               .severity = severity,
               .task = task,
               .worker = worker,
               .ticket = m_currentTicket,
               .said = sentence.said()};
    told.text = std::move(sentence).text();
    if (task) {
        EventFlow &flow = m_eventFlow[static_cast<std::size_t>(kind)];
        if (m_now.mono - flow.since >= kEventFlowSpan) {
            told.text = withUntold(std::move(told.text), flow.untold);
            flow = {.since = m_now.mono};
        }
        if (++flow.told > kTaskEventsPerSecond) {
            ++flow.untold;
            flow.last = std::move(told);
            return;
        }
    }
    m_step.events.push_back(std::move(told));
}

/// A flood that is over would leave its last ones untold until the next flood.
void Coordinator::tellUntold() {
    for (EventFlow &flow : m_eventFlow) {
        if (flow.untold == 0 || m_now.mono - flow.since < kEventFlowSpan) continue;
        flow.last.text = withUntold(std::move(flow.last.text), flow.untold - 1);
        m_step.events.push_back(std::move(flow.last));
        flow = {};
    }
}

void Coordinator::decide(Decision decision) {
    decision.at = m_now.wall;
    m_decisionsNow.push_back(decision);
}

std::optional<TaskState> Coordinator::stateOf(TaskId id) const {
    const TaskSlot slot = m_tasks.find(id);
    return slot == kNoSlot ? m_tasks.finalState(id) : std::optional{m_tasks[slot].state};
}

} // namespace qd
