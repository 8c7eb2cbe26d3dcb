#pragma once
// Lines over time: 1 to 4 series, optionally shaded, with our own crosshair, marks and labels.

#include <QtWidgets/QWidget>
#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "ui/charts/chart_data.h"
#include "ui/theme/shapes.h"
#include "ui/theme/theme.h"

namespace qd::ui {

struct SeriesDefinition {
    QString name; ///< The word in the legend.
    ColorRole role = ColorRole::Series1;
    bool area = false;    ///< Shaded below the line; one per chart, at most 300 points.
    bool stepped = false; ///< Holds its value until the next sample (worker counts).
    bool right = false;   ///< Measured on an axis of its own, at the right.
    QString unit{};       ///< Of the values as they are given: "ms"; empty for counts.
    QString id{};         ///< In files, with the unit: "wait_p99_ms".
};

struct ChartMark {
    qint64 atMs = 0;
    QString text;
    Shape shape = Shape::Diamond;
    ColorRole role = ColorRole::Imposed;

    bool operator==(const ChartMark &) const = default;
};

/// Thread: GUI. Costs nothing while hidden: data is kept, and drawn when it becomes visible. Redraws at most 10 times a
/// second.
class TimeSeriesChart : public QWidget {
    Q_OBJECT
public:
    explicit TimeSeriesChart(QWidget *parent = nullptr);
    ~TimeSeriesChart() override;

    /// One to four.
    void setSeries(std::vector<SeriesDefinition> series);
    /// `timesMs` ascending wall times; `values[series][i]` belongs to timesMs[i], NaN leaves a gap. All of one length;
    /// a shorter one is filled with gaps. Above 600 points min/max pairs are drawn.
    void setData(std::vector<qint64> timesMs, std::vector<std::vector<double>> values);
    /// The values now, one per series, for the legend: they may be newer than the last drawn sample. Cheap.
    void setCurrent(std::vector<double> values);
    /// What the legend says beside a series' name.
    [[nodiscard]] QString currentText(std::size_t series) const;
    /// The window on the time axis; the right end is the newest sample (or setNow). Default 5 min.
    void setSpan(std::chrono::milliseconds span);
    /// At most 50, the newest.
    void setMarkers(std::vector<ChartMark> marks);
    /// How a value reads on the axis and in the crosshair; default formatCompact.
    void setValueFormat(std::function<QString(double)> format);
    /// How values read beside the grid, when one format for all lengths would mix its units there. `top`: where the
    /// axis ends.
    void setAxisFormat(std::function<QString(double value, double top)> format);
    /// The vertical axis never ends below this (an idle chart must not blow noise up to full height). Default 1.
    void setValueFloor(double floor);
    void setUtc(bool utc);
    /// Text while there are less than two points.
    void setEmptyText(const QString &text);
    /// The moment under a crosshair on another chart of the page; 0 = none. See momentHovered.
    void setLinkedMoment(qint64 ms);
    /// The stretch of time on the axis as drawn last.
    [[nodiscard]] std::pair<qint64, qint64> window() const;
    /// The tool tip at a moment: the mark nearby, with its time.
    [[nodiscard]] QString markTextAt(qint64 ms) const;
    /// Points now drawn in the longest series; for tests.
    [[nodiscard]] int drawnPoints() const;
    /// Redraws since creation; for tests of "hidden charts idle".
    [[nodiscard]] std::uint64_t redraws() const;
    /// What a screen reader reads: each series with its newest value, minimum and maximum.
    [[nodiscard]] QString summary() const;
    /// The points given for the stretch of time on the axis; nothing is thinned out.
    [[nodiscard]] ChartData data() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    /// The pointer (or the arrow keys) moved the crosshair; 0 = left.
    void momentHovered(qint64 ms);

protected:
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace qd::ui
