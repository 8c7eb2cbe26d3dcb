#include "ui/widgets/heat_map_accessible.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtGui/QAccessible>
#include <QtWidgets/QAccessibleWidget>

#include "ui/widgets/heat_map.h"

namespace qd::ui {

namespace {

/// A cell as a screen reader sees it. It outlives neither the map (isValid) nor the map's interface.
class CellInterface final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    CellInterface(HeatMap *map, int index) : m_map(map), m_index(index) {}

    bool isValid() const override { return m_map && m_index < m_map->shownCells(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override {
        return m_map ? QAccessible::queryAccessibleInterface(m_map) : nullptr;
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override {
        return isValid() && kind == QAccessible::Name ? m_map->cellText(m_index) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}

    QRect rect() const override {
        if (!isValid()) return {};
        const QRect cell = m_map->cellRect(m_index);
        return {m_map->mapToGlobal(cell.topLeft()), cell.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = true;
        state.selectable = true;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selected = m_map->current() == m_index;
        state.focused = m_map->hasFocus() && state.selected;
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString &name) override {
        if (!isValid() || name != pressAction()) return;
        m_map->setCurrent(m_index);
        emit m_map->cellActivated(m_index);
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QPointer<HeatMap> m_map;
    int m_index;
};

class MapInterface final : public QAccessibleWidget {
public:
    explicit MapInterface(HeatMap *map)
        : QAccessibleWidget(map, QAccessible::List, map->accessibleName()), m_map(map) {}
    ~MapInterface() override {
        for (const QAccessible::Id id : std::as_const(m_ids)) QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return m_map->shownCells(); }
    QAccessibleInterface *child(int index) const override {
        if (index < 0 || index >= m_map->shownCells()) return nullptr;
        // Made when asked for, kept while the map lives: ten thousand cells cost nothing until somebody reads them.
        auto known = m_ids.constFind(index);
        if (known == m_ids.constEnd()) {
            known = m_ids.insert(index, QAccessible::registerAccessibleInterface(new CellInterface(m_map, index)));
        }
        return QAccessible::accessibleInterface(*known);
    }
    int indexOfChild(const QAccessibleInterface *child) const override {
        for (auto it = m_ids.constBegin(); it != m_ids.constEnd(); ++it)
            if (QAccessible::accessibleInterface(it.value()) == child) return it.key();
        return -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override {
        return child(m_map->cellAt(m_map->mapFromGlobal(QPoint(x, y))));
    }
    QAccessibleInterface *focusChild() const override { return m_map->hasFocus() ? child(m_map->current()) : nullptr; }
    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Name) return m_map->accessibleName();
        if (kind == QAccessible::Description) return m_map->accessibleDescription();
        return QAccessibleWidget::text(kind);
    }

private:
    HeatMap *m_map;
    mutable QHash<int, QAccessible::Id> m_ids;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object) {
    auto *map = qobject_cast<HeatMap *>(object);
    return map ? new MapInterface(map) : nullptr;
}

} // namespace

void installHeatMapAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(&makeInterface);
        return true;
    }();
    static_cast<void>(installed);
}

void announceHeatMapFocus(HeatMap &map, int index) {
    if (!QAccessible::isActive() || index < 0) return;
    QAccessibleEvent event(&map, QAccessible::Focus);
    event.setChild(index);
    QAccessible::updateAccessibility(&event);
}

} // namespace qd::ui
