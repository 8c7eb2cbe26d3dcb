#include "ui/widgets/strip_button.h"

#include <QtGui/QPainter>
#include <algorithm>

#include "ui/theme/fonts.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {
constexpr Px kPad{11};
constexpr Px kMark{11};
constexpr Px kGap{8};

QFont strongFont(bool figures) {
    return fontOf(figures ? FontRole::MonoStrong : FontRole::BodyStrong);
}
QFont secondFont(bool figures) {
    return fontOf(figures ? FontRole::Mono : FontRole::Second);
}
} // namespace

StripButton::StripButton(QWidget *parent) : QAbstractButton(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    onLook(this, [this] { m_widest = 0; }); // It was measured in other pixels.
}

void StripButton::setMark(Shape shape, ColorRole role) {
    if (shape == m_shape && role == m_shapeRole) return;
    const bool sameRoom = (shape == Shape::None) == (m_shape == Shape::None);
    m_shape = shape;
    m_shapeRole = role;
    if (!sameRoom) askForRoom();
    update();
}

void StripButton::setTexts(const QString &strong, const QString &second) {
    if (strong == m_strong && second == m_second) return;
    if (second.isEmpty() != m_second.isEmpty()) m_widest = 0; // Another kind of text, not other figures.
    m_strong = strong;
    m_second = second;
    const QString all = second.isEmpty() ? strong : strong + QStringLiteral(", ") + second;
    setAccessibleName(all); // Not setText(): that lays out the whole window, and an age changes with each picture.
    setToolTip(all);
    askForRoom();
    update();
}

/// Only when more or less is wanted than before: whoever asks has the whole window laid out.
void StripButton::askForRoom() {
    const std::pair wanted{sizeHint(), minimumSizeHint()};
    if (wanted == m_wanted) return;
    m_wanted = wanted;
    updateGeometry();
}

void StripButton::setBorder(ColorRole role) {
    if (role == m_border) return;
    m_border = role;
    update();
}

void StripButton::setKeyHint(const QString &keys) {
    m_keys = keys;
    updateGeometry();
}

void StripButton::setFigures(bool figures) {
    m_figures = figures;
    updateGeometry();
}

void StripButton::setWhole(int most) {
    m_wholeUpTo = most;
    updateGeometry();
}

void StripButton::setActive(bool active) {
    m_activeButton = active;
    setFocusPolicy(active ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(active ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

int StripButton::keysWidth() const {
    return QFontMetrics(fontOf(FontRole::MonoSmall)).horizontalAdvance(m_keys) + 10_px;
}

int StripButton::wantedWidth(bool withSecond, bool withKeys) const {
    int width = 2 * kPad + QFontMetrics(strongFont(false)).horizontalAdvance(m_strong);
    if (m_shape != Shape::None) width += kMark + kGap;
    if (withSecond && !m_second.isEmpty())
        width += kGap + QFontMetrics(secondFont(m_figures)).horizontalAdvance(m_second);
    if (withKeys && !m_keys.isEmpty()) width += kGap + keysWidth();
    return width + 1;
}

QSize StripButton::sizeHint() const {
    int width = wantedWidth(true, true);
    if (m_figures) width = m_widest = std::max(width, m_widest);
    return {width, 30_px};
}

QSize StripButton::minimumSizeHint() const {
    if (m_wholeUpTo > 0) return {std::min(sizeHint().width(), px(m_wholeUpTo)), 30_px};
    // What it does is worth more than by which keys.
    if (!m_keys.isEmpty()) return {wantedWidth(false, false), 30_px};
    return {std::min<int>(wantedWidth(false, false), 96_px), 30_px};
}

void StripButton::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &look = theme();
    const bool hot = m_activeButton && (underMouse() || isDown());
    const ColorRole ground = isDown() ? ColorRole::Selected : hot ? ColorRole::Hover : ColorRole::Field;
    paintRounded(painter, rect(), kControlRadius, look.color(ground), look.color(m_border));
    int left = kPad;
    if (m_shape != Shape::None) {
        paintShape(painter, QRectF(left, height() / 2.0 - kMark / 2.0, kMark, kMark), m_shape, look.color(m_shapeRole));
        left += kMark + kGap;
    }
    int right = width() - kPad;
    if (!m_keys.isEmpty() && width() >= wantedWidth(false, true)) {
        painter.setFont(fontOf(FontRole::MonoSmall));
        const int keyWidth = keysWidth();
        const QRectF key(right - keyWidth + 4_px, 6_px, keyWidth, height() - 12_px);
        paintRounded(painter, key, 4_px, look.color(ColorRole::Bar), look.color(ColorRole::FieldBorder));
        painter.setPen(look.color(ColorRole::TextMuted));
        painter.drawText(key, Qt::AlignCenter, m_keys);
        right -= keyWidth + kGap - 4_px;
    }
    painter.setFont(strongFont(false));
    painter.setPen(look.color(m_keys.isEmpty() ? ColorRole::Text : ColorRole::TextMuted));
    if (!m_keys.isEmpty()) painter.setFont(fontOf(FontRole::Body));
    const QString strong = painter.fontMetrics().elidedText(m_strong, Qt::ElideRight, right - left);
    painter.drawText(QRect(left, 0, right - left, height()), Qt::AlignVCenter | Qt::TextSingleLine, strong);
    left += painter.fontMetrics().horizontalAdvance(strong) + kGap;
    painter.setFont(secondFont(m_figures));
    const int wanted = painter.fontMetrics().horizontalAdvance(m_second);
    // Three letters and an ellipsis say nothing: then only the tool tip has it.
    if (!m_second.isEmpty() && right - left >= std::min<int>(wanted, 56_px)) {
        painter.setPen(look.color(ColorRole::TextSecond));
        painter.drawText(QRect(left, 0, right - left, height()), Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(m_second, Qt::ElideRight, right - left));
    }
    if (hasFocus()) paintFocusRing(painter, rect(), kControlRadius);
}

void StripButton::enterEvent(QEnterEvent *event) {
    QAbstractButton::enterEvent(event);
    update();
}

void StripButton::leaveEvent(QEvent *event) {
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace qd::ui
