#pragma once
// Fewer points that look the same: the lowest and the highest of each bucket. Done before Qt Charts sees the data,
// whose cost grows with every point, painted or not.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace qd::ui {

struct ChartPoint {
    double x = 0;
    double y = 0; ///< NaN = gap.
};

/// `xs` ascending, `ys` of the same length. At most `pointsMax` (>= 4) points, in order of x; a bucket with a gap in it
/// keeps the gap. When all fit they are returned as they are. Thread: any.
[[nodiscard]] std::vector<ChartPoint> decimate(std::span<const std::int64_t> xs, std::span<const double> ys,
                                               std::size_t pointsMax);

/// Turns points into stairs: each value holds until the next sample.
[[nodiscard]] std::vector<ChartPoint> stepped(const std::vector<ChartPoint> &points);

} // namespace qd::ui
