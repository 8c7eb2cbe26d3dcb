#pragma once
// Durations as people write them: a number and a unit without a space - "500ms", "10s", "1.5h", "7d".

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace qd {

/// Units: ns, us, ms, s, m or min, h, d. Nothing for anything else, for negative values and for more than 292 years.
[[nodiscard]] std::optional<Duration> parseDuration(std::string_view text) noexcept;
/// The largest unit that gives a whole number: 90s, 10min, 7d.
[[nodiscard]] std::string durationText(Duration duration);

} // namespace qd
