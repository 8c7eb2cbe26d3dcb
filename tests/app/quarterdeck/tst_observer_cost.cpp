#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtTest/QTest>
#include <chrono>
#include <ctime>

#include "app/quarterdeck/observer_cost.h"

using namespace qd;
using namespace qd::app;
using namespace std::chrono_literals;

namespace {

std::chrono::nanoseconds threadCpu() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds{spent.tv_sec} + std::chrono::nanoseconds{spent.tv_nsec};
}

} // namespace

class TstObserverCost : public QObject {
    Q_OBJECT

private slots:
    void aLateTurnOfTheEventLoopIsCountedAndAQuickOneIsNot() {
        ObserverCost cost;
        QEventLoop loop; // One that blocks: QTRY's own never does.
        QTimer::singleShot(20, &loop, &QEventLoop::quit);
        loop.exec();
        const std::uint64_t before = cost.lateTurns();
        QTimer::singleShot(10, this, [] {
            const auto from = threadCpu();
            while (threadCpu() - from < 85ms) continue; // Somebody computes where he should not.
        });
        QTimer::singleShot(400, &loop, &QEventLoop::quit);
        loop.exec();
        QCOMPARE(cost.lateTurns(), before + 1);
        QVERIFY(cost.longestTurn() >= 80ms);
    }
    void sharesAreOverASecondOfTheEnginesTime() {
        ObserverCost cost;
        Snapshot picture;
        picture.takenAt = Instant{100s};
        picture.publishCost = 5ms;
        cost.take(picture);
        QVERIFY(!cost.publishShare()); // Nothing to compare with yet.
        for (int i = 1; i <= 10; ++i) {
            picture.takenAt += 100ms;
            QCOMPARE(cost.take(picture), i == 10);
        }
        QCOMPARE(*cost.publishShare(), 0.05);
        QVERIFY(*cost.windowShare() >= 0 && *cost.windowShare() < 1);
    }
};

QTEST_GUILESS_MAIN(TstObserverCost)
#include "tst_observer_cost.moc"
