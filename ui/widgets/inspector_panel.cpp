#include "ui/widgets/inspector_panel.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/state_badge.h"

namespace qd::ui {

namespace {
constexpr Px kEdge{6};
constexpr int kWidthMin = 280; ///< Design pixels.
constexpr int kWidthMax = 900;
} // namespace

InspectorPanel::InspectorPanel(QWidget *parent)
    : QWidget(parent), m_title(new ElidedLabel({}, FontRole::PageTitle)),
      m_subtitle(new ElidedLabel({}, FontRole::Mono, ColorRole::TextSecond)), m_badge(new StateBadge),
      m_actions(new QHBoxLayout), m_scroll(new QScrollArea), m_close(new QToolButton) {
    setFocusPolicy(Qt::ClickFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Inspector"));
    m_badge->hide();
    m_close->setAccessibleName(tr("Close the inspector"));
    m_close->setToolTip(tr("Close (Esc)"));
    connect(m_close, &QToolButton::clicked, this, &InspectorPanel::closed);

    auto *top = new QHBoxLayout;
    setSpacing(top, 10);
    top->addWidget(m_title, 1);
    top->addWidget(m_badge);
    top->addWidget(m_close);
    setSpacing(m_actions, 6);
    m_actions->addStretch(1);
    m_scroll->setWidgetResizable(true);
    new FocusRing(m_scroll);
    m_scroll->setAccessibleName(tr("Details"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(this);
    setMargins(column, {18, 12, 12, 12});
    setSpacing(column, 8);
    column->addLayout(top);
    column->addWidget(m_subtitle);
    column->addLayout(m_actions);
    column->addWidget(m_scroll, 1);
    m_close->setIcon(icon(QStringLiteral("close")));
    onLook(this, [this] { setFixedWidth(shownWidth()); });
}

QString InspectorPanel::title() const {
    return m_title->text();
}

void InspectorPanel::setTitle(const QString &title, const QString &subtitle) {
    m_title->setText(title);
    m_subtitle->setText(subtitle);
    m_subtitle->setVisible(!subtitle.isEmpty());
    setAccessibleDescription(title);
}

void InspectorPanel::setLook(const StateLook &look) {
    m_badge->setLook(look);
    m_badge->show();
}

void InspectorPanel::hideLook() {
    m_badge->hide();
}

void InspectorPanel::addAction(QWidget *button) {
    // One that greys out when it is pressed would hand the keyboard on to whatever comes next.
    button->setFocusPolicy(Qt::TabFocus);
    m_actions->insertWidget(m_actions->count() - 1, button);
}

void InspectorPanel::clearActions() {
    while (m_actions->count() > 1) {
        QLayoutItem *item = m_actions->takeAt(0);
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater(); // the one that was pressed may be what clears us
        }
        delete item;
    }
}

void InspectorPanel::setBody(QWidget *body) {
    if (QWidget *old = m_scroll->takeWidget()) old->deleteLater();
    if (!body) return;
    body->setAutoFillBackground(false);
    m_scroll->setWidget(body);
    body->setAutoFillBackground(false); // QScrollArea switches it on
}

QWidget *InspectorPanel::body() const {
    return m_scroll->widget();
}

void InspectorPanel::setPreferredWidth(int width) {
    m_width = std::clamp(width, kWidthMin, kWidthMax);
    setFixedWidth(shownWidth());
}

void InspectorPanel::setRoom(int pixels) {
    m_room = pixels;
    setFixedWidth(shownWidth());
}

int InspectorPanel::shownWidth() const {
    return std::clamp<int>(px(m_width), std::min<int>(m_room, px(kWidthMin)), std::max<int>(m_room, px(kWidthMin)));
}

QSize InspectorPanel::sizeHint() const {
    return {shownWidth(), 400_px};
}

void InspectorPanel::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(ColorRole::Card));
    painter.fillRect(QRect(0, 0, 1_px, height()),
                     theme().color(m_dragFrom >= 0 ? ColorRole::Focus : ColorRole::CardBorder));
}

void InspectorPanel::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape)
        emit closed();
    else
        QWidget::keyPressEvent(event);
}

bool InspectorPanel::onEdge(const QPoint &position) const {
    return position.x() < kEdge;
}

void InspectorPanel::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !onEdge(event->position().toPoint())) return;
    m_dragFrom = event->globalPosition().toPoint().x();
    m_dragWidth = shownWidth();
    update();
}

void InspectorPanel::mouseMoveEvent(QMouseEvent *event) {
    if (m_dragFrom >= 0) {
        setPreferredWidth(designOf(m_dragWidth + m_dragFrom - event->globalPosition().toPoint().x()));
        return;
    }
    setCursor(onEdge(event->position().toPoint()) ? Qt::SizeHorCursor : Qt::ArrowCursor);
}

void InspectorPanel::mouseReleaseEvent(QMouseEvent *) {
    if (m_dragFrom < 0) return;
    m_dragFrom = -1;
    update();
    emit widthChanged(m_width);
}

} // namespace qd::ui
