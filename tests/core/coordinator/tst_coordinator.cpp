// Single rules of the coordinator, each with the story that made it.

#include <QtTest/QTest>

#include <fmt/format.h>

#include "core/coordinator/coordinator.h"
#include "core/model/untold.h"
#include "tests/core/coordinator/coordinator_rig.h"

using namespace qd;
using namespace std::chrono_literals;
using qd::test::Rig;

namespace {

TaskSpec dueAt(WallTime deadline) {
    TaskSpec spec;
    spec.deadline = deadline;
    return spec;
}

TaskSpec childOf(TaskId parent, OnParentFailure rule) {
    auto extras = std::make_shared<TaskExtras>();
    extras->parents.push_back({parent, rule});
    TaskSpec spec;
    spec.extras = std::move(extras);
    return spec;
}

} // namespace

class TestCoordinator : public QObject {
    Q_OBJECT
private slots:
    void losesTheLeaseOfASilentWorker();
    void keepsTheLeaseOfASleepingMachine();
    void renewsOnlyTheLeasesThatAreListed();
    void showsWhatAWorkersProcessUses();
    void quarantinesAfterThreeLostDeliveries();
    void countsNoDeliveryForAReleasedTask();
    void refusesALateReport();
    void keepsOverlappingPausesApart();
    void renewsThePauseOfTheSamePerson();
    void findsWaitingTasksByWhatTheyFailedOf();
    void whatIsTriedAgainIsNoWarningAndWhatIsNotIsBad();
    void aFloodOfEventsIsCountedToItsLastOne();
    void endsADrainByResuming();
    void saysWhyATaskFailedThatNobodyRan();
    void saysHowLongACancelledTaskRan();
    void tellsThatARetryTookTheDeadlineAway();
    void refusesTypesThatNobodyKnows();
    void endsAnOverrideAtItsExpiry();
    void dispatchesByPriorityThenAge();
    void givesTheSameTaskForTheSameKey();
    void startsNothingBeforeItsTime();
    void bearsTimesAThousandYearsAhead();
    void shrinksThePoolWithoutKillingWork();
    void refusesWhatIsOutOfBounds_data();
    void refusesWhatIsOutOfBounds();
};

void TestCoordinator::losesTheLeaseOfASilentWorker() {
    Rig rig;
    const TaskId id = rig.submit();
    for (int i = 0; i < 12; ++i) {
        rig.pass(1s);
        rig.settle();
    }
    QVERIFY(rig.saw(EventKind::WorkerLost));
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Queued);
    QCOMPARE(rig.engine->totals().leasesLost, std::uint64_t{1});
}

void TestCoordinator::keepsTheLeaseOfASleepingMachine() {
    Rig rig;
    const TaskId id = rig.submit();
    for (int i = 0; i < 5; ++i) {
        rig.pass(10min); // the lid was closed
        rig.settle();
        rig.beat({rig.dispatched.back()});
        rig.settle();
    }
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Assigned);
    QCOMPARE(rig.engine->totals().leasesLost, std::uint64_t{0});
    QVERIFY(rig.saw(EventKind::ClockGap));
}

void TestCoordinator::showsWhatAWorkersProcessUses() {
    Rig rig;
    const auto at = [&rig](WorkerColumn column) {
        return rig.engine->snapshot(nullptr, rig.now)->workers.worker(column, 0);
    };
    QCOMPARE(at(WorkerColumn::ProcessCpu), std::int64_t{-1});
    QCOMPARE(at(WorkerColumn::ProcessMemory), std::int64_t{0});
    rig.usage = {340, 64 << 20};
    rig.beat({});
    rig.settle();
    QCOMPARE(at(WorkerColumn::ProcessCpu), std::int64_t{340});
    QCOMPARE(at(WorkerColumn::ProcessMemory), std::int64_t{64 << 20});
}

