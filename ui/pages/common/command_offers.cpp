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

const QString kCopyQdctl = QStringLiteral("copyAsQdctl");
const QString kCopyCurl = QStringLiteral("copyAsCurl");
constexpr qsizetype kReasonMax = 60; ///< Of letters, in a menu; the tool tip has them all.

QString say(const char *text) {
    return QCoreApplication::translate("CommandOffers", text);
}

/// There is none without a door, and the entry says why.
void refreshCurl(QAction *copy, const CommandDesk &desk) {
    const DoorAddress door = desk.door();
    copy->setEnabled(!door.url.isEmpty());
    copy->setToolTip(door.problem);
    QString why = door.problem;
    if (why.size() > kReasonMax) why = why.left(kReasonMax) + QStringLiteral("…");
    copy->setText(copy->isEnabled() ? say("Copy as curl") : say("Copy as curl (%1)").arg(why));
}

std::vector<QAction *> makeCopies(QObject *owner, CommandDesk &desk, const CommandMaker &make) {
    auto *qdctl = new QAction(say("Copy as qdctl"), owner);
    qdctl->setObjectName(kCopyQdctl);
    QObject::connect(qdctl, &QAction::triggered, &desk, [&desk, make] { desk.copyQdctl(make()); });
    auto *curl = new QAction(owner);
    curl->setObjectName(kCopyCurl);
    QObject::connect(curl, &QAction::triggered, &desk, [&desk, make] { desk.copyCurl(make()); });
    QObject::connect(&desk, &CommandDesk::doorChanged, curl, [curl, &desk] { refreshCurl(curl, desk); });
    refreshCurl(curl, desk);
    return {qdctl, curl};
}

/// "P&ause…" as a menu of objects shows it.
QString plain(QString text) {
    return text.remove(QLatin1Char('&'));
}

/// What the buttons' own entries of this kind do, under one title.
void addCopies(QMenu *menu, const QString &kind, const std::vector<QPushButton *> &buttons) {
    QMenu *copies = menu->addMenu(QString{});
    for (QPushButton *button : buttons) {
        auto *copy = button->findChild<QAction *>(kind, Qt::FindDirectChildrenOnly);
        if (copy == nullptr) continue;
        copies->setTitle(copy->text());
        copies->setEnabled(copy->isEnabled());
        QAction *entry = copies->addAction(plain(button->text()).remove(QStringLiteral("…")), copy, &QAction::trigger);
        entry->setEnabled(button->isEnabled());
    }
}

void fill(QMenu *menu, const std::vector<QPushButton *> &buttons) {
    for (QPushButton *button : buttons) {
        QAction *act = menu->addAction(plain(button->text()), button, &QPushButton::click);
        act->setEnabled(button->isEnabled());
    }
    menu->addSeparator();
    for (const QString &kind : {kCopyQdctl, kCopyCurl}) addCopies(menu, kind, buttons);
}

} // namespace

void offerCommand(QWidget *control, CommandDesk &desk, const CommandMaker &make) {
    for (QAction *copy : makeCopies(control, desk, make)) control->addAction(copy);
    control->setContextMenuPolicy(Qt::ActionsContextMenu);
}

QPushButton *offerCommandIn(QDialog *dialog, CommandDesk &desk, const CommandMaker &make) {
    QPushButton *button = nullptr;
    const QString title = say("Copy as command");
    if (auto *box = dialog->findChild<QDialogButtonBox *>())
        button = box->addButton(title, QDialogButtonBox::ResetRole);
    else if (auto *question = qobject_cast<ConfirmDialog *>(dialog))
        button = question->addSideButton(title);
    if (button == nullptr) return nullptr;
    button->setAutoDefault(false);
    auto *menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    for (QAction *copy : makeCopies(menu, desk, make)) menu->addAction(copy);
    button->setMenu(menu);
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
