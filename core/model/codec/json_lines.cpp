// Lists of tasks: what is unusable is refused with its place, the rest goes on.

#include <algorithm>
#include <fmt/format.h>

#include "core/model/codec/json_private.h"

namespace qd {

namespace {

void add(SubmitBatch &batch, std::uint32_t place, Result<TaskSpec> task) {
    if (task) {
        batch.submit.tasks.push_back(std::move(*task));
        batch.places.push_back(place);
        return;
    }
    ++batch.refused;
    if (batch.refusals.size() < kRefusalsListed) batch.refusals.push_back({place, TaskId{}, std::move(task.error())});
}

Error tooMany(std::uint64_t count) {
    return {ErrorCode::Invalid,
            fmt::format("{} tasks in one request (allowed: 1 .. {}, repeats included); split it", count, kSubmitMax)};
}

Result<SubmitBatch> fromEnvelope(const codec::Json &object, const JsonContext &context) {
    codec::Members in{object, "a list of tasks"};
    SubmitBatch batch;
    std::string ticket;
    in.integer("repeat", batch.submit.repeat, 1, kSubmitMax);
    in.text("ticket", ticket, 36);
    in.text("reason", batch.reason, 1024);
    const codec::Json *tasks = in.find("tasks");
    if (tasks == nullptr || !tasks->is_array() || tasks->empty())
        in.wrong("tasks: must be a list of at least one task");
    if (const auto error = in.finish()) return std::unexpected(*error);
    if (!ticket.empty()) {
        const auto parsed = Uuid::parse(ticket);
        if (!parsed || !*parsed) return fail(ErrorCode::Invalid, fmt::format("ticket: \"{}\" is no UUID", ticket));
        batch.ticket = *parsed;
    }
    if (tasks->size() * batch.submit.repeat > kSubmitMax)
        return std::unexpected(tooMany(tasks->size() * batch.submit.repeat));
    for (const codec::Json &task : *tasks) add(batch, batch.listed++, codec::taskFrom(task, context));
    return batch;
}

} // namespace

Result<SubmitBatch> submitFromJson(std::string_view text, const JsonContext &context) {
    const auto value = codec::parse(text);
    if (!value) return std::unexpected(value.error());
    if (value->is_object() && value->contains("tasks")) return fromEnvelope(*value, context);
    SubmitBatch batch;
    add(batch, batch.listed++, codec::taskFrom(*value, context));
    return batch;
}

Result<SubmitBatch> submitFromJsonLines(std::string_view text, const JsonContext &context) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    SubmitBatch batch;
    std::uint64_t tasks = 0;
    for (std::uint32_t line = 1; !text.empty(); ++line) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view content = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        batch.listed = line;
        if (content.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        if (++tasks > kSubmitMax)
            return std::unexpected(
                tooMany(tasks + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'))));
        add(batch, line, taskFromJson(content, context));
    }
    if (tasks == 0) return fail(ErrorCode::Invalid, "There is no task in the text: one JSON object a line is expected");
    return batch;
}

void addRefusals(Outcome &outcome, const SubmitBatch &batch) {
    const auto given = static_cast<std::uint32_t>(batch.places.size());
    for (Refusal &refusal : outcome.refusals)
        if (given > 0) refusal.index = batch.places[refusal.index % given] + (refusal.index / given) * batch.listed;
    outcome.refusals.insert(outcome.refusals.end(), batch.refusals.begin(), batch.refusals.end());
    std::stable_sort(outcome.refusals.begin(), outcome.refusals.end(),
                     [](const Refusal &a, const Refusal &b) { return a.index < b.index; });
    if (outcome.refusals.size() > kRefusalsListed) outcome.refusals.resize(kRefusalsListed);
    outcome.refused += batch.refused;
}

bool isJson(std::string_view text) {
    return codec::parse(text).has_value();
}

} // namespace qd