void TestCoordinator::renewsOnlyTheLeasesThatAreListed() {
    Rig rig;
    const TaskId id = rig.submit();
    for (int i = 0; i < 12; ++i) { // the worker lives, but knows nothing of the task
        rig.pass(1s);
        rig.beat({});
        rig.settle();
    }
    QCOMPARE(rig.engine->totals().leasesLost, std::uint64_t{1});
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Assigned); // dispatched anew, to the same worker
    QCOMPARE(rig.dispatched.size(), std::size_t{2});
    QVERIFY(rig.dispatched[1].epoch > rig.dispatched[0].epoch);
}

void TestCoordinator::quarantinesAfterThreeLostDeliveries() {
    Rig rig;
    const TaskId id = rig.submit();
    for (int boot = 2; boot <= 4; ++boot) {
        auto batch = std::make_unique<FromHosts>();
        batch->hellos.push_back({.worker = WorkerId{1},
                                 .boot = static_cast<std::uint64_t>(boot),
                                 .slotCount = 1,
                                 .processId = 1,
                                 .label = {},
                                 .version = {},
                                 .capabilities = {}});
        rig.in.hosts.push_back(std::move(batch));
        rig.settle();
    }
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Failed);
    QCOMPARE(rig.dispatched.size(), std::size_t{3});
    QCOMPARE(rig.rows.back().reason, Reason::Poison);
    QCOMPARE(int{rig.rows.back().attempts}, 0); // no handler failed
}

void TestCoordinator::countsNoDeliveryForAReleasedTask() {
    Rig rig;
    (void)rig.submit();
    for (int i = 0; i < 5; ++i) rig.finish(rig.dispatched.back(), OutcomeKind::Released);
    QCOMPARE(int{rig.rows.back().attempts}, 0);
    QCOMPARE(int{rig.rows.back().deliveries}, 1); // the one under way
}

void TestCoordinator::refusesALateReport() {
    Rig rig;
    const TaskId id = rig.submit();
    const Dispatch first = rig.dispatched.back();
    TaskSelection which;
    which.filter.ids = {id};
    rig.command(RequeueTasks{which});
    rig.finish(first);
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Assigned);
    QCOMPARE(rig.engine->totals().staleRefused, std::uint64_t{1});
    rig.finish(rig.dispatched.back());
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Completed);
}

void TestCoordinator::keepsOverlappingPausesApart() {
    Rig rig;
    Override lease;
    lease.kind = OverrideKind::PauseQueue;
    lease.target = "t";
    lease.owner = "ann";
    const Outcome a = rig.command(Impose{lease});
    lease.owner = "ben";
    const Outcome b = rig.command(Impose{lease});
    QVERIFY(a.overrides != b.overrides);
    const TaskId id = rig.submit();
    rig.command(RevertOverrides{{a.overrides.front()}});
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Queued); // the other one still holds
    rig.command(RevertOverrides{{b.overrides.front()}});
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Assigned);
}

void TestCoordinator::renewsThePauseOfTheSamePerson() {
    Rig rig;
    Override lease;
    lease.kind = OverrideKind::PauseQueue;
    lease.target = "t";
    lease.expiresAt = rig.now.wall + 2s;
    const Outcome first = rig.command(Impose{lease});
    lease.expiresAt = rig.now.wall + 60s;
    const Outcome again = rig.command(Impose{lease});
    QCOMPARE(again.overrides.front().value, first.overrides.front().value);
    const auto overrides = *rig.engine->snapshot(nullptr, rig.now)->overrides;
    QCOMPARE(overrides.size(), std::size_t{1});
    QVERIFY(overrides.front().expiresAt == lease.expiresAt);
    QVERIFY(rig.says("The pause of queue t was renewed by op"));
    const TaskId id = rig.submit();
    rig.pass(3s);
    rig.settle();
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Queued); // the first end is forgotten
    rig.command(RevertOverrides{{first.overrides.front()}});
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Assigned);
    const Outcome none = rig.command(Lift{OverrideKind::PauseQueue, "t"});
    QCOMPARE(none.error.detail, std::string{"There is no pause of queue t to end"});
}

