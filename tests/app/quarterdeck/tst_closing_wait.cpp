#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include "app/quarterdeck/closing_wait.h"
#include "tests/ui/support/fake_session.h"

using namespace qd;
using namespace qd::app;
using namespace std::chrono_literals;

namespace {

/// An engine's picture that a test moves by hand.
struct World {
    static Snapshot twoRunning() {
        Snapshot picture;
        picture.overrides = std::make_shared<const std::vector<Override>>();
        picture.texts = std::make_shared<const std::vector<std::string>>();
        picture.wallAt = WallTime{24h};
        picture.totals.byState[static_cast<std::size_t>(TaskState::Running)] = 2;
        return picture;
    }
    void running(std::uint64_t count) { picture.totals.byState[static_cast<std::size_t>(TaskState::Running)] = count; }
    void imposed(std::size_t index, std::uint64_t id) {
        Outcome outcome;
        outcome.ok = true;
        outcome.overrides = {OverrideId{id}};
        session.finish(index, outcome);
        picture.pausedAll = true;
    }
    void done(std::size_t index) {
        Outcome outcome;
        outcome.ok = true;
        session.finish(index, outcome);
    }
    template <typename Body> const Body *posted(std::size_t index) {
        return index < session.posted.size() ? std::get_if<Body>(&session.posted[index].body) : nullptr;
    }
    Snapshot picture = twoRunning();
    test::FakeSession session;
    ClosingWait wait{session, [this] { return std::make_shared<const Snapshot>(picture); }};
};

} // namespace

class TstClosingWait : public QObject {
    Q_OBJECT
private slots:
    void theLeaseEndsByItselfAndIsRenewedWhileItWaits() {
        World world;
        const auto *first = world.posted<Impose>(0);
        QVERIFY(first != nullptr && first->lease.kind == OverrideKind::PauseAll);
        QVERIFY(first->lease.expiresAt == world.picture.wallAt + ClosingWait::kLease);
        world.imposed(0, 7);
        world.wait.beat();
        QCOMPARE(world.wait.left(), std::optional<std::uint64_t>{2});
        QCOMPARE(world.session.posted.size(), std::size_t{1});
        world.picture.wallAt += ClosingWait::kLease / 2;
        world.wait.beat();
        world.wait.beat(); // Asked once.
        QCOMPARE(world.session.posted.size(), std::size_t{2});
        world.imposed(1, 7); // The engine renews a lease of the same owner.
        QSignalSpy ready(&world.wait, &ClosingWait::ready);
        world.running(0);
        world.wait.beat();
        QVERIFY(world.posted<Drain>(2) != nullptr);
        const auto *revert = world.posted<RevertOverrides>(3);
        QVERIFY(revert != nullptr && revert->ids == (std::vector<OverrideId>{OverrideId{7}}));
        QCOMPARE(ready.size(), 0);
        world.done(3);
        QTRY_COMPARE(ready.size(), 1);
    }
    void aPictureFromBeforeTheLeaseIsNotCounted() {
        World world;
        world.running(0);
        world.wait.beat(); // Nothing runs, but something may be started yet.
        QCOMPARE(world.session.posted.size(), std::size_t{1});
        QVERIFY(!world.wait.left());
    }
    void calledOffBeforeTheAnswerItStillTakesItsLeaseBack() {
        World world;
        QSignalSpy ended(&world.wait, &ClosingWait::ended);
        world.wait.cancel();
        QCOMPARE(world.session.posted.size(), std::size_t{1});
        world.imposed(0, 7);
        QTRY_COMPARE(world.session.posted.size(), std::size_t{2});
        QVERIFY(world.posted<RevertOverrides>(1) != nullptr);
        world.done(1);
        QTRY_COMPARE(ended.size(), 1);
    }
    void whoeverResumesEndsTheWaiting() {
        World world;
        QSignalSpy ended(&world.wait, &ClosingWait::ended);
        world.imposed(0, 7);
        world.wait.beat();
        world.picture.pausedAll = false;
        world.wait.beat();
        QCOMPARE(ended.size(), 1);
    }
    void anEngineThatRefusesTheLeaseIsToldAbout() {
        World world;
        QSignalSpy refused(&world.wait, &ClosingWait::refused);
        Outcome outcome;
        outcome.error = {ErrorCode::Overloaded, "the ledger is stalled"};
        world.session.finish(0, outcome);
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused[0][0].toString(), QStringLiteral("the ledger is stalled"));
    }
};

QTEST_GUILESS_MAIN(TstClosingWait)
#include "tst_closing_wait.moc"
