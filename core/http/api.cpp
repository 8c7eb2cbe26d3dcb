#include "core/http/api.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/config/settings.h"
#include "core/http/event_stream.h"
#include "core/http/metrics_text.h"
#include "core/http/task_query.h"
#include "core/http/task_why.h"

namespace qd::http {

namespace {

using ExchangePtr = std::shared_ptr<Exchange>;

constexpr std::chrono::seconds kCommitPatience{30};
constexpr std::chrono::minutes kLedgerPatience{10}; // Copying or checking a large file.
constexpr std::size_t kPageMax = 10'000;
constexpr std::size_t kWhyMax = 100;

template <void (Api::*Method)(const ExchangePtr &)> void call(Api &api, const ExchangePtr &exchange) {
    (api.*Method)(exchange);
}

constexpr Route kRoutes[] = {
    {"GET", "/health/live", Access::Anybody, call<&Api::live>},
    {"GET", "/metrics", Access::Admin, call<&Api::metrics>},
    {"GET", "/api/v1/status", Access::Admin, call<&Api::status>},
    {"GET", "/api/v1/tasks", Access::Admin, call<&Api::tasks>},
    {"POST", "/api/v1/tasks", Access::Admin, call<&Api::submit>},
    {"GET", "/api/v1/tasks/{id}", Access::Admin, call<&Api::task>},
    {"GET", "/api/v1/tasks/{id}/why", Access::Admin, call<&Api::taskWhy>},
    {"GET", "/api/v1/queues", Access::Admin, call<&Api::queues>},
    {"GET", "/api/v1/workers", Access::Admin, call<&Api::workers>},
    {"GET", "/api/v1/workers/{id}/why", Access::Admin, call<&Api::workerWhy>},
    {"GET", "/api/v1/overrides", Access::Admin, call<&Api::overrides>},
    {"POST", "/api/v1/commands", Access::Admin, call<&Api::command>},
    {"GET", "/api/v1/commands/{ticket}", Access::Admin, call<&Api::outcome>},
    {"GET", "/api/v1/decisions", Access::Admin, call<&Api::decisions>},
    {"GET", "/api/v1/events", Access::Admin, call<&Api::events>},
    {"GET", "/api/v1/events/stream", Access::Admin, call<&Api::eventStream>},
    {"GET", "/api/v1/settings", Access::Admin, call<&Api::settings>},
    {"POST", "/api/v1/programs/allow", Access::Admin, call<&Api::allowProgram>},
    {"POST", "/api/v1/ledger/backup", Access::Admin, call<&Api::backup>},
    {"POST", "/api/v1/ledger/check", Access::Admin, call<&Api::check>},
    {"POST", "/api/v1/shutdown", Access::Admin, call<&Api::shutdown>},
};

/// Replies with the error and says true when there is one.
template <typename T> bool failed(const ExchangePtr &exchange, const Result<T> &result) {
    if (!result) exchange->reply(errorReply(result.error()));
    return !result;
}

bool hasUnknownParameters(const ExchangePtr &exchange, const std::vector<std::string_view> &known) {
    return failed(exchange, exchange->request().checkParameters(known));
}

Reply textReply(const Result<std::string> &text) {
    return text ? jsonReply(textToJson("text", *text)) : errorReply(text.error());
}

/// Media type of the body without its parameters; empty when the client did not say.
std::string_view mediaType(const Request &request) {
    std::string_view type = request.header("content-type").value_or("");
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ')) type.remove_suffix(1);
    return type;
}

Reply underWay(const Ticket &ticket) {
    return jsonReply(fmt::format(R"({{"ticket":"{}","state":"under_way"}})", ticket.text()), 202);
}

/// Who the client says it is; it holds the admin token, so this is a name for people and no right.
std::string principalOf(const Request &request) {
    const auto name = request.header("x-quarterdeck-user").value_or("");
    const bool isPlain = !name.empty() && name.size() <= 64 &&
                         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
    return isPlain ? std::string{name} : "admin";
}

Origin originOf(const Request &request) {
    return request.header("user-agent").value_or("").starts_with("qdctl") ? Origin::CommandLine : Origin::Api;
}

/// Nothing of the request was usable: the whole is refused, with the first reason up front.
Outcome allRefused(const SubmitBatch &batch) {
    Outcome out;
    out.ticket = batch.ticket;
    const Error &first = batch.refusals.front().error;
    out.error = batch.refused == 1 && batch.listed == 1
                    ? first
                    : Error{ErrorCode::Invalid,
                            fmt::format("All {} tasks are refused; the first: {}", batch.refused, first.detail)};
    addRefusals(out, batch);
    return out;
}

Result<StopMode> stopModeFrom(std::string_view body) {
    if (body.empty()) return StopMode::Drain;
    const auto texts = textsFromJson(body, {"mode"});
    if (!texts) return std::unexpected(texts.error());
    const std::string &mode = texts->front();
    if (mode.empty() || mode == "drain") return StopMode::Drain;
    if (mode == "now") return StopMode::Now;
    return fail(ErrorCode::Invalid, fmt::format("mode: \"{}\" is neither drain nor now", mode));
}

} // namespace

std::span<const Route> Api::routes() {
    return kRoutes;
}

JsonContext Api::context() {
    return {m_engine.snapshot()->ledger, wallNow()};
}

void Api::live(const ExchangePtr &exchange) {
    exchange->reply(jsonReply(R"({"status":"live"})"));
}

void Api::status(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {})) return;
    m_engine.freshSnapshot([exchange, program = m_program](const std::shared_ptr<const Snapshot> &snapshot) {
        exchange->reply(jsonReply(statusToJson(*snapshot, program)));
    });
}

