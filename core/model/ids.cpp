#include "core/model/ids.h"

#include <fmt/format.h>

namespace qd {

namespace {
template <typename T> std::optional<T> number(std::string_view text, int base = 10) noexcept {
    T out{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}
} // namespace

std::string taskIdText(LedgerId ledger, TaskId id) {
    if (partitionOf(id) == 0) return fmt::format("{:06x}-{}", ledger.value, sequenceOf(id));
    return fmt::format("{:06x}-{}-{}", ledger.value, partitionOf(id), sequenceOf(id));
}

std::optional<TaskId> parseTaskId(LedgerId ledger, std::string_view text) noexcept {
    std::uint32_t partition = 0;
    if (const auto dash = text.rfind('-'); dash != std::string_view::npos) {
        std::string_view head = text.substr(0, dash);
        if (const auto middle = head.find('-'); middle != std::string_view::npos) {
            const auto parsed = number<std::uint32_t>(head.substr(middle + 1));
            if (!parsed || *parsed >= (1U << (64 - kSequenceBits))) return std::nullopt;
            partition = *parsed;
            head = head.substr(0, middle);
        }
        if (number<std::uint32_t>(head, 16) != ledger.value) return std::nullopt;
        text = text.substr(dash + 1);
    }
    const auto sequence = number<std::uint64_t>(text);
    if (!sequence || *sequence == 0 || *sequence >> kSequenceBits != 0) return std::nullopt;
    return makeTaskId(partition, *sequence);
}

std::string workerIdText(WorkerId id) {
    return fmt::format("w-{}", id.value);
}

std::optional<WorkerId> parseWorkerId(std::string_view text) noexcept {
    if (text.starts_with("w-")) text.remove_prefix(2);
    const auto value = number<std::uint32_t>(text);
    if (!value || *value == 0) return std::nullopt;
    return WorkerId{*value};
}

} // namespace qd
