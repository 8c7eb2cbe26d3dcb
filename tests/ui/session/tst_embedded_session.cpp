#include <QtCore/QElapsedTimer>
#include <QtCore/QThread>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <atomic>
#include <mutex>
#include <thread>

#include "tests/ui/support/german.h"
#include "ui/session/embedded_session.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;

namespace {

/// Holds what it is asked until a test answers, from a thread of its own.
class HandEngine final : public Engine {
public:
    Settings m_settings;
    std::shared_ptr<const Snapshot> next = std::make_shared<Snapshot>();
    std::atomic<int> pulls = 0;
    Result<void> accepts{};
    std::vector<std::pair<Command, OutcomeHandler>> commands;
    std::function<bool()> cancelled;
    Answer<TaskPage> pageAnswer;

    Result<void> start() override { return {}; }
    void stop(StopMode) override {}
    Result<void> post(Command command, OutcomeHandler whenDone) override {
        if (accepts) commands.emplace_back(std::move(command), std::move(whenDone));
        return accepts;
    }
    std::shared_ptr<const Snapshot> snapshot() override {
        ++pulls;
        return next;
    }
    RingPage<Event> ring;
    RingPage<Event> events(std::uint64_t, std::size_t) const override { return ring; }
    RingPage<Decision> decisions(std::uint64_t, std::size_t) const override { return {}; }
    std::vector<Decision> decisionsFor(TaskId, WorkerId, std::size_t) const override { return {}; }
    std::uint32_t dispatchSampling() const override { return 7; }
    void query(TaskQuery, std::function<bool()> isCancelled, Answer<TaskPage> answer) override {
        cancelled = std::move(isCancelled);
        pageAnswer = std::move(answer);
    }
    void task(TaskId, Answer<TaskRecord>) override {}
    void outcome(Ticket, Answer<Outcome>) override {}
    LiveOutput liveOutput(TaskId) const override { return {}; }
    void backupLedger(std::string, Answer<std::string>) override {}
    void checkLedger(Answer<std::string>) override {}
    Result<void> allowProgram(const std::string &) override { return {}; }
    const Settings &settings() const override { return m_settings; }

    void showRevision(std::uint64_t revision) {
        auto made = std::make_shared<Snapshot>();
        made->revision = revision;
        next = std::move(made);
    }
};

Outcome applied(const Ticket &ticket) {
    Outcome outcome;
    outcome.ticket = ticket;
    outcome.ok = true;
    return outcome;
}

void onOtherThread(const std::function<void()> &work) {
    std::jthread([&] { work(); }).join();
}

} // namespace

class TstEmbeddedSession : public QObject {
    Q_OBJECT
    std::shared_ptr<HandEngine> m_engine;

private slots:
    void init() { m_engine = std::make_shared<HandEngine>(); }

