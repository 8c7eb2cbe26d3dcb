#include "ui/charts/chart_view.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/charts/chart_legend.h"
#include "ui/format/format.h"
#include "ui/theme/fonts.h"
#include "ui/theme/text_line.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

constexpr Px kLegendHeight = ChartLegend::kHeight;
constexpr Px kAxisHeight{20};

} // namespace

ChartView::ChartView(const ChartPicture &picture, QWidget *parent)
    : QChartView(parent), m_picture(picture), m_timeAxis(new QValueAxis), m_valueAxis(new QValueAxis),
      m_legend(new ChartLegend(picture, viewport())) {
    // Measured: one full repaint with antialiasing is three times faster than many small dirty regions, and hit tests
    // on lines cost up to 19 ms per mouse move.
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setInteractive(false);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setMouseTracking(true);
    QChart *chart = this->chart();
    chart->legend()->hide();
    chart->setBackgroundVisible(false);
    chart->setMargins({});
    chart->setAnimationOptions(QChart::NoAnimation);
    chart->addAxis(m_timeAxis, Qt::AlignBottom);
    chart->addAxis(m_valueAxis, Qt::AlignLeft);
    m_timeAxis->setVisible(false);
    m_valueAxis->setVisible(false);
}

void ChartView::rebuildSeries() {
    chart()->removeAllSeries();
    m_lines.clear();
    for (std::size_t i = 0; i < m_picture.series.size(); ++i) {
        auto *line = new QLineSeries;
        chart()->addSeries(line);
        line->attachAxis(m_timeAxis);
        line->attachAxis(m_valueAxis);
        m_lines.push_back(line);
    }
    showPicture();
}

void ChartView::showPicture() {
    layoutPlot();
    for (std::size_t i = 0; i < m_lines.size() && i < m_picture.points.size(); ++i) {
        QList<QPointF> points;
        points.reserve(static_cast<qsizetype>(m_picture.points[i].size()));
        // Relative to the left edge: Qt Charts computes in double, but its clipping is kinder to small numbers.
        for (const ChartPoint &point : m_picture.points[i])
            points.append({point.x - static_cast<double>(m_picture.fromMs), m_picture.onLeft(i, point.y)});
        m_lines[i]->setPen(QPen(theme().color(m_picture.series[i].role), 1.5_px));
        m_lines[i]->setVisible(!m_picture.empty);
        m_lines[i]->replace(points);
    }
    m_timeAxis->setRange(0, static_cast<double>(m_picture.toMs - m_picture.fromMs));
    m_valueAxis->setRange(0, m_picture.axis.top);
    m_legend->update();
    viewport()->update();
}

void ChartView::refreshLegend() {
    m_legend->update();
}

void ChartView::layoutPlot() {
    m_legend->setGeometry(0, 0, width(), ChartLegend::kHeight);
    const QFontMetrics metrics(fontOf(FontRole::MonoSmall));
    int label = metrics.horizontalAdvance(QStringLiteral("000"));
    for (double value = 0; value <= m_picture.axis.top * 1.001; value += m_picture.axis.step)
        label = std::max(label, metrics.horizontalAdvance(m_picture.axisText(value, m_picture.axis.top)));
    int right = 8_px;
    for (double value = 0; m_picture.hasRight && value <= m_picture.rightAxis.top * 1.001;
         value += m_picture.rightAxis.step)
        right = std::max(right, 10_px + metrics.horizontalAdvance(formatCompact(value)));
    const QRectF plot(label + 10_px, kLegendHeight + 8_px, std::max<int>(10_px, width() - label - 10_px - right),
                      std::max<int>(10_px, height() - kLegendHeight - 8_px - kAxisHeight));
    if (plot == m_plot) return;
    m_plot = plot;
    chart()->setPlotArea(plot);
}

double ChartView::xOf(double ms) const {
    const double share =
        (ms - static_cast<double>(m_picture.fromMs)) / static_cast<double>(m_picture.toMs - m_picture.fromMs);
    return m_plot.left() + share * m_plot.width();
}

double ChartView::yOf(double value) const {
    return m_plot.bottom() - value / m_picture.axis.top * m_plot.height();
}

void ChartView::setCrosshair(qint64 ms) {
    if (ms == m_crosshair) return;
    m_crosshair = ms;
    viewport()->update();
}

void ChartView::drawBackground(QPainter *painter, const QRectF &) {
    painter->save();
    painter->resetTransform();
    painter->fillRect(viewport()->rect(), theme().color(ColorRole::Card));
    if (!m_picture.empty) {
        paintGrid(*painter);
        for (std::size_t i = 0; i < m_picture.series.size(); ++i)
            if (m_picture.series[i].area) paintShade(*painter, i);
    }
    painter->restore();
}

