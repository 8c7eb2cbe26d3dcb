#pragma once
// Why a task is where it is: the records kept about it, those of its queue that concern it, and what its row says.
// Nothing is recomputed: what no record and no column tells stays unknown.

#include <cstdint>
#include <vector>

#include "core/model/event.h"
#include "core/model/snapshot.h"
#include "core/model/task.h"

namespace qd {

/// What a task waits for by its own row, whatever its queue does.
enum class WaitsFor : std::uint8_t { Nothing, RunAt, RetryAt, Parents, Resume };
[[nodiscard]] std::string_view toText(WaitsFor what); ///< "run_at"; empty for Nothing

struct TaskWhy {
    std::vector<Decision> decisions; ///< Newest first: its own, and held ones of its queue while it stood in it.
    std::uint64_t heldNow = 0;       ///< Sequence of the held record that is in force; 0 = none is.
    WaitsFor waitsFor = WaitsFor::Nothing;
    WallTime until;              ///< For RunAt and RetryAt.
    std::vector<TaskId> parents; ///< For Parents: all of them, also those that are done.
};

/// `own` and `heldInQueue` (Held records of the task's queue) newest first; `snapshot` not older than `task`, or a
/// queue that holds the task may not show in it yet.
[[nodiscard]] TaskWhy taskWhy(const TaskRecord &task, const Snapshot &snapshot, std::vector<Decision> own,
                              const std::vector<Decision> &heldInQueue);

/// False for a held record that something has ended since.
[[nodiscard]] inline bool isInForce(const Decision &decision, const TaskWhy &why) noexcept {
    return decision.kind != DecisionKind::Held || decision.sequence == why.heldNow;
}

} // namespace qd
