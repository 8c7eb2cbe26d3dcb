#pragma once
// An online copy, made in slices through the writer's own connection: SQLite then carries later commits into the pages
// already copied, so that a busy ledger cannot make the copy start over and over.

#include <filesystem>
#include <memory>

#include "core/ledger/sqlite_database.h"

namespace qd {

/// Thread: one that owns the source connection at that moment.
class SqliteBackup {
public:
    /// Conflict when the target exists.
    [[nodiscard]] static Result<std::unique_ptr<SqliteBackup>> begin(Database &source, std::filesystem::path target);
    ~SqliteBackup();
    SqliteBackup(const SqliteBackup &) = delete;
    SqliteBackup &operator=(const SqliteBackup &) = delete;

    /// Copies up to 1 MiB, between transactions of the source. True when the copy is complete and on the disk.
    [[nodiscard]] Result<bool> step();
    [[nodiscard]] std::uint64_t bytes() const noexcept { return m_bytes; }

private:
    explicit SqliteBackup(std::filesystem::path target) : m_target(std::move(target)) {}
    [[nodiscard]] Result<void> finish();

    std::filesystem::path m_target;
    std::filesystem::path m_part; ///< Written first, then renamed: a target that exists is complete.
    Database m_copy;
    sqlite3_backup *m_handle = nullptr;
    std::uint64_t m_bytes = 0;
};

} // namespace qd
