#include "ui/widgets/search_field.h"

#include <QtGui/QAction>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QToolButton>

#include "ui/theme/icons.h"

namespace qd::ui {

SearchField::SearchField(const QString &placeholder, QWidget *parent) : QLineEdit(parent) {
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    setMaxLength(200);
    const QAction *search = addAction(icon(QStringLiteral("search"), ColorRole::TextMuted), QLineEdit::LeadingPosition);
    for (QToolButton *button : findChildren<QToolButton *>())
        button->setAccessibleName(button->defaultAction() == search ? placeholder : tr("Clear"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(150);
    connect(&m_pause, &QTimer::timeout, this, &SearchField::emitNow);
    connect(this, &QLineEdit::textChanged, this, [this] { m_pause.start(); });
    connect(this, &QLineEdit::returnPressed, this, &SearchField::emitNow);
}

void SearchField::setDelay(int ms) {
    m_pause.setInterval(ms);
}

void SearchField::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape) {
        if (text().isEmpty()) return clearFocus(); // The keys of the page are wanted again.
        clear();
        emitNow();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchField::emitNow() {
    m_pause.stop();
    const QString now = text().trimmed();
    if (now == m_last) return;
    m_last = now;
    emit searchChanged(now);
}

} // namespace qd::ui
