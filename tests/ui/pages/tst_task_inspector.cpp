// One task's inspector: facts, output, why, and what can be done.

#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <algorithm>

#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/format/format.h"
#include "ui/pages/tasks/task_inspector.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/painting.h"

using namespace qd;
using namespace qd::ui;
using qd::test::dialogOf;
using qd::test::PageWorld;
using qd::test::SnapshotBuilder;

class TstTaskInspector : public QObject {
    Q_OBJECT

    std::unique_ptr<PageWorld> m_world;

private slots:
    void init() { m_world = std::make_unique<PageWorld>(); }
    void cleanup() { m_world.reset(); }

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
    void outputOfBothStreamsIsNotTakenForLostOutputOfOne() {
        TaskRecord record;
        record.id = {5};
        record.state = TaskState::Completed;
        record.result.output = std::string(383, 'o');
        record.result.errorOutput = std::string(334, 'e');
        record.result.outputBytes = 717;
        m_world->session.records[{5}] = record;
        TaskInspector inspector(m_world->context, {5});
        inspector.show();
        QTRY_VERIFY(inspector.outputNote().contains(QStringLiteral("717")));
        QVERIFY(!inspector.outputNote().contains(QStringLiteral("not kept")));
        record.id = {6};
        record.result.outputBytes = 1000;
        m_world->session.records[{6}] = record;
        TaskInspector cut(m_world->context, {6});
        cut.show();
        QTRY_VERIFY(cut.outputNote().contains(QStringLiteral("first %1 not kept").arg(formatBytes(283))));
    }
    void theInspectorCountsFailuresAndShowsNoExitCodeWhereNothingRan() {
        TaskRecord record;
        record.id = {5};
        record.spec.type = "command";
        record.spec.attemptsMax = 3;
        record.state = TaskState::Failed;
        record.epoch = 1;
        record.attempts = 1;
        record.startedAt = WallTime{std::chrono::seconds{1'700'000'000}};
        record.result.exitCode = kNoExitCode;
        record.result.error = "Program \"ls\" is not allowed.";
        m_world->session.records[{5}] = record;
        TaskInspector inspector(m_world->context, {5});
        inspector.show();
        const auto fact = [](const TaskInspector &of, const char *name) {
            for (const QLabel *label : of.findChildren<QLabel *>()) {
                if (label->text() != QString::fromLatin1(name)) continue;
                if (const auto *value = qobject_cast<const QLabel *>(label->buddy())) return value->text();
                if (const auto *value = qobject_cast<const ElidedLabel *>(label->buddy())) return value->text();
            }
            return QString();
        };
        QTRY_COMPARE(fact(inspector, "Failed attempts"), QStringLiteral("1 of 3"));
        QCOMPARE(fact(inspector, "Exit code"), QStringLiteral("—"));
        record.id = {6};
        record.state = TaskState::Completed;
        record.attempts = 0;
        record.result.exitCode = 0;
        record.result.error.clear();
        m_world->session.records[{6}] = record;
        TaskInspector well(m_world->context, {6});
        well.show();
        QTRY_COMPARE(fact(well, "Exit code"), QStringLiteral("0"));
        QCOMPARE(fact(well, "Failed attempts"), QStringLiteral("0 of 3"));
    }
    /// Records name the first in line only; a task behind it is held by the same thing, and its inspector says so.
    void theInspectorSaysWhatHoldsTheQueueAndWhatTheTaskWaitsFor() {
        SnapshotBuilder built;
        built.queue("mail", {{QueueColumn::Held, static_cast<std::int64_t>(Guard::PausedQueue)}});
        m_world->session.show(built.build());
        Decision held;
        held.kind = DecisionKind::Held;
        held.guard = Guard::PausedQueue;
        held.sequence = 7;
        held.task = {4};
        held.queue = Symbol{1}; // the builder's first text
        m_world->session.decisions = {held};
        TaskRecord record;
        record.id = {5};
        record.state = TaskState::Queued;
        record.spec.queue = "mail";
        m_world->session.records[{5}] = record;
        const auto says = [](const TaskInspector &of, const QString &words) {
            return std::ranges::any_of(of.findChildren<QLabel *>(),
                                       [&](const QLabel *label) { return label->text().contains(words); });
        };
        TaskInspector queued(m_world->context, {5});
        queued.show();
        QTRY_VERIFY(says(queued, QStringLiteral("Held in queue mail")));
        QVERIFY(!says(queued, QStringLiteral("No longer so")));
        record.id = {6};
        record.spec.runAt = m_world->session.snapshot()->wallAt + std::chrono::hours{1};
        m_world->session.records[{6}] = record;
        TaskInspector later(m_world->context, {6});
        later.show();
        QTRY_VERIFY(says(later, QStringLiteral("not before")));
        QVERIFY(!says(later, QStringLiteral("Held in queue mail")));
        m_world->session.decisions.clear();
    }
};

QTEST_MAIN(TstTaskInspector)
#include "tst_task_inspector.moc"
