#include "core/ledger/sqlite_schema.h"

#include <array>

#include <fmt/format.h>

namespace qd {

namespace {

// Why it looks like this (measured with 1 M rows present): sequential integer keys keep new and just finished rows on a
// few hot pages, 25 times as fast as a text key with history rows. What an UPDATE need not rewrite (big payloads,
// outputs) stands in tables of its own. No index on the hot table: each one costs a write per change, while retention
// walks in id order and searches may take the time of a scan. Columns that scans look at come first, because SQLite
// decodes a row only as far as it is asked to. Integers 0 and 1 and empty texts take no space. Times are microseconds
// since 1970 in UTC, durations nanoseconds; 0 = none. The numbers of state and reason are those of core/model/task.h.
constexpr const char *kVersion1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE task(
  id INTEGER PRIMARY KEY,
  state INTEGER NOT NULL, finished_at INTEGER NOT NULL, priority INTEGER NOT NULL, worker INTEGER NOT NULL,
  type TEXT NOT NULL, queue TEXT NOT NULL,
  reason INTEGER NOT NULL, attempts INTEGER NOT NULL, attempts_max INTEGER NOT NULL,
  deliveries INTEGER NOT NULL, deliveries_max INTEGER NOT NULL, epoch INTEGER NOT NULL, exit_code INTEGER NOT NULL,
  created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, started_at INTEGER NOT NULL, run_at INTEGER NOT NULL,
  deadline INTEGER NOT NULL, timeout INTEGER NOT NULL, run_time INTEGER NOT NULL, output_bytes INTEGER NOT NULL,
  name TEXT NOT NULL, error TEXT NOT NULL, payload_bytes INTEGER NOT NULL, extras BLOB NOT NULL,
  history BLOB NOT NULL, output BLOB NOT NULL, error_output BLOB NOT NULL, payload BLOB NOT NULL);
CREATE TABLE payload(task INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE result(task INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, error TEXT NOT NULL, output BLOB NOT NULL,
  error_output BLOB NOT NULL);
CREATE TABLE claim(key TEXT PRIMARY KEY, task INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX claim_by_expiry ON claim(expires);
CREATE TABLE lease(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, target TEXT NOT NULL, value INTEGER NOT NULL,
  owner TEXT NOT NULL, reason TEXT NOT NULL, started_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
CREATE TABLE ticket(seq INTEGER PRIMARY KEY, ticket BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, outcome BLOB NOT NULL);
CREATE TABLE partition(partition INTEGER PRIMARY KEY, fence INTEGER NOT NULL, next_sequence INTEGER NOT NULL,
  revision INTEGER NOT NULL, rows INTEGER NOT NULL, final_rows INTEGER NOT NULL);
)sql";

// For people who look into the file with the sqlite3 shell.
constexpr const char *kVersion2 = R"sql(
CREATE VIEW tasks AS SELECT id,
  CASE state WHEN 0 THEN 'pending' WHEN 1 THEN 'queued' WHEN 2 THEN 'assigned' WHEN 3 THEN 'running'
    WHEN 4 THEN 'retrying' WHEN 5 THEN 'suspended' WHEN 6 THEN 'completed' WHEN 7 THEN 'failed'
    WHEN 8 THEN 'cancelled' END AS state,
  type, CASE queue WHEN '' THEN type ELSE queue END AS queue, name, priority, attempts, deliveries, epoch,
  'w-' || worker AS worker, exit_code, error, datetime(created_at / 1000000, 'unixepoch') AS created_at,
  CASE finished_at WHEN 0 THEN NULL ELSE datetime(finished_at / 1000000, 'unixepoch') END AS finished_at,
  run_time / 1000000.0 AS run_ms FROM task;
)sql";

constexpr std::array<const char *, kSchemaVersion> kMigrations = {kVersion1, kVersion2};

Error notALedger(const Database &db) {
    return {ErrorCode::Corrupt,
            fmt::format("{} is a SQLite file, but not a Quarterdeck ledger. Choose another file with "
                        "ledger.path, or move this one away",
                        db.path().string())};
}

} // namespace

Result<void> prepareConnection(Database &db, SyncMode sync) {
    // Debian builds SQLite with secure_delete, which writes each freed page once more.
    auto ok = db.execute("PRAGMA page_size=4096; PRAGMA secure_delete=OFF; PRAGMA temp_store=MEMORY; "
                         "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=0;");
    if (!ok) return ok;
    auto mode = db.prepare("PRAGMA journal_mode=WAL");
    if (!mode) return std::unexpected(mode.error());
    if (const int code = mode->step(); code != SQLITE_ROW) return std::unexpected(db.error(code));
    if (mode->text(0) != "wal")
        return fail(ErrorCode::Io, fmt::format("The ledger {} is on a file system without shared memory, which the "
                                               "write-ahead log needs. Choose a local folder with ledger.path",
                                               db.path().string()));
    mode->reset();
    return db.execute(sync == SyncMode::Full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
}

Result<void> checkVersion(Database &db, int newest) {
    const auto version = db.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    if (*version <= newest) return {};
    return fail(ErrorCode::Unsupported,
                fmt::format("The ledger {} has version {}; this program knows versions up to {}. Start the newer "
                            "Quarterdeck that wrote it, or choose another file with ledger.path",
                            db.path().string(), *version, newest));
}

Result<void> migrate(Database &db, int target) {
    const auto application = db.number("PRAGMA application_id");
    if (!application) return std::unexpected(application.error());
    const auto version = db.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    const auto objects = db.number("SELECT count(*) FROM sqlite_schema");
    if (!objects) return std::unexpected(objects.error());
    const bool fresh = *objects == 0 && *version == 0;
    if (!fresh && *application != kApplicationId) return std::unexpected(notALedger(db));
    if (auto known = checkVersion(db, target); !known) return known;
    for (auto step = static_cast<std::size_t>(*version); step < static_cast<std::size_t>(target); ++step) {
        auto ok = db.execute(fmt::format("BEGIN IMMEDIATE;{}PRAGMA application_id={};PRAGMA user_version={};COMMIT;",
                                         kMigrations[step], kApplicationId, step + 1));
        if (ok) continue;
        if (db.inTransaction()) (void)db.exec("ROLLBACK");
        return ok;
    }
    return {};
}

const std::string &columnList() {
    static const std::string list =
        "id,state,finished_at,priority,worker,type,queue,reason,attempts,attempts_max,deliveries,deliveries_max,epoch,"
        "exit_code,created_at,changed_at,started_at,run_at,deadline,timeout,run_time,output_bytes,name,error,"
        "payload_bytes,extras,history,output,error_output,payload";
    return list;
}

} // namespace qd
