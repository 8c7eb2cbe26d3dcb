#include "core/ledger/ledger_lock.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

namespace qd {

namespace {

std::string holderText(int file) {
    std::array<char, 256> buffer{};
    const ssize_t size = ::pread(file, buffer.data(), buffer.size() - 1, 0);
    std::string_view text{buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    const auto line = text.find('\n');
    if (line == std::string_view::npos) return "another program";
    const std::string_view pid = text.substr(0, line);
    const std::string_view program = text.substr(line + 1, text.find('\n', line + 1) - line - 1);
    return fmt::format("{} (pid {})", program, pid);
}

bool writeHolder(int file, const std::string &program) {
    const std::string text = fmt::format("{}\n{}\n", ::getpid(), program.substr(0, 200));
    return ::ftruncate(file, 0) == 0 &&
           ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

} // namespace

Result<LedgerLock> LedgerLock::take(const std::filesystem::path &ledger, const std::string &program) {
    const std::string path = ledger.string() + ".lock";
    LedgerLock lock;
    lock.m_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock.m_file < 0)
        return fail(ErrorCode::Io,
                    fmt::format("Cannot write {}: {}. The ledger's folder must be writable by this user; "
                                "change its owner or mode, or choose another place with ledger.path",
                                path, std::strerror(errno)));
    while (::flock(lock.m_file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno == EWOULDBLOCK)
            return fail(ErrorCode::Conflict, fmt::format("The ledger {} is in use by {}. Stop that program first, or "
                                                         "choose another file with ledger.path",
                                                         ledger.string(), holderText(lock.m_file)));
        return fail(ErrorCode::Io, fmt::format("Cannot lock {}: {}. Put the ledger on a file system with flock", path,
                                               std::strerror(errno)));
    }
    // A full disk must not keep the engine from starting: the lock itself holds, only its text is missing.
    if (!writeHolder(lock.m_file, program)) (void)::ftruncate(lock.m_file, 0);
    return lock;
}

LedgerLock &LedgerLock::operator=(LedgerLock &&other) noexcept {
    if (this != &other) {
        release();
        m_file = other.m_file;
        other.m_file = -1;
    }
    return *this;
}

void LedgerLock::release() noexcept {
    // The file stays: removing it would let two openers lock two different files of the same name.
    if (m_file >= 0) ::close(m_file);
    m_file = -1;
}

} // namespace qd
