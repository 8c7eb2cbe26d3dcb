#pragma once
// A painted widget whose items are no widgets: what it must tell so that screen readers see them as a list.

#include <QtCore/QPoint>
#include <QtCore/QRect>
#include <QtCore/QString>

class QWidget;

namespace qd::ui {

/// Mixed into a widget. Items are numbered from 0. Thread: GUI.
class PaintedItems {
public:
    virtual ~PaintedItems() = default;

    [[nodiscard]] virtual int itemCount() const = 0;
    [[nodiscard]] virtual QString itemText(int item) const = 0;
    [[nodiscard]] virtual QRect itemRect(int item) const = 0; ///< In the widget's coordinates.
    [[nodiscard]] virtual int itemAt(const QPoint &position) const = 0;
    [[nodiscard]] virtual int currentItem() const = 0; ///< -1 = none.
    virtual void pressItem(int item) = 0;
};

/// Every widget that is a PaintedItems has such a list from then on. Once per process suffices, more do no harm.
void installPaintedItems();
/// `widget` must be a PaintedItems; tells that its keyboard is on this item.
void announceItemFocus(QWidget &widget, int item);

} // namespace qd::ui
