#include <QtTest/QTest>
#include <algorithm>
#include <cmath>

#include "tests/ui/support/fake_session.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/models/metrics_history.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::FakeSession;
using qd::test::SnapshotBuilder;

class TstMetricsHistory : public QObject {
    Q_OBJECT

private slots:
    void ratesAreDifferencesOverAboutASecond() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder built;
        for (int step = 0; step <= 30; ++step) {
            built.head().totals.completed = static_cast<std::uint64_t>(step) * 20;
            session.show(built.build());
            built.head().takenAt += 100ms;
        }
        QCOMPARE(history.samples().size(), std::size_t{31});
        QCOMPARE(history.latest().completedPerSecond, 200.0);
        QCOMPARE(history.latest().failedPerSecond, 0.0);
    }
    void theRateOfTasksInStepDoesNotFlip() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder built;
        double least = 1e9;
        double most = 0;
        for (int step = 0; step <= 150; ++step) {
            if (step % 13 == 0) built.head().totals.completed += 8; // Eight tasks of 1.3 s on eight workers.
            session.show(built.build());
            built.head().takenAt += 100ms;
            if (step < 60) continue;
            least = std::min(least, history.latest().completedPerSecond);
            most = std::max(most, history.latest().completedPerSecond);
        }
        QVERIFY2(least >= 4.5 && most <= 8, qPrintable(QStringLiteral("%1 to %2").arg(least).arg(most)));
    }
    void whereNothingWasSeenNoLineIsDrawn() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder built;
        const auto show = [&](std::chrono::milliseconds later) {
            built.head().takenAt += later;
            built.head().wallAt += later;
            session.show(built.build());
        };
        for (int step = 0; step < 100; ++step) show(100ms);
        show(20s); // The program stood still.
        for (int step = 0; step < 100; ++step) show(100ms);
        const auto holes =
            std::ranges::count_if(history.samples(), [](const MetricsSample &sample) { return sample.revision == 0; });
        QCOMPARE(holes, 1);
        for (const std::size_t points : {300U, 40U}) { // Also of a chart that has room for few.
            const auto column = history.column(&MetricsSample::workersLive, points, MetricsHistory::kKept);
            QCOMPARE(std::ranges::count_if(column, [](double value) { return std::isnan(value); }), 1);
        }
        QVERIFY(!std::isnan(history.depthTrend(60s)));
    }
    void percentilesAreOfTheWindowAndAbsentWithoutWaits() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder built;
        built.head().totals.waitTime.add(10s); // Before the first look: not of any window.
        session.show(built.build());
        QVERIFY(std::isnan(history.latest().waitP99Ms));
        built.head().takenAt += 100ms;
        built.head().totals.waitTime.add(8ms);
        session.show(built.build());
        QCOMPARE(history.latest().waitCount, std::uint64_t{1});
        QVERIFY(history.latest().waitP99Ms >= 8 && history.latest().waitP99Ms < 10);
    }
    void keepsFiveMinutesAndThinsForCharts() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder built;
        for (int step = 0; step < 4000; ++step) {
            session.show(built.build());
            built.head().takenAt += 100ms;
        }
        QVERIFY(history.samples().size() <= MetricsHistory::kSamplesMax);
        const auto column = history.column(&MetricsSample::queueDepth, 300, MetricsHistory::kKept);
        QVERIFY(column.size() <= 300 && column.size() >= 270);
        QCOMPARE(history.timesMs(300, MetricsHistory::kKept).size(), column.size());
    }
    void theLatestIsAlwaysOfTheSnapshotOnScreen() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder built;
        built.worker(1, {{WorkerColumn::Busy, 1}});
        session.show(built.build());
        built.worker(1, {{WorkerColumn::Busy, 0}});
        built.head().takenAt += 10ms; // Too soon for a sample of the charts.
        session.show(built.build());
        QCOMPARE(history.samples().size(), std::size_t{1});
        QCOMPARE(history.latest().revision, session.snapshot()->revision);
        QCOMPARE(history.latest().workersBusy, 0.0);
    }
    void aFrozenViewKeepsItsFiguresAndTheChartsHaveNoHoleAfterwards() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder built;
        session.show(built.build());
        session.setFrozen(true);
        const std::uint64_t shown = history.latest().revision;
        for (int i = 0; i < 5; ++i) {
            built.head().takenAt += 500ms;
            session.show(built.build());
        }
        QCOMPARE(history.latest().revision, shown);
        QCOMPARE(history.samples().size(), std::size_t{1});
        session.setFrozen(false);
        QCOMPARE(history.samples().size(), std::size_t{6});
        QCOMPARE(history.latest().revision, session.snapshot()->revision);
    }
    void theChartsOfAFrozenViewEndWithItsFigures() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder built;
        session.show(built.build());
        built.worker(1, {{WorkerColumn::Busy, 1}});
        built.head().takenAt += 30ms; // Too young for a sample of its own.
        session.show(built.build());
        session.setFrozen(true);
        QCOMPARE(history.samples().back().revision, history.latest().revision);
        QCOMPARE(history.column(&MetricsSample::workersBusy, 300, MetricsHistory::kKept).back(),
                 history.latest().workersBusy);
    }
    void whatIsReadFromTheLedgerAtTheStartHasNotArrived() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder last;
        const auto show = [&](EnginePhase phase, std::int64_t ready) {
            SnapshotBuilder built;
            built.queue("mail", {{QueueColumn::Queued, ready}});
            built.head().phase = phase;
            built.head().revision = last.head().revision++;
            built.head().takenAt = last.head().takenAt += 100ms;
            session.show(built.build());
        };
        for (std::int64_t read = 0; read <= 30; ++read) show(EnginePhase::Recovering, read * 1000);
        QCOMPARE(history.latest().queueDepth, 30'000.0); // Told as it is,
        QVERIFY(std::isnan(history.depthTrend(3s)));     // and not as a backlog that grows.
        for (int i = 0; i < 30; ++i) show(EnginePhase::Running, 30'000);
        QCOMPARE(std::round(history.depthTrend(3s)), 0.0);
    }
    void beforeTheFirstSampleNothingIsMeasuredAndNoZeroIsMadeUp() {
        FakeSession session;
        SnapshotBuilder built;
        built.head().totals.completed = 5;
        const WallTime first = built.head().wallAt;
        session.show(built.build());
        built.head().takenAt += 1s;
        built.head().wallAt += 1s;
        session.show(built.build());
        MetricsHistory history(session); // It came later than the first picture.
        built.head().takenAt += 1s;
        built.head().wallAt += 1s;
        session.show(built.build());
        session.showMoment(first);
        QVERIFY(!history.latest().isMeasured());
        QVERIFY(std::isnan(history.latest().completedPerSecond) && std::isnan(history.latest().waitP99Ms));
        QCOMPARE(history.latest().revision, session.snapshot()->revision);
    }
    void aMomentShowsItsOwnFiguresAndTheChartsEndThere() {
        FakeSession session;
        MetricsHistory history(session);
        WallTime end{};
        SnapshotBuilder built;
        for (std::int64_t second = 0; second < 10; ++second) {
            SnapshotBuilder next; // What is scheduled or waits for a retry waits for no worker.
            next.queue("mail",
                       {{QueueColumn::Queued, second}, {QueueColumn::Scheduled, 100}, {QueueColumn::Retrying, 5}});
            next.head().takenAt = built.head().takenAt += 1s;
            end = next.head().wallAt = built.head().wallAt += 1s;
            next.head().revision = built.head().revision++;
            session.show(next.build());
        }
        session.showMoment(end - 6s);
        QCOMPARE(history.latest().revision, session.snapshot()->revision);
        QCOMPARE(history.latest().queueDepth, 3.0);
        QVERIFY(history.samples().back().wall == end - 6s);
        session.showMoment(end - 2s);
        QCOMPARE(history.latest().queueDepth, 7.0);
        QCOMPARE(history.samples().size(), std::size_t{8});
        built.head().takenAt += 1s;
        session.show(built.build());
        session.setFrozen(false);
        QCOMPARE(history.samples().size(), std::size_t{11}); // Nothing is lost, and in order.
        QVERIFY(std::is_sorted(history.samples().begin(), history.samples().end(),
                               [](const auto &a, const auto &b) { return a.at < b.at; }));
    }
    void theTrendIsTheSlopeOfTheLastSeconds() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder last;
        const auto show = [&](std::int64_t ready) {
            SnapshotBuilder built;
            built.queue("mail", {{QueueColumn::Queued, ready}});
            built.head().revision = last.head().revision++;
            built.head().takenAt = last.head().takenAt;
            session.show(built.build());
            last.head().takenAt += 100ms;
        };
        show(0);
        QVERIFY(std::isnan(history.depthTrend(3s))); // Not "steady": nothing is known yet.
        for (int i = 0; i < 100; ++i) show(10'000);
        QCOMPARE(std::round(history.depthTrend(3s)), 0.0);
        for (std::int64_t i = 1; i <= 40; ++i) show(10'000 - i * 60);
        QCOMPARE(std::round(history.depthTrend(3s)), -600.0);
    }
    void startsAgainWithAnotherEngineRun() {
        FakeSession session;
        MetricsHistory history(session);
        SnapshotBuilder built;
        built.head().totals.submitted = 100;
        session.show(built.build());
        built.head().takenAt += 1s;
        built.head().totals.submitted = 1;
        session.show(built.build());
        QCOMPARE(history.samples().size(), std::size_t{1});
    }
};

QTEST_MAIN(TstMetricsHistory)
#include "tst_metrics_history.moc"
