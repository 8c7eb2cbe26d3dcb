#pragma once
// Text for figures. Models hand out values; this is the one place where they become text, always by the default
// QLocale, so that a figure shown twice reads the same everywhere.
// Thread: any (QLocale's default is set once, at start).

#include <QtCore/QString>
#include <cstdint>

#include "core/base/time.h"
#include "ui/format/time_display.h"

namespace qd::ui {

/// A number and its unit apart, for views that set them in different sizes.
struct Figure {
    QString number;
    QString unit;

    /// "41.3 k/s"; the space between is a narrow no-break space. Only the number when there is no unit.
    [[nodiscard]] QString text() const;
    bool operator==(const Figure &) const = default;
};

/// What stands where there is no value: an em dash. Never an empty cell, never a zero.
[[nodiscard]] QString noValue();

/// Whole numbers with thin grouping: 2 418.
[[nodiscard]] QString formatCount(std::uint64_t count);
[[nodiscard]] QString formatSigned(std::int64_t count); ///< With its sign: +16, −3, 0.
/// At most three digits before a factor: 999, 41.3 k, 1.25 M. For axes and narrow places.
[[nodiscard]] Figure compactFigure(double value);
[[nodiscard]] QString formatCompact(double value);

/// Per second: 0.2 /s, 812 /s, 41.3 k/s. NaN and infinities give noValue().
[[nodiscard]] Figure rateFigure(double perSecond);
[[nodiscard]] QString formatRate(double perSecond);

/// Measured time: 0 ms, 480 µs, 812 ms, 1.90 s, 12.4 s, 4:12 min, 2 h 05 min, 3 d 4 h. Negative ones get a minus.
[[nodiscard]] Figure durationFigure(Duration duration);
[[nodiscard]] QString formatDuration(Duration duration);
/// Beside the grid of a chart that ends at `top`: one unit for all its labels.
[[nodiscard]] QString formatAxisDuration(Duration duration, Duration top);
/// How long ago; steps of 0.1 s below 10 s, then whole seconds, minutes ...: 0.1 s, 14 s, 3 min, 2 h, 5 d.
/// Negative ages (clocks disagree) read as 0.0 s.
[[nodiscard]] QString formatAge(Duration age);
/// Time left, as a clock shows it: 0:09, 4:12, 1:04:12. Below zero: 0:00.
[[nodiscard]] QString formatCountdown(Duration left);

/// 1024-based with IEC units: 512 B, 1.4 KiB, 61 GiB.
[[nodiscard]] Figure bytesFigure(std::uint64_t bytes);
[[nodiscard]] QString formatBytes(std::uint64_t bytes);

/// A share of one as per cent: 0.004 -> "0.4 %". `decimals` 0..3. NaN gives noValue().
[[nodiscard]] Figure percentFigure(double share, int decimals = 1);
[[nodiscard]] QString formatPercent(double share, int decimals = 1);

/// 14:32:07; with milliseconds 14:32:07.204. 24 hours in every locale: times on screen are compared, not spoken.
[[nodiscard]] QString formatClock(WallTime time, TimeZone zone = shownZone(), bool withMilliseconds = false);
/// 2026-11-21 14:32:07, with " UTC" behind it in UTC. The epoch (= never) gives noValue().
[[nodiscard]] QString formatDateTime(WallTime time, TimeZone zone = shownZone());
/// Clock only when the moment is on the same day as `now`, else date and clock.
[[nodiscard]] QString formatMoment(WallTime time, WallTime now, TimeZone zone = shownZone());

} // namespace qd::ui
