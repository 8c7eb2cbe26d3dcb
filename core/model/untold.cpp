#include "core/model/untold.h"

#include <fmt/format.h>

#include <charconv>

namespace qd {

namespace {
constexpr std::string_view kBefore = " (and ";
constexpr std::string_view kBehind = " more like it before)";
} // namespace

std::string withUntold(std::string text, std::uint64_t untold) {
    if (untold > 0) text += fmt::format("{}{}{}", kBefore, untold, kBehind);
    return text;
}

ToldText splitUntold(std::string_view text) noexcept {
    if (!text.ends_with(kBehind)) return {text, 0};
    const std::size_t begin = text.rfind(kBefore);
    if (begin == std::string_view::npos) return {text, 0};
    const std::string_view digits =
        text.substr(begin + kBefore.size(), text.size() - begin - kBefore.size() - kBehind.size());
    std::uint64_t untold = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), untold);
    if (error != std::errc{} || end != digits.data() + digits.size()) return {text, 0};
    return {text.substr(0, begin), untold};
}

} // namespace qd
