#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QKeySequenceEdit>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableWidget>
#include <QtWidgets/QVBoxLayout>

#include "ui/shell/command_palette.h"
#include "ui/shell/keys_dialog.h"
#include "ui/shell/keys_overlay.h"
#include "ui/shell/main_window.h"
#include "ui/shell/shortcuts.h"
#include "ui/widgets/action_id.h"
#include "ui/widgets/toast.h"

using namespace qd::ui;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

QKeySequence keys(const char *text) {
    return QKeySequence(u(text));
}

/// A window with two pages that have a button each, and one action for everywhere.
struct Frame {
    MainWindow window;
    QPushButton *pause = new QPushButton(u("Pa&use"));
    QPushButton *copy = new QPushButton(u("Copy"));
    int submitted = 0;
    int paused = 0;

    Frame() {
        nameAction(pause, u("pause"));
        nameAction(copy, u("copy"));
        QObject::connect(pause, &QPushButton::clicked, pause, [this] { ++paused; });
        window.addPage({u("workers"), u("Workers"), Section::Watch, u("w"), {}, pageWith(pause), {}});
        window.addPage({u("settings"), u("Settings"), Section::System, u("s"), {}, pageWith(copy), {}});
        window.setActions({{u("submit"), u("Submit a task…"), {}, u("Ctrl+N"), [this] { ++submitted; }, {}}});
        window.show();
        window.activateWindow();
    }
    static QWidget *pageWith(QPushButton *button) {
        auto *page = new QWidget;
        (new QVBoxLayout(page))->addWidget(button);
        return page;
    }
    KeysDialog *edit(const QString &id) {
        window.editKeys();
        auto *dialog = window.findChild<KeysDialog *>();
        dialog->choose(id);
        dialog->activateWindow();
        dialog->edit()->setFocus();
        return dialog;
    }
    void close(KeysDialog *dialog) {
        dialog->reject();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        window.activateWindow();
    }
    QString help() {
        window.showKeys();
        auto *overlay = window.findChild<KeysOverlay *>();
        const QString told = overlay->accessibleDescription();
        QTest::keyClick(overlay, Qt::Key_Escape);
        return told;
    }
};

} // namespace

