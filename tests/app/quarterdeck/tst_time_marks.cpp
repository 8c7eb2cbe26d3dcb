#include <QtTest/QTest>

#include "app/quarterdeck/time_marks.h"
#include "tests/ui/support/german.h"

using namespace qd;
using namespace qd::app;
using namespace std::chrono_literals;

namespace {

Event at(std::chrono::milliseconds when, EventKind kind, const char *text = "", Ticket ticket = {}) {
    Event event;
    event.at = WallTime{when};
    event.kind = kind;
    event.text = text;
    event.ticket = ticket;
    return event;
}

} // namespace

class TstTimeMarks : public QObject {
    Q_OBJECT

private slots:
    void everyCommandAndEveryAutomaticChangeIsMarkedAndSingleTasksAreNot() {
        std::chrono::milliseconds when{1'795'271'520'000};
        int marked = 0;
        for (std::size_t i = 0; i < kEventKinds; ++i) {
            TimeMarks marks;
            marked += marks.take(at(when, static_cast<EventKind>(i), "it")) ? 1 : 0;
        }
        QCOMPARE(marked, 19);
        TimeMarks marks;
        QVERIFY(!marks.take(at(when, EventKind::TaskRetrying)));
        QVERIFY(marks.take(at(when, EventKind::ClockGap, "the clock jumped")));
        QCOMPARE(marks.marks().size(), std::size_t{1});
        QCOMPARE(marks.marks()[0].text, QStringLiteral("the clock jumped"));
        QCOMPARE(marks.marks()[0].atMs, qint64{when.count()});
    }
    void aPoolThatStartsIsOneMark() {
        TimeMarks marks;
        for (int i = 0; i < 1000; ++i) marks.take(at(5s + std::chrono::milliseconds(i / 2), EventKind::WorkerJoined));
        QCOMPARE(marks.marks().size(), std::size_t{1});
        QVERIFY(marks.marks()[0].text.contains(QStringLiteral("1000")));
        marks.take(at(9s, EventKind::WorkerJoined, "worker 7 joined"));
        QCOMPARE(marks.marks().size(), std::size_t{2});
        QCOMPARE(marks.marks()[1].text, QStringLiteral("worker 7 joined"));
    }
    void aCommandThatShowsAsItsEffectIsNotMarkedTwice() {
        TimeMarks marks;
        const Ticket ticket{1, 2};
        QVERIFY(marks.take(at(5s, EventKind::OverrideImposed, "paused w1", ticket)));
        QVERIFY(!marks.take(at(5s, EventKind::CommandApplied, "applied", ticket)));
        QVERIFY(marks.take(at(5s, EventKind::CommandApplied, "another", Ticket{3, 4})));
        QCOMPARE(marks.marks().size(), std::size_t{2});
    }
    void theySpeakTheLanguageOfTheWindow() {
        const qd::test::German german;
        TimeMarks marks;
        marks.take(at(5s, EventKind::LedgerRecovered, "The ledger writes again"));
        QCOMPARE(marks.marks()[0].text, QStringLiteral("Das Ledger schreibt wieder"));
    }
    void theyAreBounded() {
        TimeMarks marks;
        for (int i = 0; i < 2000; ++i) marks.take(at(std::chrono::seconds(2 * i), EventKind::ClockGap));
        QCOMPARE(marks.marks().size(), TimeMarks::kMarksMax);
        QCOMPARE(marks.marks().back().atMs, qint64{2 * 1999 * 1000});
    }
};

QTEST_GUILESS_MAIN(TstTimeMarks)
#include "tst_time_marks.moc"
