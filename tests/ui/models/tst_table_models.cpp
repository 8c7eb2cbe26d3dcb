#include <QtCore/QPersistentModelIndex>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <array>

#include "core/model/event.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/format/format.h"
#include "ui/models/overrides_model.h"
#include "ui/models/queues_model.h"
#include "ui/models/roles.h"
#include "ui/models/worker_look.h"
#include "ui/models/workers_model.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::SnapshotBuilder;

class TstTableModels : public QObject {
    Q_OBJECT

private slots:
    void keepsRowsWhenOthersComeAndGo() {
        SnapshotBuilder built;
        for (std::uint32_t id = 1; id <= 600; ++id) built.worker(id); // Three chunks.
        WorkersModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.apply(built.build(), built.head().takenAt);
        QCOMPARE(model.rowCount(), 600);
        const QPersistentModelIndex kept = model.index(model.rowOf(300), 0);
        built.worker(700);
        model.apply(built.build(), built.head().takenAt);
        QCOMPARE(model.rowCount(), 601);
        QCOMPARE(kept.data(IdRole).toULongLong(), 300ULL);
        SnapshotBuilder fewer;
        fewer.head().revision = 100;
        for (std::uint32_t id = 200; id <= 400; ++id) fewer.worker(id);
        model.apply(fewer.build(), fewer.head().takenAt);
        QCOMPARE(model.rowCount(), 201);
        QCOMPARE(kept.data(IdRole).toULongLong(), 300ULL);
    }
    void sortsByValueAndNotByText() {
        SnapshotBuilder built;
        built.worker(2, {{WorkerColumn::Completed, 9}}).worker(10, {{WorkerColumn::Completed, 100}}).worker(1);
        WorkersModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.apply(built.build(), built.head().takenAt);
        model.sort(WorkersModel::Completed, Qt::DescendingOrder);
        QCOMPARE(model.idAt(0).value, 10U);
        QCOMPARE(model.idAt(1).value, 2U);
    }
    void doesNotReorderWhileHeldAndTakesThePersistentIndexAlongLater() {
        SnapshotBuilder built;
        built.worker(1, {{WorkerColumn::Completed, 5}}).worker(2, {{WorkerColumn::Completed, 4}});
        WorkersModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Instant now = built.head().takenAt;
        model.apply(built.build(), now);
        model.sort(WorkersModel::Completed, Qt::DescendingOrder);
        const QPersistentModelIndex first = model.index(0, 0);
        model.setHoldOrder(true);
        built.worker(2, {{WorkerColumn::Completed, 50}});
        now += 5s;
        model.apply(built.build(), now);
        QCOMPARE(model.idAt(0).value, 1U);
        model.setHoldOrder(false);
        now += 5s;
        model.apply(built.build(), now);
        QCOMPARE(model.idAt(0).value, 2U);
        QCOMPARE(first.data(IdRole).toULongLong(), 1ULL);
    }
    void tellsOnlyTheChunkThatChanged() {
        SnapshotBuilder built;
        for (std::uint32_t id = 1; id <= 600; ++id) built.worker(id);
        WorkersModel model;
        model.apply(built.build(), built.head().takenAt);
        QSignalSpy changed(&model, &WorkersModel::dataChanged);
        built.worker(300, {{WorkerColumn::Busy, 1}}); // In the second chunk.
        model.apply(built.build(), built.head().takenAt);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 256);
        QCOMPARE(changed[0][1].toModelIndex().row(), 511);
    }
    void queuesAreFilteredByName() {
        SnapshotBuilder built;
        built.queue("http", {{QueueColumn::Queued, 3}}).queue("mail");
        QueuesModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.apply(built.build(), built.head().takenAt);
        model.setTextFilter(QStringLiteral("HT"));
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.nameAt(0), QStringLiteral("http"));
        QCOMPARE(model.kept(), std::size_t{2});
        model.setTextFilter({});
        QCOMPARE(model.rowCount(), 2);
    }
    void theOldestTaskOfAQueueAgesBetweenSnapshots() {
        SnapshotBuilder built;
        const WallTime since = built.head().wallAt - 90s;
        built.queue("http", {{QueueColumn::Queued, 1}, {QueueColumn::OldestAt, since.time_since_epoch().count()}});
        built.queue("mail");
        QueuesModel model;
        model.apply(built.build(), built.head().takenAt);
        const auto oldest = [&](int row) { return model.index(row, QueuesModel::Oldest).data().toString(); };
        QCOMPARE(oldest(0), formatAge(90s));
        model.apply(built.build(), built.head().takenAt + 60s);
        QCOMPARE(oldest(0), formatAge(150s));
        QCOMPARE(oldest(1), noValue());
    }
    void aHeldQueueSaysSoAndWhy() {
        SnapshotBuilder built;
        const auto guard = [](Guard which) { return static_cast<std::int64_t>(which); };
        built.queue("mail", {{QueueColumn::Queued, 9}, {QueueColumn::Held, guard(Guard::WorkersBusy)}});
        built.queue("web", {{QueueColumn::Paused, 1}, {QueueColumn::Held, guard(Guard::PausedQueue)}});
        built.queue("http", {{QueueColumn::Running, 1}});
        QueuesModel model;
        model.apply(built.build(), built.head().takenAt);
        const auto cell = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(cell(0, QueuesModel::State), QStringLiteral("held"));
        QCOMPARE(cell(0, QueuesModel::Waiting), QStringLiteral("its workers are busy"));
        QCOMPARE(cell(1, QueuesModel::State), QStringLiteral("paused"));
        QCOMPARE(cell(1, QueuesModel::Waiting), QStringLiteral("the queue is paused"));
        QCOMPARE(cell(2, QueuesModel::State), QStringLiteral("running"));
        QCOMPARE(cell(2, QueuesModel::Waiting), QStringLiteral("—"));
    }
    void worstFirstKeepsBusyAndIdleWorkersInTheirOrder() {
        SnapshotBuilder built;
        built.worker(1).worker(2, {{WorkerColumn::Busy, 1}}).worker(3, {{WorkerColumn::Paused, 1}});
        WorkersModel model;
        model.setWorstFirst(true);
        Instant now = built.head().takenAt;
        model.apply(built.build(), now);
        model.sort(WorkersModel::State, Qt::AscendingOrder);
        const auto order = [&] { return std::array{model.idAt(0).value, model.idAt(1).value, model.idAt(2).value}; };
        QCOMPARE(order(), (std::array{3U, 1U, 2U}));
        built.worker(1, {{WorkerColumn::Busy, 1}}).worker(2, {{WorkerColumn::Busy, 0}});
        model.apply(built.build(), now + 2s);
        QCOMPARE(order(), (std::array{3U, 1U, 2U}));
    }
    void ranksTheWorstWorkersFirst() {
        SnapshotBuilder built;
        built.worker(1).worker(2, {{WorkerColumn::Lifecycle, static_cast<std::int64_t>(WorkerLifecycle::Lost)}});
        built.worker(3, {{WorkerColumn::Paused, 1}}).worker(4, {{WorkerColumn::Busy, 1}});
        const auto snapshot = built.build();
        const std::vector<std::size_t> expected{1, 2, 3};
        QCOMPARE(worstWorkers(*snapshot, snapshot->takenAt, 3), expected);
        QCOMPARE(workerLook(*snapshot, 0, snapshot->takenAt), WorkerLook::Idle);
        QCOMPARE(workerLook(*snapshot, 0, snapshot->takenAt + kLateAfter + 1s), WorkerLook::Late);
    }
    void overridesKeepTheirRows() {
        OverridesModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Override one;
        one.id = {1};
        Override two = one;
        two.id = {2};
        SnapshotBuilder both;
        both.lease(one).lease(two);
        model.apply(*both.build());
        const QPersistentModelIndex second = model.index(1, 0);
        SnapshotBuilder later;
        later.lease(two);
        model.apply(*later.build());
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(second.data(IdRole).toULongLong(), 2ULL);
    }
};

QTEST_MAIN(TstTableModels)
#include "tst_table_models.moc"
