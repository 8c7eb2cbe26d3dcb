#pragma once
// What happened, as marks on the time bar and on the charts: every command and every automatic change.

#include <cstdint>
#include <vector>

#include "core/model/event.h"
#include "ui/widgets/time_bar.h"

namespace qd::app {

/// Thread: GUI. Many of one kind within a second are one mark that says how many: a pool of a thousand workers starts
/// in one moment, and a load generator submits several times a second.
class TimeMarks {
public:
    static constexpr std::size_t kMarksMax = 500;
    static constexpr std::chrono::milliseconds kTogether{1000};

    /// In the order of the ring; returns whether marks() has changed.
    bool take(const Event &event);
    /// Oldest first; the newest kMarksMax.
    [[nodiscard]] const std::vector<ui::TimeMark> &marks() const { return m_marks; }

private:
    std::vector<ui::TimeMark> m_marks;
    EventKind m_kind = EventKind::EngineStarted; ///< Of the newest mark.
    Ticket m_ticket;
    std::uint64_t m_together = 0; ///< How many events it stands for.
};

} // namespace qd::app
