#pragma once
// How fast a counter grew over the last ten seconds, from successive snapshots.

#include <array>
#include <cstddef>

#include "core/base/time.h"

namespace qd::ui {

/// Fixed in size: there is one for each queue. A mark a second, so the figure moves once a second.
class RateWindow {
public:
    static constexpr Duration kLength = std::chrono::seconds{10};
    static constexpr Duration kSpacing = std::chrono::seconds{1};

    /// A counter that went back begins anew: another engine run.
    void add(Instant at, double total) noexcept;
    /// NaN while less than a second is known.
    [[nodiscard]] double perSecond() const noexcept;
    /// What it stands on: at most kLength.
    [[nodiscard]] Duration length() const noexcept;

private:
    struct Mark {
        Instant at;
        double total = 0;
    };
    static constexpr std::size_t kMarks = 11;
    [[nodiscard]] const Mark &newest() const noexcept { return m_marks[(m_next + kMarks - 1) % kMarks]; }
    [[nodiscard]] const Mark &oldest() const noexcept { return m_marks[(m_next + kMarks - m_count) % kMarks]; }

    std::array<Mark, kMarks> m_marks;
    std::size_t m_next = 0;
    std::size_t m_count = 0;
};

} // namespace qd::ui
