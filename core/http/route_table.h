#pragma once
// What may be asked: method x path x who. Everything that is not a row is refused.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/http/http_message.h"

namespace qd::http {

class Api;

enum class Access : std::uint8_t {
    Anybody, ///< Answers nothing worth a secret.
    Admin,   ///< Needs the token.
};

struct Route {
    std::string_view method;
    std::string_view path; ///< "/api/v1/tasks/{id}/why": a piece in braces takes any text.
    Access access = Access::Admin;
    void (*handle)(Api &, const std::shared_ptr<Exchange> &) = nullptr;
};

struct RouteMatch {
    const Route *route = nullptr;
    std::string allowed; ///< When only the method is wrong: "GET, POST".
};
[[nodiscard]] RouteMatch findRoute(std::span<const Route> routes, std::string_view method,
                                   const std::vector<std::string> &segments);

} // namespace qd::http
