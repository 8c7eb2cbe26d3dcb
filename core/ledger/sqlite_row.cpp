#include "core/ledger/sqlite_row.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/ledger/sqlite_schema.h"
#include "core/model/blob_codec.h"

namespace qd {

namespace {

std::int64_t number(const Statement &row, Col column) noexcept {
    return row.number(static_cast<int>(column));
}
std::string_view text(const Statement &row, Col column) noexcept {
    return row.text(static_cast<int>(column));
}
template <typename T> T narrow(const Statement &row, Col column) noexcept {
    return static_cast<T>(number(row, column));
}
WallTime wall(const Statement &row, Col column) noexcept {
    return WallTime{std::chrono::microseconds{number(row, column)}};
}
Duration duration(const Statement &row, Col column) noexcept {
    return Duration{number(row, column)};
}

std::string_view queueOf(const Statement &row) noexcept {
    const std::string_view queue = text(row, Col::Queue);
    return queue.empty() ? text(row, Col::Type) : queue;
}

Error damaged(TaskId id, std::string_view what) {
    return {ErrorCode::Corrupt,
            fmt::format("Task {} in the ledger is damaged: {}. Run `qdctl ledger check` and restore "
                        "a backup",
                        sequenceOf(id), what)};
}

} // namespace

bool hasSidePayload(const Statement &row) noexcept {
    return number(row, Col::PayloadBytes) > static_cast<std::int64_t>(kInlinePayloadBytes);
}

Result<TaskRecord> readRecord(const Statement &row) {
    TaskRecord out;
    out.id.value = narrow<std::uint64_t>(row, Col::Id);
    const auto state = number(row, Col::State);
    const auto reason = number(row, Col::Reason);
    if (state < 0 || state >= static_cast<std::int64_t>(kTaskStates))
        return std::unexpected(damaged(out.id, "its state"));
    if (reason < 0 || reason >= static_cast<std::int64_t>(kReasons))
        return std::unexpected(damaged(out.id, "its reason"));
    out.state = static_cast<TaskState>(state);
    out.reason = static_cast<Reason>(reason);
    out.spec.type = text(row, Col::Type);
    out.spec.queue = queueOf(row);
    out.spec.name = text(row, Col::Name);
    out.spec.payload = text(row, Col::Payload);
    out.spec.priority = narrow<std::uint8_t>(row, Col::Priority);
    out.spec.attemptsMax = narrow<std::uint16_t>(row, Col::AttemptsMax);
    out.spec.deliveriesMax = narrow<std::uint16_t>(row, Col::DeliveriesMax);
    out.spec.timeout = duration(row, Col::Timeout);
    out.spec.runAt = wall(row, Col::RunAt);
    out.spec.deadline = wall(row, Col::Deadline);
    if (const auto extras = text(row, Col::Extras); !extras.empty()) {
        auto decoded = decodeExtras(extras);
        if (!decoded) return std::unexpected(damaged(out.id, decoded.error().detail));
        out.spec.extras = std::make_shared<const TaskExtras>(std::move(*decoded));
    }
    out.epoch = narrow<std::uint32_t>(row, Col::Epoch);
    out.attempts = narrow<std::uint16_t>(row, Col::Attempts);
    out.deliveries = narrow<std::uint16_t>(row, Col::Deliveries);
    out.worker.value = narrow<std::uint32_t>(row, Col::Worker);
    out.createdAt = wall(row, Col::CreatedAt);
    out.changedAt = wall(row, Col::ChangedAt);
    out.startedAt = wall(row, Col::StartedAt);
    out.finishedAt = wall(row, Col::FinishedAt);
    out.runTime = duration(row, Col::RunTime);
    out.result.exitCode = narrow<std::int32_t>(row, Col::ExitCode);
    out.result.error = text(row, Col::Error);
    out.result.output = text(row, Col::Output);
    out.result.errorOutput = text(row, Col::ErrorOutput);
    out.result.outputBytes = narrow<std::uint64_t>(row, Col::OutputBytes);
    if (const auto bytes = text(row, Col::History); !bytes.empty()) {
        auto history = decodeHistory(bytes);
        if (!history) return std::unexpected(damaged(out.id, history.error().detail));
        out.history = std::move(history->attempts);
        out.historyDropped = history->dropped;
    }
    return out;
}

ScannedRow readPayload(const Statement &row) {
    ScannedRow out;
    out.id.value = narrow<std::uint64_t>(row, Col::Id);
    out.payload = text(row, Col::Payload);
    return out;
}

ScannedRow readScanned(const Statement &row) {
    ScannedRow out;
    out.id.value = narrow<std::uint64_t>(row, Col::Id);
    out.state = static_cast<TaskState>(std::clamp<std::int64_t>(number(row, Col::State), 0, kTaskStates - 1));
    out.reason = static_cast<Reason>(std::clamp<std::int64_t>(number(row, Col::Reason), 0, kReasons - 1));
    out.priority = narrow<std::uint8_t>(row, Col::Priority);
    out.attempts = narrow<std::uint16_t>(row, Col::Attempts);
    out.attemptsMax = narrow<std::uint16_t>(row, Col::AttemptsMax);
    out.deliveries = narrow<std::uint16_t>(row, Col::Deliveries);
    out.epoch = narrow<std::uint32_t>(row, Col::Epoch);
    out.worker.value = narrow<std::uint32_t>(row, Col::Worker);
    out.exitCode = narrow<std::int32_t>(row, Col::ExitCode);
    out.createdAt = wall(row, Col::CreatedAt);
    out.startedAt = wall(row, Col::StartedAt);
    out.finishedAt = wall(row, Col::FinishedAt);
    out.runAt = wall(row, Col::RunAt);
    out.runTime = duration(row, Col::RunTime);
    out.name = text(row, Col::Name);
    out.type = text(row, Col::Type);
    out.queue = queueOf(row);
    out.error = text(row, Col::Error);
    out.extras = text(row, Col::Extras);
    return out;
}

TaskBrief readBrief(const Statement &row) {
    return briefOf(readScanned(row));
}

std::string whereOf(const TaskFilter &filter, std::uint16_t states, WallTime now) {
    std::string out;
    const auto term = [&out](std::string_view sql) {
        out += out.empty() ? " WHERE " : " AND ";
        out += sql;
    };
    if (!filter.ids.empty()) {
        std::string list;
        for (const TaskId id : filter.ids)
            list += fmt::format("{}{}", list.empty() ? "" : ",", static_cast<std::int64_t>(id.value));
        term("id IN (" + list + ")");
    }
    if (states != 0) {
        std::string list;
        for (std::size_t i = 0; i < kTaskStates; ++i)
            if ((states >> i & 1U) != 0) list += fmt::format("{}{}", list.empty() ? "" : ",", i);
        term("state IN (" + list + ")");
    }
    if (filter.finishedBefore > Duration::zero())
        term(fmt::format(
            "state IN (6,7,8) AND finished_at > 0 AND finished_at <= {}",
            std::chrono::floor<std::chrono::microseconds>(now - filter.finishedBefore).time_since_epoch().count()));
    if (filter.priorityMin > 0) term(fmt::format("priority >= {}", filter.priorityMin));
    if (filter.worker) term(fmt::format("worker = {}", filter.worker.value));
    if (!filter.type.empty()) term("type = ?1");
    if (!filter.queue.empty()) term("CASE queue WHEN '' THEN type ELSE queue END = ?2");
    if (!filter.text.empty()) term("qd_match(name, error, id)");
    return out;
}

void bindWhere(Statement &statement, const TaskFilter &filter) noexcept {
    // Binding an index that the statement lacks is refused by SQLite and harmless.
    if (!filter.type.empty()) statement.bindText(1, filter.type);
    if (!filter.queue.empty()) statement.bindText(2, filter.queue);
}

std::string_view sortExpression(TaskColumn column) noexcept {
    switch (column) {
    case TaskColumn::Id: return "id";
    case TaskColumn::Name: return "name";
    case TaskColumn::Type: return "type";
    case TaskColumn::Queue: return "CASE queue WHEN '' THEN type ELSE queue END";
    case TaskColumn::State: return "state";
    case TaskColumn::Priority: return "priority";
    case TaskColumn::Attempts: return "attempts";
    case TaskColumn::Deliveries: return "deliveries";
    case TaskColumn::Worker: return "worker";
    case TaskColumn::CreatedAt: return "created_at";
    case TaskColumn::StartedAt: return "started_at";
    case TaskColumn::FinishedAt: return "finished_at";
    case TaskColumn::RunTime: return "run_time";
    case TaskColumn::Error: return "error";
    }
    return "id";
}

Result<void> TextFunction::install(Database &db) {
    const int code = sqlite3_create_function_v2(db.handle(), "qd_match", 3, SQLITE_UTF8, this, &TextFunction::call,
                                                nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return std::unexpected(db.error(code));
    return {};
}

void TextFunction::call(sqlite3_context *context, int, sqlite3_value **values) {
    const auto view = [](sqlite3_value *value) {
        const auto *data = static_cast<const char *>(sqlite3_value_blob(value));
        return data == nullptr ? std::string_view{}
                               : std::string_view{data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
    };
    const auto *match = static_cast<TextFunction *>(sqlite3_user_data(context))->m_match;
    const TaskId id{static_cast<std::uint64_t>(sqlite3_value_int64(values[2]))};
    sqlite3_result_int(context, match == nullptr || (*match)(view(values[0]), view(values[1]), id) ? 1 : 0);
}

} // namespace qd
