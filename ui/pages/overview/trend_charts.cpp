#include "ui/pages/overview/trend_charts.h"

#include <algorithm>
#include <cmath>

#include "ui/charts/time_series_chart.h"
#include "ui/format/format.h"
#include "ui/models/metrics_history.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/dialogs/chart_data_dialog.h"
#include "ui/session/session.h"
#include "ui/widgets/card.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kChartPoints = 300; ///< Areas stay cheap up to here.

Duration ofMilliseconds(double ms) {
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(ms));
}

QString millisecondsText(double ms) {
    return std::isfinite(ms) ? durationFigure(ofMilliseconds(ms)).text() : noValue();
}

QString clockOf(qint64 ms) {
    return formatClock(WallTime{std::chrono::milliseconds{ms}});
}

} // namespace

TrendCharts::TrendCharts(const PageContext &context, QWidget *page) : QObject(page), m_context(context) {
    buildFlow(page);
    buildDepth(page);
    buildLatency(page);
    offerChartData(m_flow, m_flowCard, m_context, QStringLiteral("chart-data-flow"));
    offerChartData(m_depth, m_depthCard, m_context, QStringLiteral("chart-data-depth"));
    offerChartData(m_latency, m_latencyCard, m_context, QStringLiteral("chart-data-latency"));
    tellSpan();
    for (TimeSeriesChart *from : charts()) {
        offerPicture(from, m_context.host);
        connect(from, &TimeSeriesChart::momentHovered, this, &TrendCharts::momentHovered);
        for (TimeSeriesChart *to : charts())
            if (from != to) connect(from, &TimeSeriesChart::momentHovered, to, &TimeSeriesChart::setLinkedMoment);
    }
}

void TrendCharts::buildFlow(QWidget *page) {
    m_flowCard = new Card(tr("Task flow"), page);
    m_flow = new TimeSeriesChart(m_flowCard);
    m_flow->setAccessibleName(m_flowCard->title());
    const QString rate = tr("tasks/s");
    m_flow->setSeries(
        {{tr("submitted"), ColorRole::Series1, true, false, false, rate, QStringLiteral("submitted_per_s")},
         {tr("completed"), ColorRole::Healthy, false, false, false, rate, QStringLiteral("completed_per_s")},
         {tr("failed"), ColorRole::Failing, false, false, false, rate, QStringLiteral("failed_per_s")}});
    m_flow->setValueFormat([](double value) { return formatRate(value); });
    m_flow->setValueFloor(10);
    m_flowCard->addBody(m_flow);
}

void TrendCharts::buildDepth(QWidget *page) {
    m_depthCard = new Card(tr("Queue depth and workers"), page);
    m_depth = new TimeSeriesChart(m_depthCard);
    m_depth->setAccessibleName(m_depthCard->title());
    m_depth->setSeries({{tr("waiting"), ColorRole::Series3, true, false, false, {}, QStringLiteral("waiting")},
                        {tr("workers"), ColorRole::Series5, false, true, true, {}, QStringLiteral("workers")}});
    m_depth->setValueFloor(10);
    m_depthCard->addBody(m_depth);
}

void TrendCharts::buildLatency(QWidget *page) {
    m_latencyCard = new Card(tr("Latency"), page);
    m_latency = new TimeSeriesChart(m_latencyCard);
    m_latency->setAccessibleName(m_latencyCard->title());
    const QString unit = tr("ms");
    m_latency->setSeries({{tr("p50"), ColorRole::Healthy, false, false, false, unit, QStringLiteral("wait_p50_ms")},
                          {tr("p95"), ColorRole::Degraded, false, false, false, unit, QStringLiteral("wait_p95_ms")},
                          {tr("p99"), ColorRole::Failing, false, false, false, unit, QStringLiteral("wait_p99_ms")}});
    m_latency->setValueFormat(millisecondsText);
    m_latency->setAxisFormat(
        [](double ms, double top) { return formatAxisDuration(ofMilliseconds(ms), ofMilliseconds(top)); });
    m_latencyCard->addBody(m_latency);
    tellEmpty();
}

bool TrendCharts::setRange(std::optional<TimeRange> range) {
    if (range == m_range) return false;
    m_range = range;
    m_span = {};
    tellSpan();
    return true;
}

