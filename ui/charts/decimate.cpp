#include "ui/charts/decimate.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qd::ui {

namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

/// Lowest and highest of [from, to), in order of x. Where a part of the bucket is unknown the gap takes the place of
/// the lowest: a line across it would be made up.
void addBucket(std::span<const std::int64_t> xs, std::span<const double> ys, std::size_t from, std::size_t to,
               std::vector<ChartPoint> &result) {
    std::size_t low = to;
    std::size_t high = to;
    std::size_t gap = to;
    for (std::size_t i = from; i < to; ++i) {
        if (!std::isfinite(ys[i])) {
            gap = i;
            continue;
        }
        if (low == to || ys[i] < ys[low]) low = i;
        if (high == to || ys[i] > ys[high]) high = i;
    }
    if (gap != to) low = gap;
    const auto add = [&](std::size_t i) {
        if (i != to) result.push_back({static_cast<double>(xs[i]), std::isfinite(ys[i]) ? ys[i] : kGap});
    };
    add(std::min(low, high));
    if (low != high) add(std::max(low, high));
}

} // namespace

std::vector<ChartPoint> decimate(std::span<const std::int64_t> xs, std::span<const double> ys, std::size_t pointsMax) {
    const std::size_t count = std::min(xs.size(), ys.size());
    std::vector<ChartPoint> result;
    if (count <= pointsMax) {
        result.reserve(count);
        for (std::size_t i = 0; i < count; ++i)
            result.push_back({static_cast<double>(xs[i]), std::isfinite(ys[i]) ? ys[i] : kGap});
        return result;
    }
    const std::size_t buckets = std::max<std::size_t>(2, pointsMax / 2);
    result.reserve(buckets * 2);
    for (std::size_t bucket = 0; bucket < buckets; ++bucket)
        addBucket(xs, ys, bucket * count / buckets, (bucket + 1) * count / buckets, result);
    return result;
}

std::vector<ChartPoint> stepped(const std::vector<ChartPoint> &points) {
    std::vector<ChartPoint> result;
    result.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        const ChartPoint &point = points[i];
        const bool held = i > 0 && points[i - 1].y == point.y;
        const bool holds = i + 1 < points.size() && points[i + 1].y == point.y;
        // The middle of a flat run says nothing, and its many short pieces would look dotted.
        if (held && holds) continue;
        const bool jumps = i > 0 && !held && std::isfinite(points[i - 1].y) && std::isfinite(point.y);
        if (jumps) result.push_back({point.x, points[i - 1].y});
        result.push_back(point);
    }
    return result;
}

} // namespace qd::ui
