#include "core/model/task_why.h"

#include <algorithm>

namespace qd {

namespace {

constexpr std::size_t kQueueRecordsMax = 3;

/// The guard that holds the queue in this picture.
Guard heldNow(const Snapshot &snapshot, std::string_view queue) {
    for (std::size_t row = 0; row < snapshot.queues.rows; ++row)
        if (snapshot.text(snapshot.queues.queue(QueueColumn::Name, row)) == queue)
            return static_cast<Guard>(snapshot.queues.queue(QueueColumn::Held, row));
    return Guard::None;
}

void readRow(TaskWhy &why, const TaskRecord &task, WallTime now) {
    switch (task.state) {
    case TaskState::Queued:
        if (task.spec.runAt <= now) return;
        why.waitsFor = WaitsFor::RunAt;
        why.until = task.spec.runAt;
        return;
    case TaskState::Retrying:
        why.waitsFor = WaitsFor::RetryAt;
        why.until = task.spec.runAt;
        return;
    case TaskState::Pending:
        why.waitsFor = WaitsFor::Parents;
        if (task.spec.extras)
            for (const ParentEdge &edge : task.spec.extras->parents) why.parents.push_back(edge.parent);
        return;
    case TaskState::Suspended: why.waitsFor = WaitsFor::Resume; return;
    case TaskState::Assigned:
    case TaskState::Running:
    case TaskState::Completed:
    case TaskState::Failed:
    case TaskState::Cancelled: return;
    }
}

} // namespace

std::string_view toText(WaitsFor what) {
    switch (what) {
    case WaitsFor::Nothing: return {};
    case WaitsFor::RunAt: return "run_at";
    case WaitsFor::RetryAt: return "retry_at";
    case WaitsFor::Parents: return "parents";
    case WaitsFor::Resume: return "resume";
    }
    return {};
}

TaskWhy taskWhy(const TaskRecord &task, const Snapshot &snapshot, std::vector<Decision> own,
                const std::vector<Decision> &heldInQueue) {
    TaskWhy why;
    why.decisions = std::move(own);
    readRow(why, task, snapshot.wallAt);
    if (task.state != TaskState::Queued || why.waitsFor != WaitsFor::Nothing) return why;
    // In its lane since: a record of the queue from before, or while the task waited for something else, is not its own
    // - unless that very record still holds the queue.
    const WallTime since = std::max(task.changedAt, task.spec.runAt);
    const Guard now = heldNow(snapshot, task.spec.queue);
    if (!heldInQueue.empty() && heldInQueue.front().guard == now) why.heldNow = heldInQueue.front().sequence;
    std::size_t added = 0;
    for (const Decision &held : heldInQueue) {
        if (held.task == task.id || (held.at < since && held.sequence != why.heldNow)) continue;
        if (++added > kQueueRecordsMax) break;
        why.decisions.push_back(held);
    }
    std::ranges::sort(why.decisions, std::ranges::greater{}, &Decision::sequence);
    return why;
}

} // namespace qd
