#include "ui/shell/page_scroll.h"

#include <QtCore/QEvent>
#include <QtWidgets/QLayout>
#include <QtWidgets/QScrollBar>

namespace qd::ui {

PageScroll::PageScroll(QWidget *page, QWidget *parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // Whoever gets the keyboard is scrolled into sight.
    viewport()->setAutoFillBackground(false);
    setWidget(page);                    // Watches it, too: eventFilter() is the scroll area's own.
    page->setAutoFillBackground(false); // QScrollArea switches it on
}

void PageScroll::showTop() {
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
}

QSize PageScroll::minimumSizeHint() const {
    return {0, 0};
}

/// Not setWidgetResizable(): that gives a page with a height for its width as much as it would like to have, and pages
/// are made to do with less.
void PageScroll::fitPage() {
    const QLayout *layout = widget()->layout();
    const QSize least = layout != nullptr ? layout->totalMinimumSize() : widget()->minimumSizeHint();
    QSize room = maximumViewportSize();
    if (least.height() > room.height()) room.rwidth() -= verticalScrollBar()->sizeHint().width();
    if (least.width() > room.width()) room.rheight() -= horizontalScrollBar()->sizeHint().height();
    widget()->resize(room.expandedTo(least));
}

void PageScroll::resizeEvent(QResizeEvent *event) {
    fitPage();
    QScrollArea::resizeEvent(event);
}

bool PageScroll::eventFilter(QObject *watched, QEvent *event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) fitPage();
    return QScrollArea::eventFilter(watched, event);
}

} // namespace qd::ui
