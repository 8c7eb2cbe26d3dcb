#pragma once
// The ledger that keeps everything in memory: lost on exit, and fast enough never to be what an engine waits for.

#include <memory>

#include "core/base/error.h"
#include "core/model/ledger.h"

namespace qd {

struct MemoryLedgerOptions {
    std::uint64_t keepRows = 1'000'000; ///< Completed and cancelled rows kept; failed ones stay until purged.
    Duration keepFor = std::chrono::hours{7 * 24}; ///< By the time of the newest change, not by a clock.
    std::uint64_t keepBytes = 1ULL << 30;          ///< Pages and texts; final rows are dropped beyond it.
    LedgerId id;                                   ///< 0 = drawn at random.
};

/// write() commits at once: OnCommit (or OnFailure) is called inside it, on the caller's thread, with no lock held.
/// A callback must therefore only note the fact (post it to an inbox) and not call write() again.
/// Queries lock in slices of one page (1024 rows); a row that changes meanwhile is seen old or new, never torn.
[[nodiscard]] Result<std::unique_ptr<Ledger>> openMemoryLedger(const MemoryLedgerOptions &options);

} // namespace qd
