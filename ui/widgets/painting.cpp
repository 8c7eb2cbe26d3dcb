#include "ui/widgets/painting.h"

#include <QtCore/QVariant>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <algorithm>

#include "ui/theme/text_line.h"

namespace qd::ui {

namespace {

/// Parts that stand in line give way one after another, the last first: half a part says less than none. `text` is then
/// at least its first part, which may still be too long.
QString wholeParts(QString text, int room, const QFont &font) {
    static const QString between = QStringLiteral(" · ");
    for (qsizetype cut = text.lastIndexOf(between); cut > 0 && lineWidth(text, font) > room;
         cut = text.lastIndexOf(between))
        text.truncate(cut);
    return text;
}

} // namespace

ElidedLabel::ElidedLabel(const QString &text, FontRole font, ColorRole color, QWidget *parent)
    : QWidget(parent), m_text(text), m_font(font), m_color(color) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void ElidedLabel::setText(const QString &text) {
    if (text == m_text) return;
    m_text = text;
    setAccessibleName(text);
    refreshToolTip();
    // Who takes what room there is asks for nothing: a live text must not lay out the window anew.
    if (sizePolicy().horizontalPolicy() != QSizePolicy::Ignored) updateGeometry();
    update();
}

void ElidedLabel::setColor(ColorRole color) {
    if (color == m_color) return;
    m_color = color;
    update();
}

void ElidedLabel::setFontRole(FontRole font) {
    m_font = font;
    updateGeometry();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment) {
    m_alignment = alignment;
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode) {
    m_elide = mode;
    update();
}

QSize ElidedLabel::sizeHint() const {
    const QFontMetrics metrics(fontOf(m_font));
    return {lineWidth(m_text, fontOf(m_font)) + 1, metrics.height() + 2_px};
}

QSize ElidedLabel::minimumSizeHint() const {
    const QFontMetrics metrics(fontOf(m_font));
    return {std::min(sizeHint().width(), metrics.horizontalAdvance(QStringLiteral("Mm…"))), metrics.height() + 2_px};
}

void ElidedLabel::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setPen(theme().color(m_color));
    const QFont font = fontOf(m_font);
    paintLine(painter, rect(), m_alignment, wholeParts(m_text, width(), font), font, m_elide);
}

void ElidedLabel::resizeEvent(QResizeEvent *) {
    refreshToolTip();
}

void ElidedLabel::refreshToolTip() {
    setToolTip(sizeHint().width() > width() ? m_text : QString());
}

void paintFocusRing(QPainter &painter, const QRectF &rect, double radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int line = 2_px;
    const double in = line / 2.0;
    painter.setPen(QPen(theme().color(ColorRole::Focus), line));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(in, in, -in, -in), radius, radius);
    painter.restore();
}

void paintRounded(QPainter &painter, const QRectF &rect, double radius, const QColor &fill, const QColor &border) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int line = 1_px;
    const double in = line / 2.0;
    painter.setPen(QPen(border, line));
    painter.setBrush(fill);
    painter.drawRoundedRect(rect.adjusted(in, in, -in, -in), radius, radius);
    painter.restore();
}

QLabel *makeLabel(const QString &text, const char *role, QWidget *parent) {
    auto *label = new QLabel(text, parent);
    label->setProperty("role", QString::fromLatin1(role));
    label->setTextFormat(Qt::PlainText); // texts come from tasks and workers: never interpreted
    return label;
}

} // namespace qd::ui
