// Random commands against a simple model of the engine, written from the design (section 4) and not from the engine's
// transition table: what a task may become, who is dispatched next, what a refusal is. One action per step, so that
// the model needs no opinion on the order inside a step.

#include <QtTest/QTest>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "core/coordinator/coordinator.h"

using namespace qd;

namespace {

enum class S { Pending, Queued, OnWorker, Retrying, Suspended, Completed, Failed, Cancelled };

const char *nameOf(S s) {
    constexpr const char *names[] = {"pending",   "queued",    "on a worker", "retrying",
                                     "suspended", "completed", "failed",      "cancelled"};
    return names[static_cast<int>(s)];
}

bool ended(S s) {
    return s == S::Completed || s == S::Failed || s == S::Cancelled;
}

struct ModelTask {
    S state = S::Queued;
    int priority = 5;
    int attempts = 0;
    int attemptsMax = 3;
    int lost = 0;                 ///< Lost deliveries.
    std::uint64_t readySince = 0; ///< Order in which it became ready; 0 = not ready.
    std::int64_t runAt = 0;       ///< us
    std::int64_t deadline = 0;
    int parentsLeft = 0;
    std::vector<std::pair<std::uint64_t, OnParentFailure>> children;
    std::uint32_t worker = 0;
};

struct ModelWorker {
    std::uint64_t boot = 0;
    bool paused = false;
    std::uint64_t task = 0;
};

class Pair {
public:
    explicit Pair(std::uint64_t seed) : m_rng(seed) {
        m_config.workers = 3;
        m_config.retry = {std::chrono::milliseconds{20}, std::chrono::milliseconds{200}, 2.0};
        m_config.seed = seed;
        m_engine = std::make_unique<Coordinator>(m_config);
        m_engine->recoverBegin(0);
        m_engine->recovered(m_now);
        run({});
        for (const WorkerId id : m_started) hello(id.value);
    }

    void step() {
        const std::int64_t ms = m_rng.between(0, 30);
        m_now.mono += std::chrono::milliseconds{ms};
        m_now.wall += std::chrono::milliseconds{ms};
        switch (m_rng.below(12)) {
        case 0:
        case 1:
        case 2: submit(); break;
        case 3: cancel(); break;
        case 4: suspend(); break;
        case 5: resume(); break;
        case 6: retry(); break;
        case 7: requeue(); break;
        case 8: reprioritise(); break;
        case 9: pause(); break;
        case 10:
            for (std::uint64_t n = m_rng.chance(100) ? 30 : 1; n > 0; --n) reboot();
            break;
        default: finish(); break;
        }
        // Work has to flow, or every task is waiting soon.
        if (m_rng.chance(700)) finish();
    }
    [[nodiscard]] const std::string &problem() const { return m_problem; }
    [[nodiscard]] const std::set<std::string> &seen() const { return m_seen; }

private:
    // --- the engine's side ---
    void run(StepInputs in) {
        auto beats = std::make_unique<FromHosts>();
        for (const auto &[id, w] : m_workers) {
            Heartbeat beat;
            beat.worker = WorkerId{id};
            beat.boot = w.boot;
            beat.heldBegin = static_cast<std::uint32_t>(beats->held.size());
            if (w.task != 0) {
                beats->held.push_back({TaskId{w.task}, m_epochs[w.task]});
                beat.heldCount = 1;
            }
            beats->heartbeats.push_back(beat);
        }
        in.hosts.push_back(std::move(beats));
        advance(in);
        // Everything commits at once; the effects come out of the next step, at the same instant.
        for (int i = 0; i < 4 && m_batch != 0; ++i) {
            StepInputs next;
            next.committed.push_back({m_batch, std::vector<std::uint64_t>(m_purges, 0)});
            advance(next);
        }
    }
    void advance(StepInputs &in) {
        m_engine->step(in, m_now, m_out);
        m_batch = m_out.batch ? m_out.batch->number : 0;
        m_purges = m_out.batch ? m_out.batch->purges.size() : 0;
        if (m_out.batch)
            for (const RowChange &row : m_out.batch->rows) {
                m_epochs[row.id.value] = row.epoch;
                m_reasons[row.id.value] = row.reason;
                m_retryAt[row.id.value] = row.runAt.time_since_epoch().count();
            }
        for (const auto &message : m_out.toHosts)
            for (const Dispatch &d : message->dispatches) m_dispatched.push_back(d);
        for (const WorkerId id : m_out.startWorkers) m_started.push_back(id);
        for (auto &answer : m_out.answers) m_answer = answer.outcome;
        if (m_out.batch) m_engine->recycle(std::move(m_out.batch));
    }
    Outcome command(CommandBody body, std::vector<TaskRecord> loaded = {}) {
        StepInputs in;
        PostedCommand posted;
        posted.command.ticket = {m_rng.next() | 1U, m_rng.next()};
        posted.command.body = std::move(body);
        posted.loaded = std::move(loaded);
        in.commands.push_back(std::move(posted));
        m_answer = {};
        run(std::move(in));
        return m_answer;
    }
    void hello(std::uint32_t id) {
        ModelWorker &w = m_workers[id];
        w.boot = ++m_boots;
        StepInputs in;
        auto batch = std::make_unique<FromHosts>();
        batch->hellos.push_back({.worker = WorkerId{id},
                                 .boot = w.boot,
                                 .slotCount = 1,
                                 .processId = 0,
                                 .label = {},
                                 .version = {},
                                 .capabilities = {}});
        in.hosts.push_back(std::move(batch));
        run(std::move(in));
        settle();
    }

