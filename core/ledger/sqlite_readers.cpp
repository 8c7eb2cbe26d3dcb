#include "core/ledger/sqlite_readers.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/ledger/sqlite_schema.h"
#include "core/model/blob_codec.h"

namespace qd {

namespace {

constexpr std::size_t kConnections = 2;
constexpr int kAttempts = 8;            ///< Of a read that had to make way for the checkpointer.
constexpr int kPollInstructions = 4000; ///< Between two looks at `cancelled`, well under a millisecond.
constexpr std::size_t kProblemsMax = 100;

/// One view of the file for all statements of a read.
class Snapshot {
public:
    explicit Snapshot(Database &db) : m_db(db), m_code(db.exec("BEGIN")) {}
    ~Snapshot() {
        if (m_db.inTransaction()) (void)m_db.exec("ROLLBACK");
    }
    Snapshot(const Snapshot &) = delete;
    Snapshot &operator=(const Snapshot &) = delete;
    [[nodiscard]] int code() const noexcept { return m_code; }

private:
    Database &m_db;
    int m_code;
};

Result<Statement> prepareFilter(Database &db, const std::string &sql, const TaskFilter &filter) {
    auto statement = db.prepare(sql);
    if (statement) bindWhere(*statement, filter);
    return statement;
}

Result<void> fillBriefs(Database &db, const std::vector<std::int64_t> &ids, TaskPage &page) {
    auto select = db.prepare("SELECT " + columnList() + " FROM task WHERE id=?1");
    if (!select) return std::unexpected(select.error());
    page.rows.reserve(ids.size());
    for (const std::int64_t id : ids) {
        select->bind(1, id);
        const int code = select->step();
        if (code == SQLITE_ROW) page.rows.push_back(readBrief(*select));
        select->reset();
        if (code != SQLITE_ROW && code != SQLITE_DONE) return std::unexpected(db.error(code));
    }
    return {};
}

std::string ticketBytes(const Ticket &ticket) {
    std::string out;
    for (const std::uint64_t half : {ticket.high, ticket.low})
        for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(half >> shift);
    return out;
}

} // namespace

Result<void> SqliteReaders::open(const SqliteLedgerOptions &options) {
    for (std::size_t i = 0; i < kConnections; ++i) {
        auto connection = std::make_unique<Connection>();
        auto db = Database::open(options.path, Database::Mode::ReadOnly, options.vfs);
        if (!db) return std::unexpected(db.error());
        connection->db = std::move(*db);
        if (auto ok = connection->db.execute("PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY"); !ok) return ok;
        sqlite3_busy_timeout(connection->db.handle(), 1000);
        sqlite3_progress_handler(connection->db.handle(), kPollInstructions, &SqliteReaders::poll, connection.get());
        if (auto ok = connection->text.install(connection->db); !ok) return ok;
        m_connections.push_back(std::move(connection));
    }
    return {};
}

int SqliteReaders::poll(void *pointer) {
    auto &connection = *static_cast<Connection *>(pointer);
    if (connection.goHome.load(std::memory_order_relaxed)) return 1;
    if (connection.cancelled != nullptr && *connection.cancelled && (*connection.cancelled)())
        connection.stopped = true;
    return connection.stopped ? 1 : 0;
}

SqliteReaders::Connection *SqliteReaders::enter() {
    Lock lock{m_mutex};
    Connection *free = nullptr;
    m_changed.wait(lock.native(), [this, &free]() QD_REQUIRES(m_mutex) {
        if (m_shut) return true;
        for (auto &connection : m_connections)
            if (m_open && !connection->busy) free = connection.get();
        return free != nullptr;
    });
    if (m_shut) return nullptr;
    free->busy = true;
    free->stopped = false;
    free->goHome = false;
    return free;
}

void SqliteReaders::leave(Connection &connection) {
    const Lock lock{m_mutex};
    connection.busy = false;
    connection.cancelled = nullptr;
    m_changed.notify_all();
}

bool SqliteReaders::close(Duration patience, bool interrupt) {
    Lock lock{m_mutex};
    m_open = false;
    const auto empty = [this]() QD_REQUIRES(m_mutex) {
        return std::none_of(m_connections.begin(), m_connections.end(), [](const auto &c) { return c->busy; });
    };
    if (m_changed.wait_for(lock.native(), interrupt ? patience / 10 : patience, empty)) return true;
    if (!interrupt) return false;
    for (auto &connection : m_connections) connection->goHome = connection->busy;
    return m_changed.wait_for(lock.native(), patience, empty);
}

void SqliteReaders::reopen() {
    const Lock lock{m_mutex};
    m_open = true;
    m_changed.notify_all();
}

void SqliteReaders::shut() {
    Lock lock{m_mutex};
    m_shut = true;
    for (auto &connection : m_connections) connection->goHome = true;
    m_changed.notify_all();
    m_changed.wait(lock.native(), [this]() QD_REQUIRES(m_mutex) {
        return std::none_of(m_connections.begin(), m_connections.end(), [](const auto &c) { return c->busy; });
    });
    for (auto &connection : m_connections) connection->db.close();
}

template <typename T, typename Work>
Result<T> SqliteReaders::read(const std::function<bool()> *cancelled, Work &&work) {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        Connection *connection = enter();
        if (connection == nullptr) return fail(ErrorCode::Unavailable, "The ledger is closed");
        connection->cancelled = cancelled;
        Result<T> out = work(*connection);
        const bool sentHome = connection->goHome && !connection->stopped;
        leave(*connection);
        if (out || out.error().code != ErrorCode::Cancelled || !sentHome) return out;
    }
    return fail(ErrorCode::Unavailable,
                "The ledger is too busy writing for a long read. Narrow the filter, or try again "
                "when there is less to write");
}

