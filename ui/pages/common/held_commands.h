#pragma once
// Commands that take long: which they are and where they stand, while nothing else on screen says that they were sent.

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QTimer>
#include <chrono>
#include <map>
#include <optional>

#include "ui/session/session.h"

namespace qd::ui {

class ToastStack;

/// One standing toast for all that are held up. Most commands are applied long before and leave no trace here.
/// Thread: GUI. Bounded by the session's own pending commands.
class HeldCommands final : public QObject {
    Q_OBJECT
public:
    HeldCommands(Session &session, ToastStack &toasts, QObject *parent = nullptr);

    /// Right after post(). `title` names the action: "Pause queue mail".
    void watch(const Ticket &ticket, const QString &title);
    /// Its outcome is here. Returns the title when people saw it wait, so that the outcome can name it too.
    QString settle(const Ticket &ticket);
    /// What applies within this time was never held up.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

private:
    struct Held {
        QString title;
        std::chrono::steady_clock::time_point since;
        CommandState state = CommandState::Sent;
        bool isShown = false;
        bool isClosed = false; ///< Somebody took the sign away.
    };
    void onCommandChanged(const Ticket &ticket, CommandState state);
    void showOverdue();
    void refresh();
    [[nodiscard]] QString text() const;
    [[nodiscard]] const Held *oldest() const;
    [[nodiscard]] QString stateText(CommandState state) const;

    Session &m_session;
    ToastStack &m_toasts;
    std::map<Ticket, Held> m_held;
    QTimer m_due;
    std::optional<int> m_sign;
    std::chrono::milliseconds m_patience{400};
};

} // namespace qd::ui
