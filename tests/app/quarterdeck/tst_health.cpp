#include <QtTest/QTest>
#include <limits>

#include "app/quarterdeck/health.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/format/format.h"

using namespace qd;
using namespace qd::app;
using qd::test::SnapshotBuilder;
using qd::ui::Overall;
using namespace std::chrono_literals;

namespace {

constexpr double kNotWatched = std::numeric_limits<double>::quiet_NaN();

SnapshotBuilder withWaiting(std::uint64_t queued) {
    SnapshotBuilder built;
    built.head().phase = EnginePhase::Running;
    built.head().totals.byState[static_cast<std::size_t>(TaskState::Queued)] = queued;
    return built;
}

Health of(SnapshotBuilder &built, const Flow &flow = {0, kNotWatched, 0, 0}) {
    const auto snapshot = built.build();
    return healthOf(*snapshot, snapshot->takenAt, flow);
}

} // namespace

class TstHealth : public QObject {
    Q_OBJECT
private slots:
    void workThatWaitsForPausedWorkersOnlyIsNotHealthy() {
        SnapshotBuilder built = withWaiting(8500);
        built.worker(1, {{WorkerColumn::Paused, 1}}).worker(2, {{WorkerColumn::Paused, 1}});
        const Health health = of(built);
        QCOMPARE(health.overall, Overall::Degraded);
        QVERIFY(health.detail.contains(QStringLiteral("all workers paused")));
        built.worker(3);
        QCOMPARE(of(built).overall, Overall::Healthy);
    }
    void pausedWorkersWithNothingToDoHarmNobody() {
        SnapshotBuilder built = withWaiting(0);
        built.worker(1, {{WorkerColumn::Paused, 1}});
        QCOMPARE(of(built).overall, Overall::Healthy);
    }
    void workWithoutAnyWorkerIsNotHealthy() {
        SnapshotBuilder built = withWaiting(3);
        QVERIFY(of(built).detail.contains(QStringLiteral("no worker")));
    }
    void thePausedQueueWithTheMostWorkIsNamed() {
        SnapshotBuilder built = withWaiting(12);
        built.worker(1)
            .queue("http", {{QueueColumn::Queued, 3}, {QueueColumn::Paused, 1}})
            .queue("invoices", {{QueueColumn::Queued, 9}, {QueueColumn::Paused, 1}})
            .queue("other", {{QueueColumn::Queued, 900}});
        QCOMPARE(of(built).overall, Overall::Degraded);
        QVERIFY(of(built).detail.startsWith(QStringLiteral("queue invoices paused, 9")));
    }
    void aBacklogThatGrowsAndIsMoreThanSomeSecondsOfWorkIsNotHealthy() {
        SnapshotBuilder built = withWaiting(54'000);
        built.worker(1);
        QCOMPARE(of(built, {54'000, 4600, 900, 600}).overall, Overall::Degraded);
        QVERIFY(of(built, {54'000, 4600, 900, 600}).detail.contains(ui::formatRate(900))); // What the tile says.
        QCOMPARE(of(built, {54'000, -600, 50, 600}).overall, Overall::Healthy);            // It is being worked off.
        QCOMPARE(of(built, {54'000, 900, -50, 600}).overall, Overall::Healthy);            // It has turned.
        QCOMPARE(of(built, {500, 20, 20, 600}).overall, Overall::Healthy);                 // A second's work.
        QCOMPARE(of(built, {54'000, kNotWatched, 900, 600}).overall, Overall::Healthy);
    }
    void whatFailsOutweighsWhatIsSlow() {
        SnapshotBuilder built = withWaiting(10);
        built.head().ledgerStats.stalled = true;
        QCOMPARE(of(built).overall, Overall::Failing);
    }
};

QTEST_GUILESS_MAIN(TstHealth)
#include "tst_health.moc"
