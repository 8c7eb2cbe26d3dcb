// workers, queues, status, settings, allow, ledger: the engine itself.

#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "app/qdctl/format.h"
#include "app/qdctl/status_text.h"
#include "app/qdctl/text_table.h"
#include "app/qdctl/verbs.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

/// GET, and the JSON itself when that is wanted; else `print` makes text of it.
template <typename Print> Answer<Exit> show(const VerbContext &context, const std::string &path, const Print &print) {
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    const auto json = client->get(path);
    if (!json) return std::unexpected(json.error());
    if (context.json)
        context.printJson(*json);
    else
        print(*json);
    return Exit::Ok;
}

std::string age(const Json &row, std::string_view key) {
    const double milliseconds = numberOf(row, key);
    return milliseconds < 0 ? std::string{} : formatDuration(milliseconds);
}

void printWorkers(const VerbContext &context, const Json &json) {
    TextTable table({{"WORKER"},
                     {"STATE"},
                     {"BUSY", Align::Right},
                     {"COMPLETED", Align::Right, false, 3},
                     {"FAILED", Align::Right},
                     {"LOST", Align::Right, false, 2},
                     {"HEARTBEAT", Align::Right, false, 1},
                     {"TASK"},
                     {"SINCE", Align::Right},
                     {"LABEL", Align::Left, true}});
    const Console &console = context.console;
    for (const Json &row : listOf(json, "rows")) {
        // Lifecycle and pause are two axes: a paused worker is still live.
        const std::string state = textOf(row, "lifecycle");
        const bool paused = flagOf(row, "paused");
        const std::string text = stateText(state, console.unicode) + (paused ? ", paused" : "");
        const std::string task = textOf(row, "current_task");
        const bool idle = task.empty() || task == "0";
        table.add({textOf(row, "id"),
                   {text, paused ? Style::Warning : stateStyle(state)},
                   fmt::format("{}/{}", countOf(row, "busy"), countOf(row, "slots")),
                   formatCount(countOf(row, "completed")),
                   formatCount(countOf(row, "failed")),
                   formatCount(countOf(row, "lease_lost")),
                   age(row, "heartbeat_age_ms"),
                   idle ? "" : task,
                   idle ? "" : age(row, "current_age_ms"),
                   textOf(row, "label")});
    }
    console.out << (table.empty() ? "No workers. Resize the pool: qdctl resize 8\n" : table.render(console));
}

std::string queueState(const Json &row, bool unicode) {
    if (flagOf(row, "paused")) return stateText("paused", unicode);
    // Nobody intervened: its tasks only wait for a worker.
    if (flagOf(row, "held")) return stateText("waiting", unicode);
    return stateText("open", unicode);
}

void printQueues(const VerbContext &context, const Json &json) {
    TextTable table({{"QUEUE", Align::Left, true},
                     {"STATE"},
                     {"QUEUED", Align::Right},
                     {"RUNNING", Align::Right},
                     {"SCHEDULED", Align::Right, false, 2},
                     {"RETRYING", Align::Right, false, 3},
                     {"OLDEST", Align::Right},
                     {"SUBMITTED", Align::Right, false, 1},
                     {"COMPLETED", Align::Right},
                     {"FAILED", Align::Right}});
    const Console &console = context.console;
    for (const Json &row : listOf(json, "rows")) {
        table.add({textOf(row, "name"),
                   {queueState(row, console.unicode), flagOf(row, "paused") ? Style::Warning : Style::Plain},
                   formatCount(countOf(row, "queued")),
                   formatCount(countOf(row, "running")),
                   formatCount(countOf(row, "scheduled")),
                   formatCount(countOf(row, "retrying")),
                   countOf(row, "queued") > 0 ? age(row, "oldest_age_ms") : "",
                   formatCount(countOf(row, "submitted")),
                   formatCount(countOf(row, "completed")),
                   {formatCount(countOf(row, "failed")), countOf(row, "failed") > 0 ? Style::Bad : Style::Plain}});
    }
    console.out << (table.empty() ? "No queues yet: the first task of a type makes one.\n" : table.render(console));
}

void printSettings(const VerbContext &context, const Json &json) {
    TextTable table({{"KEY"},
                     {"VALUE", Align::Left, true},
                     {"FROM"},
                     {"RANGE", Align::Left, true},
                     {"HELP", Align::Left, true, 1}});
    for (const Json &line : listOf(json, "settings")) {
        const std::string source = textOf(line, "source");
        table.add({textOf(line, "key"),
                   {textOf(line, "value"), source == "default" ? Style::Plain : Style::Bold},
                   source,
                   textOf(line, "range"),
                   textOf(line, "help")});
    }
    context.console.out << fmt::format("profile {}\n", printable(textOf(json, "profile")))
                        << table.render(context.console);
    if (context.console.width > 0) context.console.out << "qdctl settings KEY shows one in full.\n";
}

/// Nothing is cut here: this is for reading one.
void printSetting(const VerbContext &context, const Json &setting) {
    std::ostream &out = context.console.out;
    out << context.console.paint(Style::Bold, printable(textOf(setting, "key"))) << '\n';
    for (const char *key : {"value", "source", "range", "help"})
        out << fmt::format("  {} {}\n", context.console.paint(Style::Dim, fmt::format("{:<7}", key)),
                           printable(textOf(setting, key)));
}

