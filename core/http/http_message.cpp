#include "core/http/http_message.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/model/codec/json_codec.h"

namespace qd::http {

namespace {

int hexValue(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decoded(std::string_view text, bool plusIsSpace) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hexValue(text[i + 1]);
            const int low = hexValue(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plusIsSpace) {
            c = ' ';
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
        out += c;
    }
    return out;
}

/// Calls `take` with each piece between separators.
template <typename Take> bool split(std::string_view text, char separator, Take take) {
    while (true) {
        const auto end = text.find(separator);
        if (!take(text.substr(0, end))) return false;
        if (end == std::string_view::npos) return true;
        text.remove_prefix(end + 1);
    }
}

} // namespace

std::optional<std::string_view> Request::header(std::string_view name) const noexcept {
    std::optional<std::string_view> out;
    for (const auto &[key, value] : headers) {
        if (key != name) continue;
        if (out) return std::nullopt;
        out = value;
    }
    return out;
}

bool Request::hasHeader(std::string_view name) const noexcept {
    return std::any_of(headers.begin(), headers.end(), [name](const auto &pair) { return pair.first == name; });
}

std::optional<std::string_view> Request::parameter(std::string_view name) const noexcept {
    for (const auto &[key, value] : query)
        if (key == name) return value;
    return std::nullopt;
}

Result<void> Request::checkParameters(const std::vector<std::string_view> &known) const {
    for (auto it = query.begin(); it != query.end(); ++it) {
        if (std::find(known.begin(), known.end(), it->first) == known.end())
            return fail(ErrorCode::Invalid,
                        known.empty()
                            ? fmt::format("{}: unknown parameter; there are none here", it->first)
                            : fmt::format("{}: unknown parameter; known are {}", it->first, fmt::join(known, ", ")));
        if (std::any_of(query.begin(), it, [it](const auto &other) { return other.first == it->first; }))
            return fail(ErrorCode::Invalid, fmt::format("{}: is given twice", it->first));
    }
    return {};
}

Result<void> parseTarget(std::string_view target, Request &out) {
    if (!target.starts_with('/')) return fail(ErrorCode::Invalid, "The request target must be a path");
    const auto mark = target.find('?');
    out.path = target.substr(0, mark);
    const bool pathIsFine = split(std::string_view{out.path}.substr(1), '/', [&out](std::string_view piece) {
        auto text = decoded(piece, false);
        if (text) out.segments.push_back(std::move(*text));
        return text.has_value();
    });
    const bool queryIsFine =
        mark == std::string_view::npos || split(target.substr(mark + 1), '&', [&out](std::string_view piece) {
            if (piece.empty()) return true;
            const auto equals = piece.find('=');
            auto key = decoded(piece.substr(0, equals), true);
            auto value = equals == std::string_view::npos ? std::string{} : decoded(piece.substr(equals + 1), true);
            if (key && value) out.query.emplace_back(std::move(*key), std::move(*value));
            return key && value;
        });
    if (!pathIsFine || !queryIsFine)
        return fail(ErrorCode::Invalid, "The request target has a bad %-escape or control characters");
    return {};
}

Reply jsonReply(std::string body, int status) {
    Reply out;
    out.status = status;
    out.body = std::move(body);
    return out;
}

Reply errorReply(const Error &error, int status) {
    return jsonReply(errorToJson(error), status);
}
Reply errorReply(const Error &error) {
    return errorReply(error, statusOf(error.code));
}

int statusOf(ErrorCode code) noexcept {
    switch (code) {
    case ErrorCode::Invalid:
    case ErrorCode::Unsupported: return 400;
    case ErrorCode::Denied: return 403;
    case ErrorCode::NotFound: return 404;
    case ErrorCode::Conflict: return 409;
    case ErrorCode::Overloaded: return 429;
    case ErrorCode::Unavailable:
    case ErrorCode::Cancelled: return 503;
    case ErrorCode::Timeout: return 504;
    case ErrorCode::Corrupt:
    case ErrorCode::Io:
    case ErrorCode::Internal: return 500;
    }
    return 500;
}

std::string_view statusText(int status) noexcept {
    switch (status) {
    case 200: return "OK";
    case 202: return "Accepted";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "Unknown";
    }
}

void Exchange::reply(Reply reply) {
    const Lock lock(m_mutex);
    if (m_isClosed || m_isReplied) return;
    m_isReplied = true;
    m_reply = std::move(reply);
    // Under the lock, so that close() returns only when nobody is inside the server any more.
    m_wake();
}

bool Exchange::isAbandoned() const {
    const Lock lock(m_mutex);
    return m_isClosed;
}

void Exchange::setPatience(Duration patience, Reply late) {
    m_patience = patience;
    m_late = std::move(late);
}

std::optional<Reply> Exchange::takeReply() {
    const Lock lock(m_mutex);
    return std::exchange(m_reply, std::nullopt);
}

void Exchange::close() {
    const Lock lock(m_mutex);
    m_isClosed = true;
    m_wake = nullptr;
    m_reply.reset();
}

} // namespace qd::http
