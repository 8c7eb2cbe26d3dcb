#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <algorithm>
#include <memory>

#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/workers/lanes_panel.h"
#include "ui/pages/workers/worker_inspector.h"
#include "ui/pages/workers/worker_map.h"
#include "ui/pages/workers/workers_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/heat_map.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/lane_chart.h"
#include "ui/widgets/segmented_switch.h"
#include "ui/widgets/state_badge.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::PageWorld;
using qd::test::SnapshotBuilder;

class TstWorkersPage : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<PageWorld> m_world;
    SnapshotBuilder m_built;

    void addTask(std::uint64_t id, std::uint32_t worker, TaskState state, WallTime started, Duration ran = {}) {
        TaskBrief task;
        task.id = {id};
        task.name = "job " + std::to_string(id);
        task.worker = {worker};
        task.state = state;
        task.startedAt = started;
        task.runTime = ran;
        if (ran > Duration{}) task.finishedAt = started + std::chrono::duration_cast<std::chrono::microseconds>(ran);
        m_world->session.tasks.push_back(std::move(task));
    }
    void showWorkers(std::uint32_t count) {
        m_built = {};
        for (std::uint32_t id = 1; id <= count; ++id) m_built.worker(id);
        m_world->session.show(m_built.build());
    }
    [[nodiscard]] static QString fact(const KeyValueList &list, const char *key) {
        for (const KeyValue &row : list.rows())
            if (row.key == QLatin1String(key)) return row.value;
        return QStringLiteral("(no such row)");
    }

