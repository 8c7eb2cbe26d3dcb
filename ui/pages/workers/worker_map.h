#pragma once
// All workers at a glance: a cell each, what the cells mean, and in which order they stand.

#include <array>
#include <vector>

#include "ui/models/worker_look.h"
#include "ui/pages/common/page_context.h"
#include "ui/widgets/card.h"

namespace qd::ui {

class HeatMap;
class SegmentedSwitch;
class StateBadge;
class WorkersModel;

/// Thread: GUI.
class WorkerMap final : public Card {
    Q_OBJECT
public:
    WorkerMap(const PageContext &context, const WorkersModel &workers, QWidget *parent = nullptr);

    void refresh();
    [[nodiscard]] HeatMap *map() const { return m_heat; }
    [[nodiscard]] SegmentedSwitch *order() const { return m_order; }
    [[nodiscard]] WorkerId workerAt(int cell) const;

signals:
    void workerChosen(qd::WorkerId worker);

private:
    void refreshOrder(const Snapshot &snapshot);
    void refreshLegend(const Snapshot &snapshot, Instant now);
    [[nodiscard]] QWidget *legend();
    [[nodiscard]] bool isByOddness() const;

    PageContext m_context;
    const WorkersModel &m_workers;
    HeatMap *m_heat;
    SegmentedSwitch *m_order;
    std::array<StateBadge *, kWorkerLooks> m_badges{};
    std::vector<std::size_t> m_rows; ///< Of the snapshot's table, by cell.
    std::vector<WorkerId> m_ids;     ///< By cell: places in the table move when workers leave.
    Instant m_orderedAt;
};

} // namespace qd::ui