/// Those of the keys; "pool" stands for all that begin with "pool.".
Answer<Json> chosenSettings(const Json &all, const std::vector<std::string> &keys) {
    Json chosen = Json::array();
    for (const std::string &key : keys) {
        const std::size_t before = chosen.size();
        for (const Json &setting : listOf(all, "settings"))
            if (const std::string name = textOf(setting, "key"); name == key || name.starts_with(key + "."))
                chosen.push_back(setting);
        if (chosen.size() == before)
            return usage(fmt::format("There is no setting \"{}\"; qdctl settings lists them.", printable(key)));
    }
    return chosen;
}

Answer<Exit> tell(const VerbContext &context, Answer<ApiClient> client, const std::string &path, const Json &body,
                  std::string_view otherwise) {
    if (!client) return std::unexpected(client.error());
    const auto answer = client->post(path, body);
    if (!answer) return std::unexpected(answer.error());
    const std::string text = textOf(*answer, "text");
    if (context.json)
        context.printJson(*answer);
    else
        context.console.out << (text.empty() ? std::string{otherwise} : printable(text, true)) << '\n';
    return Exit::Ok;
}

} // namespace

Answer<Exit> listWorkers(const VerbContext &context) {
    return show(context, "/api/v1/workers", [&context](const Json &json) { printWorkers(context, json); });
}

Answer<Exit> listQueues(const VerbContext &context) {
    return show(context, "/api/v1/queues", [&context](const Json &json) { printQueues(context, json); });
}

Answer<Exit> showStatus(const VerbContext &context) {
    return show(context, "/api/v1/status",
                [&context](const Json &json) { context.console.out << statusText(context.console, json); });
}

Answer<Exit> showSettings(const VerbContext &context, const std::vector<std::string> &keys) {
    if (keys.empty())
        return show(context, "/api/v1/settings", [&context](const Json &json) { printSettings(context, json); });
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    auto all = client->get("/api/v1/settings");
    if (!all) return std::unexpected(all.error());
    const auto chosen = chosenSettings(*all, keys);
    if (!chosen) return std::unexpected(chosen.error());
    if (context.json) {
        (*all)["settings"] = *chosen;
        context.printJson(*all);
    } else {
        for (const Json &setting : *chosen) printSetting(context, setting);
    }
    return Exit::Ok;
}

Answer<Exit> allowProgram(const VerbContext &context, const std::string &program) {
    if (program.empty()) return usage("Name the program: qdctl allow sha256sum");
    if (program.find(' ') != std::string::npos && !std::filesystem::exists(program))
        return usage(
            fmt::format("There is no program \"{}\"; name the program alone, without its arguments: qdctl allow {}",
                        printable(program), printable(program.substr(0, program.find(' ')))));
    if (auto asked = askToAllow(context, program); !asked) return std::unexpected(asked.error());
    return tell(context, context.open(), "/api/v1/programs/allow", Json{{"program", program}},
                fmt::format("Allowed {}.", printable(program)));
}

Answer<void> askToAllow(const VerbContext &context, const std::string &program) {
    // Whoever may submit tasks may run it from then on: this widens what the engine does for everybody.
    return confirm(context.console,
                   {.tier = Tier::Disruptive,
                    .verb = "allow",
                    .effect = fmt::format("Tasks may then run {}, now and after a restart.", printable(program)),
                    .yes = context.yes});
}

Answer<Exit> shutdown(const VerbContext &context, bool now) {
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    const auto status = client->get("/api/v1/status");
    if (!status) return std::unexpected(status.error());
    const std::string_view what = now ? "Running tasks are taken from their workers and run again after the next start."
                                      : "Running tasks may finish; waiting ones run after the next start.";
    if (!context.yes) {
        const auto production = isProduction(*client);
        if (!production) return std::unexpected(production.error());
        const Question question{.tier = *production ? Tier::Destructive : Tier::Disruptive,
                                .verb = "shutdown",
                                .effect =
                                    fmt::format("This stops the engine (pid {}). {}", textOf(*status, "pid"), what)};
        if (auto asked = confirm(context.console, question); !asked) return std::unexpected(asked.error());
    }
    const auto answer = client->post("/api/v1/shutdown", Json{{"mode", now ? "now" : "drain"}});
    if (!answer) return std::unexpected(answer.error());
    if (context.json)
        context.printJson(*answer);
    else
        context.console.out << fmt::format("The engine (pid {}) is stopping. {}\n", textOf(*status, "pid"), what);
    return Exit::Ok;
}

Answer<Exit> checkLedger(const VerbContext &context, const CheckArguments &arguments) {
    if (!arguments.file.empty() || arguments.offline) return checkLedgerFile(context, arguments.file);
    auto client = context.open();
    if (!client && client.error().exit == Exit::NoEngine)
        client.error().error.detail += " To check the file without an engine: qdctl ledger check --offline";
    return tell(context, std::move(client), "/api/v1/ledger/check", Json::object(), "The ledger is sound.");
}

Answer<Exit> backupLedger(const VerbContext &context, const std::string &file) {
    // The engine has a working folder of its own.
    const std::string path = std::filesystem::absolute(file).lexically_normal().string();
    return tell(context, context.open(), "/api/v1/ledger/backup", Json{{"path", path}},
                fmt::format("Copied to {}.", printable(path)));
}

} // namespace qd::ctl
