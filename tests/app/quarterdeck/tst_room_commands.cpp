// What is sent from the room: by the palette, the submit dialog and a drop of files, also when it is held up or
// refused.
#include <QtCore/QMimeData>
#include <QtCore/QUrl>
#include <QtGui/QDropEvent>
#include <QtTest/QTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QSpinBox>

#include "core/ledger/sqlite_database.h"
#include "tests/app/quarterdeck/room_world.h"
#include "ui/pages/common/command_desk.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/shell/command_palette.h"

using namespace qd;
using namespace qd::test;

class TstRoomCommands : public QObject {
    Q_OBJECT
    std::unique_ptr<RoomFiles> m_files;

    [[nodiscard]] Settings settings(LedgerKind kind = LedgerKind::Memory) const { return m_files->settings(kind); }

private slots:
    void initTestCase() { m_files = std::make_unique<RoomFiles>("tst_room_commands"); }
    void init() { m_files->begin(); }

    void thePaletteDoesThingsToWhatItFindsByName() {
        World world(settings());
        QTRY_VERIFY(world.engine != nullptr);
        world.runOneTask();
        QTRY_COMPARE(world.running(), std::uint64_t{1});
        const auto type = [&world](const char *text) {
            world.window().openCommandPalette();
            auto *palette = world.window().findChild<ui::CommandPalette *>();
            palette->findChild<QLineEdit *>()->setText(u(text));
            QStringList lines;
            const auto *list = palette->findChild<QListWidget *>();
            for (int i = 0; i < list->count(); ++i) lines << list->item(i)->text();
            return lines;
        };
        const auto run = [&world] {
            QTest::keyClick(world.window().findChild<ui::CommandPalette *>()->findChild<QLineEdit *>(), Qt::Key_Return);
        };
        QTRY_COMPARE(type("pause synth").value(0), u("Pause queue synthetic…"));
        run();
        auto *pause = world.window().findChild<ui::PauseDialog *>();
        QVERIFY(pause != nullptr);
        pause->accept();
        QTRY_COMPARE(world.engine->snapshot()->overrides->size(), std::size_t{1});
        QTRY_COMPARE(type("synthetic resume").value(0), u("Resume queue synthetic"));
        run();
        QTRY_VERIFY(world.engine->snapshot()->overrides->empty());
        QCOMPARE(type("pause").value(0), u("Pause everything…"));
        QTRY_COMPARE(type("w-2"), (QStringList{u("w-2"), u("Pause worker w-2…"), u("Drain worker w-2…")}));
        QCOMPARE(type("drain w-2"), QStringList{u("Drain worker w-2…")});
        run();
        QTRY_VERIFY(world.window().findChild<ui::ConfirmDialog *>() != nullptr);
    }
    void filesDroppedAnywhereOnTheWindowStandInTheSubmitDialog() {
        World world(settings());
        QTRY_VERIFY(world.engine != nullptr);
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QCoreApplication::applicationFilePath())});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(&world.window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&world.window(), &drop);
        const auto *dialog = world.window().findChild<ui::SubmitDialog *>();
        QVERIFY(dialog != nullptr);
        QCOMPARE(dialog->submission().value().tasks.size(), std::size_t{1});
    }
    void aCommandThatTheLedgerHoldsUpIsOnScreenUntilItIsApplied() {
        const Settings given = settings(LedgerKind::Sqlite);
        World world(given);
        QTRY_VERIFY(world.engine != nullptr);
        QTRY_VERIFY(world.engine->snapshot()->phase == EnginePhase::Running);
        auto other = Database::open(ledgerPath(given), Database::Mode::Create, {});
        QVERIFY(other.has_value());
        QVERIFY(other->execute("PRAGMA busy_timeout=5000").has_value()); // The engine may be writing its start.
        const auto locked = other->execute("BEGIN IMMEDIATE");           // Nobody else writes until it ends.
        QVERIFY2(locked.has_value(), locked ? "" : locked.error().detail.c_str());
        Override lease;
        lease.kind = OverrideKind::PauseAll;
        ui::DeskAction action;
        action.body = Impose{lease};
        action.reason = u("the disk is slow");
        action.done = u("Everything is paused");
        world.window().findChild<ui::CommandDesk *>()->run(action);
        if (auto *asked = world.question()) asked->confirmButton()->click();
        QTRY_VERIFY(world.toasts().contains(u("Pause everything — accepted, waiting for the ledger")));
        QVERIFY(other->execute("ROLLBACK").has_value());
        QTRY_VERIFY(world.toasts().contains(u("Everything is paused")));
        QVERIFY2(!world.toasts().join(u("|")).contains(u("waiting")), qPrintable(world.toasts().join(u("|"))));
    }
    void aRefusedSubmissionComesBackAsItWasTypedWithTheReason() {
        Settings given = settings();
        given.limits.tasks = 10;
        World world(given);
        QTRY_VERIFY(world.engine != nullptr);
        QTRY_VERIFY(world.engine->snapshot()->phase == EnginePhase::Running);
        world.room.submitTask();
        auto *dialog = world.submitDialog();
        dialog->typeBox()->setCurrentText(u("synthetic"));
        dialog->nameEdit()->setText(u("nightly"));
        dialog->payloadEdit()->setPlainText(u("{\"ms\": 7}"));
        dialog->countBox()->setValue(11);
        dialog->submitButton()->click();
        QTRY_VERIFY(dialog->refusalLabel()->isVisible());
        QVERIFY2(dialog->refusalLabel()->text().contains(u("There is room for 10 more tasks, not for 11")),
                 qPrintable(dialog->refusalLabel()->text()));
        QCOMPARE(dialog->nameEdit()->text(), u("nightly"));
        QCOMPARE(dialog->payloadEdit()->toPlainText(), u("{\"ms\": 7}"));
        QCOMPARE(dialog->countBox()->value(), 11);
        dialog->countBox()->setValue(2);
        QVERIFY(!dialog->refusalLabel()->isVisible()); // It was said of the eleven.
        dialog->submitButton()->click();
        QTRY_VERIFY(world.submitDialog() == nullptr); // Gone for good.
        QTRY_COMPARE(world.engine->snapshot()->totals.submitted, std::uint64_t{2});
    }
    void aSubmissionToAnEngineThatIsGoneComesBackToo() {
        World world(settings());
        QTRY_VERIFY(world.engine != nullptr);
        QTRY_VERIFY(world.engine->snapshot()->phase == EnginePhase::Running);
        world.room.submitTask();
        auto *dialog = world.submitDialog();
        dialog->nameEdit()->setText(u("nightly"));
        world.engine->stop(StopMode::Now);
        dialog->submitButton()->click();
        QTRY_VERIFY(dialog->refusalLabel()->isVisible());
        QCOMPARE(dialog->nameEdit()->text(), u("nightly"));
        QCOMPARE(dialog->accessibleDescription(), dialog->refusalLabel()->text());
        dialog->reject();
        QTRY_VERIFY(world.submitDialog() == nullptr);
    }
};

QTEST_MAIN(TstRoomCommands)
#include "tst_room_commands.moc"
