// What the coordinator does before its ledger has committed, while it cannot, and when it never will.

#include <QtTest/QTest>

#include "core/coordinator/coordinator.h"
#include "tests/core/coordinator/coordinator_rig.h"

using namespace qd;
using namespace std::chrono_literals;
using qd::test::Rig;

class TestCommits : public QObject {
    Q_OBJECT
private slots:
    void holdsEveryEffectBackUntilItsCommit();
    void answersTheSameTicketTwiceAndWorksOnce();
    void refusesNewWorkWhileTheLedgerStallsAndGoesOnAfterwards();
    void staysStalledWhenAnEarlierBatchIsCommitted();
    void refusesEveryCommandWhenTooMuchWaitsForAStalledLedger();
    void stopsForGoodWhenTheLedgerDoes();
};

void TestCommits::holdsEveryEffectBackUntilItsCommit() {
    Rig rig;
    SubmitTasks body;
    body.tasks.emplace_back().type = "t";
    rig.post(body, {1, 1});
    rig.step();
    QVERIFY(rig.pending != 0);
    for (int i = 0; i < 5; ++i) rig.step();
    QVERIFY(rig.dispatched.empty());
    QVERIFY(rig.answers.empty());
    rig.settle();
    QCOMPARE(rig.dispatched.size(), std::size_t{1});
    QCOMPARE(rig.answers.size(), std::size_t{1});
}

void TestCommits::answersTheSameTicketTwiceAndWorksOnce() {
    Rig rig;
    SubmitTasks body;
    body.tasks.resize(3);
    for (TaskSpec &spec : body.tasks) spec.type = "t";
    const Outcome first = rig.command(body, {9, 9});
    const Outcome again = rig.command(body, {9, 9});
    QCOMPARE(again.tasks.front(), first.tasks.front());
    QCOMPARE(rig.engine->totals().submitted, std::uint64_t{3});
}

void TestCommits::refusesNewWorkWhileTheLedgerStallsAndGoesOnAfterwards() {
    Rig rig;
    rig.in.failed.push_back({1, true, {ErrorCode::Io, "no space left on device"}});
    rig.step();
    SubmitTasks body;
    body.tasks.emplace_back().type = "t";
    rig.post(body, {1, 1});
    rig.step();
    QCOMPARE(rig.answers.size(), std::size_t{1}); // at once: waiting for the disk would be no answer
    QVERIFY(!rig.answers.front().outcome.ok);
    QVERIFY(rig.answers.front().outcome.error.detail.find("no space left") != std::string::npos);
    rig.in.committed.push_back({1, {}});
    rig.step();
    QVERIFY(rig.command(body, {1, 1}).ok); // not stored as refused: the same ticket may succeed now
    QVERIFY(rig.saw(EventKind::LedgerStalled) && rig.saw(EventKind::LedgerRecovered));
}

/// Both may lie in the same step's input: what was written before the disk became full, and that it is full now.
void TestCommits::staysStalledWhenAnEarlierBatchIsCommitted() {
    Rig rig;
    SubmitTasks body;
    body.tasks.emplace_back().type = "t";
    rig.post(body);
    rig.step();
    const std::uint64_t earlier = rig.pending;
    rig.post(body);
    rig.step();
    QVERIFY(rig.pending > earlier);
    rig.in.committed.push_back({earlier, {}});
    rig.in.failed.push_back({rig.pending, true, {ErrorCode::Io, "no space left on device"}});
    rig.step();
    QVERIFY(rig.saw(EventKind::LedgerStalled));
    QVERIFY(!rig.saw(EventKind::LedgerRecovered));
    rig.answers.clear();
    rig.post(body);
    rig.step();
    QCOMPARE(rig.answers.size(), std::size_t{1});
    QVERIFY(!rig.answers.front().outcome.ok);
    rig.settle();
    QVERIFY(rig.saw(EventKind::LedgerRecovered));
}

void TestCommits::refusesEveryCommandWhenTooMuchWaitsForAStalledLedger() {
    Rig rig;
    const std::uint64_t first = rig.pending + 1;
    SubmitTasks body;
    body.tasks.emplace_back().type = "t";
    body.tasks.back().runAt = rig.now.wall + 1h; // so that nothing but the submits makes a batch
    std::uint64_t failing = 0;
    for (std::uint32_t i = 0; i < rig.config.uncommittedMax; ++i) {
        QVERIFY(rig.engine->acceptsCommands());
        rig.post(body);
        rig.step();
        if (i == 0) failing = rig.pending;
    }
    QVERIFY(failing >= first);
    QVERIFY(!rig.engine->acceptsCommands()); // the disk may just be slow: commands wait outside
    rig.in.failed.push_back({failing, true, {ErrorCode::Io, "no space left on device"}});
    rig.step();
    QVERIFY(rig.engine->acceptsCommands());
    rig.answers.clear();
    rig.post(CancelTasks{}, {5, 5});
    rig.step();
    QCOMPARE(rig.answers.size(), std::size_t{1});
    QCOMPARE(rig.answers.front().outcome.error.code, ErrorCode::Unavailable);
    QVERIFY(rig.answers.front().outcome.error.detail.find("no space left") != std::string::npos);
    rig.settle();
    QCOMPARE(rig.command(CancelTasks{}, {5, 5}).affected, std::uint64_t{rig.config.uncommittedMax}); // the same ticket
}

void TestCommits::stopsForGoodWhenTheLedgerDoes() {
    Rig rig;
    rig.in.failed.push_back({1, false, {ErrorCode::Corrupt, "damaged"}});
    rig.step();
    QVERIFY(rig.out.failStop);
    QCOMPARE(rig.engine->phase(), EnginePhase::Failed);
}

QTEST_GUILESS_MAIN(TestCommits)
#include "tst_commits.moc"
