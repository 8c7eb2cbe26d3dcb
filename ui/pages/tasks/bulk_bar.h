#pragma once
// The row of actions above the table of tasks: for the rows selected, or for all that match the filter.

#include <QtWidgets/QWidget>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ui/pages/common/page_context.h"
#include "ui/pages/tasks/task_actions.h"
#include "ui/theme/state_look.h"

class QLabel;
class QPushButton;

namespace qd::ui {

class BulkRun;
class OneLineRow;
class TableView;
class TasksModel;

/// Thread: GUI.
class BulkBar final : public QWidget {
    Q_OBJECT
public:
    BulkBar(const PageContext &context, TasksModel &model, QWidget *parent = nullptr);

    /// Once the table has its model.
    void setTable(TableView *table);
    /// Selection, filter or counts changed.
    void refresh();
    /// The rows selected are about to move: their tasks stay selected, and those that move out of sight can be acted
    /// upon all the same. Until somebody selects others.
    void keepSelection();
    void dropSelection(); ///< What is out of sight, too.
    [[nodiscard]] QPushButton *button(TaskVerb verb) const { return m_verbs[static_cast<std::size_t>(verb)]; }
    [[nodiscard]] QPushButton *priorityButton() const { return m_priority; }
    /// "Select all 12 480 that match"; hidden while the rows selected are all there are.
    [[nodiscard]] QPushButton *allButton() const { return m_all; }
    [[nodiscard]] QPushButton *stopButton() const { return m_stop; }
    [[nodiscard]] bool isAllMatching() const { return m_allMatching.has_value(); }
    [[nodiscard]] QString progressText() const;
    [[nodiscard]] QString captionText() const; ///< "12 selected"
    [[nodiscard]] std::uint64_t selectedRows() const;

private:
    void buildButtons();
    void act(TaskVerb verb);
    void actPriority(std::uint8_t priority);
    using ActionMaker = std::function<DeskAction(const TaskFilter &, std::uint64_t)>;
    void start(const std::optional<TaskFilter> &filter, ActionMaker make);
    void tell(Tone tone, const QString &text);
    void tellNone();
    void toggleAll();
    void dropAll();
    void onSelection();
    void findKept();
    void refreshProgress();
    void tellEnd(const QString &error);
    void run(DeskAction action);
    [[nodiscard]] std::vector<TaskId> selected(const std::function<bool(TaskState)> &applies) const;
    [[nodiscard]] QString nameOf(const std::vector<TaskId> &ids) const;
    void selectAllMatching();
    [[nodiscard]] std::uint16_t statesSelected() const;
    void refreshVerbs(bool possible);
    [[nodiscard]] CommandText commandText(TaskVerb verb) const;
    [[nodiscard]] CommandText priorityText() const;

    PageContext m_context;
    TasksModel &m_model;
    TableView *m_table = nullptr;
    BulkRun *m_run;
    OneLineRow *m_row;
    std::vector<QPushButton *> m_verbs;
    QPushButton *m_priority = nullptr;
    QLabel *m_caption = nullptr;
    QPushButton *m_all = nullptr;
    QPushButton *m_stop = nullptr;
    QLabel *m_progress = nullptr;
    struct Kept {
        TaskId id;
        TaskState state; ///< When it was last seen.
    };
    std::vector<Kept> m_kept; ///< Selected, and not among the rows that are loaded. Bounded by what can be loaded.
    TaskFilter m_keptFilter;
    bool m_finding = false; ///< Rows are being selected because they are kept.
    struct AllMatching {
        TaskFilter shown;        ///< What the table was filtered by.
        TaskFilter filter;       ///< The same, and no newer tasks than were there.
        std::uint64_t count = 0; ///< That matched when they were selected.
    };
    std::optional<AllMatching> m_allMatching;
    std::unique_ptr<QueryHandle> m_count;
};

} // namespace qd::ui
