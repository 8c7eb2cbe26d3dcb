#include "core/http/task_why.h"

#include <fmt/format.h>

#include "core/model/codec/json_codec.h"
#include "core/model/codec/rfc3339.h"

namespace qd::http {

namespace {

std::string parentNames(const TaskWhy &why, LedgerId ledger) {
    std::string names;
    for (const TaskId parent : why.parents) names += (names.empty() ? "" : ", ") + taskIdText(ledger, parent);
    return names;
}

/// Stands beside the records, or in their place.
std::string noteOf(const TaskRecord &task, const TaskWhy &why, const Snapshot &snapshot, std::uint32_t sampling,
                   WallTime engineStarted) {
    switch (why.waitsFor) {
    case WaitsFor::RunAt: return fmt::format("Waits for its run-at, {}.", rfc3339(why.until));
    case WaitsFor::RetryAt: return fmt::format("Waits for its next attempt, at {}.", rfc3339(why.until));
    case WaitsFor::Resume: return "Suspended: it waits until somebody resumes it.";
    case WaitsFor::Parents: return fmt::format("Waits for its parents: {}.", parentNames(why, snapshot.ledger));
    case WaitsFor::Nothing: break;
    }
    if (!why.decisions.empty()) return {};
    if (task.changedAt < engineStarted)
        return fmt::format("not kept: records are held in memory, and the engine was started ({}) after the task's "
                           "last change",
                           rfc3339(engineStarted));
    return notKeptNote(sampling);
}

} // namespace

std::string whyAnswer(const TaskRecord &task, const TaskWhy &why, const Snapshot &snapshot, std::uint32_t sampling,
                      WallTime engineStarted) {
    return whyToJson(why, snapshot, sampling, noteOf(task, why, snapshot, sampling, engineStarted));
}

} // namespace qd::http
