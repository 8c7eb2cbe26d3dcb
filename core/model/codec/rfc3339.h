#pragma once
// Calendar times as text: "2026-03-01T12:00:00.123456Z".

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace qd {

/// Years 1970 .. 9999, fractions up to nanoseconds (cut to microseconds), "Z" or an offset as in +02:00.
[[nodiscard]] std::optional<WallTime> parseRfc3339(std::string_view text) noexcept;
/// Always UTC, always six digits of fraction, so that texts sort as times do.
[[nodiscard]] std::string rfc3339(WallTime time);

} // namespace qd