Result<TaskPage> SqliteReaders::query(const TaskQuery &query, const std::function<bool()> &cancelled) {
    if (auto ok = checkQuery(query); !ok) return std::unexpected(ok.error());
    if (cancelled && cancelled()) return fail(ErrorCode::Cancelled, "The query was cancelled");
    return read<TaskPage>(&cancelled, [&](Connection &connection) { return page(connection, query); });
}

Result<TaskPage> SqliteReaders::page(Connection &connection, const TaskQuery &query) {
    Database &db = connection.db;
    const TextMatch match{query.filter.text, m_ledger};
    connection.text.use(&match);
    const Snapshot snapshot{db};
    if (snapshot.code() != SQLITE_OK) return std::unexpected(db.error(snapshot.code()));
    TaskPage out;
    auto totals = db.prepare("SELECT coalesce(sum(rows),0),coalesce(max(revision),0) FROM partition");
    if (!totals) return std::unexpected(totals.error());
    if (const int code = totals->step(); code != SQLITE_ROW) return std::unexpected(db.error(code));
    out.kept = static_cast<std::uint64_t>(totals->number(0));
    if (m_committed.load(std::memory_order_relaxed)) out.revision = static_cast<std::uint64_t>(totals->number(1));
    const std::string where = whereOf(query.filter, storedStates(query.filter.states), wallNow());
    out.count = out.kept;
    if (!where.empty()) {
        auto count = prepareFilter(db, "SELECT count(*) FROM task" + where, query.filter);
        if (!count) return std::unexpected(count.error());
        if (const int code = count->step(); code != SQLITE_ROW) return std::unexpected(db.error(code));
        out.count = static_cast<std::uint64_t>(count->number(0));
    }
    if (out.count <= query.offset || query.limit == 0) return out;
    // Ids first: the sorter then carries a few bytes per row and not whole rows.
    const std::string_view direction = query.sort.descending ? "DESC" : "ASC";
    const bool byId = query.sort.column == TaskColumn::Id;
    const std::string order = byId ? fmt::format("id {}", direction)
                                   : fmt::format("{0} {1},id {1}", sortExpression(query.sort.column), direction);
    auto ids = prepareFilter(
        db,
        fmt::format("SELECT id FROM task{} ORDER BY {} LIMIT {} OFFSET {}", where, order, query.limit, query.offset),
        query.filter);
    if (!ids) return std::unexpected(ids.error());
    std::vector<std::int64_t> found;
    int code = SQLITE_OK;
    while ((code = ids->step()) == SQLITE_ROW) found.push_back(ids->number(0));
    if (code != SQLITE_DONE) return std::unexpected(db.error(code));
    if (auto ok = fillBriefs(db, found, out); !ok) return std::unexpected(ok.error());
    return out;
}

