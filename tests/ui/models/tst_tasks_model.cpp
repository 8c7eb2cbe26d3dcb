#include <QtCore/QPersistentModelIndex>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

#include "tests/ui/support/fake_session.h"
#include "ui/models/roles.h"
#include "ui/models/tasks_model.h"

using namespace qd;
using namespace qd::ui;
using qd::test::FakeSession;

namespace {

TaskBrief task(std::uint64_t id, TaskState state = TaskState::Queued) {
    TaskBrief brief;
    brief.id = {id};
    brief.state = state;
    brief.name = "task " + std::to_string(id);
    return brief;
}

/// So many queued ones in a view of what is queued, all seen, and then held.
void holdQueued(FakeSession &session, TasksModel &model, std::uint64_t count) {
    for (std::uint64_t id = 1; id <= count; ++id) session.tasks.push_back(task(id));
    TaskFilter filter;
    filter.states = TaskFilter::bit(TaskState::Queued);
    model.setFilter(filter);
    QTRY_COMPARE(model.rowCount(), static_cast<int>(count));
    model.look(0, static_cast<int>(count) - 1);
    model.setHold(true);
}

} // namespace

class TstTasksModel : public QObject {
    Q_OBJECT

private slots:
    void fetchesOnlyWhatIsLookedAt() {
        FakeSession session;
        for (std::uint64_t id = 1; id <= 1000; ++id) session.tasks.push_back(task(id));
        TasksModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 1000);
        QVERIFY(model.taskAt(0) != nullptr);
        QCOMPARE(model.taskAt(0)->id.value, std::uint64_t{1000}); // Newest first.
        QVERIFY(model.taskAt(900) == nullptr);
        QVERIFY(model.index(900, 0).data(PlaceholderRole).toBool());
        static_cast<void>(model.index(900, 0).data(Qt::DisplayRole));
        QTRY_VERIFY(model.taskAt(900) != nullptr);
        QCOMPARE(model.taskAt(900)->id.value, std::uint64_t{100});
    }
    void filtersByStateInTheQuery() {
        FakeSession session;
        session.tasks = {task(1), task(2, TaskState::Failed), task(3)};
        TasksModel model(session);
        TaskFilter filter;
        filter.states = TaskFilter::bit(TaskState::Failed);
        model.setFilter(filter);
        QTRY_COMPARE(model.count(), std::uint64_t{1});
        QCOMPARE(model.kept(), std::uint64_t{3});
        QCOMPARE(session.queries.back().filter, filter);
    }
    void keepsSelectionWhenRowsArriveAbove() {
        FakeSession session;
        session.tasks = {task(1), task(2)};
        TasksModel model(session);
        QTRY_COMPARE(model.rowCount(), 2);
        const QPersistentModelIndex chosen = model.index(0, 0);
        QCOMPARE(chosen.data(IdRole).toULongLong(), 2ULL);
        session.tasks.push_back(task(3));
        model.refresh();
        QTRY_COMPARE(model.rowCount(), 3);
        QTRY_COMPARE(chosen.row(), 1);
        QCOMPARE(chosen.data(IdRole).toULongLong(), 2ULL);
    }
    void countsNewerOnesWhileHeldAndRefreshesInPlace() {
        FakeSession session;
        session.tasks = {task(1), task(2)};
        TasksModel model(session);
        QTRY_COMPARE(model.rowCount(), 2);
        static_cast<void>(model.index(0, 0).data(Qt::DisplayRole));
        model.setHold(true);
        session.tasks[1].state = TaskState::Completed;
        session.tasks.push_back(task(3));
        model.refresh();
        QTRY_COMPARE(model.newer(), std::uint64_t{1});
        QTRY_COMPARE(model.taskAt(0)->state, TaskState::Completed);
        QCOMPARE(model.rowCount(), 2);
        model.setHold(false);
        QTRY_COMPARE(model.rowCount(), 3);
    }
    void newerOnesAreThoseThatCameAndNotADifferenceOfTotals() {
        FakeSession session;
        TasksModel model(session);
        holdQueued(session, model, 50);
        for (TaskBrief &one : session.tasks) one.state = TaskState::Completed;
        for (std::uint64_t i = 51; i <= 60; ++i) session.tasks.push_back(task(i));
        model.refresh();
        QTRY_COMPARE(model.newer(), std::uint64_t{10}); // 10 match by now, and 50 rows are held.
        QVERIFY(!model.isNewerCut());
    }
    void thoseThatAreShownAreNotNewerAnyMore() {
        FakeSession session;
        TasksModel model(session);
        holdQueued(session, model, 3);
        session.tasks.push_back(task(4));
        model.refresh();
        QTRY_COMPARE(model.newer(), std::uint64_t{1});
        model.showNewest(); // The pointer is still there.
        QTRY_COMPARE(model.rowCount(), 4);
        model.refresh();
        QTRY_COMPARE(model.matching(), std::uint64_t{4});
        QCOMPARE(model.newer(), std::uint64_t{0});
        session.tasks.push_back(task(5));
        model.refresh();
        QTRY_COMPARE(model.newer(), std::uint64_t{1});
        model.setFilter({}); // Other rows: what is newer than those of before says nothing.
        QTRY_COMPARE(model.rowCount(), 5);
        model.refresh();
        QTRY_COMPARE(model.matching(), std::uint64_t{5});
        QCOMPARE(model.newer(), std::uint64_t{0});
    }
    void aFrozenViewKeepsItsRowsUntilItGoesOn() {
        FakeSession session;
        for (std::uint64_t id = 1; id <= 3; ++id) session.tasks.push_back(task(id));
        TasksModel model(session);
        QTRY_COMPARE(model.rowCount(), 3);
        session.setFrozen(true);
        model.sort(TasksModel::Id, Qt::AscendingOrder);
        QVERIFY(model.waits());
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.taskAt(0)->id.value, std::uint64_t{3});
        session.setFrozen(false);
        QTRY_VERIFY(model.taskAt(0) != nullptr && model.taskAt(0)->id.value == 1);
        QVERIFY(!model.waits());
    }
    void rowsThatAreNotKeptAnyMoreAreNotHeld() {
        FakeSession session;
        TasksModel model(session);
        holdQueued(session, model, 3);
        session.tasks.erase(session.tasks.begin());
        model.refresh();
        QTRY_COMPARE(model.rowCount(), 2);
    }
    void heldRowsThatNoLongerMatchAreCountedAndGoWithTheHold() {
        FakeSession session;
        TasksModel model(session);
        holdQueued(session, model, 3);
        for (TaskBrief &one : session.tasks) one.state = TaskState::Completed;
        model.refresh();
        QTRY_COMPARE(model.unmatched(), std::uint64_t{3});
        QCOMPARE(model.rowCount(), 3);
        QTRY_COMPARE(model.matching(), std::uint64_t{0}); // "Select all that match" must not offer three.
        model.setHold(false);
        QTRY_COMPARE(model.rowCount(), 0);
        QCOMPARE(model.unmatched(), std::uint64_t{0});
    }
    void theAgeIsOfTheRowsAndGrowsWhileNobodyAnswers() {
        FakeSession session;
        session.tasks = {task(1)};
        TasksModel model(session);
        QTRY_COMPARE(model.rowCount(), 1);
        session.answering = false;
        const Duration before = model.age();
        QTRY_VERIFY(model.age() > before + std::chrono::milliseconds{50});
        session.answering = true;
        const Duration old = model.age();
        model.look(0, 0);
        model.refresh();
        QTRY_VERIFY(model.age() < old);
    }
    void aDroppedModelAsksNoMore() {
        FakeSession session;
        session.tasks = {task(1)};
        {
            const TasksModel model(session);
        }
        QCoreApplication::processEvents(); // Must not answer a dead model.
    }
};

QTEST_MAIN(TstTasksModel)
#include "tst_tasks_model.moc"
