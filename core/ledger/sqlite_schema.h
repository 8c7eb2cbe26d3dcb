#pragma once
// The layout of the ledger file and its migrations.

#include <string>

#include "core/ledger/sqlite_database.h"
#include "core/ledger/sqlite_ledger.h"

namespace qd {

constexpr int kSchemaVersion = 2;
constexpr int kApplicationId = 0x51444c31; ///< "QDL1"; tells a ledger from other SQLite files.

/// Sets the connection up for writing. The file may be new or of any known version.
[[nodiscard]] Result<void> prepareConnection(Database &db, SyncMode sync);
/// Brings the file to version `target`, one transaction per step. Unsupported when it is newer.
/// Unsupported when a newer program wrote it.
[[nodiscard]] Result<void> checkVersion(Database &db, int newest = kSchemaVersion);
[[nodiscard]] Result<void> migrate(Database &db, int target = kSchemaVersion);

/// Columns of table task, in the order in which every statement of this room lists them.
enum class Col : int {
    Id,
    State,
    FinishedAt,
    Priority,
    Worker,
    Type,
    Queue,
    Reason,
    Attempts,
    AttemptsMax,
    Deliveries,
    DeliveriesMax,
    Epoch,
    ExitCode,
    CreatedAt,
    ChangedAt,
    StartedAt,
    RunAt,
    Deadline,
    Timeout,
    RunTime,
    OutputBytes,
    Name,
    Error,
    PayloadBytes,
    Extras,
    History,
    Output,
    ErrorOutput,
    Payload,
};
constexpr int kCols = 30;
[[nodiscard]] const std::string &columnList(); ///< "id,state,..."

constexpr std::size_t kInlinePayloadBytes = 1024; ///< Bigger ones stand in table payload.
constexpr std::size_t kInlineOutputBytes = 256;   ///< Of each stream; bigger ones stand in table result.
constexpr std::size_t kInlineErrorBytes = 1024;

} // namespace qd
