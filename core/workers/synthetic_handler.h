#pragma once
// Tasks of type "synthetic": work that takes a drawn time, for load and demonstrations. Payload, all members optional:
//   {"ms":20} or {"distribution":"exp|lognormal|uniform|constant","mean_ms":20,"p99_ms":100,
//    "fail_permille":10,"burn":false,"seed":1}
// An empty payload takes no time. The same seed, task and attempt draw the same time and the same fate. The runner
// makes waiting ones timers of its own; only burning ones need a thread.

#include <functional>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/model/ids.h"

namespace qd {

struct SyntheticPlan {
    Duration time{}; ///< 0 .. 1 day
    bool burns = false;
    bool fails = false;
    std::uint32_t failPermille = 0;
};

/// What this attempt will do. Invalid: the detail names member, value and allowed range.
[[nodiscard]] Result<SyntheticPlan> planSynthetic(std::string_view payload, TaskId task, std::uint16_t attempt);

/// The error text of an attempt that was drawn to fail.
[[nodiscard]] std::string syntheticFailure(const SyntheticPlan &plan);

/// Uses that much CPU time of the calling thread, or less when `stopped` turns true (looked at every millisecond or
/// more often).
void burnCpu(Duration time, const std::function<bool()> &stopped);

} // namespace qd
