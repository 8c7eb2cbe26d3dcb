#include "core/base/allocator.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace qd {

void settleAllocator() noexcept {
#if defined(__GLIBC__)
    // By itself glibc makes eight pools for each core, and takes ever larger blocks into them once one was given back.
    // Measured with a million tasks in the window: 395 to 399 MB instead of 402 to 410, as many tasks per second.
    constexpr int kPools = 2;
    constexpr int kLargeBytes = 1024 * 1024;
    (void)mallopt(M_ARENA_MAX, kPools);
    (void)mallopt(M_MMAP_THRESHOLD, kLargeBytes);
#endif
}

} // namespace qd
