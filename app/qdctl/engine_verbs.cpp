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
                     {"COMPLETED", Align::Right},
                     {"FAILED", Align::Right},
                     {"LOST", Align::Right},
                     {"HEARTBEAT", Align::Right},
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
    if (flagOf(row, "held")) return stateText("held", unicode);
    return stateText("open", unicode);
}

void printQueues(const VerbContext &context, const Json &json) {
    TextTable table({{"QUEUE", Align::Left, true},
                     {"STATE"},
                     {"QUEUED", Align::Right},
                     {"RUNNING", Align::Right},
                     {"SCHEDULED", Align::Right},
                     {"RETRYING", Align::Right},
                     {"OLDEST", Align::Right},
                     {"SUBMITTED", Align::Right},
                     {"COMPLETED", Align::Right},
                     {"FAILED", Align::Right}});
    const Console &console = context.console;
    for (const Json &row : listOf(json, "rows")) {
        const bool stopped = flagOf(row, "paused") || flagOf(row, "held");
        table.add({textOf(row, "name"),
                   {queueState(row, console.unicode), stopped ? Style::Warning : Style::Plain},
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
    TextTable table(
        {{"KEY"}, {"VALUE", Align::Left, true}, {"FROM"}, {"RANGE", Align::Left, true}, {"HELP", Align::Left, true}});
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

Answer<Exit> showSettings(const VerbContext &context) {
    return show(context, "/api/v1/settings", [&context](const Json &json) { printSettings(context, json); });
}

Answer<Exit> allowProgram(const VerbContext &context, const std::string &program) {
    if (program.empty()) return usage("Name the program: qdctl allow sha256sum");
    if (program.find(' ') != std::string::npos && !std::filesystem::exists(program))
        return usage(
            fmt::format("There is no program \"{}\"; name the program alone, without its arguments: qdctl allow {}",
                        printable(program), printable(program.substr(0, program.find(' ')))));
    // Whoever may submit tasks may run it from then on: this widens what the engine does for everybody.
    const Question question{.tier = Tier::Disruptive,
                            .verb = "allow",
                            .effect =
                                fmt::format("Tasks may then run {}, now and after a restart.", printable(program)),
                            .yes = context.yes};
    if (auto asked = confirm(context.console, question); !asked) return std::unexpected(asked.error());
    return tell(context, context.open(), "/api/v1/programs/allow", Json{{"program", program}},
                fmt::format("Allowed {}.", printable(program)));
}

Answer<Exit> checkLedger(const VerbContext &context) {
    return tell(context, context.open(), "/api/v1/ledger/check", Json::object(), "The ledger is sound.");
}

Answer<Exit> backupLedger(const VerbContext &context, const std::string &file) {
    // The engine has a working folder of its own.
    const std::string path = std::filesystem::absolute(file).lexically_normal().string();
    return tell(context, context.open(), "/api/v1/ledger/backup", Json{{"path", path}},
                fmt::format("Copied to {}.", printable(path)));
}

} // namespace qd::ctl
