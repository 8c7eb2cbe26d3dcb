#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <memory>

#include "core/model/exit_code.h"
#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/charts/time_series_chart.h"
#include "ui/format/format.h"
#include "ui/models/metrics_history.h"
#include "ui/models/workers_model.h"
#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/command_line.h"
#include "ui/pages/common/load_generator.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/dialogs/overrides_dialog.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/pages/dialogs/submit_dialog.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/tasks/bulk_bar.h"
#include "ui/pages/tasks/bulk_run.h"
#include "ui/pages/tasks/one_line_row.h"
#include "ui/pages/tasks/queues_panel.h"
#include "ui/pages/tasks/state_chips.h"
#include "ui/pages/tasks/submit_follow_up.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/pages/workers/workers_page.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/kpi_card.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/toast_stack.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::dialogOf;
using qd::test::FakeHost;
using qd::test::PageWorld;
using qd::test::SnapshotBuilder;

namespace {

Outcome applied(std::uint64_t affected = 1) {
    Outcome outcome;
    outcome.ok = true;
    outcome.affected = affected;
    return outcome;
}

/// "Queue depth: 3 steady | ..." of all widgets of a kind.
template <typename T> QString describe(const QWidget &page) {
    QStringList texts;
    for (const T *widget : page.findChildren<T *>())
        texts << widget->accessibleName() + QStringLiteral(": ") + widget->accessibleDescription();
    return texts.join(QStringLiteral(" | "));
}

QString captions(const QWidget &page) {
    QStringList texts;
    for (const ElidedLabel *label : page.findChildren<ElidedLabel *>()) texts << label->text();
    return texts.join(QLatin1Char('|'));
}

/// What the entry of this name leaves on the clipboard; empty when there is none, or it cannot be used.
QString copyFrom(const QObject *owner, const char *entry = "copyAsQdctl") {
    QGuiApplication::clipboard()->clear();
    if (auto *copy = owner->findChild<QAction *>(QString::fromLatin1(entry))) copy->trigger();
    return QGuiApplication::clipboard()->text();
}

} // namespace

class TstPages : public QObject {
    Q_OBJECT

    std::unique_ptr<PageWorld> m_world;

    void addTask(std::uint64_t id, TaskState state) {
        TaskBrief task;
        task.id = {id};
        task.state = state;
        m_world->session.tasks.push_back(std::move(task));
    }
    void fillTasks(std::uint64_t count, TaskState state) {
        for (std::uint64_t id = 1; id <= count; ++id) addTask(id, state);
    }

private slots:
    void init() { m_world = std::make_unique<PageWorld>(); }
    void cleanup() { m_world.reset(); }

