#pragma once
// Notices that the engine does not answer any more: it says that it runs, is asked for pictures, and gives no newer
// one.

#include <optional>

#include "core/base/time.h"

namespace qd::ui {

/// Thread: GUI. Pure: the time comes as an argument.
class AnswerWatch {
public:
    /// An idle engine answers within 150 ms. Told within a second, also where the window asks every half second.
    static constexpr Duration kPatience = std::chrono::milliseconds{800};

    /// The engine was asked at `now`; its newest picture is of `takenAt`. `running`: the picture says that more are to
    /// come (an engine that has stopped is not stuck). Returns whether silentSince() has changed.
    bool asked(Instant now, Instant takenAt, bool running);
    /// The time of the last picture, once the engine has been silent for too long.
    [[nodiscard]] std::optional<Instant> silentSince() const { return m_silentSince; }

private:
    Instant m_takenAt;
    Instant m_firstAsked; ///< Since the last newer picture.
    Instant m_lastAsked;
    std::optional<Instant> m_silentSince;
};

} // namespace qd::ui
