#pragma once
// Of many events that are alike some are told and the others counted in the next one that is told. This is how the
// count stands in its text: whoever writes it and whoever adds it up agree here.

#include <cstdint>
#include <string>
#include <string_view>

namespace qd {

struct ToldText {
    std::string_view text;    ///< Without the count.
    std::uint64_t untold = 0; ///< How many more like it there were before.

    bool operator==(const ToldText &) const = default;
};

/// "Task 9c41e0-7 failed (and 12 more like it before)"
[[nodiscard]] std::string withUntold(std::string text, std::uint64_t untold);
[[nodiscard]] ToldText splitUntold(std::string_view text) noexcept;

} // namespace qd
