#include <QtCore/QRegularExpression>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <cmath>
#include <limits>
#include <random>

#include "ui/charts/decimate.h"
#include "ui/charts/time_axis.h"
#include "ui/charts/time_series_chart.h"
#include "ui/theme/theme_manager.h"

using namespace qd::ui;
using namespace std::chrono_literals;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
QString u(const char *text) {
    return QString::fromUtf8(text);
}

std::vector<qint64> times(int count, qint64 step = 500) {
    std::vector<qint64> result;
    for (int i = 0; i < count; ++i) result.push_back(1'795'271'400'000 + i * step);
    return result;
}

} // namespace

class TestCharts : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_manager = std::make_unique<ThemeManager>(ThemeChoice::Dark); }
    void cleanupTestCase() { m_manager.reset(); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin)"))); }

    void aMarkTellsItsTextNearItsLineOnly() {
        TimeSeriesChart chart;
        chart.setSeries({{u("depth"), ColorRole::Series1, false, false}});
        chart.resize(700, 300);
        const auto stamps = times(400);
        chart.setData(stamps, {std::vector<double>(stamps.size(), 5.0)});
        chart.setMarkers({{stamps[200], u("paused w1"), Shape::Diamond, ColorRole::Imposed},
                          {stamps.back() + 60'000, u("later"), Shape::Diamond, ColorRole::Imposed}});
        chart.show();
        QTRY_VERIFY(chart.redraws() > 0);
        QVERIFY(chart.markTextAt(stamps[200]).endsWith(u("  paused w1")));
        QVERIFY(chart.markTextAt(stamps[300]).isEmpty());
        QVERIFY(chart.markTextAt(stamps.back() + 60'000).isEmpty()); // Beyond what the chart shows.
    }

    void fewPointsStayAsTheyAre() {
        const std::vector<std::int64_t> xs{1, 2, 3};
        const std::vector<double> ys{5, kNan, 7};
        const auto points = decimate(xs, ys, 4);
        QCOMPARE(points.size(), 3U);
        QVERIFY(std::isnan(points[1].y));
        QCOMPARE(points[2].y, 7.0);
    }

    void manyPointsKeepEveryPeak() {
        std::mt19937 random(3);
        std::vector<std::int64_t> xs;
        std::vector<double> ys;
        for (int i = 0; i < 60'000; ++i) {
            xs.push_back(i);
            ys.push_back(static_cast<double>(random() % 1000));
        }
        ys[31'234] = 5000;
        ys[777] = -5000;
        const auto points = decimate(xs, ys, 600);
        QVERIFY(points.size() <= 600);
        const auto [low, high] =
            std::minmax_element(points.begin(), points.end(), [](auto &a, auto &b) { return a.y < b.y; });
        QCOMPARE(high->y, 5000.0);
        QCOMPARE(high->x, 31'234.0);
        QCOMPARE(low->y, -5000.0);
        QVERIFY(std::is_sorted(points.begin(), points.end(), [](auto &a, auto &b) { return a.x < b.x; }));
    }

    void gapsSurviveDecimation() {
        std::vector<std::int64_t> xs;
        std::vector<double> ys;
        for (int i = 0; i < 6000; ++i) {
            xs.push_back(i);
            ys.push_back(i > 2000 && i < 3000 ? kNan : 1);
        }
        const auto points = decimate(xs, ys, 600);
        QVERIFY(std::any_of(points.begin(), points.end(), [](auto &p) { return std::isnan(p.y); }));
        QVERIFY(decimate({}, {}, 600).empty());
        std::ranges::fill(ys, 1.0);
        ys[4321] = kNan; // One among hundreds of a bucket: the line must not go across.
        const auto one = decimate(xs, ys, 600);
        QCOMPARE(std::ranges::count_if(one, [](const ChartPoint &p) { return std::isnan(p.y); }), 1);
        QVERIFY(one.size() <= 600);
    }

    void stairsHoldTheirValue() {
        const auto points = stepped({{0, 1}, {10, 3}, {20, 3}});
        QCOMPARE(points.size(), 4U);
        QCOMPARE(points[1].x, 10.0);
        QCOMPARE(points[1].y, 1.0);
        QCOMPARE(stepped({{0, 5}, {1, 5}, {2, 5}, {3, 5}}).size(), 2U);
        QCOMPARE(stepped({{0, kNan}, {1, 5}, {2, 5}, {3, kNan}}).size(), 4U);
    }

    void ticksStandOnRoundTimes() {
        const qint64 to = 1'795'271'527'204;
        const auto ticks = timeTicks(to - 300'000, to, 6, true);
        QVERIFY(ticks.size() >= 3 && ticks.size() <= 6);
        for (const qint64 tick : ticks) QCOMPARE(tick % 60'000, 0);
        QCOMPARE(timeTickText(ticks.back(), true), u("14:32:00"));
        QVERIFY(timeTicks(to, to, 6, true).empty());
        QCOMPARE(timeTicks(0, 9'000, 10, true).size(), 10U);
    }

    void theValueAxisIsRoundAndDoesNotBreathe() {
        const ValueAxis axis = valueAxis(87, 1, 4);
        QCOMPARE(axis.top, 100.0);
        QCOMPARE(axis.step, 25.0);
        const ValueAxis kept = valueAxis(70, 1, 4, &axis);
        QCOMPARE(kept.top, 100.0);
        QVERIFY(valueAxis(20, 1, 4, &axis).top < 50);
        QVERIFY(valueAxis(0, 1, 4).top >= 1);
        QVERIFY(std::isfinite(valueAxis(kNan, 1, 4).top));
    }

    void aHiddenChartIdlesAndCatchesUpWhenShown() {
        TimeSeriesChart chart;
        chart.resize(600, 220);
        chart.setSeries({{u("completed"), ColorRole::Series1, true}});
        for (int i = 2; i < 50; ++i) chart.setData(times(i), {std::vector<double>(static_cast<std::size_t>(i), 3)});
        QCoreApplication::processEvents();
        QCOMPARE(chart.redraws(), 0U);
        chart.show();
        QTRY_COMPARE(chart.redraws(), 1U);
        QCOMPARE(chart.drawnPoints(), 49);
    }

    void dataIsDrawnAtMostTenTimesASecond() {
        TimeSeriesChart chart;
        chart.resize(600, 220);
        chart.setSeries({{u("completed"), ColorRole::Series1}});
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        QElapsedTimer clock;
        clock.start();
        int count = 0;
        for (int sent = 0; clock.elapsed() < 450; ++sent) {
            count = 2 + sent % 40;
            chart.setData(times(count), {std::vector<double>(static_cast<std::size_t>(count), 1)});
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        }
        QVERIFY2(chart.redraws() <= 7, qPrintable(QString::number(chart.redraws())));
        QTRY_COMPARE(chart.drawnPoints(), count); // the last data is shown, not thrown away
    }

    void neverMoreThanSixHundredPoints() {
        TimeSeriesChart chart;
        chart.resize(1800, 400);
        chart.setSeries({{u("a"), ColorRole::Series1},
                         {u("b"), ColorRole::Series2, true},
                         {u("c"), ColorRole::Series3, false, true}});
        std::vector<double> noisy;
        for (int i = 0; i < 5000; ++i) noisy.push_back(i % 7);
        chart.setData(times(5000, 50), {noisy, noisy, noisy});
        chart.show();
        QTRY_VERIFY(chart.redraws() > 0);
        QVERIFY(chart.drawnPoints() <= 600);
    }

    void withoutTwoPointsItSaysSo() {
        TimeSeriesChart chart;
        chart.setSeries({{u("completed"), ColorRole::Series1}});
        chart.setEmptyText(u("Waiting for data"));
        QCOMPARE(chart.summary(), u("Waiting for data"));
    }

    void theSummaryNamesEverySeries() {
        TimeSeriesChart chart;
        chart.resize(600, 220);
        chart.setSeries({{u("completed"), ColorRole::Series1}, {u("failed"), ColorRole::Series4}});
        chart.setData(times(3), {{10, 30, 20}, {}});
        chart.show();
        QTRY_VERIFY(chart.redraws() > 0);
        QCOMPARE(chart.summary(), u("completed: now 20, lowest 10, highest 30; failed: no data"));
        QCOMPARE(chart.accessibleDescription(), chart.summary());
    }

    void arrowKeysMoveTheCrosshair() {
        TimeSeriesChart chart;
        chart.resize(600, 220);
        chart.setSeries({{u("completed"), ColorRole::Series1}});
        chart.setData(times(10), {std::vector<double>(10, 4)});
        chart.show();
        QTRY_VERIFY(chart.redraws() > 0);
        QSignalSpy moved(&chart, &TimeSeriesChart::momentHovered);
        QTest::keyClick(&chart, Qt::Key_End);
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(moved.last().at(0).toLongLong(), times(10)[8]);
    }

private:
    std::unique_ptr<ThemeManager> m_manager;
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
