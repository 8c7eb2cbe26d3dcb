#include "app/quarterdeck/time_marks.h"

#include <QtCore/QCoreApplication>
#include <optional>
#include <utility>

#include "ui/models/event_words.h"

namespace qd::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TimeMarks)
};

using Look = std::pair<ui::Shape, ui::ColorRole>;

/// No mark: what happens to single tasks has lists of its own.
std::optional<Look> lookOf(EventKind kind) {
    using ui::ColorRole;
    using ui::Shape;
    switch (kind) {
    case EventKind::OverrideImposed: return Look{Shape::Diamond, ColorRole::Imposed};
    case EventKind::OverrideReverted:
    case EventKind::OverrideExpired: return Look{Shape::Ring, ColorRole::Imposed};
    case EventKind::CommandApplied: return Look{Shape::Dot, ColorRole::Link};
    case EventKind::CommandRefused: return Look{Shape::Dash, ColorRole::Degraded};
    case EventKind::WorkerLost:
    case EventKind::EngineFailed: return Look{Shape::Cross, ColorRole::Failing};
    case EventKind::LedgerStalled:
    case EventKind::ClockGap:
    case EventKind::WorkerLate: return Look{Shape::Triangle, ColorRole::Degraded};
    case EventKind::EngineStarted:
    case EventKind::EngineRecovered:
    case EventKind::LedgerRecovered: return Look{Shape::Play, ColorRole::Healthy};
    case EventKind::WorkerJoined: return Look{Shape::Circle, ColorRole::Healthy};
    case EventKind::WorkerDraining:
    case EventKind::WorkerGone:
    case EventKind::EngineDraining:
    case EventKind::EngineDrained:
    case EventKind::EngineStopping: return Look{Shape::Arrow, ColorRole::Draining};
    case EventKind::TaskRetrying:
    case EventKind::TaskLeaseLost:
    case EventKind::TaskDeadLettered:
    case EventKind::TaskExpired:
    case EventKind::StaleRefused: break;
    }
    return std::nullopt;
}

QString together(EventKind kind, std::uint64_t count) {
    const auto n = static_cast<int>(count);
    switch (kind) {
    case EventKind::WorkerJoined: return Words::tr("%n worker(s) joined", nullptr, n);
    case EventKind::WorkerGone: return Words::tr("%n worker(s) left", nullptr, n);
    case EventKind::WorkerLost: return Words::tr("%n worker(s) lost", nullptr, n);
    case EventKind::WorkerLate: return Words::tr("%n worker(s) late", nullptr, n);
    case EventKind::WorkerDraining: return Words::tr("%n worker(s) draining", nullptr, n);
    case EventKind::CommandApplied: return Words::tr("%n command(s) applied", nullptr, n);
    case EventKind::CommandRefused: return Words::tr("%n command(s) refused", nullptr, n);
    default: return Words::tr("%n change(s)", nullptr, n);
    }
}

} // namespace

bool TimeMarks::take(const Event &event) {
    const auto look = lookOf(event.kind);
    if (!look) return false;
    const qint64 at = std::chrono::duration_cast<std::chrono::milliseconds>(event.at.time_since_epoch()).count();
    const bool near = !m_marks.empty() && at - m_marks.back().atMs < kTogether.count();
    // A command whose effect is an event of its own: the effect says more than that it was applied.
    const bool same = near && event.ticket == m_ticket && !(event.ticket == Ticket{});
    if (same && event.kind == EventKind::CommandApplied) return false;
    if (near && event.kind == m_kind) {
        m_marks.back().text = together(m_kind, ++m_together);
        m_ticket = event.ticket;
        return true;
    }
    m_kind = event.kind;
    m_ticket = event.ticket;
    m_together = 1;
    m_marks.push_back({at, look->first, look->second, ui::eventText(event, {})});
    if (m_marks.size() > kMarksMax) m_marks.erase(m_marks.begin());
    return true;
}

} // namespace qd::app
