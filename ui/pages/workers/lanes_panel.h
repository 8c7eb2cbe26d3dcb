#pragma once
// What the workers did lately, a lane each.

#include <QtWidgets/QWidget>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/model/query.h"
#include "ui/pages/common/page_context.h"

class QComboBox;
class QStackedWidget;

namespace qd::ui {

class AttemptHistory;
class EmptyState;
class LaneChart;
class PolledQuery;
class WorkersModel;
struct LaneBar;

/// Thread: GUI. The lanes are the rows of the table, in its order and under its filter. Bars come from two queries a
/// second while this is seen: what started last (at most kTasksMost), and what is running however long ago it started.
/// They tell of the latest attempt of each task; the earlier ones of those that were tried more than once are read task
/// by task (AttemptHistory), and the caption says of how many that has not been done.
class LanesPanel final : public QWidget {
    Q_OBJECT
public:
    static constexpr std::uint32_t kTasksMost = 4000;

    LanesPanel(const PageContext &context, WorkersModel &workers, QWidget *parent = nullptr);

    [[nodiscard]] LaneChart *chart() const { return m_chart; }
    /// How much time is shown; stands in the header of the card, remembered.
    [[nodiscard]] QComboBox *span() const { return m_span; }
    /// "newest 4 000 of 12 345 tasks"
    [[nodiscard]] const QString &caption() const { return m_caption; }
    [[nodiscard]] std::vector<WorkerId> selected() const;
    void choose(WorkerId worker);
    void refresh(); ///< Rows, order or filter of the table changed.

signals:
    void captionChanged();
    void selectionChanged();
    void workerChosen(qd::WorkerId worker);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    using Bars = std::unordered_map<std::uint32_t, std::vector<LaneBar>>;
    [[nodiscard]] Bars barsByWorker();
    void addBars(const TaskPage &page, Bars &bars);
    void addEarlier(const TaskBrief &task, const std::vector<AttemptRecord> &attempts, Bars &bars);
    /// When the window of time begins, in microseconds.
    [[nodiscard]] std::int64_t begin() const;
    [[nodiscard]] WallTime end() const;
    void refreshWindow();
    void refreshEmpty();
    void refreshCaption();
    [[nodiscard]] QString barText(std::uint64_t id) const;
    [[nodiscard]] QString taskText(const TaskBrief &task) const;
    [[nodiscard]] QString attemptText(const TaskBrief &task, const AttemptRecord &attempt) const;
    void openBar(std::uint64_t id);

    PageContext m_context;
    WorkersModel &m_workers;
    PolledQuery *m_newest;
    PolledQuery *m_running;
    AttemptHistory *m_history;
    LaneChart *m_chart;
    QComboBox *m_span;
    QStackedWidget *m_body;
    EmptyState *m_empty;
    QString m_caption;
    std::unordered_map<std::uint64_t, const TaskBrief *> m_tasks; ///< Of both pages, for tool tips.
    struct Earlier {
        const TaskBrief *task;
        AttemptRecord attempt;
    };
    std::unordered_map<std::uint64_t, Earlier> m_earlier; ///< By bar; the bar of a latest attempt is named as its task.
};

} // namespace qd::ui
