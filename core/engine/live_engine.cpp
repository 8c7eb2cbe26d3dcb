#include "core/engine/live_engine.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/assert.h"
#include "core/transport/memory_transport.h"
#include "core/workers/handlers/command_handler.h"
#include "core/workers/worker_pool.h"

namespace qd {

namespace {

constexpr Duration kPublishEvery = std::chrono::milliseconds{33}; // design section 3: at most 30 Hz
constexpr Duration kPublishIdle = std::chrono::milliseconds{150}; // when nothing has happened since the last picture
constexpr Duration kSpin = std::chrono::microseconds{50};         // about the price of one wake-up
constexpr Duration kSpinAfterWork = std::chrono::milliseconds{2};
constexpr Duration kReleasePatience = std::chrono::seconds{5};
constexpr Duration kFlushPatience = std::chrono::seconds{5};
constexpr std::size_t kRetryLoadMax = 10'000;
/// Of one step. After a stall the oldest tasks are dispatched while the newer ones still wait to be admitted.
constexpr std::size_t kStepTasksMax = 1000;

/// How many tasks a command brings; 1 for every other kind.
std::size_t sizeOf(const Command &command) {
    const auto *submit = std::get_if<SubmitTasks>(&command.body);
    return submit ? std::max<std::size_t>(submit->tasks.size(), 1) : 1;
}

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
      m_events(m_parts.settings.limits.events), m_decisions(m_parts.settings.limits.decisions),
      m_changed(m_parts.settings) {
    auto first = std::make_shared<Snapshot>();
    first->overrides = std::make_shared<const std::vector<Override>>();
    first->texts = std::make_shared<const std::vector<std::string>>();
    first->ledger = m_parts.ledger->id();
    first->ledgerStats = m_parts.ledger->stats();
    const Now now = m_clock.now();
    first->takenAt = now.mono;
    first->wallAt = now.wall;
    m_snapshot = std::move(first);
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
    constexpr std::size_t kWaitersMax = 1024;
    std::shared_ptr<const Snapshot> newest;
    {
        const Lock lock{m_snapshotMutex};
        if (!m_publishing || m_snapshotWaiters.size() >= kWaitersMax) {
            newest = m_snapshot; // nobody publishes (any more), or too many wait
        } else {
            m_snapshotWaiters.push_back(answer);
            m_freshWanted.store(true);
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
    auto job = [this, query = std::move(query), cancelled = std::move(cancelled), answer](bool stopping) {
        if (stopping) return answer(fail(ErrorCode::Unavailable, "The engine is stopping"));
        auto page = m_parts.ledger->reader().query(query, cancelled ? cancelled : [] { return false; });
        if (page)
            for (TaskBrief &row : page->rows)
                if (row.state == TaskState::Assigned && m_parts.pool->isRunning(row.id)) row.state = TaskState::Running;
        answer(std::move(page));
    };
    if (!m_reader.post(std::move(job)))
        answer(fail(ErrorCode::Overloaded, "Too many queries are waiting, or the engine has stopped"));
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
        if (!stored && stored.error().code == ErrorCode::NotFound && underWay)
            return answer(fail(ErrorCode::Unavailable, "The command is still under way"));
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

// --- the coordinator thread ------------------------------------------------------------------------------------------

void LiveEngine::run() {
    pthread_setname_np(pthread_self(), "qd-coordinator");
    answerWaiters(false);
    const bool usable = recover();
    if (usable) loop();
    answerWaiters(true);
    m_parts.transport->onReceivable([] {});
    const Lock lock{m_inboxMutex};
    m_inboxOpen = false;
}

bool LiveEngine::recover() {
    std::size_t rows = 0;
    RecoverySink sink;
    sink.begin = [this](std::uint64_t total) {
        m_coordinator.recoverBegin(total);
        publish(true);
    };
    sink.task = [this, &rows](TaskRecord &&record) {
        m_coordinator.recoverTask(std::move(record), m_clock.now());
        if (++rows % 4096 == 0) publish(false);
    };
    sink.finalState = [this](TaskId id, TaskState state) { m_coordinator.recoverFinal(id, state); };
    sink.finalRows = [this](TaskState state, std::uint64_t count) { m_coordinator.recoverFinalRows(state, count); };
    sink.claim = [this](std::string_view key, TaskId id, WallTime expires) {
        m_coordinator.recoverClaim(key, id, expires);
    };
    sink.lease = [this](Override &&lease) { m_coordinator.recoverLease(std::move(lease)); };
    sink.ticket = [this](TicketRecord &&ticket) { m_coordinator.recoverTicket(ticket); };
    sink.sequence = [this](std::uint64_t next) { m_coordinator.recoverSequence(next); };
    Result<void> ready = m_parts.ledger->recover(sink);
    if (ready)
        ready = m_parts.ledger->start(
            [this](Committed committed) {
                {
                    const Lock lock{m_commitMutex};
                    m_committed.push_back(std::move(committed));
                }
                m_wakeup.wake();
            },
            [this](CommitFailed failed) {
                {
                    const Lock lock{m_commitMutex};
                    m_commitFailed.push_back(std::move(failed));
                }
                m_wakeup.wake();
            });
    if (ready) ready = m_parts.pool->start();
    if (!ready) {
        m_coordinator.setPhase(EnginePhase::Failed);
        std::vector<Event> events{{.at = m_clock.now().wall,
                                   .kind = EventKind::EngineFailed,
                                   .severity = Severity::Bad,
                                   .text = ready.error().detail}};
        m_events.append(events);
        m_failed = true;
        publish(true);
        const Lock lock{m_snapshotMutex};
        auto failed = std::make_shared<Snapshot>(*m_snapshot);
        failed->failure = ready.error().detail;
        ++failed->revision;
        m_snapshot = std::move(failed);
        return false;
    }
    m_coordinator.recovered(m_clock.now());
    tellProblems();
    return true;
}

/// What the settings ask for and this machine does not have: no reason not to start, but not to be silent either.
void LiveEngine::tellProblems() {
    std::vector<Event> events;
    for (const std::string &problem : m_parts.commands->problems())
        events.push_back({.at = m_clock.now().wall,
                          .kind = EventKind::EngineStarted,
                          .severity = Severity::Warning,
                          .text = problem});
    m_events.append(events);
}

void LiveEngine::loop() {
    while (true) {
        followStop();
        const bool work = gather();
        const Now now = m_clock.now();
        if (!work && now.mono < m_nextWake) {
            if (stopDone()) break;
            publish(false);
            const bool recent = now.mono - m_lastWork < kSpinAfterWork;
            // Somebody asked, but the last picture is too young: wake up when it is old enough.
            if (m_snapshotAsked.load())
                m_nextWake = std::min(m_nextWake, Instant{Duration{m_publishedAt.load()}} + publishInterval());
            const Duration untilDeadline = m_stopPhase == Phase::Running ? Duration::max() : m_stopDeadline - now.mono;
            m_wakeup.wait(std::clamp<Duration>(std::min(m_nextWake - now.mono, untilDeadline), Duration{},
                                               std::chrono::seconds{1}),
                          recent ? kSpin : Duration{});
            continue;
        }
        if (work) m_lastWork = now.mono;
        m_coordinator.step(m_in, now, m_out);
        m_stepped = true;
        m_nextWake = m_out.nextWake;
        deliver();
        for (auto &batch : m_in.hosts) m_parts.transport->recycle(std::move(batch));
        m_in.clear();
        publish(false);
        if (m_failed || stopDone()) break;
    }
    publish(true);
}

/// Everything that waits becomes the next step's input. Commands stay outside while too much is uncommitted.
bool LiveEngine::gather() {
    {
        const Lock lock{m_commitMutex};
        m_in.committed.swap(m_committed);
        m_in.failed.swap(m_commitFailed);
    }
    Position position{};
    // Bounded by the transport's own bound; one more than it holds never comes.
    while (auto batch = m_parts.transport->receive(position)) {
        m_position = position.value;
        m_in.hosts.push_back(std::move(batch));
        if (m_in.hosts.size() >= 64) break;
    }
    if (m_coordinator.acceptsCommands()) {
        const Lock lock{m_inboxMutex};
        for (std::size_t tasks = 0; !m_inbox.empty() && tasks < kStepTasksMax; m_inbox.pop_front()) {
            tasks += sizeOf(m_inbox.front().command);
            m_in.commands.push_back(std::move(m_inbox.front()));
        }
    }
    return !m_in.empty();
}

/// What a task had written when a person took it from its worker stays with its row. The host hears of it only after
/// the commit, so here the work still runs; its own report would come under an old epoch and be refused.
void LiveEngine::keepTails(LedgerBatch &batch) const {
    for (RowChange &row : batch.rows) {
        if ((row.reason != Reason::CancelCommand && row.reason != Reason::SuspendCommand) || !row.worker) continue;
        const LiveOutput live = m_parts.pool->liveOutput(row.id);
        if (live.outputBytes == 0 || (row.op == RowOp::Update && !row.withHistory)) continue;
        row.outputBytes = live.outputBytes;
        row.output = batch.text.add(live.output);
        row.errorOutput = batch.text.add(live.errorOutput);
        if (row.op == RowOp::Update) row.op = RowOp::Final; // The one that writes results; the state says what it is.
    }
}

void LiveEngine::deliver() {
    for (const WorkerId id : m_out.startWorkers) m_parts.pool->addWorker(id);
    for (const WorkerId id : m_out.stopWorkers) m_parts.pool->removeWorker(id);
    for (auto &batch : m_out.toHosts) m_parts.transport->send(std::move(batch));
    m_out.toHosts.clear();
    m_coordinator.recycle(m_parts.transport->spare());
    m_events.append(m_out.events);
    m_decisions.append(m_out.decisions);
    giveAnswers();
    if (m_out.batch) keepTails(*m_out.batch);
    if (m_out.batch) m_parts.ledger->write(std::move(m_out.batch), Fence{0, 1});
    m_coordinator.recycle(m_parts.ledger->spare());
    m_parts.transport->acknowledge(Position{m_position});
    if (m_out.failStop) {
        // The ledger refused for good. Nothing is rolled back in memory: what it holds is the truth at the next start.
        std::vector<Event> events{{.at = m_clock.now().wall,
                                   .kind = EventKind::EngineFailed,
                                   .severity = Severity::Bad,
                                   .text =
                                       "The ledger failed for good; the engine has stopped. Restart it to go on from "
                                       "what was stored"}};
        m_events.append(events);
        m_failed = true;
    }
}

void LiveEngine::giveAnswers() {
    for (StepAnswer &answer : m_out.answers) {
        OutcomeHandler handler;
        {
            const Lock lock{m_inboxMutex};
            const auto it = m_clients.find(answer.client);
            if (it == m_clients.end()) continue;
            handler = std::move(it->second.whenDone);
            m_clients.erase(it);
        }
        if (handler) handler(answer.outcome); // outside the lock: it may post the next command
    }
}

/// An idle engine has nothing new to show but the age of things, and every picture makes its watchers paint.
Duration LiveEngine::publishInterval() const {
    return m_stepped || m_freshWanted.load() ? kPublishEvery : kPublishIdle;
}

/// A new picture, when somebody asked and the last one is old enough.
void LiveEngine::publish(bool force) {
    const Now now = m_clock.now();
    const auto since = now.mono.time_since_epoch().count() - m_publishedAt.load(std::memory_order_relaxed);
    if (!force && (since < publishInterval().count() || !m_snapshotAsked.exchange(false))) return;
    m_stepped = false;
    std::shared_ptr<const Snapshot> previous;
    {
        const Lock lock{m_snapshotMutex};
        previous = m_snapshot;
    }
    auto next = m_coordinator.snapshot(previous.get(), now);
    next->ledgerStats = m_parts.ledger->stats();
    next->totals.commandsRefused += m_refusedFull.load();
    for (std::size_t state = 0; state < kTaskStates; ++state) {
        std::uint64_t &count = next->totals.byState[state];
        count -= std::min(count, next->ledgerStats.removed[state]);
    }
    if (next->failure.empty())
        next->failure = previous->phase == EnginePhase::Failed ? previous->failure : std::string{};
    next->publishCost = bootNow() - now.mono;
    m_publishedAt.store(now.mono.time_since_epoch().count(), std::memory_order_relaxed);
    {
        const Lock lock{m_snapshotMutex};
        m_snapshot = std::move(next);
    }
    answerWaiters(false);
}

void LiveEngine::answerWaiters(bool last) {
    std::vector<SnapshotHandler> waiters;
    std::shared_ptr<const Snapshot> newest;
    {
        const Lock lock{m_snapshotMutex};
        m_publishing = !last;
        waiters.swap(m_snapshotWaiters);
        m_freshWanted.store(false);
        newest = m_snapshot;
    }
    for (const SnapshotHandler &answer : waiters) answer(newest);
}

// --- stopping --------------------------------------------------------------------------------------------------------

/// stop intake -> drain -> release what is left without counting a delivery -> flush -> close
void LiveEngine::followStop() {
    const Stop wanted = m_stop.load();
    const Instant now = m_clock.now().mono;
    if (wanted == Stop::No) return;
    if (m_stopPhase == Phase::Running) {
        m_coordinator.beginDrain(m_clock.now());
        m_stopPhase = Phase::Draining;
        m_stopDeadline = now + m_parts.settings.shutdown.drain;
        m_nextWake = now;
    }
    if (m_stopPhase == Phase::Draining &&
        (wanted == Stop::Now || m_coordinator.tasksOnWorkers() == 0 || now >= m_stopDeadline)) {
        m_coordinator.setPhase(EnginePhase::Stopping);
        m_parts.pool->releaseAll();
        m_stopPhase = Phase::Releasing;
        m_stopDeadline = now + kReleasePatience;
    }
    if (m_stopPhase == Phase::Releasing && (m_coordinator.tasksOnWorkers() == 0 || now >= m_stopDeadline)) {
        m_stopPhase = Phase::Flushing;
        m_stopDeadline = now + kFlushPatience;
        m_nextWake = now;
    }
}

bool LiveEngine::stopDone() {
    if (m_stopPhase != Phase::Flushing) return false;
    return m_coordinator.uncommitted() == 0 || m_clock.now().mono >= m_stopDeadline;
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