class TstShortcuts : public QObject {
    Q_OBJECT
    QTemporaryDir m_stored;

private slots:
    void initTestCase() {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_stored.path());
        QCoreApplication::setOrganizationName(u("quarterdeck-test"));
        QCoreApplication::setApplicationName(u("tst_shortcuts"));
    }
    void init() {
        QSettings().clear();
        Shortcuts::instance().load();
    }

    void whatIsPressedInTheFieldRunsTheActionAtOnceAndTheOldKeysDoNot() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        KeysDialog *dialog = frame.edit(u("submit"));
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QTest::keyClick(dialog->edit(), Qt::Key_J, Qt::ControlModifier);
        QVERIFY2(dialog->message().contains(u("Ctrl+J")), qPrintable(dialog->message()));
        frame.close(dialog);
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        QTest::keyClick(&frame.window, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(frame.submitted, 1);
        QTest::keyClick(&frame.window, Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(frame.submitted, 1);
        QVERIFY(frame.help().contains(u("Ctrl+J Submit a task…")));
        QVERIFY(!frame.help().contains(u("Ctrl+N")));
    }
    void keysThatAreTakenAreRefusedByTheNameOfWhoHasThem() {
        Frame frame;
        KeysDialog *dialog = frame.edit(u("submit"));
        QTest::keyClick(dialog->edit(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY2(dialog->message().contains(u("Find or run a command")), qPrintable(dialog->message()));
        QCOMPARE(Shortcuts::instance().keysOf(u("submit")), keys("Ctrl+N"));
        QCOMPARE(dialog->edit()->keySequence(), keys("Ctrl+N")); // The field says what is in force.
        frame.close(dialog);
    }
    void keysThatControlsNeedAreRefused_data() {
        QTest::addColumn<QString>("text");
        for (const char *text : {"a", "Space", "Return", "Shift+Tab", "Alt+P", "Ctrl+C", "Ctrl+V", "Ctrl+A", "Down"})
            QTest::newRow(text) << u(text);
    }
    void keysThatControlsNeedAreRefused() {
        QFETCH(QString, text);
        Frame frame;
        QVERIFY(!Shortcuts::instance().setKeys(u("submit"), QKeySequence(text)).isEmpty());
        QCOMPARE(Shortcuts::instance().keysOf(u("submit")), keys("Ctrl+N"));
    }
    void escapeLeavesTheKeysAsTheyAre() {
        Frame frame;
        KeysDialog *dialog = frame.edit(u("submit"));
        QTest::keyClick(dialog->edit(), Qt::Key_Escape);
        QCOMPARE(dialog->edit()->keySequence(), keys("Ctrl+N"));
        QVERIFY(dialog->isVisible());
        frame.close(dialog);
    }
    void aPagesButtonGetsKeysThatWorkOnItsPage() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        QCOMPARE(Shortcuts::instance().setKeys(u("pause"), keys("Ctrl+P")), QString());
        frame.window.setFocus();
        QTest::keyClick(&frame.window, Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(frame.paused, 1);
        frame.window.showPage(u("settings"));
        QTest::keyClick(&frame.window, Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(frame.paused, 1);
        // Another page may have them, too; what is everywhere may not.
        QCOMPARE(Shortcuts::instance().setKeys(u("copy"), keys("Ctrl+P")), QString());
        QVERIFY(Shortcuts::instance().setKeys(u("submit"), keys("Ctrl+P")).contains(u("Pause")));
    }
    void aButtonThatCannotBePressedSaysSoInsteadOfDoingNothing() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        QCOMPARE(Shortcuts::instance().setKeys(u("pause"), keys("Ctrl+P")), QString());
        frame.pause->setEnabled(false);
        QTest::keyClick(&frame.window, Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(frame.paused, 0);
        const auto toasts = frame.window.findChildren<Toast *>();
        QVERIFY(!toasts.isEmpty());
        QVERIFY2(toasts.last()->accessibleName().contains(u("not possible now")),
                 qPrintable(toasts.last()->accessibleName()));
    }
    void anInspectorsButtonHasKeysThatPressItOnlyWhereItIsSeenAndEnabled() {
        Frame frame;
        frame.window.setInspectorActions({{u("Worker inspector"), {{u("worker-pause"), u("Pause…")}}},
                                          {u("Task inspector"), {{u("task-cancel"), u("Cancel…")}}}});
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        Shortcuts &shortcuts = Shortcuts::instance();
        QCOMPARE(shortcuts.setKeys(u("worker-pause"), keys("Ctrl+P")), QString());
        QCOMPARE(shortcuts.setKeys(u("task-cancel"), keys("Ctrl+P")), QString());     // Never open at the same time.
        QVERIFY(shortcuts.setKeys(u("pause"), keys("Ctrl+P")).contains(u("Pause…"))); // A page stands beside it.
        QSignalSpy shown(&frame.window.toasts(), &ToastStack::shown);
        const auto told = [&] { return shown.isEmpty() ? QString() : shown.last().at(1).toString(); };
        const auto press = [&] { QTest::keyClick(&frame.window, Qt::Key_P, Qt::ControlModifier); };
        press();
        QVERIFY2(told().contains(u("not on screen")), qPrintable(told()));
        int cancelled = 0;
        auto *body = new QWidget;
        auto *cancel = new QPushButton(u("Cancel…"), body);
        nameAction(cancel, u("task-cancel"));
        QObject::connect(cancel, &QPushButton::clicked, cancel, [&] { ++cancelled; });
        frame.window.showInspector(u("Task"), {}, body);
        press();
        QCOMPARE(cancelled, 1);
        cancel->setEnabled(false);
        press();
        QVERIFY2(told().contains(u("not possible now")), qPrintable(told()));
        cancel->setEnabled(true);
        cancel->hide();
        press();
        frame.window.closeInspector();
        press();
        QCOMPARE(cancelled, 1);
        frame.window.showInspector(u("Task"), {}, body = new QWidget);
        auto *other = new QPushButton(u("Cancel…"), body);
        nameAction(other, u("task-cancel"));
        other->show();
        frame.window.openCommandPalette(); // With its keys.
        auto *palette = frame.window.findChild<CommandPalette *>();
        palette->findChild<QLineEdit *>()->setText(u("cancel"));
        QCOMPARE(palette->findChild<QListWidget *>()->item(0)->data(Qt::UserRole).toString(), u("Ctrl+P"));
    }
    void oneAndAllAreResetAndOneOnlyWhereItsUsualKeysAreFree() {
        Frame frame;
        Shortcuts &shortcuts = Shortcuts::instance();
        QCOMPARE(shortcuts.setKeys(u("submit"), keys("Ctrl+J")), QString());
        QCOMPARE(shortcuts.setKeys(u("palette"), keys("Ctrl+N")), QString());
        QVERIFY(shortcuts.reset(u("submit")).contains(u("Find or run a command")));
        QCOMPARE(shortcuts.reset(u("palette")), QString());
        QCOMPARE(shortcuts.reset(u("submit")), QString());
        QCOMPARE(shortcuts.keysOf(u("submit")), keys("Ctrl+N"));
        QCOMPARE(shortcuts.setKeys(u("submit"), {}), QString()); // No keys at all.
        KeysDialog *dialog = frame.edit(u("submit"));
        for (auto *button : dialog->findChildren<QPushButton *>())
            if (button->text() == u("Reset &all")) button->click();
        QCOMPARE(shortcuts.keysOf(u("submit")), keys("Ctrl+N"));
        frame.close(dialog);
    }
    void theyComeBackAtTheNextStartWhereverTheyAreShown() {
        {
            Frame frame;
            QCOMPARE(Shortcuts::instance().setKeys(u("submit"), keys("Ctrl+J")), QString());
            QCOMPARE(Shortcuts::instance().setKeys(u("palette"), {}), QString());
        }
        Shortcuts next;
        next.declare({u("submit"), u("Submit a task…"), {}, keys("Ctrl+N")});
        next.declare({u("palette"), u("Find"), {}, keys("Ctrl+K")});
        QCOMPARE(next.keysOf(u("submit")), keys("Ctrl+J"));
        QVERIFY(next.keysOf(u("palette")).isEmpty());
        Frame again;
        again.window.openCommandPalette();
        auto *palette = again.window.findChild<CommandPalette *>();
        palette->findChild<QLineEdit *>()->setText(u("submit"));
        QCOMPARE(palette->findChild<QListWidget *>()->item(0)->data(Qt::UserRole).toString(), u("Ctrl+J"));
    }
    void aFileThatSomebodyBrokeGivesTheUsualKeys_data() {
        QTest::addColumn<int>("version");
        QTest::addColumn<QString>("text");
        QTest::newRow("of another version") << 2 << u("Ctrl+J");
        QTest::newRow("no keys") << 1 << u("what is this");
        QTest::newRow("two chords") << 1 << u("Ctrl+J, Ctrl+K");
        QTest::newRow("a letter") << 1 << u("J");
        QTest::newRow("taken") << 1 << u("Ctrl+K");
    }
    void aFileThatSomebodyBrokeGivesTheUsualKeys() {
        QFETCH(int, version);
        QFETCH(QString, text);
        QSettings settings;
        settings.beginGroup(u("keys"));
        settings.setValue(u("version"), version);
        settings.beginWriteArray(u("actions"), 1);
        settings.setArrayIndex(0);
        settings.setValue(u("id"), u("submit"));
        settings.setValue(u("keys"), text);
        settings.endArray();
        settings.sync();
        Shortcuts shortcuts;
        shortcuts.declare({u("palette"), u("Find"), {}, keys("Ctrl+K")});
        shortcuts.declare({u("submit"), u("Submit a task…"), {}, keys("Ctrl+N")});
        QCOMPARE(shortcuts.keysOf(u("submit")), keys("Ctrl+N"));
    }
};

QTEST_MAIN(TstShortcuts)
#include "tst_shortcuts.moc"
