#include "ui/charts/time_axis.h"

#include <QtCore/QDateTime>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/format/format.h"

namespace qd::ui {

std::vector<qint64> timeTicks(qint64 fromMs, qint64 toMs, int ticksMax, bool utc) {
    static constexpr std::array<qint64, 20> kSeconds{1,   2,    5,    10,   15,    30,    60,    120,   300,    600,
                                                     900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800};
    std::vector<qint64> ticks;
    if (toMs <= fromMs || ticksMax < 1) return ticks;
    qint64 step = kSeconds.back() * 1000;
    for (const qint64 seconds : kSeconds) {
        if ((toMs - fromMs) / (seconds * 1000) + 1 > ticksMax) continue;
        step = seconds * 1000;
        break;
    }
    const qint64 offset = utc ? 0 : QDateTime::fromMSecsSinceEpoch(toMs).offsetFromUtc() * qint64{1000};
    qint64 at = (fromMs + offset + step - 1) / step * step - offset;
    for (; at <= toMs && ticks.size() < static_cast<std::size_t>(ticksMax); at += step) ticks.push_back(at);
    return ticks;
}

QString timeTickText(qint64 ms, bool utc) {
    return formatClock(WallTime{std::chrono::milliseconds(ms)}, utc ? TimeZone::Utc : TimeZone::Local);
}

namespace {

/// The smallest of 1, 2, 2.5, 5 x 10^n that is not below `value`.
double roundUp(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (value <= factor * power * (1 + 1e-9)) return factor * power;
    return 10 * power;
}

} // namespace

ValueAxis valueAxis(double highest, double floor, int stepsMax, const ValueAxis *before) {
    const double smallest = std::max(floor, 1e-9);
    const double needed = std::isfinite(highest) ? std::max(highest * 1.05, smallest) : smallest;
    if (before && needed <= before->top && needed > before->top * 0.6) return *before;
    ValueAxis axis;
    axis.step = roundUp(needed / std::max(1, stepsMax));
    axis.top = std::ceil(needed / axis.step - 1e-9) * axis.step;
    return axis;
}

} // namespace qd::ui
