#include "ui/widgets/sparkline.h"

#include <QtCore/QList>
#include <QtGui/QPainter>
#include <QtGui/QPolygonF>
#include <algorithm>
#include <cmath>

#include "ui/theme/zoom.h"

namespace qd::ui {

namespace {

constexpr std::size_t kValuesMax = 240;

struct Scale {
    float low = 0;
    float high = 1;
};

Scale scaleOf(const std::vector<float> &values) {
    Scale scale{0, 0};
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        scale.low = std::min(scale.low, value);
        scale.high = std::max(scale.high, value);
    }
    if (scale.high <= scale.low) scale.high = scale.low + 1; // a flat zero lies on the ground line
    return scale;
}

void paintRun(QPainter &painter, const QPolygonF &run, double ground, const QColor &line, const QColor *fill) {
    if (run.isEmpty()) return;
    if (fill) {
        QPolygonF area = run;
        area << QPointF(run.last().x(), ground) << QPointF(run.first().x(), ground);
        painter.setPen(Qt::NoPen);
        painter.setBrush(*fill);
        painter.drawPolygon(area);
    }
    // Segments instead of a polyline: a polyline wider than one device pixel is 50 times slower.
    QList<QLineF> segments;
    segments.reserve(run.size());
    for (qsizetype i = 1; i < run.size(); ++i) segments.append(QLineF(run[i - 1], run[i]));
    painter.setPen(QPen(line, 1.4_px));
    if (run.size() == 1) painter.drawPoint(run.first());
    painter.drawLines(segments);
}

} // namespace

void paintSparkline(QPainter &painter, const QRectF &rect, const std::vector<float> &values, const QColor &line,
                    const QColor *fill) {
    if (values.size() < 2 || rect.width() < 4 || rect.height() < 4) return;
    const Scale scale = scaleOf(values);
    const double step = rect.width() / static_cast<double>(values.size() - 1);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF run;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            paintRun(painter, run, rect.bottom(), line, fill);
            run.clear();
            continue;
        }
        const double share = static_cast<double>((values[i] - scale.low) / (scale.high - scale.low));
        run << QPointF(rect.left() + step * static_cast<double>(i),
                       rect.bottom() - 1_px - share * (rect.height() - 2_px));
    }
    paintRun(painter, run, rect.bottom(), line, fill);
    painter.restore();
}

Sparkline::Sparkline(QWidget *parent) : QWidget(parent) {
    onLook(this, [this] { setMinimumHeight(16_px); });
}

void Sparkline::setValues(std::vector<float> values) {
    if (values.size() > kValuesMax)
        values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(kValuesMax));
    const bool same = values.size() == m_values.size() &&
                      std::equal(values.begin(), values.end(), m_values.begin(),
                                 [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); });
    if (same) return;
    m_values = std::move(values);
    update();
}

void Sparkline::setRole(ColorRole role) {
    m_role = role;
    update();
}

void Sparkline::setFilled(bool filled) {
    m_filled = filled;
    update();
}

QSize Sparkline::sizeHint() const {
    return {84_px, 24_px};
}

void Sparkline::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const QColor fill = theme().tint(m_role, 0.18);
    paintSparkline(painter, QRectF(rect()).adjusted(1_px, 1_px, -1_px, -1_px), m_values, theme().color(m_role),
                   m_filled ? &fill : nullptr);
}

} // namespace qd::ui
