#include "ui/widgets/card.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include "ui/widgets/painting.h"

namespace qd::ui {

Card::Card(const QString &title, QWidget *parent)
    : QFrame(parent), m_title(new ElidedLabel(title, FontRole::Title, ColorRole::Text)),
      m_caption(new ElidedLabel({}, FontRole::Second, ColorRole::TextSecond)), m_header(new QHBoxLayout),
      m_body(new QVBoxLayout) {
    setAccessibleName(title);
    m_caption->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_header->setContentsMargins(14, 0, 14, 0);
    m_header->setSpacing(kGrid);
    m_header->addWidget(m_title);
    m_header->addWidget(m_caption, 1);
    m_body->setContentsMargins(14, 0, 14, 0);
    m_body->setSpacing(kGrid / 2);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(1, 11, 1, 11);
    all->setSpacing(8);
    all->addLayout(m_header);
    all->addLayout(m_body, 1);
    m_title->setVisible(!title.isEmpty());
}

void Card::setTitle(const QString &title) {
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

QString Card::title() const {
    return m_title->text();
}

void Card::setCaption(const QString &caption) {
    m_caption->setText(caption);
}

void Card::addHeaderWidget(QWidget *widget) {
    // A click on a verb leaves the keyboard in the table that it is about; Tab still reaches it.
    if (qobject_cast<QPushButton *>(widget)) widget->setFocusPolicy(Qt::TabFocus);
    m_header->addWidget(widget);
}

void Card::addBody(QWidget *widget, int stretch) {
    m_body->addWidget(widget, stretch);
}

void Card::setFlush(bool flush) {
    const int side = flush ? 0 : 14;
    m_body->setContentsMargins(side, 0, side, 0);
}

void Card::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    paintRounded(painter, rect(), kCardRadius, theme().color(ColorRole::Card), theme().color(ColorRole::CardBorder));
}

} // namespace qd::ui
