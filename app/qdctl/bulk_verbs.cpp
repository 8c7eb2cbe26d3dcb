// cancel, suspend, resume tasks, retry, requeue, reprioritise, purge: ids or a filter, asked for by tier.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "app/qdctl/format.h"
#include "app/qdctl/verbs.h"
#include "core/base/assert.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kPerCommand = 10'000;
constexpr std::size_t kIdsAsked = 1'000; ///< The door takes no more in one question.
constexpr int kRoundsMax = 1'000;

struct BulkLook {
    BulkVerb verb;
    std::string_view kind;  ///< Of the API.
    std::string_view typed; ///< Of the command line.
    std::string_view done;
    std::vector<std::string> states; ///< Those it can act on: what a filter means when it names none.
};

const BulkLook &lookOf(BulkVerb verb) {
    static const std::vector<std::string> unfinished = {"pending", "queued",   "assigned",
                                                        "running", "retrying", "suspended"};
    static const std::array<BulkLook, 7> looks = {{
        {BulkVerb::Cancel, "cancel", "cancel", "Cancelled", unfinished},
        {BulkVerb::Suspend, "suspend", "suspend", "Suspended", {"queued", "assigned", "running"}},
        {BulkVerb::ResumeTasks, "resume_tasks", "resume", "Resumed", {"suspended"}},
        {BulkVerb::Retry, "retry", "retry", "Retrying", {"failed"}},
        {BulkVerb::Requeue, "requeue", "requeue", "Requeued", {"assigned", "running"}},
        {BulkVerb::Reprioritise, "reprioritise", "reprioritise", "Reprioritised", unfinished},
        {BulkVerb::Purge, "purge", "purge", "Purged", {"completed", "failed", "cancelled"}},
    }};
    for (const BulkLook &look : looks)
        if (look.verb == verb) return look;
    QD_ASSERT(false);
    return looks.front();
}

CommandBody bodyOf(BulkVerb verb) {
    switch (verb) {
    case BulkVerb::Cancel: return CancelTasks{};
    case BulkVerb::Suspend: return SuspendTasks{};
    case BulkVerb::ResumeTasks: return ResumeTasks{};
    case BulkVerb::Retry: return RetryTasks{};
    case BulkVerb::Requeue: return RequeueTasks{};
    case BulkVerb::Reprioritise: return ReprioritiseTasks{};
    case BulkVerb::Purge: return PurgeTasks{};
    }
    return CancelTasks{};
}

Answer<std::uint64_t> countMatching(ApiClient &client, const CheckedFilter &filter) {
    if (!filter.ids.empty()) return filter.ids.size();
    const auto page = client.get("/api/v1/tasks?limit=1&" + filter.query());
    if (!page) return std::unexpected(page.error());
    return countOf(*page, "count");
}

void mergeInto(Json &sum, const Json &outcome) {
    for (const char *key : {"affected", "refused"}) sum[key] = countOf(sum, key) + countOf(outcome, key);
    sum["ok"] = flagOf(outcome, "ok");
    if (outcome.contains("error")) sum["error"] = outcome["error"];
    for (const Json &refusal : listOf(outcome, "refusals"))
        if (listOf(sum, "refusals").size() < kRefusalsListed) sum["refusals"].push_back(refusal);
    sum["tickets"].push_back(textOf(outcome, "ticket"));
}

Json commandJson(BulkVerb verb, const BulkArguments &arguments, const CheckedFilter &filter) {
    Json command{{"kind", lookOf(verb).kind}, {"tasks", filter.json()}};
    if (filter.ids.empty()) command["tasks"]["limit"] = kPerCommand;
    if (verb == BulkVerb::Reprioritise) command["priority"] = arguments.priority;
    if (!arguments.reason.empty()) command["reason"] = arguments.reason;
    return command;
}

/// The ids behind a filter, for the one verb whose tasks still match it afterwards.
Answer<std::vector<std::string>> idsMatching(ApiClient &client, const CheckedFilter &filter, std::uint64_t count) {
    std::vector<std::string> ids;
    for (std::uint64_t offset = 0; offset < count; offset += kPerCommand) {
        const auto page = client.get(
            fmt::format("/api/v1/tasks?sort=id&desc=0&offset={}&limit={}&{}", offset, kPerCommand, filter.query()));
        if (!page) return std::unexpected(page.error());
        for (const Json &row : listOf(*page, "tasks")) ids.push_back(textOf(row, "id"));
    }
    return ids;
}

