// The engine's values as the API writes them.

#include <fmt/format.h>

#include "core/model/codec/json_private.h"
#include "core/model/codec/rfc3339.h"
#include "core/model/exit_code.h"

namespace qd {

namespace {

using codec::Json;
using codec::JsonOut;
using codec::Members;
using codec::millis;
using codec::stampOrNull;

JsonOut taskOrNull(LedgerId ledger, TaskId id) {
    return id ? JsonOut(taskIdText(ledger, id)) : JsonOut{};
}
JsonOut workerOrNull(WorkerId id) {
    return id ? JsonOut(workerIdText(id)) : JsonOut{};
}
JsonOut ticketOrNull(const Ticket &ticket) {
    return ticket ? JsonOut(ticket.text()) : JsonOut{};
}

JsonOut errorObject(const Error &error) {
    return {{"code", toText(error.code)}, {"detail", error.detail}};
}

JsonOut exitCodeOrNull(std::int32_t code) {
    return code == kNoExitCode ? JsonOut(nullptr) : JsonOut(code);
}

JsonOut briefObject(const TaskBrief &task, LedgerId ledger) {
    return {{"id", taskIdText(ledger, task.id)},
            {"name", task.name},
            {"type", task.type},
            {"queue", task.queue},
            {"state", toText(task.state)},
            {"reason", toText(task.reason)},
            {"priority", task.priority},
            {"attempts", task.attempts},
            {"attempts_max", task.attemptsMax},
            {"deliveries", task.deliveries},
            {"epoch", task.epoch},
            {"worker", workerOrNull(task.worker)},
            {"exit_code", exitCodeOrNull(task.exitCode)},
            {"created_at", stampOrNull(task.createdAt)},
            {"started_at", stampOrNull(task.startedAt)},
            {"finished_at", stampOrNull(task.finishedAt)},
            {"run_at", stampOrNull(task.runAt)},
            {"run_time_ms", millis(task.runTime)},
            {"error", task.error}};
}

TaskBrief briefOf(const TaskRecord &task) {
    return {.id = task.id,
            .state = task.state,
            .reason = task.reason,
            .priority = task.spec.priority,
            .attempts = task.attempts,
            .attemptsMax = task.spec.attemptsMax,
            .deliveries = task.deliveries,
            .epoch = task.epoch,
            .worker = task.worker,
            .exitCode = task.result.exitCode,
            .createdAt = task.createdAt,
            .startedAt = task.startedAt,
            .finishedAt = task.finishedAt,
            .runAt = task.spec.runAt,
            .runTime = task.runTime,
            .name = task.spec.name,
            .type = task.spec.type,
            .queue = task.spec.queue,
            .error = task.result.error};
}

void addExtras(JsonOut &out, const TaskExtras &extras, LedgerId ledger) {
    out["tags"] = extras.tags;
    out["tenant"] = extras.tenant;
    out["workflow_run"] = extras.workflowRun;
    out["key"] = extras.idempotencyKey;
    out["traceparent"] = extras.traceparent;
    out["concurrency_key"] = extras.concurrencyKey;
    out["dependencies"] = extras.dependencies;
    out["parents"] = JsonOut::array();
    for (const ParentEdge &edge : extras.parents)
        out["parents"].push_back({{"task", taskIdText(ledger, edge.parent)}, {"on_failure", toText(edge.onFailure)}});
}

void addHistory(JsonOut &out, const TaskRecord &task) {
    out["attempts_log"] = JsonOut::array();
    for (const AttemptRecord &attempt : task.history)
        out["attempts_log"].push_back({{"epoch", attempt.epoch},
                                       {"worker", workerOrNull(attempt.worker)},
                                       {"started_at", stampOrNull(attempt.startedAt)},
                                       {"finished_at", stampOrNull(attempt.finishedAt)},
                                       {"reason", toText(attempt.reason)},
                                       {"exit_code", exitCodeOrNull(attempt.exitCode)},
                                       {"error", attempt.error}});
    out["history_dropped"] = task.historyDropped;
}

JsonOut overrideObject(const Override &lease) {
    return {{"id", lease.id.value},
            {"kind", toText(lease.kind)},
            {"target", lease.target},
            {"value", lease.value},
            {"owner", lease.owner},
            {"reason", lease.reason},
            {"started_at", stampOrNull(lease.startedAt)},
            {"expires_at", stampOrNull(lease.expiresAt)}};
}

JsonOut eventObject(const Event &event, LedgerId ledger) {
    return {{"seq", event.sequence},
            {"at", stampOrNull(event.at)},
            {"kind", toText(event.kind)},
            {"severity", toText(event.severity)},
            {"task", taskOrNull(ledger, event.task)},
            {"worker", workerOrNull(event.worker)},
            {"ticket", ticketOrNull(event.ticket)},
            {"text", event.text}};
}

JsonOut decisionObject(const Decision &decision, const Snapshot &snapshot) {
    const std::string_view queue = snapshot.text(decision.queue.value);
    return {{"seq", decision.sequence},
            {"at", stampOrNull(decision.at)},
            {"kind", toText(decision.kind)},
            {"guard", toText(decision.guard)},
            {"text", renderDecision(decision, queue)},
            {"task", taskOrNull(snapshot.ledger, decision.task)},
            {"worker", workerOrNull(decision.worker)},
            {"queue", queue},
            {"sampled_one_of", decision.sampledOneOf},
            {"inputs", decision.inputs},
            {"next_evaluation", stampOrNull(decision.nextEvaluation)}};
}

std::string withoutSuffix(std::string_view name, std::string_view suffix) {
    if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
    return std::string{name};
}

/// One cell under the name and in the unit that suit its column's type.
void addCell(JsonOut &row, const ColumnSchema &column, std::int64_t value, const Snapshot &snapshot) {
    const std::string name{column.name};
    switch (column.type) {
    case ColumnType::Integer: row[name] = value; return;
    case ColumnType::Text: row[name] = snapshot.text(value); return;
    case ColumnType::Flag: row[name] = value != 0; return;
    case ColumnType::Span: row[name + "_ms"] = millis(Duration{value}); return;
    case ColumnType::PerSecond: row[name] = static_cast<double>(value) / 1000.0; return;
    case ColumnType::Lifecycle: row[name] = toText(static_cast<WorkerLifecycle>(value)); return;
    case ColumnType::Wall: {
        const WallTime at{std::chrono::microseconds{value}};
        row[name] = stampOrNull(at);
        row[withoutSuffix(name, "_at") + "_age_ms"] = value == 0 ? JsonOut{} : JsonOut(millis(snapshot.wallAt - at));
        return;
    }
    case ColumnType::Boot: {
        const Instant at{Duration{value}};
        row[withoutSuffix(withoutSuffix(name, "_at"), "_since") + "_age_ms"] =
            value == 0 ? JsonOut{} : JsonOut(millis(snapshot.takenAt - at));
        return;
    }
    }
}

JsonOut tableObject(const Snapshot &snapshot, const Table &table, std::span<const ColumnSchema> schema) {
    JsonOut rows = JsonOut::array();
    for (std::size_t row = 0; row < table.rows; ++row) {
        JsonOut cells = JsonOut::object();
        for (std::size_t column = 0; column < schema.size(); ++column)
            addCell(cells, schema[column], table.at(column, row), snapshot);
        rows.push_back(std::move(cells));
    }
    return {{"revision", snapshot.revision}, {"rows", std::move(rows)}};
}

JsonOut totalsObject(const Totals &totals) {
    JsonOut out;
    for (std::size_t i = 0; i < kTaskStates; ++i)
        out["by_state"][std::string{toText(static_cast<TaskState>(i))}] = totals.byState[i];
    out["submitted"] = totals.submitted;
    out["dispatched"] = totals.dispatched;
    out["completed"] = totals.completed;
    out["failed"] = totals.failed;
    out["cancelled"] = totals.cancelled;
    out["retried"] = totals.retried;
    out["handler_failures"] = totals.handlerFailures;
    out["leases_lost"] = totals.leasesLost;
    out["stale_refused"] = totals.staleRefused;
    out["duplicates"] = totals.duplicates;
    out["commands_refused"] = totals.commandsRefused;
    out["steps"] = totals.steps;
    out["inputs"] = totals.inputs;
    out["uncommitted"] = totals.uncommitted;
    out["kept"] = totals.kept;
    out["payload_bytes"] = totals.payloadBytes;
    return out;
}

JsonOut ledgerObject(const Snapshot &snapshot) {
    const LedgerStats &stats = snapshot.ledgerStats;
    return {{"id", fmt::format("{:06x}", snapshot.ledger.value)},
            {"kind", stats.kind},
            {"path", stats.path},
            {"durability", stats.durability},
            {"rows", stats.rows},
            {"final_rows", stats.finalRows},
            {"pruned", stats.pruned},
            {"commits", stats.commits},
            {"rows_written", stats.rowsWritten},
            {"bytes", stats.bytes},
            {"wal_bytes", stats.walBytes},
            {"commit_p50_ms", millis(stats.commitP50)},
            {"commit_p99_ms", millis(stats.commitP99)},
            {"stalled", stats.stalled},
            {"stall_reason", stats.stallReason}};
}

} // namespace

std::string errorToJson(const Error &error) {
    return codec::write({{"error", errorObject(error)}});
}

std::string textToJson(std::string_view member, std::string_view text) {
    return codec::write({{std::string{member}, text}});
}

std::string taskPageToJson(const TaskPage &page, LedgerId ledger) {
    JsonOut rows = JsonOut::array();
    for (const TaskBrief &task : page.rows) rows.push_back(briefObject(task, ledger));
    return codec::write(
        {{"count", page.count}, {"kept", page.kept}, {"revision", page.revision}, {"tasks", std::move(rows)}});
}

std::string taskToJson(const TaskRecord &task, LedgerId ledger, const LiveTail *live) {
    JsonOut out = briefObject(briefOf(task), ledger);
    out["changed_at"] = stampOrNull(task.changedAt);
    out["deadline"] = stampOrNull(task.spec.deadline);
    out["deliveries_max"] = task.spec.deliveriesMax;
    out["timeout_s"] = millis(task.spec.timeout) / 1000.0;
    addExtras(out, task.spec.extras ? *task.spec.extras : TaskExtras{}, ledger);
    out["payload"] = task.spec.payload;
    out["result"] = {{"exit_code", exitCodeOrNull(task.result.exitCode)},
                     {"error", task.result.error},
                     {"output", task.result.output},
                     {"error_output", task.result.errorOutput},
                     {"output_bytes", task.result.outputBytes}};
    addHistory(out, task);
    if (live != nullptr)
        out["live"] = {
            {"output", live->output}, {"error_output", live->errorOutput}, {"output_bytes", live->outputBytes}};
    return codec::write(out);
}

std::string outcomeToJson(const Outcome &outcome, LedgerId ledger) {
    JsonOut tasks = JsonOut::array();
    for (const TaskIdRange &range : outcome.tasks)
        tasks.push_back({{"first", taskIdText(ledger, range.first)}, {"count", range.count}});
    JsonOut refusals = JsonOut::array();
    for (const Refusal &refusal : outcome.refusals)
        refusals.push_back({{"index", refusal.index},
                            {"task", taskOrNull(ledger, refusal.task)},
                            {"code", toText(refusal.error.code)},
                            {"detail", refusal.error.detail}});
    JsonOut overrides = JsonOut::array();
    for (const OverrideId id : outcome.overrides) overrides.push_back(id.value);
    JsonOut out = {{"ticket", ticketOrNull(outcome.ticket)},
                   {"ok", outcome.ok},
                   {"affected", outcome.affected},
                   {"duplicates", outcome.duplicates},
                   {"refused", outcome.refused},
                   {"tasks", std::move(tasks)},
                   {"refusals", std::move(refusals)},
                   {"overrides", std::move(overrides)}};
    if (!outcome.ok) out["error"] = errorObject(outcome.error);
    return codec::write(out);
}

std::string overridesToJson(const std::vector<Override> &overrides) {
    JsonOut list = JsonOut::array();
    for (const Override &lease : overrides) list.push_back(overrideObject(lease));
    return codec::write({{"overrides", std::move(list)}});
}

std::string eventToJson(const Event &event, LedgerId ledger) {
    return codec::write(eventObject(event, ledger));
}

std::string eventsToJson(const RingPage<Event> &page, LedgerId ledger) {
    JsonOut entries = JsonOut::array();
    for (const Event &event : page.entries) entries.push_back(eventObject(event, ledger));
    return codec::write({{"lost", page.lost}, {"next", page.next}, {"entries", std::move(entries)}});
}

std::string decisionsToJson(const RingPage<Decision> &page, const Snapshot &snapshot) {
    JsonOut entries = JsonOut::array();
    for (const Decision &decision : page.entries) entries.push_back(decisionObject(decision, snapshot));
    return codec::write({{"lost", page.lost}, {"next", page.next}, {"entries", std::move(entries)}});
}

std::string notKeptNote(std::uint32_t sampling) {
    return fmt::format("not kept (1 of {} sampled)", sampling);
}

std::string whyToJson(const TaskWhy &why, const Snapshot &snapshot, std::uint32_t sampling, std::string_view note) {
    JsonOut list = JsonOut::array();
    for (const Decision &decision : why.decisions) {
        JsonOut entry = decisionObject(decision, snapshot);
        if (decision.kind == DecisionKind::Held) {
            const bool inForce = isInForce(decision, why);
            entry["in_force"] = inForce;
            if (!inForce) entry["text"] = fmt::format("{} (No longer so.)", entry["text"].get<std::string>());
        }
        list.push_back(std::move(entry));
    }
    JsonOut out = {{"decisions", std::move(list)}, {"sampling", sampling}};
    if (why.waitsFor != WaitsFor::Nothing) {
        out["waits_for"] = toText(why.waitsFor);
        out["until"] = stampOrNull(why.until);
        for (const TaskId parent : why.parents) out["parents"].push_back(taskIdText(snapshot.ledger, parent));
    }
    if (!note.empty()) out["note"] = note;
    return codec::write(out);
}

std::string workersToJson(const Snapshot &snapshot) {
    JsonOut out = tableObject(snapshot, snapshot.workers, workerSchema());
    for (JsonOut &row : out["rows"]) {
        row["id"] = workerIdText(WorkerId{row["id"].get<std::uint32_t>()});
        row["current_task"] =
            taskOrNull(snapshot.ledger, TaskId{static_cast<std::uint64_t>(row["current_task"].get<std::int64_t>())});
    }
    return codec::write(out);
}

std::string queuesToJson(const Snapshot &snapshot) {
    return codec::write(tableObject(snapshot, snapshot.queues, queueSchema()));
}

std::string statusToJson(const Snapshot &snapshot, const ProgramInfo &program) {
    const Totals &totals = snapshot.totals;
    JsonOut out = {{"phase", toText(snapshot.phase)},
                   {"ledger", ledgerObject(snapshot)},
                   {"revision", snapshot.revision},
                   {"recovered", snapshot.recoveredRows},
                   {"recover_total", snapshot.recoverTotal},
                   {"intake_open", snapshot.intakeOpen},
                   {"failure", snapshot.failure},
                   {"pool", {{"wanted", snapshot.poolWanted}, {"automatic", snapshot.poolAutomatic}}},
                   {"paused_all", snapshot.pausedAll},
                   {"workers", snapshot.workers.rows},
                   {"workers_seen", snapshot.workersSeen},
                   {"queues", snapshot.queues.rows},
                   {"overrides", snapshot.overrides ? snapshot.overrides->size() : 0},
                   {"totals", totalsObject(totals)},
                   {"percentiles",
                    {{"wait_p50_ms", millis(totals.waitTime.quantile(0.5))},
                     {"wait_p99_ms", millis(totals.waitTime.quantile(0.99))},
                     {"run_p50_ms", millis(totals.runTime.quantile(0.5))},
                     {"run_p99_ms", millis(totals.runTime.quantile(0.99))},
                     {"total_p50_ms", millis(totals.totalTime.quantile(0.5))},
                     {"total_p99_ms", millis(totals.totalTime.quantile(0.99))}}},
                   {"pid", program.pid},
                   {"program", program.program},
                   {"version", program.version},
                   {"started_at", stampOrNull(program.startedAt)}};
    return codec::write(out);
}

std::string engineAddressToJson(const EngineAddress &address) {
    return codec::write({{"pid", address.pid},
                         {"program", address.program},
                         {"url", address.url},
                         {"token_file", address.tokenFile},
                         {"ledger", address.ledger},
                         {"started_at", stampOrNull(address.startedAt)}});
}

Result<EngineAddress> engineAddressFromJson(std::string_view text) {
    const auto object = codec::parse(text);
    if (!object) return std::unexpected(object.error());
    Members in{*object, "engine.json"};
    EngineAddress out;
    in.integer("pid", out.pid, 1, std::numeric_limits<std::int32_t>::max());
    in.text("program", out.program, 64);
    in.text("url", out.url, 256);
    in.text("token_file", out.tokenFile, 4096);
    in.text("ledger", out.ledger, 4096);
    in.moment("started_at", out.startedAt, WallTime{});
    if (const auto error = in.finish()) return std::unexpected(*error);
    return out;
}

std::string settingsToJson(const std::vector<SettingText> &settings, std::string_view profile) {
    JsonOut list = JsonOut::array();
    for (const SettingText &line : settings)
        list.push_back({{"key", line.key},
                        {"value", line.value},
                        {"source", line.source},
                        {"range", line.range},
                        {"help", line.help}});
    return codec::write({{"settings", std::move(list)}, {"profile", profile}});
}

} // namespace qd
