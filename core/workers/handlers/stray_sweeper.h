#pragma once
// Ends what children left behind outside of their process groups.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace qd {

/// Looks for marked processes after the end of a child, and again until there are none: who is killed may have started
/// another one before. Reads all of /proc each time, hence not for every child, and for a tenth of the time at most.
/// Thread: one.
class StraySweeper {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    /// Whether a child of this serial number still has the right to descendants.
    using IsLiving = std::function<bool(std::uint64_t serial)>;

    explicit StraySweeper(std::string marker) : m_marker(std::move(marker)) {}

    [[nodiscard]] const std::string &marker() const noexcept { return m_marker; }
    void childEnded();
    /// sweep() by then; TimePoint::max() = nothing to do.
    [[nodiscard]] TimePoint due() const noexcept { return m_due; }
    /// Does nothing before it is due.
    void sweep(const IsLiving &isLiving);
    /// At the end of all: kills whatever is there until it is gone or the time is over.
    void sweepAll(TimePoint until) const;

private:
    [[nodiscard]] bool kill(const IsLiving &isLiving) const;
    [[nodiscard]] TimePoint earliest() const;

    const std::string m_marker;
    TimePoint m_due = TimePoint::max();
    TimePoint m_sweptAt;
    std::chrono::nanoseconds m_cost{}; ///< Of the last look.
    std::chrono::milliseconds m_pause{};
};

} // namespace qd
