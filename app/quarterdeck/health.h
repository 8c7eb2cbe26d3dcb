#pragma once
// One word for how everything is, from the worst that is true; the detail says how much of it.

#include <QtCore/QString>

#include "core/model/snapshot.h"
#include "ui/theme/state_look.h"

namespace qd::app {

struct Health {
    ui::Overall overall = ui::Overall::Unknown;
    QString detail{};
};

/// How the work moved, as measured over a while.
struct Flow {
    double depth = 0;     ///< Waiting now.
    double growth = 0;    ///< Change of the depth per second over kBacklogWatched; NaN = not watched that long.
    double now = 0;       ///< The same over the last moments (ui::kTrendNow), as the tile of the depth shows it.
    double workedOff = 0; ///< Completed per second.
};
constexpr Duration kBacklogWatched = std::chrono::seconds{30};

[[nodiscard]] Health healthOf(const Snapshot &snapshot, Instant now, const Flow &flow);

} // namespace qd::app
