#include "ui/session/answer_watch.h"

#include <utility>

namespace qd::ui {

bool AnswerWatch::asked(Instant now, Instant takenAt, bool running) {
    const bool newer = takenAt != m_takenAt;
    // Whoever has not asked for a while (minimised, suspended) cannot say that there was no answer.
    if (newer || m_lastAsked == Instant{} || now - m_lastAsked >= kPatience) m_firstAsked = now;
    m_takenAt = takenAt;
    m_lastAsked = now;
    // Once silent it stays so until a picture comes.
    const bool silent = running && !newer && (m_silentSince || now - m_firstAsked >= kPatience);
    const std::optional<Instant> before = std::exchange(m_silentSince, silent ? std::optional(takenAt) : std::nullopt);
    return before != m_silentSince;
}

} // namespace qd::ui
