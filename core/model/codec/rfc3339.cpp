#include "core/model/codec/rfc3339.h"

#include <fmt/format.h>

namespace qd {

namespace {

/// Takes exactly `digits` digits off the front; -1 when they are not there.
int takeNumber(std::string_view &text, std::size_t digits) noexcept {
    if (text.size() < digits) return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool takeChar(std::string_view &text, char c) noexcept {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

/// ".123": at least one digit; microseconds.
std::optional<std::int64_t> takeFraction(std::string_view &text) noexcept {
    std::int64_t value = 0;
    std::int64_t scale = 100'000;
    std::size_t digits = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
        value += scale * (text.front() - '0');
        scale /= 10;
    }
    if (digits == 0 || digits > 9) return std::nullopt;
    return value;
}

/// "Z" or "+hh:mm", to the very end of the text.
std::optional<std::chrono::minutes> takeOffset(std::string_view &text) noexcept {
    if (text == "Z" || text == "z") return std::chrono::minutes{0};
    if (text.size() != 6 || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    const int sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    const int hours = takeNumber(text, 2);
    if (!takeChar(text, ':')) return std::nullopt;
    const int minutes = takeNumber(text, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return std::chrono::minutes{sign * (hours * 60 + minutes)};
}

} // namespace

std::optional<WallTime> parseRfc3339(std::string_view text) noexcept {
    using namespace std::chrono;
    const int y = takeNumber(text, 4);
    if (!takeChar(text, '-')) return std::nullopt;
    const int m = takeNumber(text, 2);
    if (!takeChar(text, '-')) return std::nullopt;
    const int d = takeNumber(text, 2);
    if (y < 1970 || m < 0 || d < 0) return std::nullopt;
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!date.ok() || (!takeChar(text, 'T') && !takeChar(text, 't') && !takeChar(text, ' '))) return std::nullopt;
    const int hour = takeNumber(text, 2);
    if (!takeChar(text, ':')) return std::nullopt;
    const int minute = takeNumber(text, 2);
    if (!takeChar(text, ':')) return std::nullopt;
    const int second = takeNumber(text, 2); // 60 is a leap second: read as the second after.
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
    std::int64_t micros = 0;
    if (takeChar(text, '.')) {
        const auto fraction = takeFraction(text);
        if (!fraction) return std::nullopt;
        micros = *fraction;
    }
    const auto offset = takeOffset(text);
    if (!offset) return std::nullopt;
    const WallTime out{sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + microseconds{micros} -
                       *offset};
    if (out < WallTime{}) return std::nullopt;
    return out;
}

std::string rfc3339(WallTime time) {
    using namespace std::chrono;
    const auto days = floor<std::chrono::days>(time);
    const year_month_day date{days};
    const hh_mm_ss<microseconds> clock{time - days};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

} // namespace qd
