// submit: one task, many of one kind, or a stream of JSON lines; waiting until they are final.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "app/qdctl/format.h"
#include "app/qdctl/json_lines.h"
#include "app/qdctl/task_waiter.h"
#include "app/qdctl/verbs.h"
#include "core/model/command.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLinesPerBatch = 1'000;
constexpr std::size_t kLineErrorsShown = 100;
constexpr std::size_t kPayloadFromInputMax = 4U << 20U;

/// What all batches of one submit came to.
struct Tally {
    std::uint64_t accepted = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t refused = 0;
    std::uint64_t errorsShown = 0;
    std::vector<std::string> ids{}; ///< Kept only where somebody waits for them or they are few.
    std::string first{};
    std::string last{};
    bool keepIds = false;
};

void addOutcome(Tally &tally, const Json &outcome) {
    tally.accepted += countOf(outcome, "affected");
    tally.duplicates += countOf(outcome, "duplicates");
    for (std::string &id : idsOf(outcome)) {
        if (tally.first.empty()) tally.first = id;
        tally.last = id;
        if (tally.keepIds) tally.ids.push_back(std::move(id));
    }
}

void tellLine(const VerbContext &context, Tally &tally, std::uint64_t line, std::string_view reason) {
    ++tally.refused;
    if (++tally.errorsShown > kLineErrorsShown) return;
    context.console.err << fmt::format("line {}: {}\n", line, printable(reason));
}

std::unexpected<Failure> refusedWhole(const Json &outcome) {
    const Json error = outcome.value("error", Json::object());
    return failWith(Exit::Refused, ErrorCode::Invalid, textOf(error, "detail"));
}

/// What was wrong with a batch, in the order of its lines: both what could not be read and what the engine refused.
void tellBad(const VerbContext &context, Tally &tally, const LineBatch &batch, const Json &outcome) {
    std::vector<LineError> bad = batch.errors;
    std::uint64_t told = 0;
    for (const Json &refusal : listOf(outcome, "refusals")) {
        const std::uint64_t index = countOf(refusal, "index");
        bad.push_back({index < batch.lines.size() ? batch.lines[index] : 0, textOf(refusal, "detail")});
        ++told;
    }
    std::stable_sort(bad.begin(), bad.end(), [](const LineError &a, const LineError &b) { return a.line < b.line; });
    for (const LineError &error : bad) tellLine(context, tally, error.line, error.reason);
    const std::uint64_t refused = countOf(outcome, "refused");
    if (refused > told) tally.refused += refused - told;
}

Answer<void> submitLines(const VerbContext &context, ApiClient &client, std::istream &stream, const Json &defaults,
                         Tally &tally) {
    JsonLineReader reader(stream);
    ProgressLine progress(context.console);
    for (bool end = false; !end;) {
        LineBatch batch = reader.next(kLinesPerBatch);
        end = batch.end;
        if (batch.tasks.empty()) {
            if (!batch.errors.empty()) progress.clear();
            tellBad(context, tally, batch, Json::object());
            continue;
        }
        for (Json &task : batch.tasks)
            for (const auto &[key, value] : defaults.items())
                if (!task.contains(key)) task[key] = value;
        auto outcome = client.command("/api/v1/tasks", Json{{"tasks", batch.tasks}});
        if (!outcome) {
            outcome.error().error.detail += fmt::format(" Lines up to {} were submitted ({} tasks).",
                                                        batch.lines.front() - 1, formatCount(tally.accepted));
            return std::unexpected(outcome.error());
        }
        addOutcome(tally, *outcome);
        if (!batch.errors.empty() || countOf(*outcome, "refused") > 0) progress.clear();
        tellBad(context, tally, batch, *outcome);
        // Refused as a whole (intake closed, inbox full): the next batch would fare no better.
        if (!flagOf(*outcome, "ok") && countOf(*outcome, "affected") == 0 && countOf(*outcome, "refused") == 0)
            return refusedWhole(*outcome);
        progress.show("submitted", tally.accepted, 0, "tasks");
    }
    return {};
}

Answer<void> submitOne(const VerbContext &context, ApiClient &client, const SubmitArguments &arguments, Tally &tally) {
    std::string input;
    if (arguments.task.rest.size() == 1 && arguments.task.rest.front() == "-") {
        std::istream &in = context.console.in;
        for (char c = 0; input.size() <= kPayloadFromInputMax && in.get(c);) input += c;
        if (input.size() > kPayloadFromInputMax) return usage("The payload on standard input is longer than 4 MiB.");
    }
    const auto task = taskJson(arguments.task, input);
    if (!task) return std::unexpected(task.error());
    ProgressLine progress(context.console);
    for (std::uint64_t sent = 0; sent < arguments.count;) {
        const std::uint64_t now = std::min<std::uint64_t>(kSubmitMax, arguments.count - sent);
        const auto outcome = client.command("/api/v1/tasks", Json{{"tasks", Json::array({*task})}, {"repeat", now}});
        if (!outcome) return std::unexpected(outcome.error());
        addOutcome(tally, *outcome);
        if (const auto &refusals = listOf(*outcome, "refusals"); !refusals.empty())
            return failWith(Exit::Refused, ErrorCode::Invalid, textOf(refusals.front(), "detail"));
        if (!flagOf(*outcome, "ok")) return refusedWhole(*outcome);
        sent += now;
        if (arguments.count > kSubmitMax) progress.show("submitted", sent, arguments.count);
    }
    return {};
}

