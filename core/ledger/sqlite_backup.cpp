#include "core/ledger/sqlite_backup.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

namespace qd {

namespace {

constexpr int kPagesPerStep = 256;

bool syncPath(const std::filesystem::path &path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    const bool ok = ::fsync(file) == 0;
    ::close(file);
    return ok;
}

} // namespace

Result<std::unique_ptr<SqliteBackup>> SqliteBackup::begin(Database &source, std::filesystem::path target) {
    std::error_code error;
    if (std::filesystem::exists(target, error))
        return fail(ErrorCode::Conflict,
                    fmt::format("{} exists already; name a new file for the backup", target.string()));
    std::unique_ptr<SqliteBackup> out{new SqliteBackup{std::move(target)}};
    out->m_part = out->m_target.string() + ".part";
    std::filesystem::remove(out->m_part, error);
    // SQLite would make it readable for everybody; payloads and outputs are in it, as in the ledger itself.
    if (const int made = ::open(out->m_part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); made >= 0)
        ::close(made);
    else
        return fail(ErrorCode::Io,
                    fmt::format("Cannot write the backup {}: {}", out->m_part.string(), std::strerror(errno)));
    auto copy = Database::open(out->m_part, Database::Mode::Create, {});
    if (!copy)
        return fail(ErrorCode::Io,
                    fmt::format("Cannot write the backup {}: {}", out->m_part.string(), copy.error().detail));
    out->m_copy = std::move(*copy);
    // A copy that is not finished is worth nothing: no journal, and one sync at the end.
    if (auto ok = out->m_copy.execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF"); !ok)
        return std::unexpected(ok.error());
    out->m_handle = sqlite3_backup_init(out->m_copy.handle(), "main", source.handle(), "main");
    if (out->m_handle == nullptr) return std::unexpected(out->m_copy.error(sqlite3_errcode(out->m_copy.handle())));
    return out;
}

SqliteBackup::~SqliteBackup() {
    sqlite3_backup_finish(m_handle);
    m_copy.close();
    std::error_code ignored;
    std::filesystem::remove(m_part, ignored); // Gone after the rename.
}

Result<bool> SqliteBackup::step() {
    const int code = sqlite3_backup_step(m_handle, kPagesPerStep);
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) return false;
    if (code != SQLITE_DONE) {
        const Error error = m_copy.error(code);
        return fail(error.code, fmt::format("The backup {} failed: {}", m_target.string(), error.detail));
    }
    if (auto ok = finish(); !ok) return std::unexpected(ok.error());
    return true;
}

Result<void> SqliteBackup::finish() {
    sqlite3_backup_finish(std::exchange(m_handle, nullptr));
    m_copy.close();
    std::error_code error;
    m_bytes = std::filesystem::file_size(m_part, error);
    // link() refuses to replace what somebody made meanwhile; rename() would not.
    if (error || !syncPath(m_part) || ::link(m_part.c_str(), m_target.c_str()) != 0 ||
        !syncPath(std::filesystem::absolute(m_target).parent_path()))
        return fail(ErrorCode::Io, fmt::format("The backup {} could not be put into place: {}", m_target.string(),
                                               error ? error.message() : std::strerror(errno)));
    return {};
}

} // namespace qd
