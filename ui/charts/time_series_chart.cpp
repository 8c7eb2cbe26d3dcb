#include "ui/charts/time_series_chart.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_view.h"
#include "ui/format/format.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {
constexpr std::size_t kSeriesMax = 4;
constexpr std::size_t kLinePointsMax = 600;
constexpr std::size_t kAreaPointsMax = 300;
constexpr std::size_t kMarksMax = 50;
constexpr int kRedrawMs = 100; // 10 Hz
constexpr qint64 kSummaryMs = 1000;
constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
} // namespace

class TimeSeriesChart::Private {
public:
    ChartPicture picture;
    ChartView *view = nullptr;
    QTimer pause;
    QElapsedTimer sinceRedraw;
    QElapsedTimer sinceSummary;
    qint64 spanMs = 300'000;
    double floor = 1;
    bool hasAxis = false;
    bool stale = false; ///< Data came while hidden.
    std::uint64_t redraws = 0;

    void prepare();
    [[nodiscard]] double highestInWindow(std::size_t first, bool right) const;
    void scale(std::size_t first);
};

double TimeSeriesChart::Private::highestInWindow(std::size_t first, bool right) const {
    double highest = 0;
    for (std::size_t series = 0; series < picture.values.size(); ++series) {
        const std::vector<double> &values = picture.values[series];
        if (picture.series[series].right != right) continue;
        for (std::size_t i = first; i < values.size(); ++i)
            if (std::isfinite(values[i])) highest = std::max(highest, values[i]);
    }
    return highest;
}

/// Both axes have their labels at the same grid lines.
void TimeSeriesChart::Private::scale(std::size_t first) {
    const int steps = view->height() > 170_px ? 4 : view->height() > 110_px ? 3 : 2;
    picture.axis = valueAxis(highestInWindow(first, false), floor, steps, hasAxis ? &picture.axis : nullptr);
    const int lines = std::max(1, static_cast<int>(std::lround(picture.axis.top / picture.axis.step)));
    picture.hasRight = std::any_of(picture.series.begin(), picture.series.end(), [](const auto &s) { return s.right; });
    if (picture.hasRight) {
        picture.rightAxis = valueAxis(highestInWindow(first, true), lines, lines);
        picture.rightAxis.top = picture.rightAxis.step * lines;
    }
    hasAxis = true;
}

/// Window, decimated points and scale from the data as it is now.
void TimeSeriesChart::Private::prepare() {
    picture.toMs = picture.times.empty() ? spanMs : picture.times.back();
    picture.fromMs = picture.toMs - spanMs;
    // One sample before the window stays, so that the line enters from the edge.
    auto begin = std::lower_bound(picture.times.begin(), picture.times.end(), picture.fromMs);
    if (begin != picture.times.begin()) --begin;
    const auto first = static_cast<std::size_t>(begin - picture.times.begin());
    const std::span<const qint64> times = std::span(picture.times).subspan(first);
    std::vector<std::int64_t> xs(times.begin(), times.end());
    picture.points.clear();
    std::size_t finite = 0;
    for (std::size_t i = 0; i < picture.series.size(); ++i) {
        const std::span<const double> ys = std::span(picture.values[i]).subspan(first);
        const SeriesDefinition &series = picture.series[i];
        // Never more than one pair per pixel column: what is drawn twice costs twice and looks like a smear.
        const auto columns = static_cast<std::size_t>(std::max(60, view->width()));
        const std::size_t most =
            std::min(columns, series.area ? kAreaPointsMax : kLinePointsMax) / (series.stepped ? 2 : 1);
        std::vector<ChartPoint> points = decimate(xs, ys, most);
        const auto known =
            std::count_if(points.begin(), points.end(), [](const ChartPoint &p) { return std::isfinite(p.y); });
        finite = std::max(finite, static_cast<std::size_t>(known));
        picture.points.push_back(series.stepped ? stepped(points) : std::move(points));
    }
    picture.empty = finite < 2;
    scale(first);
}

