// What synthetic tasks do, and what they refuse.

#include <QtTest/QTest>

#include <algorithm>
#include <string>
#include <vector>

#include "core/workers/synthetic_handler.h"

using namespace qd;

namespace {

std::vector<double> drawMany(std::string_view payload, std::size_t count) {
    std::vector<double> out;
    for (std::size_t i = 1; i <= count; ++i) {
        const auto plan = planSynthetic(payload, {i}, 1);
        if (!plan) return {};
        out.push_back(static_cast<double>(plan->time.count()) / 1e6);
    }
    std::ranges::sort(out);
    return out;
}

double meanOf(const std::vector<double> &values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double quantileOf(const std::vector<double> &sorted, double q) {
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

void near(double value, double wanted, double tolerance) {
    QVERIFY2(value > wanted * (1 - tolerance) && value < wanted * (1 + tolerance),
             qPrintable(QStringLiteral("%1, wanted %2").arg(value).arg(wanted)));
}

} // namespace

class TestSyntheticHandler : public QObject {
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void readsTimes_data() {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<qint64>("microseconds");
        QTest::addRow("empty") << QByteArray() << qint64{0};
        QTest::addRow("plain") << QByteArray(R"({"ms":20})") << qint64{20'000};
        QTest::addRow("zero") << QByteArray(R"({"ms":0})") << qint64{0};
        QTest::addRow("space") << QByteArray(R"({"ms": 7})") << qint64{7'000};
        QTest::addRow("odd spaces") << QByteArray(R"( { "ms" : 7 } )") << qint64{7'000};
        QTest::addRow("fraction") << QByteArray(R"({"ms":0.25})") << qint64{250};
        QTest::addRow("a day") << QByteArray(R"({"ms":86400000})") << qint64{86'400'000'000};
        QTest::addRow("constant") << QByteArray(R"({"distribution":"constant","mean_ms":3})") << qint64{3'000};
        QTest::addRow("with failures") << QByteArray(R"({"ms":5,"fail_permille":10})") << qint64{5'000};
        QTest::addRow("empty object") << QByteArray("{}") << qint64{0};
    }
    void readsTimes() {
        QFETCH(QByteArray, payload);
        QFETCH(qint64, microseconds);
        const auto plan = planSynthetic(payload.toStdString(), {1}, 1);
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().detail.c_str());
        QCOMPARE(plan->time.count() / 1000, microseconds);
    }

    void refusesWithMemberAndRange_data() {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QByteArray>("words");
        QTest::addRow("no JSON") << QByteArray("twenty") << QByteArray("not a JSON object");
        QTest::addRow("list") << QByteArray("[20]") << QByteArray("not a JSON object");
        QTest::addRow("negative") << QByteArray(R"({"ms":-1})") << QByteArray(R"("ms" is -1; allowed: a number)");
        QTest::addRow("too long") << QByteArray(R"({"ms":86400001})") << QByteArray("to 86400000");
        QTest::addRow("overflow") << QByteArray(R"({"ms":99999999999999999999})") << QByteArray("to 86400000");
        QTest::addRow("text") << QByteArray(R"({"ms":"20"})") << QByteArray(R"("ms" is "20"; allowed)");
        QTest::addRow("shape") << QByteArray(R"({"distribution":"gauss","mean_ms":1})")
                               << QByteArray("allowed: exp, lognormal, uniform, constant");
        QTest::addRow("no mean") << QByteArray(R"({"distribution":"exp"})") << QByteArray(R"("mean_ms" is missing)");
        QTest::addRow("both") << QByteArray(R"({"ms":1,"mean_ms":1})") << QByteArray("leave out");
        QTest::addRow("p99") << QByteArray(R"({"distribution":"lognormal","mean_ms":10,"p99_ms":500})")
                             << QByteArray(R"("p99_ms" is 500; allowed: 10 to 149.6)");
        QTest::addRow("failures") << QByteArray(R"({"ms":1,"fail_permille":1001})")
                                  << QByteArray("an integer from 0 to 1000");
        QTest::addRow("burn") << QByteArray(R"({"ms":1,"burn":1})") << QByteArray("allowed: true, false");
        QTest::addRow("seed") << QByteArray(R"({"ms":1,"seed":-4})") << QByteArray(R"("seed" is -4)");
        QTest::addRow("unknown") << QByteArray(R"({"msec":1})") << QByteArray(R"(unknown member "msec"; known: ms)");
    }
    void refusesWithMemberAndRange() {
        QFETCH(QByteArray, payload);
        QFETCH(QByteArray, words);
        const auto plan = planSynthetic(payload.toStdString(), {1}, 1);
        QVERIFY(!plan.has_value());
        QCOMPARE(static_cast<int>(plan.error().code), static_cast<int>(ErrorCode::Invalid));
        QVERIFY2(QByteArray::fromStdString(plan.error().detail).contains(words), plan.error().detail.c_str());
    }

    void drawsTheSameForTheSameSeedTaskAndAttempt() {
        constexpr std::string_view payload = R"({"distribution":"exp","mean_ms":20,"seed":3})";
        const auto first = planSynthetic(payload, {9}, 2);
        QCOMPARE(planSynthetic(payload, {9}, 2)->time, first->time);
        QVERIFY(planSynthetic(payload, {9}, 3)->time != first->time);
        QVERIFY(planSynthetic(payload, {10}, 2)->time != first->time);
        QVERIFY(planSynthetic(R"({"distribution":"exp","mean_ms":20,"seed":4})", {9}, 2)->time != first->time);
    }

    void exponentialHasItsMean() {
        const auto values = drawMany(R"({"distribution":"exp","mean_ms":20})", 5000);
        QCOMPARE(values.size(), std::size_t{5'000});
        near(meanOf(values), 20, 0.06);
        near(quantileOf(values, 0.5), 20 * 0.6931, 0.05);
    }
    void uniformReachesFromZeroToTwiceTheMean() {
        const auto values = drawMany(R"({"distribution":"uniform","mean_ms":20})", 5000);
        near(meanOf(values), 20, 0.06);
        near(quantileOf(values, 0.99), 39.6, 0.02);
        QVERIFY(values.front() < 0.1 && values.back() <= 40);
    }
    void lognormalHasItsMeanAndItsTail() {
        const auto values = drawMany(R"({"distribution":"lognormal","mean_ms":20,"p99_ms":100})", 10'000);
        near(meanOf(values), 20, 0.05);
        near(quantileOf(values, 0.99), 100, 0.1);
    }
    void failsAsOftenAsAsked() {
        int failed = 0;
        for (std::uint64_t i = 1; i <= 20'000; ++i)
            if (planSynthetic(R"({"ms":1,"fail_permille":100})", {i}, 1)->fails) ++failed;
        near(failed, 2'000, 0.1);
    }

    void burningUsesTheTimeAndCanBeStopped() {
        const auto cpu = [] {
            timespec t{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
            return std::chrono::seconds{t.tv_sec} + Duration{t.tv_nsec};
        };
        const Duration before = cpu();
        burnCpu(std::chrono::milliseconds{20}, [] { return false; });
        QVERIFY(cpu() - before >= std::chrono::milliseconds{20});
        int asked = 0;
        burnCpu(std::chrono::hours{1}, [&asked] { return ++asked > 3; });
        QCOMPARE(asked, 4);
    }
};

QTEST_GUILESS_MAIN(TestSyntheticHandler)
#include "tst_synthetic_handler.moc"
