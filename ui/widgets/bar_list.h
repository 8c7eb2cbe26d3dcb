#pragma once
// Horizontal bars with label and figure, for queues and shares. Labels and figures share columns; nothing is clipped
// without an ellipsis and a tool tip.

#include <QtWidgets/QWidget>
#include <vector>

#include "ui/theme/shapes.h"
#include "ui/theme/theme.h"

namespace qd::ui {

struct BarRow {
    QString label{};
    double value = 0; ///< >= 0; the longest bar of the list fills the width.
    QString text{};   ///< The figure at the right.
    ColorRole role = ColorRole::Series1;
    Shape shape = Shape::None; ///< Before the label, when the row is in a state worth a mark.
    QString hint{};            ///< Tool tip and screen reader, beside label and figure.

    bool operator==(const BarRow &) const = default;
};

/// Thread: GUI. Up, Down, Home, End move; Enter or a click activates a row.
class BarList : public QWidget {
    Q_OBJECT
public:
    explicit BarList(QWidget *parent = nullptr);

    /// Those that do not fit the height are counted in a last line ("3 more").
    void setRows(std::vector<BarRow> rows);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] int rowAt(const QPoint &position) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void activated(int row);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Columns {
        int label = 0;
        int figure = 0;
    };
    [[nodiscard]] Columns measure() const;
    [[nodiscard]] int visibleRows() const;
    [[nodiscard]] QRect rowRect(int row) const;
    void paintRow(QPainter &painter, int row, const Columns &columns, double longest) const;
    void refreshAccessible();

    std::vector<BarRow> m_rows;
    int m_current = 0;
    int m_hovered = -1;
};

} // namespace qd::ui
