#pragma once
// The rows that match a filter, in the order of a column, kept up to date: built whole once (some 100 ms per million
// rows), then mended where rows have changed.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/model/query.h"
#include "core/replica/row_match.h"
#include "core/replica/task_columns.h"

namespace qd {

/// Thread: the owner's of the columns.
class RowOrder {
public:
    explicit RowOrder(TaskColumn column) : m_column(column) {}

    /// False when `cancelled` (polled now and then) said so; what was there before is gone then.
    [[nodiscard]] bool build(const TaskColumns &columns, const RowMatch &match, const std::function<bool()> &cancelled);
    /// `changed`: every slot whose row was put, changed or removed since, each once.
    void mend(const TaskColumns &columns, const RowMatch &match, const std::vector<Slot> &changed);
    /// Ascending; ties by id.
    [[nodiscard]] const std::vector<Slot> &rows() const noexcept { return m_rows; }

private:
    [[nodiscard]] bool isBefore(const TaskColumns &columns, Slot a, Slot b) const;

    TaskColumn m_column;
    std::vector<Slot> m_rows;
};

} // namespace qd
