#include "core/base/time.h"

#include <ctime>

namespace qd {

Instant bootNow() noexcept {
    timespec t{};
    clock_gettime(CLOCK_BOOTTIME, &t);
    return Instant{std::chrono::seconds{t.tv_sec} + std::chrono::nanoseconds{t.tv_nsec}};
}

WallTime wallNow() noexcept {
    timespec t{};
    clock_gettime(CLOCK_REALTIME, &t);
    return WallTime{std::chrono::seconds{t.tv_sec} + std::chrono::microseconds{t.tv_nsec / 1000}};
}

Now SystemClock::now() const {
    return {bootNow(), wallNow()};
}

} // namespace qd
