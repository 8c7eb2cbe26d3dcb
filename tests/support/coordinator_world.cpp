#include "tests/support/coordinator_world.h"

#include <algorithm>

#include <fmt/format.h>

namespace qd::test {

namespace {
std::uint64_t us(WallTime t) {
    return static_cast<std::uint64_t>(t.time_since_epoch().count());
}
} // namespace

void hashOutputs(OutputHash &hash, const StepOutputs &out) {
    if (out.batch) {
        const LedgerBatch &b = *out.batch;
        hash.number(b.number);
        hash.number(b.nextSequence);
        for (const RowChange &row : b.rows) {
            for (const std::uint64_t value :
                 {row.id.value, static_cast<std::uint64_t>(row.op), static_cast<std::uint64_t>(row.state),
                  static_cast<std::uint64_t>(row.reason), std::uint64_t{row.priority}, std::uint64_t{row.attempts},
                  std::uint64_t{row.deliveries}, std::uint64_t{row.epoch}, std::uint64_t{row.worker.value},
                  us(row.changedAt), us(row.startedAt), us(row.finishedAt), us(row.runAt), us(row.deadline)})
                hash.number(value);
            for (const TextRef ref : {row.type, row.queue, row.name, row.payload, row.extras, row.history, row.error})
                hash.text(b.text.view(ref));
        }
        for (const OverrideChange &change : b.overrides) {
            hash.number(change.lease.id.value);
            hash.number(change.removed ? 1 : 0);
        }
        for (const TicketRecord &ticket : b.tickets) hash.text(ticket.outcome);
        hash.number(b.purges.size());
    }
    for (const auto &message : out.toHosts) {
        for (const Dispatch &d : message->dispatches) {
            hash.number(d.task.value);
            hash.number(d.epoch);
            hash.number(d.worker.value);
            hash.text(message->text.view(d.payload));
        }
        for (const Withdraw &w : message->withdrawals) hash.number(w.task.value ^ (std::uint64_t{w.epoch} << 32));
        for (const HeartbeatAck &ack : message->acks) hash.number(ack.worker.value);
    }
    for (const Answer &answer : out.answers) hash.text(encodeOutcome(answer.outcome));
    for (const Event &event : out.events) hash.text(event.text);
    for (const Decision &d : out.decisions) {
        hash.number(static_cast<std::uint64_t>(d.kind));
        for (const std::int64_t input : d.inputs) hash.number(static_cast<std::uint64_t>(input));
    }
    for (const WorkerId id : out.startWorkers) hash.number(id.value);
    for (const WorkerId id : out.stopWorkers) hash.number(id.value);
    hash.number(static_cast<std::uint64_t>(out.nextWake.time_since_epoch().count()));
}

World::World(std::uint64_t seed) : m_rng(seed) {
    m_config.ledger = LedgerId{0xabcdef};
    m_config.seed = seed;
    m_config.workers = 1 + static_cast<std::uint32_t>(m_rng.below(6));
    m_config.lostShown = std::chrono::seconds{5};
    m_config.retry = {std::chrono::milliseconds{50}, std::chrono::seconds{2}, 2.0};
    m_config.dispatchSampling = 3;
    m_now = {Instant{std::chrono::hours{1}}, WallTime{std::chrono::hours{24 * 365 * 50}}};
    m_coordinator = std::make_unique<Coordinator>(m_config);
    m_coordinator->recoverBegin(0);
    m_coordinator->recovered(m_now);
}

void World::step() {
    // Mostly milliseconds; now and then longer than a lease, as a machine that slept.
    const Duration ahead = m_rng.chance(3) ? Duration{std::chrono::seconds{m_rng.between(4, 30)}}
                                           : Duration{std::chrono::milliseconds{m_rng.between(1, 400)}};
    m_now.mono += ahead;
    m_now.wall += std::chrono::duration_cast<std::chrono::microseconds>(ahead);
    if (m_rng.chance(2)) return restart();
    StepInputs in;
    commit(in);
    hostsReport(in);
    if (m_coordinator->acceptsCommands()) act(in);
    m_restarted = false;
    m_coordinator->step(in, m_now, m_out);
    take(m_out);
}

TaskId World::anyTask() {
    if (m_nextSequence <= 1) return TaskId{1};
    // Mostly young ones: the old ones are final.
    const std::uint64_t span = m_rng.chance(700) ? std::min<std::uint64_t>(m_nextSequence, 12) : m_nextSequence;
    return TaskId{m_nextSequence - m_rng.below(span)};
}

void World::act(StepInputs &in) {
    if (m_rng.chance(500)) submit(in);
    if (m_rng.chance(200)) bulk(in);
    if (m_rng.chance(80)) overrides(in);
}

void World::submit(StepInputs &in) {
    SubmitTasks submit;
    for (std::uint64_t n = 1 + m_rng.below(5); n > 0; --n) {
        TaskSpec spec;
        spec.type = m_rng.chance(700) ? "synthetic" : "command";
        spec.priority = static_cast<std::uint8_t>(1 + m_rng.below(10));
        if (m_rng.chance(300)) spec.payload = std::string(m_rng.below(300), 'x');
        if (m_rng.chance(100)) spec.runAt = m_now.wall + std::chrono::milliseconds{m_rng.between(1, 3000)};
        if (m_rng.chance(100)) spec.deadline = m_now.wall + std::chrono::milliseconds{m_rng.between(1, 5000)};
        if (m_rng.chance(150)) spec.attemptsMax = static_cast<std::uint16_t>(1 + m_rng.below(4));
        if (m_rng.chance(150)) {
            auto extras = std::make_shared<TaskExtras>();
            if (m_rng.chance(400)) extras->idempotencyKey = fmt::format("key-{}", m_rng.below(20));
            if (m_rng.chance(600)) extras->parents.push_back({anyTask(), static_cast<OnParentFailure>(m_rng.below(3))});
            spec.extras = std::move(extras);
        }
        submit.tasks.push_back(std::move(spec));
    }
    in.commands.push_back({.command = {.ticket = ticket(),
                                       .principal = "test",
                                       .origin = Origin::Scenario,
                                       .revisionSeen = 0,
                                       .reason = {},
                                       .body = std::move(submit)},
                           .client = m_rng.next(),
                           .loaded = {}});
}

void World::bulk(StepInputs &in) {
    TaskSelection which;
    for (std::uint64_t n = 1 + m_rng.below(3); n > 0; --n) which.filter.ids.push_back(anyTask());
    PostedCommand posted;
    posted.command = {.ticket = ticket(),
                      .principal = "test",
                      .origin = Origin::Scenario,
                      .revisionSeen = 0,
                      .reason = {},
                      .body = CancelTasks{}};
    switch (m_rng.below(8)) {
    case 0: posted.command.body = CancelTasks{which}; break;
    case 1:
    case 2: posted.command.body = SuspendTasks{which}; break;
    case 3: {
        TaskSelection all;
        all.filter.states = TaskFilter::bit(TaskState::Suspended);
        posted.command.body = ResumeTasks{all};
        break;
    }
    case 4: posted.command.body = RequeueTasks{which}; break;
    case 5: posted.command.body = ReprioritiseTasks{which, static_cast<std::uint8_t>(1 + m_rng.below(10))}; break;
    case 6: {
        for (const auto &[id, stored] : m_rows)
            if (stored.record.state == TaskState::Failed && m_rng.chance(300)) {
                which.filter.ids.push_back(TaskId{id});
                posted.loaded.push_back(stored.record);
                break;
            }
        posted.command.body = RetryTasks{which};
        break;
    }
    default: {
        TaskSelection waiting; // cancels what waits, whatever it waits for
        waiting.filter.states = TaskFilter::bit(m_rng.chance(500)   ? TaskState::Retrying
                                                : m_rng.chance(500) ? TaskState::Suspended
                                                                    : TaskState::Pending);
        waiting.limit = 2;
        posted.command.body = CancelTasks{waiting};
        break;
    }
    }
    in.commands.push_back(std::move(posted));
}

void World::overrides(StepInputs &in) {
    Command command{.ticket = ticket(),
                    .principal = "test",
                    .origin = Origin::Scenario,
                    .revisionSeen = 0,
                    .reason = "because",
                    .body = Drain{}};
    Override lease;
    lease.expiresAt = m_now.wall + std::chrono::milliseconds{m_rng.between(10, 3000)};
    switch (m_rng.below(6)) {
    case 0:
        lease.kind = OverrideKind::PauseWorker;
        lease.target = fmt::format("w-{}", 1 + m_rng.below(8));
        command.body = Impose{lease};
        break;
    case 1:
        lease.kind = OverrideKind::PauseQueue;
        lease.target = "synthetic";
        command.body = Impose{lease};
        break;
    case 2: command.body = Impose{lease}; break;
    case 3:
        lease.kind = OverrideKind::PoolSize;
        lease.value = static_cast<std::int64_t>(m_rng.below(8));
        command.body = Impose{lease};
        break;
    case 4: command.body = Lift{OverrideKind::PauseQueue, "synthetic"}; break;
    default: command.body = Drain{WorkerId{1 + static_cast<std::uint32_t>(m_rng.below(8))}}; break;
    }
    in.commands.push_back({std::move(command), 1, {}});
}

void World::hostsReport(StepInputs &in) {
    auto batch = std::make_unique<FromHosts>();
    for (auto &[id, w] : m_workers) {
        if (m_rng.chance(4)) w.alive = !w.alive;
        if (w.boot == 0) {
            w.boot = m_nextBoot++;
            batch->hellos.push_back({.worker = WorkerId{id},
                                     .boot = w.boot,
                                     .slotCount = static_cast<std::uint16_t>(1 + m_rng.below(3)),
                                     .processId = 0,
                                     .label = batch->text.add("test"),
                                     .version = {},
                                     .capabilities = {}});
        }
        if (!w.alive) continue;
        for (std::size_t i = w.held.size(); i-- > 0;) {
            const Dispatch d = w.held[i];
            if (m_rng.chance(200)) batch->started.push_back({d.task, d.epoch, d.slotHint, WorkerId{id}});
            if (!m_rng.chance(450)) continue;
            TaskFinished finished;
            finished.task = d.task;
            finished.epoch = d.epoch;
            finished.slotHint = d.slotHint;
            finished.worker = WorkerId{id};
            finished.runTime = std::chrono::milliseconds{m_rng.between(1, 100)};
            const std::uint64_t dice = m_rng.below(100);
            finished.outcome = dice < 60   ? OutcomeKind::Succeeded
                               : dice < 80 ? OutcomeKind::Failed
                               : dice < 88 ? OutcomeKind::TimedOut
                               : dice < 94 ? OutcomeKind::FailedFatal
                                           : OutcomeKind::Released;
            if (finished.outcome != OutcomeKind::Succeeded) finished.error = batch->text.add("did not work");
            batch->finished.push_back(finished);
            if (m_rng.chance(20)) batch->finished.push_back(finished); // a duplicate on the way
            w.held.erase(w.held.begin() + static_cast<std::ptrdiff_t>(i));
        }
        Heartbeat beat;
        beat.worker = WorkerId{id};
        beat.boot = w.boot;
        beat.sentAt = m_now.mono;
        beat.heldBegin = static_cast<std::uint32_t>(batch->held.size());
        for (const Dispatch &d : w.held) batch->held.push_back({d.task, d.epoch});
        beat.heldCount = static_cast<std::uint32_t>(w.held.size());
        batch->heartbeats.push_back(beat);
    }
    for (const WorkerId id : std::exchange(m_leaving, {})) {
        const auto it = m_workers.find(id.value);
        if (it == m_workers.end()) continue;
        batch->goodbyes.push_back({id, it->second.boot});
        m_workers.erase(it);
    }
    if (!batch->empty()) in.hosts.push_back(std::move(batch));
}

void World::take(StepOutputs &out) {
    hashOutputs(m_hash, out);
    for (const WorkerId id : out.startWorkers) m_workers[id.value] = {};
    for (const WorkerId id : out.stopWorkers) m_leaving.push_back(id);
    for (const auto &message : out.toHosts) {
        for (const Withdraw &withdrawn : message->withdrawals) {
            const auto it = m_workers.find(withdrawn.worker.value);
            if (it == m_workers.end()) continue;
            if (m_rng.chance(800)) // sometimes the word comes too late
                std::erase_if(it->second.held, [&](const Dispatch &d) {
                    return d.task == withdrawn.task && d.epoch <= withdrawn.epoch;
                });
        }
        for (const Dispatch &dispatch : message->dispatches) {
            const auto stored = m_rows.find(dispatch.task.value);
            if (stored == m_rows.end() || stored->second.record.epoch < dispatch.epoch)
                m_problem = fmt::format("task {} was dispatched before its commit", dispatch.task.value);
            if (const auto it = m_workers.find(dispatch.worker.value); it != m_workers.end())
                it->second.held.push_back(dispatch);
        }
    }
    if (out.batch) m_uncommitted.push_back(std::move(out.batch));
}

void World::commit(StepInputs &in) {
    if (m_stalledFor > 0 && --m_stalledFor > 0) return;
    if (m_uncommitted.empty()) return;
    if (m_rng.chance(5)) {
        m_stalledFor = static_cast<int>(1 + m_rng.below(40));
        in.failed.push_back({m_uncommitted.front()->number, true, {ErrorCode::Io, "no space left"}});
        return;
    }
    Committed committed;
    for (std::uint64_t n = 1 + m_rng.below(4); n > 0 && !m_uncommitted.empty(); --n) {
        store(*m_uncommitted.front());
        committed.number = m_uncommitted.front()->number;
        committed.purged.assign(m_uncommitted.front()->purges.size(), 0);
        m_coordinator->recycle(std::move(m_uncommitted.front()));
        m_uncommitted.pop_front();
    }
    in.committed.push_back(std::move(committed));
}

void World::store(const LedgerBatch &batch) {
    m_nextSequence = std::max(m_nextSequence, batch.nextSequence);
    for (const OverrideChange &change : batch.overrides) {
        if (change.removed)
            m_leases.erase(change.lease.id.value);
        else
            m_leases[change.lease.id.value] = change.lease;
    }
    for (const RowChange &row : batch.rows) {
        if (row.op != RowOp::Insert && !m_rows.contains(row.id.value))
            m_problem = fmt::format("task {} was changed before it was inserted", row.id.value);
        TaskRecord &r = m_rows[row.id.value].record;
        if (r.state == TaskState::Completed || r.state == TaskState::Cancelled)
            m_problem = fmt::format("task {} changed after it was final", row.id.value);
        if (row.epoch < r.epoch) m_problem = fmt::format("the epoch of task {} went back", row.id.value);
        if (row.op == RowOp::Insert) {
            r.spec.type = batch.text.view(row.type);
            r.spec.queue = batch.text.view(row.queue);
            r.spec.name = batch.text.view(row.name);
            r.spec.payload = batch.text.view(row.payload);
            if (row.extras.size > 0)
                r.spec.extras = std::make_shared<TaskExtras>(decodeExtras(batch.text.view(row.extras)).value());
        }
        r.id = row.id;
        r.state = row.state;
        r.reason = row.reason;
        r.epoch = row.epoch;
        r.attempts = row.attempts;
        r.deliveries = row.deliveries;
        r.worker = row.worker;
        r.createdAt = row.createdAt;
        r.startedAt = row.startedAt;
        r.finishedAt = row.finishedAt;
        r.spec.priority = row.priority;
        r.spec.attemptsMax = row.attemptsMax;
        r.spec.deliveriesMax = row.deliveriesMax;
        r.spec.runAt = row.runAt;
        r.spec.deadline = row.deadline;
        r.spec.timeout = row.timeout;
        if (row.withHistory) {
            auto history = decodeHistory(batch.text.view(row.history)).value();
            r.history = std::move(history.attempts);
            r.historyDropped = history.dropped;
        }
    }
}

void World::addCoverage(Coverage &coverage) const {
    for (const auto &[transition, count] : m_ended) coverage[transition] += count;
    for (const Transition &t : transitionTable())
        coverage[{t.from, t.to, t.reason}] += m_coordinator->transitions(t.from, t.to, t.reason);
}

/// As after SIGKILL: what was not committed is gone, and so are the hosts.
void World::restart() {
    for (const Transition &t : transitionTable())
        m_ended[{t.from, t.to, t.reason}] += m_coordinator->transitions(t.from, t.to, t.reason);
    m_restarted = true;
    m_uncommitted.clear();
    m_workers.clear();
    m_leaving.clear();
    m_stalledFor = 0;
    m_coordinator = std::make_unique<Coordinator>(m_config);
    m_coordinator->recoverBegin(m_rows.size());
    m_coordinator->recoverSequence(m_nextSequence);
    for (const auto &[id, stored] : m_rows) {
        if (!isFinal(stored.record.state) || stored.record.state == TaskState::Failed) {
            TaskRecord copy = stored.record;
            m_coordinator->recoverTask(std::move(copy), m_now);
        } else {
            m_coordinator->recoverFinal(TaskId{id}, stored.record.state);
        }
        if (stored.record.spec.extras && !stored.record.spec.extras->idempotencyKey.empty())
            m_coordinator->recoverClaim(stored.record.spec.extras->idempotencyKey, TaskId{id},
                                        stored.record.createdAt + std::chrono::hours{24});
    }
    for (const auto &[id, lease] : m_leases) {
        Override copy = lease;
        m_coordinator->recoverLease(std::move(copy));
    }
    m_coordinator->recovered(m_now);
}

std::string World::problem() const {
    if (!m_problem.empty()) return m_problem;
    if (!m_uncommitted.empty() || m_restarted) return {};
    std::array<std::uint64_t, kTaskStates> counted{};
    for (const auto &[id, stored] : m_rows) {
        const auto state = m_coordinator->stateOf(TaskId{id});
        if (!state) return fmt::format("task {} is lost", id);
        const TaskState durable = *state == TaskState::Running ? TaskState::Assigned : *state;
        if (durable != stored.record.state)
            return fmt::format("task {} is {} in memory and {} in the ledger", id, toText(*state),
                               toText(stored.record.state));
        ++counted[static_cast<std::size_t>(*state)];
    }
    for (const TaskState state : {TaskState::Pending, TaskState::Queued, TaskState::Assigned, TaskState::Running,
                                  TaskState::Retrying, TaskState::Suspended, TaskState::Failed})
        if (counted[static_cast<std::size_t>(state)] !=
            m_coordinator->totals().byState[static_cast<std::size_t>(state)])
            return fmt::format("{} tasks are {}, the totals say {}", counted[static_cast<std::size_t>(state)],
                               toText(state), m_coordinator->totals().byState[static_cast<std::size_t>(state)]);
    return {};
}

} // namespace qd::test
