#include <QtTest/QTest>

#include "ui/session/answer_watch.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;

class TstAnswerWatch : public QObject {
    Q_OBJECT
    static constexpr Instant kStart{1000s};

private slots:
    void anEngineThatGivesNoNewerPictureIsNoticedWithinASecondAndForgivenAtOnce() {
        AnswerWatch watch;
        watch.asked(kStart, kStart, true);
        Duration noticed{};
        for (Duration t = 33ms; t < 3s && noticed == Duration{}; t += 33ms)
            if (watch.asked(kStart + t, kStart, true)) noticed = t;
        QVERIFY(noticed > 500ms && noticed <= 1s);
        QVERIFY(watch.silentSince() == kStart);
        QVERIFY(!watch.asked(kStart + 2s, kStart, true)); // Told once.
        QVERIFY(watch.asked(kStart + 3s, kStart + 3s, true));
        QVERIFY(!watch.silentSince());
    }
    void askingTwiceASecondNoticesItInTimeToo() {
        AnswerWatch watch;
        watch.asked(kStart, kStart, true);
        watch.asked(kStart + 500ms, kStart, true);
        QVERIFY(watch.asked(kStart + 1s, kStart, true));
    }
    void anIdleEngineIsNotStuck() {
        AnswerWatch watch;
        for (Duration t{}; t < 5s; t += 33ms) QVERIFY(!watch.asked(kStart + t, kStart + t / 150ms * 150ms, true));
    }
    void whoDidNotAskCannotSayThatThereWasNoAnswer() {
        AnswerWatch watch;
        watch.asked(kStart, kStart, true);
        QVERIFY(!watch.asked(kStart + 1h, kStart, true)); // Was minimised; the answer comes with the next picture.
        QVERIFY(!watch.asked(kStart + 1h + 33ms, kStart + 1h, true));
    }
    void anEngineThatHasStoppedIsNotStuck() {
        AnswerWatch watch;
        for (Duration t{}; t < 5s; t += 33ms) QVERIFY(!watch.asked(kStart + t, kStart, false));
    }
};

QTEST_GUILESS_MAIN(TstAnswerWatch)
#include "tst_answer_watch.moc"
