#pragma once
// What this process uses: processor time between two looks, and memory that is resident now.

#include <cstdint>

#include "core/base/time.h"

namespace qd {

/// Of a whole process, never of one of its threads.
struct ProcessUsage {
    std::int32_t cpuPermille = -1;  ///< Of one core, so 2000 = two cores busy; -1 = not measured yet.
    std::int64_t residentBytes = 0; ///< 0 = not measured.

    bool operator==(const ProcessUsage &) const = default;
};

/// Looks at the process that calls it; some 10 us a look. Thread: one at a time.
class ProcessMeter {
public:
    /// Processor time since the last look, or since the meter was made.
    [[nodiscard]] ProcessUsage measure(Instant now) noexcept;

private:
    Instant m_lookedAt = bootNow();
    Duration m_used = processorTime();
    [[nodiscard]] static Duration processorTime() noexcept;
};

} // namespace qd