TimeSeriesChart::TimeSeriesChart(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>()) {
    d->picture.format = [](double value) { return formatCompact(value); };
    d->picture.emptyText = tr("Waiting for the second sample");
    d->view = new ChartView(d->picture, this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(d->view);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Chart"));
    new FocusRing(this);
    setUtc(shownZone() == TimeZone::Utc);
    connect(&TimeDisplay::instance(), &TimeDisplay::changed, this, [this] { setUtc(shownZone() == TimeZone::Utc); });
    d->pause.setSingleShot(true);
    d->pause.setInterval(kRedrawMs);
    connect(&d->pause, &QTimer::timeout, this, [this] {
        if (!isVisible()) return;
        d->stale = false;
        ++d->redraws;
        d->sinceRedraw.start();
        d->prepare();
        d->view->showPicture();
        if (d->sinceSummary.isValid() && d->sinceSummary.elapsed() < kSummaryMs) return;
        d->sinceSummary.start();
        setAccessibleDescription(summary());
    });
    connect(d->view, &ChartView::hovered, this, [this](qint64 ms) {
        d->view->setCrosshair(ms);
        emit momentHovered(ms);
    });
}

TimeSeriesChart::~TimeSeriesChart() = default;

void TimeSeriesChart::setSeries(std::vector<SeriesDefinition> series) {
    if (series.size() > kSeriesMax) series.resize(kSeriesMax);
    d->picture.series = std::move(series);
    d->picture.values.assign(d->picture.series.size(), {});
    d->picture.times.clear();
    d->picture.points.assign(d->picture.series.size(), {});
    d->picture.empty = true;
    d->view->rebuildSeries();
}

void TimeSeriesChart::setData(std::vector<qint64> timesMs, std::vector<std::vector<double>> values) {
    values.resize(d->picture.series.size());
    for (std::vector<double> &line : values) line.resize(timesMs.size(), kGap);
    d->picture.times = std::move(timesMs);
    d->picture.values = std::move(values);
    d->stale = true;
    if (!isVisible() || d->pause.isActive()) return;
    // The first data after a while is drawn at once, the rest at 10 Hz.
    const bool rested = !d->sinceRedraw.isValid() || d->sinceRedraw.elapsed() >= kRedrawMs;
    d->pause.start(rested ? 0 : kRedrawMs - static_cast<int>(d->sinceRedraw.elapsed()));
}

void TimeSeriesChart::setCurrent(std::vector<double> values) {
    d->picture.current = std::move(values);
    if (isVisible()) d->view->refreshLegend();
}

QString TimeSeriesChart::currentText(std::size_t series) const {
    return d->view->legend().valueText(series);
}

void TimeSeriesChart::setSpan(std::chrono::milliseconds span) {
    d->spanMs = std::clamp<qint64>(span.count(), 1000, qint64{7} * 86'400'000);
    d->stale = true;
    if (isVisible()) d->pause.start(0);
}

void TimeSeriesChart::setMarkers(std::vector<ChartMark> marks) {
    if (marks.size() > kMarksMax) marks.erase(marks.begin(), marks.end() - static_cast<std::ptrdiff_t>(kMarksMax));
    if (marks == d->picture.marks) return;
    d->picture.marks = std::move(marks);
    if (isVisible()) d->view->viewport()->update();
}

void TimeSeriesChart::setValueFormat(std::function<QString(double)> format) {
    if (format) d->picture.format = std::move(format);
}

void TimeSeriesChart::setAxisFormat(std::function<QString(double, double)> format) {
    d->picture.axisFormat = std::move(format);
}

void TimeSeriesChart::setValueFloor(double floor) {
    d->floor = floor;
}

void TimeSeriesChart::setUtc(bool utc) {
    d->picture.utc = utc;
    d->view->viewport()->update();
}

void TimeSeriesChart::setEmptyText(const QString &text) {
    d->picture.emptyText = text;
    d->view->viewport()->update();
}

void TimeSeriesChart::setLinkedMoment(qint64 ms) {
    d->view->setCrosshair(ms);
}

std::pair<qint64, qint64> TimeSeriesChart::window() const {
    return {d->picture.fromMs, d->picture.toMs};
}

QString TimeSeriesChart::markTextAt(qint64 ms) const {
    return d->view->markText(d->view->xOf(static_cast<double>(ms)));
}

int TimeSeriesChart::drawnPoints() const {
    std::size_t most = 0;
    for (const auto &points : d->picture.points) most = std::max(most, points.size());
    return static_cast<int>(most);
}

std::uint64_t TimeSeriesChart::redraws() const {
    return d->redraws;
}

QString TimeSeriesChart::summary() const {
    if (d->picture.empty) return d->picture.emptyText;
    QStringList lines;
    for (std::size_t i = 0; i < d->picture.series.size(); ++i) {
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        double newest = kGap;
        for (const double value : d->picture.values[i]) {
            if (!std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
            newest = value;
        }
        if (!std::isfinite(newest)) {
            lines << tr("%1: no data").arg(d->picture.series[i].name);
            continue;
        }
        const auto &format = d->picture.format;
        lines << tr("%1: now %2, lowest %3, highest %4")
                     .arg(d->picture.series[i].name, format(newest), format(low), format(high));
    }
    return lines.join(QStringLiteral("; "));
}

ChartData TimeSeriesChart::data() const {
    const ChartPicture &picture = d->picture;
    ChartData out;
    const qint64 from = picture.times.empty() ? 0 : picture.times.back() - d->spanMs;
    const auto first = std::lower_bound(picture.times.begin(), picture.times.end(), from) - picture.times.begin();
    out.timesMs.assign(picture.times.begin() + first, picture.times.end());
    for (std::size_t i = 0; i < picture.series.size(); ++i) {
        const SeriesDefinition &series = picture.series[i];
        const QString title = series.unit.isEmpty() ? series.name : tr("%1 (%2)").arg(series.name, series.unit);
        const QString id = series.id.isEmpty() ? QStringLiteral("series_%1").arg(i + 1) : series.id;
        out.columns.push_back({id, title, {picture.values[i].begin() + first, picture.values[i].end()}});
    }
    return out;
}

QSize TimeSeriesChart::sizeHint() const {
    return {480_px, 220_px};
}
QSize TimeSeriesChart::minimumSizeHint() const {
    return {200_px, 120_px};
}

bool TimeSeriesChart::event(QEvent *event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        if (event->type() == QEvent::FocusIn && d->view->crosshair() == 0 && !d->picture.times.empty())
            d->view->setCrosshair(d->picture.times.back());
        if (event->type() == QEvent::FocusOut) d->view->setCrosshair(0);
    }
    return QWidget::event(event);
}

void TimeSeriesChart::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    if (d->stale) d->pause.start(0);
}