void ChartView::paintGrid(QPainter &painter) const {
    const Theme &look = theme();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QFont small = fontOf(FontRole::MonoSmall);
    for (double value = 0; value <= m_picture.axis.top * 1.001; value += m_picture.axis.step) {
        const int y = static_cast<int>(std::lround(yOf(value)));
        painter.setPen(look.color(value == 0 ? ColorRole::FieldBorder : ColorRole::Grid));
        painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
        painter.setPen(look.color(ColorRole::TextMuted));
        paintLine(painter, QRectF(0, y - 8_px, m_plot.left() - 8_px, 16_px).toRect(), Qt::AlignRight,
                  m_picture.axisText(value, m_picture.axis.top), small);
        if (m_picture.hasRight)
            paintLine(painter, QRectF(m_plot.right() + 7_px, y - 8_px, width(), 16_px).toRect(), Qt::AlignLeft,
                      formatCompact(value / m_picture.axis.top * m_picture.rightAxis.top), small);
    }
    const int labelWidth = ui::lineWidth(QStringLiteral("00:00:00"), small);
    const int room = std::max(1, static_cast<int>(m_plot.width()) / (labelWidth + 24_px));
    for (const qint64 tick : timeTicks(m_picture.fromMs, m_picture.toMs, room, m_picture.utc)) {
        const double x = xOf(static_cast<double>(tick));
        painter.setPen(look.color(ColorRole::FieldBorder));
        painter.drawLine(QPointF(x, m_plot.bottom()), QPointF(x, m_plot.bottom() + 3_px));
        // A label that would stick out is moved in, not cut.
        const double left = std::clamp(x - labelWidth / 2.0, 0.0, width() - labelWidth - 1.0);
        painter.setPen(look.color(ColorRole::TextMuted));
        paintLine(painter, QRectF(left, m_plot.bottom() + 4_px, labelWidth + 1_px, 16_px).toRect(), Qt::AlignHCenter,
                  timeTickText(tick, m_picture.utc), small);
    }
}

/// As polygons, one for each run without a gap, and without antialiasing: filled in long horizontal spans. A line for
/// each column of pixels took a quarter of all that the window computed, an antialiased polygon ten times as much.
void ChartView::paintShade(QPainter &painter, std::size_t series) const {
    QColor shade = theme().color(m_picture.series[series].role);
    shade.setAlphaF(0.14F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setClipRect(m_plot);
    painter.setPen(Qt::NoPen);
    painter.setBrush(shade);
    QPolygonF run;
    const auto close = [&] {
        if (run.size() > 1) {
            run << QPointF(run.back().x(), m_plot.bottom()) << QPointF(run.front().x(), m_plot.bottom());
            painter.drawPolygon(run);
        }
        run.clear();
    };
    for (const ChartPoint &point : m_picture.points[series]) {
        if (std::isfinite(point.y))
            run << QPointF(xOf(point.x), yOf(m_picture.onLeft(series, point.y)));
        else
            close();
    }
    close();
    painter.restore();
}

void ChartView::drawForeground(QPainter *painter, const QRectF &) {
    painter->save();
    painter->resetTransform();
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_picture.empty) {
        painter->setFont(fontOf(FontRole::Body));
        painter->setPen(theme().color(ColorRole::TextMuted));
        painter->drawText(viewport()->rect().adjusted(12_px, 0, -12_px, 0), Qt::AlignCenter | Qt::TextWordWrap,
                          m_picture.emptyText);
    } else {
        paintMarks(*painter);
        paintEnds(*painter);
        paintCrosshair(*painter);
    }
    painter->restore();
}

void ChartView::paintEnds(QPainter &painter) const {
    for (std::size_t i = 0; i < m_picture.points.size(); ++i) {
        const std::vector<ChartPoint> &points = m_picture.points[i];
        if (points.empty() || !std::isfinite(points.back().y)) continue;
        const QPointF at(std::min(xOf(points.back().x), m_plot.right() + 2_px),
                         yOf(m_picture.onLeft(i, points.back().y)));
        paintShape(painter, QRectF(at.x() - 4.5_px, at.y() - 4.5_px, 9_px, 9_px), endShape(i),
                   theme().color(m_picture.series[i].role));
    }
}

void ChartView::paintMarks(QPainter &painter) const {
    const Theme &look = theme();
    painter.setFont(fontOf(FontRole::Small));
    const QFontMetrics metrics = painter.fontMetrics();
    double freeUntil = m_plot.right();
    for (std::size_t i = m_picture.marks.size(); i-- > 0;) {
        const ChartMark &mark = m_picture.marks[i];
        const double x = xOf(static_cast<double>(mark.atMs));
        if (x < m_plot.left() || x > m_plot.right()) continue;
        QPen pen(look.color(mark.role), 1_px, Qt::DashLine);
        pen.setDashPattern({3, 3});
        painter.setPen(pen);
        painter.drawLine(QPointF(x, m_plot.top() + 6_px), QPointF(x, m_plot.bottom()));
        paintShape(painter, QRectF(x - 4.5_px, m_plot.top() - 4_px, 9_px, 9_px), mark.shape, look.color(mark.role));
        const double room = freeUntil - (x + 9_px);
        if (room > 72_px) { // Less is the beginning of a word.
            painter.setPen(look.color(ColorRole::TextSecond));
            painter.drawText(QRectF(x + 9_px, m_plot.top() - 7_px, room, 15_px), Qt::AlignVCenter,
                             metrics.elidedText(mark.text, Qt::ElideRight, static_cast<int>(room)));
        }
        freeUntil = x - 10_px;
    }
}