Answer<void> submitFile(const VerbContext &context, ApiClient &client, const SubmitArguments &arguments, Tally &tally) {
    const auto defaults = lineDefaults(arguments.task);
    if (!defaults) return std::unexpected(defaults.error());
    if (arguments.file == "-") return submitLines(context, client, context.console.in, *defaults, tally);
    std::error_code ignored; // the stream below says so
    if (std::filesystem::is_directory(arguments.file, ignored))
        return usage(fmt::format("{} is a folder; name a file with one task a line.", printable(arguments.file)));
    std::ifstream stream(arguments.file, std::ios::binary);
    if (!stream) return usage(fmt::format("{} cannot be read.", printable(arguments.file)));
    return submitLines(context, client, stream, *defaults, tally);
}

Answer<void> checkArguments(const SubmitArguments &arguments) {
    if (arguments.file.empty() && arguments.task.type.empty())
        return usage(
            "Say what to submit: a type (qdctl submit command -- sha256sum /etc/hostname) or --file tasks.jsonl.");
    if (!arguments.file.empty() && !arguments.task.type.empty()) return usage("Give a type or --file, not both.");
    if (!arguments.file.empty() && arguments.count != 1) return usage("--count goes with a type, not with --file.");
    return {};
}

void printTally(const VerbContext &context, const Tally &tally) {
    const std::string ids = tally.first.empty()         ? std::string{}
                            : tally.first == tally.last ? ": " + tally.first
                                                        : fmt::format(": {} .. {}", tally.first, tally.last);
    context.console.out << fmt::format("Submitted {} task{}{}\n", formatCount(tally.accepted),
                                       tally.accepted == 1 ? "" : "s", ids);
    if (tally.duplicates > 0)
        context.console.out << fmt::format("{} already known by their key\n", formatCount(tally.duplicates));
    if (tally.refused > tally.errorsShown || tally.errorsShown > kLineErrorsShown)
        context.console.err << "Not every refusal is listed.\n";
    if (tally.refused > 0) context.console.err << fmt::format("{} refused\n", formatCount(tally.refused));
    // A wait may be interrupted; whoever reads through a pipe must have the ids by then.
    context.console.out << std::flush;
}

void printWait(const VerbContext &context, const WaitSummary &summary) {
    for (const auto &bad : summary.bad)
        context.console.err << fmt::format(
            "  {} {}{}{}\n", bad.id,
            context.console.paint(stateStyle(bad.state), stateText(bad.state, context.console.unicode)),
            bad.error.empty() ? "" : ": ", printable(bad.error));
    context.console.out << fmt::format("{} completed, {} failed, {} cancelled", formatCount(summary.completed),
                                       formatCount(summary.failed), formatCount(summary.cancelled));
    if (summary.gone > 0) context.console.out << fmt::format(", {} no longer kept", formatCount(summary.gone));
    context.console.out << '\n';
}

} // namespace

Answer<Exit> submit(const VerbContext &context, const SubmitArguments &arguments) {
    if (auto checked = checkArguments(arguments); !checked) return std::unexpected(checked.error());
    WaitOptions waitOptions;
    if (!arguments.waitTimeout.empty()) {
        const auto span = parseDuration(arguments.waitTimeout);
        if (!span) return usage("--wait-timeout: " + span.error().detail);
        waitOptions.timeout = *span;
    }
    auto client = context.open();
    if (!client) return std::unexpected(client.error());
    Tally tally{.keepIds = arguments.wait};
    const auto sent = arguments.file.empty() ? submitOne(context, *client, arguments, tally)
                                             : submitFile(context, *client, arguments, tally);
    if (!sent) {
        if (!context.json && tally.accepted > 0) printTally(context, tally); // the ids of what is in
        return std::unexpected(sent.error());
    }
    Json report{{"accepted", tally.accepted},
                {"duplicates", tally.duplicates},
                {"refused", tally.refused},
                {"first", tally.first},
                {"last", tally.last}};
    if (!context.json) printTally(context, tally);
    Exit exit = tally.refused > 0 ? Exit::Refused : Exit::Ok;
    if (arguments.wait) {
        const auto summary = waitForTasks(*client, context.console, tally.ids, waitOptions);
        if (!summary) return std::unexpected(summary.error());
        report["waited"] = {{"completed", summary->completed},
                            {"failed", summary->failed},
                            {"cancelled", summary->cancelled},
                            {"gone", summary->gone}};
        if (!context.json) printWait(context, *summary);
        // A refused line wins: that the file was not taken whole must not hide behind a task that failed.
        if (exit == Exit::Ok && summary->failed + summary->cancelled > 0) exit = Exit::TaskFailed;
    }
    if (context.json) context.printJson(report);
    return exit;
}

} // namespace qd::ctl
