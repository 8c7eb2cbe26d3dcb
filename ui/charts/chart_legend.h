#pragma once
// The line above a chart: names with their values now. A widget of its own, because figures move with every snapshot
// and the lines below them would cost a frame each time. Private to ui/charts.

#include <QtWidgets/QWidget>

#include "ui/theme/shapes.h"
#include "ui/theme/zoom.h"

namespace qd::ui {

struct ChartPicture;

/// A series is told apart by the shape at its newest point as well as by its colour.
[[nodiscard]] Shape endShape(std::size_t series);

class ChartLegend final : public QWidget {
    Q_OBJECT
public:
    static constexpr Px kHeight{20};

    ChartLegend(const ChartPicture &picture, QWidget *parent);
    /// What stands beside the name of a series.
    [[nodiscard]] QString valueText(std::size_t series) const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const ChartPicture &m_picture;
};

} // namespace qd::ui