Result<std::uint32_t> SqliteReaders::scan(const ScanRequest &request,
                                          const std::function<void(const ScannedRow &)> &visit,
                                          const std::function<bool()> &cancelled) {
    if (cancelled && cancelled()) return fail(ErrorCode::Cancelled, "The read was cancelled");
    // A read that is sent home starts again, and those it had visited are visited twice: the rows are the same.
    return read<std::uint32_t>(&cancelled, [&](Connection &connection) { return walk(connection, request, visit); });
}

Result<std::uint32_t> SqliteReaders::walk(Connection &connection, const ScanRequest &request,
                                          const std::function<void(const ScannedRow &)> &visit) {
    Database &db = connection.db;
    const Snapshot snapshot{db};
    if (snapshot.code() != SQLITE_OK) return std::unexpected(db.error(snapshot.code()));
    auto select = db.prepare("SELECT " + columnList() + " FROM task WHERE id>?1 ORDER BY id LIMIT ?2");
    auto payload = db.prepare("SELECT bytes FROM payload WHERE task=?1");
    if (!select || !payload) return std::unexpected(!select ? select.error() : payload.error());
    select->bind(1, static_cast<std::int64_t>(request.after.value));
    select->bind(2, request.limit);
    std::uint32_t visited = 0;
    int code = SQLITE_OK;
    while ((code = select->step()) == SQLITE_ROW) {
        ScannedRow row = request.payloads ? readPayload(*select) : readScanned(*select);
        if (request.payloads && hasSidePayload(*select)) {
            payload->bind(1, static_cast<std::int64_t>(row.id.value));
            if (payload->step() == SQLITE_ROW) row.payload = payload->text(0);
            visit(row);
            payload->reset();
        } else {
            visit(row);
        }
        ++visited;
    }
    if (code != SQLITE_DONE) return std::unexpected(db.error(code));
    return visited;
}

Result<TaskRecord> SqliteReaders::task(TaskId id) {
    return read<TaskRecord>(nullptr, [&](Connection &connection) -> Result<TaskRecord> {
        Database &db = connection.db;
        const Snapshot snapshot{db};
        if (snapshot.code() != SQLITE_OK) return std::unexpected(db.error(snapshot.code()));
        auto select = db.prepare("SELECT " + columnList() + " FROM task WHERE id=?1");
        if (!select) return std::unexpected(select.error());
        select->bind(1, static_cast<std::int64_t>(id.value));
        const int code = select->step();
        if (code == SQLITE_DONE)
            return fail(ErrorCode::NotFound, "Task " + taskIdText(m_ledger, id) + " is not, or no longer, kept");
        if (code != SQLITE_ROW) return std::unexpected(db.error(code));
        auto record = readRecord(*select);
        if (!record) return record;
        auto payload = db.prepare("SELECT bytes FROM payload WHERE task=?1");
        auto result = db.prepare("SELECT error,output,error_output FROM result WHERE task=?1 AND epoch=?2");
        if (!payload || !result) return std::unexpected(!payload ? payload.error() : result.error());
        payload->bind(1, static_cast<std::int64_t>(id.value));
        if (hasSidePayload(*select) && payload->step() == SQLITE_ROW) record->spec.payload = payload->text(0);
        result->bind(1, static_cast<std::int64_t>(id.value));
        result->bind(2, record->epoch);
        if (result->step() == SQLITE_ROW) {
            record->result.error = result->text(0);
            record->result.output = result->text(1);
            record->result.errorOutput = result->text(2);
        }
        return record;
    });
}

Result<Outcome> SqliteReaders::outcome(const Ticket &ticket) {
    return read<Outcome>(nullptr, [&](Connection &connection) -> Result<Outcome> {
        auto select = connection.db.prepare("SELECT outcome FROM ticket WHERE ticket=?1");
        if (!select) return std::unexpected(select.error());
        const std::string bytes = ticketBytes(ticket);
        select->bindBlob(1, bytes);
        const int code = select->step();
        if (code == SQLITE_DONE)
            return fail(ErrorCode::NotFound,
                        "No outcome is kept for ticket " + ticket.text() + "; the newest 100 000 are, for one hour");
        if (code != SQLITE_ROW) return std::unexpected(connection.db.error(code));
        auto decoded = decodeOutcome(select->text(0));
        if (decoded) decoded->ticket = ticket;
        return decoded;
    });
}

