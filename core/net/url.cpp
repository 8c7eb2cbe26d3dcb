#include "core/net/url.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace qd::net {

namespace {

constexpr std::size_t kUrlBytesMax = 8 * 1024;

char toLower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isRefused(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte >= 0x7f || c == '"' || c == '<' || c == '>' || c == '\\' || c == '^' || c == '`' ||
           c == '{' || c == '|' || c == '}';
}

bool isHostCharacter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool isAddress6Character(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
}

std::unexpected<Error> bad(std::string_view what) {
    return fail(ErrorCode::Invalid, fmt::format("url: {}", what));
}

Result<void> readPort(std::string_view text, Url &url) {
    if (text.empty()) return {}; // "http://host:/" means the default.
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0 || port > 65535)
        return bad(fmt::format("the port \"{}\" is not a number from 1 to 65535", text));
    url.port = static_cast<std::uint16_t>(port);
    return {};
}

Result<void> readBracketed(std::string_view authority, Url &url) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return bad("the bracket of the IPv6 address is not closed");
    url.host.assign(authority.substr(1, end - 1));
    std::ranges::transform(url.host, url.host.begin(), toLower);
    if (url.host.empty() || !std::ranges::all_of(url.host, isAddress6Character)) return bad("not an IPv6 address");
    const std::string_view rest = authority.substr(end + 1);
    if (rest.empty()) return {};
    if (rest.front() != ':') return bad("something unexpected follows the IPv6 address");
    return readPort(rest.substr(1), url);
}

Result<void> readAuthority(std::string_view authority, Url &url) {
    if (authority.find('@') != std::string_view::npos)
        return bad("a user name or password in the address is refused; use an Authorization header");
    if (authority.starts_with('[')) return readBracketed(authority, url);
    const std::size_t colon = authority.find(':');
    url.host.assign(authority.substr(0, colon));
    std::ranges::transform(url.host, url.host.begin(), toLower);
    if (url.host.empty()) return bad("the host is missing");
    if (url.host.size() > 253 || !std::ranges::all_of(url.host, isHostCharacter))
        return bad(fmt::format("\"{}\" is not a host name", url.host));
    return colon == std::string_view::npos ? Result<void>{} : readPort(authority.substr(colon + 1), url);
}

/// "/a/./b/../c" is "/a/c"; the query is not touched.
std::string withoutDots(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        const std::size_t next = path.find('/', 1);
        const std::string_view segment = path.substr(0, next);
        const bool isLast = next == std::string_view::npos;
        path = isLast ? std::string_view{} : path.substr(next);
        if (segment == "/." || segment == "/..") {
            if (segment == "/..") out.resize(out.rfind('/') == std::string::npos ? 0 : out.rfind('/'));
            if (isLast) out += '/';
        } else {
            out += segment;
        }
    }
    return out.empty() ? "/" : out;
}

} // namespace

std::string Url::hostHeader() const {
    const bool isDefault = port == (tls ? 443 : 80);
    const std::string name = host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
    return isDefault ? name : fmt::format("{}:{}", name, port);
}

std::string Url::endpoint() const {
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

std::string Url::origin() const {
    return fmt::format("{}://{}", tls ? "https" : "http", endpoint());
}

Result<Url> parseUrl(std::string_view text) {
    if (text.empty()) return bad("it is empty; write for example http://127.0.0.1:8080/path");
    if (text.size() > kUrlBytesMax) return bad(fmt::format("longer than {} bytes", kUrlBytesMax));
    if (std::ranges::any_of(text, isRefused))
        return bad("control characters, spaces and characters outside ASCII must be percent-encoded");
    const std::size_t mark = text.find("://");
    std::string scheme{text.substr(0, mark == std::string_view::npos ? 0 : mark)};
    std::ranges::transform(scheme, scheme.begin(), toLower);
    if (scheme != "http" && scheme != "https") return bad("it must start with http:// or https://");
    Url url;
    url.tls = scheme == "https";
    url.port = url.tls ? 443 : 80;
    std::string_view rest = text.substr(mark + 3);
    rest = rest.substr(0, rest.find('#'));
    const std::size_t slash = rest.find_first_of("/?");
    if (auto read = readAuthority(rest.substr(0, slash), url); !read) return std::unexpected(read.error());
    if (slash != std::string_view::npos) url.target.assign(rest.substr(slash));
    if (url.target.front() == '?') url.target.insert(0, 1, '/');
    return url;
}

Result<Url> resolveUrl(const Url &base, std::string_view reference) {
    reference = reference.substr(0, reference.find('#'));
    if (reference.empty()) return base;
    const std::size_t colon = reference.find(':');
    if (colon != std::string_view::npos && colon < reference.find_first_of("/?")) return parseUrl(reference);
    if (reference.starts_with("//")) return parseUrl(fmt::format("{}:{}", base.tls ? "https" : "http", reference));
    if (std::ranges::any_of(reference, isRefused)) return bad("the redirect's target holds refused characters");
    const std::string_view basePath = std::string_view{base.target}.substr(0, base.target.find('?'));
    const std::size_t query = reference.find('?');
    const std::string_view path = reference.substr(0, query);
    std::string whole;
    if (path.empty())
        whole = basePath;
    else if (path.starts_with('/'))
        whole = withoutDots(path);
    else
        whole = withoutDots(fmt::format("{}/{}", basePath.substr(0, basePath.rfind('/')), path));
    if (query != std::string_view::npos) whole += reference.substr(query);
    Url url = base;
    url.target = std::move(whole);
    return url;
}

} // namespace qd::net
