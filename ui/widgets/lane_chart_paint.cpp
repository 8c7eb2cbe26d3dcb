// How lanes look.

#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/format/format.h"
#include "ui/widgets/lane_chart.h"
#include "ui/widgets/lane_chart_parts.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

using namespace lanes;

namespace {

constexpr Px kGlyphSide{9};

std::int64_t tickStepUs(double usPerPixel) {
    constexpr std::array<std::int64_t, 12> seconds{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600};
    const auto fits = [&](std::int64_t step) { return static_cast<double>(step) * 1e6 >= usPerPixel * 90_px; };
    const auto it = std::ranges::find_if(seconds, fits);
    return (it == seconds.end() ? seconds.back() : *it) * 1'000'000;
}

} // namespace

void LaneChart::paintEvent(QPaintEvent *) {
    QPainter painter(viewport());
    const Theme &look = theme();
    painter.fillRect(viewport()->rect(), look.color(ColorRole::Card));
    const int first = verticalScrollBar()->value() / kLaneHeight;
    const int last = std::min(static_cast<int>(m_lanes.size()) - 1, first + viewport()->height() / kLaneHeight + 1);
    painter.setClipRect(0, kAxisHeight, viewport()->width(), viewport()->height() - kAxisHeight);
    for (int lane = first; lane <= last; ++lane) paintLane(painter, lane);
    paintCurrent(painter);
    painter.setClipping(false);
    paintAxis(painter);
    if (hasFocus() && m_current < 0) paintFocusRing(painter, viewport()->rect(), kControlRadius);
}

void LaneChart::paintAxis(QPainter &painter) const {
    const Theme &look = theme();
    painter.setFont(fontOf(FontRole::MonoSmall));
    const std::int64_t step =
        tickStepUs(static_cast<double>(m_toUs - m_fromUs) / static_cast<double>(plotRight() - plotLeft()));
    for (std::int64_t at = (m_fromUs / step + 1) * step; at <= m_toUs; at += step) {
        const int x = static_cast<int>(xOf(at));
        painter.setPen(look.color(ColorRole::Grid));
        painter.drawLine(x, kAxisHeight - 4_px, x, viewport()->height());
        painter.setPen(look.color(ColorRole::TextMuted));
        const QRect box(x - 45_px, 0, 90_px, kAxisHeight - 4_px);
        if (box.left() < plotLeft() || box.right() > plotRight() + 8_px) continue;
        painter.drawText(box, Qt::AlignCenter, formatClock(WallTime{std::chrono::microseconds{at}}));
    }
    painter.setPen(look.color(ColorRole::TextMuted));
    painter.setFont(fontOf(FontRole::Small));
    painter.drawText(QRect(plotRight(), 0, kShareWidth - 6_px, kAxisHeight - 4_px), Qt::AlignRight | Qt::AlignVCenter,
                     tr("busy"));
    painter.setPen(look.color(ColorRole::Grid));
    painter.drawLine(0, kAxisHeight - 1, viewport()->width(), kAxisHeight - 1);
}

void LaneChart::paintLane(QPainter &painter, int lane) {
    ++m_lanesPainted;
    const Theme &look = theme();
    const Lane &one = m_lanes[static_cast<std::size_t>(lane)];
    const QRect row = laneRect(lane);
    if (lane == m_current) {
        painter.fillRect(QRect(0, row.top(), plotLeft() - 4_px, row.height()), look.color(ColorRole::Selected));
        painter.fillRect(QRect(plotRight() + 4_px, row.top(), kShareWidth, row.height()),
                         look.color(ColorRole::Selected));
    }
    paintShape(painter, QRectF(8_px, row.center().y() - 4_px, 9_px, 9_px), one.look.shape, look.color(one.look.role));
    painter.setFont(fontOf(FontRole::Mono));
    painter.setPen(look.color(ColorRole::Text));
    const QRect name(24_px, row.top(), plotLeft() - 30_px, row.height());
    painter.drawText(name, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(one.name, Qt::ElideRight, name.width()));
    painter.setPen(look.color(ColorRole::Grid));
    painter.drawLine(plotLeft(), row.bottom(), plotRight(), row.bottom());
    const double known = std::min(xOf(knownFrom(lane)), double(plotRight()));
    if (known > plotLeft()) {
        const QRectF part(plotLeft(), row.top(), known - plotLeft(), row.height() - 1_px);
        painter.fillRect(part, QBrush(look.color(ColorRole::FieldBorder), Qt::BDiagPattern));
    }
    paintPieces(painter, lane);
    painter.setFont(fontOf(FontRole::MonoSmall));
    painter.setPen(look.color(ColorRole::TextSecond));
    painter.drawText(QRect(plotRight(), row.top(), kShareWidth - 6_px, row.height()), Qt::AlignRight | Qt::AlignVCenter,
                     formatPercent(busyShare(lane), 0));
}

void LaneChart::paintPieces(QPainter &painter, int lane) const {
    const Theme &look = theme();
    const std::vector<LaneBar> &bars = m_lanes[static_cast<std::size_t>(lane)].bars;
    painter.setPen(Qt::NoPen);
    for (const Piece &piece : pieces(lane)) {
        const QRectF rect = pieceRect(lane, piece);
        const LaneBar &bar = bars[piece.first];
        painter.setRenderHint(QPainter::Antialiasing, rect.width() >= 6_px);
        if (piece.count > 1) {
            // Several in one: paler, with a line over it, so that it is never taken for one long bar.
            painter.fillRect(rect, look.tint(piece.role, 0.5));
            painter.fillRect(QRectF(rect.left(), rect.top() - 2_px, std::max<double>(2_px, rect.width()), 2_px),
                             look.color(ColorRole::TextMuted));
            continue;
        }
        painter.setBrush(look.color(piece.role));
        if (rect.width() >= 6_px)
            painter.drawRoundedRect(rect, 2_px, 2_px);
        else
            painter.fillRect(rect, look.color(piece.role));
        if (bar.glyph != ui::Shape::None && rect.width() >= kGlyphSide + 4_px && rect.height() >= kGlyphSide)
            paintShape(painter,
                       QRectF(rect.left() + 2_px, rect.center().y() - kGlyphSide / 2.0, kGlyphSide, kGlyphSide),
                       bar.glyph, look.color(ColorRole::OnState));
        else if (rank(piece.role) == 3) // Too narrow for a glyph: failures get a mark that is not a colour.
            painter.fillRect(QRectF(rect.left(), rect.bottom() + 1_px, std::max<double>(2_px, rect.width()), 2_px),
                             look.color(piece.role));
        painter.setPen(Qt::NoPen);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void LaneChart::paintCurrent(QPainter &painter) const {
    if (m_current < 0) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().color(hasFocus() ? ColorRole::Focus : ColorRole::Text), 2_px));
    const std::vector<LaneBar> &bars = m_lanes[static_cast<std::size_t>(m_current)].bars;
    for (const Piece &piece : pieces(m_current)) {
        bool inside = false;
        for (std::size_t i = 0; i < piece.count; ++i) inside = inside || bars[piece.first + i].id == m_currentBar;
        if (inside && m_currentBar != 0)
            painter.drawRoundedRect(pieceRect(m_current, piece).adjusted(-2_px, -2_px, 2_px, 2_px), 3_px, 3_px);
    }
    if (m_currentBar == 0 && hasFocus())
        painter.drawRoundedRect(QRectF(laneRect(m_current)).adjusted(1_px, 1_px, -1_px, -1_px), 4_px, 4_px);
}

} // namespace qd::ui
