#pragma once
// A bulk action over everything that matches a filter: bounded commands one after the other, with progress and a stop.

#include <QtCore/QObject>
#include <QtCore/QString>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/model/query.h"
#include "ui/pages/common/command_desk.h"
#include "ui/session/session.h"

namespace qd::ui {

/// Thread: GUI. One run at a time. What stops or fails half-way keeps what was done: each command is applied whole.
class BulkRun final : public QObject {
    Q_OBJECT
public:
    static constexpr std::uint32_t kPerCommand = 10'000; ///< As qdctl; the engine goes on with its tasks in between.
    static constexpr int kRoundsMax = 1'000;

    explicit BulkRun(Session &session, QObject *parent = nullptr);

    /// `action.body` acts by filter on at most `action.affected` tasks in all.
    void start(const DeskAction &action);
    /// After the command under way; it cannot be taken back.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] bool isStopping() const { return m_running && m_stopping; }
    [[nodiscard]] bool isUnanswered() const { return m_unanswered; }
    [[nodiscard]] std::uint64_t affected() const { return m_affected; }
    [[nodiscard]] std::uint64_t refused() const { return m_refused; }
    [[nodiscard]] std::uint64_t expected() const { return m_action.affected; }
    [[nodiscard]] const DeskAction &action() const { return m_action; }

signals:
    void progressed();
    /// `error` tells why it ended early; empty when all was done or somebody stopped it.
    void finished(const QString &error);

private:
    void next();
    void post(CommandBody body);
    void askForSlice();
    void takeSlice(Result<TaskPage> answer);
    void onCommandChanged(const Ticket &ticket, CommandState state, const Outcome &outcome);
    void end(const QString &error);
    [[nodiscard]] std::uint32_t roundLimit() const;

    Session &m_session;
    DeskAction m_action;
    std::optional<Ticket> m_ticket;
    std::unique_ptr<QueryHandle> m_query;
    std::uint64_t m_affected = 0;
    std::uint64_t m_refused = 0;
    int m_rounds = 0;
    bool m_running = false;
    bool m_stopping = false;
    bool m_unanswered = false;
    bool m_fromTop = true; ///< Of a change of priority: those above it first, then those below.
};

} // namespace qd::ui