    // --- the model's side ---
    /// Timers, then dispatch; then both sides must agree.
    void settle() {
        const std::int64_t now = m_now.wall.time_since_epoch().count();
        while (!m_timers.empty() && m_timers.begin()->first <= now) {
            const std::uint64_t id = m_timers.begin()->second;
            m_timers.erase(m_timers.begin());
            const auto known = m_tasks.find(id);
            if (known == m_tasks.end()) continue;
            ModelTask &t = known->second;
            if (t.deadline != 0 && t.deadline <= now && !ended(t.state) && t.state != S::Suspended) {
                leaveWorker(t);
                end(id, S::Failed);
            } else if ((t.state == S::Queued && t.readySince == 0 && t.runAt <= now) ||
                       (t.state == S::Retrying && t.runAt <= now)) {
                queue(id);
            }
        }
        std::vector<std::pair<std::uint64_t, std::uint32_t>> expected;
        if (!m_pausedAll) {
            for (std::size_t free = freeWorkers(); free > 0; --free) {
                std::uint64_t best = 0;
                for (const std::uint64_t id : m_ready) {
                    const ModelTask &t = m_tasks[id];
                    if (best == 0 || t.priority > m_tasks[best].priority ||
                        (t.priority == m_tasks[best].priority && t.readySince < m_tasks[best].readySince))
                        best = id;
                }
                if (best == 0) break;
                const auto found = std::ranges::find(m_dispatched, TaskId{best}, &Dispatch::task);
                if (found == m_dispatched.end()) return complain("task {} should have been dispatched", best);
                ModelWorker &w = m_workers[found->worker.value];
                if (w.task != 0 || w.paused) return complain("task {} went to a worker that was not free", best);
                ModelTask &t = m_tasks[best];
                t.state = S::OnWorker;
                t.worker = found->worker.value;
                t.readySince = 0;
                m_ready.erase(best);
                w.task = best;
                m_dispatched.erase(found);
            }
        }
        if (!m_dispatched.empty()) complain("task {} was dispatched out of turn", m_dispatched.front().task.value);
        m_dispatched.clear();
        if (++m_checks % 256 == 0) {
            for (const auto &[id, t] : m_tasks) compare(id, t);
        } else {
            for (const std::uint64_t id : m_touched) compare(id, m_tasks[id]);
        }
        m_touched.clear();
        forget();
    }
    void compare(std::uint64_t id, const ModelTask &t) {
        const auto state = m_engine->stateOf(TaskId{id});
        if (!state) return complain("task {} is unknown to the engine", id);
        const S is = isOnWorker(*state)               ? S::OnWorker
                     : *state == TaskState::Pending   ? S::Pending
                     : *state == TaskState::Queued    ? S::Queued
                     : *state == TaskState::Retrying  ? S::Retrying
                     : *state == TaskState::Suspended ? S::Suspended
                     : *state == TaskState::Completed ? S::Completed
                     : *state == TaskState::Failed    ? S::Failed
                                                      : S::Cancelled;
        if (is != t.state && m_problem.empty())
            m_problem = fmt::format("task {} is {} ({}), the model says {} (check {})", id, nameOf(is),
                                    toText(m_reasons[id]), nameOf(t.state), m_checks);
        m_seen.insert(nameOf(is));
    }
    void complain(fmt::format_string<std::uint64_t &> text, std::uint64_t id) {
        if (m_problem.empty()) m_problem = fmt::format(text, id) + fmt::format(" (check {})", m_checks);
    }
    /// Old final tasks without waiting children leave the model, so that it stays small.
    void forget() {
        if (m_tasks.size() < 400) return;
        for (auto it = m_tasks.begin(); it != m_tasks.end();)
            it = ended(it->second.state) && it->second.children.empty() && m_rng.chance(800) ? m_tasks.erase(it)
                                                                                             : std::next(it);
    }
    [[nodiscard]] std::size_t freeWorkers() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(m_workers, [](const auto &e) { return e.second.task == 0 && !e.second.paused; }));
    }
    void queue(std::uint64_t id) {
        ModelTask &t = m_tasks[id];
        t.state = S::Queued;
        m_touched.insert(id);
        if (t.runAt > m_now.wall.time_since_epoch().count()) {
            m_timers.emplace(t.runAt, id);
            return;
        }
        t.readySince = ++m_order;
        m_ready.insert(id);
    }
    void leaveWorker(ModelTask &t) {
        if (t.state != S::OnWorker) return;
        m_workers[t.worker].task = 0;
    }
    void end(std::uint64_t id, S state) {
        ModelTask &t = m_tasks[id];
        t.state = state;
        t.readySince = 0;
        m_ready.erase(id);
        m_touched.insert(id);
        for (const auto &[child, rule] : std::exchange(t.children, {})) {
            const auto it = m_tasks.find(child);
            if (it == m_tasks.end() || it->second.state != S::Pending) continue;
            if (state == S::Completed || rule == OnParentFailure::Run) {
                if (--it->second.parentsLeft == 0) queue(child);
            } else {
                end(child, rule == OnParentFailure::Fail ? S::Failed : S::Cancelled);
            }
        }
    }
    std::uint64_t pick() {
        if (m_tasks.empty()) return 0;
        auto it = m_tasks.begin();
        const std::uint64_t skip = m_tasks.size() > 40 && m_rng.chance(800) ? m_tasks.size() - 1 - m_rng.below(40)
                                                                            : m_rng.below(m_tasks.size());
        std::advance(it, static_cast<std::ptrdiff_t>(skip));
        m_touched.insert(it->first);
        return it->first;
    }
    static TaskSelection one(std::uint64_t id) {
        TaskSelection which;
        which.filter.ids = {TaskId{id}};
        return which;
    }
    void expect(const Outcome &outcome, bool ok, const char *what, std::uint64_t id) {
        if (outcome.ok != ok && m_problem.empty())
            m_problem = fmt::format("{} of task {} was {}, the model disagrees: {} (check {})", what, id,
                                    outcome.ok ? "accepted" : "refused", outcome.error.detail, m_checks);
        m_seen.insert(fmt::format("{} {}", what, ok ? "accepted" : "refused"));
    }

    // --- actions ---
    void submit() {
        TaskSpec spec;
        spec.type = "t";
        spec.priority = static_cast<std::uint8_t>(1 + m_rng.below(10));
        spec.attemptsMax = static_cast<std::uint16_t>(1 + m_rng.below(3));
        ModelTask t;
        t.priority = spec.priority;
        t.attemptsMax = spec.attemptsMax;
        if (m_rng.chance(150)) spec.runAt = m_now.wall + std::chrono::milliseconds{m_rng.between(1, 200)};
        if (m_rng.chance(100)) spec.deadline = m_now.wall + std::chrono::milliseconds{m_rng.between(1, 500)};
        t.runAt = spec.runAt.time_since_epoch().count();
        t.deadline = spec.deadline.time_since_epoch().count();
        std::string key;
        std::vector<ParentEdge> parents;
        if (m_rng.chance(200) && !m_tasks.empty())
            for (std::uint64_t n = 1 + m_rng.below(2); n > 0; --n) {
                const std::uint64_t parent = pick();
                if (std::ranges::find(parents, TaskId{parent}, &ParentEdge::parent) == parents.end())
                    parents.push_back({TaskId{parent}, static_cast<OnParentFailure>(m_rng.below(3))});
            }
        if (m_rng.chance(100)) key = fmt::format("k{}", m_rng.below(1000));
        if (!parents.empty() || !key.empty()) {
            auto extras = std::make_shared<TaskExtras>();
            extras->parents = parents;
            extras->idempotencyKey = key;
            spec.extras = std::move(extras);
        }
        SubmitTasks body;
        body.tasks.push_back(spec);
        const Outcome outcome = command(std::move(body));
        expect(outcome, true, "submit", 0);
        if (!outcome.ok || outcome.tasks.empty()) return;
        const std::uint64_t id = outcome.tasks.front().first.value;
        if (!key.empty()) {
            const auto [it, fresh] = m_keys.emplace(key, id);
            if (fresh == (outcome.duplicates == 1) || it->second != id)
                return complain("the key of task {} was judged wrongly", id);
            if (!fresh) {
                m_seen.insert("duplicate");
                return settle();
            }
        }
        t.parentsLeft = static_cast<int>(parents.size());
        t.state = parents.empty() ? S::Queued : S::Pending;
        m_tasks[id] = t;
        m_touched.insert(id);
        if (t.deadline != 0) m_timers.emplace(t.deadline, id);
        if (parents.empty()) {
            queue(id);
        } else {
            for (const ParentEdge &edge : parents) m_tasks[edge.parent.value].children.emplace_back(id, edge.onFailure);
            for (const ParentEdge &edge : parents)
                if (const S state = m_tasks[edge.parent.value].state; ended(state))
                    end(edge.parent.value, state); // tells its children
        }
        settle();
    }
    void cancel() {
        const std::uint64_t id = pick();
        if (id == 0) return;
        const bool can = !ended(m_tasks[id].state);
        expect(command(CancelTasks{one(id)}), can, "cancel", id);
        if (can) {
            leaveWorker(m_tasks[id]);
            end(id, S::Cancelled);
        }
        settle();
    }
    void suspend() {
        const std::uint64_t id = pick();
        if (id == 0) return;
        ModelTask &t = m_tasks[id];
        const bool can = t.state == S::Queued || t.state == S::OnWorker;
        expect(command(SuspendTasks{one(id)}), can, "suspend", id);
        if (can) {
            leaveWorker(t);
            t.state = S::Suspended;
            t.readySince = 0;
            m_ready.erase(id);
        }
        settle();
    }
    void resume() {
        const std::uint64_t id = pick();
        if (id == 0) return;
        const bool can = m_tasks[id].state == S::Suspended;
        expect(command(ResumeTasks{one(id)}), can, "resume", id);
        if (can) {
            queue(id);
            if (m_tasks[id].deadline != 0) m_timers.emplace(m_tasks[id].deadline, id);
        }
        settle();
    }
    void retry() {
        std::uint64_t id = pick();
        for (const auto &[candidate, t] : m_tasks)
            if (t.state == S::Failed && m_rng.chance(100)) id = candidate;
        if (id == 0) return;
        ModelTask &t = m_tasks[id];
        const bool can = t.state == S::Failed;
        std::vector<TaskRecord> loaded;
        if (can) {
            TaskRecord r;
            r.id = TaskId{id};
            r.state = TaskState::Failed;
            r.epoch = m_epochs[id];
            r.spec.type = r.spec.queue = "t";
            r.spec.priority = static_cast<std::uint8_t>(t.priority);
            r.spec.attemptsMax = static_cast<std::uint16_t>(t.attemptsMax);
            r.spec.deliveriesMax = 3;
            r.spec.deadline = WallTime{std::chrono::microseconds{t.deadline}};
            r.createdAt = m_now.wall;
            loaded.push_back(std::move(r));
        }
        expect(command(RetryTasks{one(id)}, std::move(loaded)), can, "retry", id);
        if (can) {
            t.attempts = t.lost = 0;
            t.runAt = 0;
            if (t.deadline <= m_now.wall.time_since_epoch().count()) t.deadline = 0;
            if (t.deadline != 0) m_timers.emplace(t.deadline, id);
            queue(id);
        }
        settle();
    }
    void requeue() {
        const std::uint64_t id = pick();
        if (id == 0) return;
        ModelTask &t = m_tasks[id];
        const bool can = t.state == S::OnWorker;
        expect(command(RequeueTasks{one(id)}), can, "requeue", id);
        if (can) {
            leaveWorker(t);
            queue(id);
        }
        settle();
    }
    void reprioritise() {
        const std::uint64_t id = pick();
        if (id == 0) return;
        ModelTask &t = m_tasks[id];
        const int priority = static_cast<int>(1 + m_rng.below(10));
        expect(command(ReprioritiseTasks{one(id), static_cast<std::uint8_t>(priority)}), !ended(t.state),
               "reprioritise", id);
        if (!ended(t.state)) {
            t.priority = priority;
            if (t.readySince != 0) t.readySince = ++m_order; // to the end of its new lane
        }
        settle();
    }
    void pause() {
        if (m_rng.chance(500)) {
            const bool was = m_pausedAll;
            Override lease;
            lease.kind = OverrideKind::PauseAll;
            if (was)
                command(Lift{OverrideKind::PauseAll, {}});
            else
                command(Impose{lease});
            m_pausedAll = !was;
        } else if (!m_workers.empty()) {
            auto it = m_workers.begin();
            std::advance(it, static_cast<std::ptrdiff_t>(m_rng.below(m_workers.size())));
            Override lease;
            lease.kind = OverrideKind::PauseWorker;
            lease.target = fmt::format("w-{}", it->first);
            if (it->second.paused)
                command(Lift{lease.kind, lease.target});
            else
                command(Impose{lease});
            it->second.paused = !it->second.paused;
        }
        settle();
    }
    /// A worker starts anew: what it held is lost with its old life.
    void reboot() {
        if (!m_rng.chance(300)) return;
        auto it = m_workers.begin();
        std::advance(it, static_cast<std::ptrdiff_t>(m_rng.below(m_workers.size())));
        // Bad luck sticks: only a task that is lost again and again becomes poison.
        for (auto other = m_workers.begin(); other != m_workers.end(); ++other)
            if (other->second.task != 0 && m_tasks[other->second.task].lost > 0 && m_rng.chance(800)) it = other;
        const std::uint64_t id = std::exchange(it->second.task, 0);
        if (id != 0) {
            ModelTask &t = m_tasks[id];
            m_touched.insert(id);
            if (++t.lost >= 3) {
                m_seen.insert("poison");
                end(id, S::Failed);
            } else {
                queue(id);
            }
        }
        hello(it->first);
    }
    void finish() {
        std::vector<std::uint32_t> busy;
        for (const auto &[id, w] : m_workers)
            if (w.task != 0) busy.push_back(id);
        if (busy.empty()) return settleEmpty();
        const std::uint32_t worker = busy[m_rng.below(busy.size())];
        const std::uint64_t id = m_workers[worker].task;
        ModelTask &t = m_tasks[id];
        StepInputs in;
        auto batch = std::make_unique<FromHosts>();
        TaskFinished f;
        f.task = TaskId{id};
        f.epoch = m_epochs[id];
        f.worker = WorkerId{worker};
        const std::uint64_t dice = m_rng.below(100);
        const bool stale = m_rng.chance(50); // a report under an old lease changes nothing
        if (stale) --f.epoch;
        f.outcome = dice < 60   ? OutcomeKind::Succeeded
                    : dice < 80 ? OutcomeKind::Failed
                    : dice < 88 ? OutcomeKind::TimedOut
                    : dice < 94 ? OutcomeKind::FailedFatal
                                : OutcomeKind::Released;
        batch->finished.push_back(f);
        in.hosts.push_back(std::move(batch));
        m_touched.insert(id);
        if (stale) {
            m_seen.insert("stale refused");
            run(std::move(in));
            return settle();
        }
        m_workers[worker].task = 0;
        run(std::move(in));
        const std::int64_t now = m_now.wall.time_since_epoch().count();
        switch (f.outcome) {
        case OutcomeKind::Succeeded: end(id, S::Completed); break;
        case OutcomeKind::Released: queue(id); break;
        case OutcomeKind::FailedFatal:
            ++t.attempts;
            end(id, S::Failed);
            break;
        case OutcomeKind::Failed:
        case OutcomeKind::TimedOut:
            if (++t.attempts >= t.attemptsMax || (t.deadline != 0 && t.deadline <= now)) {
                end(id, S::Failed);
            } else {
                // The draw of the jitter is the engine's; the model takes it and checks its bounds.
                t.state = S::Retrying;
                const auto due = m_retryAt.find(id);
                t.runAt = due == m_retryAt.end() ? now : due->second;
                m_timers.emplace(t.runAt, id);
            }
            break;
        }
        settle();
    }
    void settleEmpty() {
        run({});
        settle();
    }

    CoordinatorConfig m_config;
    Rng m_rng;
    Now m_now{Instant{std::chrono::hours{1}}, WallTime{std::chrono::hours{24 * 365 * 50}}};
    std::unique_ptr<Coordinator> m_engine;
    StepOutputs m_out;
    std::uint64_t m_batch = 0;
    std::size_t m_purges = 0;
    std::map<std::uint64_t, std::uint32_t> m_epochs;
    std::map<std::uint64_t, std::int64_t> m_retryAt;
    std::map<std::uint64_t, Reason> m_reasons; ///< Of the last row change, for the message when the two disagree.
    std::vector<Dispatch> m_dispatched;
    std::vector<WorkerId> m_started;
    Outcome m_answer;

    std::map<std::uint64_t, ModelTask> m_tasks;
    std::map<std::uint32_t, ModelWorker> m_workers;
    std::map<std::string, std::uint64_t> m_keys;
    std::multimap<std::int64_t, std::uint64_t> m_timers;
    std::set<std::uint64_t> m_ready;
    std::set<std::uint64_t> m_touched;
    bool m_pausedAll = false;
    std::uint64_t m_order = 0;
    std::uint64_t m_boots = 0;
    std::uint64_t m_checks = 0;
    std::string m_problem;
    std::set<std::string> m_seen;
};

} // namespace