void TestCoordinator::findsWaitingTasksByWhatTheyFailedOf() {
    Rig rig;
    const TaskId refused = rig.submit();
    rig.finish(rig.dispatched.back(), OutcomeKind::Failed, "Connection REFUSED");
    const TaskId late = rig.submit();
    rig.finish(rig.dispatched.back(), OutcomeKind::Failed, "no answer");
    CancelTasks cancel;
    cancel.which.filter.text = "refused";
    QCOMPARE(rig.command(cancel).affected, std::uint64_t{1});
    QCOMPARE(rig.engine->stateOf(refused), TaskState::Cancelled);
    QCOMPARE(rig.engine->stateOf(late), TaskState::Retrying);
}

void TestCoordinator::whatIsTriedAgainIsNoWarningAndWhatIsNotIsBad() {
    Rig rig;
    rig.failOne(2);
    QCOMPARE(rig.events.back().kind, EventKind::TaskRetrying);
    QCOMPARE(rig.events.back().severity, Severity::Info);
    rig.failOne(1);
    QCOMPARE(rig.events.back().kind, EventKind::TaskDeadLettered);
    QCOMPARE(rig.events.back().severity, Severity::Bad);
}

void TestCoordinator::aFloodOfEventsIsCountedToItsLastOne() {
    Rig rig;
    const auto told = [&rig] {
        std::uint64_t count = 0;
        for (const Event &event : rig.events)
            if (event.kind == EventKind::TaskDeadLettered) count += 1 + splitUntold(event.text).untold;
        return count;
    };
    TaskId last{};
    for (int i = 0; i < 50; ++i) last = rig.failOne(1);
    QCOMPARE(told(), std::uint64_t{20});
    rig.pass(3s); // No other one comes: the rest is told all the same.
    rig.settle();
    QCOMPARE(told(), std::uint64_t{50});
    QCOMPARE(rig.events.back().task, last);
}

void TestCoordinator::endsADrainByResuming() {
    Rig rig;
    QVERIFY(!rig.command(Lift{OverrideKind::PauseAll, {}}).ok);
    const TaskId before = rig.submit();
    const TaskId waiting = rig.submit();
    QVERIFY(rig.command(Drain{}).ok);
    QVERIFY(!rig.command(Drain{}).ok);
    SubmitTasks body;
    body.tasks.resize(1);
    body.tasks[0].type = "t";
    const Outcome refused = rig.command(body);
    QVERIFY(refused.error.detail.find("resume all") != std::string::npos);
    rig.finish(rig.dispatched.back());
    QCOMPARE(*rig.engine->stateOf(before), TaskState::Completed);
    QCOMPARE(*rig.engine->stateOf(waiting), TaskState::Queued);
    QTRY_COMPARE(rig.engine->phase(), EnginePhase::Drained);
    QCOMPARE(rig.engine->snapshot(nullptr, rig.now)->queues.queue(QueueColumn::Held, 0),
             static_cast<std::int64_t>(Guard::Draining));
    const Outcome resumed = rig.command(Lift{OverrideKind::PauseAll, {}});
    QVERIFY2(resumed.ok, resumed.error.detail.c_str());
    QCOMPARE(rig.engine->phase(), EnginePhase::Running);
    QCOMPARE(*rig.engine->stateOf(waiting), TaskState::Assigned);
    QVERIFY(rig.submit());
    // The drain of an engine that stops is another matter.
    rig.engine->beginDrain(rig.now);
    QVERIFY(!rig.command(Lift{OverrideKind::PauseAll, {}}).ok);
    QVERIFY(rig.command(body).error.detail.find("stopping") != std::string::npos);
}

