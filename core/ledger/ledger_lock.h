#pragma once
// One ledger file, one engine: an flock on "<ledger>.lock", whose text names the holder.

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace qd {

/// Held until destroyed; the kernel lets go when the process dies, however it dies.
class LedgerLock {
public:
    /// Conflict names pid and program of the holder.
    [[nodiscard]] static Result<LedgerLock> take(const std::filesystem::path &ledger, const std::string &program);

    LedgerLock() = default;
    LedgerLock(LedgerLock &&other) noexcept : m_file(other.m_file) { other.m_file = -1; }
    LedgerLock &operator=(LedgerLock &&other) noexcept;
    LedgerLock(const LedgerLock &) = delete;
    LedgerLock &operator=(const LedgerLock &) = delete;
    ~LedgerLock() { release(); }
    void release() noexcept;

private:
    int m_file = -1;
};

} // namespace qd
