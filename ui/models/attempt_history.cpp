#include "ui/models/attempt_history.h"

#include <utility>

namespace qd::ui {

using namespace std::chrono_literals;

namespace {
constexpr auto kEvery = 100ms;
}

AttemptHistory::AttemptHistory(Session &session, QObject *parent) : QObject(parent), m_session(session) {
    m_timer.setInterval(kEvery);
    connect(&m_timer, &QTimer::timeout, this, &AttemptHistory::ask);
}

AttemptHistory::~AttemptHistory() = default;

AttemptHistory::Version AttemptHistory::versionOf(const TaskBrief &task) {
    return {task.startedAt, task.epoch, std::uint32_t{task.attempts} + task.deliveries};
}

void AttemptHistory::begin() {
    ++m_round;
    m_wanted.clear();
    m_looked = 0;
    m_tooMany = 0;
}

const std::vector<AttemptRecord> *AttemptHistory::want(const TaskBrief &task) {
    if (++m_looked > kTasksMost) {
        ++m_tooMany;
        return nullptr;
    }
    const Version version = versionOf(task);
    const auto known = m_known.find(task.id.value);
    if (known != m_known.end()) known->second.round = m_round;
    const bool isNew = known == m_known.end() || known->second.version != version;
    if (isNew && !m_open.contains(task.id.value)) m_wanted.push_back({task.id, version});
    return known == m_known.end() ? nullptr : &known->second.attempts;
}

/// What nobody looks at any more makes room.
void AttemptHistory::end() {
    if (m_known.size() > kTasksMost)
        std::erase_if(m_known, [this](const auto &entry) { return entry.second.round != m_round; });
    if (!m_wanted.empty() && !m_timer.isActive()) m_timer.start();
}

void AttemptHistory::pause() {
    m_timer.stop();
    m_open.clear();
    m_wanted.clear();
}

void AttemptHistory::ask() {
    m_done.clear();
    if (std::exchange(m_news, false)) emit changed();
    if (m_wanted.empty() && m_open.empty()) return m_timer.stop();
    if (m_session.isFrozen()) return; // It would be read when the view goes on; until then what is known is shown.
    for (int i = 0; i < kAskedEach && !m_wanted.empty() && m_open.size() < kAskedEach; ++i) {
        const Wanted wanted = m_wanted.front();
        m_wanted.pop_front();
        m_open[wanted.task.value] =
            m_session.task(wanted.task, [this, wanted](Result<TaskRecord> answer) { take(wanted, std::move(answer)); });
    }
}

void AttemptHistory::take(const Wanted &wanted, Result<TaskRecord> answer) {
    if (const auto open = m_open.find(wanted.task.value); open != m_open.end()) {
        m_done.push_back(std::move(open->second));
        m_open.erase(open);
    }
    if (!answer && answer.error().code != ErrorCode::NotFound) return; // It is wanted again with the next look.
    // Purged meanwhile: that is known too.
    Known &known = m_known[wanted.task.value];
    known.version = wanted.version;
    known.round = m_round;
    if (answer) known.attempts = std::move(answer->history);
    m_news = true;
}

} // namespace qd::ui
