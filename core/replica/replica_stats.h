#pragma once
// What keeping a copy of the rows costs, and how far it is.

#include <cstdint>

namespace qd {

struct ReplicaStats {
    bool on = false;
    bool complete = false; ///< All rows have been read.
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;    ///< Columns, texts, orders and what waits; the ledger's own are not counted.
    std::uint64_t restarts = 0; ///< How often the ledger was faster than the copy, which then was made anew.
};

} // namespace qd
