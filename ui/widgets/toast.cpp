#include "ui/widgets/toast.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <algorithm>
#include <utility>

#include "ui/theme/icons.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {
constexpr std::chrono::milliseconds kTick{100};
} // namespace

Toast::Toast(int id, ToastSpec spec, QWidget *parent)
    : QWidget(parent), m_id(id), m_spec(std::move(spec)), m_text(makeLabel(m_spec.text, "")), m_left(m_spec.lifetime) {
    auto *row = new QHBoxLayout(this);
    setMargins(row, {34, 8, 6, 9});
    setSpacing(row, 8);
    m_text->setWordWrap(true);
    row->addWidget(m_text, 1);
    if (!m_spec.actionText.isEmpty()) {
        m_button = new QPushButton(m_spec.actionText);
        m_button->setProperty("tone", QStringLiteral("quiet"));
        connect(m_button, &QPushButton::clicked, this, &Toast::trigger);
        row->addWidget(m_button);
    }
    auto *close = new QToolButton;
    close->setIcon(icon(QStringLiteral("close")));
    close->setAccessibleName(tr("Dismiss"));
    connect(close, &QToolButton::clicked, this, [this] { emit finished(m_id); });
    row->addWidget(close);
    setAccessibleName(m_spec.text);
    setAttribute(Qt::WA_Hover);
    m_timer.setInterval(kTick);
    connect(&m_timer, &QTimer::timeout, this, &Toast::tick);
    if (!m_spec.standing) m_timer.start();
}

void Toast::revise(Tone tone, const QString &text) {
    m_spec.tone = tone;
    m_spec.text = text;
    m_text->setText(text);
    setAccessibleName(text);
    update();
}

void Toast::trigger() {
    if (std::exchange(m_done, true)) return;
    if (m_spec.action) m_spec.action();
    emit finished(m_id);
}

void Toast::tick() {
    const QWidget *focus = focusWidget();
    if (underMouse() || (focus && focus->hasFocus())) return; // time stands still while somebody is about to act
    m_left -= kTick;
    if (m_left.count() <= 0) {
        m_timer.stop();
        emit finished(m_id);
        return;
    }
    update(0, height() - 4_px, width(), 4_px);
}

void Toast::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &look = theme();
    const ColorRole role = roleOf(m_spec.tone);
    paintRounded(painter, rect(), kCardRadius, look.color(ColorRole::Field), look.tint(role, 0.6, ColorRole::Field));
    paintShape(painter, QRectF(13_px, height() / 2.0 - 6_px, 12_px, 12_px), shapeOf(m_spec.tone), look.color(role));
    if (m_spec.standing) return;
    const double share =
        static_cast<double>(m_left.count()) / static_cast<double>(std::max<qint64>(1, m_spec.lifetime.count()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.tint(role, 0.6, ColorRole::Field));
    painter.drawRect(QRectF(8_px, height() - 3_px, (width() - 16_px) * share, 2_px));
}

void Toast::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape)
        emit finished(m_id);
    else
        QWidget::keyPressEvent(event);
}

} // namespace qd::ui
