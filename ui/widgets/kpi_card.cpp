#include "ui/widgets/kpi_card.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <algorithm>

#include "ui/theme/fonts.h"
#include "ui/theme/text_line.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/sparkline.h"

namespace qd::ui {

namespace {
constexpr Px kPad{14};
constexpr Px kRoomy{172}; ///< From here on a sparkline fits beside most figures.
constexpr Px kHeight{104};
constexpr Px kUnitGap{6};
constexpr std::size_t kHistoryMax = 120;
} // namespace

KpiCard::KpiCard(const QString &label, ColorRole line, QWidget *parent)
    : QWidget(parent), m_label(label), m_line(line), m_figure{noValue(), {}} {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    refreshAccessible();
}

void KpiCard::setFigure(const Figure &figure) {
    if (figure == m_figure) return;
    m_figure = figure;
    refreshAccessible();
    update();
}

void KpiCard::setSubLine(const QString &text, Shape shape, ColorRole role) {
    if (text == m_sub && shape == m_subShape && role == m_subRole) return;
    m_sub = text;
    m_subShape = shape;
    m_subRole = role;
    refreshAccessible();
    update();
}

void KpiCard::setHistory(std::vector<float> values) {
    if (values.size() > kHistoryMax)
        values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(kHistoryMax));
    m_history = std::move(values);
    update();
}

void KpiCard::setClickable(bool clickable) {
    m_clickable = clickable;
    setFocusPolicy(clickable ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

QSize KpiCard::sizeHint() const {
    return {190_px, kHeight};
}
QSize KpiCard::minimumSizeHint() const {
    return {132_px, kHeight};
}

/// Right of the figure, as wide as there is room; in a narrow card a flat strip below it, so that all cards of a row
/// have theirs at the same place whatever their figures are.
QRectF KpiCard::sparkRect(double figureRight) const {
    const double left = std::max<double>(figureRight + 14_px, width() - kPad - 96_px);
    const QRectF beside(left, 36_px, width() - kPad - left, 36_px);
    if (width() >= kRoomy && beside.width() > 40_px) return beside;
    return QRectF(kPad, 66_px, width() - 2 * kPad, 9_px);
}

void KpiCard::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &look = theme();
    const bool hot = m_clickable && underMouse();
    paintRounded(painter, rect(), kCardRadius, look.color(hot ? ColorRole::Hover : ColorRole::Card),
                 look.color(ColorRole::CardBorder));
    const int inner = width() - 2 * kPad;

    painter.setPen(look.color(ColorRole::TextSecond));
    paintLine(painter, QRect(kPad, 11_px, inner, 18_px), Qt::AlignLeft, m_label, fontOf(FontRole::Second));

    painter.setFont(fontOf(FontRole::Figure));
    painter.setPen(look.color(ColorRole::Text));
    const int figureWidth = painter.fontMetrics().horizontalAdvance(m_figure.number);
    painter.drawText(QPoint(kPad, 63_px), m_figure.number);
    double right = kPad + figureWidth;
    if (!m_figure.unit.isEmpty()) {
        painter.setFont(fontOf(FontRole::Mono));
        painter.setPen(look.color(ColorRole::TextSecond));
        painter.drawText(QPointF(right + kUnitGap, 63_px), m_figure.unit);
        right += kUnitGap + painter.fontMetrics().horizontalAdvance(m_figure.unit);
    }

    const QColor fill = look.tint(m_line, 0.18);
    paintSparkline(painter, sparkRect(right), m_history, look.color(m_line), &fill);

    int textLeft = kPad;
    if (m_subShape != Shape::None) {
        paintShape(painter, QRectF(kPad, 82_px, 9_px, 9_px), m_subShape, look.color(m_subRole));
        textLeft += 15_px;
    }
    painter.setPen(look.color(m_subRole));
    paintLine(painter, QRect(textLeft, 77_px, width() - kPad - textLeft, 18_px), Qt::AlignLeft, m_sub,
              fontOf(FontRole::Second));
    if (hasFocus()) paintFocusRing(painter, rect(), kCardRadius);
}

void KpiCard::keyPressEvent(QKeyEvent *event) {
    const bool press = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (m_clickable && press) {
        emit clicked();
        return;
    }
    QWidget::keyPressEvent(event);
}

void KpiCard::mousePressEvent(QMouseEvent *event) {
    m_pressed = event->button() == Qt::LeftButton;
}

void KpiCard::mouseReleaseEvent(QMouseEvent *event) {
    if (m_clickable && m_pressed && rect().contains(event->position().toPoint())) emit clicked();
    m_pressed = false;
}

void KpiCard::enterEvent(QEnterEvent *) {
    update();
}
void KpiCard::leaveEvent(QEvent *) {
    update();
}

void KpiCard::refreshAccessible() {
    setAccessibleName(m_label);
    setAccessibleDescription(m_sub.isEmpty() ? m_figure.text() : m_figure.text() + QStringLiteral(", ") + m_sub);
    setToolTip(m_label + QStringLiteral(": ") + accessibleDescription()); // the line below may be elided
}

} // namespace qd::ui
