#include "ui/pages/common/held_commands.h"

#include <algorithm>

#include "ui/widgets/toast_stack.h"

namespace qd::ui {

HeldCommands::HeldCommands(Session &session, ToastStack &toasts, QObject *parent)
    : QObject(parent), m_session(session), m_toasts(toasts) {
    m_due.setSingleShot(true);
    connect(&m_due, &QTimer::timeout, this, &HeldCommands::showOverdue);
    connect(&session, &Session::commandChanged, this, &HeldCommands::onCommandChanged);
    connect(&session, &Session::silenceChanged, this, &HeldCommands::refresh);
}

void HeldCommands::watch(const Ticket &ticket, const QString &title) {
    m_held.insert_or_assign(ticket, Held{title, std::chrono::steady_clock::now()});
    if (!m_due.isActive()) m_due.start(m_patience);
}

QString HeldCommands::settle(const Ticket &ticket) {
    const auto found = m_held.find(ticket);
    if (found == m_held.end()) return {};
    const Held held = std::move(found->second);
    m_held.erase(found);
    if (m_held.empty()) m_due.stop();
    refresh();
    return held.isShown ? held.title : QString();
}

void HeldCommands::onCommandChanged(const Ticket &ticket, CommandState state) {
    const auto found = m_held.find(ticket);
    if (found == m_held.end() || (state != CommandState::Accepted && state != CommandState::Unknown)) return;
    refresh(); // Before the change: a sign that somebody closed covers those which stood in it.
    found->second.state = state;
    if (state == CommandState::Unknown) { // News, also to whoever closed the sign.
        found->second.isShown = true;
        found->second.isClosed = false;
    }
    refresh();
}

void HeldCommands::showOverdue() {
    refresh(); // Before new ones come in, as above.
    const auto now = std::chrono::steady_clock::now();
    std::optional<std::chrono::steady_clock::duration> wait;
    for (auto &[ticket, held] : m_held) {
        const auto left = held.since + m_patience - now;
        if (left.count() <= 0)
            held.isShown = true;
        else
            wait = std::min(wait.value_or(left), left);
    }
    if (wait) m_due.start(std::chrono::ceil<std::chrono::milliseconds>(*wait));
    refresh();
}

const HeldCommands::Held *HeldCommands::oldest() const {
    const Held *first = nullptr;
    for (const auto &[ticket, held] : m_held)
        if (held.isShown && !held.isClosed && (first == nullptr || held.since < first->since)) first = &held;
    return first;
}

QString HeldCommands::stateText(CommandState state) const {
    if (state == CommandState::Unknown) return tr("no answer yet; it may still come");
    if (m_session.silentSince()) return tr("sent, but the engine does not answer");
    if (state == CommandState::Accepted) return tr("accepted, waiting for the ledger");
    return tr("sent");
}

/// The oldest by name; the others wait behind it, since the engine applies them in their order.
QString HeldCommands::text() const {
    const Held &first = *oldest();
    const auto shown = std::count_if(m_held.begin(), m_held.end(),
                                     [](const auto &entry) { return entry.second.isShown && !entry.second.isClosed; });
    QString title = first.title;
    if (shown > 1) title = tr("%1 and %n more", nullptr, static_cast<int>(shown - 1)).arg(title);
    return QStringLiteral("%1 — %2").arg(title, stateText(first.state));
}

void HeldCommands::refresh() {
    const Held *first = oldest();
    if (first == nullptr) {
        if (m_sign) m_toasts.dismiss(*m_sign);
        m_sign.reset();
        return;
    }
    const Tone tone = first->state == CommandState::Unknown ? Tone::Warning : Tone::Info;
    if (!m_sign) {
        m_sign = m_toasts.show({.tone = tone, .text = text(), .standing = true});
        return;
    }
    if (m_toasts.revise(*m_sign, tone, text())) return;
    m_sign.reset();
    for (auto &[ticket, held] : m_held) held.isClosed = held.isShown;
}

} // namespace qd::ui
