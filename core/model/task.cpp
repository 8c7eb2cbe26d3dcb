#include "core/model/task.h"

#include <array>

namespace qd {

namespace {

using enum TaskState;

constexpr std::array<std::string_view, kTaskStates> kStateNames = {
    "pending", "queued", "assigned", "running", "retrying", "suspended", "completed", "failed", "cancelled"};

constexpr std::array<std::string_view, kReasons> kReasonNames = {"none",
                                                                 "submitted",
                                                                 "parents_done",
                                                                 "parent_failed",
                                                                 "parent_cancelled",
                                                                 "dispatched",
                                                                 "started",
                                                                 "succeeded",
                                                                 "handler_failed",
                                                                 "timed_out",
                                                                 "lease_lost",
                                                                 "released",
                                                                 "attempts_spent",
                                                                 "poison",
                                                                 "not_retryable",
                                                                 "deadline_passed",
                                                                 "retry_due",
                                                                 "cancel_command",
                                                                 "suspend_command",
                                                                 "resume_command",
                                                                 "retry_command",
                                                                 "requeue_command",
                                                                 "recovered"};

// Design section 4, "Task states". Each line: from, to, and the only reasons for which it happens.
constexpr Transition kTable[] = {
    {Pending, Queued, Reason::ParentsDone},
    {Pending, Failed, Reason::ParentFailed},
    {Pending, Cancelled, Reason::ParentCancelled},
    {Pending, Cancelled, Reason::CancelCommand},
    {Pending, Failed, Reason::DeadlinePassed},

    {Queued, Assigned, Reason::Dispatched},
    {Queued, Suspended, Reason::SuspendCommand},
    {Queued, Cancelled, Reason::CancelCommand},
    {Queued, Failed, Reason::DeadlinePassed},

    {Assigned, Running, Reason::Started},
    {Assigned, Queued, Reason::LeaseLost},
    {Assigned, Queued, Reason::Released},
    {Assigned, Queued, Reason::RequeueCommand},
    {Assigned, Retrying, Reason::HandlerFailed},
    {Assigned, Retrying, Reason::TimedOut},
    {Assigned, Failed, Reason::AttemptsSpent},
    {Assigned, Failed, Reason::NotRetryable},
    {Assigned, Failed, Reason::Poison},
    {Assigned, Failed, Reason::DeadlinePassed},
    {Assigned, Suspended, Reason::SuspendCommand},
    {Assigned, Cancelled, Reason::CancelCommand},

    {Running, Completed, Reason::Succeeded},
    {Running, Failed, Reason::AttemptsSpent},
    {Running, Failed, Reason::NotRetryable},
    {Running, Failed, Reason::Poison},
    {Running, Failed, Reason::DeadlinePassed},
    {Running, Retrying, Reason::HandlerFailed},
    {Running, Retrying, Reason::TimedOut},
    {Running, Queued, Reason::LeaseLost},
    {Running, Queued, Reason::Released},
    {Running, Queued, Reason::RequeueCommand},
    {Running, Suspended, Reason::SuspendCommand},
    {Running, Cancelled, Reason::CancelCommand},

    {Retrying, Queued, Reason::RetryDue},
    {Retrying, Failed, Reason::DeadlinePassed},
    {Retrying, Cancelled, Reason::CancelCommand},

    {Suspended, Queued, Reason::ResumeCommand},
    {Suspended, Cancelled, Reason::CancelCommand},

    {Failed, Queued, Reason::RetryCommand},
};

/// kTable as bits, so that the check costs one load on the hot path.
struct AllowedBits {
    std::array<std::array<std::uint32_t, kTaskStates>, kTaskStates> bits{};

    constexpr AllowedBits() {
        for (const Transition &t : kTable)
            bits[static_cast<std::size_t>(t.from)][static_cast<std::size_t>(t.to)] |=
                1U << static_cast<unsigned>(t.reason);
    }
};
constexpr AllowedBits kAllowed;

} // namespace

std::string_view toText(TaskState state) noexcept {
    return kStateNames[static_cast<std::size_t>(state)];
}
std::string_view toText(Reason reason) noexcept {
    return kReasonNames[static_cast<std::size_t>(reason)];
}

std::string_view toText(OnParentFailure rule) noexcept {
    switch (rule) {
    case OnParentFailure::Fail: return "fail";
    case OnParentFailure::Cancel: return "cancel";
    case OnParentFailure::Run: return "run";
    }
    return "fail";
}

std::optional<TaskState> parseTaskState(std::string_view text) noexcept {
    for (std::size_t i = 0; i < kStateNames.size(); ++i)
        if (kStateNames[i] == text) return static_cast<TaskState>(i);
    return std::nullopt;
}

std::optional<OnParentFailure> parseOnParentFailure(std::string_view text) noexcept {
    for (const auto rule : {OnParentFailure::Fail, OnParentFailure::Cancel, OnParentFailure::Run})
        if (toText(rule) == text) return rule;
    return std::nullopt;
}

std::string_view toSixNames(TaskState state) noexcept {
    switch (state) {
    case Pending:
    case Queued:
    case Retrying:
    case Suspended: return "pending";
    case Assigned: return "assigned";
    case Running: return "in_progress";
    case Completed: return "completed";
    case Failed: return "failed";
    case Cancelled: return "cancelled";
    }
    return "pending";
}

bool isAllowed(TaskState from, TaskState to, Reason reason) noexcept {
    const auto bits = kAllowed.bits[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
    return (bits >> static_cast<unsigned>(reason) & 1U) != 0;
}

const std::vector<Transition> &transitionTable() {
    static const std::vector<Transition> table(std::begin(kTable), std::end(kTable));
    return table;
}

} // namespace qd
