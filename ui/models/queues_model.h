#pragma once
// The queue table.

#include "core/model/event.h"
#include "ui/models/queue_flow.h"
#include "ui/models/table_model.h"
#include "ui/theme/state_look.h"

namespace qd::ui {

class QueuesModel final : public SnapshotTableModel {
    Q_OBJECT
public:
    enum Column {
        Name,
        State,
        Queued,
        Running,
        Oldest,
        Arrival, ///< Per second; these three are as queue_flow.h says.
        Service,
        Drain,
        Waiting, ///< Why nothing of it is started.
        Lanes,
        Scheduled,
        Retrying,
        Submitted,
        Completed,
        Failed,
        ColumnCount
    };
    Q_ENUM(Column)
    using SnapshotTableModel::SnapshotTableModel;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QString nameAt(int row) const;
    /// The guard that held the last dispatch back, as a sentence.
    [[nodiscard]] static QString whyHeld(Guard guard);
    /// Where the rates come from; without it they are not known.
    void setFlows(const QueueFlows *flows) { m_flows = flows; }

protected:
    [[nodiscard]] const Table &tableOf(const Snapshot &snapshot) const override { return snapshot.queues; }
    [[nodiscard]] std::int64_t keyOf(const Snapshot &snapshot, std::size_t source) const override;
    [[nodiscard]] QVariant cell(std::size_t source, int column, int role) const override;
    [[nodiscard]] std::pair<int, int> ageColumns() const override { return {Oldest, Drain}; }
    [[nodiscard]] bool matches(const Snapshot &snapshot, std::size_t source, const QString &text) const override;

private:
    [[nodiscard]] QVariant value(std::size_t source, int column) const;
    [[nodiscard]] QString display(std::size_t source, int column) const;
    [[nodiscard]] Duration waited(WallTime since) const;
    [[nodiscard]] static QVariant exportHeader(int section);
    [[nodiscard]] QVariant machine(std::size_t source, int column) const;
    [[nodiscard]] QueueLook look(std::size_t source) const;
    [[nodiscard]] QueueFlow flow(std::size_t source) const;
    [[nodiscard]] DrainTime drain(std::size_t source) const;
    [[nodiscard]] QList<qlonglong> laneCounts(std::size_t source) const;
    [[nodiscard]] QString lanes(std::size_t source) const;
    [[nodiscard]] QString name(const Snapshot &snapshot, std::size_t source) const;

    const QueueFlows *m_flows = nullptr;
};

} // namespace qd::ui
