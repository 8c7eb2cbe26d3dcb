#pragma once
// A filter made ready for the columns: shared texts are compared once and not per row.

#include <cstdint>
#include <optional>
#include <unordered_set>
#include <vector>

#include "core/base/time.h"
#include "core/model/query.h"
#include "core/model/task_expression.h"
#include "core/model/task_match.h"
#include "core/replica/task_columns.h"

namespace qd {

/// Ids of the tasks whose payload agrees with a pattern.
struct PayloadHits {
    TextPattern pattern;
    std::unordered_set<std::uint64_t> ids;
};

/// Thread: the owner's of the columns. Valid for one pass: texts that come into the columns later are not known.
class RowMatch {
public:
    /// `payloads` has an entry for each payload pattern of the expression.
    RowMatch(const TaskColumns &columns, LedgerId ledger, const TaskFilter &filter, const TaskExpression &expression,
             const std::vector<const PayloadHits *> &payloads, WallTime now);
    [[nodiscard]] bool operator()(Slot slot) const;
    [[nodiscard]] bool everything() const noexcept { return m_everything; }

private:
    struct Node {
        const TaskTerm *term = nullptr;
        std::uint16_t states = 0; ///< As stored.
        std::vector<bool> shared; ///< By number of the shared text, for type, queue and tags.
        std::vector<const PayloadHits *> payloads;
        bool onlyDigits = false; ///< And not part of the ledger's name: only an id's number can have them.
        bool mayBeId = false;    ///< Text terms: the word could be part of an id.
        std::vector<Node> nodes;
    };
    [[nodiscard]] Node compile(const TaskTerm &term, const std::vector<const PayloadHits *> &payloads) const;
    [[nodiscard]] bool test(const Node &node, Slot slot) const;
    [[nodiscard]] bool leaf(const Node &node, Slot slot) const;
    [[nodiscard]] bool anyText(const Node &node, std::string_view value) const;
    [[nodiscard]] bool matchesId(const Node &node, Slot slot, bool whole) const;
    [[nodiscard]] std::optional<std::int64_t> span(TaskField field, Slot slot) const;

    const TaskColumns &m_columns;
    LedgerId m_ledger;
    const TaskFilter &m_filter;
    TextMatch m_text;
    std::uint16_t m_states = 0;
    std::vector<bool> m_typeIs;
    std::vector<bool> m_queueIs;
    std::int64_t m_now = 0; ///< Microseconds since the epoch.
    Node m_root;
    bool m_everything = false;
};

} // namespace qd
