#pragma once
// The points of a chart as rows, newest first.

#include <QtCore/QAbstractTableModel>

#include "ui/charts/chart_data.h"

namespace qd::ui {

/// Thread: GUI. Column 0 is the time, the others are the chart's series.
class ChartDataModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit ChartDataModel(QObject *parent = nullptr);

    /// Points that went on come and go at the ends, so that what is scrolled to and selected stays; anything else is a
    /// reset.
    void apply(ChartData next);
    [[nodiscard]] const ChartData &shown() const { return m_data; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] std::size_t pointOf(int row) const {
        return m_data.timesMs.size() - 1 - static_cast<std::size_t>(row);
    }
    [[nodiscard]] double valueAt(const QModelIndex &index) const;
    [[nodiscard]] bool goesOn(const ChartData &next, std::size_t gone) const;

    ChartData m_data;
};

} // namespace qd::ui
