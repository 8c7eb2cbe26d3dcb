#include "core/base/duration_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace qd {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};
// Largest first: durationText takes the first that divides. "m" is read, "min" is written.
constexpr std::array<Unit, 8> kUnits = {{{"d", 86'400'000'000'000},
                                         {"h", 3'600'000'000'000},
                                         {"min", 60'000'000'000},
                                         {"m", 60'000'000'000},
                                         {"s", 1'000'000'000},
                                         {"ms", 1'000'000},
                                         {"us", 1'000},
                                         {"ns", 1}}};

} // namespace

std::optional<Duration> parseDuration(std::string_view text) noexcept {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{} || !std::isfinite(number) || number < 0) return std::nullopt;
    const std::string_view name{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    for (const Unit &unit : kUnits) {
        if (unit.name != name) continue;
        const double nanoseconds = number * static_cast<double>(unit.nanoseconds);
        if (nanoseconds > 9.2e18) return std::nullopt;
        return Duration{static_cast<std::int64_t>(std::llround(nanoseconds))};
    }
    return std::nullopt;
}

std::string durationText(Duration duration) {
    const std::int64_t count = duration.count();
    if (count == 0) return "0s";
    for (const Unit &unit : kUnits)
        if (count % unit.nanoseconds == 0) return fmt::format("{}{}", count / unit.nanoseconds, unit.name);
    return fmt::format("{}ns", count);
}

} // namespace qd
