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
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // What title and buttons leave.
    onLook(this, [this] { m_caption->setMinimumWidth(m_caption->minimumSizeHint().width()); });
    setMargins(m_header, {14, 0, 14, 0});
    setSpacing(m_header, kGrid.design);
    m_header->addWidget(m_title);
    m_header->addWidget(m_caption, 1);
    setMargins(m_body, {14, 0, 14, 0});
    setSpacing(m_body, kGrid.design / 2);
    auto *all = new QVBoxLayout(this);
    setMargins(all, {1, 11, 1, 11});
    setSpacing(all, 8);
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
    setMargins(m_body, flush ? QMargins() : QMargins(14, 0, 14, 0));
}

void Card::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    paintRounded(painter, rect(), kCardRadius, theme().color(ColorRole::Card), theme().color(ColorRole::CardBorder));
}

} // namespace qd::ui
