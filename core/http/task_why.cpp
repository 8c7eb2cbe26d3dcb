#include "core/http/task_why.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/model/codec/json_codec.h"
#include "core/model/codec/rfc3339.h"

namespace qd::http {

namespace {

constexpr std::size_t kQueueRecordsMax = 3;

/// The guard that holds the queue in this picture.
Guard heldNow(const Snapshot &snapshot, std::string_view queue) {
    for (std::size_t row = 0; row < snapshot.queues.rows; ++row)
        if (snapshot.text(snapshot.queues.queue(QueueColumn::Name, row)) == queue)
            return static_cast<Guard>(snapshot.queues.queue(QueueColumn::Held, row));
    return Guard::None;
}

WaitFacts factsOf(const TaskRecord &task, WallTime now) {
    WaitFacts facts;
    switch (task.state) {
    case TaskState::Queued:
        if (task.spec.runAt > now) facts = {"run_at", task.spec.runAt, {}, 0};
        break;
    case TaskState::Retrying: facts = {"retry_at", task.spec.runAt, {}, 0}; break;
    case TaskState::Pending:
        facts.waitsFor = "parents";
        if (task.spec.extras)
            for (const ParentEdge &edge : task.spec.extras->parents) facts.parents.push_back(edge.parent);
        break;
    case TaskState::Suspended: facts.waitsFor = "resume"; break;
    case TaskState::Assigned:
    case TaskState::Running:
    case TaskState::Completed:
    case TaskState::Failed:
    case TaskState::Cancelled: break;
    }
    return facts;
}

std::string noteOf(const TaskRecord &task, const WaitFacts &facts, const Snapshot &snapshot, const WhySources &sources,
                   bool anyRecords) {
    if (facts.waitsFor == "run_at") return fmt::format("Waits for its run-at, {}.", rfc3339(facts.until));
    if (facts.waitsFor == "retry_at") return fmt::format("Waits for its next attempt, at {}.", rfc3339(facts.until));
    if (facts.waitsFor == "resume") return "Suspended: it waits until somebody resumes it.";
    if (facts.waitsFor == "parents") {
        std::string names;
        for (const TaskId parent : facts.parents)
            names += (names.empty() ? "" : ", ") + taskIdText(snapshot.ledger, parent);
        return fmt::format("Waits for its parents: {}.", names);
    }
    if (anyRecords) return {};
    if (task.changedAt < sources.engineStarted)
        return fmt::format(
            "not kept: records are held in memory, and the engine was started ({}) after the task's last "
            "change",
            rfc3339(sources.engineStarted));
    return notKeptNote(sources.sampling);
}

} // namespace

std::string taskWhy(const TaskRecord &task, const Snapshot &snapshot, const WhySources &sources) {
    WaitFacts facts = factsOf(task, snapshot.wallAt);
    std::vector<Decision> decisions = sources.own;
    // In its lane since: a record of the queue from before, or while the task waited for something else, is not its own
    // - unless that very record still holds the queue.
    if (task.state == TaskState::Queued && facts.waitsFor.empty()) {
        const WallTime since = std::max(task.changedAt, task.spec.runAt);
        const Guard now = heldNow(snapshot, task.spec.queue);
        if (!sources.heldInQueue.empty() && sources.heldInQueue.front().guard == now)
            facts.heldNow = sources.heldInQueue.front().sequence;
        std::size_t added = 0;
        for (const Decision &held : sources.heldInQueue) {
            if (held.task == task.id || (held.at < since && held.sequence != facts.heldNow)) continue;
            if (++added > kQueueRecordsMax) break;
            decisions.push_back(held);
        }
        std::ranges::sort(decisions, std::ranges::greater{}, &Decision::sequence);
    }
    const std::string note = noteOf(task, facts, snapshot, sources, !decisions.empty());
    return whyToJson(decisions, snapshot, sources.sampling, facts, note);
}

} // namespace qd::http
