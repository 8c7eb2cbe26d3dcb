#include "ui/widgets/state_badge.h"

#include <QtGui/QPainter>

#include "ui/theme/fonts.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

StateBadge::StateBadge(StateLook look, bool framed, QWidget *parent)
    : QWidget(parent), m_look(std::move(look)), m_framed(framed) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(m_look.word);
}

void StateBadge::setLook(const StateLook &look) {
    if (look == m_look) return;
    m_look = look;
    setAccessibleName(look.word);
    updateGeometry();
    update();
}

QSize StateBadge::sizeHint() const {
    const QSize content = stateSizeHint(m_look, fontOf(FontRole::Second));
    return m_framed ? QSize(content.width() + 15_px, std::max<int>(content.height() + 4_px, 22_px)) : content;
}

QSize StateBadge::minimumSizeHint() const {
    return sizeHint();
}

void StateBadge::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &look = theme();
    if (m_framed) {
        const ColorRole border = m_look.imposed ? ColorRole::Imposed : m_look.role;
        paintRounded(painter, rect(), height() / 2.0, look.tint(m_look.role, 0.12), look.tint(border, 0.6));
    }
    const QRect content = m_framed ? rect().adjusted(6_px, 0, -7_px, 0) : rect();
    paintState(painter, content, m_look, look.color(ColorRole::Text), fontOf(FontRole::Second));
}

} // namespace qd::ui