Result<LedgerCheck> SqliteReaders::check(const std::function<bool()> &cancelled) {
    return read<LedgerCheck>(&cancelled, [this](Connection &connection) { return inspect(connection); });
}

Result<LedgerCheck> SqliteReaders::inspect(Connection &connection) {
    Database &db = connection.db;
    const Snapshot snapshot{db};
    if (snapshot.code() != SQLITE_OK) return std::unexpected(db.error(snapshot.code()));
    LedgerCheck out;
    const auto problem = [&out](std::string text) {
        // Damage of the whole file answers every question with the same sentence.
        if (std::ranges::find(out.problems, text) != out.problems.end()) return;
        if (out.problems.size() < kProblemsMax) out.problems.push_back(std::move(text));
    };
    const auto finding = [&](int code) -> Result<void> { // Damage is what we look for; all else is in the way.
        if ((code & 0xff) != SQLITE_CORRUPT && (code & 0xff) != SQLITE_NOTADB) return std::unexpected(db.error(code));
        problem(db.error(code).detail);
        return {};
    };
    auto quick = db.prepare("PRAGMA quick_check(100)");
    if (!quick) return std::unexpected(quick.error());
    int code = SQLITE_OK;
    while ((code = quick->step()) == SQLITE_ROW)
        if (quick->text(0) != "ok") problem(std::string{quick->text(0)});
    if (code != SQLITE_DONE)
        if (auto ok = finding(code); !ok) return std::unexpected(ok.error());

    auto counts = db.prepare("SELECT count(*),coalesce(sum(state IN (6,8)),0) FROM task");
    if (!counts) return std::unexpected(counts.error());
    if (code = counts->step(); code == SQLITE_ROW) {
        out.rows = static_cast<std::uint64_t>(counts->number(0));
        out.finalRows = static_cast<std::uint64_t>(counts->number(1));
    } else if (auto ok = finding(code); !ok) {
        return std::unexpected(ok.error());
    }

    // Each counts what must not exist.
    constexpr std::pair<const char *, const char *> rules[] = {
        {"SELECT count(*) FROM task WHERE state NOT BETWEEN 0 AND 8 OR reason NOT BETWEEN 0 AND 22",
         "tasks have an unknown state or reason"},
        {"SELECT count(*) FROM task WHERE state IN (6,7,8) AND finished_at=0", "final tasks have no end"},
        {"SELECT count(*) FROM task WHERE payload_bytes>1024 AND id NOT IN (SELECT task FROM payload)",
         "big payloads are missing"},
        {"SELECT count(*) FROM payload WHERE task NOT IN (SELECT id FROM task)", "payloads belong to no task"},
        {"SELECT count(*) FROM result WHERE task NOT IN (SELECT id FROM task)", "results belong to no task"},
        {"SELECT count(*) FROM partition p WHERE next_sequence<=(SELECT coalesce(max(id & 4503599627370495),0) FROM "
         "task "
         "WHERE id BETWEEN p.partition<<52 AND (p.partition<<52)+4503599627370495)",
         "partitions would use a task number again"},
        {"SELECT (SELECT coalesce(sum(rows),0) FROM partition)<>(SELECT count(*) FROM task) OR "
         "(SELECT coalesce(sum(final_rows),0) FROM partition)<>(SELECT count(*) FROM task WHERE state IN (6,8))",
         "row counts do not agree with the rows"},
    };
    for (const auto &[sql, text] : rules) {
        auto rule = db.prepare(sql);
        if (!rule) return std::unexpected(rule.error());
        if (code = rule->step(); code == SQLITE_ROW) {
            if (rule->number(0) > 0) problem(fmt::format("{} {}", rule->number(0), text));
        } else if (auto ok = finding(code); !ok) {
            return std::unexpected(ok.error());
        }
    }
    return out;
}

} // namespace qd
