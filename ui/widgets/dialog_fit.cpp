#include "ui/widgets/dialog_fit.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtGui/QScreen>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/theme/zoom.h"

namespace qd::ui {

namespace {

/// What most desktops put around a dialog; the real one is known too late.
constexpr QMargins kFrame{2, 30, 2, 4};
const QString kScroll = QStringLiteral("qd-dialog-fit");

QSize barsOf(const QScrollArea &scroll) {
    return {scroll.verticalScrollBar()->sizeHint().width(), scroll.horizontalScrollBar()->sizeHint().height()};
}

/// The dialog's layout moves into a scrolled page; whoever holds its widgets notices nothing. Returns how thick the
/// scroll bars are.
QSize makeScrolling(QDialog &dialog) {
    auto *page = new QWidget;
    page->setLayout(dialog.layout());
    auto *scroll = new QScrollArea(&dialog);
    scroll->setObjectName(kScroll);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    page->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    auto *all = new QVBoxLayout(&dialog);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scroll);
    return barsOf(*scroll);
}

QRect roomFor(const QDialog &dialog) {
    return dialog.screen()->availableGeometry().marginsRemoved(kFrame);
}

/// Open, and perhaps too large by now.
void fitAgain(QDialog &dialog) {
    const QRect room = roomFor(dialog);
    DialogFit::fit(dialog, room.size());
    QRect place = dialog.geometry();
    place.moveRight(std::min(place.right(), room.right()));
    place.moveBottom(std::min(place.bottom(), room.bottom()));
    place.moveLeft(std::max(place.left(), room.left()));
    place.moveTop(std::max(place.top(), room.top()));
    if (place.topLeft() != dialog.pos()) dialog.setGeometry(place);
}

} // namespace

DialogFit::DialogFit(QObject *parent) : QObject(parent) {
    onLook(this, [this] {
        // After all of their widgets have taken their new sizes.
        QTimer::singleShot(0, this, [] {
            for (QWidget *top : QApplication::topLevelWidgets())
                if (auto *dialog = qobject_cast<QDialog *>(top); dialog != nullptr && dialog->isVisible())
                    fitAgain(*dialog);
        });
    });
}

void DialogFit::install() {
    static QPointer<DialogFit> one;
    if (one) return;
    one = new DialogFit(QCoreApplication::instance());
    QCoreApplication::instance()->installEventFilter(one);
}

void DialogFit::fit(QDialog &dialog, const QSize &room) {
    auto *scroll = dialog.findChild<QScrollArea *>(kScroll, Qt::FindDirectChildrenOnly);
    QLayout *layout = scroll != nullptr ? scroll->widget()->layout() : dialog.layout();
    if (layout == nullptr) return;
    dialog.ensurePolished();
    layout->activate();
    const QSize least = dialog.minimumSize().expandedTo(layout->totalMinimumSize());
    const int width = std::min(dialog.width(), room.width());
    const int high = layout->hasHeightForWidth() ? layout->totalHeightForWidth(width) : least.height();
    if (scroll == nullptr && least.width() <= room.width() && std::max(least.height(), high) <= room.height()) {
        dialog.resize(dialog.size().boundedTo(room));
        return;
    }
    QWidget *focus = dialog.focusWidget();
    const QSize bars = scroll != nullptr ? barsOf(*scroll) : makeScrolling(dialog);
    dialog.setMinimumSize(dialog.minimumSize().boundedTo(room));
    // The bar at the side takes nothing from what stands beside it. At the width that is left texts have more lines,
    // and what is wider still has its scroll bar below.
    const int wide = std::clamp(layout->totalMinimumSize().width() + bars.width(), width, room.width());
    QSize wanted(wide, layout->hasHeightForWidth() ? layout->totalHeightForWidth(wide - bars.width()) : least.height());
    wanted = wanted.expandedTo(dialog.size());
    if (layout->totalMinimumSize().width() > room.width()) wanted.rheight() += bars.height();
    dialog.resize(wanted.boundedTo(room));
    if (focus != nullptr) focus->setFocus();
}

bool DialogFit::eventFilter(QObject *watched, QEvent *event) {
    auto *dialog =
        event->type() == QEvent::Show && watched->isWidgetType() ? qobject_cast<QDialog *>(watched) : nullptr;
    if (dialog != nullptr && !event->spontaneous() && dialog->screen() != nullptr)
        fit(*dialog, roomFor(*dialog).size());
    return false;
}

} // namespace qd::ui
