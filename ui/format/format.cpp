#include "ui/format/format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtCore/QTimeZone>
#include <array>
#include <cmath>

namespace qd::ui {

namespace {

constexpr QChar kThinSpace(0x202f); // narrow no-break space
constexpr QChar kMinus(0x2212);

QLocale groupingLocale() {
    QLocale locale;
    locale.setNumberOptions({}); // "C" and user settings may switch grouping off; counts always have it
    return locale;
}

/// Thin spaces instead of the locale's dot or comma: 2.418 and 2,418 are read differently across borders, 2 418 is not.
QString withThinGrouping(QString text, const QLocale &locale) {
    const QString separator = locale.groupSeparator();
    if (!separator.isEmpty()) text.replace(separator, QString(kThinSpace));
    return text;
}

QString fixed(double value, int decimals) {
    const QLocale locale = groupingLocale();
    return withThinGrouping(locale.toString(value, 'f', decimals), locale);
}

/// Three significant digits: 1.25, 41.3, 812.
int decimalsFor(double value) {
    const double size = std::abs(value);
    return size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
}

QString trimmedFixed(double value, int decimals) {
    QString text = fixed(value, decimals);
    const QString point = QLocale().decimalPoint();
    if (decimals == 0 || !text.contains(point)) return text;
    while (text.endsWith(QLatin1Char('0'))) text.chop(1);
    if (text.endsWith(point)) text.chop(point.size());
    return text;
}

QString unitText(const char *text) {
    return QCoreApplication::translate("Format", text);
}

QString twoDigits(std::int64_t value) {
    return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
}

QDateTime dateTime(WallTime time, TimeZone zone) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms, zone == TimeZone::Utc ? Qt::UTC : Qt::LocalTime);
}

std::int64_t wholeSeconds(Duration duration) {
    return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

Figure longDuration(std::int64_t seconds) {
    if (seconds < 3600) {
        return {QStringLiteral("%1:%2").arg(seconds / 60).arg(twoDigits(seconds % 60)), unitText("min")};
    }
    if (seconds < 86400) {
        return {unitText("%1 h %2").arg(seconds / 3600).arg(twoDigits(seconds / 60 % 60)), unitText("min")};
    }
    return {unitText("%1 d %2").arg(groupingLocale().toString(qlonglong{seconds / 86400})).arg(seconds / 3600 % 24),
            unitText("h")};
}

} // namespace

QString Figure::text() const {
    return unit.isEmpty() ? number : number + kThinSpace + unit;
}

QString noValue() {
    return QString(QChar(0x2014));
}

QString formatCount(std::uint64_t count) {
    const QLocale locale = groupingLocale();
    return withThinGrouping(locale.toString(qulonglong{count}), locale);
}

QString formatSigned(std::int64_t count) {
    if (count == 0) return formatCount(0);
    // The magnitude is taken in unsigned arithmetic: the smallest number has no positive twin.
    const auto magnitude =
        count < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    return (count < 0 ? kMinus : QChar(u'+')) + formatCount(magnitude);
}

Figure compactFigure(double value) {
    if (!std::isfinite(value)) return {noValue(), {}};
    static constexpr std::array kSteps{std::pair{1e12, "T"}, std::pair{1e9, "G"}, std::pair{1e6, "M"},
                                       std::pair{1e3, "k"}};
    for (const auto &[step, unit] : kSteps) {
        // Half a digit below the step already rounds up to it: 999.6 is 1 k, not 1 000.
        if (std::abs(value) >= step * 0.9995) {
            const double scaled = value / step;
            return {trimmedFixed(scaled, decimalsFor(scaled)), QString::fromLatin1(unit)};
        }
    }
    return {trimmedFixed(value, decimalsFor(value)), {}};
}

QString formatCompact(double value) {
    return compactFigure(value).text();
}

Figure rateFigure(double perSecond) {
    if (!std::isfinite(perSecond)) return {noValue(), {}};
    if (std::abs(perSecond) < 999.5) {
        const int decimals = std::abs(perSecond) < 9.95 && perSecond != 0 ? 1 : 0;
        return {fixed(perSecond, decimals), unitText("/s")};
    }
    const Figure compact = compactFigure(perSecond);
    const double step = std::abs(perSecond) >= 999.5e3 ? (std::abs(perSecond) >= 999.5e6 ? 1e9 : 1e6) : 1e3;
    const double scaled = perSecond / step;
    // No trimming: the figure is alive, and a number that changes its width jumps.
    return {fixed(scaled, decimalsFor(scaled)), compact.unit + unitText("/s")};
}

QString formatRate(double perSecond) {
    return rateFigure(perSecond).text();
}