    void saysStartingUntilAnEngineIsAttached() {
        EmbeddedSession session;
        QVERIFY(session.snapshot() != nullptr);
        QCOMPARE(session.snapshot()->phase, EnginePhase::Starting);
        QSignalSpy changed(&session, &Session::commandChanged);
        const Ticket ticket = session.post(Drain{}, {});
        QVERIFY(changed.isEmpty());
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].value<Ticket>(), ticket);
        QCOMPARE(changed[0][1].value<CommandState>(), CommandState::Refused);
    }
    void showsNewRevisionsOnly() {
        EmbeddedSession session;
        m_engine->showRevision(1);
        session.attach(m_engine);
        QSignalSpy changed(&session, &Session::snapshotChanged);
        const int before = m_engine->pulls;
        QTRY_VERIFY(m_engine->pulls > before + 2);
        QCOMPARE(changed.size(), 0);
        m_engine->showRevision(2);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(session.snapshot()->revision, std::uint64_t{2});
    }
    void whatItStandsOnIsToldInTheLanguageOfTheWindow() {
        const qd::test::German german;
        EmbeddedSession session;
        auto running = std::make_shared<Snapshot>();
        running->revision = 1;
        running->ledgerStats.kind = "sqlite";
        running->ledgerStats.durability = "durable: WAL + FULL";
        m_engine->next = running;
        session.attach(m_engine);
        QTRY_COMPARE(session.subtitle(), QStringLiteral("SQLite-Ledger · dauerhaft: WAL + FULL"));
    }
    void theClockOfAPictureIsAsOldAsThePictureIsToldToBe() {
        EmbeddedSession session;
        m_engine->showRevision(1);
        session.attach(m_engine);
        QSignalSpy aged(&session, &Session::dataAgeChanged);
        const Instant clock = session.engineNow();
        QVERIFY(clock - session.snapshot()->takenAt == session.dataAge());
        QTRY_VERIFY(!aged.isEmpty()); // Nothing came: both went on, together.
        QVERIFY(session.engineNow() > clock);
        QVERIFY(session.engineNow() - session.snapshot()->takenAt == session.dataAge());
    }
    void anEngineThatDoesNotAnswerIsNoticedWithinASecondAndForgivenWhenItDoes() {
        EmbeddedSession session;
        auto running = std::make_shared<Snapshot>();
        running->revision = 1;
        running->phase = EnginePhase::Running;
        running->takenAt = bootNow();
        m_engine->next = running;
        session.attach(m_engine);
        QSignalSpy silence(&session, &Session::silenceChanged);
        QElapsedTimer since;
        since.start();
        QTRY_COMPARE(silence.size(), 1); // As if its thread hung: it gives the same picture for ever.
        QVERIFY2(since.elapsed() <= 1200, qPrintable(QString::number(since.elapsed())));
        QVERIFY(session.silentSince() == running->takenAt);
        auto again = std::make_shared<Snapshot>(*running);
        again->revision = 2;
        again->takenAt += 3s;
        m_engine->next = again;
        QTRY_COMPARE(silence.size(), 2);
        QVERIFY(!session.silentSince());
    }
    void theViewGoesBackToAMomentAndOnFromThere() {
        EmbeddedSession session;
        m_engine->showRevision(1);
        session.attach(m_engine);
        const auto first = session.snapshot();
        auto later = std::make_shared<Snapshot>(*first);
        later->revision = 2;
        later->takenAt += 10s;
        later->wallAt += 10s;
        m_engine->next = later;
        QTRY_COMPARE(session.snapshot()->revision, std::uint64_t{2});
        QSignalSpy frozen(&session, &Session::frozenChanged);
        QSignalSpy moved(&session, &Session::momentChanged);
        QSignalSpy changed(&session, &Session::snapshotChanged);
        session.showMoment(first->wallAt + 4s);
        QVERIFY(session.isFrozen());
        QCOMPARE(session.snapshot(), first);
        QVERIFY(session.engineNow() == first->takenAt); // Ages read as they did then.
        QCOMPARE(frozen.size(), 1);
        QCOMPARE(moved.size(), 1);
        QCOMPARE(changed.size(), 1);
        session.showMoment(first->wallAt + 5s); // The same picture: nothing to tell.
        QCOMPARE(moved.size(), 1);
        bool answered = false;
        const auto handle = session.query({}, [&](const Result<TaskPage> &) { answered = true; });
        session.showMoment(later->wallAt);
        QCOMPARE(session.snapshot()->revision, std::uint64_t{2});
        QVERIFY(m_engine->pageAnswer == nullptr); // Rows of tasks are of now: they wait.
        session.setFrozen(false);
        QVERIFY(m_engine->pageAnswer != nullptr);
        QCOMPARE(frozen.size(), 2);
    }
    void aFrozenViewHoldsItsPictureItsClockAndItsQuestionsAndGoesOn() {
        EmbeddedSession session;
        m_engine->showRevision(1);
        session.attach(m_engine);
        QSignalSpy changed(&session, &Session::snapshotChanged);
        QSignalSpy newest(&session, &Session::newestChanged);
        QSignalSpy aged(&session, &Session::dataAgeChanged);
        session.setFrozen(true);
        const Instant clock = session.engineNow();
        const Duration age = session.dataAge();
        bool answered = false;
        const auto handle = session.query({}, [&](const Result<TaskPage> &) { answered = true; });
        auto dropped = session.query({}, [](const Result<TaskPage> &) { QFAIL("nobody waits for this any more"); });
        dropped.reset();
        Event before;
        before.sequence = 5;
        before.at = session.snapshot()->wallAt;
        Event after = before;
        after.sequence = 6;
        after.at += 1s;
        m_engine->ring = {0, 7, {before, after}};
        QCOMPARE(session.events(0, 10).entries.size(), std::size_t{1}); // What was, not what came since.
        QCOMPARE(session.events(0, 10).next, std::uint64_t{6});
        m_engine->showRevision(2);
        QTRY_COMPARE(session.newest()->revision, std::uint64_t{2}); // For histories and for what must be told.
        QCOMPARE(newest.size(), 1);
        QTRY_VERIFY(!aged.isEmpty());
        QCOMPARE(session.snapshot()->revision, std::uint64_t{1});
        QCOMPARE(changed.size(), 0);
        QVERIFY(session.engineNow() == clock);
        QVERIFY(session.dataAge() > age); // The only thing that goes on, and it says so.
        QVERIFY(m_engine->pageAnswer == nullptr);
        session.setFrozen(false);
        QCOMPARE(session.snapshot()->revision, std::uint64_t{2});
        QCOMPARE(changed.size(), 1);
        QVERIFY(session.engineNow() > clock);
        QCOMPARE(session.events(0, 10).entries.size(), std::size_t{2});
        QVERIFY(m_engine->pageAnswer != nullptr);
        onOtherThread([&] { m_engine->pageAnswer(TaskPage{}); });
        QTRY_VERIFY(answered);
    }
    void doesNotPullWhileHidden() {
        EmbeddedSession session;
        session.setPace(Pace::Hidden);
        session.attach(m_engine);
        const int before = m_engine->pulls;
        QSignalSpy never(&session, &Session::snapshotChanged);
        QVERIFY(!never.wait(150));
        QCOMPARE(m_engine->pulls.load(), before);
        session.setPace(Pace::Visible);
        QTRY_VERIFY(m_engine->pulls > before);
    }
    void tellsOutcomesOnTheGuiThread() {
        EmbeddedSession session;
        session.attach(m_engine);
        QThread *seenOn = nullptr;
        connect(&session, &Session::commandChanged, this, [&](const Ticket &, CommandState state, const Outcome &) {
            if (state == CommandState::Applied) seenOn = QThread::currentThread();
        });
        const Ticket ticket = session.post(Drain{}, QStringLiteral("evening"));
        QCOMPARE(m_engine->commands.size(), std::size_t{1});
        QCOMPARE(m_engine->commands[0].first.reason, std::string("evening"));
        QCOMPARE(m_engine->commands[0].first.origin, Origin::Window);
        QCOMPARE(session.pendingCommands(), std::size_t{1});
        onOtherThread([&] { m_engine->commands[0].second(applied(ticket)); });
        QTRY_COMPARE(seenOn, QThread::currentThread());
        QCOMPARE(session.pendingCommands(), std::size_t{0});
    }
    void saysUnknownWhenNoOutcomeComesAndTellsALateOne() {
        EmbeddedSession session;
        session.setOutcomePatience(20ms);
        session.attach(m_engine);
        std::vector<CommandState> states;
        connect(&session, &Session::commandChanged, this,
                [&](const Ticket &, CommandState state, const Outcome &) { states.push_back(state); });
        const Ticket ticket = session.post(Drain{}, {});
        const std::vector<CommandState> unknown{CommandState::Accepted, CommandState::Unknown};
        QTRY_COMPARE(states, unknown);
        onOtherThread([&] { m_engine->commands[0].second(applied(ticket)); });
        QTRY_COMPARE(states.back(), CommandState::Applied);
    }
    void aRefusedPostIsARefusedCommand() {
        EmbeddedSession session;
        session.attach(m_engine);
        m_engine->accepts = fail(ErrorCode::Overloaded, "the inbox is full");
        QSignalSpy changed(&session, &Session::commandChanged);
        session.post(Drain{}, {});
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed[0][2].value<Outcome>().error.code, ErrorCode::Overloaded);
        QCOMPARE(session.pendingCommands(), std::size_t{0});
    }
    void aCancelledQueryNeverAnswers() {
        EmbeddedSession session;
        session.attach(m_engine);
        bool answered = false;
        auto handle = session.query({}, [&](Result<TaskPage>) { answered = true; });
        QVERIFY(!m_engine->cancelled());
        onOtherThread([&] { m_engine->pageAnswer(TaskPage{}); });
        handle.reset(); // After the engine answered, before the GUI thread heard it.
        QVERIFY(m_engine->cancelled());
        QCoreApplication::processEvents();
        QVERIFY(!answered);
    }
    void answersAfterTheSessionIsGoneFallSilent() {
        auto session = std::make_unique<EmbeddedSession>();
        session->attach(m_engine);
        session->post(Drain{}, {});
        auto handle = session->query({}, [](Result<TaskPage>) { QFAIL("answered a dead session"); });
        session.reset();
        onOtherThread([&] {
            m_engine->commands[0].second(Outcome{});
            m_engine->pageAnswer(TaskPage{});
        });
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(TstEmbeddedSession)
#include "tst_embedded_session.moc"
