#include "app/quarterdeck/closing_wait.h"

#include <utility>

namespace qd::app {

using namespace std::chrono_literals;

namespace {

constexpr auto kBeat = 200ms;
constexpr auto kLastAnswer = 3s;

std::uint64_t onWorkers(const Snapshot &snapshot) {
    const auto &states = snapshot.totals.byState;
    return states[static_cast<std::size_t>(TaskState::Assigned)] + states[static_cast<std::size_t>(TaskState::Running)];
}

} // namespace

ClosingWait::ClosingWait(ui::Session &session, Look look, QObject *parent)
    : QObject(parent), m_session(session), m_look(std::move(look)) {
    connect(&m_session, &ui::Session::commandChanged, this, &ClosingWait::onCommandChanged);
    connect(&m_timer, &QTimer::timeout, this, &ClosingWait::beat);
    connect(&m_patience, &QTimer::timeout, this, &ClosingWait::over);
    m_patience.setSingleShot(true);
    impose();
    m_timer.start(kBeat);
}

void ClosingWait::impose() {
    const WallTime now = m_look()->wallAt;
    Override lease;
    lease.kind = OverrideKind::PauseAll;
    lease.owner = "closing window"; // Not whoever closes: a pause of their own would become this one, and end with it.
    lease.reason = tr("Quarterdeck closes when the running tasks are done").toStdString();
    lease.expiresAt = now + kLease;
    m_renewAt = now + kLease / 2;
    m_imposing = m_session.post(Impose{std::move(lease)}, tr("closing"));
}

void ClosingWait::beat() {
    if (m_step != Step::Holding || m_leases.empty()) return;
    const auto snapshot = m_look();
    if (!snapshot->pausedAll) {
        if (!m_left || m_imposing) return; // A picture from before: something may still be started in it.
        m_step = Step::Keeping;            // Somebody resumed: the tasks would never be done.
        return over();
    }
    if (snapshot->wallAt >= m_renewAt && !m_imposing) impose();
    if (const std::uint64_t now = onWorkers(*snapshot); m_left != now) {
        m_left = now;
        emit leftChanged();
    }
    if (m_left == 0 && m_step == Step::Holding) finish();
}

void ClosingWait::cancel() {
    if (m_step == Step::Holding) lift(Step::Keeping);
}

void ClosingWait::finish() {
    if (m_step == Step::Holding) lift(Step::Lifting);
}

void ClosingWait::lift(Step step) {
    m_step = step;
    m_timer.stop();
    m_patience.start(kLastAnswer);
    if (m_imposing) return; // Lifted when it is known what.
    // In this order: once it drains, the engine starts nothing, with or without the lease.
    if (step == Step::Lifting) m_session.post(Drain{}, tr("closing"));
    m_lifting = m_session.post(RevertOverrides{m_leases}, tr("closing"));
}

void ClosingWait::over() {
    const Step was = std::exchange(m_step, Step::Over);
    m_timer.stop();
    m_patience.stop();
    if (was == Step::Lifting) emit ready();
    if (was == Step::Keeping) emit ended();
}

void ClosingWait::onCommandChanged(const Ticket &ticket, ui::CommandState state, const Outcome &outcome) {
    if (state != ui::CommandState::Applied && state != ui::CommandState::Refused) return;
    const bool applied = state == ui::CommandState::Applied;
    if (m_lifting == ticket) return over();
    if (m_imposing != ticket) return;
    m_imposing.reset();
    if (applied && !outcome.overrides.empty()) m_leases = {outcome.overrides.front()}; // Renewed, it stays the same.
    if (m_step == Step::Lifting || m_step == Step::Keeping) return m_leases.empty() ? over() : lift(m_step);
    if (!applied && m_leases.empty()) {
        m_step = Step::Over;
        m_timer.stop();
        emit refused(QString::fromStdString(outcome.error.detail));
    }
}

} // namespace qd::app
