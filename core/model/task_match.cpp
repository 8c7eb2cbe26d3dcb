#include "core/model/task_match.h"

#include <charconv>
#include <cstring>

#include "core/model/task_expression.h"

namespace qd {

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

bool containsFolded(std::string_view text, std::string_view folded) noexcept {
    if (folded.empty()) return true;
    if (folded.size() > text.size()) return false;
    const char first = folded.front();
    const char upper = first >= 'a' && first <= 'z' ? static_cast<char>(first - 'a' + 'A') : first;
    const char *at = text.data();
    const char *const last = text.data() + (text.size() - folded.size());
    for (; at <= last; ++at) {
        if (first == upper) { // A digit, say: has one case, and is found many bytes at a time.
            at = static_cast<const char *>(std::memchr(at, first, static_cast<std::size_t>(last - at) + 1));
            if (at == nullptr) return false;
        } else if (*at != first && *at != upper) {
            continue;
        }
        std::size_t same = 1;
        while (same < folded.size() && foldAscii(at[same]) == folded[same]) ++same;
        if (same == folded.size()) return true;
    }
    return false;
}

std::string foldAscii(std::string_view text) {
    std::string out{text};
    for (char &c : out) c = foldAscii(c);
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

TaskBrief briefOf(const ScannedRow &row) {
    TaskBrief out;
    out.id = row.id;
    out.state = row.state;
    out.reason = row.reason;
    out.priority = row.priority;
    out.attempts = row.attempts;
    out.attemptsMax = row.attemptsMax;
    out.deliveries = row.deliveries;
    out.epoch = row.epoch;
    out.worker = row.worker;
    out.exitCode = row.exitCode;
    out.createdAt = row.createdAt;
    out.startedAt = row.startedAt;
    out.finishedAt = row.finishedAt;
    out.runAt = row.runAt;
    out.runTime = row.runTime;
    out.name = row.name;
    out.type = row.type;
    out.queue = row.queue;
    out.error = row.error.substr(0, kBriefErrorBytes);
    return out;
}

Result<void> checkQuery(const TaskQuery &query) {
    if (query.limit > kQueryLimitMax)
        return fail(ErrorCode::Invalid, "limit is " + std::to_string(query.limit) + "; at most 10000 rows at once");
    if (query.filter.ids.size() > kQueryLimitMax)
        return fail(ErrorCode::Invalid,
                    "The filter names " + std::to_string(query.filter.ids.size()) + " task ids; at most 10000 at once");
    if (auto parsed = parseTaskExpression(query.filter.expression); !parsed) return std::unexpected(parsed.error());
    if (static_cast<std::size_t>(query.sort.column) >= kTaskColumns)
        return fail(ErrorCode::Invalid, "Unknown sort column");
    if (query.at != kNoWallTime)
        return fail(ErrorCode::Unsupported, "Only the latest state is kept; leave the view time out");
    return {};
}

} // namespace qd