private slots:
    void initTestCase() {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName(QStringLiteral("quarterdeck-test"));
    }
    void init() {
        QSettings().clear();
        m_world = std::make_unique<PageWorld>();
    }
    void cleanup() { m_world.reset(); }

    void lanesShowTheNewestTasksOfEachWorkerAndABarOpensItsTask() {
        showWorkers(3);
        const WallTime now = m_built.head().wallAt;
        addTask(1, 1, TaskState::Completed, now - 8s, 3s);
        addTask(2, 2, TaskState::Running, now - 5s);
        addTask(3, 2, TaskState::Failed, now - 9s, 1s);
        addTask(4, 3, TaskState::Queued, kNoWallTime);
        WorkersPage page(m_world->context);
        page.resize(1200, 700);
        page.show();
        page.viewSwitch()->findChildren<QPushButton *>().at(1)->click();
        LaneChart *chart = page.lanes()->chart();
        QTRY_COMPARE(chart->lanes().size(), std::size_t{3});
        QTRY_COMPARE(chart->lanes()[0].bars.size(), std::size_t{1});
        QCOMPARE(chart->lanes()[1].bars.size(), std::size_t{2});
        QCOMPARE(chart->lanes()[1].bars[1].toUs, LaneBar::kOpen);
        QVERIFY(chart->lanes()[2].bars.empty());
        QCOMPARE(chart->busyShare(0), 0.1); // 3 of 30 seconds
        chart->setCurrent(1, 2);
        chart->activateCurrent();
        QCOMPARE(m_world->host.calls.last(), QStringLiteral("task 2"));
        QVERIFY(chart->laneText(1).contains(QStringLiteral("job 2")));
    }
    void earlierAttemptsStandOnTheWorkersThatRanThem() {
        showWorkers(3);
        const WallTime now = m_built.head().wallAt;
        addTask(1, 3, TaskState::Completed, now - 2s, 1s);
        m_world->session.tasks.back().epoch = 3;
        addTask(2, 1, TaskState::Completed, now - 9s, 1s); // The first attempt went well: nothing is asked about it.
        TaskRecord record;
        record.id = {1};
        record.history = {{1, {1}, now - 20s, now - 18s, Reason::HandlerFailed, 1, "connection refused"},
                          {2, {2}, now - 10s, now - 7s, Reason::LeaseLost, 0, ""}};
        m_world->session.records[record.id] = record;
        WorkersPage page(m_world->context);
        page.resize(1200, 700);
        page.show();
        page.viewSwitch()->findChildren<QPushButton *>().at(1)->click();
        LaneChart *chart = page.lanes()->chart();
        QTRY_COMPARE(chart->lanes().size(), std::size_t{3});
        QTRY_COMPARE(chart->lanes()[1].bars.size(), std::size_t{1});
        QCOMPARE(chart->lanes()[0].bars.size(), std::size_t{2});
        QCOMPARE(chart->lanes()[2].bars.size(), std::size_t{1});
        const LaneBar first = chart->lanes()[0].bars.front();
        QCOMPARE(first.toUs - first.fromUs, std::int64_t{2'000'000});
        chart->setCurrent(0, first.id);
        QVERIFY2(chart->laneText(0).contains(QStringLiteral("earlier attempt")) &&
                     chart->laneText(0).contains(QStringLiteral("connection refused")),
                 qPrintable(chart->laneText(0)));
        chart->activateCurrent();
        QCOMPARE(m_world->host.calls.last(), QStringLiteral("task 1"));
        QVERIFY(!page.lanes()->caption().contains(QStringLiteral("not read")));
    }
    void lanesSayWhatWasCutAndDoNotCallTheRestIdle() {
        showWorkers(1);
        const WallTime now = m_built.head().wallAt;
        for (std::uint64_t id = 1; id <= LanesPanel::kTasksMost + 100; ++id)
            addTask(id, 1, TaskState::Completed, now - std::chrono::milliseconds{2 * id}, 1ms);
        addTask(9'999, 1, TaskState::Running, now - 1h); // Older than all that is fetched, and still there.
        WorkersPage page(m_world->context);
        page.resize(1200, 700);
        page.show();
        page.viewSwitch()->findChildren<QPushButton *>().at(1)->click();
        LaneChart *chart = page.lanes()->chart();
        QTRY_VERIFY(page.lanes()->caption().contains(QStringLiteral("newest")));
        QTRY_COMPARE(chart->lanes()[0].bars.size(), std::size_t{LanesPanel::kTasksMost + 1});
        QCOMPARE(chart->lanes()[0].bars.front().toUs, LaneBar::kOpen);
        QVERIFY(chart->tipAt({120, chart->laneRect(0).center().y()}).size() > 0);
        QCOMPARE(chart->busyShare(0), 1.0);
    }
    void theViewAndItsTimeAreRememberedAndLanesAskOnlyWhileSeen() {
        {
            WorkersPage page(m_world->context);
            page.show();
            QVERIFY(m_world->session.queries.empty());
            page.viewSwitch()->findChildren<QPushButton *>().at(1)->click();
            QVERIFY(!m_world->session.queries.empty());
            page.lanes()->span()->setCurrentIndex(3);
            emit page.lanes()->span()->activated(3);
        }
        WorkersPage again(m_world->context);
        QCOMPARE(again.viewSwitch()->current(), 1);
        QCOMPARE(again.lanes()->span()->currentIndex(), 3);
    }
    void theFilterHoldsForLanesTooAndSaysSoWhenNothingIsLeft() {
        showWorkers(3);
        WorkersPage page(m_world->context);
        page.show();
        page.viewSwitch()->findChildren<QPushButton *>().at(1)->click();
        QTRY_COMPARE(page.lanes()->chart()->lanes().size(), std::size_t{3});
        page.focusFilter();
        auto *field = page.findChild<QLineEdit *>();
        QVERIFY(field != nullptr);
        field->setText(QStringLiteral("w-2"));
        QTRY_COMPARE(page.lanes()->chart()->lanes().size(), std::size_t{1});
        field->setText(QStringLiteral("nobody"));
        auto *empty = page.lanes()->findChild<EmptyState *>();
        QTRY_VERIFY(empty->isVisible());
        QCOMPARE(empty->kind(), EmptyKind::FilteredToNothing);
    }
    void aWorkerChosenInItsLaneCanBePaused() {
        showWorkers(2);
        WorkersPage page(m_world->context);
        page.show();
        page.viewSwitch()->findChildren<QPushButton *>().at(1)->click();
        QTRY_COMPARE(page.lanes()->chart()->lanes().size(), std::size_t{2});
        QVERIFY(!page.pauseButton()->isEnabled());
        page.lanes()->chart()->setCurrent(1);
        QVERIFY(page.pauseButton()->isEnabled());
    }
    void theMapSortsByOddnessAndTheChosenCellStaysWithItsWorker() {
        m_built = {};
        for (std::uint32_t id = 1; id <= 30; ++id)
            m_built.worker(id, {{WorkerColumn::Completed, 100},
                                {WorkerColumn::Failed, id == 17 ? 60 : 1},
                                {WorkerColumn::RunTimeTotal, Duration{100 * 10ms}.count()}});
        m_world->session.show(m_built.build());
        WorkersPage page(m_world->context);
        page.show();
        page.map()->map()->setCurrent(16);
        QCOMPARE(page.map()->workerAt(16).value, 17U);
        page.map()->order()->findChildren<QPushButton *>().at(1)->click();
        QCOMPARE(page.map()->workerAt(0).value, 17U);
        QCOMPARE(page.map()->map()->current(), 0);
        QVERIFY(page.map()->map()->cellText(0).contains(QStringLiteral("failed")));
    }
    void theLegendNamesTheStatesThatAreInTheMap() {
        m_built = {};
        m_built.worker(1, {{WorkerColumn::Busy, 1}}).worker(2).worker(3);
        m_built.worker(4, {{WorkerColumn::Lifecycle, static_cast<std::int64_t>(WorkerLifecycle::Lost)}});
        m_world->session.show(m_built.build());
        WorkersPage page(m_world->context);
        page.show();
        QStringList words;
        for (const StateBadge *badge : page.map()->findChildren<StateBadge *>())
            if (badge->isVisible()) words << badge->accessibleName();
        QCOMPARE(words.join(QLatin1Char('|')), QStringLiteral("lost|busy|idle"));
    }
    void tenThousandWorkersFitIntoTheMapAndAllAreReachedByKeys() {
        showWorkers(10'000);
        WorkersPage page(m_world->context);
        page.resize(1280, 700);
        page.show();
        HeatMap *map = page.map()->map();
        QTRY_COMPARE(map->shownCells(), 10'000);
        QTRY_VERIFY(map->rect().contains(map->cellRect(9'999)));
        QVERIFY(page.table()->height() > 200); // It does not push the table away.
        QTest::keyClick(map, Qt::Key_End);
        QTest::keyClick(map, Qt::Key_Return);
        QCOMPARE(m_world->host.calls.last(), QStringLiteral("Worker w-10000"));
    }
    void theInspectorTellsRateAndPercentilesAndOverHowMany() {
        m_built = {};
        m_built.worker(1, {{WorkerColumn::Completed, 100}});
        m_world->session.show(m_built.build());
        const WallTime now = m_built.head().wallAt;
        for (std::uint64_t id = 1; id <= 200; ++id)
            addTask(id, 1, TaskState::Completed, now - 10s, std::chrono::milliseconds{id});
        addTask(500, 2, TaskState::Completed, now - 10s, 10s); // Somebody else's.
        WorkerInspector inspector(m_world->context, {1});
        inspector.show();
        QTRY_VERIFY(fact(*inspector.facts(), "Run times").contains(QStringLiteral("newest 200 kept")));
        const QString times = fact(*inspector.facts(), "Run times");
        for (const char *figure : {"p50 100", "p95 190", "p99 198"})
            QVERIFY2(times.contains(QLatin1String(figure)), qPrintable(times));
        QCOMPARE(fact(*inspector.facts(), "Rate"), QStringLiteral("—"));
        m_built.worker(1, {{WorkerColumn::Completed, 140}});
        m_built.head().takenAt += 4s;
        m_world->session.show(m_built.build());
        const QString rate = fact(*inspector.facts(), "Rate");
        QVERIFY2(rate.startsWith(QStringLiteral("10")) && rate.contains(QStringLiteral("4.0")), qPrintable(rate));
    }
    void fewTasksGiveNoHighPercentiles() {
        showWorkers(1);
        for (std::uint64_t id = 1; id <= 5; ++id)
            addTask(id, 1, TaskState::Completed, m_built.head().wallAt - 10s, 10ms);
        WorkerInspector inspector(m_world->context, {1});
        inspector.show();
        QTRY_VERIFY(fact(*inspector.facts(), "Run times").contains(QStringLiteral("newest 5")));
        QVERIFY(fact(*inspector.facts(), "Run times").contains(QStringLiteral("p99 —")));
    }
    void aSharedProcessIsCalledShared() {
        m_built = {};
        for (std::uint32_t id = 1; id <= 3; ++id)
            m_built.worker(id, {{WorkerColumn::ProcessId, id == 3 ? 8 : 7},
                                {WorkerColumn::ProcessCpu, 340},
                                {WorkerColumn::ProcessMemory, 64 << 20}});
        m_built.worker(4, {{WorkerColumn::ProcessId, 9}});
        m_world->session.show(m_built.build());
        WorkerInspector shared(m_world->context, {1});
        WorkerInspector alone(m_world->context, {3});
        WorkerInspector untold(m_world->context, {4});
        QVERIFY(fact(*shared.facts(), "Process CPU").contains(QStringLiteral("whole process with its 2 workers")));
        QVERIFY(fact(*shared.facts(), "Process memory").startsWith(QStringLiteral("64")));
        QVERIFY(!fact(*alone.facts(), "Process CPU").contains(QStringLiteral("whole")));
        QCOMPARE(fact(*untold.facts(), "Process CPU"), QStringLiteral("—"));
        QCOMPARE(fact(*untold.facts(), "Process memory"), QStringLiteral("—"));
    }
};

QTEST_MAIN(TstWorkersPage)
#include "tst_workers_page.moc"
