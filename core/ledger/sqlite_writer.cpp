#include "core/ledger/sqlite_writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/ledger/sqlite_schema.h"
#include "core/model/task_match.h"

namespace qd {

namespace {

constexpr int kRefused = -1; ///< Not a code of SQLite: a fence or a claim says no.
constexpr std::size_t kPruneSlice = 512;

std::int64_t key(TaskId id) noexcept {
    return static_cast<std::int64_t>(id.value);
}
std::int64_t ticks(WallTime time) noexcept {
    return time.time_since_epoch().count();
}
constexpr int at(Col column) noexcept {
    return static_cast<int>(column) + 1;
}

/// Parameters are numbered by column in every statement, so that one function binds them all.
std::string assignments(std::initializer_list<std::pair<std::string_view, Col>> columns) {
    std::string out;
    for (const auto &[name, column] : columns) out += fmt::format("{}{}=?{}", out.empty() ? "" : ",", name, at(column));
    return out;
}

std::string updateSql(std::string_view more, std::string_view condition = {}) {
    return "UPDATE task SET " +
           assignments({{"state", Col::State},
                        {"finished_at", Col::FinishedAt},
                        {"priority", Col::Priority},
                        {"worker", Col::Worker},
                        {"reason", Col::Reason},
                        {"attempts", Col::Attempts},
                        {"attempts_max", Col::AttemptsMax},
                        {"deliveries", Col::Deliveries},
                        {"deliveries_max", Col::DeliveriesMax},
                        {"epoch", Col::Epoch},
                        {"exit_code", Col::ExitCode},
                        {"changed_at", Col::ChangedAt},
                        {"started_at", Col::StartedAt},
                        {"run_at", Col::RunAt},
                        {"deadline", Col::Deadline},
                        {"timeout", Col::Timeout},
                        {"run_time", Col::RunTime},
                        {"error", Col::Error}}) +
           std::string{more} + " WHERE id=?1" + std::string{condition};
}

std::string insertSql() {
    std::string values;
    for (int i = 1; i <= kCols; ++i) values += fmt::format("{}?{}", i == 1 ? "" : ",", i);
    return "INSERT INTO task(" + columnList() + ") VALUES(" + values + ")";
}

TaskState stored(TaskState state) noexcept {
    return state == TaskState::Running ? TaskState::Assigned : state;
}

} // namespace

Result<void> SqliteWriter::prepare() {
    if (auto ok = m_textFunction.install(m_db); !ok) return ok;
    const std::string history = "," + assignments({{"history", Col::History}});
    const std::string result =
        history + "," +
        assignments({{"output_bytes", Col::OutputBytes}, {"output", Col::Output}, {"error_output", Col::ErrorOutput}});
    const std::pair<Statement *, std::string> all[] = {
        {&m_sql.begin, "BEGIN IMMEDIATE"},
        {&m_sql.commit, "COMMIT"},
        {&m_sql.rollback, "ROLLBACK"},
        {&m_sql.insert, insertSql()},
        {&m_sql.update, updateSql("")},
        {&m_sql.updateWithHistory, updateSql(history)},
        {&m_sql.final, updateSql(result, " AND state NOT IN (6,8)")},
        {&m_sql.finalAgain, updateSql(result)},
        {&m_sql.remove, "DELETE FROM task WHERE id=?1"},
        {&m_sql.stateOf, "SELECT state,finished_at FROM task WHERE id=?1"},
        {&m_sql.putPayload, "INSERT OR REPLACE INTO payload(task,bytes) VALUES(?1,?2)"},
        {&m_sql.deletePayload, "DELETE FROM payload WHERE task=?1"},
        {&m_sql.putResult,
         "INSERT OR REPLACE INTO result(task,epoch,error,output,error_output) VALUES(?1,?2,?3,?4,?5)"},
        {&m_sql.deleteResult, "DELETE FROM result WHERE task=?1"},
        // The constraint of deduplication: only an expired claim gives way.
        {&m_sql.claim, "INSERT INTO claim(key,task,expires) VALUES(?1,?2,?3) ON CONFLICT(key) DO UPDATE SET task=?2, "
                       "expires=?3 WHERE claim.expires<=?4 OR claim.task=?2"},
        {&m_sql.putLease, "INSERT OR REPLACE INTO lease(id,kind,target,value,owner,reason,started_at,expires_at) "
                          "VALUES(?1,?2,?3,?4,?5,?6,?7,?8)"},
        {&m_sql.deleteLease, "DELETE FROM lease WHERE id=?1"},
        {&m_sql.putTicket,
         "INSERT INTO ticket(seq,ticket,at,outcome) VALUES(?1,?2,?3,?4) ON CONFLICT(ticket) DO UPDATE SET "
         "outcome=?4"},
        {&m_sql.addPartition, "INSERT OR IGNORE INTO partition VALUES(?1,0,1,0,0,0)"},
        {&m_sql.stamp, "UPDATE partition SET fence=?2,next_sequence=?3,revision=?4 WHERE partition=?1 AND fence<=?2"},
        {&m_sql.putCounts, "UPDATE partition SET rows=?2,final_rows=?3 WHERE partition=?1"},
        {&m_sql.scan, "SELECT id,state,finished_at FROM task WHERE id>?1 ORDER BY id LIMIT ?2"},
        {&m_sql.deleteRange, "DELETE FROM task WHERE id BETWEEN ?1 AND ?2"},
        {&m_sql.deletePayloadRange, "DELETE FROM payload WHERE task BETWEEN ?1 AND ?2"},
        {&m_sql.deleteResultRange, "DELETE FROM result WHERE task BETWEEN ?1 AND ?2"},
        {&m_sql.oldTickets, "SELECT seq,at FROM ticket ORDER BY seq LIMIT 512"},
        {&m_sql.deleteTickets, "DELETE FROM ticket WHERE seq<=?1"},
        {&m_sql.deleteClaims,
         "DELETE FROM claim WHERE key IN (SELECT key FROM claim WHERE expires<=?1 ORDER BY expires "
         "LIMIT 512)"},
    };
    for (const auto &[statement, sql] : all) {
        auto made = m_db.prepare(sql);
        if (!made) return std::unexpected(made.error());
        *statement = std::move(*made);
    }
    const auto newest = m_db.number("SELECT max(seq) FROM ticket");
    if (!newest) return std::unexpected(newest.error());
    m_ticketSequence = *newest;
    auto partitions = m_db.prepare("SELECT partition,fence,next_sequence,rows,final_rows FROM partition");
    if (!partitions) return std::unexpected(partitions.error());
    int code = SQLITE_OK;
    while ((code = partitions->step()) == SQLITE_ROW) {
        const auto get = [&partitions](int column) { return static_cast<std::uint64_t>(partitions->number(column)); };
        m_state.partitions[static_cast<std::uint32_t>(get(0))] = {get(1), get(2), get(3), get(4)};
    }
    if (code != SQLITE_DONE) return std::unexpected(m_db.error(code));
    m_moreToPrune = true; // Whatever grew old while nobody looked.
    return {};
}

void SqliteWriter::finish() {
    m_sql = {};
}

void SqliteWriter::setCounts(const std::map<std::uint32_t, Counts> &counts) {
    for (auto &[number, partition] : m_state.partitions) partition.rows = partition.finalRows = 0;
    for (const auto &[number, count] : counts) {
        Partition &partition = m_state.partitions[number];
        partition.rows = count.rows;
        partition.finalRows = count.finalRows;
        partition.nextSequence = std::max(partition.nextSequence, count.lastSequence + 1);
    }
}

std::uint64_t SqliteWriter::rows() const noexcept {
    std::uint64_t sum = 0;
    for (const auto &[number, partition] : m_state.partitions) sum += partition.rows;
    return sum;
}

std::uint64_t SqliteWriter::finalRows() const noexcept {
    std::uint64_t sum = 0;
    for (const auto &[number, partition] : m_state.partitions) sum += partition.finalRows;
    return sum;
}

std::uint64_t SqliteWriter::nextSequence() const noexcept {
    const auto found = m_state.partitions.find(0);
    return found == m_state.partitions.end() ? 1 : found->second.nextSequence;
}

/// `work(batch)` answers a code and leaves in `batch` which one it was at.
template <typename Work> std::optional<WriteFailure> SqliteWriter::transaction(Work &&work) {
    m_before = m_state;
    m_refusal.reset();
    const std::size_t late = m_late.size();
    const std::size_t forgotten = m_forgotten.size();
    std::size_t batch = 0;
    int code = m_sql.begin.run();
    if (code == SQLITE_OK) code = work(batch);
    if (code == SQLITE_OK) code = storeCounts();
    if (code == SQLITE_OK) code = m_sql.commit.run();
    if (code == SQLITE_OK) {
        forgetLate();
        return std::nullopt;
    }
    WriteFailure failure;
    failure.batch = batch;
    failure.transient = code != kRefused && m_db.isTransient(code);
    failure.error = code == kRefused && m_refusal ? *m_refusal : m_db.error(code);
    // SQLite may have rolled back by itself (a full disk does that).
    if (m_db.inTransaction()) (void)m_sql.rollback.run();
    m_state = std::move(m_before);
    m_late.resize(late);
    m_forgotten.resize(forgotten);
    return failure;
}

std::optional<WriteFailure> SqliteWriter::writeGroup(const std::vector<GroupItem> &group, std::size_t count,
                                                     WallTime now, std::vector<std::vector<std::uint64_t>> &purged) {
    purged.assign(count, {});
    return transaction([&](std::size_t &batch) {
        std::size_t changes = 0;
        for (batch = 0; batch < count; ++batch) {
            const int code = apply(*group[batch].batch, group[batch].fence, purged[batch]);
            if (code != SQLITE_OK) return code;
            changes += group[batch].batch->rows.size();
        }
        batch = count - 1;
        // Retention keeps step with the writing: at most as many rows go as came, and a few more to catch up.
        return prune(now, changes + kPruneSlice);
    });
}

std::optional<WriteFailure> SqliteWriter::pruneIdle(WallTime now) {
    return transaction([this, now](std::size_t &) { return prune(now, 4 * kPruneSlice); });
}

int SqliteWriter::apply(const LedgerBatch &batch, Fence fence, std::vector<std::uint64_t> &purged) {
    if (const int code = stamp(batch, fence); code != SQLITE_OK) return code;
    for (const RowChange &change : batch.rows)
        if (const int code = applyRow(batch, change); code != SQLITE_OK) return code;
    for (const OverrideChange &change : batch.overrides)
        if (const int code = applyOverride(change); code != SQLITE_OK) return code;
    for (const TicketRecord &record : batch.tickets)
        if (const int code = applyTicket(record); code != SQLITE_OK) return code;
    for (const PurgeRequest &request : batch.purges) {
        purged.push_back(0);
        if (const int code = purge(request, purged.back()); code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}

int SqliteWriter::stamp(const LedgerBatch &batch, Fence fence) {
    const auto known = m_state.partitions.find(fence.partition);
    if (known == m_state.partitions.end()) {
        m_sql.addPartition.bind(1, fence.partition);
        if (const int code = m_sql.addPartition.run(); code != SQLITE_OK) return code;
    }
    Partition &partition = m_state.partitions[fence.partition];
    const std::uint64_t next = std::max(partition.nextSequence, batch.nextSequence);
    m_sql.stamp.bind(1, fence.partition);
    m_sql.stamp.bind(2, static_cast<std::int64_t>(fence.epoch));
    m_sql.stamp.bind(3, static_cast<std::int64_t>(next));
    m_sql.stamp.bind(4, static_cast<std::int64_t>(batch.number));
    if (const int code = m_sql.stamp.run(); code != SQLITE_OK) return code;
    if (m_db.changes() == 0) {
        m_refusal =
            Error{ErrorCode::Conflict, fmt::format("Partition {} is written by a newer owner (our fence is {}); "
                                                   "this engine must stop",
                                                   fence.partition, fence.epoch)};
        return kRefused;
    }
    partition.fence = fence.epoch;
    partition.nextSequence = next;
    return SQLITE_OK;
}

int SqliteWriter::storeCounts() {
    if (m_state.partitions == m_before.partitions) return SQLITE_OK; // So that an idle look writes nothing.
    for (const auto &[number, partition] : m_state.partitions) {
        m_sql.putCounts.bind(1, number);
        m_sql.putCounts.bind(2, static_cast<std::int64_t>(partition.rows));
        m_sql.putCounts.bind(3, static_cast<std::int64_t>(partition.finalRows));
        if (const int code = m_sql.putCounts.run(); code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}

int SqliteWriter::applyRow(const LedgerBatch &batch, const RowChange &change) {
    switch (change.op) {
    case RowOp::Insert: return insert(batch, change);
    case RowOp::Update:
    case RowOp::Final: return this->change(batch, change);
    case RowOp::Delete: return remove(change.id, std::nullopt);
    }
    return SQLITE_OK;
}

void SqliteWriter::bindHot(Statement &s, const LedgerBatch &batch, const RowChange &change) {
    s.bind(at(Col::Id), key(change.id));
    s.bind(at(Col::State), static_cast<std::int64_t>(stored(change.state)));
    s.bind(at(Col::FinishedAt), ticks(change.finishedAt));
    s.bind(at(Col::Priority), change.priority);
    s.bind(at(Col::Worker), change.worker.value);
    s.bind(at(Col::Reason), static_cast<std::int64_t>(change.reason));
    s.bind(at(Col::Attempts), change.attempts);
    s.bind(at(Col::AttemptsMax), change.attemptsMax);
    s.bind(at(Col::Deliveries), change.deliveries);
    s.bind(at(Col::DeliveriesMax), change.deliveriesMax);
    s.bind(at(Col::Epoch), change.epoch);
    s.bind(at(Col::ExitCode), change.exitCode);
    s.bind(at(Col::ChangedAt), ticks(change.changedAt));
    s.bind(at(Col::StartedAt), ticks(change.startedAt));
    s.bind(at(Col::RunAt), ticks(change.runAt));
    s.bind(at(Col::Deadline), ticks(change.deadline));
    s.bind(at(Col::Timeout), change.timeout.count());
    s.bind(at(Col::RunTime), change.runTime.count());
    s.bindText(at(Col::Error), batch.text.view(change.error).substr(0, kInlineErrorBytes));
    if (change.op == RowOp::Update && !change.withHistory) return;
    s.bindBlob(at(Col::History), batch.text.view(change.history));
    if (change.op == RowOp::Update) return;
    const auto small = [&batch](TextRef ref) {
        return ref.size <= kInlineOutputBytes ? batch.text.view(ref) : std::string_view{};
    };
    s.bind(at(Col::OutputBytes), static_cast<std::int64_t>(change.outputBytes));
    s.bindBlob(at(Col::Output), small(change.output));
    s.bindBlob(at(Col::ErrorOutput), small(change.errorOutput));
}

int SqliteWriter::insert(const LedgerBatch &batch, const RowChange &change) {
    Statement &s = m_sql.insert;
    bindHot(s, batch, change);
    const std::string_view type = batch.text.view(change.type);
    const std::string_view queue = batch.text.view(change.queue);
    s.bindText(at(Col::Type), type);
    s.bindText(at(Col::Queue), queue == type ? std::string_view{} : queue);
    s.bind(at(Col::CreatedAt), ticks(change.createdAt));
    s.bindText(at(Col::Name), batch.text.view(change.name));
    s.bind(at(Col::PayloadBytes), change.payload.size);
    s.bindBlob(at(Col::Extras), batch.text.view(change.extras));
    s.bindBlob(at(Col::Payload),
               change.payload.size <= kInlinePayloadBytes ? batch.text.view(change.payload) : std::string_view{});
    int code = s.run();
    if ((code & 0xff) == SQLITE_CONSTRAINT) { // Written before: the same values replace themselves.
        if (code = remove(change.id, std::nullopt); code != SQLITE_OK) return code;
        code = s.run();
    }
    if (code != SQLITE_OK) return code;
    ++partition(change.id).rows;
    if (isPrunable(change.state)) noteFinal(change.id);
    if (change.idempotencyKey.size > 0)
        if (code = claim(batch, change); code != SQLITE_OK) return code;
    return storeSides(batch, change, true);
}

int SqliteWriter::change(const LedgerBatch &batch, const RowChange &change) {
    const bool final = change.op == RowOp::Final;
    Statement &s = final ? m_sql.final : change.withHistory ? m_sql.updateWithHistory : m_sql.update;
    bindHot(s, batch, change);
    if (const int code = s.run(); code != SQLITE_OK) return code;
    if (m_db.changes() == 0) return final ? finalAgain(batch, change) : noteMissed();
    if (final && isPrunable(change.state)) noteFinal(change.id);
    return final ? storeSides(batch, change, false) : SQLITE_OK;
}

/// Either written before (the same values replace themselves, and are not counted twice) or purged meanwhile.
int SqliteWriter::finalAgain(const LedgerBatch &batch, const RowChange &change) {
    bindHot(m_sql.finalAgain, batch, change);
    if (const int code = m_sql.finalAgain.run(); code != SQLITE_OK) return code;
    return m_db.changes() == 0 ? noteMissed() : storeSides(batch, change, false);
}

int SqliteWriter::noteMissed() {
    ++m_state.missed;
    return SQLITE_OK;
}

int SqliteWriter::storeSides(const LedgerBatch &batch, const RowChange &change, bool withPayload) {
    if (withPayload && change.payload.size > kInlinePayloadBytes) {
        m_sql.putPayload.bind(1, key(change.id));
        m_sql.putPayload.bindBlob(2, batch.text.view(change.payload));
        if (const int code = m_sql.putPayload.run(); code != SQLITE_OK) return code;
    }
    if (change.output.size <= kInlineOutputBytes && change.errorOutput.size <= kInlineOutputBytes &&
        change.error.size <= kInlineErrorBytes)
        return SQLITE_OK; // An older result row may remain; its epoch tells that it is not ours.
    m_sql.putResult.bind(1, key(change.id));
    m_sql.putResult.bind(2, change.epoch);
    m_sql.putResult.bindText(3, batch.text.view(change.error));
    m_sql.putResult.bindBlob(4, batch.text.view(change.output));
    m_sql.putResult.bindBlob(5, batch.text.view(change.errorOutput));
    return m_sql.putResult.run();
}

int SqliteWriter::claim(const LedgerBatch &batch, const RowChange &change) {
    m_sql.claim.bindText(1, batch.text.view(change.idempotencyKey));
    m_sql.claim.bind(2, key(change.id));
    m_sql.claim.bind(3, ticks(change.keyExpiresAt));
    m_sql.claim.bind(4, ticks(change.createdAt));
    if (const int code = m_sql.claim.run(); code != SQLITE_OK) return code;
    if (m_db.changes() > 0) return SQLITE_OK;
    m_refusal =
        Error{ErrorCode::Conflict,
              fmt::format("The idempotency key of task {} is still claimed by another task", sequenceOf(change.id))};
    return kRefused;
}

int SqliteWriter::remove(TaskId id, std::optional<std::int64_t> knownState) {
    if (!knownState) {
        m_sql.stateOf.bind(1, key(id));
        const int code = m_sql.stateOf.step();
        if (code == SQLITE_ROW) knownState = m_sql.stateOf.number(0);
        m_sql.stateOf.reset();
        if (code == SQLITE_DONE) return noteMissed();
        if (code != SQLITE_ROW) return code;
    }
    for (Statement *statement : {&m_sql.remove, &m_sql.deletePayload, &m_sql.deleteResult}) {
        statement->bind(1, key(id));
        if (const int code = statement->run(); code != SQLITE_OK) return code;
    }
    Partition &counts = partition(id);
    if (counts.rows > 0) --counts.rows;
    if (isPrunable(static_cast<TaskState>(*knownState)) && counts.finalRows > 0) --counts.finalRows;
    return SQLITE_OK;
}

int SqliteWriter::applyOverride(const OverrideChange &change) {
    const Override &lease = change.lease;
    if (change.removed) {
        m_sql.deleteLease.bind(1, static_cast<std::int64_t>(lease.id.value));
        return m_sql.deleteLease.run();
    }
    m_sql.putLease.bind(1, static_cast<std::int64_t>(lease.id.value));
    m_sql.putLease.bind(2, static_cast<std::int64_t>(lease.kind));
    m_sql.putLease.bindText(3, lease.target);
    m_sql.putLease.bind(4, lease.value);
    m_sql.putLease.bindText(5, lease.owner);
    m_sql.putLease.bindText(6, lease.reason);
    m_sql.putLease.bind(7, ticks(lease.startedAt));
    m_sql.putLease.bind(8, ticks(lease.expiresAt));
    return m_sql.putLease.run();
}

int SqliteWriter::applyTicket(const TicketRecord &record) {
    std::array<char, 16> bytes;
    for (unsigned i = 0; i < 8; ++i) {
        bytes[i] = static_cast<char>(record.ticket.high >> (56 - 8 * i));
        bytes[8 + i] = static_cast<char>(record.ticket.low >> (56 - 8 * i));
    }
    m_sql.putTicket.bind(1, ++m_ticketSequence);
    m_sql.putTicket.bindBlob(2, {bytes.data(), bytes.size()});
    m_sql.putTicket.bind(3, ticks(record.at));
    m_sql.putTicket.bindBlob(4, record.outcome);
    return m_sql.putTicket.run();
}

int SqliteWriter::purge(const PurgeRequest &request, std::uint64_t &count) {
    const TaskFilter &filter = request.which.filter;
    const std::uint16_t states = purgeableStates(filter);
    if (states == 0) return SQLITE_OK; // Only unfinished states are named: there is nothing to purge.
    const TextMatch match{filter.text, m_ledger};
    m_textFunction.use(&match);
    const std::string sql = "SELECT id,state FROM task" + whereOf(filter, states, request.now) +
                            fmt::format(" LIMIT {}", request.which.limit);
    auto select = m_db.prepare(sql);
    if (!select) {
        m_refusal = select.error();
        return kRefused;
    }
    bindWhere(*select, filter);
    std::vector<std::pair<TaskId, std::int64_t>> doomed;
    int code = SQLITE_OK;
    while ((code = select->step()) == SQLITE_ROW)
        doomed.emplace_back(TaskId{static_cast<std::uint64_t>(select->number(0))}, select->number(1));
    if (code != SQLITE_DONE) return code;
    for (const auto &[id, state] : doomed) {
        if (code = remove(id, state); code != SQLITE_OK) return code;
        noteRemoved(id, state);
    }
    count = doomed.size();
    return SQLITE_OK;
}

} // namespace qd
