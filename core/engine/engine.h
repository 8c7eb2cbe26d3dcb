#pragma once
// The door to the engine: builds all of it, starts and stops it in order, and is the only thing that the window,
// the HTTP door and the programs talk to.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/config/settings.h"
#include "core/model/command.h"
#include "core/model/event.h"
#include "core/model/ledger.h"
#include "core/model/live_output.h"
#include "core/model/query.h"
#include "core/model/snapshot.h"
#include "core/replica/replica_stats.h"

namespace qd {

class HandlerTable; // core/workers/handler.h: C++ functions registered by whoever embeds core

enum class StopMode : std::uint8_t {
    Drain, ///< Stop intake, let running tasks finish (up to the configured patience), release the rest.
    Now,   ///< Release what runs without counting a delivery, flush, close.
};

/// Thread: any, for every member. Nothing here waits for the coordinator.
class Engine {
public:
    using OutcomeHandler = std::function<void(const Outcome &)>;
    template <typename T> using Answer = std::function<void(Result<T>)>;

    virtual ~Engine() = default;

    /// Starts the threads and returns; recovery goes on in the background and shows in the snapshot.
    [[nodiscard]] virtual Result<void> start() = 0;
    /// Returns when stopped. May come twice, and without start(). A second call with Now shortens a running Drain.
    virtual void stop(StopMode mode) = 0;

    /// Puts a command into the bounded inbox. Overloaded when it is full (counted), Unavailable when stopped.
    /// `whenDone` is called once, after the commit, from an engine thread; it must not block.
    /// A ticket that was seen before gets its stored outcome again and nothing is done twice.
    [[nodiscard]] virtual Result<void> post(Command command, OutcomeHandler whenDone) = 0;

    /// The newest picture; asks the coordinator for the next one (built at most 30 times a second). Never null.
    [[nodiscard]] virtual std::shared_ptr<const Snapshot> snapshot() = 0;

    using SnapshotHandler = std::function<void(std::shared_ptr<const Snapshot>)>;
    /// A picture taken after this call, for readers that ask once and not all the time: snapshot() would give them
    /// what the previous reader asked for. Answers within about 35 ms from an engine thread, at once when stopped.
    virtual void freshSnapshot(SnapshotHandler answer) { answer(snapshot()); }
    /// The next picture that is made, told in the moment in which it is there: whoever looks regularly sees each event
    /// a picture earlier than by asking snapshot(). An idle engine takes its time (150 ms), a stopped one answers at
    /// once with what it has. From an engine thread; must not block.
    virtual void nextSnapshot(SnapshotHandler answer) { answer(snapshot()); }

    [[nodiscard]] virtual RingPage<Event> events(std::uint64_t from, std::size_t limit) const = 0;
    [[nodiscard]] virtual RingPage<Decision> decisions(std::uint64_t from, std::size_t limit) const = 0;
    /// Decision records of one task or worker that are still kept, newest first.
    [[nodiscard]] virtual std::vector<Decision> decisionsFor(TaskId task, WorkerId worker, std::size_t limit) const = 0;
    /// Why a queue's ready tasks were not dispatched, newest first: the records name the queue, not each task in it.
    [[nodiscard]] virtual std::vector<Decision> heldDecisions(std::string_view, std::size_t) const { return {}; }
    /// The sampling rate of dispatch decisions: 1 of n.
    [[nodiscard]] virtual std::uint32_t dispatchSampling() const = 0;

    /// Keeps a copy of all task rows in memory from now on (about 120 bytes each), so that queries sort, filter and
    /// search a million of them in well under a second. It is filled in the background, and let go while nobody asks
    /// for tasks and they change too fast to be followed for nothing; see replicaStats().
    virtual void keepReplica() {}
    [[nodiscard]] virtual ReplicaStats replicaStats() const { return {}; }

    /// Runs on reading threads and answers there; `cancelled` is polled, maybe by two at once. Overloaded when too many
    /// wait. A filter with an expression makes the engine keep a replica.
    virtual void query(TaskQuery query, std::function<bool()> cancelled, Answer<TaskPage> answer) = 0;
    virtual void task(TaskId id, Answer<TaskRecord> answer) = 0;
    /// Unavailable while the command is still under way, NotFound when it was never seen or is no longer kept.
    virtual void outcome(Ticket ticket, Answer<Outcome> answer) = 0;
    [[nodiscard]] virtual LiveOutput liveOutput(TaskId id) const = 0;

    /// An online copy of the ledger file (sqlite only) and a check of the open one. On the reader thread.
    virtual void backupLedger(std::string path, Answer<std::string> answer) = 0;
    virtual void checkLedger(Answer<std::string> answer) = 0;

    /// Adds a program to the allow-list of the `command` handler, now and in the settings file (made when it is
    /// missing). Full path or name. Io: it is allowed, but only until the engine stops; the detail says why.
    [[nodiscard]] virtual Result<void> allowProgram(const std::string &program) = 0;

    /// As they were at the start.
    [[nodiscard]] virtual const Settings &settings() const = 0;
    /// As they are now, for people: with what was changed since the start.
    [[nodiscard]] virtual std::vector<SettingLine> settingLines() const { return describe(settings()); }
};

/// Opens the ledger (fails with Conflict naming the holder when another engine has it) and wires everything.
/// `handlers` may be null: only the built-in task types then.
[[nodiscard]] Result<std::unique_ptr<Engine>> makeEngine(const Settings &settings,
                                                         std::shared_ptr<HandlerTable> handlers);

} // namespace qd
