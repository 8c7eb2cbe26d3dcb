#include "app/qdctl/format.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <ctime>
#include <optional>
#include <utility>

namespace qd::ctl {

namespace {

struct StateLook {
    std::string_view name;
    std::string_view shape;
    char letter;
    Style style;
};
constexpr std::array kLooks = {
    StateLook{"pending", "◌", '.', Style::Dim},      StateLook{"queued", "○", 'o', Style::Plain},
    StateLook{"assigned", "◔", 'a', Style::Info},    StateLook{"running", "▶", '>', Style::Info},
    StateLook{"retrying", "↻", '~', Style::Warning}, StateLook{"suspended", "‖", '=', Style::Warning},
    StateLook{"completed", "✓", '+', Style::Good},   StateLook{"failed", "✗", 'x', Style::Bad},
    StateLook{"cancelled", "⊘", '-', Style::Dim},    StateLook{"starting", "◌", '.', Style::Dim},
    StateLook{"live", "●", '*', Style::Good},        StateLook{"draining", "▽", 'v', Style::Warning},
    StateLook{"lost", "✗", 'x', Style::Bad},         StateLook{"gone", "⊘", '-', Style::Dim},
    StateLook{"paused", "‖", '=', Style::Warning},   StateLook{"waiting", "◫", 'w', Style::Plain},
    StateLook{"recovering", "↻", '~', Style::Info},  StateLook{"drained", "▼", 'v', Style::Warning},
    StateLook{"stopping", "▽", 'v', Style::Warning}, StateLook{"stopped", "■", '#', Style::Dim},
    StateLook{"open", "○", 'o', Style::Plain},
};

const StateLook *lookOf(std::string_view state) {
    for (const StateLook &look : kLooks)
        if (look.name == state) return &look;
    return nullptr;
}

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Two digits and upwards; nothing when there are other characters.
std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::int64_t> unitMilliseconds(std::string_view unit) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 8> units = {{{"ms", 1},
                                                                                 {"", 1'000},
                                                                                 {"s", 1'000},
                                                                                 {"m", 60'000},
                                                                                 {"min", 60'000},
                                                                                 {"h", 3'600'000},
                                                                                 {"d", 86'400'000},
                                                                                 {"w", 604'800'000}}};
    for (const auto &[name, milliseconds] : units)
        if (name == unit) return milliseconds;
    return std::nullopt;
}

/// "+02:00", "Z" or nothing at all; in seconds east of UTC.
std::optional<int> offsetSeconds(std::string_view zone) {
    if (zone.empty() || zone == "Z" || zone == "z") return 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
    const auto hours = number(zone.substr(1, 2));
    const auto minutes = number(zone.substr(4, 2));
    if (!hours || !minutes) return std::nullopt;
    return (zone[0] == '-' ? -1 : 1) * (*hours * 3600 + *minutes * 60);
}

} // namespace

std::string formatCount(std::uint64_t value) {
    std::string text = std::to_string(value);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, 1, ' ');
    }
    return text;
}

std::string formatDuration(double milliseconds) {
    if (milliseconds < 0) return "-";
    if (milliseconds < 1) return fmt::format("{:.1f} ms", milliseconds);
    if (milliseconds < 1'000) return fmt::format("{:.0f} ms", milliseconds);
    if (milliseconds < 60'000) return fmt::format("{:.1f} s", milliseconds / 1'000);
    const auto seconds = static_cast<std::int64_t>(milliseconds / 1'000);
    if (seconds < 3'600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
    if (seconds < 86'400) return fmt::format("{} h {} min", seconds / 3'600, seconds % 3'600 / 60);
    return fmt::format("{} d {} h", seconds / 86'400, seconds % 86'400 / 3'600);
}

std::string formatBytes(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 5> units = {"B", "KiB", "MiB", "GiB", "TiB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, units[unit]);
}

Result<std::int64_t> parseMoment(std::string_view text) {
    const auto bad = [text] {
        return fail(ErrorCode::Invalid,
                    fmt::format("\"{}\" is no moment; write it like 2026-11-21T12:00:00Z (RFC 3339).", text));
    };
    if (text.size() < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':') return bad();
    const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
    const auto hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2)),
               second = number(text.substr(17, 2));
    if (!year || !month || !day || !hour || !minute || !second) return bad();
    std::int64_t micros = 0;
    std::size_t at = 19;
    if (at < text.size() && text[at] == '.') {
        std::int64_t scale = 100'000;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
            micros += (text[at] - '0') * scale;
    }
    const auto offset = offsetSeconds(text.substr(at));
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!offset || !date.ok() || *hour > 23 || *minute > 59 || *second > 60) return bad();
    const auto days = std::chrono::sys_days{date}.time_since_epoch().count();
    const std::int64_t seconds = days * std::int64_t{86'400} + *hour * 3'600 + *minute * 60 + *second - *offset;
    return seconds * 1'000'000 + micros;
}

std::string formatMoment(std::string_view rfc3339) {
    const auto micros = parseMoment(rfc3339);
    if (!micros) return std::string{rfc3339};
    const auto seconds = static_cast<std::time_t>(*micros / 1'000'000);
    std::tm local{};
    localtime_r(&seconds, &local);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
                       local.tm_hour, local.tm_min, local.tm_sec);
}

Result<std::chrono::milliseconds> parseDuration(std::string_view text) {
    const auto bad = [text] {
        return fail(
            ErrorCode::Invalid,
            fmt::format("\"{}\" is no duration; write 500ms, 90 (seconds), 30m, 1h30m or 2d, up to 3650d.", text));
    };
    double total = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        double value = 0;
        const auto [end, error] =
            std::from_chars(text.data() + at, text.data() + text.size(), value, std::chars_format::fixed);
        if (error != std::errc{} || value < 0) return bad();
        at = static_cast<std::size_t>(end - text.data());
        std::size_t unitEnd = at;
        while (unitEnd < text.size() && text[unitEnd] >= 'a' && text[unitEnd] <= 'z') ++unitEnd;
        const auto unit = unitMilliseconds(text.substr(at, unitEnd - at));
        if (!unit) return bad();
        total += value * static_cast<double>(*unit);
        if (unitEnd == at && unitEnd != text.size()) return bad();
        at = unitEnd;
    }
    if (text.empty() || !(total <= 3650.0 * 86'400'000)) return bad();
    return std::chrono::milliseconds{std::llround(total)};
}

std::string stateText(std::string_view state, bool unicode) {
    const StateLook *look = lookOf(state);
    if (look == nullptr) return fmt::format("? {}", printable(state));
    return unicode ? fmt::format("{} {}", look->shape, state) : fmt::format("{} {}", look->letter, state);
}

Style stateStyle(std::string_view state) {
    const StateLook *look = lookOf(state);
    return look == nullptr ? Style::Warning : look->style; // Unknown is never green.
}

std::string printable(std::string_view text, bool keepLines) {
    std::string safe;
    safe.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool line = keepLines && (c == '\n' || c == '\t');
        // C1 controls arrive as C2 80 .. C2 9F in UTF-8; some terminals obey them.
        const bool c1 = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0 &&
                        isContinuation(text[i + 1]);
        if (c1) {
            safe += '.';
            ++i;
        } else if ((c < 0x20 && !line) || c == 0x7F) {
            safe += '.';
        } else {
            safe += text[i];
        }
    }
    return safe;
}

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    for (const char c : text)
        if (!isContinuation(c)) ++width;
    return width;
}

std::string elide(std::string_view text, std::size_t width, bool unicode) {
    if (displayWidth(text) <= width) return std::string{text};
    if (width == 0) return {};
    std::size_t columns = 0;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if (isContinuation(text[at])) continue;
        if (columns + 1 >= width) break;
        ++columns;
    }
    return std::string{text.substr(0, at)} + (unicode ? "…" : "~");
}

std::string percentEncode(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || c == '.' || c == '~' || c == ',';
        if (plain)
            encoded += c;
        else
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

} // namespace qd::ctl
