#pragma once
// Tasks, paged over Session::query: only what somebody looks at is fetched, everything else is a placeholder.

#include <QtCore/QAbstractTableModel>
#include <QtCore/QTimer>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/model/query.h"
#include "ui/session/session.h"
#include "ui/theme/state_look.h"

namespace qd::ui {

/// Thread: GUI. Memory is bounded: kPagesMax pages, the farthest from what was last looked at go first.
class TasksModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Id,
        State,
        Name,
        Type,
        Queue,
        Priority,
        Attempts,
        Worker,
        Created,
        Started,
        RunTime,
        Finished,
        Error,
        ColumnCount
    };
    Q_ENUM(Column)
    static constexpr std::uint32_t kPageRows = 200;
    static constexpr std::size_t kPagesMax = 50;

    explicit TasksModel(Session &session, QObject *parent = nullptr);
    ~TasksModel() override;

    void setFilter(const TaskFilter &filter);
    [[nodiscard]] const TaskFilter &filter() const { return m_filter; }
    /// What the table shows, from its first row.
    [[nodiscard]] TaskQuery query() const { return {.filter = m_filter, .sort = m_sort}; }
    void sort(int column, Qt::SortOrder order) override;
    /// While held (pointer or selection in the view) rows keep their places: figures are refreshed in place, and how
    /// many newer tasks wait is in newer().
    void setHold(bool hold);
    [[nodiscard]] std::uint64_t newer() const { return m_newer; }
    /// newer() is as far as was counted; there are more.
    [[nodiscard]] bool isNewerCut() const { return m_newerCut; }
    /// Rows that are held in their places although the filter by state would leave them out now.
    [[nodiscard]] std::uint64_t unmatched() const { return m_unmatched; }
    /// How many match the filter by the last answer; count() is how many rows are shown.
    [[nodiscard]] std::uint64_t matching() const { return m_newestCount; }
    /// The newest task that matched by the same answer; nullopt while the order of the rows does not tell it.
    [[nodiscard]] std::optional<TaskId> newestMatching() const { return m_newestMatching; }
    /// Since the oldest of the rows that somebody looks at was asked for; zero before the first answer.
    [[nodiscard]] Duration age() const;
    /// The engine's calendar when the oldest of the rows that somebody looks at was asked for; nothing before the first
    /// answer.
    [[nodiscard]] std::optional<WallTime> asOf() const;
    /// A frozen view is at this moment: tasks that were submitted after it are told as not being there yet. The others
    /// stay as they were when they were read (asOf). nullopt: a live view.
    void setMoment(std::optional<WallTime> moment);
    /// Stop asking while nobody sees the page.
    void setActive(bool active);
    /// These rows are on screen: a view that has nothing to repaint reads nothing, and would not be refreshed.
    void look(int first, int last);
    /// Asks again for what is loaded. Done by itself once a second while active.
    void refresh();
    /// Takes the newest order although the rows are held.
    void showNewest();

    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] std::uint64_t kept() const { return m_kept; }
    /// Rows read so far while not all of them are: what is shown may be less than there is. 0 = complete.
    [[nodiscard]] std::uint64_t filling() const { return m_filling; }
    /// Pages are asked for and have not come.
    [[nodiscard]] bool isFetching() const { return !m_open.empty() || !m_wanted.empty(); }
    /// Another order or filter is wanted, and comes when the frozen view goes on.
    [[nodiscard]] bool waits() const { return m_waits; }
    [[nodiscard]] bool loading() const { return m_first && !m_failure; }
    [[nodiscard]] const std::optional<qd::Error> &failure() const { return m_failure; }
    /// Null while the row is a placeholder.
    [[nodiscard]] const TaskBrief *taskAt(int row) const;
    /// Every row that is loaded, in order.
    void eachLoaded(const std::function<void(int row, const TaskBrief &task)> &visit) const;
    /// -1 when the task is not loaded.
    [[nodiscard]] int rowOf(TaskId id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void countsChanged(); ///< count, kept, newer, loading or failure.
    void aboutToSort();   ///< Somebody wants another order; the rows are still those of before.

private:
    using Pages = std::map<std::uint32_t, std::vector<TaskBrief>>;
    void want(std::uint32_t page) const;
    void fetchWanted();
    void begin();
    void restart();
    using Moment = std::chrono::steady_clock::time_point;
    /// When rows were asked for, by a clock that never jumps and by the engine's calendar.
    struct Asked {
        Moment at;
        WallTime wall;
    };
    [[nodiscard]] Asked asking() const;
    [[nodiscard]] std::optional<Asked> oldestAsked() const;
    void takePage(std::uint32_t page, const Asked &asked, Result<TaskPage> answer);
    void takeHeld(const Asked &asked, Result<TaskPage> answer);
    [[nodiscard]] bool isNotYet(const TaskBrief &task) const { return m_moment && task.createdAt > *m_moment; }
    [[nodiscard]] StateLook look(const TaskBrief &task) const;
    void countUnmatched();
    void takeNewestCount(const Result<TaskPage> &answer);
    [[nodiscard]] std::optional<TaskId> newestLoaded() const;
    /// nullopt: from the newest one that the next answer names.
    void countNewerFrom(std::optional<TaskId> newest);
    void changeCount(std::uint64_t count);
    void replacePage(std::uint32_t page, std::vector<TaskBrief> rows);
    void dropFarPages(std::uint32_t around);
    void refreshHeld();
    void fail(const qd::Error &error);
    [[nodiscard]] QVariant value(const TaskBrief &task, int column) const;
    [[nodiscard]] QString display(const TaskBrief &task, int column) const;

    Session &m_session;
    TaskFilter m_filter;
    TaskSort m_sort;
    Pages m_pages;
    std::map<std::uint32_t, Asked> m_askedAt;       ///< Of each page.
    mutable std::map<std::uint32_t, Moment> m_seen; ///< Pages read lately.
    mutable std::vector<std::uint32_t> m_wanted;    ///< Asked for by data(), fetched from the event loop.
    std::map<std::uint32_t, std::unique_ptr<QueryHandle>> m_open;
    std::unique_ptr<QueryHandle> m_heldQuery;
    std::unique_ptr<QueryHandle> m_countQuery;
    mutable QTimer m_fetch;
    QTimer m_refresh;
    std::uint64_t m_count = 0;
    std::uint64_t m_newestCount = 0;
    std::optional<TaskId> m_newestMatching;
    std::optional<TaskId> m_newestHeld; ///< The newest task that matched when the rows began to be held.
    std::uint64_t m_newer = 0;
    bool m_newerCut = false;
    std::uint64_t m_kept = 0;
    std::uint64_t m_unmatched = 0;
    std::uint64_t m_filling = 0;
    std::optional<qd::Error> m_failure;
    std::optional<WallTime> m_moment; ///< Of a frozen view.
    bool m_first = true;              ///< Nothing has been answered for this filter yet.
    bool m_hold = false;
    bool m_waits = false;
    std::size_t m_heldAsked = 0; ///< Rows of the newest look at those that are held.
    bool m_active = true;
};

} // namespace qd::ui
