#include "ui/pages/common/command_desk.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/command_title.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/toast_stack.h"

namespace qd::ui {

namespace {
constexpr qsizetype kToldMax = 120; ///< Of a copied line, in its notice.
}

TaskSelection selectTasks(std::vector<TaskId> ids) {
    TaskSelection which;
    which.limit = static_cast<std::uint32_t>(ids.size());
    which.filter.ids = std::move(ids);
    return which;
}

CommandDesk::CommandDesk(Session &session, ToastStack &toasts, QWidget *dialogParent)
    : QObject(dialogParent), m_session(session), m_toasts(toasts), m_held(session, toasts), m_parent(dialogParent) {
    connect(&session, &Session::commandChanged, this, &CommandDesk::onCommandChanged);
    connect(&session, &Session::doorChanged, this, &CommandDesk::doorChanged);
}

CommandText CommandDesk::commandText(const DeskAction &action) const {
    const auto snapshot = m_session.snapshot();
    const JsonContext context{snapshot->ledger, snapshot->wallAt};
    CommandText text = qd::ui::commandText(action.body, action.reason, context, m_session.door());
    CommandBody body = action.body;
    const TaskSelection *which = selectionOf(body);
    if (which != nullptr && action.affected > which->limit && !text.curl.isEmpty()) // The window goes on by itself.
        text.curlNote = tr("acts on %1 tasks at most: run it again for the rest").arg(formatCount(which->limit));
    return text;
}

CommandText CommandDesk::commandText(const std::vector<DeskAction> &actions) const {
    std::vector<CommandText> texts;
    for (const DeskAction &action : actions) texts.push_back(commandText(action));
    return joined(texts);
}

void CommandDesk::copyQdctl(const CommandText &text) {
    if (!text.qdctl.isEmpty()) return copyLines(text.qdctl, {});
    m_toasts.show({.tone = Tone::Warning, .text = tr("qdctl has no single line for this")});
}

void CommandDesk::copyCurl(const CommandText &text) {
    if (!text.curl.isEmpty()) return copyLines(text.curl, text.curlNote);
    m_toasts.show({.tone = Tone::Warning, .text = tr("curl has no line for this: %1").arg(text.curlNote)});
}

void CommandDesk::copyLines(const QString &lines, const QString &note) {
    QGuiApplication::clipboard()->setText(lines);
    const qsizetype more = lines.count(QLatin1Char('\n'));
    const QString first = lines.section(QLatin1Char('\n'), 0, 0);
    ToastSpec toast;
    toast.text = tr("Copied: %1").arg(first.size() > kToldMax ? first.left(kToldMax) + QStringLiteral("…") : first);
    if (more > 0) toast.text += tr(" and %n more", nullptr, static_cast<int>(more));
    if (!note.isEmpty()) toast.text += QStringLiteral(" · ") + note;
    m_toasts.show(std::move(toast));
}

/// An hour is an hour from the confirmation on, however long somebody thought about it.
CommandBody CommandDesk::begunLater(CommandBody body, Duration thought) {
    if (auto *impose = std::get_if<Impose>(&body); impose != nullptr && impose->lease.expiresAt != kNoWallTime)
        impose->lease.expiresAt += std::chrono::duration_cast<WallTime::duration>(thought);
    return body;
}

void CommandDesk::run(const DeskAction &action) {
    if (m_session.isFrozen()) {
        const QString why = tr("The view is frozen: what it shows may be over");
        m_toasts.show({.tone = Tone::Info, .text = why, .actionText = tr("Go live"), .action = [this] {
                           m_session.setFrozen(false);
                       }});
        if (action.ended) action.ended(false, why);
        return;
    }
    switch (std::max(action.atLeast, tierOf(action.body, action.affected, m_session.production()))) {
    case Tier::Free:
    case Tier::Reversible: return post(action);
    case Tier::Disruptive: return ask(action, false);
    case Tier::Destructive: return ask(action, true);
    }
}

void CommandDesk::runTogether(DeskAction whole, std::vector<CommandBody> bodies) {
    if (bodies.empty()) return;
    whole.body = bodies.front(); // Decides the tier, and what Undo means.
    whole.carryOut = [this, bodies = std::move(bodies)](const DeskAction &confirmed) {
        postTogether(confirmed, bodies);
    };
    run(whole);
}

void CommandDesk::postTogether(const DeskAction &whole, const std::vector<CommandBody> &bodies) {
    auto together = std::make_shared<Together>(whole, Outcome{}, bodies.size());
    for (const CommandBody &body : bodies) {
        const Ticket ticket = m_session.post(begunLater(body, whole.thought), whole.reason);
        m_parts.emplace(ticket, together);
        m_held.watch(ticket, commandTitle(body, 1));
    }
}

void CommandDesk::onPartDone(const Ticket &ticket, bool applied, const Outcome &outcome) {
    const auto found = m_parts.find(ticket);
    const std::shared_ptr<Together> together = found->second;
    m_parts.erase(found);
    const QString title = m_held.settle(ticket);
    Outcome &sum = together->sum;
    if (applied) {
        sum.ok = true;
        sum.affected += outcome.affected;
        sum.overrides.insert(sum.overrides.end(), outcome.overrides.begin(), outcome.overrides.end());
    } else {
        if (sum.refused++ == 0) sum.refusals.push_back({0, {}, outcome.error});
    }
    if (--together->open > 0) return;
    if (sum.ok)
        tellApplied(together->whole, sum);
    else
        tellRefused(together->whole, title, sum.refusals.front().error);
    emit settled(sum);
}

void CommandDesk::tellRefused(const DeskAction &action, const QString &title, const Error &error) {
    const QString why = QString::fromStdString(error.detail);
    m_toasts.show({.tone = Tone::Bad,
                   .text = title.isEmpty() ? tr("Refused: %1").arg(why) : tr("%1 — refused: %2").arg(title, why)});
    if (action.ended) action.ended(false, why);
}

void CommandDesk::ask(const DeskAction &action, bool destructive) {
    ConfirmSpec spec;
    spec.tier = destructive ? ConfirmTier::Destructive : ConfirmTier::Disruptive;
    const std::string_view name = nameOf(action.body);
    const QString plainName = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    spec.title = action.question.isEmpty() ? tr("Really %1?").arg(plainName) : action.question;
    spec.text = action.effect;
    spec.preview = action.preview;
    spec.verb = action.verb.isEmpty() ? plainName : action.verb;
    spec.typedName = action.typedName.isEmpty() ? plainName : action.typedName;
    // "Cancel" beside "Cancel tasks" would be two opposites with one name.
    if (std::holds_alternative<CancelTasks>(action.body)) spec.dismiss = tr("Go back");
    auto *dialog = new ConfirmDialog(spec, m_parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    offerCommandIn(dialog, *this, [this, dialog, action] {
        DeskAction now = action;
        if (!dialog->reason().isEmpty()) now.reason = dialog->reason();
        return commandText(now);
    });
    connect(dialog, &QDialog::accepted, this, [this, dialog, action, asked = m_session.newest()->wallAt] {
        DeskAction confirmed = action;
        confirmed.thought = m_session.newest()->wallAt - asked;
        if (!dialog->reason().isEmpty()) confirmed.reason = dialog->reason();
        post(std::move(confirmed));
    });
    if (action.ended) connect(dialog, &QDialog::rejected, this, [ended = action.ended] { ended(false, {}); });
    dialog->open();
}

void CommandDesk::post(DeskAction action) {
    if (action.carryOut) return action.carryOut(action);
    action.body = begunLater(std::move(action.body), action.thought);
    const Ticket ticket = m_session.post(action.body, action.reason);
    m_held.watch(ticket, commandTitle(action.body, action.affected));
    m_pending.emplace(ticket, std::move(action));
}

void CommandDesk::onCommandChanged(const Ticket &ticket, CommandState state, const Outcome &outcome) {
    if (m_parts.contains(ticket) && (state == CommandState::Applied || state == CommandState::Refused))
        return onPartDone(ticket, state == CommandState::Applied, outcome);
    const auto found = m_pending.find(ticket);
    if (found == m_pending.end()) return; // Somebody else's, e.g. the load generator's.
    switch (state) {
    case CommandState::Sent:
    case CommandState::Accepted: return;
    case CommandState::Unknown: break; // Kept: a late outcome is still told. Until then its sign says so.
    case CommandState::Applied:
    case CommandState::Refused: {
        const DeskAction action = std::move(found->second);
        m_pending.erase(found);
        const QString title = m_held.settle(ticket);
        if (state == CommandState::Applied)
            tellApplied(action, outcome);
        else
            tellRefused(action, title, outcome.error);
        break;
    }
    }
    emit settled(outcome);
}

void CommandDesk::tellApplied(const DeskAction &action, const Outcome &outcome) {
    ToastSpec toast;
    toast.tone = Tone::Good;
    toast.text =
        action.done.contains(QStringLiteral("%1")) ? action.done.arg(formatCount(outcome.affected)) : action.done;
    if (outcome.duplicates > 0) toast.text += tr(" · %1 already known").arg(formatCount(outcome.duplicates));
    if (outcome.refused > 0) {
        toast.tone = Tone::Warning;
        toast.text += tr(" · %1 refused").arg(formatCount(outcome.refused));
        if (!outcome.refusals.empty())
            toast.text += QStringLiteral(": ") + QString::fromStdString(outcome.refusals.front().error.detail);
    }
    if (auto undo = undoOf(action, outcome)) {
        toast.actionText = tr("Undo");
        toast.action = [this, undo = std::move(*undo)] { post(undo); };
    }
    if (!toast.text.isEmpty()) m_toasts.show(std::move(toast));
    if (action.ended) action.ended(true, {});
}

/// Undo = revert that lease, whatever else was imposed meanwhile; nothing is "restored".
std::optional<DeskAction> CommandDesk::undoOf(const DeskAction &action, const Outcome &outcome) {
    DeskAction undo;
    undo.done = action.undone.isEmpty() ? tr("Undone") : action.undone;
    undo.reason = tr("undo");
    if (action.undo) {
        undo.body = *action.undo;
        return undo;
    }
    if (!std::holds_alternative<Impose>(action.body) || outcome.overrides.empty()) return std::nullopt;
    undo.body = RevertOverrides{outcome.overrides};
    return undo;
}

} // namespace qd::ui
