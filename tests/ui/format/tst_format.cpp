#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>
#include <cmath>
#include <limits>

#include "ui/format/format.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;

namespace {
/// Narrow no-break spaces are written as '_' in the tables below.
QString shown(QString text) {
    return text.replace(QChar(0x202f), QLatin1Char('_'));
}
QString u(const char *text) {
    return QString::fromUtf8(text);
}
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
} // namespace

class TestFormat : public QObject {
    Q_OBJECT
private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin)")));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    void durationsReadAsPeopleSayThem_data() {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *text, Duration duration) {
            QTest::newRow(text) << qint64{duration.count()} << u(text);
        };
        row("0_ms", 0ns);
        row("<1_µs", 200ns);
        row("480_µs", 480us);
        row("1.0_ms", 999'600ns);
        row("9.9_ms", 9'900us);
        row("38_ms", 38ms);
        row("812_ms", 812ms);
        row("1.00_s", 999'700us);
        row("1.90_s", 1900ms);
        row("12.4_s", 12'400ms);
        row("1:00_min", 60s);
        row("4:12_min", 252s);
        row("2 h 05_min", 2h + 5min + 20s);
        row("3 d 4_h", 76h);
        row("−38_ms", -38ms);
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << u("−106,751 d 23_h").replace(u(","), u("_"));
    }
    void durationsReadAsPeopleSayThem() {
        QFETCH(qint64, ns);
        QFETCH(QString, text);
        QString got = shown(formatDuration(Duration(ns)));
        got.replace(QLatin1Char(','), QLatin1Char('_'));
        QCOMPARE(got, text);
    }

    void countsAreGroupedWithThinSpaces() {
        QCOMPARE(shown(formatCount(0)), u("0"));
        QCOMPARE(shown(formatCount(999)), u("999"));
        QCOMPARE(shown(formatCount(2418)), u("2_418"));
        QCOMPARE(shown(formatCount(std::numeric_limits<std::uint64_t>::max())), u("18_446_744_073_709_551_615"));
        QCOMPARE(shown(formatSigned(16)), u("+16"));
        QCOMPARE(shown(formatSigned(-1600)), u("−1_600"));
        QCOMPARE(shown(formatSigned(std::numeric_limits<std::int64_t>::min())), u("−9_223_372_036_854_775_808"));
    }

    void ratesKeepThreeDigits_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << u("0_/s");
        QTest::newRow("slow") << 0.24 << u("0.2_/s");
        QTest::newRow("hundreds") << 812.0 << u("812_/s");
        QTest::newRow("rounds up into thousands") << 999.7 << u("1.00_k/s");
        QTest::newRow("thousands") << 41'280.0 << u("41.3_k/s");
        QTest::newRow("hundred thousands") << 512'000.0 << u("512_k/s");
        QTest::newRow("millions") << 1'040'000.0 << u("1.04_M/s");
        QTest::newRow("not a number") << kNan << u("—");
        QTest::newRow("endless") << std::numeric_limits<double>::infinity() << u("—");
    }
    void ratesKeepThreeDigits() {
        QFETCH(double, value);
        QFETCH(QString, text);
        QCOMPARE(shown(formatRate(value)), text);
    }

    void compactNumbersFitAnAxis() {
        QCOMPARE(shown(formatCompact(0)), u("0"));
        QCOMPARE(shown(formatCompact(999)), u("999"));
        QCOMPARE(shown(formatCompact(999.6)), u("1_k"));
        QCOMPARE(shown(formatCompact(25'000)), u("25_k"));
        QCOMPARE(shown(formatCompact(1'250'000)), u("1.25_M"));
        QCOMPARE(shown(formatCompact(-2500)), u("-2.5_k"));
        QCOMPARE(shown(formatCompact(kNan)), u("—"));
    }

    void bytesUseTheirRealUnits() {
        QCOMPARE(shown(formatBytes(0)), u("0_B"));
        QCOMPARE(shown(formatBytes(512)), u("512_B"));
        QCOMPARE(shown(formatBytes(1434)), u("1.4_KiB"));
        QCOMPARE(shown(formatBytes(1024ULL * 1024 - 1)), u("1.0_MiB"));
        QCOMPARE(shown(formatBytes(std::numeric_limits<std::uint64_t>::max())), u("16.0_EiB"));
    }

    void agesCountUpAndCountdownsDown() {
        QCOMPARE(shown(formatAge(100ms)), u("0.1_s"));
        QCOMPARE(shown(formatAge(-3s)), u("0.0_s"));
        QCOMPARE(shown(formatAge(14s)), u("14_s"));
        QCOMPARE(shown(formatAge(185s)), u("3_min"));
        QCOMPARE(shown(formatAge(49h)), u("2_d"));
        QCOMPARE(formatCountdown(252s), u("4:12"));
        QCOMPARE(formatCountdown(3852s), u("1:04:12"));
        QCOMPARE(formatCountdown(-1s), u("0:00"));
    }

    void theLabelsOfOneAxisHaveOneUnit() {
        QCOMPARE(shown(formatAxisDuration(0s, 200s)), u("0_s"));
        QCOMPARE(shown(formatAxisDuration(50s, 200s)), u("50_s"));
        QCOMPARE(shown(formatAxisDuration(200s, 200s)), u("200_s"));
        QCOMPARE(shown(formatAxisDuration(500ms, 1s)), u("500_ms"));
        QCOMPARE(shown(formatAxisDuration(150s, 10min)), u("2.5_min"));
    }

    void percentagesSayWhenTheyAreUnknown() {
        QCOMPARE(shown(formatPercent(0.004)), u("0.4_%"));
        QCOMPARE(shown(formatPercent(1, 0)), u("100_%"));
        QCOMPARE(shown(formatPercent(kNan)), u("—"));
    }

    void momentsAreTwentyFourHourAndNameUtc() {
        const WallTime time{std::chrono::milliseconds(1'795'271'527'204)};
        QCOMPARE(formatClock(time, ui::TimeZone::Utc), u("14:32:07"));
        QCOMPARE(formatClock(time, ui::TimeZone::Utc, true), u("14:32:07.204"));
        QCOMPARE(formatDateTime(time, ui::TimeZone::Utc), u("2026-11-21 14:32:07 UTC"));
        QCOMPARE(formatMoment(time, time + 1h, ui::TimeZone::Utc), u("14:32:07"));
        QCOMPARE(formatMoment(time, time + 24h, ui::TimeZone::Utc), u("2026-11-21 14:32:07 UTC"));
        QCOMPARE(formatDateTime(kNoWallTime), u("—"));
    }

    void theLocaleDecidesAboutThePoint() {
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(shown(formatRate(41'280)), u("41,3_k/s"));
        QCOMPARE(shown(formatCount(2418)), u("2_418"));
        QLocale::setDefault(QLocale::c());
        QCOMPARE(shown(formatCount(2418)), u("2_418"));
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
