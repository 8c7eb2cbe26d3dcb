#pragma once
// Why a task is where it is: the records kept about it, those of its queue that concern it, and what its row says.

#include <string>
#include <vector>

#include "core/model/event.h"
#include "core/model/snapshot.h"
#include "core/model/task.h"

namespace qd::http {

struct WhySources {
    std::vector<Decision> own;         ///< Of the task, newest first.
    std::vector<Decision> heldInQueue; ///< Held records of its queue, newest first.
    std::uint32_t sampling = 1;
    WallTime engineStarted; ///< Records are held in memory: none is older.
};

/// The answer of /api/v1/tasks/{id}/why. Nothing is recomputed: what no record and no column tells stays unknown.
[[nodiscard]] std::string taskWhy(const TaskRecord &task, const Snapshot &snapshot, const WhySources &sources);

} // namespace qd::http