Figure durationFigure(Duration duration) {
    if (duration < Duration::zero()) {
        // Duration::min() has no positive twin; one nanosecond less makes no difference on screen.
        Figure figure = durationFigure(duration == Duration::min() ? Duration::max() : -duration);
        figure.number.prepend(kMinus);
        return figure;
    }
    const double us = static_cast<double>(duration.count()) / 1e3;
    if (duration == Duration::zero()) return {fixed(0, 0), unitText("ms")};
    if (us < 0.5) return {QStringLiteral("<") + fixed(1, 0), unitText("µs")};
    if (us < 999.5) return {fixed(us, 0), unitText("µs")};
    if (us < 9.95e3) return {fixed(us / 1e3, 1), unitText("ms")};
    if (us < 999.5e3) return {fixed(us / 1e3, 0), unitText("ms")};
    if (us < 9.995e6) return {fixed(us / 1e6, 2), unitText("s")};
    if (us < 59.95e6) return {fixed(us / 1e6, 1), unitText("s")};
    return longDuration(static_cast<std::int64_t>(std::llround(us / 1e6)));
}

QString formatDuration(Duration duration) {
    return durationFigure(duration).text();
}

QString formatAxisDuration(Duration duration, Duration top) {
    using namespace std::chrono_literals;
    static constexpr std::array<std::pair<Duration, const char *>, 5> kUnits{
        {{1h, "h"}, {1min, "min"}, {1s, "s"}, {1ms, "ms"}, {1us, "µs"}}};
    // The unit of which the top holds some: up to five minutes are seconds, up to two seconds milliseconds.
    for (const auto &[unit, name] : kUnits) {
        if (top < unit * (unit >= 1min ? 5 : 2) && unit != 1us) continue;
        const double value = static_cast<double>(duration.count()) / static_cast<double>(unit.count());
        return Figure{trimmedFixed(value, decimalsFor(value)), unitText(name)}.text();
    }
    return {};
}

QString formatAge(Duration age) {
    if (age < Duration::zero()) age = Duration::zero();
    const double seconds = std::chrono::duration<double>(age).count();
    if (seconds < 9.95) return Figure{fixed(seconds, 1), unitText("s")}.text();
    // An age names the whole units that have passed, it is never rounded up to the next one.
    const auto whole = static_cast<std::uint64_t>(wholeSeconds(age));
    if (whole < 60) return Figure{fixed(seconds, 0), unitText("s")}.text();
    if (whole < 3600) return Figure{formatCount(whole / 60), unitText("min")}.text();
    if (whole < 86400) return Figure{formatCount(whole / 3600), unitText("h")}.text();
    return Figure{formatCount(whole / 86400), unitText("d")}.text();
}

QString formatCountdown(Duration left) {
    if (left < Duration::zero()) left = Duration::zero();
    const std::int64_t seconds = wholeSeconds(left);
    const QString tail = twoDigits(seconds % 60);
    if (seconds < 3600) return QStringLiteral("%1:%2").arg(seconds / 60).arg(tail);
    return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(twoDigits(seconds / 60 % 60), tail);
}

Figure bytesFigure(std::uint64_t bytes) {
    static constexpr std::array kUnits{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1023.5 && unit + 1 < kUnits.size()) {
        value /= 1024;
        ++unit;
    }
    const int decimals = unit == 0 || value >= 99.95 ? 0 : 1;
    return {fixed(value, decimals), QString::fromLatin1(kUnits[unit])};
}

QString formatBytes(std::uint64_t bytes) {
    return bytesFigure(bytes).text();
}

Figure percentFigure(double share, int decimals) {
    if (!std::isfinite(share)) return {noValue(), {}};
    return {fixed(share * 100, decimals), QStringLiteral("%")};
}

QString formatPercent(double share, int decimals) {
    return percentFigure(share, decimals).text();
}

QString formatClock(WallTime time, TimeZone zone, bool withMilliseconds) {
    if (time == kNoWallTime) return noValue();
    return QLocale::c().toString(dateTime(time, zone),
                                 withMilliseconds ? QStringLiteral("HH:mm:ss.zzz") : QStringLiteral("HH:mm:ss"));
}

QString formatDateTime(WallTime time, TimeZone zone) {
    if (time == kNoWallTime) return noValue();
    const QString text = QLocale::c().toString(dateTime(time, zone), QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    return zone == TimeZone::Utc ? text + QStringLiteral(" UTC") : text;
}

QString formatMoment(WallTime time, WallTime now, TimeZone zone) {
    if (time == kNoWallTime) return noValue();
    const bool sameDay = dateTime(time, zone).date() == dateTime(now, zone).date();
    return sameDay ? formatClock(time, zone) : formatDateTime(time, zone);
}

} // namespace qd::ui
