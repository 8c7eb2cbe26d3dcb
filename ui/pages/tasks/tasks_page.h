#pragma once
// Queues above, their tasks below.

#include <QtWidgets/QWidget>
#include <chrono>
#include <vector>

#include "core/model/query.h"
#include "ui/pages/common/page_context.h"
#include "ui/pages/tasks/task_actions.h"

class QPushButton;
class QSplitter;
class QStackedWidget;

namespace qd::ui {

class BulkBar;
class Card;
class EmptyState;
class FilterBar;
class FooterBar;
class FrozenNote;
class QueuesPanel;
class StateChips;
class TableView;
class TasksModel;

/// Thread: GUI.
class TasksPage final : public QWidget {
    Q_OBJECT
public:
    explicit TasksPage(const PageContext &context, QWidget *parent = nullptr);

    void showTask(TaskId task);
    void showQueue(const QString &queue);
    void showState(const QString &state); ///< Empty = all.
    void holdRows();
    void focusFilter();

    [[nodiscard]] TableView *tasksTable() const { return m_tasks; }
    [[nodiscard]] QueuesPanel *queues() const { return m_queues; }
    [[nodiscard]] FilterBar *filter() const { return m_filter; }
    [[nodiscard]] StateChips *chips() const { return m_chips; }
    [[nodiscard]] BulkBar *bulk() const { return m_bulk; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] Card *tasksCard();
    void buildBulkRow(QWidget *row);
    void refresh();
    void refreshFooter();
    void refreshAge();
    void refreshFrozen();
    void look();
    void applyFilter();
    void shareHeight();
    void refreshReadable();
    void tellEmpty();
    [[nodiscard]] QString besideText() const;
    void clearFilter();
    void inspect(const QModelIndex &index);

    PageContext m_context;
    QueuesPanel *m_queues;
    TasksModel *m_tasksModel;
    Card *m_tasksCard = nullptr;
    TableView *m_tasks = nullptr;
    StateChips *m_chips = nullptr;
    FilterBar *m_filter = nullptr;
    QPushButton *m_queueFilter = nullptr; ///< Shows and clears the queue that is filtered by.
    QPushButton *m_newer = nullptr;
    BulkBar *m_bulk = nullptr;
    FrozenNote *m_frozen = nullptr;
    QStackedWidget *m_body = nullptr;
    EmptyState *m_empty = nullptr;
    QString m_emptyDetail; ///< What it tells.
    FooterBar *m_footer;
    QSplitter *m_splitter = nullptr;
    QString m_queueName;
    std::chrono::steady_clock::time_point m_ageToldAt;
};

} // namespace qd::ui
