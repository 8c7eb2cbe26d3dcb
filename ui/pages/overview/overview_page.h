#pragma once
// The state of everything at a glance: figures, flow, workers, queues, what happened, what is imposed.

#include <QtWidgets/QWidget>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "ui/pages/common/page_context.h"
#include "ui/widgets/time_bar.h"

class QStackedWidget;
class QVBoxLayout;

namespace qd {
struct Snapshot;
}

namespace qd::ui {

class Card;
class EmptyState;
class EventsCard;
class FiguresRow;
class FooterBar;
class LoadBar;
class OverridesModel;
class QueuesCard;
class TrendCharts;
class WorkersCard;

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

private:
    [[nodiscard]] QWidget *board();
    void layCards(QVBoxLayout *column);
    [[nodiscard]] Card *overridesCard();
    void buildEmptyState();

    [[nodiscard]] bool isBoardShown() const;
    void refresh();
    void refreshOverrides(const Snapshot &snapshot);
    void refreshCharts();
    void refreshAllCharts();
    void chooseFace(const Snapshot &snapshot);

    PageContext m_context;
    QStackedWidget *m_faces;
    EmptyState *m_empty;
    EmptyState *m_trouble;
    bool m_inTrouble = false;
    FiguresRow *m_figures = nullptr;
    TrendCharts *m_charts = nullptr;
    WorkersCard *m_workers = nullptr;
    QueuesCard *m_queues = nullptr;
    EventsCard *m_events = nullptr;
    Card *m_overridesCard = nullptr;
    OverridesModel *m_overrides = nullptr;
    LoadBar *m_loadBar = nullptr;
    FooterBar *m_footer = nullptr;
    int m_turn = 0; ///< Which chart is drawn next.
};

} // namespace qd::ui
