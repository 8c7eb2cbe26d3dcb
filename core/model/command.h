#pragma once
// Every action is a typed command with a ticket: a click, a qdctl line, an HTTP call and a scenario step are the same.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/overrides.h"
#include "core/model/query.h"
#include "core/model/task.h"

namespace qd {

enum class Origin : std::uint8_t { Window, CommandLine, Api, Scenario, Engine };

/// One command, one ticket, however many tasks. `repeat` submits the list that many times (load, demonstrations).
struct SubmitTasks {
    std::vector<TaskSpec> tasks; ///< At most 10 000 in all, repeats included.
    std::uint32_t repeat = 1;
};

/// Which tasks a bulk action means: a filter (ids are a filter too), and never more than `limit`.
struct TaskSelection {
    TaskFilter filter;
    std::uint32_t limit = 10'000;
};

struct CancelTasks {
    TaskSelection which;
};
struct SuspendTasks {
    TaskSelection which;
};
struct ResumeTasks {
    TaskSelection which;
};
struct RetryTasks {
    TaskSelection which;
}; ///< Failed -> queued with fresh attempts, history kept.
struct RequeueTasks {
    TaskSelection which;
}; ///< Taken from its worker and queued again; nothing is counted.
struct ReprioritiseTasks {
    TaskSelection which;
    std::uint8_t priority = 5;
};
struct PurgeTasks {
    TaskSelection which;
}; ///< Final ones only.

/// The engine gives the id and the start; `lease.expiresAt` epoch means "until I resume".
struct Impose {
    Override lease;
};
struct RevertOverrides {
    std::vector<OverrideId> ids;
};
/// Takes off every active lease of this kind on this target (resume worker, resume queue, resume all).
struct Lift {
    OverrideKind kind = OverrideKind::PauseAll;
    std::string target;
};
/// The worker finishes what it holds and leaves; 0 = all: intake stops and the engine runs empty.
struct Drain {
    WorkerId worker;
};

using CommandBody = std::variant<SubmitTasks, CancelTasks, SuspendTasks, ResumeTasks, RetryTasks, RequeueTasks,
                                 ReprioritiseTasks, PurgeTasks, Impose, RevertOverrides, Lift, Drain>;

struct Command {
    Ticket ticket;
    std::string principal; ///< Who; the lease's owner when the body imposes one without owner.
    Origin origin = Origin::Api;
    std::uint64_t revisionSeen = 0; ///< Of the snapshot the operator saw; 0 = did not look.
    std::string reason;
    CommandBody body;
};

/// A refused element of a batch.
struct Refusal {
    std::uint32_t index = 0; ///< Of the submitted list (repeats count on), or of the selected ids.
    TaskId task;
    Error error;
};

/// Ids that a submit made, in order; sequences are consecutive within a range.
struct TaskIdRange {
    TaskId first;
    std::uint32_t count = 0;

    bool operator==(const TaskIdRange &) const = default;
};

constexpr std::size_t kRefusalsListed = 100;

/// What became of a command; stored under its ticket in the same ledger transaction, the last 100 000 for 1 h.
struct Outcome {
    Ticket ticket;
    bool ok = false;
    Error error;                    ///< When not ok.
    std::uint64_t affected = 0;     ///< Tasks accepted, cancelled, ...; overrides imposed or reverted.
    std::uint64_t duplicates = 0;   ///< Submitted tasks whose idempotency key was already claimed.
    std::uint64_t refused = 0;      ///< Elements refused; the first 100 are listed.
    std::vector<TaskIdRange> tasks; ///< Of a submit; a duplicate stands here with the id of the first one.
    std::vector<Refusal> refusals;
    std::vector<OverrideId> overrides; ///< Imposed or reverted.

    /// One element of a bulk command: counted, and listed while there is room. `task` 0 = it has no id.
    void refuse(std::uint32_t index, TaskId task, Error why) {
        ++refused;
        if (refusals.size() < kRefusalsListed) refusals.push_back({index, task, std::move(why)});
    }
};
constexpr std::size_t kSubmitMax = 10'000;

/// Confirmation tiers of the window and of qdctl; design section 6.
enum class Tier : std::uint8_t { Free, Reversible, Disruptive, Destructive };

/// The one table over all command kinds. `affected` = how many objects the command would touch, as far as known.
/// A production profile raises each tier but Free by one.
[[nodiscard]] Tier tierOf(const CommandBody &body, std::uint64_t affected, bool production) noexcept;
/// The tasks that the command acts on; null for commands that select none.
[[nodiscard]] TaskSelection *selectionOf(CommandBody &body) noexcept;
/// "submit", "cancel", ...: used in events, the audit and qdctl.
[[nodiscard]] std::string_view nameOf(const CommandBody &body) noexcept;
[[nodiscard]] std::string_view toText(Origin origin) noexcept;
[[nodiscard]] std::string_view toText(Tier tier) noexcept;

} // namespace qd
