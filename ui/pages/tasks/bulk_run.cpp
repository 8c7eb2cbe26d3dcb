#include "ui/pages/tasks/bulk_run.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace qd::ui {
BulkRun::BulkRun(Session &session, QObject *parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::commandChanged, this, &BulkRun::onCommandChanged);
}

void BulkRun::start(const DeskAction &action) {
    if (m_running) return;
    m_action = action;
    m_affected = 0;
    m_refused = 0;
    m_rounds = 0;
    m_fromTop = true;
    m_stopping = false;
    m_unanswered = false;
    m_running = true;
    next();
    emit progressed();
}

void BulkRun::stop() {
    if (!m_running || m_stopping) return;
    m_stopping = true;
    if (m_query) return end({}); // Nothing is under way.
    emit progressed();
}

std::uint32_t BulkRun::roundLimit() const {
    const std::uint64_t left = m_action.affected - std::min(m_action.affected, m_affected + m_refused);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(kPerCommand, left));
}

void BulkRun::next() {
    if (m_stopping || roundLimit() == 0 || m_rounds++ >= kRoundsMax) return end({});
    // Tasks leave the states a verb acts on, so the same filter finds the next ones. A change of priority leaves them
    // in it: there the tasks are read first.
    const bool leaves = !std::holds_alternative<ReprioritiseTasks>(m_action.body);
    if (!leaves && m_action.affected > kPerCommand) return askForSlice();
    CommandBody body = m_action.body;
    if (TaskSelection *which = selectionOf(body)) which->limit = roundLimit();
    post(std::move(body));
}

void BulkRun::post(CommandBody body) {
    m_ticket = m_session.post(std::move(body), m_action.reason);
}

/// The tasks farthest above the wanted priority, or below it: what is changed sorts itself out of the way, so that no
/// offset has to be kept while tasks come and go.
void BulkRun::askForSlice() {
    TaskQuery query;
    query.filter = std::get<ReprioritiseTasks>(m_action.body).which.filter;
    query.sort = {TaskColumn::Priority, m_fromTop};
    query.limit = roundLimit();
    m_query = m_session.query(std::move(query), [this](Result<TaskPage> answer) { takeSlice(std::move(answer)); });
}

void BulkRun::takeSlice(Result<TaskPage> answer) {
    m_query.reset();
    if (!answer) return end(QString::fromStdString(answer.error().detail));
    const std::uint8_t wanted = std::get<ReprioritiseTasks>(m_action.body).priority;
    std::vector<TaskId> ids;
    for (const TaskBrief &task : answer->rows)
        if (m_fromTop ? task.priority > wanted : task.priority < wanted) ids.push_back(task.id);
    if (!ids.empty()) return post(ReprioritiseTasks{selectTasks(std::move(ids)), wanted});
    if (!std::exchange(m_fromTop, false)) return end({}); // Neither above nor below: done.
    next();
}

void BulkRun::onCommandChanged(const Ticket &ticket, CommandState state, const Outcome &outcome) {
    if (!m_ticket || ticket != *m_ticket) return;
    switch (state) {
    case CommandState::Sent:
    case CommandState::Accepted: return;
    case CommandState::Unknown: m_unanswered = true; return emit progressed();
    case CommandState::Refused: return end(QString::fromStdString(outcome.error.detail));
    case CommandState::Applied: break;
    }
    m_ticket.reset();
    m_unanswered = false;
    m_affected += outcome.affected;
    m_refused += outcome.refused;
    if (outcome.affected == 0 || m_action.affected <= kPerCommand) return end({});
    next();
    if (m_running) emit progressed();
}

void BulkRun::end(const QString &error) {
    if (!std::exchange(m_running, false)) return;
    m_ticket.reset();
    m_query.reset();
    emit progressed();
    emit finished(error);
}

} // namespace qd::ui
