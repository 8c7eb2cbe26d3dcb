#include "core/net/detail/http_message.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace qd::net {

std::optional<std::string_view> findHeader(const HttpHeaders &headers, std::string_view name) noexcept {
    for (const auto &[key, value] : headers)
        if (detail::equalsIgnoringCase(key, name)) return value;
    return std::nullopt;
}

} // namespace qd::net

namespace qd::net::detail {

namespace {

constexpr std::array<std::string_view, 7> kMethods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
constexpr std::array<std::string_view, 11> kOwnHeaders = {
    "host",    "connection", "content-length",   "transfer-encoding", "upgrade",       "te",
    "trailer", "expect",     "proxy-connection", "keep-alive",        "http2-settings"};
constexpr std::array<std::string_view, 3> kCredentials = {"authorization", "cookie", "proxy-authorization"};
constexpr std::size_t kHeadersMax = 100;
constexpr std::size_t kHeaderBytesMax = 32 * 1024;

char toLower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isToken(std::string_view text) noexcept {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        const char lower = toLower(c);
        return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || kMarks.find(c) != std::string_view::npos;
    });
}

bool isHeaderValue(std::string_view text) noexcept {
    return std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

template <std::size_t n> bool contains(const std::array<std::string_view, n> &names, std::string_view name) noexcept {
    return std::ranges::any_of(names, [&](std::string_view other) { return equalsIgnoringCase(other, name); });
}

/// A name as it may stand in a message: control characters would garble the reader's terminal.
std::string shown(std::string_view text) {
    std::string out{text.substr(0, 60)};
    std::ranges::replace_if(out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
    return out;
}

Result<void> checkHeader(const std::string &name, const std::string &value) {
    if (!isToken(name))
        return fail(ErrorCode::Invalid, fmt::format("headers: \"{}\" is not a header name", shown(name)));
    if (contains(kOwnHeaders, name))
        return fail(ErrorCode::Invalid, fmt::format("headers: {} is set by Quarterdeck; leave it out", name));
    if (!isHeaderValue(value))
        return fail(ErrorCode::Invalid, fmt::format("headers: the value of {} holds control characters", name));
    return {};
}

bool needsLength(const HttpRequest &request) noexcept {
    return !request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
}

} // namespace

bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, [](char x, char y) { return toLower(x) == toLower(y); });
}

Result<void> checkRequest(const HttpRequest &request) {
    if (std::ranges::find(kMethods, request.method) == kMethods.end())
        return fail(ErrorCode::Invalid,
                    fmt::format("method: \"{}\" is not one of {}", shown(request.method), fmt::join(kMethods, ", ")));
    if (request.headers.size() > kHeadersMax)
        return fail(ErrorCode::Invalid, fmt::format("headers: more than {}", kHeadersMax));
    std::size_t bytes = 0;
    for (const auto &[name, value] : request.headers) {
        bytes += name.size() + value.size();
        if (auto checked = checkHeader(name, value); !checked) return checked;
    }
    if (bytes > kHeaderBytesMax)
        return fail(ErrorCode::Invalid, fmt::format("headers: longer than {} bytes together", kHeaderBytesMax));
    return {};
}

std::string writeRequest(const HttpRequest &request, const Url &url, bool keepAlive) {
    std::string out = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, url.target, url.hostHeader());
    for (const auto &[name, value] : request.headers) out += fmt::format("{}: {}\r\n", name, value);
    if (!findHeader(request.headers, "User-Agent")) out += "User-Agent: Quarterdeck\r\n";
    if (!findHeader(request.headers, "Accept")) out += "Accept: */*\r\n";
    if (needsLength(request)) out += fmt::format("Content-Length: {}\r\n", request.body.size());
    out += keepAlive ? "\r\n" : "Connection: close\r\n\r\n";
    out += request.body;
    return out;
}

bool isRedirect(int status) noexcept {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<void> redirect(HttpRequest &request, Url &url, const HttpResponse &response) {
    const auto location = response.header("Location");
    if (!location) return fail(ErrorCode::Corrupt, fmt::format("{} redirects without saying where", url.endpoint()));
    auto next = resolveUrl(url, *location);
    if (!next)
        return fail(ErrorCode::Invalid,
                    fmt::format("{} redirects to a bad address: {}", url.endpoint(), next.error().detail));
    if (url.tls && !next->tls)
        return fail(ErrorCode::Denied, fmt::format("{} redirects from https to http; this is refused", url.endpoint()));
    const bool isPost = request.method == "POST" && (response.status == 301 || response.status == 302);
    if (isPost || (response.status == 303 && request.method != "HEAD")) {
        request.method = "GET";
        request.body.clear();
        std::erase_if(request.headers,
                      [](const auto &header) { return equalsIgnoringCase(header.first, "Content-Type"); });
    }
    if (next->origin() != url.origin())
        std::erase_if(request.headers, [](const auto &header) { return contains(kCredentials, header.first); });
    url = std::move(*next);
    return {};
}

bool isIdempotent(const HttpRequest &request) noexcept {
    return request.method != "POST" && request.method != "PATCH";
}

} // namespace qd::net::detail
