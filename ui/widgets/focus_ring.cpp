#include "ui/widgets/focus_ring.h"

#include <QtGui/QFocusEvent>
#include <QtGui/QPainter>

#include "ui/widgets/painting.h"

namespace qd::ui {

FocusRing::FocusRing(QWidget *around) : QWidget(around) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    around->installEventFilter(this);
    hide();
}

bool FocusRing::eventFilter(QObject *watched, QEvent *event) {
    auto *around = static_cast<QWidget *>(watched);
    switch (event->type()) {
    case QEvent::FocusIn: {
        // A click says itself where it went.
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        setVisible(reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                   reason == Qt::ShortcutFocusReason);
        setGeometry(around->rect());
        raise();
        break;
    }
    case QEvent::FocusOut: hide(); break;
    case QEvent::Resize: setGeometry(around->rect()); break;
    default: break;
    }
    return QWidget::eventFilter(watched, event);
}

void FocusRing::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    paintFocusRing(painter, rect(), 4_px);
}

} // namespace qd::ui
