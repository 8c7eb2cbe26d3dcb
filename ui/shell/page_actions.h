#pragma once
// What can be done on a page, read from its buttons: a button is an action's one definition, and palette and `?` show
// what it shows.

#include <QtCore/QPointer>
#include <QtWidgets/QAbstractButton>
#include <vector>

namespace qd::ui {

struct PageAction {
    QPointer<QAbstractButton> button;
    QString id;       ///< Empty = keys cannot be given to it.
    QString title;    ///< "Pause queue…"
    QString mnemonic; ///< "Alt+Q"; empty = none.

    /// Empty = can be pressed now.
    [[nodiscard]] QString disabledReason() const;
};

/// Those on screen (or, with `hidden`, all) below `root`, in the order in which they were made; no twice the same
/// title.
[[nodiscard]] std::vector<PageAction> pageActions(const QWidget *root, bool hidden = false);

} // namespace qd::ui
