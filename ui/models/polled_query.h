#pragma once
// One query that is asked again and again while somebody looks, for views of tasks that are no tables.

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <chrono>
#include <memory>
#include <optional>

#include "core/model/query.h"
#include "ui/session/session.h"

namespace qd::ui {

/// Thread: GUI. Never more than one of it is under way, so a slow ledger is asked less often, not more.
class PolledQuery final : public QObject {
    Q_OBJECT
public:
    PolledQuery(Session &session, TaskQuery query, std::chrono::milliseconds every, QObject *parent = nullptr);
    ~PolledQuery() override;

    /// Asks at once and from then on; inactive ones cost nothing.
    void setActive(bool active);
    [[nodiscard]] bool isActive() const { return m_timer.isActive(); }
    /// Of the newest answer; empty before the first.
    [[nodiscard]] const TaskPage &page() const { return m_page; }
    [[nodiscard]] bool isAnswered() const { return m_answered; }
    /// The answer holds as many rows as were asked for, and there are more.
    [[nodiscard]] bool isCut() const { return m_page.count > m_page.rows.size(); }
    /// The engine's wall time when the newest answer was asked for.
    [[nodiscard]] WallTime askedAt() const { return m_askedAt; }
    [[nodiscard]] const std::optional<qd::Error> &failure() const { return m_failure; }

signals:
    void changed(); ///< An answer came, good or bad.

private:
    void ask();
    void take(WallTime asked, Result<TaskPage> answer);

    Session &m_session;
    TaskQuery m_query;
    QTimer m_timer;
    std::unique_ptr<QueryHandle> m_open;
    TaskPage m_page;
    WallTime m_askedAt;
    std::optional<qd::Error> m_failure;
    bool m_answered = false;
};

/// The engine's calendar at the picture on screen.
[[nodiscard]] WallTime engineWall(const Session &session);

} // namespace qd::ui
