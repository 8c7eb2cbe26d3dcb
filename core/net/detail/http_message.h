#pragma once
// The text side of HTTP/1.1 requests: what may be sent, how it is written, what a redirect makes of it.

#include <string>

#include "core/base/error.h"
#include "core/net/http_client.h"
#include "core/net/url.h"

namespace qd::net::detail {

/// Refuses unknown methods and every header that could change where the message ends or what belongs to it.
[[nodiscard]] Result<void> checkRequest(const HttpRequest &request);

/// Head and body as sent.
[[nodiscard]] std::string writeRequest(const HttpRequest &request, const Url &url, bool keepAlive);

[[nodiscard]] bool isRedirect(int status) noexcept;
/// Turns `request` and `url` into the next hop. Another origin gets no Authorization, Cookie or Proxy-Authorization.
[[nodiscard]] Result<void> redirect(HttpRequest &request, Url &url, const HttpResponse &response);

/// May be sent again when a reused connection broke before the first byte of an answer.
[[nodiscard]] bool isIdempotent(const HttpRequest &request) noexcept;

[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept;

} // namespace qd::net::detail
