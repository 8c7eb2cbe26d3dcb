#include <QtTest/QTest>
#include <cmath>

#include "tests/ui/support/fake_session.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/format/format.h"
#include "ui/models/queue_flow.h"
#include "ui/models/queues_model.h"
#include "ui/models/roles.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::FakeSession;
using qd::test::SnapshotBuilder;

class TstQueueFlow : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theTimeToDrainIsGuarded_data() {
        QTest::addColumn<qlonglong>("backlog");
        QTest::addColumn<double>("arrival");
        QTest::addColumn<double>("service");
        QTest::addColumn<QString>("text");
        const double unknown = std::nan("");
        QTest::newRow("drains") << 100LL << 5.0 << 15.0 << formatted(10s);
        QTest::newRow("nothing arrives") << 100LL << 0.0 << 50.0 << formatted(2s);
        QTest::newRow("empty") << 0LL << 50.0 << 5.0 << QStringLiteral("empty");
        QTest::newRow("empty is known without rates") << 0LL << unknown << unknown << QStringLiteral("empty");
        QTest::newRow("more arrives") << 100LL << 6.0 << 5.0 << QStringLiteral("grows");
        QTest::newRow("as much arrives") << 100LL << 5.0 << 5.0 << QStringLiteral("grows");
        QTest::newRow("paused") << 100LL << 0.0 << 0.0 << QStringLiteral("stands");
        QTest::newRow("no rates yet") << 100LL << unknown << unknown << QStringLiteral("—");
        QTest::newRow("a difference by chance") << 1'000'000LL << 5.0 << 5.001 << QStringLiteral("stands");
    }
    void theTimeToDrainIsGuarded() {
        QFETCH(qlonglong, backlog);
        QFETCH(double, arrival);
        QFETCH(double, service);
        QTEST(drainText(drainTime(backlog, arrival, service)), "text");
    }
    void moreWorkersDrainByTheMeasuredRateOfOne() {
        const QueueFlow flow{10, 20, 4, 10s}; // 5 a second each
        QCOMPARE(flow.perBusyWorker(), 5.0);
        QCOMPARE(drainTimeWith(4, 100, flow).time, Duration{10s});
        QCOMPARE(drainTimeWith(12, 100, flow).time, Duration{2s});
        QCOMPARE(drainTimeWith(2, 100, flow).kind, DrainKind::Grows);
        QCOMPARE(drainTimeWith(4, 0, flow).kind, DrainKind::Empty);
        // An empty queue fills when fewer work on it than what arrives needs.
        QueueFlow busy;
        busy.arrival = 32;
        busy.service = 32;
        busy.busy = 1.5;
        QCOMPARE(drainTimeWith(1, 0, busy).kind, DrainKind::Grows);
        QCOMPARE(drainTimeWith(2, 0, busy).kind, DrainKind::Empty);
        QCOMPARE(drainTimeWith(2, 0, QueueFlow{}).kind, DrainKind::Unknown);
        const QueueFlow idle{10, 0, 0, 10s};
        QCOMPARE(drainTimeWith(4, 100, idle).kind, DrainKind::Unknown);
    }
    void ratesComeFromSuccessiveSnapshotsOverTenSeconds() {
        FakeSession session;
        QueueFlows flows(session);
        SnapshotBuilder built;
        std::int64_t name = 0;
        for (std::int64_t second = 0; second <= 30; ++second) {
            const std::int64_t fast = second > 15 ? (second - 15) * 90 : 0; // It was slower before.
            built.queue("mail", {{QueueColumn::Submitted, second * 10 + fast},
                                 {QueueColumn::Completed, second * 4},
                                 {QueueColumn::Failed, second},
                                 {QueueColumn::Running, second % 2 == 0 ? 1 : 3}});
            const auto snapshot = built.build();
            name = snapshot->queues.queue(QueueColumn::Name, 0);
            session.show(snapshot);
            built.head().takenAt += 1s;
            if (second == 0) QVERIFY(std::isnan(flows.of(name).arrival));
        }
        const QueueFlow flow = flows.of(name);
        QCOMPARE(flow.arrival, 100.0);
        QCOMPARE(flow.service, 5.0);
        QVERIFY(std::abs(flow.busy - 2) < 0.2);
        QCOMPARE(flow.window, Duration{10s});
        QVERIFY(std::isnan(flows.of(name + 77).arrival));
    }
    void countersThatGoBackBeginAnew() {
        RateWindow window;
        const Instant begin{100s};
        window.add(begin, 1000);
        window.add(begin + 2s, 1100);
        QCOMPARE(window.perSecond(), 50.0);
        window.add(begin + 3s, 5);
        QVERIFY(std::isnan(window.perSecond()));
        window.add(begin + 4s, 15);
        QCOMPARE(window.perSecond(), 10.0);
        window.add(begin + 1h, 25); // Nobody looked for an hour.
        QVERIFY(std::isnan(window.perSecond()));
    }
    void theTableShowsRatesAndSortsWhatGrowsLast() {
        FakeSession session;
        QueueFlows flows(session);
        QueuesModel model;
        model.setFlows(&flows);
        SnapshotBuilder built;
        for (std::int64_t second = 0; second < 3; ++second) {
            built.queue("drains", {{QueueColumn::Queued, 40}, {QueueColumn::Completed, second * 20}});
            built.queue("grows", {{QueueColumn::Queued, 9}, {QueueColumn::Submitted, second * 7}});
            built.queue("empty");
            session.show(built.build());
            built.head().takenAt += 1s;
        }
        model.apply(session.snapshot(), session.engineNow());
        model.sort(QueuesModel::Drain, Qt::AscendingOrder);
        QStringList rows;
        for (int row = 0; row < 3; ++row)
            rows << model.nameAt(row) + QLatin1Char(' ') + model.index(row, QueuesModel::Drain).data().toString();
        QCOMPARE(rows.join(QLatin1Char('|')), QStringLiteral("empty empty|drains %1|grows grows").arg(formatted(2s)));
        QVERIFY(model.index(2, QueuesModel::Arrival).data().toString().startsWith(QLatin1Char('7')));
    }
    void lanesAreCountsAndText() {
        QueuesModel model;
        SnapshotBuilder built;
        built.queue("mail", {{QueueColumn::Lane10, 3}, {QueueColumn::Lane5, 12}});
        const auto snapshot = built.build();
        model.apply(snapshot, snapshot->takenAt);
        const auto lanes = model.index(0, QueuesModel::Lanes).data(LanesRole).value<QList<qlonglong>>();
        QCOMPARE(lanes, (QList<qlonglong>{3, 0, 0, 0, 0, 12, 0, 0, 0, 0}));
        QCOMPARE(model.index(0, QueuesModel::Lanes).data(Qt::ToolTipRole).toString(), QStringLiteral("10: 3 · 5: 12"));
    }

private:
    [[nodiscard]] static QString formatted(Duration duration) { return formatDuration(duration); }
};

QTEST_MAIN(TstQueueFlow)
#include "tst_queue_flow.moc"
