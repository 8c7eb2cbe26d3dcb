#pragma once
// The state of everything at a glance: figures, flow, workers, queues, what happened, what is imposed.

#include <QtWidgets/QWidget>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "ui/pages/common/page_context.h"
#include "ui/widgets/time_bar.h"

class QStackedWidget;
class QVBoxLayout;

namespace qd {
struct Snapshot;
}

namespace qd::ui {

class BarList;
class Card;
class EmptyState;
class EventsModel;
class FooterBar;
class HeatMap;
class KpiCard;
class LoadBar;
class OverridesModel;
class TableView;
class TimeSeriesChart;
class WorkersModel;

/// Thread: GUI. Figures follow each snapshot; charts each tenth of a second, one after the other.
class OverviewPage final : public QWidget {
    Q_OBJECT
public:
    explicit OverviewPage(const PageContext &context, QWidget *parent = nullptr);
    ~OverviewPage() override;

    [[nodiscard]] bool isEmptyStateShown() const;
    /// In place of everything: why there is no engine, and what can be done.
    void showTrouble(const QString &title, const QString &detail,
                     const std::vector<std::pair<QString, std::function<void()>>> &actions);
    /// How it goes on, under the same title and buttons.
    void tellTrouble(const QString &detail);
    void clearTrouble();
    /// The stretch of time that the charts show; nullopt: up to now.
    void setRange(std::optional<TimeRange> range);
    void setMarks(const std::vector<TimeMark> &marks);
    /// The moment under a pointer elsewhere; 0 = none.
    void setLinkedMoment(qint64 ms);

signals:
    void momentHovered(qint64 ms); ///< Over one of the charts; 0 = left.
    void rangeCleared();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildKpis(QVBoxLayout *column);
    void buildCards(QVBoxLayout *column);
    [[nodiscard]] Card *workersCard();
    [[nodiscard]] Card *queuesCard();
    [[nodiscard]] Card *eventsCard();
    [[nodiscard]] Card *overridesCard();
    void buildEmptyState();

    void fitColumns();
    void refresh();
    void refreshKpis(const Snapshot &snapshot);
    void refreshWorkers(const Snapshot &snapshot);
    void refreshQueues(const Snapshot &snapshot);
    void refreshEvents();
    void refreshCharts();
    void refreshAllCharts();
    void stretchCharts();
    void tellSpan(bool ranged);
    void chooseFace(const Snapshot &snapshot);

    PageContext m_context;
    QStackedWidget *m_faces;
    EmptyState *m_empty;
    EmptyState *m_trouble;
    bool m_inTrouble = false;
    KpiCard *m_throughput = nullptr;
    KpiCard *m_depth = nullptr;
    KpiCard *m_inFlight = nullptr;
    KpiCard *m_wait = nullptr;
    KpiCard *m_failures = nullptr;
    KpiCard *m_retries = nullptr;
    TimeSeriesChart *m_flow = nullptr;
    TimeSeriesChart *m_depthChart = nullptr;
    TimeSeriesChart *m_latency = nullptr;
    Card *m_flowCard = nullptr;
    Card *m_depthCard = nullptr;
    Card *m_latencyCard = nullptr;
    Card *m_workersCard = nullptr;
    Card *m_queuesCard = nullptr;
    Card *m_eventsCard = nullptr;
    Card *m_overridesCard = nullptr;
    HeatMap *m_heat = nullptr;
    TableView *m_worst = nullptr;
    BarList *m_queues = nullptr;
    TableView *m_events = nullptr;
    TableView *m_overrides = nullptr;
    LoadBar *m_loadBar = nullptr;
    FooterBar *m_footer = nullptr;
    WorkersModel *m_workersModel = nullptr;
    EventsModel *m_eventsModel = nullptr;
    OverridesModel *m_overridesModel = nullptr;
    std::vector<QString> m_queueNames; ///< Of the bars, in their order.
    std::optional<TimeRange> m_range;
    std::chrono::milliseconds m_span{0};
    int m_turn = 0; ///< Which chart is drawn next.
};

} // namespace qd::ui
