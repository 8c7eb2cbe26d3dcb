#pragma once
// How this process keeps the memory that it has given back.

namespace qd {

/// Few pools and large blocks straight from the system: a long run does not hold what its busiest moment needed. First
/// thing in main(), before any thread; without effect where the C library is not glibc.
void settleAllocator() noexcept;

} // namespace qd