void TrendCharts::setMarks(const std::vector<TimeMark> &marks) {
    std::vector<ChartMark> drawn;
    drawn.reserve(marks.size());
    for (const TimeMark &mark : marks) drawn.push_back({mark.atMs, mark.text, mark.shape, mark.role});
    for (TimeSeriesChart *chart : charts()) chart->setMarkers(drawn);
}

void TrendCharts::setLinkedMoment(qint64 ms) {
    for (TimeSeriesChart *chart : charts()) chart->setLinkedMoment(ms);
}

/// Which time the charts show stands where their captions are: a past stretch must not be taken for now.
void TrendCharts::tellSpan() {
    const QString range =
        m_range ? tr("%1 – %2 · Esc: all").arg(clockOf(m_range->fromMs), clockOf(m_range->toMs)) : QString();
    m_flowCard->setCaption(m_range ? range : tr("submitted · completed · failed, tasks/s"));
    m_depthCard->setCaption(m_range ? range : tr("workers →"));
    m_latencyCard->setCaption(m_range ? range : tr("wait p50 · p95 · p99"));
}

void TrendCharts::refreshFigures() {
    const MetricsSample &now = m_context.metrics.latest();
    using Values = std::vector<double>; // A range tells its own last values.
    m_flow->setCurrent(m_range ? Values{}
                               : Values{now.submittedPerSecond, now.completedPerSecond, now.failedPerSecond});
    m_depth->setCurrent(m_range ? Values{} : Values{now.queueDepth, now.workersLive});
    m_latency->setCurrent(m_range ? Values{} : Values{now.waitP50Ms, now.waitP95Ms, now.waitP99Ms});
    tellEmpty();
}

/// Nothing to draw is not always nothing that happened: a view frozen in the first second has figures and no line.
void TrendCharts::tellEmpty() {
    const MetricsSample &now = m_context.metrics.latest();
    for (TimeSeriesChart *chart : {m_flow, m_depth}) chart->setEmptyText(tr("Not yet measured long enough for a line"));
    m_latency->setEmptyText(
        now.isMeasured() && now.waitCount == 0
            ? tr("No task was started in the last five minutes: how long one waits is known when it starts")
            : tr("Not yet measured long enough for a line"));
}

/// A young history fills the chart instead of standing at its edge; in steps, so that the axis does not crawl.
void TrendCharts::stretch() {
    const auto &samples = m_context.metrics.samples();
    if (samples.empty()) return;
    const Duration age = samples.back().at - samples.front().at;
    const std::chrono::milliseconds span = m_range      ? std::chrono::milliseconds{m_range->toMs - m_range->fromMs}
                                           : age < 30s  ? 30s
                                           : age < 60s  ? 60s
                                           : age < 2min ? 2min
                                                        : 5min;
    if (span == m_span) return;
    m_span = span;
    for (TimeSeriesChart *chart : charts()) chart->setSpan(span);
}

void TrendCharts::draw(int turn) {
    const MetricsHistory &metrics = m_context.metrics;
    stretch();
    // Of a range every sample there is, up to its end; the charts thin them out themselves.
    const std::size_t most = m_range ? MetricsHistory::kSamplesMax : kChartPoints;
    const auto stamps = metrics.timesMs(most, MetricsHistory::kKept);
    const auto end = m_range ? std::upper_bound(stamps.begin(), stamps.end(), m_range->toMs) : stamps.end();
    const std::vector<qint64> times(stamps.begin(), end);
    const auto column = [&](double MetricsSample::*field) {
        std::vector<double> values = metrics.column(field, most, MetricsHistory::kKept);
        values.resize(times.size());
        return values;
    };
    switch (turn % kTurns) {
    case 0:
        m_flow->setData(times, {column(&MetricsSample::submittedPerSecond), column(&MetricsSample::completedPerSecond),
                                column(&MetricsSample::failedPerSecond)});
        break;
    case 1: m_depth->setData(times, {column(&MetricsSample::queueDepth), column(&MetricsSample::workersLive)}); break;
    default:
        m_latency->setData(times, {column(&MetricsSample::waitP50Ms), column(&MetricsSample::waitP95Ms),
                                   column(&MetricsSample::waitP99Ms)});
    }
}

} // namespace qd::ui
