#include "core/ledger/sqlite_wal_room.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <array>

namespace qd {

namespace {

constexpr std::uint64_t kHeaderBytes = 32;
constexpr std::uint64_t kFrameBytes = 4096 + 24;
constexpr std::array<char, 64 * 1024> kZeros{};

sqlite3_file *logOf(sqlite3 *db) {
    sqlite3_file *log = nullptr;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK) return nullptr;
    return log != nullptr && log->pMethods != nullptr ? log : nullptr;
}

} // namespace

void SqliteWalRoom::keepAhead(std::uint64_t frames) {
    const std::uint64_t used = kHeaderBytes + frames * kFrameBytes;
    if (used + kLeastBytes <= m_end || m_end >= m_bytesMax) return;
    sqlite3_file *log = logOf(m_db);
    sqlite3_int64 size = 0;
    if (log == nullptr || log->pMethods->xFileSize(log, &size) != SQLITE_OK) return;
    m_end = static_cast<std::uint64_t>(size);
    if (used + kLeastBytes <= m_end) return;
    const std::uint64_t target = std::min(std::max(m_end, used) + kStepBytes, m_bytesMax);
    if (target <= m_end || !diskHasRoom()) return;
    if (extend(log, m_end, target)) {
        m_end = target;
    } else {
        (void)log->pMethods->xTruncate(log, size);
    }
}

bool SqliteWalRoom::diskHasRoom() const {
    struct statvfs disk{};
    const char *path = sqlite3_db_filename(m_db, "main");
    if (path == nullptr || ::statvfs(path, &disk) != 0) return false;
    return std::uint64_t{disk.f_bavail} * disk.f_frsize >= kDiskSpareBytes + kStepBytes;
}

bool SqliteWalRoom::extend(sqlite3_file *log, std::uint64_t from, std::uint64_t to) const {
    for (std::uint64_t at = from; at < to; at += kZeros.size()) {
        const auto amount = static_cast<int>(std::min<std::uint64_t>(kZeros.size(), to - at));
        if (log->pMethods->xWrite(log, kZeros.data(), amount, static_cast<sqlite3_int64>(at)) != SQLITE_OK)
            return false;
    }
    return log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

} // namespace qd
