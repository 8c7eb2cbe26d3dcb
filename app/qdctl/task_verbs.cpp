// tasks, task, why: reading what the engine keeps about tasks.

#include <fmt/format.h>

#include <array>
#include <ostream>
#include <thread>

#include "app/qdctl/format.h"
#include "app/qdctl/live_tail.h"
#include "app/qdctl/text_table.h"
#include "app/qdctl/verbs.h"
#include "core/model/ids.h"
#include "core/model/task.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

constexpr std::chrono::milliseconds kFollowPause{250};
constexpr std::array<std::string_view, 14> kSortColumns = {
    "id",         "name",   "type",       "queue",      "state",       "priority", "attempts",
    "deliveries", "worker", "created_at", "started_at", "finished_at", "run_ms",   "error"};

std::string durationOf(const Json &object, std::string_view key) {
    const double milliseconds = numberOf(object, key);
    return milliseconds < 0 ? std::string{} : formatDuration(milliseconds);
}

std::string attemptsOf(const Json &task) {
    const std::string most = textOf(task, "attempts_max");
    return most.empty() ? textOf(task, "attempts") : fmt::format("{}/{}", countOf(task, "attempts"), most);
}

TextTable taskTable(const Json &page, bool unicode) {
    TextTable table({{"ID"},
                     {"STATE"},
                     {"TYPE"},
                     {"QUEUE", Align::Left, true},
                     {"PRIO", Align::Right},
                     {"TRIES", Align::Right},
                     {"WORKER"},
                     {"CREATED"},
                     {"RUN", Align::Right},
                     {"NAME", Align::Left, true},
                     {"ERROR", Align::Left, true}});
    for (const Json &task : listOf(page, "tasks")) {
        const std::string state = textOf(task, "state");
        const bool started = !textOf(task, "started_at").empty();
        table.add({textOf(task, "id"),
                   {stateText(state, unicode), stateStyle(state)},
                   textOf(task, "type"),
                   textOf(task, "queue"),
                   textOf(task, "priority"),
                   attemptsOf(task),
                   textOf(task, "worker"),
                   formatMoment(textOf(task, "created_at")),
                   started ? durationOf(task, "run_ms") : "",
                   textOf(task, "name"),
                   {textOf(task, "error"), Style::Bad}});
    }
    return table;
}

void line(const VerbContext &context, std::string_view label, const std::string &value) {
    if (value.empty()) return;
    context.console.out << fmt::format("{} {}\n", context.console.paint(Style::Dim, fmt::format("{:<12}", label)),
                                       printable(value));
}

/// Several lines of text below a heading, each set in by two spaces.
void block(const VerbContext &context, std::string_view title, const std::string &text) {
    if (text.empty()) return;
    context.console.out << context.console.paint(Style::Bold, title) << '\n';
    const std::string safe = printable(text, true);
    for (std::size_t from = 0; from < safe.size();) {
        const std::size_t end = std::min(safe.find('\n', from), safe.size());
        context.console.out << "  " << std::string_view{safe}.substr(from, end - from) << '\n';
        from = end + 1;
    }
}

void printAttempts(const VerbContext &context, const Json &task) {
    const Json &attempts = listOf(task, "attempts_log");
    if (attempts.empty()) return;
    context.console.out << context.console.paint(Style::Bold, "attempts") << '\n';
    TextTable table({{"  EPOCH", Align::Right},
                     {"WORKER"},
                     {"STARTED"},
                     {"FINISHED"},
                     {"ENDED BY"},
                     {"EXIT", Align::Right},
                     {"ERROR", Align::Left, true}});
    for (const Json &attempt : attempts)
        table.add({textOf(attempt, "epoch"),
                   textOf(attempt, "worker"),
                   formatMoment(textOf(attempt, "started_at")),
                   formatMoment(textOf(attempt, "finished_at")),
                   textOf(attempt, "reason"),
                   textOf(attempt, "exit_code"),
                   {textOf(attempt, "error"), Style::Bad}});
    context.console.out << table.render(context.console);
    if (const auto dropped = countOf(task, "attempts_log_dropped"); dropped > 0)
        context.console.out << fmt::format("  {} older attempts are not kept\n", formatCount(dropped));
}

