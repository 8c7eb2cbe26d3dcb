#include "core/http/route_table.h"

namespace qd::http {

namespace {

bool matches(std::string_view pattern, const std::vector<std::string> &segments) {
    pattern.remove_prefix(1);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto end = pattern.find('/');
        const std::string_view piece = pattern.substr(0, end);
        const bool isWild = piece.starts_with('{') && !segments[i].empty();
        if (!isWild && piece != segments[i]) return false;
        if (end == std::string_view::npos) return i + 1 == segments.size();
        pattern.remove_prefix(end + 1);
    }
    return false;
}

} // namespace

RouteMatch findRoute(std::span<const Route> routes, std::string_view method, const std::vector<std::string> &segments) {
    RouteMatch out;
    for (const Route &route : routes) {
        if (!matches(route.path, segments)) continue;
        if (route.method == method) return {&route, {}};
        out.allowed += (out.allowed.empty() ? "" : ", ") + std::string{route.method};
    }
    return out;
}

} // namespace qd::http