void TimeSeriesChart::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    d->hasAxis = false; // the number of grid lines depends on the height
    if (isVisible() && !d->pause.isActive()) d->pause.start(0);
}

void TimeSeriesChart::changeEvent(QEvent *event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        d->stale = true;
        if (isVisible()) d->pause.start(0);
    }
    QWidget::changeEvent(event);
}

void TimeSeriesChart::keyPressEvent(QKeyEvent *event) {
    const auto &times = d->picture.times;
    if (times.empty()) return QWidget::keyPressEvent(event);
    const auto at = std::lower_bound(times.begin(), times.end(), d->view->crosshair());
    const auto index = at == times.end() ? static_cast<std::ptrdiff_t>(times.size()) - 1 : at - times.begin();
    const auto last = static_cast<std::ptrdiff_t>(times.size()) - 1;
    std::ptrdiff_t next = index;
    switch (event->key()) {
    case Qt::Key_Left: next = index - 1; break;
    case Qt::Key_Right: next = index + 1; break;
    case Qt::Key_Home: next = 0; break;
    case Qt::Key_End: next = last; break;
    default: return QWidget::keyPressEvent(event);
    }
    next = std::clamp(next, std::ptrdiff_t{0}, last);
    const auto first = std::lower_bound(times.begin(), times.end(), d->picture.fromMs) - times.begin();
    const qint64 moment = times[static_cast<std::size_t>(std::max(next, std::min(first, last)))];
    d->view->setCrosshair(moment);
    emit momentHovered(moment);
}

} // namespace qd::ui