    void anEmptyEngineOffersWhatToDoAndShowsFiguresOnceThereIsWork() {
        OverviewPage page(m_world->context);
        page.show();
        SnapshotBuilder built;
        m_world->session.show(built.build());
        QVERIFY(page.isEmptyStateShown());
        built.head().totals.submitted = 1;
        built.worker(1);
        m_world->session.show(built.build());
        QVERIFY(!page.isEmptyStateShown());
    }
    void aRangeOfTheTimeBarIsWhatAllChartsShowUntilEsc() {
        OverviewPage page(m_world->context);
        page.resize(1200, 800);
        page.show();
        SnapshotBuilder built;
        built.head().totals.submitted = 1;
        built.worker(1);
        const auto step = [&] {
            built.head().takenAt += 1s;
            built.head().wallAt += 1s;
            m_world->session.show(built.build());
        };
        for (int i = 0; i < 100; ++i) step();
        const auto ms = [](WallTime at) {
            return qint64{std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count()};
        };
        const qint64 now = ms(built.head().wallAt);
        page.setMarks({{now - 30'000, Shape::Diamond, ColorRole::Imposed, QStringLiteral("paused")}});
        page.setRange(TimeRange{now - 50'000, now - 20'000});
        const QString shown = formatClock(built.head().wallAt - 50s) + QStringLiteral(" – ");
        QCOMPARE(captions(page).count(shown), 3);
        for (TimeSeriesChart *chart : page.findChildren<TimeSeriesChart *>()) {
            QTRY_COMPARE(chart->window().second, now - 20'000);
            QCOMPARE(chart->window().first, now - 50'000);
        }
        for (int i = 0; i < 12; ++i) step(); // Time goes on, the range stays.
        for (TimeSeriesChart *chart : page.findChildren<TimeSeriesChart *>())
            QTRY_COMPARE(chart->window().second, now - 20'000);
        QSignalSpy cleared(&page, &OverviewPage::rangeCleared);
        QTest::keyClick(page.findChild<TimeSeriesChart *>(), Qt::Key_Escape);
        QCOMPARE(cleared.size(), 1);
        page.setRange(std::nullopt);
        QVERIFY(!captions(page).contains(shown));
        for (TimeSeriesChart *chart : page.findChildren<TimeSeriesChart *>()) QTRY_VERIFY(chart->window().second > now);
    }
    void theWorkersColumnsFitAlsoWhenThePageBeganEmpty() {
        OverviewPage page(m_world->context);
        page.resize(1200, 800);
        page.show();
        SnapshotBuilder built;
        m_world->session.show(built.build());
        QVERIFY(page.isEmptyStateShown());
        built.head().totals.submitted = 1;
        built.worker(1);
        m_world->session.show(built.build());
        const QTableView *workers = nullptr;
        for (const auto *table : page.findChildren<TableView *>())
            if (table->accessibleName().contains(QStringLiteral("worst first"))) workers = table;
        QVERIFY(workers != nullptr);
        QTRY_VERIFY(!workers->isColumnHidden(WorkersModel::Heartbeat));
        page.resize(700, 800);
        QTRY_VERIFY(workers->isColumnHidden(WorkersModel::Heartbeat));
    }
    void pausingASelectedWorkerPostsALeaseWithReasonAndEndAndUndoRevertsIt() {
        WorkersPage page(m_world->context);
        page.show();
        SnapshotBuilder built;
        built.worker(1).worker(3);
        m_world->session.show(built.build());
        page.showWorker({3});
        QVERIFY(page.pauseButton()->isEnabled());
        page.pauseButton()->click();
        auto *dialog = dialogOf<PauseDialog>(m_world->host);
        QVERIFY(dialog != nullptr);
        dialog->choices()->button(0)->click();
        dialog->pauseButton()->click();
        QCOMPARE(m_world->session.posted.size(), std::size_t{1});
        const Override lease = std::get<Impose>(m_world->session.posted[0].body).lease;
        QCOMPARE(lease.kind, OverrideKind::PauseWorker);
        QCOMPARE(lease.target, std::string("w-3"));
        QVERIFY(lease.expiresAt == built.head().wallAt + 15min);
        Outcome outcome = applied();
        outcome.overrides = {OverrideId{9}};
        m_world->session.finish(0, outcome);
        QVERIFY(m_world->host.stack.triggerNewest());
        QCOMPARE(std::get<RevertOverrides>(m_world->session.posted[1].body).ids.front().value, std::uint64_t{9});
    }
    void pausingManyAsksOnceTellsOnceAndIsUndoneAtOnce() {
        WorkersPage page(m_world->context);
        page.show();
        SnapshotBuilder built;
        built.worker(1).worker(2).worker(3).worker(4);
        Override lease;
        lease.kind = OverrideKind::PauseWorker;
        lease.target = "w-2"; // Already: it gets no second one.
        built.lease(lease);
        m_world->session.show(built.build());
        page.findChild<TableView *>()->selectAll();
        page.pauseButton()->click();
        dialogOf<PauseDialog>(m_world->host)->pauseButton()->click();
        QVERIFY(m_world->session.posted.empty()); // Three of four is no small thing.
        auto *question = dialogOf<ConfirmDialog>(m_world->host);
        QVERIFY(question != nullptr);
        QVERIFY(question->findChild<QLabel *>(QStringLiteral("text"))->text().contains(QStringLiteral("3 of 4")));
        question->confirmButton()->click();
        QCOMPARE(m_world->session.posted.size(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(std::get<Impose>(m_world->session.posted[i].body).lease.target != "w-2");
            QCOMPARE(m_world->host.stack.count(), 0);
            Outcome outcome = applied();
            if (i == 1) outcome = {};
            if (i == 1) outcome.error = {ErrorCode::Overloaded, "too many"};
            if (i != 1) outcome.overrides = {OverrideId{i + 10}};
            m_world->session.finish(i, outcome);
        }
        QCOMPARE(m_world->host.stack.count(), 1);
        QVERIFY(m_world->host.stack.triggerNewest());
        const auto &undo = std::get<RevertOverrides>(m_world->session.posted.at(3).body);
        QVERIFY(undo.ids == (std::vector<OverrideId>{OverrideId{10}, OverrideId{12}}));
        QCOMPARE(m_world->desk.pending(), std::size_t{1});
    }
    void drainingAsksFirst() {
        WorkersPage page(m_world->context);
        page.show();
        SnapshotBuilder built;
        built.worker(3);
        m_world->session.show(built.build());
        page.showWorker({3});
        QVERIFY(page.drainButton()->isEnabled());
        page.drainButton()->click();
        QVERIFY(m_world->session.posted.empty());
        auto *dialog = dialogOf<ConfirmDialog>(m_world->host);
        QVERIFY(dialog != nullptr);
        dialog->confirmButton()->click();
        QCOMPARE(std::get<Drain>(m_world->session.posted.at(0).body).worker.value, 3U);
    }
    void aRefusedCommandIsToldAndNothingIsUndone() {
        DeskAction action;
        action.body = Lift{OverrideKind::PauseAll, {}};
        m_world->desk.run(action);
        Outcome outcome;
        outcome.error = {ErrorCode::Conflict, "nothing is paused"};
        QSignalSpy settled(&m_world->desk, &CommandDesk::settled);
        m_world->session.finish(0, outcome);
        QCOMPARE(settled.size(), 1);
        QCOMPARE(m_world->host.stack.count(), 1);
        QVERIFY(!m_world->host.stack.triggerNewest());
        QCOMPARE(m_world->desk.pending(), std::size_t{0});
    }
    void retryingSelectedTasksLeavesOutThoseThatCannotBe() {
        TaskBrief failed;
        failed.id = {1};
        failed.state = TaskState::Failed;
        TaskBrief done;
        done.id = {2};
        done.state = TaskState::Completed;
        m_world->session.tasks = {failed, done};
        TasksPage page(m_world->context);
        page.show();
        QTRY_COMPARE(page.tasksTable()->model()->rowCount(), 2);
        page.tasksTable()->selectAll();
        QVERIFY(page.bulk()->button(TaskVerb::Retry)->isEnabled());
        page.bulk()->button(TaskVerb::Retry)->click();
        const auto ids = std::get<RetryTasks>(m_world->session.posted.at(0).body).which.filter.ids;
        QCOMPARE(ids.size(), std::size_t{1});
        QCOMPARE(ids[0].value, std::uint64_t{1});
    }
    void everyFigureOfTheOverviewIsOfOneSnapshot() {
        OverviewPage page(m_world->context);
        page.show();
        SnapshotBuilder built;
        built.head().totals.submitted = 20;
        built.worker(1, {{WorkerColumn::Busy, 1}}).worker(2).queue("mail", {{QueueColumn::Queued, 7}});
        built.head().totals.byState[static_cast<std::size_t>(TaskState::Queued)] = 7;
        built.head().totals.byState[static_cast<std::size_t>(TaskState::Running)] = 1;
        m_world->session.show(built.build());
        built.worker(2, {{WorkerColumn::Busy, 1}}).queue("mail", {{QueueColumn::Queued, 3}});
        built.head().totals.byState[static_cast<std::size_t>(TaskState::Queued)] = 3;
        built.head().totals.byState[static_cast<std::size_t>(TaskState::Running)] = 2;
        built.head().takenAt += 15ms; // The next picture, before the charts take their next sample.
        m_world->session.show(built.build());
        const QString figures = describe<KpiCard>(page);
        QVERIFY2(figures.contains(QStringLiteral("2 of 2 workers busy")), qPrintable(figures));
        QVERIFY2(figures.contains(QStringLiteral("Queue depth: 3")), qPrintable(figures));
        QVERIFY(captions(page).contains(QStringLiteral("2: busy 2")));
        QVERIFY(captions(page).contains(QStringLiteral("3 waiting · 1 queues")));
        QStringList legends;
        for (const TimeSeriesChart *chart : page.findChildren<TimeSeriesChart *>()) legends << chart->currentText(0);
        QVERIFY2(legends.contains(QStringLiteral("3")), qPrintable(legends.join(QLatin1Char('|'))));
    }
    void nothingIsDoneToAFrozenPictureAndTheNoticeGoesLive() {
        m_world->session.setFrozen(true);
        DeskAction action;
        action.body = Lift{OverrideKind::PauseAll, {}};
        m_world->desk.run(action);
        QVERIFY(m_world->session.posted.empty());
        QVERIFY(m_world->host.stack.triggerNewest());
        QVERIFY(!m_world->session.isFrozen());
        m_world->desk.run(action);
        QCOMPARE(m_world->session.posted.size(), std::size_t{1});
    }
    void allThatMatchIsOfferedWhenRowsAreNotLoadedAndGoesByFilter() {
        fillTasks(450, TaskState::Queued); // Pages of 200: not all of them are loaded.
        TasksPage page(m_world->context);
        page.resize(900, 500);
        page.show();
        QTRY_COMPARE(page.tasksTable()->model()->rowCount(), 450);
        BulkBar &bulk = *page.bulk();
        page.tasksTable()->selectRow(0);
        QVERIFY(!bulk.allButton()->isVisible());
        page.tasksTable()->selectAll();
        QTRY_VERIFY(bulk.allButton()->isVisible());
        QVERIFY(bulk.allButton()->text().contains(QStringLiteral("450")));
        bulk.allButton()->click();
        QVERIFY(bulk.isAllMatching());
        addTask(451, TaskState::Queued); // Came later: nobody has meant it.
        bulk.button(TaskVerb::Suspend)->click();
        QTRY_VERIFY(dialogOf<ConfirmDialog>(m_world->host) != nullptr); // More than a hundred: it asks.
        QVERIFY(m_world->session.posted.empty());
        dialogOf<ConfirmDialog>(m_world->host)->confirmButton()->click();
        QCOMPARE(m_world->session.posted.size(), std::size_t{1});
        const TaskSelection which = std::get<SuspendTasks>(m_world->session.posted[0].body).which;
        QVERIFY(which.filter.ids.empty());
        QVERIFY(QString::fromStdString(which.filter.expression).endsWith(QStringLiteral("-450")));
        QCOMPARE(which.limit, 450U);
        QVERIFY(which.filter.matchesState(TaskState::Queued) && !which.filter.matchesState(TaskState::Completed));
        m_world->session.finish(0, applied(450));
        QVERIFY(!bulk.stopButton()->isVisible());
        QCOMPARE(m_world->session.posted.size(), std::size_t{1});
    }
    void pickingRowsOrAnotherFilterDropsAllThatMatch() {
        fillTasks(450, TaskState::Queued);
        TasksPage page(m_world->context);
        page.resize(900, 500);
        page.show();
        QTRY_COMPARE(page.tasksTable()->model()->rowCount(), 450);
        page.tasksTable()->selectAll();
        page.bulk()->allButton()->click();
        QVERIFY(page.bulk()->isAllMatching());
        page.tasksTable()->selectRow(3);
        QVERIFY(!page.bulk()->isAllMatching());
        page.tasksTable()->selectAll();
        page.bulk()->allButton()->click();
        page.chips()->chip(TaskState::Queued)->click();
        QVERIFY(!page.bulk()->isAllMatching());
    }
    void aLongBulkActionGoesInBoundedCommandsAndStops() {
        BulkRun run(m_world->session);
        DeskAction action = taskAction(TaskVerb::Cancel, TaskFilter{}, 25'000);
        run.start(action);
        const auto limitAt = [&](std::size_t i) {
            return std::get<CancelTasks>(m_world->session.posted.at(i).body).which.limit;
        };
        QCOMPARE(limitAt(0), 10'000U);
        m_world->session.finish(0, applied(10'000));
        m_world->session.finish(1, applied(10'000));
        QCOMPARE(limitAt(2), 5'000U);
        QCOMPARE(run.affected(), std::uint64_t{20'000});
        QSignalSpy finished(&run, &BulkRun::finished);
        m_world->session.finish(2, applied(5'000));
        QCOMPARE(finished.size(), 1);
        QCOMPARE(m_world->session.posted.size(), std::size_t{3});

        run.start(action);
        run.stop();
        QVERIFY(run.isRunning()); // What is under way cannot be taken back.
        m_world->session.finish(3, applied(10'000));
        QVERIFY(!run.isRunning());
        QCOMPARE(run.affected(), std::uint64_t{10'000});
        QCOMPARE(m_world->session.posted.size(), std::size_t{4});
    }
    void aBulkActionThatIsRefusedHalfWayEndsAndSaysWhy() {
        BulkRun run(m_world->session);
        run.start(taskAction(TaskVerb::Retry, TaskFilter{}, 25'000));
        m_world->session.finish(0, applied(10'000));
        QSignalSpy finished(&run, &BulkRun::finished);
        Outcome outcome;
        outcome.error = {ErrorCode::Overloaded, "The inbox is full"};
        m_world->session.finish(1, outcome);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].toString(), QStringLiteral("The inbox is full"));
        QCOMPARE(run.affected(), std::uint64_t{10'000});
    }
    void aPriorityForManyIsGivenInSlicesUntilNoneHasAnother() {
        fillTasks(10'500, TaskState::Queued);
        for (std::size_t i = 0; i < m_world->session.tasks.size(); ++i)
            m_world->session.tasks[i].priority = i % 3 == 0 ? 9 : i % 3 == 1 ? 7 : 2;
        BulkRun run(m_world->session);
        run.start(reprioritise(TaskFilter{}, 10'500, 7));
        std::size_t done = 0;
        while (run.isRunning()) {
            QTRY_VERIFY(!run.isRunning() || m_world->session.posted.size() > done);
            if (!run.isRunning()) break;
            const auto ids = std::get<ReprioritiseTasks>(m_world->session.posted[done].body).which.filter.ids;
            QVERIFY(!ids.empty() && ids.size() <= BulkRun::kPerCommand);
            for (const TaskId id : ids) m_world->session.tasks[id.value - 1].priority = 7;
            m_world->session.finish(done++, applied(ids.size()));
        }
        QCOMPARE(done, std::size_t{2}); // Those above it, those below it; who has it already is left alone.
        for (const TaskBrief &task : m_world->session.tasks) QCOMPARE(task.priority, std::uint8_t{7});
    }
    void everyActionOfTheTableCanBeCopiedAsACommand() {
        fillTasks(2, TaskState::Queued);
        TasksPage page(m_world->context);
        page.show();
        QTRY_COMPARE(page.tasksTable()->model()->rowCount(), 2);
        page.tasksTable()->selectAll();
        QVERIFY(copyFrom(page.bulk()->button(TaskVerb::Cancel)).startsWith(QStringLiteral("qdctl cancel ")));
        QPushButton *suspend = page.bulk()->button(TaskVerb::Suspend);
        QCOMPARE(copyFrom(suspend), QStringLiteral("qdctl suspend 000000-2 000000-1"));
        QCOMPARE(copyFrom(suspend, "copyAsCurl"),
                 QStringLiteral("curl -sS --fail-with-body --noproxy '*' -H \"Authorization: Bearer $(cat "
                                "/data/admin.token)\" http://127.0.0.1:7070/api/v1/commands -d "
                                "'{\"kind\":\"suspend\",\"tasks\":{\"ids\":[\"000000-2\",\"000000-1\"]}}'"));
        QCOMPARE(copyFrom(page.bulk()->priorityButton()),
                 QStringLiteral("qdctl reprioritise 000000-2 000000-1 --priority 5"));
        for (QPushButton *button : {page.queues()->pauseButton(), page.queues()->resumeButton()})
            for (const char *entry : {"copyAsQdctl", "copyAsCurl"})
                QVERIFY(button->findChild<QAction *>(QString::fromLatin1(entry)) != nullptr);
    }
    void withoutADoorNothingIsCopiedForCurlAndTheEntrySaysWhy() {
        fillTasks(1, TaskState::Queued);
        TasksPage page(m_world->context);
        page.show();
        QTRY_COMPARE(page.tasksTable()->model()->rowCount(), 1);
        page.tasksTable()->selectAll();
        QPushButton *suspend = page.bulk()->button(TaskVerb::Suspend);
        auto *curl = suspend->findChild<QAction *>(QStringLiteral("copyAsCurl"));
        QVERIFY(curl->isEnabled());
        QCOMPARE(curl->text(), QStringLiteral("Copy as curl"));
        m_world->session.doorAddress = {{}, {}, QStringLiteral("door.enabled is off")};
        emit m_world->session.doorChanged();
        QVERIFY(!curl->isEnabled());
        QCOMPARE(curl->text(), QStringLiteral("Copy as curl (door.enabled is off)"));
        QVERIFY(copyFrom(suspend, "copyAsCurl").isEmpty());
        QVERIFY(!copyFrom(suspend).isEmpty());
    }
    /// What was selected has moved on: "cancel --all" would be the opposite of nothing.
    void aSelectionOfNothingIsNoCommandForAll() {
        const CommandText text = m_world->desk.commandText(taskAction(TaskVerb::Cancel, std::vector<TaskId>{}, {}));
        QVERIFY2(text.qdctl.isEmpty() && text.curl.isEmpty(), qPrintable(text.qdctl + text.curl));
        QSignalSpy told(&m_world->host.stack, &ToastStack::shown);
        m_world->desk.copyCurl(text);
        QCOMPARE(told.count(), 1);
        QVERIFY(told.at(0).at(1).toString().contains(QStringLiteral("nothing it would act on")));
    }
    void aDialogCopiesWhatItWouldDo() {
        WorkersPage page(m_world->context);
        page.show();
        SnapshotBuilder built;
        built.worker(3);
        m_world->session.show(built.build());
        page.showWorker({3});
        page.pauseButton()->click();
        auto *dialog = dialogOf<PauseDialog>(m_world->host);
        dialog->choices()->button(3)->click();
        QCOMPARE(copyFrom(dialog), QStringLiteral("qdctl pause worker w-3 --until-resume"));
        QVERIFY(
            copyFrom(dialog, "copyAsCurl")
                .endsWith(QStringLiteral("'{\"kind\":\"pause_worker\",\"target\":\"w-3\",\"expires_in_s\":null}'")));
        m_world->session.doorAddress.dataFolder = QStringLiteral("/tmp/a demo"); // Where qdctl would not look.
        QCOMPARE(copyFrom(dialog), QStringLiteral("qdctl --data-folder '/tmp/a demo' pause worker w-3 --until-resume"));
        m_world->session.doorAddress.dataFolder.clear();
        QVERIFY(dialog->isVisible() && m_world->session.posted.empty());
        dialog->reject();
        page.drainButton()->click();
        auto *question = dialogOf<ConfirmDialog>(m_world->host);
        QCOMPARE(copyFrom(question), QStringLiteral("qdctl drain w-3"));
    }
    void theSettingsPageFiltersCopiesAndCountsItsLines() {
        m_world->session.lines = {{"pool.workers", "16", SettingSource::File, "1 .. 1000", "Workers at start"},
                                  {"door.port", "7070", SettingSource::Default, "0 .. 65535", "Port on loopback"}};
        SettingsPage page(m_world->context);
        page.show();
        QCOMPARE(page.table()->model()->rowCount(), 2);
        auto *filter = page.findChild<SearchField *>();
        filter->setText(QStringLiteral("LOOPBACK"));
        QTRY_COMPARE(page.table()->model()->rowCount(), 1);
        QVERIFY(page.findChild<FooterBar *>()->text().contains(QStringLiteral("shown 1 / kept 2")));
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.table()->setFocus();
        QTest::keyClick(page.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("door.port = 7070"));
        page.focusFilter();
        QTest::keyClick(filter, Qt::Key_Escape);
        QTRY_COMPARE(page.table()->model()->rowCount(), 2);
    }
    void theSettingsPageWaitsForTheEngine() {
        SettingsPage page(m_world->context);
        page.show();
        QCOMPARE(page.table()->model()->rowCount(), 0);
        m_world->session.lines = {{"pool.workers", "16", SettingSource::File, "1 .. 1000", "Workers at start"}};
        m_world->session.show(SnapshotBuilder{}.build());
        QCOMPARE(page.table()->model()->rowCount(), 1);
    }
    void everyFooterTellsTheAgeThatTheSessionTells() {
        SettingsPage settings(m_world->context);
        WorkersPage workers(m_world->context);
        TasksPage tasks(m_world->context);
        OverviewPage overview(m_world->context);
        m_world->session.age = 14s;
        emit m_world->session.dataAgeChanged();
        for (const QWidget *page : std::initializer_list<QWidget *>{&settings, &workers, &tasks, &overview})
            QVERIFY(page->findChild<FooterBar *>()->text().contains(QStringLiteral("data age 14")));
    }
    void aStateChipFiltersInTheQuery() {
        TasksPage page(m_world->context);
        page.show();
        page.chips()->chip(TaskState::Failed)->click();
        QTRY_VERIFY(!m_world->session.queries.empty());
        QTRY_COMPARE(m_world->session.queries.back().filter.states, TaskFilter::bit(TaskState::Failed));
    }
    void verbsThatNoSelectedTaskAllowsAreGreyAndASelectionThatIsGoneLeavesNoneAlive() {
        fillTasks(3, TaskState::Completed);
        TasksPage page(m_world->context);
        page.resize(1400, 700);
        page.show();
        QTRY_COMPARE(page.tasksTable()->model()->rowCount(), 3);
        page.tasksTable()->selectAll();
        QVERIFY(page.bulk()->button(TaskVerb::Purge)->isEnabled());
        QVERIFY(!page.bulk()->button(TaskVerb::Cancel)->isEnabled());
        QVERIFY(!page.bulk()->priorityButton()->isEnabled());
        page.tasksTable()->sortByColumn(2, Qt::AscendingOrder); // Another order, and the same tasks selected.
        QTRY_COMPARE(page.bulk()->captionText(), QStringLiteral("3 selected"));
        QTRY_COMPARE(page.tasksTable()->selectionModel()->selectedRows().size(), 3);
        QVERIFY(page.bulk()->button(TaskVerb::Purge)->isEnabled());
        page.chips()->chip(TaskState::Failed)->click(); // Other tasks.
        QTRY_VERIFY(!page.bulk()->button(TaskVerb::Purge)->isEnabled());
        QVERIFY(page.bulk()->captionText().isEmpty());
        QVERIFY(!page.tasksTable()->isInUse());
    }
    void aNarrowRowKeepsItsPlacesAndFoldsTheRestIntoAMenu() {
        OneLineRow row;
        std::vector<QPushButton *> buttons;
        int clicks = 0;
        for (int i = 0; i < 6; ++i)
            buttons.push_back(row.addPlain(QStringLiteral("button %1").arg(i), [&clicks] { ++clicks; }));
        buttons[5]->setCheckable(true);
        buttons[5]->setChecked(true);
        row.resize(row.sizeHint().width() + 20, row.sizeHint().height());
        row.show();
        QVERIFY(!row.moreButton()->isVisible());
        const QRect second = buttons[1]->geometry();
        row.resize(row.width() / 2, row.height());
        QCOMPARE(buttons[1]->geometry(), second);
        QVERIFY(row.moreButton()->isVisible());
        QVERIFY(row.moreButton()->geometry().right() < row.width());
        QVERIFY(!buttons[5]->isVisible());
        QVERIFY(row.moreButton()->text().contains(QStringLiteral("1 chosen")));
        row.moreButton()->click();
        const QList<QAction *> entries = row.findChild<QMenu *>()->actions();
        QCOMPARE(static_cast<std::size_t>(entries.size()), row.folded().size());
        QVERIFY(entries.back()->isChecked());
        entries.front()->trigger();
        QCOMPARE(clicks, 1);
    }
    void whatIsSubmittedCanBeOpenedAndItsFailureIsTold() {
        SubmitFollowUp follow(m_world->context);
        DeskAction action;
        action.body = SubmitTasks{};
        follow.submit(action);
        Outcome outcome = applied();
        outcome.tasks = {{TaskId{7}, 1}};
        m_world->session.finish(0, outcome);
        QCOMPARE(m_world->host.stack.count(), 1);
        QVERIFY(m_world->host.stack.triggerNewest());
        QCOMPARE(m_world->host.calls.back(), QStringLiteral("task 7"));
        QCOMPARE(follow.watched(), std::size_t{1});
        TaskBrief failed;
        failed.id = {7};
        failed.state = TaskState::Failed;
        failed.error = "Program \"ls\" is not allowed.";
        m_world->session.tasks = {failed};
        const int before = m_world->host.stack.count();
        follow.look();
        QTRY_COMPARE(follow.watched(), std::size_t{0});
        QCOMPARE(m_world->host.stack.count(), before + 1);
    }
    /// The last override may end while its row is selected: by Revert, or by itself.
    void theOverridesDialogOutlivesItsLastOverride() {
        SnapshotBuilder built;
        Override lease;
        lease.id = {1};
        lease.kind = OverrideKind::PoolSize;
        lease.value = 10;
        built.lease(lease);
        m_world->session.show(built.build());
        OverridesDialog dialog(m_world->session, m_world->desk);
        dialog.show();
        auto *table = dialog.findChild<TableView *>();
        QCOMPARE(table->model()->rowCount(), 1);
        QVERIFY(table->selectionModel()->hasSelection());
        m_world->session.show(SnapshotBuilder().build());
        QCOMPARE(table->model()->rowCount(), 0);
        QTRY_VERIFY(!table->isVisible());
    }
    void theSubmitDialogChecksThePayload() {
        SubmitDialog dialog({});
        dialog.typeBox()->setCurrentText(QStringLiteral("synthetic"));
        dialog.payloadEdit()->setPlainText(QStringLiteral("{\"ms\": "));
        QVERIFY(!dialog.submission().has_value());
        QVERIFY(!dialog.submitButton()->isEnabled());
        QVERIFY(dialog.message().contains(QStringLiteral("line 1, column")));
        dialog.payloadEdit()->setPlainText(QStringLiteral("{\"ms\": 20}"));
        dialog.countBox()->setValue(3);
        const auto submit = dialog.submission();
        QVERIFY(submit.has_value());
        QCOMPARE(submit->repeat, 3U);
        QCOMPARE(submit->tasks.front().payload, std::string("{\"ms\": 20}"));
    }
    void droppedFilesBecomeTasksAndBadLinesAreNamed() {
        const QTemporaryDir folder;
        QFile lines(folder.filePath(QStringLiteral("some.jsonl")));
        QVERIFY(lines.open(QIODevice::WriteOnly));
        lines.write("{\"type\":\"synthetic\"}\nnot json\n");
        lines.close();
        QFile plain(folder.filePath(QStringLiteral("a \"b\".txt")));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        plain.close();
        SubmitDialog dialog({});
        dialog.addFiles({lines.fileName(), plain.fileName()});
        const auto submit = dialog.submission();
        QVERIFY(submit.has_value());
        QCOMPARE(submit->tasks.size(), std::size_t{2});
        QVERIFY(submit->tasks[1].payload.find("a \\\"b\\\".txt") != std::string::npos);
    }
    void theLoadIsSteadySeededAndHoldsBack() {
        LoadGenerator one(m_world->session);
        LoadGenerator two(m_world->session);
        for (int i = 0; i < 20; ++i) QCOMPARE(one.next().payload, two.next().payload);
        one.setRate(1000);
        for (int i = 0; i < 10; ++i) one.beat(50ms);
        QCOMPARE(one.submitted(), std::uint64_t{500});
        for (int i = 0; i < 100; ++i) one.beat(50ms); // Nobody answers: at most 40 commands are under way.
        QCOMPARE(one.submitted(), std::uint64_t{2000});
        QCOMPARE(one.heldBack(), std::uint64_t{3500});
    }
    /// The same words as qdctl's own parser takes are checked in tests/app/qdctl.
    void actionsReadAsCommandLines_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("which");
        QTest::newRow("cancel") << QStringLiteral("qdctl cancel 00002a-7") << 0;
        QTest::newRow("pause") << QStringLiteral("qdctl pause queue 'my queue' --until-resume --reason 'it'\\''s late'")
                               << 1;
        QTest::newRow("resize") << QStringLiteral("qdctl resize auto") << 2;
    }
    void actionsReadAsCommandLines() {
        QFETCH(QString, line);
        QFETCH(int, which);
        CommandBody body = CancelTasks{selectTasks({TaskId{7}})};
        if (which == 1) {
            Override lease;
            lease.kind = OverrideKind::PauseQueue;
            lease.target = "my queue";
            lease.reason = "it's late";
            body = Impose{lease};
        }
        if (which == 2) body = Lift{OverrideKind::PoolSize, {}};
        QCOMPARE(commandLine(body, LedgerId{42}, WallTime{}), line);
    }
};

QTEST_MAIN(TstPages)
#include "tst_pages.moc"