void TestCoordinator::saysWhyATaskFailedThatNobodyRan() {
    Rig rig;
    rig.submit(); // keeps the one slot busy
    const TaskId late = rig.submit(dueAt(rig.now.wall + 1s));
    const TaskId child = rig.submit(childOf(late, OnParentFailure::Fail));
    const TaskId other = rig.submit(childOf(late, OnParentFailure::Cancel));
    rig.pass(2s);
    rig.settle();
    QCOMPARE(*rig.engine->stateOf(child), TaskState::Failed);
    QCOMPARE(*rig.engine->stateOf(other), TaskState::Cancelled);
    QCOMPARE(rig.errorOf(late), std::string{"The deadline passed before it was run"});
    QCOMPARE(rig.errorOf(child), "Its parent " + taskIdText(rig.config.ledger, late) + " failed");
    QCOMPARE(rig.errorOf(other), "Its parent " + taskIdText(rig.config.ledger, late) + " failed");
    for (const RowChange &row : rig.rows) QCOMPARE(row.exitCode, kNoExitCode); // nothing has ended on a worker
}

void TestCoordinator::saysHowLongACancelledTaskRan() {
    Rig rig;
    const TaskId id = rig.submit();
    rig.settle();
    rig.pass(3s);
    CancelTasks cancel;
    cancel.which.filter.ids = {id};
    rig.command(cancel);
    rig.settle();
    const auto row =
        std::ranges::find_if(rig.rows, [id](const RowChange &r) { return r.id == id && r.op == RowOp::Final; });
    QVERIFY(row != rig.rows.end());
    QCOMPARE(row->state, TaskState::Cancelled);
    QVERIFY(row->runTime >= 3s && row->runTime < 4s);
    QCOMPARE(rig.errorOf(id), std::string{"cancelled while it ran"});
}

void TestCoordinator::tellsThatARetryTookTheDeadlineAway() {
    Rig rig;
    TaskRecord record;
    record.id = rig.submit(dueAt(rig.now.wall - 1s));
    rig.settle();
    QCOMPARE(*rig.engine->stateOf(record.id), TaskState::Failed);
    record.spec.type = record.spec.queue = "t";
    record.state = TaskState::Failed;
    record.spec.deadline = rig.now.wall - 1s;
    RetryTasks retry;
    retry.which.filter.ids = {record.id};
    rig.load = {record};
    QVERIFY(rig.command(retry).ok);
    QCOMPARE(*rig.engine->stateOf(record.id), TaskState::Assigned);
    QVERIFY(rig.says("is retried without its deadline, which had passed"));
}

void TestCoordinator::refusesTypesThatNobodyKnows() {
    CoordinatorConfig config;
    config.workers = 1;
    config.types = {"command", "t"};
    Rig rig{config};
    QVERIFY(rig.submit());
    SubmitTasks body;
    body.tasks.resize(1);
    body.tasks[0].type = "nosuch";
    const Outcome refused = rig.command(body);
    QCOMPARE(refused.error.detail,
             std::string{"type \"nosuch\" is one that nobody here can run; known are command, t"});
    body.repeat = 5;
    QVERIFY(rig.command(body).error.detail.starts_with("All 5 are refused; the first: "));
}

void TestCoordinator::endsAnOverrideAtItsExpiry() {
    Rig rig;
    Override lease;
    lease.expiresAt = rig.now.wall + 2s;
    rig.command(Impose{lease});
    const TaskId id = rig.submit();
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Queued);
    QVERIFY(rig.out.nextWake <= rig.now.mono + 2s);
    rig.pass(2s);
    rig.settle();
    QCOMPARE(*rig.engine->stateOf(id), TaskState::Assigned);
    QVERIFY(rig.saw(EventKind::OverrideExpired));
}

void TestCoordinator::dispatchesByPriorityThenAge() {
    Rig rig;
    rig.submit(); // keeps the one slot busy
    QStringList expected;
    std::vector<std::pair<int, TaskId>> made;
    for (const int priority : {3, 9, 3, 10, 9}) {
        TaskSpec spec;
        spec.priority = static_cast<std::uint8_t>(priority);
        made.emplace_back(-priority, rig.submit(spec));
    }
    std::ranges::stable_sort(made, {}, &std::pair<int, TaskId>::first);
    for (const auto &[priority, id] : made) {
        rig.finish(rig.dispatched.back());
        QCOMPARE(rig.dispatched.back().task.value, id.value);
    }
}

