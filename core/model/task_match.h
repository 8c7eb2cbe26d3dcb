#pragma once
// What a TaskFilter means, in one place for all ledgers.

#include <array>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/ledger.h"
#include "core/model/query.h"

namespace qd {

/// Is `folded` (lower case already) part of `text`, ASCII case ignored?
[[nodiscard]] bool containsFolded(std::string_view text, std::string_view folded) noexcept;
[[nodiscard]] constexpr char foldAscii(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] std::string foldAscii(std::string_view text);

/// As taskIdText(), without an allocation: a substring filter looks at every row.
[[nodiscard]] std::string_view idText(std::array<char, 48> &buffer, LedgerId ledger, TaskId id) noexcept;

/// The states a filter asks for. Running is stored as Assigned, so asking for one finds rows stored as the other.
[[nodiscard]] std::uint16_t storedStates(std::uint16_t states) noexcept;
/// Those a purge may delete: completed and cancelled, failed only when the filter names it.
[[nodiscard]] std::uint16_t purgeableStates(const TaskFilter &filter) noexcept;
/// Rows that retention may drop by itself. Failed tasks are dead letters and stay until somebody purges them.
[[nodiscard]] constexpr bool isPrunable(TaskState state) noexcept {
    return state == TaskState::Completed || state == TaskState::Cancelled;
}

/// Substring search over name, error and id text.
class TextMatch {
public:
    TextMatch(std::string_view needle, LedgerId ledger) : m_needle(foldAscii(needle)), m_ledger(ledger) {}
    [[nodiscard]] bool always() const noexcept { return m_needle.empty(); }
    [[nodiscard]] bool operator()(std::string_view name, std::string_view error, TaskId id) const;

private:
    std::string m_needle;
    LedgerId m_ledger;
};

constexpr std::uint32_t kQueryLimitMax = 10'000;
constexpr std::size_t kBriefErrorBytes = 256;

/// A row for people: without what only readers of all rows need.
[[nodiscard]] TaskBrief briefOf(const ScannedRow &row);

/// Invalid when the query is out of bounds.
[[nodiscard]] Result<void> checkQuery(const TaskQuery &query);

} // namespace qd
