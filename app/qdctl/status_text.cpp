#include "app/qdctl/status_text.h"

#include <fmt/format.h>

#include "app/qdctl/format.h"
#include "app/qdctl/verb_context.h"
#include "core/model/task.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

const Json &member(const Json &object, std::string_view key) {
    static const Json none = Json::object();
    const auto it = object.find(key);
    return it != object.end() && it->is_object() ? *it : none;
}

std::string headLine(const Console &console, const Json &status) {
    const std::string phase = textOf(status, "phase");
    std::string text = console.paint(phase == "running" ? Style::Good : stateStyle(phase),
                                     phase == "running" ? (console.unicode ? "● running" : "* running")
                                                        : stateText(phase, console.unicode));
    if (phase == "recovering")
        text += fmt::format(" {} of {}", formatCount(countOf(status, "recovered")),
                            formatCount(countOf(status, "recover_total")));
    if (status.contains("intake_open") && !flagOf(status, "intake_open"))
        text += console.paint(Style::Bad, "  intake closed");
    if (flagOf(status, "paused_all")) text += console.paint(Style::Warning, "  dispatching paused");
    if (const std::string failure = textOf(status, "failure"); !failure.empty())
        text += "\n" + console.paint(Style::Bad, printable(failure));
    return text + "\n";
}

std::string ledgerLine(const Console &console, const Json &ledger) {
    std::string text =
        fmt::format("ledger   {} {} {}  {} rows, {}, WAL {}, commit p99 {}\n", printable(textOf(ledger, "id")),
                    printable(textOf(ledger, "kind")), printable(textOf(ledger, "path")),
                    formatCount(countOf(ledger, "rows")), formatBytes(countOf(ledger, "bytes")),
                    formatBytes(countOf(ledger, "wal_bytes")), formatDuration(numberOf(ledger, "commit_p99_ms")));
    if (flagOf(ledger, "stalled"))
        text +=
            console.paint(Style::Bad, fmt::format("         stalled: {}", printable(textOf(ledger, "stall_reason")))) +
            "\n";
    return text;
}

std::string tasksLine(const Console &console, const Json &totals) {
    std::string text = "tasks   ";
    const Json &states = member(totals, "by_state");
    for (std::size_t s = 0; s < kTaskStates; ++s) {
        const std::string name{toText(static_cast<TaskState>(s))};
        if (const std::uint64_t count = countOf(states, name); count > 0)
            text += fmt::format(" {} {} ", formatCount(count),
                                console.paint(stateStyle(name), stateText(name, console.unicode)));
    }
    return (text == "tasks   " ? "tasks    none" : text) + "\n";
}

} // namespace

std::string statusText(const Console &console, const Json &status) {
    const Json &totals = member(status, "totals");
    const Json &pool = member(status, "pool");
    const Json &percentiles = member(status, "percentiles");
    std::string text = headLine(console, status);
    text += fmt::format("engine   version {}, pid {}, started {}\n", printable(textOf(status, "version")),
                        textOf(status, "pid"), formatMoment(textOf(status, "started_at")));
    text += ledgerLine(console, member(status, "ledger"));
    text += fmt::format("pool     {} workers wanted (automatic: {})\n", countOf(pool, "wanted"),
                        countOf(pool, "automatic"));
    text += tasksLine(console, totals);
    text += fmt::format("so far   {} submitted, {} completed, {} failed, {} cancelled, {} retried, {} leases lost\n",
                        formatCount(countOf(totals, "submitted")), formatCount(countOf(totals, "completed")),
                        formatCount(countOf(totals, "failed")), formatCount(countOf(totals, "cancelled")),
                        formatCount(countOf(totals, "retried")), formatCount(countOf(totals, "leases_lost")));
    text += fmt::format(
        "times    wait p50 {}, p99 {}; run p50 {}, p99 {}\n", formatDuration(numberOf(percentiles, "wait_p50_ms")),
        formatDuration(numberOf(percentiles, "wait_p99_ms")), formatDuration(numberOf(percentiles, "run_p50_ms")),
        formatDuration(numberOf(percentiles, "run_p99_ms")));
    return text;
}

} // namespace qd::ctl
