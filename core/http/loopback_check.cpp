#include "core/http/loopback_check.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fmt/format.h>

namespace qd::http {

namespace {

bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

bool isLoopbackName(std::string_view host) noexcept {
    if (equalsIgnoringCase(host, "localhost") || host == "[::1]") return true;
    // Four numbers of at most three digits: "127.0.0.1.example.org" is a name.
    if (!host.starts_with("127.")) return false;
    int dots = 0;
    int digits = 0;
    for (const char c : host) {
        if (c == '.') {
            if (digits == 0) return false;
            ++dots;
            digits = 0;
        } else if (c < '0' || c > '9' || ++digits > 3) {
            return false;
        }
    }
    return dots == 3 && digits > 0;
}

} // namespace

bool isLoopbackAuthority(std::string_view authority, std::uint16_t port) noexcept {
    std::uint16_t given = 80;
    const auto colon = authority.rfind(':');
    if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
        const std::string_view text = authority.substr(colon + 1);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), given);
        if (error != std::errc{} || end != text.data() + text.size()) return false;
        authority = authority.substr(0, colon);
    }
    return given == port && isLoopbackName(authority);
}

std::optional<Error> checkHostAndOrigin(const Request &request, std::uint16_t port) {
    const auto host = request.header("host");
    if (!host || !isLoopbackAuthority(*host, port))
        return Error{ErrorCode::Denied,
                     fmt::format("The Host header must be 127.0.0.1:{} or localhost:{}", port, port)};
    if (!request.hasHeader("origin")) return std::nullopt;
    auto origin = request.header("origin").value_or("");
    constexpr std::string_view kScheme = "http://";
    if (!origin.starts_with(kScheme) || !isLoopbackAuthority(origin.substr(kScheme.size()), port))
        return Error{ErrorCode::Denied, "Requests of foreign web pages (Origin header) are not served"};
    return std::nullopt;
}

} // namespace qd::http
