// Back to where the ledger says we were.

#include <algorithm>

#include <fmt/format.h>

#include "core/base/assert.h"
#include "core/coordinator/coordinator.h"

namespace qd {

void Coordinator::recoverBegin(std::uint64_t total) {
    m_phase = EnginePhase::Recovering;
    m_recoverTotal = total;
}

/// A stored task back in the slab, in the state it has in the record. The caller moves it on.
TaskSlot Coordinator::adopt(const TaskRecord &record, Symbol type, std::uint32_t queue) {
    const TaskSlot slot = m_tasks.insert(record.id);
    TaskNode &node = m_tasks[slot];
    node.state = record.state;
    node.reason = record.reason;
    node.op = RowOp::Update;
    node.priority = record.spec.priority;
    node.type = type;
    node.queue = queue;
    node.attempts = record.attempts;
    node.attemptsMax = record.spec.attemptsMax;
    node.deliveries = record.deliveries;
    node.deliveriesMax = record.spec.deliveriesMax;
    node.epoch = record.epoch;
    node.worker = record.worker;
    node.createdAt = record.createdAt;
    node.changedAt = record.changedAt;
    node.startedAt = record.startedAt;
    node.runAt = record.spec.runAt;
    node.deadline = record.spec.deadline;
    node.timeout = record.spec.timeout;
    // How long it waited before is not known in boot time; the wall clock tells roughly.
    node.submittedAt = m_now.mono - std::max<Duration>(m_now.wall - record.createdAt, Duration{});
    node.readyAt = m_now.mono;
    m_tasks.setTexts(node, record.spec.name, record.spec.payload,
                     record.spec.extras ? encodeExtras(*record.spec.extras) : std::string{});
    if (!record.history.empty()) m_history[record.id.value] = {record.history, record.historyDropped};
    if (node.deadline != kNoWallTime) m_timers.add(node.deadline, node.id, true);
    return slot;
}

void Coordinator::recoverTask(TaskRecord &&record, Now now) {
    m_now = now;
    ++m_recoverDone;
    ++m_totals.byState[static_cast<std::size_t>(record.state)];
    if (isFinal(record.state)) { // failed ones: counted and remembered, not held
        m_tasks.rememberFinal(record.id, record.state);
        return;
    }
    const auto type = m_symbols.intern(record.spec.type);
    const auto name = m_symbols.intern(record.spec.queue);
    const std::uint32_t queue = type && name ? queueIndex(*name) : kNone;
    // The ledger holds only what an earlier run admitted under the same bounds.
    QD_ASSERT(queue != kNone);
    const TaskSlot slot = adopt(record, *type, queue);
    TaskNode &node = m_tasks[slot];
    if (node.state == TaskState::Running) node.state = TaskState::Assigned;
    switch (node.state) {
    case TaskState::Queued: toLane(slot); break;
    case TaskState::Retrying:
        ++m_queues[queue].retrying;
        m_timers.add(node.runAt, node.id, false);
        break;
    case TaskState::Assigned:
    case TaskState::Pending: m_recovering.push_back(node.id); break; // settled when all are known
    case TaskState::Suspended:
    case TaskState::Running:
    case TaskState::Completed:
    case TaskState::Failed:
    case TaskState::Cancelled: break;
    }
}

void Coordinator::recoverFinal(TaskId id, TaskState state) {
    m_tasks.rememberFinal(id, state);
}

void Coordinator::recoverFinalRows(TaskState state, std::uint64_t rows) {
    m_totals.byState[static_cast<std::size_t>(state)] += rows;
}

void Coordinator::recoverClaim(std::string_view key, TaskId task, WallTime expires) {
    m_keys.claim(key, task, expires);
}

void Coordinator::recoverLease(Override &&lease) {
    const Override copy = lease;
    m_overrides.restore(std::move(lease));
    overrideChanged(copy);
}

void Coordinator::recoverTicket(const TicketRecord &record) {
    auto outcome = decodeOutcome(record.outcome);
    if (!outcome) return; // of no use, and no reason not to start
    TicketTable::Entry &entry = m_tickets.add(record.ticket, record.at);
    entry.committed = true;
    entry.outcome = std::move(*outcome);
    entry.outcome.ticket = record.ticket;
}

void Coordinator::recoverSequence(std::uint64_t next) {
    m_nextSequence = std::max(m_nextSequence, next);
}

void Coordinator::recovered(Now now) {
    m_now = now;
    for (const TaskId id : std::exchange(m_recovering, {})) {
        const TaskSlot slot = m_tasks.find(id);
        if (slot == kNoSlot) continue;
        TaskNode &node = m_tasks[slot];
        if (node.state == TaskState::Pending) {
            const auto extras = decodeExtras(m_tasks.extras(node));
            // A parent that is no longer kept was final and did not stop this task: it counts as done.
            if (extras) admitParents(*extras, slot);
            continue;
        }
        if (node.state != TaskState::Assigned) continue;
        // The hosts of an embedded engine died with it.
        ++m_totals.leasesLost;
        addHistory(slot, Reason::LeaseLost, kNoExitCode, "the engine ended while it ran");
        settleLostDelivery(slot, {});
    }
    m_phase = EnginePhase::Running;
    m_stepped = false;
    Sentence sentence;
    sentence.figure(static_cast<std::int64_t>(m_tasks.size()));
    sentence.say(m_tasks.size() > 0 ? fmt::format("Recovered {} unfinished tasks from the ledger", m_tasks.size())
                                    : "Started; the ledger holds nothing unfinished");
    event(EventKind::EngineRecovered, Severity::Good, {}, {}, std::move(sentence));
}

} // namespace qd
