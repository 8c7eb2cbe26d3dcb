#include "ui/models/rate_window.h"

#include <algorithm>
#include <limits>

namespace qd::ui {

void RateWindow::add(Instant at, double total) noexcept {
    if (m_count > 0 && (total < newest().total || at < newest().at)) m_count = 0;
    if (m_count > 0 && at - newest().at < kSpacing) return;
    m_marks[m_next] = {at, total};
    m_next = (m_next + 1) % kMarks;
    m_count = std::min(m_count + 1, kMarks);
    // After a pause of the view the old marks tell of another time.
    while (m_count > 1 && at - oldest().at > kLength + kSpacing) --m_count;
}

Duration RateWindow::length() const noexcept {
    return m_count < 2 ? Duration::zero() : newest().at - oldest().at;
}

double RateWindow::perSecond() const noexcept {
    if (length() < kSpacing) return std::numeric_limits<double>::quiet_NaN();
    return (newest().total - oldest().total) / (static_cast<double>(length().count()) / 1e9);
}

} // namespace qd::ui
