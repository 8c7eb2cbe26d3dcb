#include "core/engine/live_engine.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/model/task_match.h"
#include "core/transport/memory_transport.h"
#include "core/workers/handlers/command_handler.h"
#include "core/workers/worker_pool.h"

namespace qd {

namespace {

constexpr std::size_t kRetryLoadMax = 10'000;

CoordinatorConfig configOf(const Settings &s, LedgerId ledger, const HandlerTable &handlers) {
    CoordinatorConfig c;
    c.ledger = ledger;
    c.seed = static_cast<std::uint64_t>(bootNow().time_since_epoch().count());
    c.lease = s.lease.length;
    c.heartbeat = s.lease.heartbeat;
    c.sweep = s.lease.sweep;
    c.attempts = s.tasks.attempts;
    c.deliveries = s.tasks.deliveries;
    c.timeout = s.tasks.timeout;
    c.retry = {s.tasks.retryBase, s.tasks.retryCap, s.tasks.retryMultiplier};
    c.keyWindow = s.tasks.keyWindow;
    c.workers = s.pool.workers;
    c.tasksMax = s.limits.tasks;
    c.payloadBytesMax = s.limits.payloadBytes;
    c.dispatchSampling = s.limits.dispatchSampling;
    // Every worker is one of this process, so the table of handlers tells what can be run at all.
    c.types = {"synthetic"};
    handlers.forEachType([&c](const std::string &type) { c.types.push_back(type); });
    for (const auto &[type, function] : handlers.functions()) c.types.push_back(type);
    std::ranges::sort(c.types);
    c.types.erase(std::ranges::unique(c.types).begin(), c.types.end());
    return c;
}

} // namespace

LiveEngine::LiveEngine(EngineParts parts)
    : m_parts(std::move(parts)), m_coordinator(configOf(m_parts.settings, m_parts.ledger->id(), *m_parts.handlers)),
      m_replica(*m_parts.ledger), m_events(m_parts.settings.limits.events),
      m_decisions(m_parts.settings.limits.decisions), m_changed(m_parts.settings) {
    auto first = std::make_shared<Snapshot>();
    first->overrides = std::make_shared<const std::vector<Override>>();
    first->texts = std::make_shared<const std::vector<std::string>>();
    first->ledger = m_parts.ledger->id();
    first->ledgerStats = m_parts.ledger->stats();
    const Now now = m_clock.now();
    first->takenAt = now.mono;
    first->wallAt = now.wall;
    m_snapshot = std::move(first);
    m_parts.ledger->observe([this](LedgerDelta delta) { m_replica.take(std::move(delta)); });
}

LiveEngine::~LiveEngine() {
    stop(StopMode::Now);
}

Result<void> LiveEngine::start() {
    const Lock lock{m_stopMutex};
    if (m_started) return fail(ErrorCode::Conflict, "The engine was started before");
    m_started = true;
    {
        const Lock inbox{m_inboxMutex};
        m_inboxOpen = true;
    }
    m_parts.transport->onReceivable([this] { m_wakeup.wake(); });
    m_reader.start();
    m_thread = std::jthread{[this] { run(); }};
    return {};
}

void LiveEngine::stop(StopMode mode) {
    const Stop wanted = mode == StopMode::Now ? Stop::Now : Stop::Drain;
    // A second, harder request reaches a drain under way without waiting for the lock.
    Stop seen = m_stop.load();
    while (seen < wanted && !m_stop.compare_exchange_weak(seen, wanted)) {
    }
    m_wakeup.wake();
    const Lock lock{m_stopMutex};
    if (!m_started || m_stopped) return;
    m_stopped = true;
    m_thread.join();
    m_parts.pool->stop();
    m_replica.stop();
    m_parts.ledger->stop(kFlushPatience);
    m_reader.stop();
    answerRest();
    const Lock snapshotLock{m_snapshotMutex};
    auto last = std::make_shared<Snapshot>(*m_snapshot);
    if (last->phase != EnginePhase::Failed) last->phase = EnginePhase::Stopped;
    ++last->revision;
    m_snapshot = std::move(last);
}

// --- asking ----------------------------------------------------------------------------------------------------------

Result<void> LiveEngine::post(Command command, OutcomeHandler whenDone) {
    if (!command.ticket) return fail(ErrorCode::Invalid, "A command needs a ticket");
    const TaskSelection *which = selectionOf(command.body);
    if (which != nullptr && !which->filter.expression.empty()) return resolve(std::move(command), std::move(whenDone));
    // Failed rows are not kept in memory; the reader fetches them first.
    if (std::holds_alternative<RetryTasks>(command.body)) {
        auto shared = std::make_shared<std::pair<Command, OutcomeHandler>>(std::move(command), std::move(whenDone));
        if (!m_reader.post([this, shared](bool stopping) {
                if (!stopping) return loadAndRetry(std::move(shared->first), std::move(shared->second));
                Outcome outcome;
                outcome.ticket = shared->first.ticket;
                outcome.error = {ErrorCode::Unavailable, "The engine is stopping"};
                if (shared->second) shared->second(outcome);
            }))
            return fail(ErrorCode::Overloaded, "Too many reads are waiting; try again in a moment");
        return {};
    }
    return enqueue({std::move(command), 0, {}}, std::move(whenDone));
}

namespace {

constexpr auto kAllStates = static_cast<std::uint16_t>((1U << kTaskStates) - 1);

/// What a filter means for a command that names no states: those it can act on.
std::uint16_t actedOn(const CommandBody &body, std::uint16_t states) {
    if (std::holds_alternative<RetryTasks>(body)) return TaskFilter::bit(TaskState::Failed);
    if (std::holds_alternative<PurgeTasks>(body)) {
        TaskFilter filter;
        filter.states = states;
        return purgeableStates(filter);
    }
    if (states != 0) return states;
    std::uint16_t unfinished = 0;
    for (std::size_t i = 0; i < kTaskStates; ++i)
        if (const auto state = static_cast<TaskState>(i); !isFinal(state))
            unfinished = static_cast<std::uint16_t>(unfinished | TaskFilter::bit(state));
    return unfinished;
}

} // namespace

/// The coordinator knows tasks and not what people type: the replica names the tasks, and the command goes on with
/// their ids.
Result<void> LiveEngine::resolve(Command command, OutcomeHandler whenDone) {
    m_replica.start();
    TaskSelection &which = *selectionOf(command.body);
    TaskQuery query;
    query.filter = which.filter;
    query.filter.states = actedOn(command.body, which.filter.states);
    query.sort = {TaskColumn::Id, false};
    query.limit = std::min(which.limit, kQueryLimitMax);
    query.exact = true;
    auto shared = std::make_shared<std::pair<Command, OutcomeHandler>>(std::move(command), std::move(whenDone));
    const auto goOn = [this, shared](const Result<TaskPage> &page) {
        auto &[resolved, done] = *shared;
        Outcome outcome;
        outcome.ticket = resolved.ticket;
        if (page) {
            TaskSelection named;
            for (const TaskBrief &row : page->rows) named.filter.ids.push_back(row.id);
            if (std::holds_alternative<PurgeTasks>(resolved.body)) named.filter.states = kAllStates;
            if (named.filter.ids.empty()) named.limit = 0; // No ids would mean every task.
            *selectionOf(resolved.body) = std::move(named);
            const auto posted = post(std::move(resolved), done);
            if (posted) return;
            outcome.error = posted.error();
        } else {
            outcome.error = page.error();
        }
        if (done) done(outcome);
    };
    if (!m_replica.query(std::move(query), {}, goOn))
        return fail(ErrorCode::Overloaded, "Too many queries are waiting, or the engine has stopped");
    return {};
}

Result<void> LiveEngine::enqueue(PostedCommand posted, OutcomeHandler whenDone) {
    {
        const Lock lock{m_inboxMutex};
        if (!m_inboxOpen) return fail(ErrorCode::Unavailable, "The engine is not running");
        if (m_inbox.size() >= m_parts.settings.limits.inbox) {
            ++m_refusedFull;
            return fail(
                ErrorCode::Overloaded,
                fmt::format("The inbox is full ({} commands, limits.inbox); try again in a moment", m_inbox.size()));
        }
        posted.client = m_nextClient++;
        m_clients.emplace(posted.client, Client{posted.command.ticket, std::move(whenDone)});
        m_inbox.push_back(std::move(posted));
    }
    m_wakeup.wake();
    return {};
}

void LiveEngine::loadAndRetry(Command command, OutcomeHandler whenDone) {
    TaskSelection &which = std::get<RetryTasks>(command.body).which;
    PostedCommand posted;
    TaskQuery query;
    query.filter = which.filter;
    query.filter.states = TaskFilter::bit(TaskState::Failed);
    query.sort = {TaskColumn::Id, false};
    query.limit = static_cast<std::uint32_t>(std::min<std::size_t>(which.limit, kRetryLoadMax));
    Outcome outcome;
    outcome.ticket = command.ticket;
    LedgerReader &reader = m_parts.ledger->reader();
    if (auto page = reader.query(query, [] { return false; })) {
        for (const TaskBrief &brief : page->rows)
            if (auto record = reader.task(brief.id)) posted.loaded.push_back(std::move(*record));
    } else {
        outcome.error = page.error();
        if (whenDone) whenDone(outcome);
        return;
    }
    posted.command = std::move(command);
    const auto again = whenDone;
    if (auto queued = enqueue(std::move(posted), std::move(whenDone)); !queued && again) {
        outcome.error = queued.error();
        again(outcome);
    }
}

std::shared_ptr<const Snapshot> LiveEngine::snapshot() {
    m_snapshotAsked.store(true, std::memory_order_relaxed);
    const auto age = bootNow().time_since_epoch().count() - m_publishedAt.load(std::memory_order_relaxed);
    if (age >= kPublishEvery.count()) m_wakeup.wake();
    const Lock lock{m_snapshotMutex};
    return m_snapshot;
}

void LiveEngine::freshSnapshot(SnapshotHandler answer) {
    awaitSnapshot(std::move(answer), true);
}

void LiveEngine::nextSnapshot(SnapshotHandler answer) {
    awaitSnapshot(std::move(answer), false);
}

void LiveEngine::awaitSnapshot(SnapshotHandler answer, bool fresh) {
    constexpr std::size_t kWaitersMax = 1024;
    std::shared_ptr<const Snapshot> newest;
    {
        const Lock lock{m_snapshotMutex};
        if (!m_publishing || m_snapshotWaiters.size() >= kWaitersMax) {
            newest = m_snapshot; // nobody publishes (any more), or too many wait
        } else {
            m_snapshotWaiters.push_back(answer);
            if (fresh) m_freshWanted.store(true);
            m_snapshotAsked.store(true);
        }
    }
    if (newest) return answer(newest);
    m_wakeup.wake();
}

RingPage<Event> LiveEngine::events(std::uint64_t from, std::size_t limit) const {
    return m_events.page(from, limit);
}

RingPage<Decision> LiveEngine::decisions(std::uint64_t from, std::size_t limit) const {
    return m_decisions.page(from, limit);
}

std::vector<Decision> LiveEngine::decisionsFor(TaskId task, WorkerId worker, std::size_t limit) const {
    return m_decisions.newest(
        limit, [&](const Decision &d) { return (task && d.task == task) || (worker && d.worker == worker); });
}

std::vector<Decision> LiveEngine::heldDecisions(std::string_view queue, std::size_t limit) const {
    std::shared_ptr<const Snapshot> snapshot;
    {
        const Lock lock{m_snapshotMutex};
        snapshot = m_snapshot;
    }
    return m_decisions.newest(limit, [&](const Decision &d) {
        return d.kind == DecisionKind::Held && snapshot->text(d.queue.value) == queue;
    });
}

void LiveEngine::query(TaskQuery query, std::function<bool()> cancelled, Answer<TaskPage> answer) {
    // Assigned and running are one durable state; which of the two it is, the pool knows.
    const bool running = (query.filter.states & TaskFilter::bit(TaskState::Running)) != 0;
    if (running) query.filter.states |= TaskFilter::bit(TaskState::Assigned);
    const auto tell = [this, answer](Result<TaskPage> page) {
        if (page)
            for (TaskBrief &row : page->rows)
                if (row.state == TaskState::Assigned && m_parts.pool->isRunning(row.id)) row.state = TaskState::Running;
        answer(std::move(page));
    };
    const bool onlyReplica = !query.filter.expression.empty();
    if (onlyReplica) m_replica.start();
    m_replica.watched();
    bool posted = false;
    if (onlyReplica || m_replica.isReady())
        posted = m_replica.query(std::move(query), std::move(cancelled), tell);
    else
        posted = m_reader.post([this, query = std::move(query), cancelled = std::move(cancelled), tell](bool stopping) {
            if (stopping) return tell(fail(ErrorCode::Unavailable, "The engine is stopping"));
            tell(m_parts.ledger->reader().query(query, cancelled ? cancelled : [] { return false; }));
        });
    if (!posted) answer(fail(ErrorCode::Overloaded, "Too many queries are waiting, or the engine has stopped"));
}

void LiveEngine::task(TaskId id, Answer<TaskRecord> answer) {
    auto job = [this, id, answer](bool stopping) {
        if (stopping) return answer(fail(ErrorCode::Unavailable, "The engine is stopping"));
        auto record = m_parts.ledger->reader().task(id);
        if (record && record->state == TaskState::Assigned && m_parts.pool->isRunning(id))
            record->state = TaskState::Running;
        answer(std::move(record));
    };
    if (!m_reader.post(std::move(job)))
        answer(fail(ErrorCode::Overloaded, "Too many queries are waiting, or the engine has stopped"));
}

void LiveEngine::outcome(Ticket ticket, Answer<Outcome> answer) {
    auto job = [this, ticket, answer](bool stopping) {
        if (stopping) return answer(fail(ErrorCode::Unavailable, "The engine is stopping"));
        // Asked before the ledger is read: a command that commits in between is found there.
        bool underWay = false;
        {
            const Lock lock{m_inboxMutex};
            underWay = std::ranges::any_of(m_clients, [&](const auto &entry) { return entry.second.ticket == ticket; });
        }
        auto stored = m_parts.ledger->reader().outcome(ticket);
        if (!stored && stored.error().code == ErrorCode::NotFound) {
            if (underWay) return answer(fail(ErrorCode::Unavailable, "The command is still under way"));
            const Lock lock{m_inboxMutex};
            const auto refused = std::ranges::find(m_refusals, ticket, &Outcome::ticket);
            if (refused != m_refusals.end()) stored = *refused;
        }
        answer(std::move(stored));
    };
    if (!m_reader.post(std::move(job)))
        answer(fail(ErrorCode::Overloaded, "Too many queries are waiting, or the engine has stopped"));
}

LiveOutput LiveEngine::liveOutput(TaskId id) const {
    return m_parts.pool->liveOutput(id);
}

void LiveEngine::backupLedger(std::string path, Answer<std::string> answer) {
    auto job = [this, path = std::move(path), answer](bool stopping) {
        if (stopping) return answer(fail(ErrorCode::Unavailable, "The engine is stopping"));
        if (!m_parts.backup) return answer(fail(ErrorCode::Unsupported, "A memory ledger has no file to copy"));
        answer(m_parts.backup(path));
    };
    if (!m_reader.post(std::move(job)))
        answer(fail(ErrorCode::Overloaded, "Too many queries are waiting, or the engine has stopped"));
}

void LiveEngine::checkLedger(Answer<std::string> answer) {
    auto job = [this, answer](bool stopping) {
        if (stopping) return answer(fail(ErrorCode::Unavailable, "The engine is stopping"));
        if (!m_parts.check) return answer(fail(ErrorCode::Unsupported, "A memory ledger has no file to check"));
        answer(m_parts.check());
    };
    if (!m_reader.post(std::move(job)))
        answer(fail(ErrorCode::Overloaded, "Too many queries are waiting, or the engine has stopped"));
}

Result<void> LiveEngine::allowProgram(const std::string &program) {
    const Lock lock{m_allowMutex};
    if (auto allowed = m_parts.commands->allow(program); !allowed) return allowed;
    std::vector<std::string> &names = m_changed.command.allow;
    const bool known = std::ranges::find(names, program) != names.end();
    if (known && m_allowSaved) return {};
    if (!known) names.push_back(program);
    const auto saved = saveAllowed();
    m_allowSaved = saved.has_value();
    if (saved) return {};
    return fail(ErrorCode::Io, fmt::format("{} is allowed until the engine stops, not after a restart: {}", program,
                                           saved.error().detail));
}

Result<void> LiveEngine::saveAllowed() {
    const auto source = m_changed.sources.find("command.allow");
    if (source != m_changed.sources.end() &&
        (source->second == SettingSource::Environment || source->second == SettingSource::Flag))
        return fail(ErrorCode::Conflict,
                    fmt::format("command.allow was set by {}, which goes before the settings file; add it there",
                                source->second == SettingSource::Flag ? "a flag" : "the environment"));
    if (m_changed.configFile.empty())
        return fail(ErrorCode::Unsupported, "this engine was started without a settings file");
    std::string list = "[";
    for (const std::string &name : m_changed.command.allow) {
        if (list.size() > 1) list += ", ";
        list += '"';
        for (const char c : name) {
            if (c == '"' || c == '\\') list += '\\';
            list += c;
        }
        list += '"';
    }
    auto written = writeSetting(m_changed.configFile, "command.allow", list + "]");
    if (written) m_changed.sources["command.allow"] = SettingSource::File;
    return written;
}

std::vector<SettingLine> LiveEngine::settingLines() const {
    const Lock lock{m_allowMutex};
    return describe(m_changed);
}

/// What was refused because of the moment is not stored, so that the same ticket may succeed later; who did not wait
/// for the answer still finds it here for a while.
void LiveEngine::noteRefusal(const Outcome &outcome) {
    constexpr std::size_t kKept = 10'000;
    if (outcome.ok || (outcome.error.code != ErrorCode::Unavailable && outcome.error.code != ErrorCode::Overloaded))
        return;
    m_refusals.push_front(outcome);
    if (m_refusals.size() > kKept) m_refusals.pop_back();
}

/// Whoever still waits for an answer gets an honest one.
void LiveEngine::answerRest() {
    std::unordered_map<std::uint64_t, Client> rest;
    {
        const Lock lock{m_inboxMutex};
        rest.swap(m_clients);
        m_inbox.clear();
    }
    Outcome outcome;
    outcome.error = {ErrorCode::Unavailable, "The engine stopped before the command was committed; repeat it with the "
                                             "same ticket when it runs again"};
    for (auto &[number, client] : rest) {
        outcome.ticket = client.ticket;
        if (client.whenDone) client.whenDone(outcome);
    }
}

} // namespace qd
