#pragma once
#include <QtWidgets/QAbstractButton>
#include <vector>

namespace qd::ui {

inline constexpr char kActionId[] = "actionId";

/// A button with a name for ever: keys can be given to it, and they are stored under this name. For what a page can
/// always do, even when it is folded away; every button that is seen is in the palette, with a name or without.
inline void nameAction(QAbstractButton *button, const QString &id) {
    button->setProperty(kActionId, id);
}

/// A button that is not there all the time: what the table of keys says about it.
struct NamedAction {
    QString id;
    QString title;
};
/// Of one kind of inspector: "Worker inspector".
struct NamedActions {
    QString place;
    std::vector<NamedAction> actions;
};

} // namespace qd::ui
