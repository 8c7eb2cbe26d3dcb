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
    bool grave = false;        ///< Counted apart where it does not fit.

    bool operator==(const BarRow &) const = default;
};

/// Thread: GUI. Up, Down, Home, End move; Enter or a click activates a row, or the line that counts the others.
class BarList : public QWidget {
    Q_OBJECT
public:
    explicit BarList(QWidget *parent = nullptr);

    /// Those that do not fit the height are counted in a last line ("3 more, 1 in trouble").
    void setRows(std::vector<BarRow> rows);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] int rowAt(const QPoint &position) const;
    /// Somebody points at a row, or is there with the keyboard: rows should stay where they are.
    [[nodiscard]] bool isInUse() const { return m_pointer || hasFocus(); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void activated(int row);
    void moreActivated(); ///< The line that counts those that do not fit.

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Columns {
        int label = 0;
        int figure = 0;
    };
    [[nodiscard]] Columns measure() const;
    [[nodiscard]] int visibleRows() const;
    [[nodiscard]] QRect rowRect(int row) const;
    /// The last line that can be reached: a row, or the one that counts the others.
    [[nodiscard]] int lastLine() const;
    [[nodiscard]] QString moreText() const; ///< Empty = all fit.
    void activate(int line);
    void paintRow(QPainter &painter, int row, const Columns &columns, double longest) const;
    void refreshAccessible();

    std::vector<BarRow> m_rows;
    int m_current = 0;
    int m_hovered = -1;
    bool m_pointer = false;
};

} // namespace qd::ui
