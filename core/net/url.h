#pragma once
// The part of RFC 3986 that an HTTP client needs, read strictly: what is not understood is refused.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace qd::net {

struct Url {
    bool tls = false;
    std::string host; ///< Lower case, without the brackets of an IPv6 address.
    std::uint16_t port = 80;
    std::string target = "/"; ///< Path and query, as sent. Never empty.

    /// "example.org:8080", for the Host header: without the port if it is the scheme's own.
    [[nodiscard]] std::string hostHeader() const;
    /// "example.org:8080", always with the port: for messages.
    [[nodiscard]] std::string endpoint() const;
    /// "https://example.org:443": connections and credentials belong to it.
    [[nodiscard]] std::string origin() const;

    bool operator==(const Url &) const = default;
};

/// Refuses other schemes than http and https, user names, control characters and spaces. The fragment is dropped.
[[nodiscard]] Result<Url> parseUrl(std::string_view text);

/// What a Location header means at `base`: a whole URL, "//host/path", "/path", "?query" or "path".
[[nodiscard]] Result<Url> resolveUrl(const Url &base, std::string_view reference);

} // namespace qd::net
