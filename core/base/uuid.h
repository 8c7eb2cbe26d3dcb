#pragma once
// 128-bit ids that a client makes (tickets). Text form: 8-4-4-4-12 hexadecimal digits, lower case.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qd {

struct Uuid {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    constexpr auto operator<=>(const Uuid &) const = default;
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return (high | low) != 0; }
    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<Uuid> parse(std::string_view text) noexcept;
    /// A fresh version-4 UUID from the system's random device. Not for deterministic rooms. Thread: any.
    [[nodiscard]] static Uuid random();
};

} // namespace qd
