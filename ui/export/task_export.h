#pragma once
// Every task that a query matches, page by page from the session: a table shows a few, the ledger keeps a million.

#include <unordered_set>

#include "ui/export/export_job.h"
#include "ui/session/session.h"

namespace qd::ui {

/// Thread: GUI. `columnIds` as columnId() names those of the tasks table; unknown ones are left out.
class TaskExport final : public ExportJob {
    Q_OBJECT
public:
    static constexpr std::uint32_t kPageRows = 10'000; ///< The most that a query answers.

    TaskExport(Session &session, TaskQuery query, const QStringList &columnIds, const QString &path,
               ExportFormat format, QObject *parent = nullptr);

    /// All that a task's row has, in the order of the table.
    [[nodiscard]] static QStringList allColumns();

protected:
    void fetch() override;
    [[nodiscard]] ExportReport report() const override { return {.rows = m_done, .moved = m_moved}; }

private:
    void take(Result<TaskPage> answer);

    Session &m_session;
    TaskQuery m_query;
    QStringList m_columns;
    std::unique_ptr<QueryHandle> m_open;
    std::unordered_set<TaskId> m_written; ///< Rows move between pages while they are read; each is written once.
    std::uint64_t m_done = 0;
    std::uint64_t m_revision = 0;
    bool m_moved = false;
};

} // namespace qd::ui
