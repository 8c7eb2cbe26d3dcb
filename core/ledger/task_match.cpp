#include "core/ledger/task_match.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace qd {

namespace {

constexpr char fold(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// As taskIdText(), without an allocation: a substring filter looks at every row.
std::string_view idText(std::array<char, 48> &buffer, LedgerId ledger, TaskId id) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    char *at = buffer.data();
    char *const end = at + buffer.size();
    for (int shift = 20; shift >= 0; shift -= 4) *at++ = digits[(ledger.value >> shift) & 0xfU];
    *at++ = '-';
    if (partitionOf(id) != 0) {
        at = std::to_chars(at, end, partitionOf(id)).ptr;
        *at++ = '-';
    }
    at = std::to_chars(at, end, sequenceOf(id)).ptr;
    return {buffer.data(), static_cast<std::size_t>(at - buffer.data())};
}

} // namespace

bool containsFolded(std::string_view text, std::string_view folded) noexcept {
    return std::search(text.begin(), text.end(), folded.begin(), folded.end(),
                       [](char a, char b) { return fold(a) == b; }) != text.end() ||
           folded.empty();
}

std::string foldAscii(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), fold);
    return out;
}

std::uint16_t storedStates(std::uint16_t states) noexcept {
    constexpr std::uint16_t running = TaskFilter::bit(TaskState::Running);
    constexpr std::uint16_t assigned = TaskFilter::bit(TaskState::Assigned);
    if ((states & running) == 0) return states;
    return static_cast<std::uint16_t>(states | assigned);
}

std::uint16_t purgeableStates(const TaskFilter &filter) noexcept {
    constexpr auto done =
        static_cast<std::uint16_t>(TaskFilter::bit(TaskState::Completed) | TaskFilter::bit(TaskState::Cancelled));
    constexpr auto all = static_cast<std::uint16_t>(done | TaskFilter::bit(TaskState::Failed));
    return filter.states == 0 ? done : static_cast<std::uint16_t>(filter.states & all);
}

bool TextMatch::operator()(std::string_view name, std::string_view error, TaskId id) const {
    if (containsFolded(name, m_needle) || containsFolded(error, m_needle)) return true;
    std::array<char, 48> buffer;
    return containsFolded(idText(buffer, m_ledger, id), m_needle);
}

Result<void> checkQuery(const TaskQuery &query) {
    if (query.limit > kQueryLimitMax)
        return fail(ErrorCode::Invalid, "limit is " + std::to_string(query.limit) + "; at most 10000 rows at once");
    if (query.filter.ids.size() > kQueryLimitMax)
        return fail(ErrorCode::Invalid,
                    "The filter names " + std::to_string(query.filter.ids.size()) + " task ids; at most 10000 at once");
    if (static_cast<std::size_t>(query.sort.column) >= kTaskColumns)
        return fail(ErrorCode::Invalid, "Unknown sort column");
    if (query.at != kNoWallTime)
        return fail(ErrorCode::Unsupported, "Only the latest state is kept; leave the view time out");
    return {};
}

} // namespace qd
