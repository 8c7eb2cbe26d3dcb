#pragma once
// The engine in this process, behind the Session interface.

#include <QtCore/QHash>
#include <QtCore/QString>
#include <QtCore/QTimer>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "ui/session/answer_watch.h"
#include "ui/session/picture_memory.h"
#include "ui/session/session.h"

namespace qd::ui {

class AnswerInbox; // Where engine threads leave what the GUI thread is to do.

/// How often the window looks: at video rate while it is seen, seldom in the background, never while minimised.
enum class Pace { Visible, Background, Hidden };

/// Thread: GUI. Lives before its engine does, so that the window can paint first: until attach() the snapshot says
/// "starting" and commands are refused as Unavailable.
class EmbeddedSession final : public Session {
    Q_OBJECT
public:
    explicit EmbeddedSession(QObject *parent = nullptr);
    ~EmbeddedSession() override;

    /// Takes part in the engine's life; the frame timer starts. Once.
    void attach(std::shared_ptr<Engine> engine);
    /// Lets go of the engine (before it is destroyed elsewhere); the last picture stays.
    void detach();
    /// Whoever opens the door tells; until then there is none.
    void setDoor(DoorAddress door);
    void setPace(Pace pace);
    [[nodiscard]] Pace pace() const { return m_pace; }
    /// After this long without an outcome a command's state is Unknown; a late outcome is still told.
    void setOutcomePatience(std::chrono::milliseconds patience) { m_patience = patience; }
    [[nodiscard]] std::size_t pendingCommands() const { return m_pending.size(); }

    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const override { return m_snapshot; }
    [[nodiscard]] Instant engineNow() const override;
    [[nodiscard]] Duration dataAge() const override { return m_age; }
    [[nodiscard]] bool isFrozen() const override { return m_frozenAt.has_value(); }
    void setFrozen(bool frozen) override;
    void showMoment(WallTime moment) override;
    [[nodiscard]] const PictureMemory &memory() const override { return m_memory; }
    [[nodiscard]] std::shared_ptr<const Snapshot> newest() const override { return m_newest; }
    [[nodiscard]] std::optional<Instant> silentSince() const override { return m_watch.silentSince(); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] bool production() const override;
    [[nodiscard]] std::vector<SettingLine> settings() const override;
    [[nodiscard]] QString settingsFile() const override;
    [[nodiscard]] DoorAddress door() const override { return m_door; }
    [[nodiscard]] std::unique_ptr<QueryHandle> query(TaskQuery query,
                                                     std::function<void(Result<TaskPage>)> answer) override;
    [[nodiscard]] std::unique_ptr<QueryHandle> task(TaskId id, std::function<void(Result<TaskRecord>)> answer) override;
    [[nodiscard]] LiveOutput liveOutput(TaskId id) const override;
    [[nodiscard]] RingPage<Event> events(std::uint64_t from, std::size_t limit) const override;
    [[nodiscard]] std::vector<Decision> decisionsFor(WorkerId worker, std::size_t limit) const override;
    [[nodiscard]] TaskWhy whyOf(const TaskRecord &task) const override;
    [[nodiscard]] std::uint32_t dispatchSampling() const override;
    Ticket post(CommandBody body, const QString &reason) override;
    [[nodiscard]] Result<void> allowProgram(const QString &program) override;

private:
    struct Pending {
        std::chrono::steady_clock::time_point since;
        bool toldUnknown = false;
    };

    [[nodiscard]] std::vector<Decision> shown(std::vector<Decision> decisions) const;
    void ask();
    void take(std::shared_ptr<const Snapshot> next);
    void finish(const Outcome &outcome);
    void tellLater(const Ticket &ticket, CommandState state, Outcome outcome);
    void noticeOverdue();
    void refreshAge();
    void startFrame();
    void pinMemory();
    void whenLive(std::function<bool()> isCancelled, std::function<void()> ask);

    std::shared_ptr<Engine> m_engine;
    /// A question of a frozen view. Bounded by those who ask: each keeps a handful of handles, and dropped ones leave.
    struct Held {
        std::function<bool()> isCancelled;
        std::function<void()> ask;
    };

    std::shared_ptr<const Snapshot> m_snapshot;
    std::shared_ptr<const Snapshot> m_newest; ///< The same one, unless the view is frozen.
    std::optional<Instant> m_frozenAt;
    PictureMemory m_memory;
    AnswerWatch m_watch;
    bool m_asked = false; ///< A picture is to come.
    std::vector<Held> m_held;
    Duration m_age{};
    QTimer m_ageTick;
    std::shared_ptr<AnswerInbox> m_answers;
    std::map<Ticket, Pending> m_pending; ///< Bounded by the engine's inbox: what it refuses does not stay here.
    QTimer m_frame;
    QTimer m_overdue;
    std::chrono::milliseconds m_patience{30'000};
    Pace m_pace = Pace::Visible;
    std::string m_principal;
    DoorAddress m_door;
};

} // namespace qd::ui
