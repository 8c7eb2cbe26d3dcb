#include "ui/charts/chart_legend.h"

#include <QtGui/QPainter>
#include <array>
#include <cmath>

#include "ui/charts/chart_view.h"
#include "ui/format/format.h"
#include "ui/theme/fonts.h"
#include "ui/theme/text_line.h"
#include "ui/theme/zoom.h"

namespace qd::ui {

namespace {
constexpr std::array kEndShapes{Shape::Circle, Shape::Square, Shape::Triangle, Shape::Diamond};
}

Shape endShape(std::size_t series) {
    return kEndShapes[series % kEndShapes.size()];
}

ChartLegend::ChartLegend(const ChartPicture &picture, QWidget *parent) : QWidget(parent), m_picture(picture) {
    setAttribute(Qt::WA_OpaquePaintEvent); // Else each figure would have the lines beneath painted again.
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

QString ChartLegend::valueText(std::size_t series) const {
    double value = std::numeric_limits<double>::quiet_NaN();
    if (series < m_picture.current.size())
        value = m_picture.current[series];
    else if (series < m_picture.values.size() && !m_picture.values[series].empty())
        value = m_picture.values[series].back();
    return std::isfinite(value) ? m_picture.format(value) : noValue();
}

/// Names with their newest values; where there is little room they move together, then the values go, and at last the
/// names are shortened.
void ChartLegend::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(ColorRole::Card));
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr Px kMarkWidth{15};
    double between = 18_px;
    const Theme &look = theme();
    const QFont names = fontOf(FontRole::Second);
    const QFont mono = fontOf(FontRole::Mono);
    std::vector<QString> newest;
    double nameRoom = width();
    double valueRoom = 0;
    double nameWidths = 0;
    for (std::size_t i = 0; i < m_picture.series.size(); ++i) {
        newest.push_back(valueText(i));
        nameRoom -= kMarkWidth + between;
        nameWidths += lineWidth(m_picture.series[i].name, names) + 2_px;
        valueRoom += lineWidth(newest.back(), mono) + 7_px;
    }
    bool withValues = nameWidths + valueRoom <= nameRoom + between;
    if (!withValues) {
        constexpr Px kTight{8};
        nameRoom += (between - kTight) * static_cast<double>(m_picture.series.size());
        between = kTight;
        withValues = nameWidths + valueRoom <= nameRoom + between;
    }
    const double share = nameWidths > nameRoom + between ? (nameRoom + between) / nameWidths : 1;
    double left = 0;
    for (std::size_t i = 0; i < m_picture.series.size(); ++i) {
        const SeriesDefinition &series = m_picture.series[i];
        const double nameWidth = share * (lineWidth(series.name, names) + 2_px);
        paintShape(painter, QRectF(left, 5_px, 9_px, 9_px), endShape(i), look.color(series.role));
        left += kMarkWidth;
        painter.setPen(look.color(ColorRole::TextSecond));
        paintLine(painter, QRectF(left, 0, nameWidth, kHeight).toRect(), Qt::AlignLeft, series.name, names);
        left += nameWidth;
        if (withValues) {
            painter.setPen(look.color(ColorRole::Text));
            const double valueWidth = lineWidth(newest[i], mono);
            paintLine(painter, QRectF(left + 5_px, 0, valueWidth + 2_px, kHeight).toRect(), Qt::AlignLeft, newest[i],
                      mono);
            left += valueWidth + 7_px;
        }
        left += between;
    }
}

} // namespace qd::ui
