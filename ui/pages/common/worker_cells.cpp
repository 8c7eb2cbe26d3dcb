#include "ui/pages/common/worker_cells.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>
#include <algorithm>
#include <array>

#include "ui/format/format.h"
#include "ui/models/worker_look.h"

namespace qd::ui {

std::vector<HeatCell> workerCells(const Snapshot &snapshot, Instant now) {
    std::vector<HeatCell> cells;
    cells.reserve(snapshot.workers.rows);
    std::array<StateLook, kWorkerLooks> looks; // Once each: a look carries a word, and ten thousand of them were a
                                               // tenth of what the window computed.
    for (std::size_t i = 0; i < kWorkerLooks; ++i) looks[i] = lookOf(static_cast<WorkerLook>(i));
    for (std::size_t row = 0; row < snapshot.workers.rows; ++row) {
        const WorkerLook worker = workerLook(snapshot, row, now);
        const StateLook &look = looks[static_cast<std::size_t>(worker)];
        HeatCell cell;
        cell.role = look.role;
        cell.imposed = look.imposed;
        cell.glyph = worker == WorkerLook::Busy ? Shape::None : look.shape;
        if (worker == WorkerLook::Busy) {
            const std::int64_t slotCount = std::max<std::int64_t>(1, snapshot.workers.worker(WorkerColumn::Slots, row));
            const std::int64_t busy =
                std::clamp<std::int64_t>(snapshot.workers.worker(WorkerColumn::Busy, row), 0, slotCount);
            cell.load = static_cast<std::uint8_t>(200 * busy / slotCount);
        }
        cells.push_back(cell);
    }
    return cells;
}

QString workerCellText(const Snapshot &snapshot, std::size_t row, Instant now) {
    if (row >= snapshot.workers.rows) return {};
    const auto at = [&](WorkerColumn column) { return snapshot.workers.worker(column, row); };
    QString text = QString::fromStdString(workerIdText({static_cast<std::uint32_t>(at(WorkerColumn::Id))}));
    text += QStringLiteral(" · ") + lookOf(workerLook(snapshot, row, now)).word;
    if (at(WorkerColumn::CurrentTask) != 0) {
        const TaskId task{static_cast<std::uint64_t>(at(WorkerColumn::CurrentTask))};
        text += QStringLiteral(" · ") + QString::fromStdString(taskIdText(snapshot.ledger, task));
        text += QCoreApplication::translate("WorkerCells", " for %1")
                    .arg(formatDuration(now.time_since_epoch() - Duration{at(WorkerColumn::CurrentSince)}));
    }
    return text;
}

QString workerSummary(const Snapshot &snapshot, Instant now) {
    std::array<std::uint64_t, kWorkerLooks> counts{};
    for (std::size_t row = 0; row < snapshot.workers.rows; ++row)
        ++counts[static_cast<std::size_t>(workerLook(snapshot, row, now))];
    QStringList parts;
    for (std::size_t i = 0; i < kWorkerLooks; ++i) {
        if (counts[i] == 0) continue;
        parts << QStringLiteral("%1 %2").arg(lookOf(static_cast<WorkerLook>(i)).word, formatCount(counts[i]));
    }
    const QString total = formatCount(snapshot.workers.rows);
    return parts.isEmpty() ? total : total + QStringLiteral(": ") + parts.join(QStringLiteral(" · "));
}

} // namespace qd::ui
