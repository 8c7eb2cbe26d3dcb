#include "ui/theme/shapes.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <algorithm>

namespace qd::ui {

namespace {

/// Draws in a square of side 1 around the origin (-0.5 .. 0.5).
void stroke(QPainter &painter, const QColor &color, double width) {
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
}

void fill(QPainter &painter, const QColor &color) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
}

void paintRing(QPainter &painter, const QColor &color) {
    stroke(painter, color, 0.18);
    painter.drawEllipse(QPointF(0, 0), 0.37, 0.37);
}

void paintHalf(QPainter &painter, const QColor &color) {
    stroke(painter, color, 0.14);
    painter.drawEllipse(QPointF(0, 0), 0.39, 0.39);
    fill(painter, color);
    painter.drawPie(QRectF(-0.39, -0.39, 0.78, 0.78), 90 * 16, 180 * 16);
}

void paintBars(QPainter &painter, const QColor &color) {
    fill(painter, color);
    painter.drawRoundedRect(QRectF(-0.36, -0.42, 0.26, 0.84), 0.06, 0.06);
    painter.drawRoundedRect(QRectF(0.10, -0.42, 0.26, 0.84), 0.06, 0.06);
}

void paintPolygon(QPainter &painter, const QColor &color, std::initializer_list<QPointF> points) {
    fill(painter, color);
    painter.drawPolygon(QPolygonF(QList<QPointF>(points)));
}

void paintArrow(QPainter &painter, const QColor &color) {
    stroke(painter, color, 0.17);
    painter.drawLine(QPointF(0, -0.42), QPointF(0, 0.36));
    painter.drawPolyline(QPolygonF({QPointF(-0.32, 0.06), QPointF(0, 0.40), QPointF(0.32, 0.06)}));
}

void paintHatch(QPainter &painter, const QColor &color) {
    painter.save();
    QPainterPath clip;
    clip.addRoundedRect(QRectF(-0.44, -0.44, 0.88, 0.88), 0.1, 0.1);
    painter.setClipPath(clip, Qt::IntersectClip);
    stroke(painter, color, 0.13);
    for (double x = -0.8; x <= 0.85; x += 0.29) painter.drawLine(QPointF(x - 0.5, 0.5), QPointF(x + 0.5, -0.5));
    painter.restore();
}

void paintCross(QPainter &painter, const QColor &color) {
    stroke(painter, color, 0.2);
    painter.drawLine(QPointF(-0.32, -0.32), QPointF(0.32, 0.32));
    painter.drawLine(QPointF(-0.32, 0.32), QPointF(0.32, -0.32));
}

void paintCheck(QPainter &painter, const QColor &color) {
    stroke(painter, color, 0.18);
    painter.drawPolyline(QPolygonF({QPointF(-0.38, 0.04), QPointF(-0.1, 0.32), QPointF(0.4, -0.3)}));
}

/// Filled, with the exclamation mark cut out.
void paintTriangle(QPainter &painter, const QColor &color) {
    QPainterPath path;
    path.moveTo(0, -0.46);
    path.lineTo(0.48, 0.42);
    path.lineTo(-0.48, 0.42);
    path.closeSubpath();
    QPainterPath mark;
    mark.addRect(QRectF(-0.07, -0.16, 0.14, 0.30));
    mark.addRect(QRectF(-0.07, 0.20, 0.14, 0.13));
    fill(painter, color);
    painter.drawPath(path.subtracted(mark));
}

void paintLoop(QPainter &painter, const QColor &color) {
    stroke(painter, color, 0.16);
    painter.drawArc(QRectF(-0.36, -0.36, 0.72, 0.72), 60 * 16, 290 * 16);
    paintPolygon(painter, color, {QPointF(0.06, -0.52), QPointF(0.06, -0.08), QPointF(0.40, -0.30)});
}

void paintUnit(QPainter &painter, Shape shape, const QColor &color) {
    switch (shape) {
    case Shape::None: return;
    case Shape::Circle:
        fill(painter, color);
        painter.drawEllipse(QPointF(0, 0), 0.44, 0.44);
        return;
    case Shape::Ring: paintRing(painter, color); return;
    case Shape::Dot:
        fill(painter, color);
        painter.drawEllipse(QPointF(0, 0), 0.2, 0.2);
        return;
    case Shape::Half: paintHalf(painter, color); return;
    case Shape::Square:
        fill(painter, color);
        painter.drawRoundedRect(QRectF(-0.38, -0.38, 0.76, 0.76), 0.08, 0.08);
        return;
    case Shape::Bars: paintBars(painter, color); return;
    case Shape::Diamond:
        paintPolygon(painter, color, {QPointF(0, -0.5), QPointF(0.46, 0), QPointF(0, 0.5), QPointF(-0.46, 0)});
        return;
    case Shape::Arrow: paintArrow(painter, color); return;
    case Shape::Hatch: paintHatch(painter, color); return;
    case Shape::Cross: paintCross(painter, color); return;
    case Shape::Check: paintCheck(painter, color); return;
    case Shape::Triangle: paintTriangle(painter, color); return;
    case Shape::Loop: paintLoop(painter, color); return;
    case Shape::Play:
        paintPolygon(painter, color, {QPointF(-0.34, -0.44), QPointF(0.46, 0), QPointF(-0.34, 0.44)});
        return;
    case Shape::Dash:
        stroke(painter, color, 0.2);
        painter.drawLine(QPointF(-0.34, 0), QPointF(0.34, 0));
        return;
    }
}

} // namespace

void paintShape(QPainter &painter, const QRectF &box, Shape shape, const QColor &color) {
    const double side = std::min(box.width(), box.height());
    if (shape == Shape::None || side < 1) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center());
    painter.scale(side, side);
    paintUnit(painter, shape, color);
    painter.restore();
}

} // namespace qd::ui
