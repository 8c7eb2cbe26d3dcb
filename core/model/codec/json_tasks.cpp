// Tasks as clients submit them.

#include <algorithm>
#include <fmt/format.h>

#include "core/model/codec/json_private.h"

namespace qd::codec {

namespace {

constexpr std::size_t kTypeBytesMax = 64;
constexpr std::size_t kNameBytesMax = 256;
constexpr std::size_t kKeyBytesMax = 256;
constexpr std::size_t kTagsMax = 16;
constexpr std::size_t kParentsMax = 64;
constexpr double kTimeoutMax = 7.0 * 86'400;

/// Version 00 of the W3C trace context: 00-<32 hex>-<16 hex>-<2 hex>, lower case, ids not all zero.
bool isTraceparent(std::string_view text) {
    if (text.size() != 55 || !text.starts_with("00-")) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dash = i == 2 || i == 35 || i == 52;
        if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return text.substr(3, 32).find_first_not_of('0') != std::string_view::npos &&
           text.substr(36, 16).find_first_not_of('0') != std::string_view::npos;
}

void readPayload(Members &in, std::string &out) {
    const Json *value = in.find("payload");
    if (value == nullptr) return;
    if (value->is_string())
        out = value->get_ref<const std::string &>();
    else
        out = value->dump(-1, ' ', false, Json::error_handler_t::replace);
    if (out.size() > kPayloadBytesMax)
        in.wrong(fmt::format("payload: has {} bytes (allowed: 0 .. {})", out.size(), kPayloadBytesMax));
}

/// "9c41e0-7" or {"task":"9c41e0-7","on_failure":"run"}.
void readParent(Members &in, const Json &value, LedgerId ledger, TaskExtras &extras) {
    std::string id;
    std::string rule = "fail";
    if (value.is_string()) {
        id = value.get_ref<const std::string &>();
    } else {
        Members parent{value, "a parent"};
        parent.text("task", id, kKeyBytesMax);
        parent.text("on_failure", rule, kKeyBytesMax);
        if (const auto error = parent.finish()) return in.wrong("parents: " + error->detail);
    }
    const auto task = parseTaskId(ledger, id);
    if (!task) return in.wrong("parents", Json(id), "is not the id of a task of this ledger");
    const auto onFailure = parseOnParentFailure(rule);
    if (!onFailure) return in.wrong("parents: on_failure", Json(rule), "is none of fail, cancel, run");
    extras.parents.push_back({*task, *onFailure});
}

void readParents(Members &in, LedgerId ledger, TaskExtras &extras) {
    const Json *value = in.find("parents");
    if (value == nullptr) return;
    if (!value->is_array()) return in.wrong("parents", *value, "must be a list");
    if (value->size() > kParentsMax)
        return in.wrong(fmt::format("parents: has {} entries (allowed: 0 .. {})", value->size(), kParentsMax));
    for (const Json &entry : *value) readParent(in, entry, ledger, extras);
}

void readExtras(Members &in, const JsonContext &context, TaskSpec &task) {
    TaskExtras extras;
    in.text("tenant", extras.tenant, kKeyBytesMax);
    in.text("workflow_run", extras.workflowRun, kKeyBytesMax);
    in.text("key", extras.idempotencyKey, kKeyBytesMax);
    in.text("traceparent", extras.traceparent, kKeyBytesMax);
    in.text("concurrency_key", extras.concurrencyKey, kKeyBytesMax);
    in.texts("tags", extras.tags, kTagsMax, kTypeBytesMax);
    in.texts("dependencies", extras.dependencies, kTagsMax, kKeyBytesMax);
    readParents(in, context.ledger, extras);
    if (!extras.traceparent.empty() && !isTraceparent(extras.traceparent))
        in.wrong("traceparent", Json(extras.traceparent),
                 "is no W3C trace context (00-<32 hex digits>-<16 hex digits>-<2 hex digits>)");
    if (extras != TaskExtras{}) task.extras = std::make_shared<const TaskExtras>(std::move(extras));
}

} // namespace

Result<TaskSpec> taskFrom(const Json &object, const JsonContext &context) {
    Members in{object, "a task"};
    TaskSpec task;
    in.text("type", task.type, kTypeBytesMax);
    if (in.ok() && task.type.empty()) in.wrong("type: is missing (which handler runs the task: command, http, ...)");
    in.text("name", task.name, kNameBytesMax);
    in.text("queue", task.queue, kTypeBytesMax);
    readPayload(in, task.payload);
    in.integer("priority", task.priority, 1, kPriorityMax);
    in.integer("attempts", task.attemptsMax, 1, 100);
    in.integer("deliveries", task.deliveriesMax, 1, 1000);
    in.seconds("timeout_s", task.timeout, 0.01, kTimeoutMax);
    in.moment("run_at", task.runAt, context.now);
    in.moment("deadline", task.deadline, context.now);
    readExtras(in, context, task);
    if (const auto error = in.finish()) return std::unexpected(*error);
    return task;
}

} // namespace qd::codec

namespace qd {

Result<TaskSpec> taskFromJson(std::string_view text, const JsonContext &context) {
    const auto value = codec::parse(text);
    if (!value) return std::unexpected(value.error());
    return codec::taskFrom(*value, context);
}

} // namespace qd
