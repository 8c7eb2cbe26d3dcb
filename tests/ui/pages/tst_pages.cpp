#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <memory>

#include "tests/ui/support/fake_session.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/models/metrics_history.h"
#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/command_line.h"
#include "ui/pages/common/load_generator.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/pages/dialogs/submit_dialog.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/tasks/state_chips.h"
#include "ui/pages/tasks/task_inspector.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/pages/workers/workers_page.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/toast_stack.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::FakeSession;
using qd::test::SnapshotBuilder;

namespace {

/// A frame that remembers what pages asked of it.
class FakeHost final : public PageHost {
public:
    QWidget frame;
    ToastStack stack{&frame};
    std::unique_ptr<QWidget> inspected;
    QStringList calls;

    void showInspector(const QString &title, const QString &, QWidget *body) override {
        calls << title;
        inspected.reset(body);
    }
    void closeInspector() override { inspected.reset(); }
    ToastStack &toasts() override { return stack; }
    QWidget *window() override { return &frame; }
    void openTask(TaskId task) override { calls << QStringLiteral("task %1").arg(task.value); }
    void openWorker(WorkerId worker) override { calls << QStringLiteral("worker %1").arg(worker.value); }
    void openQueue(const QString &queue) override { calls << QStringLiteral("queue ") + queue; }
    void openTasksInState(const QString &state) override { calls << QStringLiteral("state ") + state; }
    void openWorkers() override { calls << QStringLiteral("workers"); }
    void submitTask() override { calls << QStringLiteral("submit"); }
    void startDemonstration() override { calls << QStringLiteral("demo"); }
    void runExample() override { calls << QStringLiteral("example"); }
    void showOverrides() override { calls << QStringLiteral("overrides"); }
};

Outcome applied(std::uint64_t affected = 1) {
    Outcome outcome;
    outcome.ok = true;
    outcome.affected = affected;
    return outcome;
}

template <typename T> T *dialogOf(FakeHost &host) {
    return host.frame.findChild<T *>();
}

} // namespace

class TstPages : public QObject {
    Q_OBJECT

    struct World {
        FakeSession session;
        FakeHost host;
        MetricsHistory metrics{session};
        CommandDesk desk{session, host.stack, &host.frame};
        LoadGenerator load{session};
        PageContext context{session, metrics, desk, load, host};
    };
    std::unique_ptr<World> m_world;

private slots:
    void init() { m_world = std::make_unique<World>(); }
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
        QVERIFY(page.actionButton(TaskVerb::Retry)->isEnabled());
        page.actionButton(TaskVerb::Retry)->click();
        const auto ids = std::get<RetryTasks>(m_world->session.posted.at(0).body).which.filter.ids;
        QCOMPARE(ids.size(), std::size_t{1});
        QCOMPARE(ids[0].value, std::uint64_t{1});
    }
    void aStateChipFiltersInTheQuery() {
        TasksPage page(m_world->context);
        page.show();
        page.chips()->chip(TaskState::Failed)->click();
        QTRY_VERIFY(!m_world->session.queries.empty());
        QTRY_COMPARE(m_world->session.queries.back().filter.states, TaskFilter::bit(TaskState::Failed));
    }
    void anErrorAboutAProgramOffersToAllowIt() {
        TaskRecord record;
        record.id = {5};
        record.state = TaskState::Failed;
        record.result.error = "Program \"sha256sum\" is not allowed. Allow it in Settings.";
        m_world->session.records[{5}] = record;
        TaskInspector inspector(m_world->context, {5});
        inspector.show();
        QTRY_VERIFY(inspector.allowButton()->isVisible());
        QVERIFY(inspector.retryButton()->isEnabled());
        QVERIFY(!inspector.cancelButton()->isEnabled());
        inspector.allowButton()->click();
        dialogOf<ConfirmDialog>(m_world->host)->confirmButton()->click();
        QCOMPARE(m_world->session.allowed, std::vector<QString>{QStringLiteral("sha256sum")});
    }
    void theSubmitDialogChecksThePayload() {
        SubmitDialog dialog({});
        dialog.typeBox()->setCurrentText(QStringLiteral("synthetic"));
        dialog.payloadEdit()->setPlainText(QStringLiteral("{\"ms\": "));
        QVERIFY(!dialog.submission().has_value());
        QVERIFY(!dialog.submitButton()->isEnabled());
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
