#include "core/http/task_query.h"

#include <array>
#include <charconv>
#include <fmt/format.h>

#include "core/model/task_expression.h"

namespace qd::http {

namespace {

constexpr std::array<std::string_view, kTaskColumns> kColumns = {
    "id",         "name",   "type",       "queue",      "state",       "priority", "attempts",
    "deliveries", "worker", "created_at", "started_at", "finished_at", "run_time", "error"};
constexpr std::size_t kIdsMax = 1000;

std::unexpected<Error> wrong(std::string_view name, std::string_view value, std::string_view why) {
    return fail(ErrorCode::Invalid, fmt::format("{}: \"{}\" {}", name, value.substr(0, 80), why));
}

/// The pieces of "a,b,c"; empty text has none.
std::vector<std::string_view> pieces(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto comma = text.find(',');
        out.push_back(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return out;
}

Result<void> readStates(std::string_view text, std::uint16_t &out) {
    for (const std::string_view piece : pieces(text)) {
        const auto state = parseTaskState(piece);
        if (!state)
            return wrong("state", piece,
                         "is none of pending, queued, assigned, running, retrying, suspended, completed, failed, "
                         "cancelled");
        out = static_cast<std::uint16_t>(out | TaskFilter::bit(*state));
    }
    return {};
}

Result<void> readIds(std::string_view text, LedgerId ledger, std::vector<TaskId> &out) {
    for (const std::string_view piece : pieces(text)) {
        const auto id = parseTaskId(ledger, piece);
        if (!id) return wrong("ids", piece, "is not the id of a task of this ledger");
        out.push_back(*id);
    }
    if (out.size() > kIdsMax) return wrong("ids", text, fmt::format("has more than {} ids", kIdsMax));
    return {};
}

Result<void> readSort(const Request &request, TaskSort &out) {
    if (const auto name = request.parameter("sort"); name && !name->empty()) {
        std::size_t column = 0;
        while (column < kColumns.size() && kColumns[column] != *name) ++column;
        if (column == kColumns.size())
            return wrong("sort", *name, fmt::format("is none of {}", fmt::join(kColumns, ", ")));
        out = {static_cast<TaskColumn>(column), false};
    }
    if (const auto desc = request.parameter("desc")) {
        if (*desc != "0" && *desc != "1") return wrong("desc", *desc, "must be 0 or 1");
        out.descending = *desc == "1";
    }
    return {};
}

Result<void> readFilter(const Request &request, LedgerId ledger, TaskFilter &out) {
    const auto text = [&request](std::string_view name) { return std::string{request.parameter(name).value_or("")}; };
    if (auto done = readStates(text("state"), out.states); !done) return done;
    if (auto done = readIds(text("ids"), ledger, out.ids); !done) return done;
    out.type = text("type");
    out.queue = text("queue");
    out.text = text("text");
    out.expression = text("filter");
    if (const auto parsed = parseTaskExpression(out.expression); !parsed) return std::unexpected(parsed.error());
    if (const std::string worker = text("worker"); !worker.empty()) {
        const auto id = parseWorkerId(worker);
        if (!id) return wrong("worker", worker, "is no worker's id, as in w-3");
        out.worker = *id;
    }
    const auto priority = numberParameter(request, "priority_min", 0, kPriorityMax, 0);
    if (!priority) return std::unexpected(priority.error());
    out.priorityMin = static_cast<std::uint8_t>(*priority);
    const auto finished = numberParameter(request, "finished_before_s", 0, 3650ULL * 86'400, 0);
    if (!finished) return std::unexpected(finished.error());
    out.finishedBefore = std::chrono::seconds{static_cast<std::int64_t>(*finished)};
    return {};
}

} // namespace

Result<std::uint64_t> numberParameter(const Request &request, std::string_view name, std::uint64_t low,
                                      std::uint64_t high, std::uint64_t standard) {
    const auto text = request.parameter(name);
    if (!text || text->empty()) return standard;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value < low || value > high)
        return wrong(name, *text, fmt::format("must be a whole number (allowed: {} .. {})", low, high));
    return value;
}

Result<TaskQuery> taskQueryFrom(const Request &request, LedgerId ledger) {
    if (auto known = request.checkParameters({"state", "type", "queue", "worker", "text", "filter", "ids",
                                              "priority_min", "finished_before_s", "sort", "desc", "offset", "limit"});
        !known)
        return std::unexpected(known.error());
    TaskQuery out;
    if (auto done = readFilter(request, ledger, out.filter); !done) return std::unexpected(done.error());
    if (auto done = readSort(request, out.sort); !done) return std::unexpected(done.error());
    out.exact = !out.filter.expression.empty();
    const auto offset = numberParameter(request, "offset", 0, 1'000'000'000'000, 0);
    if (!offset) return std::unexpected(offset.error());
    out.offset = *offset;
    const auto limit = numberParameter(request, "limit", 1, 10'000, 200);
    if (!limit) return std::unexpected(limit.error());
    out.limit = static_cast<std::uint32_t>(*limit);
    return out;
}

} // namespace qd::http
