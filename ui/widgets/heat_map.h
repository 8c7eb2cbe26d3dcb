#pragma once
// One cell for each of many things: state colour, glyph, fill level, outline when a person imposed something. Painted
// into a kept image at device resolution; only cells that changed are painted again.

#include <QtCore/QHash>
#include <QtGui/QImage>
#include <QtWidgets/QWidget>
#include <cstdint>
#include <functional>
#include <vector>

#include "ui/theme/shapes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/painted_items.h"

namespace qd::ui {

struct HeatCell {
    ColorRole role = ColorRole::Unknown;
    Shape glyph = Shape::None; ///< None only for the ordinary state (busy): its fill level is its shape.
    std::uint8_t load = 255;   ///< Fill level 0..200 (0..100 %), 255 = no level: the whole cell is filled.
    bool imposed = false;
    bool fault = false;

    bool operator==(const HeatCell &) const = default;
};

/// Thread: GUI. Arrow keys, Home, End, Page keys move the current cell; Enter or a click activates it.
class HeatMap : public QWidget, public PaintedItems {
    Q_OBJECT
public:
    explicit HeatMap(QWidget *parent = nullptr);
    ~HeatMap() override;

    /// At most 100 000 cells are shown; the rest is cut off and `shownCells() < given` says so.
    void setCells(std::vector<HeatCell> cells);
    [[nodiscard]] int shownCells() const { return static_cast<int>(m_cells.size()); }
    /// Text of a cell, for the tool tip and for screen readers: "w-104 · lost · charge 8f31". Asked only when needed.
    void setTextProvider(std::function<QString(int)> provider);
    [[nodiscard]] QString cellText(int index) const;
    [[nodiscard]] int current() const { return m_current; }
    /// -1 = none.
    void setCurrent(int index);
    [[nodiscard]] int cellAt(const QPoint &position) const;
    [[nodiscard]] QRect cellRect(int index) const;
    [[nodiscard]] int columns() const { return m_columns; }
    /// Cells painted since creation, for tests and for the frame budget.
    [[nodiscard]] std::uint64_t cellsPainted() const { return m_cellsPainted; }

    [[nodiscard]] int itemCount() const override { return shownCells(); }
    [[nodiscard]] QString itemText(int item) const override { return cellText(item); }
    [[nodiscard]] QRect itemRect(int item) const override { return cellRect(item); }
    [[nodiscard]] int itemAt(const QPoint &position) const override { return cellAt(position); }
    [[nodiscard]] int currentItem() const override { return m_current; }
    void pressItem(int item) override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

signals:
    void currentChanged(int index);
    void cellActivated(int index);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void relayout();
    void renderDirty();
    void paintCell(QPainter &painter, const HeatCell &cell, const QRect &rect) const;
    [[nodiscard]] const QImage &tile(const HeatCell &cell);
    void setHovered(int index);
    [[nodiscard]] int indexAfterKey(int key) const;

    std::vector<HeatCell> m_cells;
    std::vector<std::uint32_t> m_dirty; ///< Cells to paint again; meaningless while m_allDirty.
    bool m_allDirty = true;
    QHash<std::uint64_t, QImage> m_tiles; ///< Painted cells by their look.
    QImage m_image;
    std::function<QString(int)> m_provider;
    int m_cell = 14; ///< Side of a cell, without the gap.
    int m_cellHeight = 14;
    int m_gap = 3;
    int m_columns = 1;
    int m_current = -1;
    int m_hovered = -1;
    std::uint64_t m_cellsPainted = 0;
};

} // namespace qd::ui
