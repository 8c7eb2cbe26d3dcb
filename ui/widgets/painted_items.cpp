#include "ui/widgets/painted_items.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtGui/QAccessible>
#include <QtWidgets/QAccessibleWidget>
#include <QtWidgets/QWidget>

namespace qd::ui {

namespace {

/// An item as a screen reader sees it. It outlives neither the widget (isValid) nor the widget's interface.
class ItemInterface final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    ItemInterface(QWidget *widget, PaintedItems *items, int index) : m_widget(widget), m_items(items), m_index(index) {}

    bool isValid() const override { return m_widget && m_index < m_items->itemCount(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override {
        return m_widget ? QAccessible::queryAccessibleInterface(m_widget) : nullptr;
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override {
        return isValid() && kind == QAccessible::Name ? m_items->itemText(m_index) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}

    QRect rect() const override {
        if (!isValid()) return {};
        const QRect item = m_items->itemRect(m_index);
        return {m_widget->mapToGlobal(item.topLeft()), item.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = true;
        state.selectable = true;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selected = m_items->currentItem() == m_index;
        state.focused = m_widget->hasFocus() && state.selected;
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString &name) override {
        if (isValid() && name == pressAction()) m_items->pressItem(m_index);
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QPointer<QWidget> m_widget;
    PaintedItems *m_items; ///< The widget itself.
    int m_index;
};

class ListInterface final : public QAccessibleWidget {
public:
    ListInterface(QWidget *widget, PaintedItems *items)
        : QAccessibleWidget(widget, QAccessible::List, widget->accessibleName()), m_items(items) {}
    ~ListInterface() override {
        for (const QAccessible::Id id : std::as_const(m_ids)) QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return m_items->itemCount(); }
    QAccessibleInterface *child(int index) const override {
        if (index < 0 || index >= m_items->itemCount()) return nullptr;
        // Made when asked for, kept while the widget lives: ten thousand items cost nothing until somebody reads them.
        auto known = m_ids.constFind(index);
        if (known == m_ids.constEnd())
            known = m_ids.insert(index,
                                 QAccessible::registerAccessibleInterface(new ItemInterface(widget(), m_items, index)));
        return QAccessible::accessibleInterface(*known);
    }
    int indexOfChild(const QAccessibleInterface *child) const override {
        for (auto it = m_ids.constBegin(); it != m_ids.constEnd(); ++it)
            if (QAccessible::accessibleInterface(it.value()) == child) return it.key();
        return -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override {
        return child(m_items->itemAt(widget()->mapFromGlobal(QPoint(x, y))));
    }
    QAccessibleInterface *focusChild() const override {
        return widget()->hasFocus() ? child(m_items->currentItem()) : nullptr;
    }
    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Name) return widget()->accessibleName();
        if (kind == QAccessible::Description) return widget()->accessibleDescription();
        return QAccessibleWidget::text(kind);
    }

private:
    PaintedItems *m_items;
    mutable QHash<int, QAccessible::Id> m_ids;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object) {
    auto *widget = qobject_cast<QWidget *>(object);
    auto *items = dynamic_cast<PaintedItems *>(widget);
    return items ? new ListInterface(widget, items) : nullptr;
}

} // namespace

void installPaintedItems() {
    static const bool installed = [] {
        QAccessible::installFactory(&makeInterface);
        return true;
    }();
    static_cast<void>(installed);
}

void announceItemFocus(QWidget &widget, int item) {
    if (!QAccessible::isActive() || item < 0) return;
    QAccessibleEvent event(&widget, QAccessible::Focus);
    event.setChild(item);
    QAccessible::updateAccessibility(&event);
}

} // namespace qd::ui
