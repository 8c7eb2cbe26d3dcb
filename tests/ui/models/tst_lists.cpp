// Models of what is a list of lines: events and settings.
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include "core/model/untold.h"
#include "tests/ui/support/fake_session.h"
#include "ui/models/event_repeats.h"
#include "ui/models/events_model.h"
#include "ui/models/notices_model.h"
#include "ui/models/roles.h"
#include "ui/models/settings_model.h"

using namespace qd;
using namespace qd::ui;
using qd::test::FakeSession;

namespace {

void addEvents(FakeSession &session, std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
        Event event;
        event.sequence = first + i;
        event.severity = i % 2 == 0 ? Severity::Warning : Severity::Good;
        event.text = "event " + std::to_string(first + i);
        session.eventList.push_back(std::move(event));
    }
}

/// Tasks that failed for good, each with its own name and the same reason.
void addFailures(FakeSession &session, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
        Event event;
        event.sequence = session.eventList.size() + 1;
        event.kind = EventKind::TaskDeadLettered;
        event.severity = Severity::Bad;
        event.task = makeTaskId(0, event.sequence);
        event.text = "Task 9c41e0-" + std::to_string(event.sequence) + " failed for good: disk full";
        session.eventList.push_back(std::move(event));
    }
}

} // namespace

class TstLists : public QObject {
    Q_OBJECT

private slots:
    void eventsComeNewestFirstAndRowsBelowKeepTheirIdentity() {
        FakeSession session;
        EventsModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        addEvents(session, 1, 3);
        model.pull();
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(model.index(0, EventsModel::Text).data().toString() == QStringLiteral("event 3"));
        const QPersistentModelIndex third = model.index(0, EventsModel::Text);
        addEvents(session, 4, 2);
        model.pull();
        QCOMPARE(third.row(), 2);
        QCOMPARE(third.data(IdRole).toULongLong(), 3ULL);
        QSignalSpy inserted(&model, &EventsModel::rowsInserted);
        model.pull(); // Nothing new.
        QCOMPARE(inserted.size(), 0);
    }
    void eventsAfterTheMomentShownAreHiddenAndComeBack() {
        FakeSession session;
        EventsModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        addEvents(session, 1, 5);
        for (Event &event : session.eventList) event.at = WallTime{std::chrono::seconds(event.sequence)};
        model.pull();
        model.showUntil(WallTime{std::chrono::seconds(3)});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.eventAt(0).sequence, std::uint64_t{3});
        model.showUntil(WallTime{std::chrono::seconds(4)});
        QCOMPARE(model.rowCount(), 4);
        addEvents(session, 6, 1);
        model.pull(); // Not while something is hidden: it would stand on top.
        QCOMPARE(model.rowCount(), 4);
        model.showUntil(std::nullopt);
        model.pull();
        QCOMPARE(model.rowCount(), 6);
    }
    void eventsThatAreAlikeAreOneLineWithACountAndPushNothingOut() {
        FakeSession session;
        EventsModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        addEvents(session, 1, 1);
        session.eventList[0].text = "Worker w-3 was lost";
        addFailures(session, 1500);
        addEvents(session, 1502, 1);
        session.eventList.back().text = "Worker w-4 was lost"; // Another worker is another matter.
        model.pull();
        model.pull();
        QCOMPARE(model.rowCount(), 5); // Of the failures a line takes up so many that their times can be kept.
        QCOMPARE(model.index(0, EventsModel::Text).data().toString(), QStringLiteral("Worker w-4 was lost"));
        QCOMPARE(model.index(4, EventsModel::Text).data().toString(), QStringLiteral("Worker w-3 was lost"));
        QCOMPARE(model.repeatsAt(1), std::uint64_t{500});
        QCOMPARE(model.index(1, EventsModel::Repeats).data(ValueRole).toULongLong(), 500ULL);
        QCOMPARE(model.eventAt(1).task, makeTaskId(0, 1501)); // A click goes to the newest.
        QVERIFY(model.index(1, EventsModel::Text)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("500 times: Task")));
        QCOMPARE(model.lost(), std::uint64_t{0});
    }
    void whatAnEventCountsBesidesItselfIsPartOfTheCount() {
        FakeSession session;
        EventsModel model(session);
        addFailures(session, 2);
        session.eventList[1].text = withUntold(session.eventList[1].text, 40);
        model.pull();
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.repeatsAt(0), std::uint64_t{42});
        QVERIFY(!model.index(0, EventsModel::Text).data().toString().contains(QStringLiteral("more like it")));
    }
    void aRepeatGoesToTheTopOfTheListAndAfterFiveMinutesAnotherLineBegins() {
        FakeSession session;
        EventsModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        addFailures(session, 1);
        addEvents(session, 2, 1);
        model.pull();
        const QPersistentModelIndex line = model.index(1, EventsModel::Text);
        addFailures(session, 1);
        model.pull();
        QCOMPARE(line.row(), 0);
        QCOMPARE(model.repeatsAt(0), std::uint64_t{2});
        addFailures(session, 1);
        session.eventList.back().at += std::chrono::minutes(6);
        model.pull();
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.repeatsAt(0), std::uint64_t{1});
    }
    void aPastMomentCountsOnlyWhatHadHappenedByThen() {
        FakeSession session;
        EventsModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        addFailures(session, 3);
        addEvents(session, 4, 1);
        addFailures(session, 2);
        for (Event &event : session.eventList) event.at = WallTime{std::chrono::seconds(event.sequence)};
        model.pull();
        QCOMPARE(model.repeatsAt(0), std::uint64_t{5});
        model.showUntil(WallTime{std::chrono::seconds(4)});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.eventAt(0).sequence, std::uint64_t{4}); // In the order of then.
        QCOMPARE(model.repeatsAt(1), std::uint64_t{3});
        QCOMPARE(model.eventAt(1).sequence, std::uint64_t{3}); // The newest of then.
        model.showUntil(std::nullopt);
        session.eventList.erase(session.eventList.begin(),
                                session.eventList.begin() + 3); // Nobody knows them any more.
        model.showUntil(WallTime{std::chrono::seconds(4)});
        QCOMPARE(model.eventAt(1).sequence, std::uint64_t{1}); // The one that is kept, at the time of the other.
        QCOMPARE(model.eventAt(1).at, WallTime{std::chrono::seconds(3)});
        model.showUntil(std::nullopt);
        QCOMPARE(model.repeatsAt(0), std::uint64_t{5});
        QCOMPARE(model.eventAt(0).sequence, std::uint64_t{6});
    }
    void eventsAreBoundedAndTheOldestGo() {
        FakeSession session;
        EventsModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        addEvents(session, 1, 900);
        model.pull();
        addEvents(session, 901, 900);
        model.pull();
        QCOMPARE(model.rowCount(), static_cast<int>(EventsModel::kKept));
        QCOMPARE(model.eventAt(0).sequence, std::uint64_t{1800});
        QCOMPARE(model.eventAt(model.rowCount() - 1).sequence, std::uint64_t{801});
        QCOMPARE(model.seen(), std::uint64_t{1800});
        QCOMPARE(model.lost(), std::uint64_t{0});
    }
    void eventsThatWereMissedAreCountedButNotThoseBeforeTheFirstLook() {
        FakeSession session;
        EventsModel model(session);
        addEvents(session, 50, 2); // The ring had turned over before anybody looked.
        model.pull();
        QCOMPARE(model.lost(), std::uint64_t{0});
        session.eventList.clear();
        addEvents(session, 60, 1);
        model.pull();
        QCOMPARE(model.lost(), std::uint64_t{8});
        QCOMPARE(model.rowCount(), 3);
    }
    void aSeverityHasAWordAndALook() {
        FakeSession session;
        EventsModel model(session);
        addEvents(session, 1, 1);
        model.pull();
        const QModelIndex cell = model.index(0, EventsModel::Severity);
        QCOMPARE(cell.data().toString(), QStringLiteral("warning"));
        QVERIFY(cell.data(LookRole).isValid());
        QVERIFY(!model.index(0, EventsModel::Text).data(LookRole).isValid());
    }
    void settingsAreFoundByKeyValueAndHelp_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("rows");
        QTest::newRow("everything") << QString() << 3;
        QTest::newRow("key") << QStringLiteral("POOL.") << 1;
        QTest::newRow("value") << QStringLiteral("7070") << 1;
        QTest::newRow("help") << QStringLiteral("how many") << 2;
        QTest::newRow("nothing") << QStringLiteral("zebra") << 0;
    }
    void settingsAreFoundByKeyValueAndHelp() {
        QFETCH(QString, text);
        QFETCH(int, rows);
        SettingsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setLines({{"pool.workers", "16", SettingSource::File, "1 .. 1000", "How many workers"},
                        {"door.port", "7070", SettingSource::Default, "0 .. 65535", "Port on loopback"},
                        {"limits.tasks", "1000000", SettingSource::Flag, "", "How many tasks"}});
        model.setTextFilter(text);
        QCOMPARE(model.rowCount(), rows);
        QCOMPARE(model.kept(), std::size_t{3});
    }
    void noticesKeepWhatIsGraveAndCountWhatIsNew() {
        FakeSession session;
        NoticesModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy bad(&model, &NoticesModel::badNews);
        addEvents(session, 1, 4); // Two of them warnings.
        session.eventList[0].severity = Severity::Bad;
        model.pull();
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.unread(), 0); // All of that was there before the window.
        QCOMPARE(bad.size(), 0);
        addEvents(session, 5, 4);
        session.eventList[4].severity = Severity::Bad;
        session.eventList[4].task = makeTaskId(0, 9);
        model.pull();
        QCOMPARE(model.unread(), 2);
        QCOMPARE(bad.size(), 1);
        QCOMPARE(bad[0][0].toString(), QStringLiteral("event 5"));
        QCOMPARE(model.noticeAt(1).task, makeTaskId(0, 9));
        QVERIFY(model.index(0, NoticesModel::Text)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith(QStringLiteral("unread")));
        model.markRead(1);
        model.markRead(1);
        QCOMPARE(model.unread(), 1);
        model.add(Severity::Bad, QStringLiteral("The export failed"), WallTime{} + std::chrono::hours(1));
        QCOMPARE(model.unread(), 2);
        QCOMPARE(bad.size(), 2);
        model.add(Severity::Good, QStringLiteral("fine"), WallTime{});
        QCOMPARE(model.rowCount(), 5);
        model.markAllRead();
        QCOMPARE(model.unread(), 0);
    }
    void aFloodOfOneKindIsOneNoticeThatIsUnreadAgainAndNewsOnlyOnce() {
        FakeSession session;
        NoticesModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.pull();
        QSignalSpy bad(&model, &NoticesModel::badNews);
        addEvents(session, 1, 1);
        addFailures(session, 40);
        model.pull();
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.unread(), 2);
        QCOMPARE(bad.size(), 1);
        model.markAllRead();
        model.add(Severity::Warning, QStringLiteral("in between"), WallTime{});
        addFailures(session, 2);
        model.pull();
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.noticeAt(0).repeats, std::uint64_t{42});
        QCOMPARE(model.noticeAt(0).task, makeTaskId(0, 43));
        QCOMPARE(model.unread(), 2);
        QCOMPARE(bad.size(), 1); // It goes on: no news.
        QVERIFY(model.index(0, NoticesModel::Text).data().toString().startsWith(QStringLiteral("× 42")));
    }
    void noticesAreBoundedAndWhatIsDroppedIsCounted() {
        FakeSession session;
        NoticesModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.pull();
        addEvents(session, 1, 100);
        model.pull();
        QCOMPARE(model.rowCount(), 50);
        addEvents(session, 101, 900);
        model.pull();
        QCOMPARE(model.rowCount(), int(NoticesModel::kKept));
        QCOMPARE(model.dropped(), std::uint64_t{500 - NoticesModel::kKept});
        QCOMPARE(model.unread(), int(NoticesModel::kKept));
        QCOMPARE(model.endText(), QStringLiteral("300 older notices are no longer kept; the list holds 200 lines"));
        session.eventList.clear();
        addEvents(session, 1101, 2); // A hundred went by unseen.
        model.pull();
        QCOMPARE(model.missed(), 100U);
    }
    void aLineThatIsDroppedCountsWithItsRepeats() {
        FakeSession session;
        NoticesModel model(session);
        model.pull();
        QCOMPARE(model.endText(), QStringLiteral("Nothing older was dropped"));
        addFailures(session, 40);
        model.pull();
        addEvents(session, 41, 2 * NoticesModel::kKept);
        model.pull();
        QCOMPARE(model.dropped(), std::uint64_t{40});
    }
    void aSettingReadsAsItWouldInTheFile() {
        SettingsModel model;
        model.setLines({{"pool.workers", "16", SettingSource::File, "", "How many workers"}});
        QCOMPARE(model.fileLine(0), QStringLiteral("pool.workers = 16"));
        QCOMPARE(model.index(0, SettingsModel::Range).data().toString(), QStringLiteral("—"));
        QVERIFY(model.index(0, SettingsModel::Value).data(Qt::FontRole) !=
                model.index(0, SettingsModel::Key).data(Qt::FontRole)); // Not the default: it stands out.
    }
};

QTEST_MAIN(TstLists)
#include "tst_lists.moc"
