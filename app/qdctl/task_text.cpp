#include "app/qdctl/task_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "app/qdctl/format.h"
#include "core/model/task.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

/// How long it ran; empty while there is nothing to say.
std::string runTimeOf(const Json &task) {
    const double milliseconds = numberOf(task, "run_time_ms");
    const bool hasEnded = !textOf(task, "started_at").empty() && !textOf(task, "finished_at").empty();
    return milliseconds > 0 || (milliseconds == 0 && hasEnded) ? formatDuration(milliseconds) : std::string{};
}

std::string attemptsOf(const Json &task) {
    const std::string most = textOf(task, "attempts_max");
    return most.empty() ? textOf(task, "attempts") : fmt::format("{}/{}", countOf(task, "attempts"), most);
}

/// What never ran to an end of its own has no exit code; the engine stores 0 for it.
std::string exitCodeOf(const Json &ended, bool good) {
    const std::string code = textOf(ended, "exit_code");
    return code == "0" && !good ? std::string{} : code;
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

/// ", last 16 384 of 6 888 896 bytes" where less was kept than written. The engine counts both streams as one.
std::string cutNote(const std::string &shown, const std::string &other, std::uint64_t written) {
    if (written <= shown.size() + other.size()) return {};
    if (other.empty()) return fmt::format(" (last {} of {} bytes)", formatCount(shown.size()), formatCount(written));
    return fmt::format(" (last {} bytes; both outputs together were {})", formatCount(shown.size()),
                       formatCount(written));
}

void printOutputs(const VerbContext &context, const Json &task) {
    const bool isLive = task.contains("live") && task["live"].is_object();
    const Json result = task.value("result", Json::object());
    const Json &from = isLive ? task["live"] : result;
    const std::string output = textOf(from, "output");
    const std::string errors = textOf(from, "error_output");
    const std::uint64_t written = countOf(from, "output_bytes");
    block(context, (isLive ? "output so far" : "output") + cutNote(output, errors, written), output);
    block(context, (isLive ? "error output so far" : "error output") + cutNote(errors, output, written), errors);
}

void printAttempts(const VerbContext &context, const Json &task) {
    const Json &attempts = listOf(task, "attempts_log");
    if (attempts.empty()) return;
    context.console.out << context.console.paint(Style::Bold, "attempts") << '\n';
    TextTable table({{"  EPOCH", Align::Right},
                     {"WORKER", Align::Left, false, 3},
                     {"STARTED", Align::Left, false, 1},
                     {"FINISHED", Align::Left, false, 2},
                     {"ENDED BY"},
                     {"EXIT", Align::Right},
                     {"ERROR", Align::Left, true}});
    for (const Json &attempt : attempts)
        table.add({textOf(attempt, "epoch"),
                   textOf(attempt, "worker"),
                   formatMoment(textOf(attempt, "started_at")),
                   formatMoment(textOf(attempt, "finished_at")),
                   textOf(attempt, "reason"),
                   exitCodeOf(attempt, textOf(attempt, "error").empty()),
                   {textOf(attempt, "error"), Style::Bad}});
    context.console.out << table.render(context.console);
    if (const auto dropped = countOf(task, "history_dropped"); dropped > 0)
        context.console.out << fmt::format("  {} older attempts are not kept\n", formatCount(dropped));
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
    line(context, "failed tries", attemptsOf(task)); // A healthy run has none: 0/3.
    const std::string deliveries = textOf(task, "deliveries_max");
    line(context, "deliveries",
         deliveries.empty() ? textOf(task, "deliveries")
                            : fmt::format("{}, at most {}", textOf(task, "deliveries"), deliveries));
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
    line(context, "ran", runTimeOf(task));
}

} // namespace

bool isFinalState(const Json &task) {
    const auto state = parseTaskState(textOf(task, "state"));
    return state && isFinal(*state);
}

std::string ofResult(const Json &task, std::string_view key) {
    const auto result = task.find("result");
    return result != task.end() && result->is_object() ? textOf(*result, key) : textOf(task, key);
}

std::string troubleOf(const Json &task) {
    std::string trouble = ofResult(task, "error");
    if (!trouble.empty() || textOf(task, "state") != toText(TaskState::Failed)) return trouble;
    trouble = textOf(task, "reason");
    std::replace(trouble.begin(), trouble.end(), '_', ' ');
    return trouble;
}

TextTable taskTable(const Json &page, bool unicode) {
    TextTable table({{"ID"},
                     {"STATE"},
                     {"TYPE", Align::Left, false, 4},
                     {"QUEUE", Align::Left, true},
                     {"PRIO", Align::Right, false, 3},
                     {"FAILS", Align::Right, false, 5},
                     {"WORKER", Align::Left, false, 2},
                     {"CREATED", Align::Left, false, 1},
                     {"RUN", Align::Right},
                     {"NAME", Align::Left, true},
                     {"ERROR", Align::Left, true}});
    for (const Json &task : listOf(page, "tasks")) {
        const std::string state = textOf(task, "state");
        table.add({textOf(task, "id"),
                   {stateText(state, unicode), stateStyle(state)},
                   textOf(task, "type"),
                   textOf(task, "queue"),
                   textOf(task, "priority"),
                   attemptsOf(task),
                   textOf(task, "worker"),
                   formatMoment(textOf(task, "created_at")),
                   runTimeOf(task),
                   textOf(task, "name"),
                   {troubleOf(task), Style::Bad}});
    }
    return table;
}

void printTask(const VerbContext &context, const Json &task) {
    printHead(context, task);
    printTimes(context, task);
    block(context, "payload", textOf(task, "payload"));
    if (isFinalState(task) || !ofResult(task, "error").empty()) {
        const bool isHttp = textOf(task, "type") == "http";
        const bool isGood = textOf(task, "state") == toText(TaskState::Completed);
        line(context, isHttp ? "http status" : "exit code",
             exitCodeOf(task.value("result", Json::object()), isGood && !isHttp));
        line(context, "error", troubleOf(task));
    }
    printOutputs(context, task);
    printAttempts(context, task);
}

} // namespace qd::ctl
