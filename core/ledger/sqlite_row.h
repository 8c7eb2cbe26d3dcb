#pragma once
// Rows of table task as values, and filters as SQL.

#include <string>

#include "core/ledger/sqlite_database.h"
#include "core/model/ledger.h"
#include "core/model/query.h"
#include "core/model/task.h"
#include "core/model/task_match.h"

namespace qd {

/// From a statement that selects columnList(). What stands in side tables is left out (see hasSidePayload()).
/// Corrupt when a blob or a state is damaged; the detail names the task.
[[nodiscard]] Result<TaskRecord> readRecord(const Statement &row);
[[nodiscard]] bool hasSidePayload(const Statement &row) noexcept;
[[nodiscard]] TaskBrief readBrief(const Statement &row);
/// For scans, valid until the statement steps on: all but the payload, or id and (inline) payload only.
[[nodiscard]] ScannedRow readScanned(const Statement &row);
[[nodiscard]] ScannedRow readPayload(const Statement &row);

/// " WHERE ..." (or nothing) over table task; numbers are written out, texts go through bindWhere().
/// `states` replaces those of the filter. The text term calls the function qd_match (see TextFunction).
[[nodiscard]] std::string whereOf(const TaskFilter &filter, std::uint16_t states, WallTime now);
void bindWhere(Statement &statement, const TaskFilter &filter) noexcept;
[[nodiscard]] std::string_view sortExpression(TaskColumn column) noexcept;

/// The SQL function qd_match(name, error, id) of one connection; the needle changes from query to query.
class TextFunction {
public:
    [[nodiscard]] Result<void> install(Database &db);
    void use(const TextMatch *match) noexcept { m_match = match; }

private:
    static void call(sqlite3_context *context, int count, sqlite3_value **values);
    const TextMatch *m_match = nullptr;
};

} // namespace qd
