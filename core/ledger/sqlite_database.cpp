#include "core/ledger/sqlite_database.h"

#include <cerrno>

#include <fmt/format.h>

namespace qd {

namespace {

Error describe(const std::string &path, int code, const std::string &words) {
    switch (code & 0xff) {
    case SQLITE_FULL:
        return {ErrorCode::Io, fmt::format("The disk that holds the ledger {} is full. Make room; nothing is lost and "
                                           "writing goes on by itself",
                                           path)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Unavailable,
                fmt::format("Another program has locked the ledger {} ({}). Close it (a sqlite3 "
                            "shell?); writing goes on by itself",
                            path, words)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {
            ErrorCode::Corrupt,
            fmt::format("The ledger {0} is damaged ({1}). Restore a backup over it, or move {0}, {0}-wal and {0}-shm "
                        "away (keep them) to start with an empty ledger",
                        path, words)};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        return {ErrorCode::Io,
                fmt::format("The ledger {} cannot be written ({}). Change owner or mode of the file and of "
                            "its folder, or choose another place with ledger.path",
                            path, words)};
    case SQLITE_INTERRUPT: return {ErrorCode::Cancelled, "The query was cancelled"};
    case SQLITE_IOERR:
        return {ErrorCode::Io,
                fmt::format("The system could not read or write the ledger {} ({}). Check the disk and its "
                            "free space",
                            path, words)};
    default: return {ErrorCode::Internal, fmt::format("The ledger {}: {} (SQLite code {})", path, words, code)};
    }
}

} // namespace

Result<Database> Database::open(const std::filesystem::path &path, Mode mode, const std::string &vfs) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (mode == Mode::Create) flags |= SQLITE_OPEN_CREATE;
    Database out;
    out.m_path = path;
    const int code = sqlite3_open_v2(path.c_str(), &out.m_handle, flags, vfs.empty() ? nullptr : vfs.c_str());
    if (code != SQLITE_OK) return std::unexpected(out.error(code));
    return out;
}

void Database::close() noexcept {
    sqlite3_close_v2(m_handle);
    m_handle = nullptr;
}

Result<void> Database::execute(const std::string &sql) {
    if (const int code = exec(sql.c_str()); code != SQLITE_OK) return std::unexpected(error(code));
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) const {
    sqlite3_stmt *handle = nullptr;
    const int code = sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &handle, nullptr);
    if (code != SQLITE_OK) return std::unexpected(error(code));
    return Statement{handle};
}

Result<std::int64_t> Database::number(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    const int code = statement->step();
    if (code == SQLITE_ROW) return statement->number(0);
    if (code == SQLITE_DONE) return 0;
    return std::unexpected(error(code));
}

Error Database::error(int code) const {
    const char *words = m_handle != nullptr ? sqlite3_errmsg(m_handle) : sqlite3_errstr(code);
    return describe(m_path.string(), code, words);
}

bool Database::isTransient(int code) const noexcept {
    switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM: return true;
    case SQLITE_IOERR: {
        const int system = sqlite3_system_errno(m_handle);
        return system == ENOSPC || system == EDQUOT || system == ENOMEM || system == EAGAIN || system == EINTR;
    }
    default: return false;
    }
}

} // namespace qd
