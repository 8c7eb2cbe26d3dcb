#include "ui/pages/common/command_offers.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QAction>
#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QDialog>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>

#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/table_view.h"
#include "ui/widgets/confirm_dialog.h"

namespace qd::ui {
namespace {

const QString kCopyAction = QStringLiteral("copyAsCommand");

QString title() {
    return QCoreApplication::translate("CommandOffers", "Copy as command");
}

/// "P&ause…" as a menu of objects shows it.
QString plain(QString text) {
    return text.remove(QLatin1Char('&'));
}

QAction *copyActionOf(const QPushButton *button) {
    return button->findChild<QAction *>(kCopyAction, Qt::FindDirectChildrenOnly);
}

void fill(QMenu *menu, const std::vector<QPushButton *> &buttons) {
    for (QPushButton *button : buttons) {
        QAction *act = menu->addAction(plain(button->text()), button, &QPushButton::click);
        act->setEnabled(button->isEnabled());
    }
    menu->addSeparator();
    QMenu *copies = menu->addMenu(title());
    for (QPushButton *button : buttons) {
        QAction *copy = copyActionOf(button);
        if (copy == nullptr) continue;
        QAction *entry = copies->addAction(plain(button->text()).remove(QStringLiteral("…")), copy, &QAction::trigger);
        entry->setEnabled(button->isEnabled());
    }
}

} // namespace

void offerCommand(QWidget *control, CommandDesk &desk, CommandText text) {
    auto *copy = new QAction(title(), control);
    copy->setObjectName(kCopyAction);
    QObject::connect(copy, &QAction::triggered, &desk, [&desk, text = std::move(text)] { desk.copyCommand(text()); });
    control->addAction(copy);
    control->setContextMenuPolicy(Qt::ActionsContextMenu);
}

QPushButton *offerCommandIn(QDialog *dialog, CommandDesk &desk, CommandText text) {
    QPushButton *button = nullptr;
    if (auto *box = dialog->findChild<QDialogButtonBox *>())
        button = box->addButton(title(), QDialogButtonBox::ResetRole);
    else if (auto *question = qobject_cast<ConfirmDialog *>(dialog))
        button = question->addSideButton(title());
    if (button == nullptr) return nullptr;
    button->setObjectName(kCopyAction);
    button->setAutoDefault(false);
    QObject::connect(button, &QPushButton::clicked, &desk,
                     [&desk, text = std::move(text)] { desk.copyCommand(text()); });
    return button;
}

void offerMenu(QAbstractScrollArea *view, std::vector<QPushButton *> buttons) {
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    QObject::connect(view, &QWidget::customContextMenuRequested, view,
                     [view, buttons = std::move(buttons)](const QPoint &at) {
                         auto *menu = new QMenu(view);
                         menu->setAttribute(Qt::WA_DeleteOnClose);
                         fill(menu, buttons);
                         if (auto *table = qobject_cast<TableView *>(view)) {
                             menu->addSeparator();
                             table->fillMenu(menu);
                         }
                         menu->popup(view->viewport()->mapToGlobal(at));
                     });
}

} // namespace qd::ui
