#include "app/qdctl/task_filter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/qdctl/format.h"
#include "core/model/ids.h"
#include "core/model/task.h"
#include "core/model/task_expression.h"

namespace qd::ctl {

namespace {

constexpr std::size_t kIdsMax = 10'000;

std::vector<std::string> splitAtCommas(const std::vector<std::string> &texts) {
    std::vector<std::string> parts;
    for (const std::string &text : texts) {
        std::size_t from = 0;
        while (from <= text.size()) {
            const std::size_t comma = std::min(text.find(',', from), text.size());
            if (comma > from) parts.push_back(text.substr(from, comma - from));
            from = comma + 1;
        }
    }
    return parts;
}

/// "1042" or "9c41e0-1042"; whether this ledger has it is the engine's to say.
bool looksLikeTaskId(const std::string &id) {
    return !id.empty() && id.size() <= 40 && id.find_first_not_of("0123456789abcdefABCDEF-") == std::string::npos;
}

} // namespace

bool CheckedFilter::everything() const {
    return ids.empty() && states.empty() && type.empty() && queue.empty() && worker.empty() && text.empty() &&
           expression.empty() && finishedBeforeSeconds == 0;
}

std::string CheckedFilter::query() const {
    std::string query;
    const auto add = [&query](std::string_view key, const std::string &value) {
        if (value.empty()) return;
        query += fmt::format("{}{}={}", query.empty() ? "" : "&", key, percentEncode(value));
    };
    add("state", fmt::format("{}", fmt::join(states, ",")));
    add("type", type);
    add("queue", queue);
    add("worker", worker);
    add("text", text);
    add("filter", expression);
    add("ids", fmt::format("{}", fmt::join(ids, ",")));
    if (finishedBeforeSeconds > 0) add("finished_before_s", std::to_string(finishedBeforeSeconds));
    return query;
}

nlohmann::json CheckedFilter::json() const {
    nlohmann::json filter = nlohmann::json::object();
    if (!ids.empty()) filter["ids"] = ids;
    if (!states.empty()) filter["state"] = states;
    if (!type.empty()) filter["type"] = type;
    if (!queue.empty()) filter["queue"] = queue;
    if (!worker.empty()) filter["worker"] = worker;
    if (!text.empty()) filter["text"] = text;
    if (!expression.empty()) filter["filter"] = expression;
    if (finishedBeforeSeconds > 0) filter["finished_before_s"] = finishedBeforeSeconds;
    return filter;
}

std::string CheckedFilter::sentence() const {
    std::vector<std::string> terms;
    if (!ids.empty())
        terms.push_back(ids.size() == 1 ? "task " + ids.front() : fmt::format("{} named tasks", ids.size()));
    else
        terms.emplace_back("tasks");
    if (!states.empty()) terms.push_back(fmt::format("that are {}", fmt::join(states, " or ")));
    if (!type.empty()) terms.push_back("of type " + type);
    if (!queue.empty()) terms.push_back("in queue " + queue);
    if (!worker.empty()) terms.push_back("on worker " + worker);
    if (!text.empty()) terms.push_back(fmt::format("containing \"{}\"", text));
    if (!expression.empty()) terms.push_back(fmt::format("that match '{}'", expression));
    if (finishedBeforeSeconds > 0)
        terms.push_back("finished at least " + formatDuration(static_cast<double>(finishedBeforeSeconds) * 1000) +
                        " ago");
    return fmt::format("{}", fmt::join(terms, " "));
}

Answer<CheckedFilter> check(const TaskFilterArguments &arguments) {
    CheckedFilter filter{.ids = splitAtCommas(arguments.ids),
                         .states = splitAtCommas(arguments.states),
                         .type = arguments.type,
                         .queue = arguments.queue,
                         .worker = arguments.worker,
                         .text = arguments.text,
                         .expression = arguments.expression};
    if (const auto parsed = parseTaskExpression(filter.expression); !parsed)
        return usage("--filter: " + printable(parsed.error().detail));
    for (const std::string &id : filter.ids)
        if (!looksLikeTaskId(id))
            return usage(
                fmt::format("\"{}\" is no task id; ids look like 9c41e0-1042, or 1042 for short.", printable(id)));
    if (filter.ids.size() > kIdsMax)
        return usage(fmt::format("{} ids are too many for one command; give at most {}.", filter.ids.size(), kIdsMax));
    for (const std::string &state : filter.states)
        if (!parseTaskState(state))
            return usage(fmt::format("--state \"{}\" is unknown; use pending, queued, assigned, running, retrying, "
                                     "suspended, completed, failed or cancelled.",
                                     printable(state)));
    if (!filter.worker.empty() && !parseWorkerId(filter.worker))
        return usage(fmt::format("--worker \"{}\" is no worker; write it like w-3.", printable(filter.worker)));
    if (!arguments.olderThan.empty()) {
        const auto age = parseDuration(arguments.olderThan);
        if (!age) return usage("--older-than: " + age.error().detail);
        filter.finishedBeforeSeconds = std::chrono::ceil<std::chrono::seconds>(*age).count();
    }
    return filter;
}

Answer<CheckedFilter> checkForAction(const TaskFilterArguments &arguments) {
    auto filter = check(arguments);
    if (filter && filter->everything() && !arguments.all)
        return usage(
            "Say which tasks: ids, or a filter such as --state failed or --queue http, or --all for every one.");
    if (filter && !filter->everything() && arguments.all)
        return usage("--all means every task; leave it out when ids or a filter are given.");
    return filter;
}

} // namespace qd::ctl
