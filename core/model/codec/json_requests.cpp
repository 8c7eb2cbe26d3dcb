#include "core/model/codec/json_requests.h"

#include <algorithm>
#include <chrono>

#include "core/model/codec/json_private.h"

namespace qd {

namespace {

using codec::Json;
using codec::JsonOut;

std::optional<DoorRequest> request(std::string path, const JsonOut &body) {
    try {
        return DoorRequest{std::move(path), body.dump(-1, ' ', true)};
    } catch (const JsonOut::type_error &) { // Bytes that are no UTF-8; replaced, they would be another command.
        return std::nullopt;
    }
}

JsonOut seconds(Duration duration) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(duration);
    if (whole == duration) return whole.count();
    return std::chrono::duration<double>(duration).count();
}

void put(JsonOut &out, const char *name, std::string_view text) {
    if (!text.empty()) out[name] = text;
}

/// As a value where that is the same to the byte once it is read, else as a text.
JsonOut payloadOf(const std::string &payload) {
    const auto value = codec::parse("[[[" + payload + "]]]"); // As deep as it will stand.
    if (!value || (!payload.starts_with('{') && !payload.starts_with('['))) return payload;
    const Json &inner = value->at(0).at(0);
    if (inner.size() != 1 || inner.at(0).dump(-1, ' ', false, Json::error_handler_t::replace) != payload)
        return payload;
    return JsonOut::parse(payload);
}

JsonOut parentsOf(const TaskExtras &extras, LedgerId ledger) {
    JsonOut list = JsonOut::array();
    for (const ParentEdge &edge : extras.parents)
        list.push_back({{"task", taskIdText(ledger, edge.parent)}, {"on_failure", toText(edge.onFailure)}});
    return list;
}

void putExtras(JsonOut &out, const TaskExtras &extras, LedgerId ledger) {
    put(out, "key", extras.idempotencyKey);
    put(out, "tenant", extras.tenant);
    put(out, "workflow_run", extras.workflowRun);
    put(out, "traceparent", extras.traceparent);
    put(out, "concurrency_key", extras.concurrencyKey);
    if (!extras.tags.empty()) out["tags"] = extras.tags;
    if (!extras.dependencies.empty()) out["dependencies"] = extras.dependencies;
    if (!extras.parents.empty()) out["parents"] = parentsOf(extras, ledger);
}

JsonOut taskObject(const TaskSpec &task, LedgerId ledger) {
    JsonOut out{{"type", task.type}};
    put(out, "name", task.name);
    if (task.queue != task.type) put(out, "queue", task.queue);
    if (!task.payload.empty()) out["payload"] = payloadOf(task.payload);
    if (task.priority != TaskSpec{}.priority) out["priority"] = task.priority;
    if (task.attemptsMax != 0) out["attempts"] = task.attemptsMax;
    if (task.deliveriesMax != 0) out["deliveries"] = task.deliveriesMax;
    if (task.timeout != Duration{}) out["timeout_s"] = seconds(task.timeout);
    if (task.runAt != kNoWallTime) out["run_at"] = codec::stampOrNull(task.runAt);
    if (task.deadline != kNoWallTime) out["deadline"] = codec::stampOrNull(task.deadline);
    if (task.extras) putExtras(out, *task.extras, ledger);
    return out;
}

JsonOut selectionObject(const TaskSelection &which, LedgerId ledger) {
    JsonOut out = JsonOut::object();
    const TaskFilter &filter = which.filter;
    for (const TaskId id : filter.ids) out["ids"].push_back(taskIdText(ledger, id));
    for (std::size_t i = 0; filter.states != 0 && i < kTaskStates; ++i)
        if (filter.matchesState(static_cast<TaskState>(i))) out["state"].push_back(toText(static_cast<TaskState>(i)));
    put(out, "type", filter.type);
    put(out, "queue", filter.queue);
    if (filter.worker) out["worker"] = workerIdText(filter.worker);
    put(out, "text", filter.text);
    put(out, "filter", filter.expression);
    if (filter.priorityMin != 0) out["priority_min"] = filter.priorityMin;
    if (filter.finishedBefore != Duration{}) out["finished_before_s"] = seconds(filter.finishedBefore);
    const bool allOfThem = !filter.ids.empty() && which.limit >= filter.ids.size();
    if (!allOfThem && which.limit != TaskSelection{}.limit) out["limit"] = which.limit;
    return out;
}

/// Null where there is nothing to ask for.
struct BodyWriter {
    const JsonContext &context;
    std::string kind;

