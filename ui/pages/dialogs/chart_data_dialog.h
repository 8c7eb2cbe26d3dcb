#pragma once
// "Show data": the points of a chart as a table.

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtWidgets/QDialog>

#include "ui/pages/common/page_context.h"

class QLabel;

namespace qd::ui {

class Card;
class ChartDataModel;
class EmptyState;
class TableView;
class TimeSeriesChart;

/// Thread: GUI. Follows what the chart shows, live, frozen or a range, and waits while somebody reads a row.
class ChartDataDialog final : public QDialog {
    Q_OBJECT
public:
    ChartDataDialog(TimeSeriesChart &chart, const PageContext &context, QWidget *parent);

    [[nodiscard]] TableView *table() const { return m_table; }
    [[nodiscard]] QString caption() const;
    /// The selected rows, or all: as in the CSV file, separated by tabs.
    void copyRows();

private:
    void refresh();
    [[nodiscard]] QString stateText() const;

    QPointer<TimeSeriesChart> m_chart;
    PageContext m_context;
    ChartDataModel *m_model;
    TableView *m_table;
    EmptyState *m_empty;
    QLabel *m_caption;
    QTimer m_again;
};

/// A button in the head of the chart's card, which the palette and the keys know under this id, and an entry in the
/// chart's own menu.
void offerChartData(TimeSeriesChart *chart, Card *card, const PageContext &context, const QString &id);

} // namespace qd::ui
