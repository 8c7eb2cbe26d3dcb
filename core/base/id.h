#pragma once
// Strong ids: a worker's number cannot be passed where a task's is wanted.

#include <compare>
#include <cstdint>
#include <functional>

namespace qd {

template <typename Tag, typename Value> struct Id {
    Value value{};

    constexpr auto operator<=>(const Id &) const = default;
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return value != Value{}; }
};

} // namespace qd

template <typename Tag, typename Value> struct std::hash<qd::Id<Tag, Value>> {
    std::size_t operator()(qd::Id<Tag, Value> id) const noexcept { return std::hash<Value>{}(id.value); }
};
