#pragma once
// Against pages that a browser on this machine has open: their requests carry foreign Host names (DNS rebinding) or a
// foreign Origin.

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/http/http_message.h"

namespace qd::http {

/// Is this "127.0.0.1:7070", "localhost:7070", "[::1]:7070" or another 127/8 address, with exactly this port? Case
/// does not matter; without a port, 80 is meant.
[[nodiscard]] bool isLoopbackAuthority(std::string_view authority, std::uint16_t port) noexcept;

/// Exactly one Host header of this machine and, when there is an Origin, that it is the door's own.
[[nodiscard]] std::optional<Error> checkHostAndOrigin(const Request &request, std::uint16_t port);

} // namespace qd::http
