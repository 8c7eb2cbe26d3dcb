#pragma once
// The answer of /api/v1/tasks/{id}/why.

#include <string>

#include "core/model/task_why.h"

namespace qd::http {

/// `engineStarted`: records are held in memory, so none is older.
[[nodiscard]] std::string whyAnswer(const TaskRecord &task, const TaskWhy &why, const Snapshot &snapshot,
                                    std::uint32_t sampling, WallTime engineStarted);

} // namespace qd::http
