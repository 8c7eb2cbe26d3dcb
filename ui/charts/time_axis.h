#pragma once
// Round places for grid lines: on full seconds, minutes and hours, and on round values.

#include <QtCore/QString>
#include <vector>

namespace qd::ui {

/// Round moments within [fromMs, toMs], at most `ticksMax` (>= 1). Rounded in the zone that is shown.
[[nodiscard]] std::vector<qint64> timeTicks(qint64 fromMs, qint64 toMs, int ticksMax, bool utc);
[[nodiscard]] QString timeTickText(qint64 ms, bool utc);

struct ValueAxis {
    double top = 1;  ///< A round number, at least the highest value and the floor.
    double step = 1; ///< Of the grid lines, from zero.
};
/// Where the axis ends for this highest value. `before` is the last result: it shrinks only when the data needs less
/// than 60 % of it, so that the scale does not breathe with every sample.
[[nodiscard]] ValueAxis valueAxis(double highest, double floor, int stepsMax, const ValueAxis *before = nullptr);

} // namespace qd::ui
