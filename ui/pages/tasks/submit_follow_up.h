#pragma once
// What becomes of tasks that somebody has just submitted: told where they are, not left to be found.

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/page_context.h"
#include "ui/session/session.h"

namespace qd::ui {

/// Thread: GUI. Bounded: the newest kWatchedMax tasks are watched, for a minute.
class SubmitFollowUp final : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kWatchedMax = 200;

    explicit SubmitFollowUp(const PageContext &context, QObject *parent = nullptr);

    /// Posts what a submission asks for, and tells how it goes on. For DeskAction::carryOut.
    void submit(const DeskAction &action);
    /// Asks now instead of at the next tick.
    void look();
    [[nodiscard]] std::size_t watched() const { return m_watched.size(); }

private:
    struct Watched {
        TaskId task;
        Instant until;
    };
    void onCommandChanged(const Ticket &ticket, CommandState state, const Outcome &outcome);
    void tellAccepted(const Outcome &outcome);
    void watch(const Outcome &outcome);
    void take(const Result<TaskPage> &answer);
    void tellFailed(const std::vector<const TaskBrief *> &failed);

    PageContext m_context;
    std::map<Ticket, DeskAction> m_sent;
    std::deque<Watched> m_watched; ///< Oldest first.
    std::unique_ptr<QueryHandle> m_query;
    QTimer m_tick;
};

} // namespace qd::ui
