#pragma once
// The worker table.

#include "ui/models/table_model.h"
#include "ui/models/worker_oddness.h"

namespace qd::ui {

class WorkersModel final : public SnapshotTableModel {
    Q_OBJECT
public:
    enum Column {
        Worker,
        State,
        Slots,
        CurrentTask,
        RunningFor,
        Completed,
        Failed,
        LeasesLost,
        Oddness, ///< See worker_oddness.h.
        Heartbeat,
        Process,
        Label,
        ColumnCount
    };
    Q_ENUM(Column)
    using SnapshotTableModel::SnapshotTableModel;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Sorted by state, busy and idle ones count as alike and go by number: those states change faster than anyone
    /// reads.
    void setWorstFirst(bool worst) { m_worstFirst = worst; }
    /// Of the picture on screen, looked at once a second at most: what moves faster cannot be read.
    [[nodiscard]] const FleetOddness &oddness() const;
    [[nodiscard]] WorkerId idAt(int row) const { return {static_cast<std::uint32_t>(keyAt(row))}; }

protected:
    [[nodiscard]] const Table &tableOf(const Snapshot &snapshot) const override { return snapshot.workers; }
    [[nodiscard]] std::int64_t keyOf(const Snapshot &snapshot, std::size_t source) const override;
    [[nodiscard]] QVariant cell(std::size_t source, int column, int role) const override;
    [[nodiscard]] std::pair<int, int> ageColumns() const override { return {State, Heartbeat}; }
    [[nodiscard]] bool matches(const Snapshot &snapshot, std::size_t source, const QString &text) const override;

private:
    [[nodiscard]] QVariant value(std::size_t source, int column) const;
    [[nodiscard]] QVariant machine(std::size_t source, int column) const;
    [[nodiscard]] QString display(std::size_t source, int column) const;
    [[nodiscard]] WorkerId idOf(std::size_t source) const;
    [[nodiscard]] qlonglong stateRank(std::size_t source) const;

    mutable FleetOddness m_oddness;
    mutable Instant m_oddnessAt;
    bool m_worstFirst = false;
};

} // namespace qd::ui
