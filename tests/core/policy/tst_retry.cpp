#include <QtTest/QTest>

#include "core/policy/retry.h"

using namespace qd;
using namespace std::chrono_literals;

class TestRetry : public QObject {
    Q_OBJECT
private slots:
    void staysWithinTheGrowingBound() {
        const RetryPolicy policy{100ms, 2s, 2.0};
        Rng rng{1};
        for (std::uint32_t failures = 1; failures <= 10; ++failures) {
            const Duration bound = std::min<Duration>(100ms * (1 << (failures - 1)), 2s);
            Duration largest{};
            for (int i = 0; i < 1000; ++i) {
                const Duration wait = retryDelay(policy, failures, {}, rng);
                QVERIFY(wait >= Duration{} && wait <= bound);
                largest = std::max(largest, wait);
            }
            QVERIFY(largest > bound * 9 / 10); // full jitter: the whole range is used
        }
    }
    void honoursTheOtherSidesWishUpToAnHour() {
        Rng rng{1};
        QVERIFY(retryDelay({1ms, 1ms, 2.0}, 1, 5s, rng) >= 5s);
        QCOMPARE(retryDelay({1ms, 1ms, 2.0}, 1, 100h, rng), Duration{1h});
    }
};

QTEST_GUILESS_MAIN(TestRetry)
#include "tst_retry.moc"
