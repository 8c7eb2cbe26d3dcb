#pragma once
// Two kinds of time that must never be mixed up.
// Instant: the machine's boot clock (goes on during suspend); leases, ages and timers.
// WallTime: the calendar; what users write (run-at, deadline) and what the ledger stores, in microseconds.

#include <chrono>
#include <cstdint>

namespace qd {

using Duration = std::chrono::nanoseconds;

/// A tag, not a clock: it has no now(). Whoever needs the time is given it (see Clock for the outermost rooms).
struct BootTime {
    using rep = std::int64_t;
    using period = std::nano;
    using duration = std::chrono::nanoseconds;
    using time_point = std::chrono::time_point<BootTime>;
    static constexpr bool is_steady = true;
};
using Instant = std::chrono::time_point<BootTime, std::chrono::nanoseconds>;
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

/// What one step of a state machine is told about time.
struct Now {
    Instant mono;
    WallTime wall;
};

constexpr Instant kNever = Instant::max();
constexpr WallTime kNoWallTime = WallTime{};

/// The border to the real clocks. Thread: any.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Now now() const = 0;
};

/// CLOCK_BOOTTIME and CLOCK_REALTIME.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Now now() const override;
};

[[nodiscard]] Instant bootNow() noexcept;
[[nodiscard]] WallTime wallNow() noexcept;

} // namespace qd