void Api::metrics(const ExchangePtr &exchange) {
    m_engine.freshSnapshot([exchange, counters = m_counters(),
                            version = m_program.version](const std::shared_ptr<const Snapshot> &snapshot) {
        Reply reply = jsonReply(metricsText(*snapshot, counters, version));
        reply.contentType = "text/plain; version=0.0.4; charset=utf-8";
        exchange->reply(std::move(reply));
    });
}

void Api::tasks(const ExchangePtr &exchange) {
    const LedgerId ledger = context().ledger;
    auto query = taskQueryFrom(exchange->request(), ledger);
    if (failed(exchange, query)) return;
    m_engine.query(
        std::move(*query), [exchange] { return exchange->isAbandoned(); },
        [exchange, ledger](Result<TaskPage> page) {
            exchange->reply(page ? jsonReply(taskPageToJson(*page, ledger)) : errorReply(page.error()));
        });
}

void Api::task(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {})) return;
    const LedgerId ledger = context().ledger;
    const auto id = parseTaskId(ledger, exchange->request().segments.back());
    if (!id) return exchange->reply(errorReply({ErrorCode::NotFound, "This is no id of a task of this ledger"}));
    m_engine.task(*id, [exchange, ledger, &engine = m_engine](Result<TaskRecord> task) {
        if (failed(exchange, task)) return;
        const LiveOutput live = isOnWorker(task->state) ? engine.liveOutput(task->id) : LiveOutput{};
        const LiveTail tail{live.output, live.errorOutput, live.outputBytes};
        exchange->reply(jsonReply(taskToJson(*task, ledger, live.known ? &tail : nullptr)));
    });
}

void Api::taskWhy(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {})) return;
    const auto id = parseTaskId(context().ledger, exchange->request().segments.at(3));
    if (!id) return exchange->reply(errorReply({ErrorCode::NotFound, "This is no id of a task of this ledger"}));
    m_engine.task(*id, [exchange, started = m_program.startedAt, &engine = m_engine](Result<TaskRecord> task) {
        if (failed(exchange, task)) return;
        // Later than the row: a queue that holds the task then shows in the picture.
        engine.freshSnapshot(
            [exchange, started, &engine, task = std::move(*task)](const std::shared_ptr<const Snapshot> &snapshot) {
                const TaskWhy why = qd::taskWhy(task, *snapshot, engine.decisionsFor(task.id, {}, kWhyMax),
                                                engine.heldDecisions(task.spec.queue, kWhyMax));
                exchange->reply(jsonReply(whyAnswer(task, why, *snapshot, engine.dispatchSampling(), started)));
            });
    });
}

