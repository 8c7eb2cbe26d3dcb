// Retention: final rows go by count and age, in id order and in small slices. A cursor walks up the table; rows behind
// it that were unfinished when it passed come back through a list when they end. So no index is needed, and no row is
// looked at twice.

#include "core/ledger/sqlite_writer.h"

#include <algorithm>

#include "core/model/task_match.h"

namespace qd {

namespace {

constexpr std::size_t kScanSlice = 512;
constexpr std::size_t kLateMax = 1'000'000; ///< Beyond it the walk starts again from the bottom.
constexpr std::int64_t kTicketsKept = 100'000;
constexpr Duration kTicketsKeptFor = std::chrono::hours{1};
constexpr std::uint64_t kSmallEvery = 64; ///< Groups between two looks at tickets and claims.

std::int64_t ticks(WallTime time) noexcept {
    return time.time_since_epoch().count();
}

} // namespace

void SqliteWriter::noteFinal(TaskId id) {
    ++partition(id).finalRows;
    const auto key = static_cast<std::int64_t>(id.value);
    if (key > m_state.cursor) return;
    m_late.push_back(key);
}

int SqliteWriter::prune(WallTime now, std::size_t budget) {
    m_moreToPrune = false;
    if (++m_groups % kSmallEvery == 1)
        if (const int code = pruneSmall(now); code != SQLITE_OK) return code;
    const std::int64_t oldest = ticks(std::chrono::floor<std::chrono::microseconds>(now - m_rules.keepFor));
    if (const int code = pruneLate(oldest, budget); code != SQLITE_OK) return code;
    std::uint64_t excess = finalRows() > m_rules.keepRows ? finalRows() - m_rules.keepRows : 0;
    while (budget > 0) {
        const std::size_t slice = std::min(budget, kScanSlice);
        budget -= slice;
        m_sql.scan.bind(1, m_state.cursor);
        m_sql.scan.bind(2, static_cast<std::int64_t>(slice));
        std::vector<Doomed> doomed;
        std::size_t seen = 0;
        bool enough = false;
        int code = SQLITE_OK;
        while (!enough && (code = m_sql.scan.step()) == SQLITE_ROW) {
            const bool prunable = isPrunable(static_cast<TaskState>(m_sql.scan.number(1)));
            // The first final row that may stay ends the walk: what follows is younger.
            if (prunable && excess == 0 && m_sql.scan.number(2) > oldest) {
                enough = true;
                break;
            }
            ++seen;
            m_state.cursor = m_sql.scan.number(0);
            if (!prunable) continue;
            doomed.push_back({m_state.cursor, m_sql.scan.number(1)});
            if (excess > 0) --excess;
        }
        m_sql.scan.reset();
        if (!enough && code != SQLITE_DONE) return code;
        if (code = removePruned(doomed); code != SQLITE_OK) return code;
        if (enough || seen < slice) return SQLITE_OK;
    }
    m_moreToPrune = true;
    return SQLITE_OK;
}

int SqliteWriter::pruneLate(std::int64_t oldest, std::size_t budget) {
    std::vector<Doomed> doomed;
    std::uint64_t excess = finalRows() > m_rules.keepRows ? finalRows() - m_rules.keepRows : 0;
    for (; m_state.lateTaken < m_late.size() && doomed.size() < budget; ++m_state.lateTaken) {
        const std::int64_t id = m_late[m_state.lateTaken];
        m_sql.stateOf.bind(1, id);
        const int code = m_sql.stateOf.step();
        const std::int64_t state = code == SQLITE_ROW ? m_sql.stateOf.number(0) : 0;
        const bool prunable = code == SQLITE_ROW && isPrunable(static_cast<TaskState>(state));
        const bool old = prunable && m_sql.stateOf.number(1) <= oldest;
        m_sql.stateOf.reset();
        if (code != SQLITE_ROW && code != SQLITE_DONE) return code;
        if (!prunable) continue; // Purged meanwhile.
        if (excess == 0 && !old) break;
        doomed.push_back({id, state});
        if (excess > 0) --excess;
    }
    std::sort(doomed.begin(), doomed.end());
    doomed.erase(std::unique(doomed.begin(), doomed.end()), doomed.end());
    return removePruned(doomed);
}

/// After a commit only: a roll-back needs the list as it was.
void SqliteWriter::forgetLate() {
    if (m_late.size() - m_state.lateTaken > kLateMax) {
        m_late.clear();
        m_state.lateTaken = 0;
        m_state.cursor = INT64_MIN;
    }
    if (m_state.lateTaken < kScanSlice || m_state.lateTaken < m_late.size() / 2) return;
    m_late.erase(m_late.begin(), m_late.begin() + static_cast<std::ptrdiff_t>(m_state.lateTaken));
    m_state.lateTaken = 0;
}

/// `rows` ascending by id. Neighbours go in one statement.
int SqliteWriter::removePruned(const std::vector<Doomed> &rows) {
    for (std::size_t from = 0; from < rows.size();) {
        std::size_t to = from + 1;
        while (to < rows.size() && rows[to].id == rows[to - 1].id + 1) ++to;
        for (Statement *statement : {&m_sql.deleteRange, &m_sql.deletePayloadRange, &m_sql.deleteResultRange}) {
            statement->bind(1, rows[from].id);
            statement->bind(2, rows[to - 1].id);
            if (const int code = statement->run(); code != SQLITE_OK) return code;
        }
        from = to;
    }
    for (const Doomed &row : rows) {
        const TaskId id{static_cast<std::uint64_t>(row.id)};
        noteRemoved(id, row.state);
        Partition &counts = partition(id);
        if (counts.rows > 0) --counts.rows;
        if (counts.finalRows > 0) --counts.finalRows;
    }
    m_state.pruned += rows.size();
    return SQLITE_OK;
}

int SqliteWriter::pruneSmall(WallTime now) {
    m_sql.deleteClaims.bind(1, ticks(now));
    if (const int code = m_sql.deleteClaims.run(); code != SQLITE_OK) return code;
    const std::int64_t oldest = ticks(std::chrono::floor<std::chrono::microseconds>(now - kTicketsKeptFor));
    std::int64_t last = m_ticketSequence - kTicketsKept;
    int code = SQLITE_OK;
    while ((code = m_sql.oldTickets.step()) == SQLITE_ROW && m_sql.oldTickets.number(1) < oldest)
        last = std::max(last, m_sql.oldTickets.number(0));
    m_sql.oldTickets.reset();
    if (code != SQLITE_ROW && code != SQLITE_DONE) return code;
    m_sql.deleteTickets.bind(1, last);
    return m_sql.deleteTickets.run();
}

} // namespace qd
