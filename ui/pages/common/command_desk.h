#pragma once
// The one place through which actions leave the window: asks by tier, posts, tells the outcome, offers Undo.

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtWidgets/QWidget>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "ui/pages/common/command_line.h"
#include "ui/pages/common/held_commands.h"
#include "ui/session/session.h"

namespace qd::ui {

class ToastStack;

/// An action as a control words it. Texts are needed as far as the action's tier asks for them.
struct DeskAction {
    CommandBody body;
    std::uint64_t affected = 1; ///< Objects it will touch, as far as known: decides the tier.
    QString done;               ///< Toast once applied: "w-3 paused". %1 = how many were affected.
    QString question;           ///< "Drain w-3?"
    QString effect;             ///< What will happen.
    QStringList preview;
    QString verb;                      ///< The button: "Drain worker".
    QString typedName;                 ///< What has to be typed when it is destructive.
    QString reason;                    ///< When a dialog has asked already.
    std::optional<CommandBody> undo{}; ///< An imposed lease needs none: it is reverted.
    QString undone{};
    /// Instead of one command, once confirmed: actions that take several.
    std::function<void(const DeskAction &)> carryOut{};
    /// Once: applied, or not: refused (why) or thought better of (empty). For what holds something typed; toasts are
    /// the desk's. Of a carryOut only if that calls it.
    std::function<void(bool done, const QString &why)> ended{};
    Tier atLeast = Tier::Free; ///< Of many at once: more than each of them needs.
    Duration thought{};        ///< The desk's: how long the question stood open.
};

/// Thread: GUI.
class CommandDesk : public QObject {
    Q_OBJECT
public:
    CommandDesk(Session &session, ToastStack &toasts, QWidget *dialogParent);

    /// Asks first when the tier wants it; acts at once otherwise. Refused while the view is frozen: nobody aims well at
    /// an old picture.
    void run(const DeskAction &action);
    /// Several commands as one action, e.g. one per worker: asked once, told once, undone at once. `whole` has the
    /// texts; its own body is not used.
    void runTogether(DeskAction whole, std::vector<CommandBody> bodies);
    [[nodiscard]] CommandText commandText(const DeskAction &action) const;
    [[nodiscard]] CommandText commandText(const std::vector<DeskAction> &actions) const;
    /// Onto the clipboard, and told; says so when there is no such line.
    void copyQdctl(const CommandText &text);
    void copyCurl(const CommandText &text);
    [[nodiscard]] DoorAddress door() const { return m_session.door(); }
    /// For who posts past the desk: its commands are signed as the desk's own are while they are held up.
    [[nodiscard]] HeldCommands &held() { return m_held; }
    /// `title`: of a command that people saw wait, and may have forgotten since; else empty.
    void tellRefused(const DeskAction &action, const QString &title, const Error &error);
    /// Posted and without an outcome so far.
    [[nodiscard]] std::size_t pending() const { return m_pending.size() + m_parts.size(); }

signals:
    /// An outcome came (also Unknown): what is on screen about the objects may be old now.
    void settled(const qd::Outcome &outcome);
    void doorChanged();

private:
    /// What several commands have come to so far.
    struct Together {
        DeskAction whole;
        Outcome sum;
        std::size_t open = 0;
    };
    [[nodiscard]] static CommandBody begunLater(CommandBody body, Duration thought);
    void postTogether(const DeskAction &whole, const std::vector<CommandBody> &bodies);
    void onPartDone(const Ticket &ticket, bool applied, const Outcome &outcome);
    void copyLines(const QString &lines, const QString &note);
    void ask(const DeskAction &action, bool destructive);
    void post(DeskAction action);
    void onCommandChanged(const Ticket &ticket, CommandState state, const Outcome &outcome);
    void tellApplied(const DeskAction &action, const Outcome &outcome);
    [[nodiscard]] static std::optional<DeskAction> undoOf(const DeskAction &action, const Outcome &outcome);

    Session &m_session;
    ToastStack &m_toasts;
    HeldCommands m_held;
    QWidget *m_parent;
    std::map<Ticket, DeskAction> m_pending;
    std::map<Ticket, std::shared_ptr<Together>> m_parts;
};

/// Task actions need a selection of ids more often than not.
[[nodiscard]] TaskSelection selectTasks(std::vector<TaskId> ids);

} // namespace qd::ui
