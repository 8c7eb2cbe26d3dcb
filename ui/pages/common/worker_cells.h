#pragma once
// Workers as cells of a heat map.

#include <QtCore/QString>
#include <vector>

#include "core/model/snapshot.h"
#include "ui/widgets/heat_map.h"

namespace qd::ui {

[[nodiscard]] std::vector<HeatCell> workerCells(const Snapshot &snapshot, Instant now);
/// "w-104 · busy · 9c41e0-1042 for 1.2 s"
[[nodiscard]] QString workerCellText(const Snapshot &snapshot, std::size_t row, Instant now);
/// "12: busy 8 · idle 3 · paused 1", worst first.
[[nodiscard]] QString workerSummary(const Snapshot &snapshot, Instant now);

} // namespace qd::ui
