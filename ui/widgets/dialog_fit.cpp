#include "ui/widgets/dialog_fit.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QPointer>
#include <QtGui/QScreen>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

namespace qd::ui {

namespace {

/// What most desktops put around a dialog; the real one is known too late.
constexpr QMargins kFrame{2, 30, 2, 4};

/// The dialog's layout moves into a scrolled page; whoever holds its widgets notices nothing. Returns how thick the
/// scroll bars are.
QSize makeScrolling(QDialog &dialog) {
    auto *page = new QWidget;
    page->setLayout(dialog.layout());
    auto *scroll = new QScrollArea(&dialog);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    page->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    auto *all = new QVBoxLayout(&dialog);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scroll);
    return {scroll->verticalScrollBar()->sizeHint().width(), scroll->horizontalScrollBar()->sizeHint().height()};
}

} // namespace

void DialogFit::install() {
    static QPointer<DialogFit> one;
    if (one) return;
    one = new DialogFit(QCoreApplication::instance());
    QCoreApplication::instance()->installEventFilter(one);
}

void DialogFit::fit(QDialog &dialog, const QSize &room) {
    QLayout *layout = dialog.layout();
    if (layout == nullptr) return;
    dialog.ensurePolished();
    layout->activate();
    const QSize least = dialog.minimumSize().expandedTo(layout->totalMinimumSize());
    const int width = std::min(dialog.width(), room.width());
    const int high = layout->hasHeightForWidth() ? layout->totalHeightForWidth(width) : least.height();
    if (least.width() <= room.width() && std::max(least.height(), high) <= room.height()) {
        dialog.resize(dialog.size().boundedTo(room));
        return;
    }
    QWidget *focus = dialog.focusWidget();
    const QSize bars = makeScrolling(dialog);
    dialog.setMinimumSize(dialog.minimumSize().boundedTo(room));
    // At the width that is left texts have more lines, and what is wider still has its scroll bar below.
    QSize wanted(width,
                 layout->hasHeightForWidth() ? layout->totalHeightForWidth(width - bars.width()) : least.height());
    wanted = wanted.expandedTo(dialog.size());
    if (layout->totalMinimumSize().width() > room.width()) wanted.rheight() += bars.height();
    dialog.resize(wanted.boundedTo(room));
    if (focus != nullptr) focus->setFocus();
}

bool DialogFit::eventFilter(QObject *watched, QEvent *event) {
    auto *dialog =
        event->type() == QEvent::Show && watched->isWidgetType() ? qobject_cast<QDialog *>(watched) : nullptr;
    if (dialog != nullptr && !event->spontaneous() && dialog->screen() != nullptr)
        fit(*dialog, dialog->screen()->availableGeometry().marginsRemoved(kFrame).size());
    return false;
}

} // namespace qd::ui
