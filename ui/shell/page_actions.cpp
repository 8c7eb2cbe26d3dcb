#include "ui/shell/page_actions.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QKeySequence>
#include <algorithm>

#include "ui/widgets/action_id.h"

namespace qd::ui {

namespace {

/// "Pause &queue…" without its mark; a button of a picture alone is called as a screen reader calls it.
QString titleOf(const QAbstractButton &button) {
    QString text = button.text();
    text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
    text.remove(QLatin1Char('&'));
    text.replace(QStringLiteral("\x01"), QStringLiteral("&"));
    return text.isEmpty() ? button.accessibleName() : text;
}

} // namespace

QString PageAction::disabledReason() const {
    if (button && button->isEnabled()) return {};
    return QCoreApplication::translate("PageActions", "not possible now: select something it fits");
}

std::vector<PageAction> pageActions(const QWidget *root, bool hidden) {
    std::vector<PageAction> actions;
    if (root == nullptr) return actions;
    for (QAbstractButton *button : root->findChildren<QAbstractButton *>()) {
        // Corners of tables and the like belong to their control.
        if (button->objectName().startsWith(QStringLiteral("qt_"))) continue;
        const QString id = button->property(kActionId).toString();
        // One with a name that is hidden has only been folded into a menu for want of room.
        const bool there = button->isVisible() || (!id.isEmpty() && button->parentWidget()->isVisible());
        if (!hidden && !there) continue;
        PageAction action{button, id, titleOf(*button), button->shortcut().toString(QKeySequence::NativeText)};
        const bool twice = std::any_of(actions.begin(), actions.end(),
                                       [&](const PageAction &one) { return one.title == action.title; });
        if (!action.title.isEmpty() && !twice) actions.push_back(std::move(action));
    }
    return actions;
}

} // namespace qd::ui
