#pragma once
// Reading tasks: one filter and one sort for the window, the command line and the API.

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/task.h"

namespace qd {

/// All given terms must hold. Empty = everything.
struct TaskFilter {
    std::uint16_t states = 0; ///< Bit per TaskState; 0 = any.
    std::string type;         ///< Exact; empty = any.
    std::string queue;        ///< Exact; empty = any.
    WorkerId worker;          ///< 0 = any.
    std::string text;         ///< Substring of name, id text or error; ASCII case is ignored.
    std::uint8_t priorityMin = 0;
    Duration finishedBefore{}; ///< Final for at least this long; 0 = any. (Purge by age.)
    std::vector<TaskId> ids;   ///< When given, only these.
    std::string expression{};  ///< As typed, see task_expression.h. Only readers with a replica of the rows take it.

    [[nodiscard]] static constexpr std::uint16_t bit(TaskState state) noexcept {
        return static_cast<std::uint16_t>(1U << static_cast<unsigned>(state));
    }
    [[nodiscard]] bool matchesState(TaskState state) const noexcept {
        return states == 0 || (states & bit(state)) != 0;
    }
    bool operator==(const TaskFilter &) const = default;
};

enum class TaskColumn : std::uint8_t {
    Id,
    Name,
    Type,
    Queue,
    State,
    Priority,
    Attempts,
    Deliveries,
    Worker,
    CreatedAt,
    StartedAt,
    FinishedAt,
    RunTime,
    Error,
};
constexpr std::size_t kTaskColumns = 14;

struct TaskSort {
    TaskColumn column = TaskColumn::Id;
    bool descending = true;

    bool operator==(const TaskSort &) const = default;
};

struct TaskQuery {
    TaskFilter filter;
    TaskSort sort;
    std::uint64_t offset = 0;
    std::uint32_t limit = 200; ///< At most 10 000.
    bool exact = false;        ///< Of a replica: waits until all rows are read, and is of this very moment.
    WallTime at{};             ///< View time; epoch = the latest. Only the latest is kept until recordings exist.
};

/// A row of a task table; the whole record is fetched by id.
struct TaskBrief {
    TaskId id;
    TaskState state = TaskState::Queued;
    Reason reason = Reason::None;
    std::uint8_t priority = 5;
    std::uint16_t attempts = 0;
    std::uint16_t attemptsMax = 0;
    std::uint16_t deliveries = 0;
    std::uint32_t epoch = 0;
    WorkerId worker;
    std::int32_t exitCode = 0;
    WallTime createdAt;
    WallTime startedAt;
    WallTime finishedAt;
    WallTime runAt;
    Duration runTime{};
    std::string name;
    std::string type;
    std::string queue;
    std::string error; ///< First 256 bytes.

    bool operator==(const TaskBrief &) const = default;
};

struct TaskPage {
    std::uint64_t count = 0;    ///< All that match the filter.
    std::uint64_t kept = 0;     ///< All rows in the ledger.
    std::uint64_t revision = 0; ///< Log number of the newest batch the answer contains.
    /// Rows read so far when the answer is from a replica that is still being filled; 0 = the answer is complete.
    std::uint64_t filling = 0;
    std::vector<TaskBrief> rows;
};

} // namespace qd
