// Commands but submit, and small requests.

#include <array>
#include <fmt/format.h>

#include "core/model/codec/json_private.h"
#include "core/model/overrides.h"
#include "core/model/task_expression.h"

namespace qd {

namespace {

using codec::Json;
using codec::Members;

constexpr double kLeaseSecondsMax = 366.0 * 86'400;
constexpr std::chrono::seconds kLeaseDefault{3600};
constexpr std::size_t kReasonBytesMax = 1024;

/// Which members a kind has, besides ticket, kind and reason.
enum class Shape : std::uint8_t { Tasks, TasksPriority, Impose, Lift, Revert, Drain };

struct Kind {
    std::string_view name;
    Shape shape;
    OverrideKind override = OverrideKind::PauseAll;
};
constexpr std::array kKinds = {
    Kind{"cancel", Shape::Tasks},
    Kind{"suspend", Shape::Tasks},
    Kind{"resume_tasks", Shape::Tasks},
    Kind{"retry", Shape::Tasks},
    Kind{"requeue", Shape::Tasks},
    Kind{"reprioritise", Shape::TasksPriority},
    Kind{"purge", Shape::Tasks},
    Kind{"pause_worker", Shape::Impose, OverrideKind::PauseWorker},
    Kind{"pause_queue", Shape::Impose, OverrideKind::PauseQueue},
    Kind{"pause_all", Shape::Impose, OverrideKind::PauseAll},
    Kind{"pool_size", Shape::Impose, OverrideKind::PoolSize},
    Kind{"resume_worker", Shape::Lift, OverrideKind::PauseWorker},
    Kind{"resume_queue", Shape::Lift, OverrideKind::PauseQueue},
    Kind{"resume_all", Shape::Lift, OverrideKind::PauseAll},
    Kind{"pool_size_auto", Shape::Lift, OverrideKind::PoolSize},
    Kind{"revert", Shape::Revert},
    Kind{"drain", Shape::Drain},
};

std::string kindNames() {
    std::string out;
    for (const Kind &kind : kKinds) out += (out.empty() ? "" : ", ") + std::string{kind.name};
    return out;
}

void readIds(Members &in, LedgerId ledger, std::vector<TaskId> &out) {
    const Json *value = in.find("ids");
    if (value == nullptr) return;
    // An empty list must not turn into "no filter, so everything".
    if (!value->is_array() || value->empty() || value->size() > kSubmitMax)
        return in.wrong(fmt::format("ids: must be a list of 1 .. {} task ids", kSubmitMax));
    for (const Json &entry : *value) {
        const std::string text = entry.is_string() ? entry.get<std::string>() : entry.dump();
        const auto id = parseTaskId(ledger, text);
        if (!id) return in.wrong("ids", entry, "is not the id of a task of this ledger");
        out.push_back(*id);
    }
}

void readStates(Members &in, std::uint16_t &out) {
    const Json *value = in.find("state");
    if (value == nullptr) return;
    const Json list = value->is_array() ? *value : Json::array({*value});
    if (list.empty()) return in.wrong("state", *value, "must name at least one state");
    for (const Json &entry : list) {
        const auto state = entry.is_string() ? parseTaskState(entry.get_ref<const std::string &>()) : std::nullopt;
        if (!state)
            return in.wrong("state", entry,
                            "is none of pending, queued, assigned, running, retrying, suspended, completed, failed, "
                            "cancelled");
        out = static_cast<std::uint16_t>(out | TaskFilter::bit(*state));
    }
}

void readWorker(Members &in, std::string_view name, WorkerId &out) {
    std::string text;
    in.text(name, text, 64);
    if (text.empty()) return;
    const auto worker = parseWorkerId(text);
    if (!worker) return in.wrong(name, Json(text), "is no worker's id, as in w-3");
    out = *worker;
}

void readSelection(Members &command, LedgerId ledger, TaskSelection &out) {
    const Json *value = command.find("tasks");
    if (value == nullptr) return command.wrong("tasks: is missing; name ids or a filter ({} means all tasks)");
    Members in{*value, "tasks"};
    readIds(in, ledger, out.filter.ids);
    readStates(in, out.filter.states);
    in.text("type", out.filter.type, 64);
    in.text("queue", out.filter.queue, 64);
    readWorker(in, "worker", out.filter.worker);
    in.text("text", out.filter.text, 256);
    in.text("filter", out.filter.expression, kExpressionBytesMax);
    if (const auto parsed = parseTaskExpression(out.filter.expression); !parsed) in.wrong(parsed.error().detail);
    in.integer("priority_min", out.filter.priorityMin, 1, kPriorityMax);
    in.seconds("finished_before_s", out.filter.finishedBefore, 0, 3650.0 * 86'400);
    in.integer("limit", out.limit, 1, 1'000'000'000);
    if (const auto error = in.finish()) command.wrong("tasks: " + error->detail);
}

/// The target as the engine writes it: "w-3", a queue's name, or nothing.
void readTarget(Members &in, OverrideKind kind, std::string &out) {
    if (kind == OverrideKind::PauseWorker) {
        WorkerId worker;
        readWorker(in, "target", worker);
        readWorker(in, "worker", worker);
        if (worker)
            out = workerIdText(worker);
        else
            in.wrong("target: is missing; name the worker, as in w-3");
    } else if (kind == OverrideKind::PauseQueue) {
        in.text("target", out, 64);
        if (in.ok() && out.empty()) in.wrong("target: is missing; name the queue");
    }
}

Impose readImpose(Members &in, OverrideKind kind, WallTime now) {
    Impose out;
    out.lease.kind = kind;
    readTarget(in, kind, out.lease.target);
    if (kind == OverrideKind::PoolSize) {
        out.lease.value = -1;
        in.integer("value", out.lease.value, 1, kPoolMax);
        if (in.ok() && out.lease.value < 0)
            in.wrong(fmt::format("value: is missing; how many workers (allowed: 1 .. {})", kPoolMax));
    }
    out.lease.expiresAt = now + kLeaseDefault;
    return out;
}

/// Missing: an hour; null: until somebody reverts it, which has to be said.
void readExpiry(Members &in, const Json &object, WallTime now, WallTime &out) {
    Duration length{};
    in.seconds("expires_in_s", length, 1, kLeaseSecondsMax);
    if (length > Duration{}) out = now + std::chrono::duration_cast<std::chrono::microseconds>(length);
    const auto member = object.find("expires_in_s");
    if (member != object.end() && member->is_null()) out = kNoWallTime;
}

RevertOverrides readRevert(Members &in) {
    RevertOverrides out;
    const Json *value = in.find("overrides");
    if (value == nullptr || !value->is_array() || value->empty() || value->size() > kOverridesMax) {
        in.wrong(fmt::format("overrides: must be a list of 1 .. {} override ids", kOverridesMax));
        return out;
    }
    for (const Json &entry : *value) {
        if (entry.is_number_unsigned() && entry.get<std::uint64_t>() > 0)
            out.ids.push_back(OverrideId{entry.get<std::uint64_t>()});
        else
            in.wrong("overrides", entry, "must be the number of an override");
    }
    return out;
}

CommandBody tasksBody(std::string_view kind, TaskSelection which, std::uint8_t priority) {
    if (kind == "cancel") return CancelTasks{std::move(which)};
    if (kind == "suspend") return SuspendTasks{std::move(which)};
    if (kind == "resume_tasks") return ResumeTasks{std::move(which)};
    if (kind == "retry") return RetryTasks{std::move(which)};
    if (kind == "requeue") return RequeueTasks{std::move(which)};
    if (kind == "reprioritise") return ReprioritiseTasks{std::move(which), priority};
    return PurgeTasks{std::move(which)};
}

CommandBody readBody(Members &in, const Kind &kind, const Json &object, const JsonContext &context) {
    TaskSelection which;
    std::uint8_t priority = 0;
    switch (kind.shape) {
    case Shape::TasksPriority:
        in.integer("priority", priority, 1, kPriorityMax);
        if (in.ok() && priority == 0) in.wrong("priority: is missing (allowed: 1 .. 10)");
        [[fallthrough]];
    case Shape::Tasks:
        readSelection(in, context.ledger, which);
        return tasksBody(kind.name, std::move(which), priority);
    case Shape::Impose: {
        Impose impose = readImpose(in, kind.override, context.now);
        readExpiry(in, object, context.now, impose.lease.expiresAt);
        return impose;
    }
    case Shape::Lift: {
        Lift lift{kind.override, {}};
        readTarget(in, kind.override, lift.target);
        return lift;
    }
    case Shape::Revert: return readRevert(in);
    case Shape::Drain: {
        Drain drain;
        readWorker(in, "worker", drain.worker);
        return drain;
    }
    }
    return Drain{};
}

const Kind *findKind(std::string_view name) {
    for (const Kind &kind : kKinds)
        if (kind.name == name) return &kind;
    return nullptr;
}

} // namespace

Result<Command> commandFromJson(std::string_view text, const JsonContext &context) {
    const auto object = codec::parse(text);
    if (!object) return std::unexpected(object.error());
    Members in{*object, "this command"};
    Command command;
    std::string kindName;
    std::string ticket;
    in.text("kind", kindName, 64);
    in.text("ticket", ticket, 36);
    in.text("reason", command.reason, kReasonBytesMax);
    if (in.ok() && kindName == "submit") in.wrong("kind: tasks are submitted through POST /api/v1/tasks");
    const Kind *kind = findKind(kindName);
    if (kind == nullptr) {
        in.wrong(fmt::format("kind: \"{}\" is none of {}", kindName, kindNames()));
        return std::unexpected(*in.finish());
    }
    if (!ticket.empty()) {
        const auto parsed = Uuid::parse(ticket);
        if (parsed && *parsed)
            command.ticket = *parsed;
        else
            in.wrong("ticket", Json(ticket), "is no UUID");
    }
    command.body = readBody(in, *kind, *object, context);
    if (auto *impose = std::get_if<Impose>(&command.body)) impose->lease.reason = command.reason;
    if (const auto error = in.finish()) return std::unexpected(*error);
    return command;
}

Result<std::vector<std::string>> textsFromJson(std::string_view text, const std::vector<std::string_view> &known) {
    const auto object = codec::parse(text);
    if (!object) return std::unexpected(object.error());
    Members in{*object, "this request"};
    std::vector<std::string> out(known.size());
    for (std::size_t i = 0; i < known.size(); ++i) in.text(known[i], out[i], 4096);
    if (const auto error = in.finish()) return std::unexpected(*error);
    return out;
}

} // namespace qd