void TestCoordinator::givesTheSameTaskForTheSameKey() {
    Rig rig;
    TaskSpec spec;
    auto extras = std::make_shared<TaskExtras>();
    extras->idempotencyKey = "order-17";
    spec.extras = extras;
    const TaskId first = rig.submit(spec);
    QCOMPARE(rig.submit(spec).value, first.value);
    QCOMPARE(rig.engine->totals().duplicates, std::uint64_t{1});
    rig.pass(25h); // outside the window it is new work
    QVERIFY(rig.submit(spec).value != first.value);
}

void TestCoordinator::startsNothingBeforeItsTime() {
    Rig rig;
    TaskSpec spec;
    spec.runAt = rig.now.wall + 3s;
    (void)rig.submit(spec);
    rig.pass(2999ms);
    rig.beat({});
    rig.settle();
    QVERIFY(rig.dispatched.empty());
    rig.pass(1ms);
    rig.settle();
    QCOMPARE(rig.dispatched.size(), std::size_t{1});
}

void TestCoordinator::bearsTimesAThousandYearsAhead() {
    Rig rig;
    const WallTime far = rig.now.wall + std::chrono::hours{24 * 365 * 1000};
    TaskSpec spec;
    spec.timeout = 7s;
    spec.deadline = far;
    (void)rig.submit(spec);
    QCOMPARE(rig.dispatched.size(), std::size_t{1});
    QCOMPARE(rig.dispatched.front().timeout, Duration{7s});
    TaskSpec later;
    later.runAt = far;
    (void)rig.submit(later);
    QVERIFY(rig.out.nextWake > rig.now.mono); // no spinning towards it
    QVERIFY(rig.out.nextWake < rig.now.mono + 25h);
}

void TestCoordinator::shrinksThePoolWithoutKillingWork() {
    Rig rig{2};
    const TaskId a = rig.submit();
    (void)rig.submit();
    Override lease;
    lease.kind = OverrideKind::PoolSize;
    lease.value = 0;
    QVERIFY(rig.command(Impose{lease}).ok);
    QVERIFY(rig.out.stopWorkers.empty());
    const auto first = std::ranges::find(rig.dispatched, a, &Dispatch::task);
    rig.finish(*first);
    QCOMPARE(*rig.engine->stateOf(a), TaskState::Completed);
    QCOMPARE(rig.engine->totals().leasesLost, std::uint64_t{0});
}

void TestCoordinator::refusesWhatIsOutOfBounds_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no type") << "type" << "type is missing";
    QTest::newRow("priority") << "priority" << "priority 11 is not within 1 .. 10";
    QTest::newRow("payload") << "payload" << "at most 1048576";
    QTest::newRow("parent") << "parent" << "parent 000000-99 is unknown";
}

void TestCoordinator::refusesWhatIsOutOfBounds() {
    QFETCH(QString, field);
    QFETCH(QString, expected);
    TaskSpec spec;
    spec.type = "t";
    if (field == QLatin1String("type")) spec.type.clear();
    if (field == QLatin1String("priority")) spec.priority = 11;
    if (field == QLatin1String("payload")) spec.payload = std::string(kPayloadBytesMax + 1, 'x');
    if (field == QLatin1String("parent")) {
        auto extras = std::make_shared<TaskExtras>();
        extras->parents.push_back({TaskId{99}, OnParentFailure::Fail});
        spec.extras = extras;
    }
    Rig rig;
    SubmitTasks body;
    body.tasks.push_back(spec);
    const Outcome outcome = rig.command(body);
    QVERIFY(!outcome.ok);
    QVERIFY2(QString::fromStdString(outcome.error.detail).contains(expected), outcome.error.detail.c_str());
}

QTEST_GUILESS_MAIN(TestCoordinator)
#include "tst_coordinator.moc"
