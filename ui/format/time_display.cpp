#include "ui/format/time_display.h"

#include <atomic>

namespace qd::ui {

namespace {
std::atomic<TimeZone> g_zone{TimeZone::Local};
} // namespace

TimeDisplay &TimeDisplay::instance() {
    static TimeDisplay display;
    return display;
}

void TimeDisplay::setZone(TimeZone zone) {
    if (g_zone.exchange(zone) != zone) emit changed();
}

TimeZone TimeDisplay::zone() const {
    return shownZone();
}

TimeZone shownZone() {
    return g_zone.load(std::memory_order_relaxed);
}

} // namespace qd::ui
