// Which task goes to which worker. Lanes strictly by priority over all queues; queues of equal priority and workers
// with a free slot take turns.

#include <algorithm>

#include "core/base/assert.h"
#include "core/coordinator/coordinator.h"

namespace qd {

void Coordinator::dispatchAll() {
    const bool draining = m_phase == EnginePhase::Draining || m_phase == EnginePhase::Drained;
    if ((m_phase != EnginePhase::Running && !draining) || m_queues.empty()) return;
    bool anyFree = !m_pausedAll && !draining;
    if (anyFree) {
        anyFree = false;
        for (const Group &group : m_groups) anyFree = anyFree || group.freeHead != kNone;
    }
    // While the ledger stalls, what is under way is enough; more dispatches would only pile up behind it.
    if (anyFree && m_stall.empty() && !overdue()) {
        for (std::size_t lane = kLanes; lane-- > 0;) {
            bool progress = true;
            while (progress) {
                progress = false;
                for (std::size_t i = 0; i < m_queues.size(); ++i) {
                    Queue &queue = m_queues[(m_queueTurn + i) % m_queues.size()];
                    if (queue.lanes[lane].head == kNoSlot || queue.paused) continue;
                    progress = dispatchOne(queue, lane) || progress;
                }
                ++m_queueTurn;
            }
        }
    }
    for (Queue &queue : m_queues) noteHeld(queue);
}

bool Coordinator::dispatchOne(Queue &queue, std::size_t lane) {
    for (const std::uint32_t index : queue.groups) {
        Group &group = m_groups[index];
        if (group.freeHead == kNone) continue;
        Worker &chosen = *m_workers[group.freeHead];
        const TaskSlot slot = queue.lanes[lane].head;
        dispatchTo(slot, queue, chosen, group.freeWorkers);
        const bool full = chosen.held.count >= chosen.slotCount;
        // To the end of the ring: the next task is somebody else's.
        if (full || group.freeWorkers > 1) ringRemove(group, chosen);
        if (!full && !chosen.inFreeRing) ringPush(group, chosen);
        return true;
    }
    return false;
}

void Coordinator::dispatchTo(TaskSlot slot, Queue &queue, Worker &worker, std::uint32_t freeWorkers) {
    leaveLane(slot);
    TaskNode &node = m_tasks[slot];
    ++node.epoch;
    // Counted before the run: a crash inside the task still uses up one delivery.
    ++node.deliveries;
    node.worker = worker.id;
    node.startedAt = m_now.wall;
    node.leaseUntil = kNever; // set when the dispatch is committed
    moveTo(slot, TaskState::Assigned, Reason::Dispatched);
    append(worker.held, slot);
    ++queue.onWorkers;
    ++m_onWorkers;
    ++m_totals.dispatched;
    markWorkerRow(worker);

    ToHosts &out = effects();
    Dispatch dispatch;
    dispatch.task = node.id;
    dispatch.epoch = node.epoch;
    dispatch.slotHint = slot;
    dispatch.worker = worker.id;
    dispatch.attempt = static_cast<std::uint16_t>(node.attempts + 1);
    dispatch.priority = node.priority;
    dispatch.timeout = node.timeout;
    dispatch.deadline = node.deadline;
    // Compared as microseconds: the years until a far deadline do not fit into nanoseconds.
    const std::chrono::microseconds left = node.deadline - m_now.wall;
    if (node.deadline != kNoWallTime && left < std::chrono::ceil<std::chrono::microseconds>(node.timeout))
        dispatch.timeout = left;
    dispatch.type = out.text.add(m_symbols.text(node.type));
    dispatch.name = out.text.add(m_tasks.name(node));
    dispatch.payload = out.text.add(m_tasks.payload(node));
    if (node.extrasSize != 0) {
        const auto extras = decodeExtras(m_tasks.extras(node));
        QD_ASSERT(extras.has_value());
        dispatch.traceparent = out.text.add(extras->traceparent);
    }
    out.dispatches.push_back(dispatch);

    if (++m_sinceSample >= m_config.dispatchSampling) {
        m_sinceSample = 0;
        decide({.kind = DecisionKind::Dispatched,
                .task = node.id,
                .worker = worker.id,
                .queue = queue.name,
                .sampledOneOf = m_config.dispatchSampling,
                .inputs = {(m_now.mono - node.readyAt).count() / 1000, freeWorkers, queue.ready, 0}});
    }
}

/// Ready work that nobody takes is a decision too. One record per change of the reason, not one per step; and under
/// load, where "busy" comes and goes many times a second, one a second.
void Coordinator::noteHeld(Queue &queue) {
    Guard guard = Guard::None;
    std::uint32_t free = 0;
    std::uint32_t live = 0;
    std::uint32_t paused = 0;
    std::uint32_t draining = 0;
    if (queue.ready > 0) {
        for (const std::uint32_t index : queue.groups) {
            free += m_groups[index].freeWorkers;
            live += m_groups[index].live;
            paused += m_groups[index].pausedWorkers;
            draining += m_groups[index].draining;
        }
        if (m_phase != EnginePhase::Running) {
            guard = Guard::Draining;
        } else if (m_pausedAll) {
            guard = Guard::PausedAll;
        } else if (queue.paused) {
            guard = Guard::PausedQueue;
        } else if (!m_stall.empty()) {
            guard = Guard::LedgerStalled;
        } else if (live == 0) {
            guard = Guard::NoWorker;
        } else if (paused == live) {
            guard = Guard::WorkersPaused;
        } else if (draining == live) {
            guard = Guard::Draining;
        } else if (free == 0) {
            guard = Guard::WorkersBusy;
        }
    }
    if (guard == queue.held) return;
    queue.held = guard;
    if (guard == Guard::None) return;
    if (guard == Guard::WorkersBusy && m_now.mono - queue.heldNotedAt < std::chrono::seconds{1}) return;
    queue.heldNotedAt = m_now.mono;
    TaskId first;
    for (std::size_t lane = kLanes; lane-- > 0 && !first;)
        if (queue.lanes[lane].head != kNoSlot) first = m_tasks[queue.lanes[lane].head].id;
    decide({.kind = DecisionKind::Held,
            .guard = guard,
            .task = first,
            .queue = queue.name,
            .inputs = {queue.ready, free, live - std::min(live, free + paused), paused}});
}

} // namespace qd
