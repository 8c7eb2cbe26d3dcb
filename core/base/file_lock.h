#pragma once
// One holder of a file (a ledger, engine.json): an flock on "<file>.lock", whose text names who holds it.

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace qd {

/// Held until destroyed; the kernel lets go when the process dies, however it dies.
class FileLock {
public:
    /// Conflict: somebody else holds it; the detail is who, as "quarterdeckd (pid 12)". A holder that is just being
    /// ended by the kernel is waited for, at most 10 s. Io: what is wrong with the file, as a sentence.
    [[nodiscard]] static Result<FileLock> take(const std::filesystem::path &file, const std::string &program);

    FileLock() = default;
    FileLock(FileLock &&other) noexcept : m_file(other.m_file) { other.m_file = -1; }
    FileLock &operator=(FileLock &&other) noexcept;
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;
    ~FileLock() { release(); }
    void release() noexcept;
    [[nodiscard]] bool isHeld() const noexcept { return m_file >= 0; }

private:
    int m_file = -1;
};

} // namespace qd