Answer<Json> actInSlices(ApiClient &client, BulkVerb verb, const BulkArguments &arguments, const CheckedFilter &filter,
                         std::uint64_t count) {
    const auto ids = idsMatching(client, filter, count);
    if (!ids) return std::unexpected(ids.error());
    Json sum = Json::object();
    for (std::size_t from = 0; from < ids->size(); from += kPerCommand) {
        CheckedFilter slice;
        const auto begin = ids->begin() + static_cast<std::ptrdiff_t>(from);
        slice.ids.assign(begin,
                         begin + static_cast<std::ptrdiff_t>(std::min<std::size_t>(kPerCommand, ids->size() - from)));
        const auto outcome = client.command("/api/v1/commands", commandJson(verb, arguments, slice));
        if (!outcome) return std::unexpected(outcome.error());
        mergeInto(sum, *outcome);
    }
    return sum;
}

/// One command touches 10 000 tasks at most; the next ones take what is left of the filter.
Answer<Json> act(const VerbContext &context, ApiClient &client, BulkVerb verb, const BulkArguments &arguments,
                 const CheckedFilter &filter, std::uint64_t count) {
    if (filter.ids.empty() && verb == BulkVerb::Reprioritise && count > kPerCommand)
        return actInSlices(client, verb, arguments, filter, count);
    Json sum = Json::object();
    ProgressLine progress(context.console);
    for (int round = 0; round < kRoundsMax; ++round) {
        const auto outcome = client.command("/api/v1/commands", commandJson(verb, arguments, filter));
        if (!outcome) return std::unexpected(outcome.error());
        mergeInto(sum, *outcome);
        if (!filter.ids.empty() || countOf(*outcome, "affected") < kPerCommand) break;
        progress.show(lookOf(verb).typed, countOf(sum, "affected"), count);
    }
    return sum;
}

Answer<void> ask(const VerbContext &context, ApiClient &client, BulkVerb verb, const CheckedFilter &filter,
                 std::uint64_t count) {
    if (context.yes) return {};
    const auto production = isProduction(client);
    if (!production) return std::unexpected(production.error());
    const BulkLook &look = lookOf(verb);
    std::string title{look.typed};
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
    const std::string effect = filter.ids.empty()
                                   ? fmt::format("{} {} {}.", title, formatCount(count), filter.sentence())
                                   : fmt::format("{} {}.", title, filter.sentence());
    return confirm(context.console, {.tier = tierOf(bodyOf(verb), count, *production),
                                     .verb = std::string{look.typed},
                                     .effect = printable(effect),
                                     .affected = count});
}

Answer<std::uint64_t> countOnWorkers(ApiClient &client, CheckedFilter filter) {
    filter.states = {"assigned", "running"};
    const auto page = client.get("/api/v1/tasks?limit=1&" + filter.query());
    if (!page) return std::unexpected(page.error());
    return countOf(*page, "count");
}

/// Suspending is free and silent for what waits. What runs is ended, and begins anew when it is resumed: that is asked.
Answer<void> askToEndRunning(const VerbContext &context, ApiClient &client, const CheckedFilter &filter) {
    if (context.yes || filter.ids.size() > kIdsAsked) return {};
    const bool meansRunning =
        filter.states.empty() || std::any_of(filter.states.begin(), filter.states.end(), [](const std::string &state) {
            return state == "assigned" || state == "running";
        });
    if (!meansRunning) return {};
    const auto running = countOnWorkers(client, filter);
    if (!running) return std::unexpected(running.error());
    if (*running == 0) return {};
    return confirm(context.console,
                   {.tier = Tier::Disruptive,
                    .verb = "suspend",
                    .effect = fmt::format("This ends {} running task{}; after resume {} from the beginning.",
                                          formatCount(*running), *running == 1 ? "" : "s",
                                          *running == 1 ? "it starts" : "they start"),
                    .affected = *running});
}

} // namespace

Answer<Exit> actOnTasks(const VerbContext &context, BulkVerb verb, const BulkArguments &arguments) {
    auto filter = checkForAction(arguments.filter);
    if (!filter) return std::unexpected(filter.error());
    if (filter->ids.empty() && filter->states.empty()) filter->states = lookOf(verb).states;
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    const auto count = countMatching(*client, *filter);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) {
        if (context.json)
            context.printJson(Json{{"ok", true}, {"affected", 0}, {"refused", 0}});
        else
            context.console.out << "No task matches.\n";
        return Exit::Ok;
    }
    if (auto asked = ask(context, *client, verb, *filter, *count); !asked) return std::unexpected(asked.error());
    if (verb == BulkVerb::Suspend)
        if (auto asked = askToEndRunning(context, *client, *filter); !asked) return std::unexpected(asked.error());
    const auto outcome = act(context, *client, verb, arguments, *filter, *count);
    if (!outcome) return std::unexpected(outcome.error());
    return reportOutcome(context, *outcome, lookOf(verb).done);
}

} // namespace qd::ctl