void ChartView::paintCrosshair(QPainter &painter) const {
    const auto &times = m_picture.times;
    if (m_crosshair == 0 || times.empty() || m_crosshair < m_picture.fromMs || m_crosshair > m_picture.toMs) return;
    auto found = std::lower_bound(times.begin(), times.end(), m_crosshair);
    if (found == times.end()) --found;
    if (found != times.begin() && m_crosshair - *(found - 1) < *found - m_crosshair) --found;
    const double x = xOf(static_cast<double>(*found));
    painter.setPen(QPen(theme().color(ColorRole::TextSecond), 1_px));
    painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
    paintReadout(painter, static_cast<std::size_t>(found - times.begin()), x);
}

void ChartView::paintReadout(QPainter &painter, std::size_t sample, double x) const {
    const Theme &look = theme();
    const QFont mono = fontOf(FontRole::Mono);
    const QFont second = fontOf(FontRole::Second);
    const QFontMetrics monoMetrics(mono);
    const QFontMetrics secondMetrics(second);
    const QString time = timeTickText(m_picture.times[sample], m_picture.utc);
    int nameWidth = 0;
    int valueWidth = 0;
    std::vector<QString> values;
    for (std::size_t i = 0; i < m_picture.series.size(); ++i) {
        const double value = m_picture.values[i][sample];
        values.push_back(std::isfinite(value) ? m_picture.format(value) : noValue());
        nameWidth = std::max(nameWidth, secondMetrics.horizontalAdvance(m_picture.series[i].name));
        valueWidth = std::max(valueWidth, monoMetrics.horizontalAdvance(values.back()));
        if (!std::isfinite(value)) continue;
        paintShape(painter, QRectF(x - 4_px, yOf(m_picture.onLeft(i, value)) - 4_px, 8_px, 8_px), endShape(i),
                   look.color(m_picture.series[i].role));
    }
    constexpr Px kLine{18};
    const double wide = std::max(16_px + nameWidth + 14_px + valueWidth, monoMetrics.horizontalAdvance(time)) + 20_px;
    const double high = kLine * (1.0 + static_cast<double>(values.size())) + 12_px;
    const double left = x + 12_px + wide < m_plot.right() ? x + 12_px : std::max(0.0, x - 12_px - wide);
    const QRectF box(left, m_plot.top() + 8_px, wide, high);
    paintRounded(painter, box, kControlRadius, look.color(ColorRole::Field), look.color(ColorRole::FieldBorder));
    painter.setFont(mono);
    painter.setPen(look.color(ColorRole::TextSecond));
    painter.drawText(box.adjusted(10_px, 6_px, -10_px, 0), Qt::AlignTop | Qt::AlignLeft, time);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const QRectF line(box.left() + 10_px, box.top() + 6_px + kLine * (1.0 + static_cast<double>(i)), wide - 20_px,
                          kLine);
        paintShape(painter, QRectF(line.left(), line.center().y() - 4.5_px, 9_px, 9_px), endShape(i),
                   look.color(m_picture.series[i].role));
        painter.setFont(second);
        painter.setPen(look.color(ColorRole::TextSecond));
        painter.drawText(line.adjusted(16_px, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_picture.series[i].name);
        painter.setFont(mono);
        painter.setPen(look.color(ColorRole::Text));
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, values[i]);
    }
}

void ChartView::mouseMoveEvent(QMouseEvent *event) {
    const QPointF at = event->position();
    const bool inside = !m_picture.empty && at.x() >= m_plot.left() && at.x() <= m_plot.right();
    if (!inside) {
        emit hovered(0);
        return;
    }
    const double share = (at.x() - m_plot.left()) / m_plot.width();
    emit hovered(m_picture.fromMs +
                 static_cast<qint64>(share * static_cast<double>(m_picture.toMs - m_picture.fromMs)));
}

QString ChartView::markText(double x) const {
    const ChartMark *best = nullptr;
    double distance = 6_px;
    for (const ChartMark &mark : m_picture.marks) {
        const double away = std::abs(xOf(static_cast<double>(mark.atMs)) - x);
        if (away >= distance || mark.atMs < m_picture.fromMs || mark.atMs > m_picture.toMs) continue;
        distance = away;
        best = &mark;
    }
    return best ? timeTickText(best->atMs, m_picture.utc) + QStringLiteral("  ") + best->text : QString();
}

bool ChartView::viewportEvent(QEvent *event) {
    if (event->type() != QEvent::ToolTip || m_picture.empty) return QChartView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), markText(help->pos().x()), viewport()); // Empty: hidden.
    return true;
}

void ChartView::leaveEvent(QEvent *event) {
    QChartView::leaveEvent(event);
    emit hovered(0);
}

void ChartView::resizeEvent(QResizeEvent *event) {
    QChartView::resizeEvent(event);
    layoutPlot();
}

} // namespace qd::ui
