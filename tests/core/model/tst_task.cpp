// Ids and the transition table.

#include <QtTest/QTest>

#include <set>

#include "core/model/task.h"

using namespace qd;

class TestTask : public QObject {
    Q_OBJECT
private slots:
    void readsItsOwnIds() {
        const LedgerId ledger{0x9c41e0};
        for (const TaskId id :
             {makeTaskId(0, 1), makeTaskId(0, 1042), makeTaskId(3, 77), makeTaskId(4095, (1ULL << 52) - 1)})
            QCOMPARE(parseTaskId(ledger, taskIdText(ledger, id)).value(), id);
        QCOMPARE(taskIdText(ledger, makeTaskId(0, 1042)), std::string{"9c41e0-1042"});
        QCOMPARE(parseTaskId(ledger, "1042").value(), makeTaskId(0, 1042));
    }
    void refusesOtherLedgersAndNonsense() {
        for (const char *text :
             {"", "0", "-1", "abc", "9c41e1-5", "9c41e0-", "9c41e0-x", "9c41e0-4096-1", "99999999999999999999"})
            QVERIFY2(!parseTaskId(LedgerId{0x9c41e0}, text), text);
    }
    void leavesFinalStatesForGood() {
        for (const Transition &t : transitionTable()) {
            QVERIFY(t.from != TaskState::Completed && t.from != TaskState::Cancelled);
            if (t.from == TaskState::Failed) QCOMPARE(t.reason, Reason::RetryCommand);
            QVERIFY(isAllowed(t.from, t.to, t.reason));
        }
        QVERIFY(!isAllowed(TaskState::Queued, TaskState::Completed, Reason::Succeeded));
        QVERIFY(!isAllowed(TaskState::Completed, TaskState::Queued, Reason::RetryCommand));
    }
    void namesEveryStateAndReasonOnce() {
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < kTaskStates; ++i) {
            const auto state = static_cast<TaskState>(i);
            QVERIFY(seen.insert(toText(state)).second);
            QCOMPARE(parseTaskState(toText(state)).value(), state);
        }
        seen.clear();
        for (std::size_t i = 0; i < kReasons; ++i) QVERIFY(seen.insert(toText(static_cast<Reason>(i))).second);
    }
};

QTEST_GUILESS_MAIN(TestTask)
#include "tst_task.moc"