void Api::workerWhy(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {})) return;
    const auto id = parseWorkerId(exchange->request().segments.at(3));
    if (!id) return exchange->reply(errorReply({ErrorCode::NotFound, "This is no worker's id, as in w-3"}));
    m_engine.freshSnapshot([exchange, id = *id, &engine = m_engine](const std::shared_ptr<const Snapshot> &snapshot) {
        TaskWhy why;
        why.decisions = engine.decisionsFor({}, id, kWhyMax);
        bool known = !why.decisions.empty(); // one that is gone may have left records
        for (std::size_t row = 0; !known && row < snapshot->workers.rows; ++row)
            known = snapshot->workers.worker(WorkerColumn::Id, row) == id.value;
        if (!known)
            return exchange->reply(
                errorReply({ErrorCode::NotFound, fmt::format("There is no worker {}", workerIdText(id))}));
        const std::uint32_t sampling = engine.dispatchSampling();
        exchange->reply(jsonReply(
            whyToJson(why, *snapshot, sampling, why.decisions.empty() ? notKeptNote(sampling) : std::string{})));
    });
}

void Api::queues(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {})) return;
    m_engine.freshSnapshot([exchange](const std::shared_ptr<const Snapshot> &snapshot) {
        exchange->reply(jsonReply(queuesToJson(*snapshot)));
    });
}

void Api::workers(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {})) return;
    m_engine.freshSnapshot([exchange](const std::shared_ptr<const Snapshot> &snapshot) {
        exchange->reply(jsonReply(workersToJson(*snapshot)));
    });
}

void Api::overrides(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {})) return;
    m_engine.freshSnapshot([exchange](const std::shared_ptr<const Snapshot> &snapshot) {
        exchange->reply(jsonReply(overridesToJson(*snapshot->overrides)));
    });
}

void Api::submit(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {"wait", "ticket"})) return;
    const Request &request = exchange->request();
    const std::string_view type = mediaType(request);
    const bool isLines = type == "application/x-ndjson" || type == "application/jsonl";
    auto batch = isLines ? submitFromJsonLines(request.body, context()) : submitFromJson(request.body, context());
    if (failed(exchange, batch)) return;
    if (const auto text = request.parameter("ticket")) {
        const auto ticket = Uuid::parse(*text);
        if (!ticket || !*ticket) return exchange->reply(errorReply({ErrorCode::Invalid, "ticket: is no UUID"}));
        batch->ticket = *ticket;
    }
    if (!batch->ticket) batch->ticket = Ticket::random();
    if (batch->submit.tasks.empty())
        return exchange->reply(jsonReply(outcomeToJson(allRefused(*batch), context().ledger), 400));
    Command command;
    command.ticket = batch->ticket;
    command.reason = batch->reason;
    command.body = std::move(batch->submit);
    post(exchange, std::move(command), std::move(*batch));
}

void Api::command(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {"wait"})) return;
    auto command = commandFromJson(exchange->request().body, context());
    if (failed(exchange, command)) return;
    if (!command->ticket) command->ticket = Ticket::random();
    post(exchange, std::move(*command), {});
}

void Api::post(const ExchangePtr &exchange, Command command, SubmitBatch batch) {
    const auto wait = numberParameter(exchange->request(), "wait", 0, 1, 1);
    if (failed(exchange, wait)) return;
    command.principal = principalOf(exchange->request());
    command.origin = originOf(exchange->request());
    const Ticket ticket = command.ticket;
    exchange->setPatience(kCommitPatience, underWay(ticket));
    const auto done = m_engine.post(
        std::move(command), [exchange, ledger = context().ledger,
                             batch = std::make_shared<SubmitBatch>(std::move(batch))](const Outcome &outcome) {
            Outcome whole = outcome;
            addRefusals(whole, *batch);
            // The body tells all; the status is for those who read no further.
            exchange->reply(jsonReply(outcomeToJson(whole, ledger), whole.ok ? 200 : statusOf(whole.error.code)));
        });
    if (failed(exchange, done)) return;
    if (*wait == 0) exchange->reply(underWay(ticket));
}

void Api::outcome(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {})) return;
    const auto ticket = Uuid::parse(exchange->request().segments.back());
    if (!ticket) return exchange->reply(errorReply({ErrorCode::NotFound, "This is no ticket (a UUID)"}));
    m_engine.outcome(*ticket, [exchange, ticket = *ticket, ledger = context().ledger](Result<Outcome> outcome) {
        if (outcome)
            exchange->reply(jsonReply(outcomeToJson(*outcome, ledger)));
        else if (outcome.error().code == ErrorCode::Unavailable)
            exchange->reply(underWay(ticket));
        else
            exchange->reply(errorReply(outcome.error()));
    });
}