/// Member `key` of the task, or of its "result".
std::string ofResult(const Json &task, std::string_view key) {
    const auto result = task.find("result");
    return result != task.end() && result->is_object() ? textOf(*result, key) : textOf(task, key);
}

void printHead(const VerbContext &context, const Json &task) {
    const std::string state = textOf(task, "state");
    context.console.out << fmt::format(
        "{}  {}\n", context.console.paint(Style::Bold, textOf(task, "id")),
        context.console.paint(stateStyle(state), stateText(state, context.console.unicode)));
    line(context, "name", textOf(task, "name"));
    line(context, "type", textOf(task, "type"));
    line(context, "queue", textOf(task, "queue"));
    line(context, "priority", textOf(task, "priority"));
    line(context, "reason", textOf(task, "reason"));
    line(context, "attempts", attemptsOf(task));
    const std::string deliveries = textOf(task, "deliveries_max");
    line(context, "deliveries",
         deliveries.empty() ? textOf(task, "deliveries")
                            : fmt::format("{}/{}", textOf(task, "deliveries"), deliveries));
    line(context, "worker", textOf(task, "worker"));
    for (const char *key : {"tags", "parents", "dependencies", "key", "tenant", "workflow_run", "traceparent"}) {
        const std::string value = textOf(task, key);
        if (value != "[]") line(context, key, value);
    }
}

void printTimes(const VerbContext &context, const Json &task) {
    if (const double timeout = numberOf(task, "timeout_s"); timeout > 0)
        line(context, "timeout", formatDuration(timeout * 1000));
    line(context, "run at", formatMoment(textOf(task, "run_at")));
    line(context, "deadline", formatMoment(textOf(task, "deadline")));
    line(context, "created", formatMoment(textOf(task, "created_at")));
    line(context, "started", formatMoment(textOf(task, "started_at")));
    line(context, "finished", formatMoment(textOf(task, "finished_at")));
    if (!textOf(task, "started_at").empty()) line(context, "ran", durationOf(task, "run_ms"));
}

bool isFinalState(const Json &task) {
    const auto state = parseTaskState(textOf(task, "state"));
    return state && isFinal(*state);
}

void printTask(const VerbContext &context, const Json &task) {
    printHead(context, task);
    printTimes(context, task);
    block(context, "payload", textOf(task, "payload"));
    const bool hasLive = task.contains("live") && task["live"].is_object();
    if (isFinalState(task) || !ofResult(task, "error").empty()) {
        line(context, "exit code", ofResult(task, "exit_code"));
        line(context, "error", ofResult(task, "error"));
    }
    block(context, hasLive ? "output so far" : "output",
          hasLive ? textOf(task["live"], "output") : ofResult(task, "output"));
    block(context, hasLive ? "error output so far" : "error output",
          hasLive ? textOf(task["live"], "error_output") : ofResult(task, "error_output"));
    printAttempts(context, task);
}

/// The raw output while it runs, then how it ended.
Answer<Exit> follow(const VerbContext &context, ApiClient &client, const std::string &path) {
    LiveTail output;
    LiveTail errorOutput;
    for (;;) {
        const auto task = client.get(path);
        if (!task) return std::unexpected(task.error());
        const bool isDone = isFinalState(*task);
        const bool hasLive = task->contains("live") && (*task)["live"].is_object();
        if (isDone || hasLive) {
            const auto stream = [&](std::string_view key) {
                return isDone ? ofResult(*task, key) : textOf((*task)["live"], key);
            };
            context.console.out << printable(output.take(stream("output")), true) << std::flush;
            context.console.err << printable(errorOutput.take(stream("error_output")), true) << std::flush;
        }
        if (isDone) {
            const std::string state = textOf(*task, "state");
            const std::string error = ofResult(*task, "error");
            context.console.err << fmt::format("{}{}{}\n", stateText(state, context.console.unicode),
                                               error.empty() ? "" : ": ", printable(error));
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
    // Nothing is recomputed: what the engine did not keep stays unknown.
    if (decisions.empty()) {
        const std::string note = textOf(*why, "note");
        context.console.out << (note.empty() ? fmt::format("not kept (1 of {} sampled)", textOf(*why, "sampling"))
                                             : printable(note))
                            << '\n';
    }
    return Exit::Ok;
}

} // namespace qd::ctl
