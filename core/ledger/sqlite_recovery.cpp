#include "core/ledger/sqlite_recovery.h"

#include <algorithm>
#include <array>
#include <deque>

#include "core/ledger/sqlite_row.h"
#include "core/ledger/sqlite_schema.h"
#include "core/model/task_match.h"

namespace qd {

namespace {

using Counts = std::map<std::uint32_t, SqliteWriter::Counts>;

WallTime wall(std::int64_t ticks) noexcept {
    return WallTime{std::chrono::microseconds{ticks}};
}

/// Steps `sql` to its end. `row` answers an error to stop.
template <typename Row> Result<void> each(Database &db, std::string_view sql, Row &&row) {
    auto statement = db.prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    int code = SQLITE_OK;
    while ((code = statement->step()) == SQLITE_ROW)
        if (Result<void> ok = row(*statement); !ok) return ok;
    if (code != SQLITE_DONE) return std::unexpected(db.error(code));
    return {};
}

Result<void> fetchPayload(Database &db, Statement &select, TaskRecord &record) {
    select.bind(1, static_cast<std::int64_t>(record.id.value));
    const int code = select.step();
    if (code == SQLITE_ROW) record.spec.payload = select.text(0);
    select.reset();
    if (code == SQLITE_ROW) return {};
    if (code == SQLITE_DONE)
        return fail(ErrorCode::Corrupt, "The payload of task " + std::to_string(sequenceOf(record.id)) +
                                            " is missing in " + db.path().string() +
                                            ". Run `qdctl ledger check` and restore a backup");
    return std::unexpected(db.error(code));
}

struct TaskPass {
    Database &db;
    const RecoverySink &sink;
    std::uint64_t finalStatesMax;
    Statement payload;
    std::deque<std::pair<TaskId, TaskState>> finals; ///< The newest by id.
    Counts counts;
    std::array<std::uint64_t, kTaskStates> finalRows{};

    Result<void> row(const Statement &row) {
        const TaskId id{static_cast<std::uint64_t>(row.number(0))};
        const std::int64_t state = row.number(1);
        auto &count = counts[partitionOf(id)];
        ++count.rows;
        count.lastSequence = std::max(count.lastSequence, sequenceOf(id));
        if (state >= 0 && state < static_cast<std::int64_t>(kTaskStates) && isPrunable(static_cast<TaskState>(state))) {
            ++count.finalRows;
            ++finalRows[static_cast<std::size_t>(state)];
            finals.emplace_back(id, static_cast<TaskState>(state));
            if (finals.size() > finalStatesMax) finals.pop_front();
            return {};
        }
        auto record = readRecord(row);
        if (!record) return std::unexpected(record.error());
        if (hasSidePayload(row))
            if (auto ok = fetchPayload(db, payload, *record); !ok) return ok;
        if (sink.task) sink.task(std::move(*record));
        return {};
    }
};

Result<void> readClaims(Database &db, const RecoverySink &sink) {
    if (!sink.claim) return {};
    return each(db, "SELECT key,task,expires FROM claim", [&sink](const Statement &row) -> Result<void> {
        sink.claim(row.text(0), TaskId{static_cast<std::uint64_t>(row.number(1))}, wall(row.number(2)));
        return {};
    });
}

Result<void> readLeases(Database &db, const RecoverySink &sink) {
    if (!sink.lease) return {};
    return each(db, "SELECT id,kind,target,value,owner,reason,started_at,expires_at FROM lease ORDER BY id",
                [&](const Statement &row) -> Result<void> {
                    Override lease;
                    lease.id.value = static_cast<std::uint64_t>(row.number(0));
                    if (row.number(1) < 0 || row.number(1) >= static_cast<std::int64_t>(kOverrideKinds))
                        return fail(ErrorCode::Corrupt, "An override in the ledger " + db.path().string() +
                                                            " has an unknown kind. Restore a backup");
                    lease.kind = static_cast<OverrideKind>(row.number(1));
                    lease.target = row.text(2);
                    lease.value = row.number(3);
                    lease.owner = row.text(4);
                    lease.reason = row.text(5);
                    lease.startedAt = wall(row.number(6));
                    lease.expiresAt = wall(row.number(7));
                    sink.lease(std::move(lease));
                    return {};
                });
}

Result<void> readTickets(Database &db, const RecoverySink &sink) {
    if (!sink.ticket) return {};
    return each(db, "SELECT ticket,at,outcome FROM ticket ORDER BY seq", [&sink](const Statement &row) -> Result<void> {
        TicketRecord record;
        const std::string_view bytes = row.text(0);
        for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 16); ++i) {
            std::uint64_t &half = i < 8 ? record.ticket.high : record.ticket.low;
            half = half << 8 | static_cast<unsigned char>(bytes[i]);
        }
        record.at = wall(row.number(1));
        record.outcome = row.text(2);
        sink.ticket(std::move(record));
        return {};
    });
}

} // namespace

Result<Counts> recoverFrom(Database &db, const RecoverySink &sink, std::uint64_t finalStatesMax,
                           std::uint64_t nextSequence) {
    const auto expected = db.number("SELECT sum(rows)-sum(final_rows) FROM partition");
    if (!expected) return std::unexpected(expected.error());
    if (sink.begin) sink.begin(static_cast<std::uint64_t>(std::max<std::int64_t>(*expected, 0)));
    auto payload = db.prepare("SELECT bytes FROM payload WHERE task=?1");
    if (!payload) return std::unexpected(payload.error());
    TaskPass pass{db, sink, finalStatesMax, std::move(*payload), {}, {}, {}};
    auto ok = each(db, "SELECT " + columnList() + " FROM task ORDER BY id",
                   [&pass](const Statement &row) { return pass.row(row); });
    if (!ok) return std::unexpected(ok.error());
    if (sink.finalState)
        for (const auto &[id, state] : pass.finals) sink.finalState(id, state);
    for (std::size_t state = 0; sink.finalRows && state < kTaskStates; ++state)
        if (pass.finalRows[state] > 0) sink.finalRows(static_cast<TaskState>(state), pass.finalRows[state]);
    if (ok = readClaims(db, sink); !ok) return std::unexpected(ok.error());
    if (ok = readLeases(db, sink); !ok) return std::unexpected(ok.error());
    if (ok = readTickets(db, sink); !ok) return std::unexpected(ok.error());
    if (const auto own = pass.counts.find(0); own != pass.counts.end())
        nextSequence = std::max(nextSequence, own->second.lastSequence + 1);
    if (sink.sequence) sink.sequence(nextSequence);
    return std::move(pass.counts);
}

} // namespace qd