class TestModel : public QObject {
    Q_OBJECT
private slots:
    void agreesWithTheModelOverAMillionSteps();
};

void TestModel::agreesWithTheModelOverAMillionSteps() {
    const char *wanted = std::getenv("QD_MODEL_STEPS");
    const std::uint64_t steps = wanted ? std::strtoull(wanted, nullptr, 10) : 1'000'000;
    constexpr std::uint64_t perSeed = 5000;
    std::set<std::string> seen;
    for (std::uint64_t seed = 1; seed <= std::max<std::uint64_t>(1, steps / perSeed); ++seed) {
        Pair pair{seed};
        for (std::uint64_t i = 0; i < perSeed && pair.problem().empty(); ++i) pair.step();
        QVERIFY2(pair.problem().empty(),
                 qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(QString::fromStdString(pair.problem()))));
        seen.insert(pair.seen().begin(), pair.seen().end());
    }
    for (const char *what :
         {"cancel accepted", "cancel refused", "suspend accepted", "suspend refused",  "resume accepted",
          "resume refused",  "retry accepted", "retry refused",    "requeue accepted", "requeue refused",
          "poison",          "duplicate",      "stale refused",    "pending",          "queued",
          "on a worker",     "retrying",       "suspended",        "completed",        "failed",
          "cancelled"})
        QVERIFY2(seen.contains(what), what);
}

QTEST_GUILESS_MAIN(TestModel)
#include "tst_model.moc"
