#include <QtTest/QTest>

#include <algorithm>
#include <vector>

#include "core/base/histogram.h"
#include "core/base/process_usage.h"
#include "core/base/rng.h"
#include "core/base/uuid.h"

using namespace qd;

class TestBase : public QObject {
    Q_OBJECT
private slots:
    void histogramIsWithinAnEighthOfTheTruth() {
        Rng rng{5};
        Histogram histogram;
        std::vector<std::int64_t> values;
        for (int i = 0; i < 20'000; ++i) {
            const std::int64_t us =
                static_cast<std::int64_t>(1ULL << rng.below(30)) + static_cast<std::int64_t>(rng.below(1000));
            values.push_back(us);
            histogram.add(std::chrono::microseconds{us});
        }
        std::ranges::sort(values);
        for (const double q : {0.01, 0.5, 0.9, 0.99, 0.999}) {
            const auto exact =
                static_cast<double>(values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))]);
            const auto given = static_cast<double>(histogram.quantile(q).count()) / 1000.0;
            QVERIFY2(given >= exact && given <= exact * 1.126 + 1, qPrintable(QString::number(q)));
        }
    }
    void histogramSinceIsWhatWasAdded() {
        Histogram before;
        before.add(std::chrono::milliseconds{1});
        Histogram after = before;
        after.add(std::chrono::seconds{1});
        QCOMPARE(after.since(before).count(), std::uint64_t{1});
        QVERIFY(after.since(before).quantile(0.5) >= std::chrono::seconds{1});
        Histogram merged = before;
        merged.merge(after);
        QCOMPARE(merged.count(), std::uint64_t{3});
    }
    void theProcessMeterTellsItsOwnProcess() {
        ProcessMeter meter;
        const Instant begin = bootNow();
        QCOMPARE(meter.measure(begin).cpuPermille, -1); // Nothing has passed yet.
        while (bootNow() - begin < std::chrono::milliseconds{60}) {
        }
        const ProcessUsage usage = meter.measure(bootNow());
        QVERIFY2(usage.cpuPermille > 50 && usage.cpuPermille <= 4000, qPrintable(QString::number(usage.cpuPermille)));
        QVERIFY(usage.residentBytes > 1'000'000);
        QVERIFY(usage.residentBytes < 4'000'000'000);
    }
    void uuidReadsItsOwnTextAndNothingElse() {
        const Uuid id = Uuid::random();
        QCOMPARE(Uuid::parse(id.text()).value(), id);
        QCOMPARE(id.text()[14], '4');
        for (const char *text : {"", "x", "00000000-0000-0000-0000-00000000000", "00000000+0000-0000-0000-000000000000",
                                 "g0000000-0000-0000-0000-000000000000"})
            QVERIFY2(!Uuid::parse(text), text);
    }
    void rngStaysInItsRange() {
        Rng rng{1};
        for (int i = 0; i < 100'000; ++i) {
            QVERIFY(rng.below(7) < 7);
            const auto n = rng.between(-3, 3);
            QVERIFY(n >= -3 && n <= 3);
            const double u = rng.unit();
            QVERIFY(u >= 0 && u < 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"
