#include "ui/models/polled_query.h"

#include <utility>

namespace qd::ui {

WallTime engineWall(const Session &session) {
    const auto snapshot = session.snapshot();
    return snapshot->wallAt +
           std::chrono::duration_cast<std::chrono::microseconds>(session.engineNow() - snapshot->takenAt);
}

PolledQuery::PolledQuery(Session &session, TaskQuery query, std::chrono::milliseconds every, QObject *parent)
    : QObject(parent), m_session(session), m_query(std::move(query)) {
    m_timer.setInterval(every);
    connect(&m_timer, &QTimer::timeout, this, &PolledQuery::ask);
}

PolledQuery::~PolledQuery() = default;

void PolledQuery::setActive(bool active) {
    if (active == m_timer.isActive()) return;
    if (!active) {
        m_timer.stop();
        m_open.reset();
        return;
    }
    m_timer.start();
    ask();
}

void PolledQuery::ask() {
    if (m_open) return;
    m_open = m_session.query(
        m_query, [this, asked = engineWall(m_session)](Result<TaskPage> answer) { take(asked, std::move(answer)); });
}

void PolledQuery::take(WallTime asked, Result<TaskPage> answer) {
    // Destroyed later: this runs inside its own answer.
    const std::unique_ptr<QueryHandle> done = std::move(m_open);
    m_failure.reset();
    if (!answer) m_failure = answer.error();
    if (answer) {
        m_page = std::move(*answer);
        m_askedAt = asked;
        m_answered = true;
    }
    emit changed();
}

} // namespace qd::ui
