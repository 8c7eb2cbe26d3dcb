#include "ui/widgets/banner.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

#include "ui/widgets/painting.h"

namespace qd::ui {

Banner::Banner(QWidget *parent)
    : QWidget(parent), m_text(new ElidedLabel({}, FontRole::BodyStrong)),
      m_detail(new ElidedLabel({}, FontRole::Second, ColorRole::TextSecond)), m_action(new QPushButton),
      m_other(new QPushButton) {
    auto *row = new QHBoxLayout(this);
    setMargins(row, {38, 4, 10, 4});
    setSpacing(row, 10);
    row->addWidget(m_text);
    row->addWidget(m_detail, 1);
    row->addWidget(m_action);
    row->addWidget(m_other);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    connect(m_other, &QPushButton::clicked, this, &Banner::otherTriggered);
    onLook(this, [this] { setMinimumHeight(36_px); });
    hide();
}

void Banner::setMessage(Tone tone, const QString &text, const QString &detail, const QString &actionText,
                        const QString &otherText) {
    m_tone = tone;
    m_text->setText(text);
    m_detail->setText(detail);
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    m_other->setText(otherText);
    m_other->setVisible(!otherText.isEmpty());
    setAccessibleName(detail.isEmpty() ? text : text + QStringLiteral(": ") + detail);
    setVisible(!text.isEmpty());
    update();
}

void Banner::clear() {
    setMessage(Tone::Info, {});
}

QString Banner::text() const {
    return m_text->text();
}

void Banner::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &look = theme();
    const ColorRole role = roleOf(m_tone);
    painter.fillRect(rect(), look.tint(role, 0.13, ColorRole::Bar));
    painter.fillRect(QRect(0, 0, 3_px, height()), look.color(role));
    painter.fillRect(QRect(0, height() - 1_px, width(), 1_px), look.tint(role, 0.4, ColorRole::Bar));
    paintShape(painter, QRectF(16_px, height() / 2.0 - 6_px, 12_px, 12_px), shapeOf(m_tone), look.color(role));
}

} // namespace qd::ui
