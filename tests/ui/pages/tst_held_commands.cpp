#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QToolButton>
#include <memory>

#include "tests/ui/support/german.h"
#include "tests/ui/support/page_world.h"
#include "ui/pages/common/command_title.h"
#include "ui/widgets/toast.h"

using namespace qd;
using namespace qd::ui;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

Outcome applied() {
    Outcome outcome;
    outcome.ok = true;
    outcome.affected = 1;
    outcome.overrides = {OverrideId{9}};
    return outcome;
}

DeskAction pauseOf(const char *queue) {
    Override lease;
    lease.kind = OverrideKind::PauseQueue;
    lease.target = queue;
    DeskAction action;
    action.done = u("Queue %1 paused").arg(u(queue));
    action.body = Impose{std::move(lease)};
    return action;
}

} // namespace

class TstHeldCommands : public QObject {
    Q_OBJECT
    std::unique_ptr<PageWorld> m_world;
    std::unique_ptr<QSignalSpy> m_told;

    [[nodiscard]] QStringList toasts() const {
        QStringList texts;
        for (const auto *toast : m_world->host.frame.findChildren<Toast *>())
            if (!toast->isHidden()) texts << toast->accessibleName();
        texts.sort(); // Children stand in the order in which they were raised.
        return texts;
    }
    void tell(std::size_t index, CommandState state) {
        emit m_world->session.commandChanged(m_world->session.posted.at(index).ticket, state, {});
    }
    void closeToast() {
        for (auto *toast : m_world->host.frame.findChildren<Toast *>())
            if (!toast->isHidden()) return toast->findChild<QToolButton *>()->click();
    }

private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression(u(".")));
        m_world = std::make_unique<PageWorld>();
        m_world->host.frame.show();
        m_world->desk.held().setPatience(0ms);
        m_told = std::make_unique<QSignalSpy>(&m_world->host.stack, &ToastStack::shown);
    }
    void aHeldUpCommandIsNamedWithItsStateUntilItTurnsIntoItsToast() {
        m_world->desk.run(pauseOf("mail"));
        QTRY_COMPARE(toasts(), (QStringList{u("Pause queue mail — sent")}));
        tell(0, CommandState::Accepted);
        QCOMPARE(toasts(), (QStringList{u("Pause queue mail — accepted, waiting for the ledger")}));
        m_world->session.silent = m_world->session.engineNow();
        emit m_world->session.silenceChanged();
        QCOMPARE(toasts(), (QStringList{u("Pause queue mail — sent, but the engine does not answer")}));
        QVERIFY(!m_world->host.stack.triggerNewest()); // Nothing can be undone yet.
        m_world->session.finish(0, applied());
        QCOMPARE(toasts(), (QStringList{u("Queue mail paused")}));
        QVERIFY(m_world->host.stack.triggerNewest());
        QCOMPARE(std::get<RevertOverrides>(m_world->session.posted.at(1).body).ids.front().value, std::uint64_t{9});
    }
    void aShortCommandLooksAsIfThereWereNoSign() {
        m_world->desk.run(pauseOf("mail"));
        tell(0, CommandState::Accepted);
        m_world->session.finish(0, applied());
        QCoreApplication::processEvents(); // Its sign would be due by now.
        QCOMPARE(m_told->size(), 1);
        QCOMPARE(toasts(), (QStringList{u("Queue mail paused")}));
        m_world->desk.held().setPatience(1h);
        m_world->desk.run(pauseOf("print"));
        tell(1, CommandState::Accepted);
        QCoreApplication::processEvents();
        QCOMPARE(m_told->size(), 1);
    }
    void noAnswerIsAWarningThatIsToldOnceAndTheOutcomeStillComes() {
        m_world->desk.run(pauseOf("mail"));
        tell(0, CommandState::Accepted);
        QTRY_COMPARE(m_told->size(), 1);
        tell(0, CommandState::Unknown);
        QCOMPARE(toasts(), (QStringList{u("Pause queue mail — no answer yet; it may still come")}));
        QCOMPARE(m_told->size(), 2);
        QCOMPARE(m_told->last().at(0).value<Tone>(), Tone::Warning); // So that the notices keep it.
        Outcome refused;
        refused.error = {ErrorCode::Unavailable, "the disk is full"};
        m_world->session.finish(0, refused);
        QCOMPARE(toasts(), (QStringList{u("Pause queue mail — refused: the disk is full")}));
    }
    void manyStandInOneSignWhichNoToastDrivesOut() {
        for (const char *queue : {"mail", "print", "scan"}) m_world->desk.run(pauseOf(queue));
        for (std::size_t i = 0; i < 3; ++i) tell(i, CommandState::Accepted);
        const QString three = u("Pause queue mail and 2 more — accepted, waiting for the ledger");
        QTRY_COMPARE(toasts(), (QStringList{three}));
        for (int i = 0; i < 9; ++i) m_world->host.stack.show({.text = u("news")});
        QVERIFY(toasts().contains(three));
        m_world->session.finish(0, applied());
        QVERIFY(toasts().contains(u("Pause queue print and 1 more — accepted, waiting for the ledger")));
    }
    void aClosedSignStaysClosedButNotForTheNextCommand() {
        m_world->desk.run(pauseOf("mail"));
        QTRY_COMPARE(toasts().size(), 1);
        closeToast();
        tell(0, CommandState::Accepted);
        QVERIFY(toasts().isEmpty());
        m_world->desk.run(pauseOf("print"));
        QTRY_COMPARE(toasts(), (QStringList{u("Pause queue print — sent")}));
        m_world->session.finish(1, applied());
        m_world->session.finish(0, applied());
        QCOMPARE(toasts(), (QStringList{u("Queue mail paused"), u("Queue print paused")}));
    }
    void everyCommandHasATitleInGerman() {
        const German german;
        QVERIFY(german.isLoaded());
        m_world->desk.run(pauseOf("mail"));
        QTRY_COMPARE(toasts(), (QStringList{u("Warteschlange mail anhalten — gesendet")}));
        SubmitTasks submit;
        submit.tasks.resize(2);
        submit.repeat = 3;
        QCOMPARE(commandTitle(submit, 0), u("6 Aufgaben einreichen"));
        QCOMPARE(commandTitle(CancelTasks{}, 1), u("1 Aufgabe abbrechen"));
        QCOMPARE(commandTitle(Drain{WorkerId{3}}, 1), u("Worker w-3 leerlaufen lassen"));
        QCOMPARE(commandTitle(Lift{OverrideKind::PauseAll, {}}, 1), u("Alles weiterlaufen lassen"));
    }
};

QTEST_MAIN(TstHeldCommands)
#include "tst_held_commands.moc"
