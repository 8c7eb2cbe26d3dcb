#pragma once
// How tables look and behave everywhere: fixed row height, states with shape and word, no live column sizing.

#include <QtCore/QHash>
#include <QtWidgets/QStyledItemDelegate>
#include <QtWidgets/QTableView>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "ui/export/row_writer.h"
#include "ui/theme/state_look.h"

class QMenu;
class QToolButton;

namespace qd::ui {

class TableColumns;

/// What is under every cell: selection, the row under the pointer, the line to the next row, the focus.
void paintCellGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index);

/// What a cell shows, as far as its model says it.
struct CellFace {
    QString text;
    std::optional<StateLook> look;
    bool isPlaceholder = false;

    bool operator==(const CellFace &) const = default;
};
[[nodiscard]] CellFace faceOf(const QModelIndex &index);

/// Paints cells that have a LookRole as shape and word, and placeholders in a quiet colour.
class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    /// The ground is painted.
    virtual void paintFace(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                           const CellFace &face) const;
};

/// Thread: GUI.
class TableView final : public QTableView {
    Q_OBJECT
public:
    explicit TableView(QWidget *parent = nullptr);

    /// `widths` in design pixels by column; 0 hides the column, -1 takes what is left.
    void setModelAndWidths(QAbstractItemModel *model, const std::vector<int> &widths);
    /// Live re-sorting must not move rows under the pointer or away from a selection.
    [[nodiscard]] bool isInUse() const;
    [[nodiscard]] int hoveredRow() const { return m_hovered; } ///< Under the pointer; -1 = none.
    /// The delegate tells what stands on screen from now on.
    void notePainted(const QModelIndex &index, const CellFace &face) const;

    /// Columns can be chosen, and the choice is kept under this name. After model, widths and sorting are set.
    void rememberAs(const QString &id);
    [[nodiscard]] TableColumns *columns() const { return m_columns; } ///< Null before rememberAs().
    [[nodiscard]] std::vector<int> shownColumns() const;              ///< In the order of the screen.
    void setExporter(std::function<void(ExportFormat)> exporter) { m_exporter = std::move(exporter); }
    /// The same for a picture of the table as it is on screen.
    void setPictureSaver(std::function<void()> saver) { m_pictureSaver = std::move(saver); }
    /// Asks where to and writes; nothing happens without an exporter.
    void startExport(ExportFormat format);
    [[nodiscard]] bool canExport() const { return m_exporter != nullptr; }
    /// What can be done with the table itself: its columns, its export.
    void fillMenu(QMenu *menu);
    /// The same as a button, for the head of its card.
    [[nodiscard]] QToolButton *makeMenuButton(QWidget *parent);

    void dataChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles = {}) override;
    void reset() override; ///< A selection that a reset took away is no use any more.

signals:
    void rowActivated(const QModelIndex &index); ///< Enter or double click.
    void useChanged(bool inUse);

protected:
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void tellUse();
    void hover(int row);
    void keepWidth(int column, int before, int now);
    void scaleColumns();
    void repaintIfChanged(int row, int column);
    mutable QHash<std::pair<int, int>, CellFace> m_painted; ///< By row and column.
    TableColumns *m_columns = nullptr;
    std::function<void(ExportFormat)> m_exporter;
    std::function<void()> m_pictureSaver;
    std::vector<int> m_widths; ///< Design pixels.
    int m_zoom = 0;            ///< What the columns stand at.
    int m_hovered = -1;
    bool m_pointer = false;
    bool m_inUse = false;
};

} // namespace qd::ui
