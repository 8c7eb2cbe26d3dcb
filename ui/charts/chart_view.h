#pragma once
// The drawing surface of TimeSeriesChart: Qt Charts draws the lines, everything else (grid, shade, marks, crosshair,
// legend) is painted by hand below and above them. Private to ui/charts.

#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>
#include <functional>
#include <vector>

#include "ui/charts/decimate.h"
#include "ui/charts/time_axis.h"
#include "ui/charts/time_series_chart.h"

namespace qd::ui {

class ChartLegend;

/// All that is drawn, as the chart's owner prepared it.
struct ChartPicture {
    std::vector<SeriesDefinition> series;
    std::vector<std::vector<ChartPoint>> points; ///< Decimated, per series.
    std::vector<qint64> times;                   ///< As given, for the crosshair.
    std::vector<std::vector<double>> values;
    std::vector<double> current; ///< In the legend instead of the newest values, when given.
    std::vector<ChartMark> marks;
    qint64 fromMs = 0;
    qint64 toMs = 1;
    ValueAxis axis;
    ValueAxis rightAxis; ///< As many grid lines as `axis`.
    bool hasRight = false;
    bool utc = false;
    bool empty = true;
    QString emptyText;
    std::function<QString(double)> format;
    std::function<QString(double, double)> axisFormat; ///< Of a value and the top; empty: format.

    [[nodiscard]] QString axisText(double value, double top) const {
        return axisFormat ? axisFormat(value, top) : format(value);
    }
    /// What stands for a value of the series on the left axis, which everything is drawn by.
    [[nodiscard]] double onLeft(std::size_t of, double value) const {
        return series[of].right && hasRight ? value * axis.top / rightAxis.top : value;
    }
};

class ChartView : public QChartView {
    Q_OBJECT
public:
    explicit ChartView(const ChartPicture &picture, QWidget *parent = nullptr);

    void rebuildSeries();
    /// Hands the picture's points to Qt Charts: one geometry pass for all.
    void showPicture();
    void layoutPlot();
    void refreshLegend();
    [[nodiscard]] const ChartLegend &legend() const { return *m_legend; }
    void setCrosshair(qint64 ms);
    [[nodiscard]] qint64 crosshair() const { return m_crosshair; }
    [[nodiscard]] QRectF plot() const { return m_plot; }

    /// "14:22:05  pool 8 → 24" of the mark near this place; empty = none.
    [[nodiscard]] QString markText(double x) const;
    [[nodiscard]] double xOf(double ms) const;

signals:
    void hovered(qint64 ms);

protected:
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] double yOf(double value) const;
    void paintGrid(QPainter &painter) const;
    void paintShade(QPainter &painter, std::size_t series) const;
    void paintEnds(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintCrosshair(QPainter &painter) const;
    void paintReadout(QPainter &painter, std::size_t sample, double x) const;

    const ChartPicture &m_picture;
    QValueAxis *m_timeAxis;
    QValueAxis *m_valueAxis;
    std::vector<QLineSeries *> m_lines;
    ChartLegend *m_legend;
    QRectF m_plot;
    qint64 m_crosshair = 0;
};

} // namespace qd::ui
