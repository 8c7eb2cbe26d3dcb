#include "core/policy/retry.h"

#include <algorithm>

namespace qd {

Duration retryDelay(const RetryPolicy &policy, std::uint32_t failures, Duration asked, Rng &rng) noexcept {
    auto ceiling = static_cast<double>(policy.base.count());
    const auto cap = static_cast<double>(policy.cap.count());
    // A loop instead of pow(): the last bit of libm differs between machines, and the same seed must replay.
    for (std::uint32_t i = 1; i < failures && ceiling < cap; ++i) ceiling *= policy.multiplier;
    const auto bound = static_cast<std::uint64_t>(std::max(1.0, std::min(ceiling, cap)));
    const Duration drawn{static_cast<Duration::rep>(rng.below(bound + 1))};
    return std::max(drawn, std::min<Duration>(asked, std::chrono::hours{1}));
}

} // namespace qd
