#pragma once
// The durable ledger: one SQLite file, WAL, synchronous=FULL, group commit. Layout and rules: sqlite_schema.cpp.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/model/ledger.h"

namespace qd {

enum class SyncMode : std::uint8_t {
    Full,   ///< Each commit is on the disk before Committed: nothing accepted is lost with the power.
    Normal, ///< Survives a crash of the program; the last commits may be lost with the power. Said in stats().
};

struct SqliteLedgerOptions {
    std::filesystem::path path;         ///< The folder is made (0700) when missing.
    std::uint64_t keepRows = 1'000'000; ///< Completed and cancelled rows kept; failed ones stay until purged.
    Duration keepFor = std::chrono::hours{7 * 24};
    std::uint64_t walBytesMax = 256ULL << 20; ///< At least 1 MiB. Writing waits rather than pass it.
    SyncMode sync = SyncMode::Full;
    std::string program = "quarterdeck";      ///< Written into the lock file, named to a second opener.
    std::uint64_t finalStatesMax = 1'000'000; ///< Newest final rows that recover() reports.
    std::string vfs;                          ///< Name of a registered SQLite VFS; empty = the default one. For tests.
    std::function<WallTime()> wallClock;      ///< Null = the system's. Decides what retention calls old.
};

/// What check() found. `problems` empty = sound.
struct LedgerCheck {
    std::uint64_t rows = 0;
    std::uint64_t finalRows = 0;
    std::vector<std::string> problems; ///< At most 100.
};

/// Thread: backup() and check() from any thread that may block (not the coordinator, not the GUI).
class SqliteLedger : public Ledger {
public:
    /// A consistent copy while the work goes on: pages are copied between commits, later changes follow into it.
    /// The target must not exist (Conflict). Answers its size in bytes. Cancelled when `cancelled` says so.
    [[nodiscard]] virtual Result<std::uint64_t> backup(const std::filesystem::path &target,
                                                       const std::function<bool()> &cancelled) = 0;
    /// PRAGMA quick_check and our own rules (counts, states, side rows, claims). Takes seconds for gigabytes.
    [[nodiscard]] virtual Result<LedgerCheck> check(const std::function<bool()> &cancelled) = 0;
};

/// Opens or creates. Conflict: another engine holds it (named with pid and program). Unsupported: written by a newer
/// version. Corrupt: not a ledger, or damaged. Io: cannot be written. Each detail says what to do.
[[nodiscard]] Result<std::unique_ptr<SqliteLedger>> openSqliteLedger(const SqliteLedgerOptions &options);

/// SqliteLedger::check() of a file that no engine holds: a damaged one, of which none starts, or a copy. Only reads;
/// who wants to keep engines away meanwhile takes its FileLock. Thread: any that may block.
[[nodiscard]] Result<LedgerCheck> checkLedgerFile(const std::filesystem::path &file);

} // namespace qd
