#pragma once
// A task: what is submitted (TaskSpec), its states, and its whole row as readers see it (TaskRecord).
// The row is final: later issues fill columns, they do not add them.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/model/ids.h"

namespace qd {

enum class TaskState : std::uint8_t {
    Pending,   ///< Waits for its parents.
    Queued,    ///< Ready, or waits for its run-at.
    Assigned,  ///< Dispatch is committed; the host has not yet reported the start. Same durable state as Running.
    Running,   ///< The host reported the start.
    Retrying,  ///< Failed, waits for the next attempt.
    Suspended, ///< Taken out by a person.
    Completed,
    Failed, ///< The dead letters.
    Cancelled,
};
constexpr std::size_t kTaskStates = 9;

/// Why a task changed its state; stored in its history and shown.
enum class Reason : std::uint8_t {
    None,
    Submitted,
    ParentsDone,
    ParentFailed,
    ParentCancelled,
    Dispatched,
    Started,
    Succeeded,
    HandlerFailed,
    TimedOut,
    LeaseLost,
    Released, ///< Handed back by a host that shuts down; counts nothing.
    AttemptsSpent,
    Poison, ///< Too many lost deliveries.
    NotRetryable,
    DeadlinePassed,
    RetryDue,
    CancelCommand,
    SuspendCommand,
    ResumeCommand,
    RetryCommand,
    RequeueCommand,
    Recovered,
};
constexpr std::size_t kReasons = 23;

/// What happens to a task whose parent did not complete.
enum class OnParentFailure : std::uint8_t { Fail, Cancel, Run };

struct ParentEdge {
    TaskId parent;
    OnParentFailure onFailure = OnParentFailure::Fail;

    bool operator==(const ParentEdge &) const = default;
};

/// The seldom used part of a task; absent for most.
struct TaskExtras {
    std::string tenant;
    std::string workflowRun;
    std::string idempotencyKey; ///< Up to 256 bytes; the same key within the window gives the same task.
    std::string traceparent;    ///< W3C trace context, version 00.
    std::string concurrencyKey;
    std::vector<std::string> tags;         ///< At most 16, 64 bytes each.
    std::vector<std::string> dependencies; ///< Declared outside things ("http:payments"), for breakers.
    std::vector<ParentEdge> parents;       ///< At most 64.

    bool operator==(const TaskExtras &) const = default;
};

/// What a client submits.
struct TaskSpec {
    std::string type;                ///< Which handler; required, up to 64 bytes.
    std::string queue;               ///< The capability it needs; empty = its type.
    std::string name;                ///< For people; up to 256 bytes.
    std::string payload;             ///< Opaque to the coordinator; up to 1 MiB. JSON by convention of the handlers.
    std::uint8_t priority = 5;       ///< 1 (lowest) .. 10 (highest).
    std::uint16_t attemptsMax = 0;   ///< 0 = the engine's setting; 1 = never retried.
    std::uint16_t deliveriesMax = 0; ///< 0 = the engine's setting (3).
    Duration timeout{};              ///< Per attempt; 0 = the engine's setting.
    WallTime runAt{};                ///< Not before; epoch = at once.
    WallTime deadline{};             ///< Fails when not done by then; epoch = none.
    std::shared_ptr<const TaskExtras> extras; ///< May be null.
};

constexpr std::size_t kPayloadBytesMax = 1024 * 1024;
constexpr std::size_t kWordBytesMax = 64;              ///< Of a type, a queue, a tag, an override's target.
constexpr std::size_t kOutputTailBytesMax = 16 * 1024; ///< Kept of each output stream.
constexpr std::uint8_t kPriorityMax = 10;

/// How an attempt ended, as the host reports it.
enum class OutcomeKind : std::uint8_t {
    Succeeded,
    Failed,      ///< The handler says no; retryable.
    FailedFatal, ///< The handler says no and trying again cannot help (bad payload, not allowed, unknown type).
    TimedOut,
    Released, ///< Handed back unfinished at shutdown; counts neither as attempt nor as delivery.
};

/// One line of a task's history.
struct AttemptRecord {
    std::uint32_t epoch = 0;
    WorkerId worker;
    WallTime startedAt; ///< When it was dispatched.
    WallTime finishedAt;
    Reason reason = Reason::None; ///< How it ended.
    std::int32_t exitCode = 0;
    std::string error; ///< Cut to 256 bytes.

    bool operator==(const AttemptRecord &) const = default;
};
constexpr std::size_t kHistoryMax =
    32; ///< The newest are kept, the dropped ones counted in TaskRecord::historyDropped.

struct TaskResultRecord {
    std::int32_t exitCode = 0;     ///< Exit code, HTTP status or 0.
    std::string error;             ///< Empty when it went well.
    std::string output;            ///< Tail of standard output, or the response body.
    std::string errorOutput;       ///< Tail of standard error.
    std::uint64_t outputBytes = 0; ///< All that was written, kept or not.

    bool operator==(const TaskResultRecord &) const = default;
};

/// A task's whole row, as stored and as readers see it.
struct TaskRecord {
    TaskId id;
    TaskSpec spec; ///< With the defaults filled in.
    TaskState state = TaskState::Queued;
    Reason reason = Reason::None; ///< Of the last transition.
    std::uint32_t epoch = 0;
    std::uint16_t attempts = 0;   ///< Handler failures so far.
    std::uint16_t deliveries = 0; ///< Dispatches that were lost, and the one under way.
    WorkerId worker;              ///< The current or last one.
    WallTime createdAt;
    WallTime changedAt;  ///< Of the last transition.
    WallTime startedAt;  ///< Last dispatch; epoch = never.
    WallTime finishedAt; ///< Epoch = not final.
    Duration runTime{};  ///< Of the last attempt, measured by the host.
    TaskResultRecord result;
    std::vector<AttemptRecord> history;
    std::uint32_t historyDropped = 0;
};

[[nodiscard]] std::string_view toText(TaskState state) noexcept;
[[nodiscard]] std::string_view toText(Reason reason) noexcept;
[[nodiscard]] std::string_view toText(OnParentFailure rule) noexcept;
[[nodiscard]] std::optional<TaskState> parseTaskState(std::string_view text) noexcept;
[[nodiscard]] std::optional<OnParentFailure> parseOnParentFailure(std::string_view text) noexcept;
/// The six names of the source systems: pending, assigned, in_progress, completed, failed, cancelled.
[[nodiscard]] std::string_view toSixNames(TaskState state) noexcept;

[[nodiscard]] constexpr bool isFinal(TaskState state) noexcept {
    return state == TaskState::Completed || state == TaskState::Failed || state == TaskState::Cancelled;
}
[[nodiscard]] constexpr bool isOnWorker(TaskState state) noexcept {
    return state == TaskState::Assigned || state == TaskState::Running;
}

/// The one transition table: is `from -> to` possible, for this reason? Everything that changes a state asks it.
[[nodiscard]] bool isAllowed(TaskState from, TaskState to, Reason reason) noexcept;

struct Transition {
    TaskState from;
    TaskState to;
    Reason reason;
};
/// The rows of the table, for tests and for documentation.
[[nodiscard]] const std::vector<Transition> &transitionTable();

} // namespace qd
