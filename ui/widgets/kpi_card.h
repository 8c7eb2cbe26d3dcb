#pragma once
// One figure of the overview: label, big number with unit, a line below, a sparkline beside it.

#include <QtWidgets/QWidget>
#include <vector>

#include "ui/format/format.h"
#include "ui/theme/shapes.h"
#include "ui/theme/theme.h"

namespace qd::ui {

/// Thread: GUI. Accessible as an indicator: name = label, description = figure and line below.
class KpiCard : public QWidget {
    Q_OBJECT
public:
    explicit KpiCard(const QString &label, ColorRole line = ColorRole::Series1, QWidget *parent = nullptr);

    [[nodiscard]] const QString &label() const { return m_label; }
    void setFigure(const Figure &figure);
    /// `shape` and `role` mark it when it says something about a state: a word alone is enough otherwise.
    void setSubLine(const QString &text, Shape shape = Shape::None, ColorRole role = ColorRole::TextSecond);
    /// Oldest first, NaN = gap.
    void setHistory(std::vector<float> values);
    /// With a page behind it the card is a button: focus, Enter, pointing hand.
    void setClickable(bool clickable);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    [[nodiscard]] QRectF sparkRect(double figureRight) const;
    void refreshAccessible();

    QString m_label;
    ColorRole m_line;
    Figure m_figure;
    QString m_sub;
    Shape m_subShape = Shape::None;
    ColorRole m_subRole = ColorRole::TextSecond;
    std::vector<float> m_history;
    bool m_clickable = false;
    bool m_pressed = false;
};

} // namespace qd::ui
