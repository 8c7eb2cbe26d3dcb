#pragma once
// A small line without axes. Painted by hand: a hundred of them cost about a millisecond.

#include <QtWidgets/QWidget>
#include <vector>

#include "ui/theme/theme.h"

namespace qd::ui {

/// Paints a sparkline into `rect`: for delegates. NaN leaves a gap. `fill` shades below the line (a few cards only).
/// The scale goes from zero (or the minimum, when negative) to the maximum.
void paintSparkline(QPainter &painter, const QRectF &rect, const std::vector<float> &values, const QColor &line,
                    const QColor *fill = nullptr);

/// Thread: GUI.
class Sparkline : public QWidget {
    Q_OBJECT
public:
    explicit Sparkline(QWidget *parent = nullptr);

    /// Oldest first; at most 240 are kept, the newest ones. Repaints only when something changed.
    void setValues(std::vector<float> values);
    void setRole(ColorRole role);
    void setFilled(bool filled);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<float> m_values;
    ColorRole m_role = ColorRole::Series1;
    bool m_filled = false;
};

} // namespace qd::ui
