#include "ui/widgets/copy_label.h"

#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QMenu>

#include "ui/theme/zoom.h"

namespace qd::ui {

CopyLabel::CopyLabel(const QString &text, QWidget *parent)
    : ElidedLabel(text, FontRole::Mono, ColorRole::Text, parent) {
    setElideMode(Qt::ElideMiddle);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void CopyLabel::copy() const {
    QGuiApplication::clipboard()->setText(text());
}

void CopyLabel::paintEvent(QPaintEvent *event) {
    ElidedLabel::paintEvent(event);
    if (!hasFocus()) return;
    QPainter painter(this);
    paintFocusRing(painter, rect(), 3_px);
}

void CopyLabel::keyPressEvent(QKeyEvent *event) {
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        ElidedLabel::keyPressEvent(event);
}

void CopyLabel::mouseDoubleClickEvent(QMouseEvent *) {
    copy();
}

void CopyLabel::contextMenuEvent(QContextMenuEvent *event) {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("&Copy")), &QAction::triggered, this, &CopyLabel::copy);
    menu->popup(event->globalPos());
}

} // namespace qd::ui
