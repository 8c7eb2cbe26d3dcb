// tasks, task, why: reading what the engine keeps about tasks.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <thread>

#include "app/qdctl/format.h"
#include "app/qdctl/live_tail.h"
#include "app/qdctl/task_text.h"
#include "app/qdctl/verbs.h"
#include "core/model/ids.h"
#include "core/model/task.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

constexpr std::chrono::milliseconds kFollowPause{250};
constexpr std::array<std::string_view, 14> kSortColumns = {
    "id",         "name",   "type",       "queue",      "state",       "priority", "attempts",
    "deliveries", "worker", "created_at", "started_at", "finished_at", "run_time", "error"};

/// Passes on what is new in both outputs: as it is, or as one JSON object a piece.
void passOn(const VerbContext &context, std::string_view stream, const std::string &fresh) {
    if (fresh.empty()) return;
    if (context.json) {
        context.printJson(Json{{"stream", stream}, {"text", fresh}});
        context.console.out << std::flush;
    } else {
        (stream == "output" ? context.console.out : context.console.err) << printable(fresh, true) << std::flush;
    }
}

bool wasTakenAway(const Json &task) {
    const std::string state = textOf(task, "state");
    return state == "cancelled" || state == "suspended" || textOf(task, "reason") == "deadline_passed";
}

/// The raw output while it runs, then how it ended.
Answer<Exit> follow(const VerbContext &context, ApiClient &client, const std::string &path) {
    LiveTail output;
    LiveTail errorOutput;
    std::uint64_t run = 0;
    for (;;) {
        const auto task = client.get(path);
        if (!task) return std::unexpected(task.error());
        const bool isDone = isFinalState(*task);
        if (const std::uint64_t now = countOf(*task, "epoch"); now != run) {
            // Another attempt writes from the start. Who takes a task away raises the epoch too; the output stays then.
            if (!wasTakenAway(*task)) output = errorOutput = {};
            run = now;
        }
        const bool hasLive = task->contains("live") && (*task)["live"].is_object();
        if (isDone || hasLive) {
            const auto stream = [&](std::string_view key) {
                return isDone ? ofResult(*task, key) : textOf((*task)["live"], key);
            };
            passOn(context, "output", output.take(stream("output")));
            passOn(context, "error_output", errorOutput.take(stream("error_output")));
        }
        if (isDone) {
            const std::string state = textOf(*task, "state");
            const std::string trouble = troubleOf(*task);
            if (context.json)
                context.printJson(*task);
            else
                context.console.err << fmt::format("{}{}{}\n", stateText(state, context.console.unicode),
                                                   trouble.empty() ? "" : ": ", printable(trouble));
            return state == "completed" ? Exit::Ok : Exit::TaskFailed;
        }
        std::this_thread::sleep_for(kFollowPause);
    }
}

} // namespace

Answer<Exit> listTasks(const VerbContext &context, const ListArguments &arguments) {
    const auto filter = check(arguments.filter);
    if (!filter) return std::unexpected(filter.error());
    if (std::find(kSortColumns.begin(), kSortColumns.end(), arguments.sort) == kSortColumns.end())
        return usage(fmt::format("--sort \"{}\" is no column of tasks.", printable(arguments.sort)));
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    const std::string query = filter->query();
    const auto page = client->get(fmt::format("/api/v1/tasks?sort={}&desc={}&offset={}&limit={}{}{}", arguments.sort,
                                              arguments.ascending ? 0 : 1, arguments.offset, arguments.limit,
                                              query.empty() ? "" : "&", query));
    if (!page) return std::unexpected(page.error());
    if (context.json) {
        context.printJson(*page);
        return Exit::Ok;
    }
    const std::uint64_t kept = countOf(*page, "kept");
    const std::size_t shown = listOf(*page, "tasks").size();
    if (shown == 0 && kept == 0)
        context.console.out << "No tasks yet. Submit one: qdctl submit synthetic '{\"ms\":20}'\n";
    else if (shown == 0)
        context.console.out << fmt::format("No task matches ({} kept).\n", formatCount(kept));
    else
        context.console.out << taskTable(*page, context.console.unicode).render(context.console);
    if (shown > 0)
        context.console.err << fmt::format("{} shown, {} match, {} kept\n", formatCount(shown),
                                           formatCount(countOf(*page, "count")), formatCount(kept));
    return Exit::Ok;
}

Answer<Exit> showTask(const VerbContext &context, const std::string &id, bool followIt) {
    const auto filter = check({.ids = {id}});
    if (!filter) return std::unexpected(filter.error());
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    const std::string path = "/api/v1/tasks/" + percentEncode(id);
    if (followIt) return follow(context, *client, path);
    const auto task = client->get(path);
    if (!task) return std::unexpected(task.error());
    if (context.json)
        context.printJson(*task);
    else
        printTask(context, *task);
    return Exit::Ok;
}

Answer<Exit> showWhy(const VerbContext &context, const std::string &id) {
    const bool isWorker = id.starts_with("w-");
    if (isWorker && !parseWorkerId(id))
        return usage(fmt::format("\"{}\" is no worker; write it like w-3.", printable(id)));
    if (!isWorker)
        if (const auto filter = check({.ids = {id}}); !filter) return std::unexpected(filter.error());
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    const auto why = client->get(fmt::format("/api/v1/{}/{}/why", isWorker ? "workers" : "tasks", percentEncode(id)));
    if (!why) return std::unexpected(why.error());
    if (context.json) {
        context.printJson(*why);
        return Exit::Ok;
    }
    const Json &decisions = listOf(*why, "decisions");
    for (const Json &decision : decisions)
        context.console.out << fmt::format("{}  {}  {}\n", formatMoment(textOf(decision, "at")),
                                           context.console.paint(Style::Bold, printable(textOf(decision, "kind"))),
                                           printable(textOf(decision, "text")));
    // Nothing is recomputed: what the engine did not keep stays unknown, and its note says so.
    if (const std::string note = textOf(*why, "note"); !note.empty()) context.console.out << printable(note) << '\n';
    return Exit::Ok;
}

} // namespace qd::ctl
