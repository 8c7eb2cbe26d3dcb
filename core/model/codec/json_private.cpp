#include "core/model/codec/json_private.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/model/codec/rfc3339.h"

namespace qd::codec {

namespace {

constexpr double kSecondsAheadMax = 10.0 * 366 * 86'400;

/// Depth and number of values, before anything is allocated: the library has bounds for neither, and writing a deep
/// value recurses.
std::optional<Error> checkBounds(std::string_view text) {
    std::size_t depth = 0;
    std::size_t values = 1;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
            continue;
        }
        if (c == '"')
            inString = true;
        else if (c == ',')
            ++values;
        else if (c == '[' || c == '{') {
            ++values;
            if (++depth > kJsonDepthMax)
                return Error{ErrorCode::Invalid,
                             fmt::format("The JSON is nested deeper than {} levels (at byte {})", kJsonDepthMax, i)};
        } else if ((c == ']' || c == '}') && depth > 0)
            --depth;
    }
    if (values > kJsonValuesMax)
        return Error{ErrorCode::Invalid, fmt::format("The JSON holds {} values, at most {} are read at once; split it",
                                                     values, kJsonValuesMax)};
    return std::nullopt;
}

/// "[json.exception.parse_error.101] parse error at line 1, column 5: ..." without the library's own name for it.
std::string plainMessage(std::string_view what) {
    if (const auto end = what.find("] "); what.starts_with('[') && end != std::string_view::npos)
        what.remove_prefix(end + 2);
    // The rest repeats the last token read, which may be the whole body.
    return fmt::format("No valid JSON: {}", what.substr(0, 200));
}

} // namespace

Result<Json> parse(std::string_view text) {
    if (text.size() > kJsonBytesMax)
        return fail(ErrorCode::Invalid,
                    fmt::format("The JSON has {} bytes, at most {} are read; split it", text.size(), kJsonBytesMax));
    if (auto error = checkBounds(text)) return std::unexpected(*error);
    try {
        return Json::parse(text);
    } catch (const Json::exception &error) {
        return fail(ErrorCode::Invalid, plainMessage(error.what()));
    }
}

std::string shown(const Json &value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (text.size() > 80) text = text.substr(0, 77) + "...";
    return text;
}

std::string problemOfText(std::string_view text, std::size_t bytesMax) {
    if (text.size() > bytesMax) return fmt::format("has {} bytes (allowed: 0 .. {})", text.size(), bytesMax);
    const bool control =
        std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return control ? "holds control characters" : "";
}

Members::Members(const Json &object, std::string_view what) : m_object(object), m_what(what) {
    if (!object.is_object()) wrong(fmt::format("{} must be an object, this is {}", what, shown(object)));
}

const Json *Members::find(std::string_view name) {
    m_known.push_back(name);
    if (!m_object.is_object()) return nullptr;
    const auto it = m_object.find(name);
    return it == m_object.end() || it->is_null() ? nullptr : &*it;
}

void Members::text(std::string_view name, std::string &out, std::size_t bytesMax) {
    const Json *value = find(name);
    if (value == nullptr) return;
    if (!value->is_string()) return wrong(name, *value, "must be a text");
    const auto &text = value->get_ref<const std::string &>();
    if (const auto problem = problemOfText(text, bytesMax); !problem.empty()) return wrong(name, *value, problem);
    out = text;
}

void Members::texts(std::string_view name, std::vector<std::string> &out, std::size_t countMax, std::size_t bytesMax) {
    const Json *value = find(name);
    if (value == nullptr) return;
    if (!value->is_array()) return wrong(name, *value, "must be a list of texts");
    if (value->size() > countMax)
        return wrong(fmt::format("{}: has {} entries (allowed: 0 .. {})", name, value->size(), countMax));
    for (const Json &entry : *value) {
        if (!entry.is_string()) return wrong(name, entry, "must be a text");
        const auto &text = entry.get_ref<const std::string &>();
        if (text.empty()) return wrong(name, entry, "is empty");
        if (const auto problem = problemOfText(text, bytesMax); !problem.empty()) return wrong(name, entry, problem);
        out.push_back(text);
    }
}

std::optional<std::int64_t> Members::readInteger(std::string_view name, std::int64_t low, std::int64_t high) {
    const Json *value = find(name);
    if (value == nullptr) return std::nullopt;
    const std::string range = fmt::format("must be a whole number (allowed: {} .. {})", low, high);
    if (!value->is_number_integer() ||
        (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(high)) ||
        value->get<std::int64_t>() < low || value->get<std::int64_t>() > high) {
        wrong(name, *value,
              value->is_number_integer() ? fmt::format("is out of range (allowed: {} .. {})", low, high) : range);
        return std::nullopt;
    }
    return value->get<std::int64_t>();
}

void Members::seconds(std::string_view name, Duration &out, double low, double high) {
    const Json *value = find(name);
    if (value == nullptr) return;
    const double number = value->is_number() ? value->get<double>() : std::nan("");
    if (!std::isfinite(number)) return wrong(name, *value, "must be a number of seconds");
    if (number < low || number > high)
        return wrong(name, *value, fmt::format("is out of range (allowed: {} .. {} seconds)", low, high));
    out = Duration{std::llround(number * 1e9)};
}

void Members::moment(std::string_view name, WallTime &out, WallTime now) {
    const Json *value = find(name);
    if (value == nullptr) return;
    if (value->is_string()) {
        const auto time = parseRfc3339(value->get_ref<const std::string &>());
        if (!time) return wrong(name, *value, "must be a time as in 2030-01-31T18:00:00Z");
        out = *time;
        return;
    }
    const double number = value->is_number() ? value->get<double>() : std::nan("");
    if (!std::isfinite(number)) return wrong(name, *value, "must be a time (RFC 3339 text) or seconds from now");
    if (number < 0 || number > kSecondsAheadMax)
        return wrong(name, *value,
                     fmt::format("is out of range (allowed: 0 .. {:.0f} seconds from now)", kSecondsAheadMax));
    out = now + std::chrono::microseconds{std::llround(number * 1e6)};
}

void Members::wrong(std::string_view name, const Json &value, std::string_view why) {
    wrong(fmt::format("{}: {} {}", name, shown(value), why));
}

void Members::wrong(std::string sentence) {
    if (m_wrong.empty()) m_wrong = std::move(sentence);
}

std::optional<Error> Members::finish() {
    if (m_wrong.empty() && m_object.is_object()) {
        for (const auto &[name, value] : m_object.items()) {
            if (std::find(m_known.begin(), m_known.end(), name) != m_known.end()) continue;
            std::sort(m_known.begin(), m_known.end());
            wrong(fmt::format("{}: unknown member; {} has {}", shown(Json(name)), m_what, fmt::join(m_known, ", ")));
            break;
        }
    }
    if (m_wrong.empty()) return std::nullopt;
    return Error{ErrorCode::Invalid, m_wrong};
}

std::string write(const JsonOut &value) {
    return value.dump(-1, ' ', false, JsonOut::error_handler_t::replace);
}

JsonOut stampOrNull(WallTime time) {
    return time == kNoWallTime ? JsonOut{} : JsonOut(rfc3339(time));
}

double millis(Duration duration) {
    return static_cast<double>(duration.count()) / 1e6;
}

} // namespace qd::codec
