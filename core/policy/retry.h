#pragma once
// When to try a failed task again: exponential backoff with full jitter, a uniform draw from [0, min(cap, base * m^n)].
// Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015; of the jitters compared there full
// jitter needs the fewest calls under contention.

#include <cstdint>

#include "core/base/rng.h"
#include "core/base/time.h"

namespace qd {

struct RetryPolicy {
    Duration base = std::chrono::milliseconds{500};
    Duration cap = std::chrono::seconds{30};
    double multiplier = 2.0; ///< 1 .. 10
};

/// The wait before the next attempt. `failures` counts the failed ones so far, from 1. `asked` is a wish of the other
/// side (Retry-After) and a lower bound, cut to one hour.
[[nodiscard]] Duration retryDelay(const RetryPolicy &policy, std::uint32_t failures, Duration asked, Rng &rng) noexcept;

} // namespace qd
