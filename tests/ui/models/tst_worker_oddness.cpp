#include <QtTest/QTest>

#include "tests/ui/support/snapshot_builder.h"
#include "ui/models/roles.h"
#include "ui/models/worker_oddness.h"
#include "ui/models/workers_model.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::SnapshotBuilder;

class TstWorkerOddness : public QObject {
    Q_OBJECT

    SnapshotBuilder m_built;

    /// `count` workers that each did 200 attempts of about 10 ms with one or two failures.
    void fleet(std::uint32_t count) {
        m_built = {};
        for (std::uint32_t id = 1; id <= count; ++id) {
            const std::int64_t failed = 1 + id % 2;
            m_built.worker(id, {{WorkerColumn::Completed, 200 - failed},
                                {WorkerColumn::Failed, failed},
                                {WorkerColumn::RunTimeTotal, Duration{200 * (10ms + id % 3 * 100us)}.count()}});
        }
    }
    [[nodiscard]] FleetOddness look() {
        const auto snapshot = m_built.build();
        return {*snapshot, snapshot->takenAt};
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aFleetOfLikesHasNobodyWhoIsOdd() {
        fleet(40);
        const FleetOddness odd = look();
        for (std::uint32_t id = 1; id <= 40; ++id) {
            const auto score = odd.of({id}).score;
            QVERIFY(score.has_value());
            QVERIFY2(*score < kOddAbove, qPrintable(odd.words({id})));
        }
    }
    void whatIsOddIsSaidInWords_data() {
        QTest::addColumn<int>("column");
        QTest::addColumn<qlonglong>("value");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, WorkerColumn column, std::int64_t value, const char *words) {
            QTest::newRow(name) << static_cast<int>(column) << qlonglong{value} << QString::fromLatin1(words);
        };
        row("fails", WorkerColumn::Failed, 60, "of its attempts failed");
        row("is slow", WorkerColumn::RunTimeTotal, Duration{200 * 40ms}.count(), "its attempts take 40");
        row("is too quick", WorkerColumn::RunTimeTotal, Duration{200 * 1ms}.count(), "take only 1");
        row("loses leases", WorkerColumn::LeaseLost, 6, "it lost 6 leases");
    }
    void whatIsOddIsSaidInWords() {
        QFETCH(int, column);
        QFETCH(qlonglong, value);
        QFETCH(QString, words);
        fleet(40);
        m_built.worker(7, {{static_cast<WorkerColumn>(column), value}});
        const FleetOddness odd = look();
        const QString said = odd.words({7});
        QVERIFY2(odd.of({7}).score.value_or(0) > kOddAbove, qPrintable(said));
        QVERIFY2(said.startsWith(QStringLiteral("Odd: ")) && said.contains(words), qPrintable(said));
        QVERIFY(odd.of({8}).score.value_or(99) < kOddAbove);
    }
    void manyBadOnesDoNotDragTheMiddleAlong() {
        fleet(40);
        for (std::uint32_t id = 1; id <= 15; ++id) m_built.worker(id, {{WorkerColumn::Failed, 150}});
        const FleetOddness odd = look();
        QVERIFY(odd.of({3}).score.value_or(0) > kOddAbove);
        QVERIFY(odd.of({30}).score.value_or(99) < kOddAbove);
    }
    void aSilentWorkerIsOddAlsoWithoutAttempts() {
        fleet(10);
        m_built.worker(11, {{WorkerColumn::HeartbeatAt, (m_built.head().takenAt - 20s).time_since_epoch().count()}});
        const FleetOddness odd = look();
        QVERIFY(odd.of({11}).score.value_or(0) > kOddAbove);
        QVERIFY2(odd.words({11}).contains(QStringLiteral("heartbeat")), qPrintable(odd.words({11})));
    }
    void tooLittleIsNotJudged() {
        fleet(4);
        QVERIFY(!look().of({1}).score);
        QVERIFY(look().words({1}).contains(QStringLiteral("fewer than 5 workers")));
        fleet(10);
        m_built.worker(11, {{WorkerColumn::Completed, 1}, {WorkerColumn::Failed, 3}});
        QVERIFY(!look().of({11}).score); // Three of four is chance.
        QVERIFY(!look().of({99}).score);
    }
    void theTableSortsByItAndWhatIsNotKnownComesLast() {
        fleet(12);
        m_built.worker(5, {{WorkerColumn::Failed, 90}});
        m_built.worker(13);
        WorkersModel model;
        const auto snapshot = m_built.build();
        model.apply(snapshot, snapshot->takenAt);
        model.sort(WorkersModel::Oddness, Qt::DescendingOrder);
        QCOMPARE(model.idAt(0).value, 5U);
        QCOMPARE(model.idAt(12).value, 13U);
        QVERIFY(!model.index(12, WorkersModel::Oddness).data(ValueRole).isValid());
        QVERIFY(
            model.index(0, WorkersModel::Oddness).data(Qt::ToolTipRole).toString().contains(QStringLiteral("failed")));
        QVERIFY(model.index(0, WorkersModel::Oddness).data(LookRole).isValid()); // A shape, not the number alone.
    }
};

QTEST_MAIN(TstWorkerOddness)
#include "tst_worker_oddness.moc"