    [[nodiscard]] JsonOut tasks(const TaskSelection &which) const {
        if (which.limit == 0) return {}; // An empty list of ids: without it, all tasks would be meant.
        return {{"kind", kind}, {"tasks", selectionObject(which, context.ledger)}};
    }
    JsonOut operator()(const SubmitTasks &submit) const {
        if (submit.tasks.empty()) return {};
        if (submit.tasks.size() == 1 && submit.repeat == 1) return taskObject(submit.tasks.front(), context.ledger);
        JsonOut list = JsonOut::array();
        for (const TaskSpec &task : submit.tasks) list.push_back(taskObject(task, context.ledger));
        JsonOut out{{"tasks", std::move(list)}};
        if (submit.repeat != 1) out["repeat"] = submit.repeat;
        return out;
    }
    JsonOut operator()(const CancelTasks &c) const { return tasks(c.which); }
    JsonOut operator()(const SuspendTasks &c) const { return tasks(c.which); }
    JsonOut operator()(const ResumeTasks &c) const { return tasks(c.which); }
    JsonOut operator()(const RetryTasks &c) const { return tasks(c.which); }
    JsonOut operator()(const RequeueTasks &c) const { return tasks(c.which); }
    JsonOut operator()(const PurgeTasks &c) const { return tasks(c.which); }
    JsonOut operator()(const ReprioritiseTasks &c) const {
        JsonOut out = tasks(c.which);
        if (!out.is_null()) out["priority"] = c.priority;
        return out;
    }
    JsonOut operator()(const Impose &c) const {
        JsonOut out{{"kind", kind}};
        put(out, "target", c.lease.target);
        if (c.lease.kind == OverrideKind::PoolSize) out["value"] = c.lease.value;
        // Whole seconds are what people read; the door takes no lease that is over already.
        const auto left = std::chrono::ceil<std::chrono::seconds>(c.lease.expiresAt - context.now).count();
        out["expires_in_s"] = c.lease.expiresAt == kNoWallTime ? JsonOut{} : JsonOut(std::max<std::int64_t>(1, left));
        return out;
    }
    JsonOut operator()(const Lift &c) const {
        if (c.kind == OverrideKind::PoolSize) return {{"kind", "pool_size_auto"}};
        JsonOut out{{"kind", kind + std::string{toText(c.kind)}.substr(std::string_view{"pause"}.size())}};
        put(out, "target", c.target);
        return out;
    }
    JsonOut operator()(const RevertOverrides &c) const {
        if (c.ids.empty()) return {};
        JsonOut out{{"kind", kind}};
        for (const OverrideId id : c.ids) out["overrides"].push_back(id.value);
        return out;
    }
    JsonOut operator()(const Drain &c) const {
        JsonOut out{{"kind", kind}};
        if (c.worker) out["worker"] = workerIdText(c.worker);
        return out;
    }
};

} // namespace

std::optional<DoorRequest> doorRequest(const CommandBody &body, std::string_view reason, const JsonContext &context) {
    JsonOut out = std::visit(BodyWriter{context, std::string{nameOf(body)}}, body);
    if (out.is_null()) return std::nullopt;
    const bool isSubmit = std::holds_alternative<SubmitTasks>(body);
    const auto *impose = std::get_if<Impose>(&body);
    if (impose != nullptr && !impose->lease.reason.empty()) reason = impose->lease.reason;
    if (!isSubmit) put(out, "reason", reason); // A task alone has none.
    return request(isSubmit ? "/api/v1/tasks" : "/api/v1/commands", out);
}

std::optional<DoorRequest> allowRequest(std::string_view program) {
    return request("/api/v1/programs/allow", JsonOut{{"program", program}});
}

} // namespace qd
