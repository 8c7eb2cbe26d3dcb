#include "ui/pages/tasks/submit_follow_up.h"

#include <algorithm>
#include <unordered_map>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/pages/common/command_title.h"
#include "ui/widgets/toast_stack.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {
constexpr auto kLookEvery = 500ms;
constexpr Duration kWatchedFor = 60s;
} // namespace

SubmitFollowUp::SubmitFollowUp(const PageContext &context, QObject *parent) : QObject(parent), m_context(context) {
    m_tick.setInterval(kLookEvery);
    connect(&m_tick, &QTimer::timeout, this, &SubmitFollowUp::look);
    connect(&m_context.session, &Session::commandChanged, this, &SubmitFollowUp::onCommandChanged);
}

void SubmitFollowUp::submit(const DeskAction &action) {
    const Ticket ticket = m_context.session.post(action.body, action.reason);
    m_context.desk.held().watch(ticket, commandTitle(action.body, action.affected));
    DeskAction sent = action;
    sent.body = {}; // Not kept twice: it may hold megabytes.
    m_sent.emplace(ticket, std::move(sent));
}

void SubmitFollowUp::onCommandChanged(const Ticket &ticket, CommandState state, const Outcome &outcome) {
    const auto found = m_sent.find(ticket);
    if (found == m_sent.end() || (state != CommandState::Applied && state != CommandState::Refused)) return;
    const DeskAction action = std::move(found->second);
    m_sent.erase(found);
    const QString title = m_context.desk.held().settle(ticket);
    if (state == CommandState::Refused) return m_context.desk.tellRefused(action, title, outcome.error);
    const bool nothing = outcome.affected == 0 && outcome.duplicates == 0;
    if (nothing && !outcome.refusals.empty()) // Each of them, e.g. the one that was typed.
        return m_context.desk.tellRefused(action, title, outcome.refusals.front().error);
    if (action.ended) action.ended(true, {});
    tellAccepted(outcome);
    watch(outcome);
}

void SubmitFollowUp::tellAccepted(const Outcome &outcome) {
    ToastSpec toast;
    toast.tone = outcome.refused > 0 ? Tone::Warning : Tone::Good;
    toast.text = tr("%1 submitted").arg(formatCount(outcome.affected));
    if (outcome.duplicates > 0) toast.text += tr(" · %1 already known").arg(formatCount(outcome.duplicates));
    if (outcome.refused > 0) toast.text += tr(" · %1 refused").arg(formatCount(outcome.refused));
    if (!outcome.refusals.empty())
        toast.text += QStringLiteral(": ") + QString::fromStdString(outcome.refusals.front().error.detail);
    if (outcome.tasks.size() == 1 && outcome.tasks.front().count == 1) {
        toast.actionText = tr("Open task");
        toast.action = [&host = m_context.host, task = outcome.tasks.front().first] { host.openTask(task); };
    }
    m_context.host.toasts().show(std::move(toast));
}

void SubmitFollowUp::watch(const Outcome &outcome) {
    const Instant until = m_context.session.engineNow() + kWatchedFor;
    for (const TaskIdRange &range : outcome.tasks)
        for (std::uint64_t i = 0; i < std::min<std::uint64_t>(range.count, kWatchedMax); ++i)
            m_watched.push_back({TaskId{range.first.value + i}, until});
    while (m_watched.size() > kWatchedMax) m_watched.pop_front();
    if (!m_watched.empty()) m_tick.start();
}

void SubmitFollowUp::look() {
    const Instant now = m_context.session.engineNow();
    std::erase_if(m_watched, [now](const Watched &watched) { return watched.until <= now; });
    if (m_watched.empty()) return m_tick.stop();
    if (m_query) return;
    TaskQuery query;
    for (const Watched &watched : m_watched) query.filter.ids.push_back(watched.task);
    query.limit = static_cast<std::uint32_t>(m_watched.size());
    m_query = m_context.session.query(std::move(query), [this](const Result<TaskPage> &answer) { take(answer); });
}

void SubmitFollowUp::take(const Result<TaskPage> &answer) {
    m_query.reset();
    if (!answer) return; // The next look tries again.
    std::unordered_map<TaskId, const TaskBrief *> ended;
    std::vector<const TaskBrief *> failed;
    for (const TaskBrief &task : answer->rows) {
        if (!isFinal(task.state)) continue;
        ended.emplace(task.id, &task);
        if (task.state == TaskState::Failed) failed.push_back(&task);
    }
    std::erase_if(m_watched, [&ended](const Watched &watched) { return ended.contains(watched.task); });
    if (m_watched.empty()) m_tick.stop();
    if (!failed.empty()) tellFailed(failed);
}

void SubmitFollowUp::tellFailed(const std::vector<const TaskBrief *> &failed) {
    const TaskBrief &first = *failed.front();
    ToastSpec toast;
    toast.tone = Tone::Bad;
    const QString error = QString::fromStdString(first.error);
    if (failed.size() == 1) {
        const std::string id = taskIdText(m_context.session.snapshot()->ledger, first.id);
        toast.text = tr("Task %1 failed: %2").arg(QString::fromStdString(id), error);
    } else {
        toast.text = tr("%1 of the tasks just submitted failed: %2").arg(formatCount(failed.size()), error);
    }
    toast.actionText = tr("Open task");
    toast.action = [&host = m_context.host, task = first.id] { host.openTask(task); };
    m_context.host.toasts().show(std::move(toast));
}

} // namespace qd::ui