void Api::decisions(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {"from", "limit"})) return;
    const auto from = numberParameter(exchange->request(), "from", 0, UINT64_MAX, 0);
    const auto limit = numberParameter(exchange->request(), "limit", 1, kPageMax, 200);
    if (failed(exchange, from) || failed(exchange, limit)) return;
    exchange->reply(jsonReply(decisionsToJson(m_engine.decisions(*from, *limit), *m_engine.snapshot())));
}

void Api::events(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {"from", "limit"})) return;
    const auto from = numberParameter(exchange->request(), "from", 0, UINT64_MAX, 0);
    const auto limit = numberParameter(exchange->request(), "limit", 1, kPageMax, 200);
    if (failed(exchange, from) || failed(exchange, limit)) return;
    exchange->reply(jsonReply(eventsToJson(m_engine.events(*from, *limit), context().ledger)));
}

void Api::eventStream(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {"from"})) return;
    // Behind the newest one when the client does not say: the history is at /api/v1/events.
    auto from = numberParameter(exchange->request(), "from", 0, UINT64_MAX, UINT64_MAX);
    if (failed(exchange, from)) return;
    // A browser or script that reconnects says what it saw last.
    if (const auto last = exchange->request().header("last-event-id"); last && !exchange->request().parameter("from")) {
        Request seen;
        seen.query.emplace_back("last-event-id", *last);
        const auto number = numberParameter(seen, "last-event-id", 0, UINT64_MAX - 1, 0);
        if (failed(exchange, number)) return;
        *from = *number + 1;
    }
    Reply reply;
    reply.contentType = "text/event-stream";
    reply.stream = [stream = EventStream{m_engine, context().ledger, *from}](Instant now) mutable {
        return stream.next(now);
    };
    exchange->reply(std::move(reply));
}

void Api::settings(const ExchangePtr &exchange) {
    if (hasUnknownParameters(exchange, {})) return;
    std::vector<SettingText> lines;
    for (SettingLine &line : m_engine.settingLines())
        lines.push_back({std::move(line.key), std::move(line.value), std::string{toText(line.source)},
                         std::move(line.range), std::move(line.help)});
    exchange->reply(jsonReply(settingsToJson(lines, toText(m_engine.settings().profile))));
}

void Api::allowProgram(const ExchangePtr &exchange) {
    const auto texts = textsFromJson(exchange->request().body, {"program"});
    if (failed(exchange, texts)) return;
    if (texts->front().empty())
        return exchange->reply(errorReply({ErrorCode::Invalid, "program: is missing (a name or a full path)"}));
    if (failed(exchange, m_engine.allowProgram(texts->front()))) return;
    exchange->reply(jsonReply(textToJson("program", texts->front())));
}

void Api::backup(const ExchangePtr &exchange) {
    const auto texts = textsFromJson(exchange->request().body, {"path"});
    if (failed(exchange, texts)) return;
    if (!texts->front().starts_with('/'))
        return exchange->reply(errorReply({ErrorCode::Invalid, "path: must be the full path of a new file"}));
    exchange->setPatience(kLedgerPatience, {});
    m_engine.backupLedger(texts->front(),
                          [exchange](const Result<std::string> &text) { exchange->reply(textReply(text)); });
}

void Api::check(const ExchangePtr &exchange) {
    exchange->setPatience(kLedgerPatience, {});
    m_engine.checkLedger([exchange](const Result<std::string> &text) { exchange->reply(textReply(text)); });
}

void Api::shutdown(const ExchangePtr &exchange) {
    const auto mode = stopModeFrom(exchange->request().body);
    if (failed(exchange, mode)) return;
    if (!m_shutdown || !m_shutdown(*mode))
        return exchange->reply(errorReply({ErrorCode::Unsupported, "This program cannot be stopped from here"}));
    exchange->reply(jsonReply(textToJson("state", *mode == StopMode::Drain ? "draining" : "stopping"), 202));
}

} // namespace qd::http
