#pragma once
// Values as text for people, and text of people as values. Pure.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/qdctl/console.h"
#include "core/base/error.h"

namespace qd::ctl {

/// "10 000": thousands set apart by a space.
[[nodiscard]] std::string formatCount(std::uint64_t value);
/// "0.4 ms", "12 ms", "3.4 s", "5 min 12 s", "2 h 5 min", "3 d 4 h".
[[nodiscard]] std::string formatDuration(double milliseconds);
[[nodiscard]] std::string formatBytes(std::uint64_t bytes);
/// A moment of the API (RFC 3339, UTC) in local time: "2026-11-21 12:18:03"; anything else comes back as it is.
[[nodiscard]] std::string formatMoment(std::string_view rfc3339);
/// RFC 3339 as microseconds since the epoch.
[[nodiscard]] Result<std::int64_t> parseMoment(std::string_view rfc3339);

/// "30m", "1h30m", "500ms", "2d", "90" (seconds). At most 3650 days, not negative.
[[nodiscard]] Result<std::chrono::milliseconds> parseDuration(std::string_view text);

/// Shape and word: "✓ completed"; the shape alone never carries the meaning.
[[nodiscard]] std::string stateText(std::string_view state, bool unicode);
[[nodiscard]] Style stateStyle(std::string_view state);

/// What others wrote (names, errors, output) must not steer the terminal: control characters become dots.
/// With `keepLines`, line feeds and tabs stay.
[[nodiscard]] std::string printable(std::string_view text, bool keepLines = false);

/// Columns that a UTF-8 text takes (one per code point: the glyphs used here are all narrow).
[[nodiscard]] std::size_t displayWidth(std::string_view text);
/// Cut to `width` columns, the last one an ellipsis when something is missing.
[[nodiscard]] std::string elide(std::string_view text, std::size_t width, bool unicode);

/// For a query string: everything but unreserved characters becomes %XX.
[[nodiscard]] std::string percentEncode(std::string_view text);

} // namespace qd::ctl
