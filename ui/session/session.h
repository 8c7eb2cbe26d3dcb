#pragma once
// One interface, several sources: the engine in this process now; remote coordinators and recordings later. Pages
// know nothing else about where their data comes from.

#include <QtCore/QObject>
#include <QtCore/QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "core/model/command.h"
#include "core/model/event.h"
#include "core/model/query.h"
#include "core/model/snapshot.h"
#include "core/model/task_why.h"

namespace qd::ui {

class PictureMemory;

/// Where a command stands, for the control that sent it.
enum class CommandState { Sent, Accepted, Applied, Refused, Unknown };

/// How the same engine is reached from outside, for lines that people copy.
struct DoorAddress {
    QString url;       ///< "http://127.0.0.1:7070"; empty = there is no door.
    QString tokenFile; ///< Full path: lines read the token when they run, so that none is copied.
    QString problem;   ///< Why there is no door.
    /// Where qdctl finds this engine when it has to be told; empty = where it looks by itself.
    QString dataFolder{};
};

/// A query under way; destroying it cancels the query and its answer never comes.
class QueryHandle {
public:
    virtual ~QueryHandle() = default;
};

/// Thread: GUI. Answers and signals arrive on the GUI thread; nothing here blocks.
class Session : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// The picture on screen: all pages show this one revision. Never null.
    [[nodiscard]] virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
    /// Engine time of the picture (ages on screen = this minus a stamp of the snapshot). It moves with dataAge().
    [[nodiscard]] virtual Instant engineNow() const = 0;
    /// How old the picture is, as everything on screen tells it: it moves only with snapshotChanged and dataAgeChanged,
    /// so that strip and footers never disagree.
    [[nodiscard]] virtual Duration dataAge() const = 0;
    /// A frozen view holds its snapshot, its clock and its events; queries wait and are answered when it goes on.
    /// The engine goes on, and commands still work (the desk refuses what people would aim at an old picture).
    [[nodiscard]] virtual bool isFrozen() const = 0;
    virtual void setFrozen(bool frozen) = 0;
    /// Freezes the view at the picture of `moment` (the newest kept one that is not newer, else the oldest), or moves a
    /// frozen view there. What is not kept in pictures does not move: tasks are asked for when the view goes on.
    virtual void showMoment(WallTime moment) = 0;
    /// What showMoment() can go back to.
    [[nodiscard]] virtual const PictureMemory &memory() const = 0;
    /// Newer than snapshot() while the view is frozen: for histories and for what must be told at once. Never null.
    [[nodiscard]] virtual std::shared_ptr<const Snapshot> newest() const = 0;
    /// The time of the newest picture, when more should have come since and none did: nobody knows how it is now.
    [[nodiscard]] virtual std::optional<Instant> silentSince() const = 0;
    /// "Embedded coordinator", and beneath it what it stands on ("memory transport · SQLite").
    [[nodiscard]] virtual QString title() const = 0;
    [[nodiscard]] virtual QString subtitle() const = 0;
    [[nodiscard]] virtual bool production() const = 0;
    [[nodiscard]] virtual std::vector<SettingLine> settings() const = 0;
    /// Where they are changed; empty = not here, or nowhere.
    [[nodiscard]] virtual QString settingsFile() const { return {}; }
    [[nodiscard]] virtual DoorAddress door() const = 0;

    [[nodiscard]] virtual std::unique_ptr<QueryHandle> query(TaskQuery query,
                                                             std::function<void(Result<TaskPage>)> answer) = 0;
    [[nodiscard]] virtual std::unique_ptr<QueryHandle> task(TaskId id,
                                                            std::function<void(Result<TaskRecord>)> answer) = 0;
    [[nodiscard]] virtual LiveOutput liveOutput(TaskId id) const = 0;
    [[nodiscard]] virtual RingPage<Event> events(std::uint64_t from, std::size_t limit) const = 0;
    /// Records kept about a worker, newest first.
    [[nodiscard]] virtual std::vector<Decision> decisionsFor(WorkerId worker, std::size_t limit) const = 0;
    [[nodiscard]] virtual TaskWhy whyOf(const TaskRecord &task) const = 0;
    [[nodiscard]] virtual std::uint32_t dispatchSampling() const = 0;

    /// Fills in ticket, principal, origin and revision. commandChanged() tells how it goes on.
    virtual Ticket post(CommandBody body, const QString &reason) = 0;
    [[nodiscard]] virtual Result<void> allowProgram(const QString &program) = 0;

signals:
    /// A newer snapshot is in snapshot(). At most 30 times a second, by the frame timer; not while minimised.
    void snapshotChanged();
    /// A newer snapshot is in newest(); told before snapshotChanged(), and also while the view is frozen.
    void newestChanged();
    void frozenChanged(bool frozen);
    /// A frozen view went to another moment, which may be the first thing it does; told before snapshotChanged().
    void momentChanged();
    /// silentSince() has changed. Within a second, while the window is not hidden.
    void silenceChanged();
    /// door() opened, or its trouble is known.
    void doorChanged();
    /// Time went on and no snapshot came.
    void dataAgeChanged();
    void commandChanged(const qd::Ticket &ticket, qd::ui::CommandState state, const qd::Outcome &outcome);
};

} // namespace qd::ui
