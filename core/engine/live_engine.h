#pragma once
// The engine with real parts: the coordinator thread around the step machine, the ledger, the transport and the
// worker pool of this process, and the reader thread.

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/base/mutex.h"
#include "core/base/wakeup.h"
#include "core/config/settings.h"
#include "core/coordinator/coordinator.h"
#include "core/engine/engine.h"
#include "core/engine/reader.h"
#include "core/engine/ring.h"
#include "core/replica/task_replica.h"

namespace qd {

class CommandHandler;
class MemoryTransport;
class WorkerPool;

/// What makeEngine() has opened; handed over whole.
struct EngineParts {
    Settings settings;
    std::shared_ptr<HandlerTable> handlers;
    std::shared_ptr<CommandHandler> commands;
    std::unique_ptr<Ledger> ledger;
    std::unique_ptr<MemoryTransport> transport;
    std::unique_ptr<WorkerPool> pool;
    std::function<Result<std::string>(const std::string &path)> backup; ///< Null: this ledger has none.
    std::function<Result<std::string>()> check;
};

class LiveEngine final : public Engine {
public:
    explicit LiveEngine(EngineParts parts);
    ~LiveEngine() override;

    [[nodiscard]] Result<void> start() override;
    void stop(StopMode mode) override;
    [[nodiscard]] Result<void> post(Command command, OutcomeHandler whenDone) override;
    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() override;
    void freshSnapshot(SnapshotHandler answer) override;
    void nextSnapshot(SnapshotHandler answer) override;
    [[nodiscard]] RingPage<Event> events(std::uint64_t from, std::size_t limit) const override;
    [[nodiscard]] RingPage<Decision> decisions(std::uint64_t from, std::size_t limit) const override;
    [[nodiscard]] std::vector<Decision> decisionsFor(TaskId task, WorkerId worker, std::size_t limit) const override;
    [[nodiscard]] std::vector<Decision> heldDecisions(std::string_view queue, std::size_t limit) const override;
    [[nodiscard]] std::uint32_t dispatchSampling() const override { return m_parts.settings.limits.dispatchSampling; }
    void keepReplica() override { m_replica.start(); }
    [[nodiscard]] ReplicaStats replicaStats() const override { return m_replica.stats(); }
    void query(TaskQuery query, std::function<bool()> cancelled, Answer<TaskPage> answer) override;
    void task(TaskId id, Answer<TaskRecord> answer) override;
    void outcome(Ticket ticket, Answer<Outcome> answer) override;
    [[nodiscard]] LiveOutput liveOutput(TaskId id) const override;
    void backupLedger(std::string path, Answer<std::string> answer) override;
    void checkLedger(Answer<std::string> answer) override;
    [[nodiscard]] Result<void> allowProgram(const std::string &program) override;
    [[nodiscard]] const Settings &settings() const override { return m_parts.settings; }
    [[nodiscard]] std::vector<SettingLine> settingLines() const override;

private:
    static constexpr Duration kPublishEvery = std::chrono::milliseconds{33}; ///< Design section 3: at most 30 Hz.
    static constexpr Duration kFlushPatience = std::chrono::seconds{5};
    enum class Stop : int { No, Drain, Now };
    using StepAnswer = qd::Answer; // hidden here by Engine::Answer

    // coordinator thread
    void run();
    [[nodiscard]] bool recover();
    void tellProblems();
    void loop();
    bool gather();
    void deliver();
    void keepTails(LedgerBatch &batch) const;
    void giveAnswers();
    void publish(bool force);
    [[nodiscard]] Duration publishInterval() const;
    void awaitSnapshot(SnapshotHandler answer, bool fresh);
    void answerWaiters(bool last);
    void followStop();
    [[nodiscard]] bool stopDone();

    [[nodiscard]] Result<void> saveAllowed() QD_REQUIRES(m_allowMutex);
    [[nodiscard]] Result<void> resolve(Command command, OutcomeHandler whenDone);
    [[nodiscard]] Result<void> enqueue(PostedCommand posted, OutcomeHandler whenDone);
    void loadAndRetry(Command command, OutcomeHandler whenDone);
    void answerRest();
    void noteRefusal(const Outcome &outcome) QD_REQUIRES(m_inboxMutex);

    EngineParts m_parts;
    SystemClock m_clock;
    Wakeup m_wakeup;
    Coordinator m_coordinator; ///< Owned by the coordinator thread once it runs.
    ReaderThread m_reader{256};
    TaskReplica m_replica;
    Ring<Event> m_events;
    Ring<Decision> m_decisions;

    mutable Mutex m_inboxMutex;
    std::deque<PostedCommand> m_inbox QD_GUARDED_BY(m_inboxMutex);
    bool m_inboxOpen QD_GUARDED_BY(m_inboxMutex) = false;
    std::uint64_t m_nextClient QD_GUARDED_BY(m_inboxMutex) = 1;
    struct Client {
        Ticket ticket;
        OutcomeHandler whenDone; ///< May be empty.
    };
    std::unordered_map<std::uint64_t, Client> m_clients QD_GUARDED_BY(m_inboxMutex); ///< Commands under way.
    std::deque<Outcome> m_refusals QD_GUARDED_BY(m_inboxMutex);                      ///< Not stored ones, newest first.
    std::atomic<std::uint64_t> m_refusedFull{0}; ///< Commands that met a full inbox.

    Mutex m_commitMutex;
    std::vector<Committed> m_committed QD_GUARDED_BY(m_commitMutex);
    std::vector<CommitFailed> m_commitFailed QD_GUARDED_BY(m_commitMutex);

    mutable Mutex m_snapshotMutex;
    std::shared_ptr<const Snapshot> m_snapshot QD_GUARDED_BY(m_snapshotMutex);
    std::vector<SnapshotHandler> m_snapshotWaiters QD_GUARDED_BY(m_snapshotMutex);
    bool m_publishing QD_GUARDED_BY(m_snapshotMutex) = false; ///< The coordinator thread is there to answer waiters.
    std::atomic<bool> m_snapshotAsked{false};
    std::atomic<bool> m_freshWanted{false};     ///< Somebody waits for a picture, see freshSnapshot().
    std::atomic<std::int64_t> m_publishedAt{0}; ///< Boot clock, ns.

    mutable Mutex m_allowMutex;
    Settings m_changed QD_GUARDED_BY(m_allowMutex);       ///< The settings with what was allowed since the start.
    bool m_allowSaved QD_GUARDED_BY(m_allowMutex) = true; ///< command.allow is in the file as it is here.
    Mutex m_stopMutex;                                    ///< Serialises start() and stop() of several threads.
    std::atomic<Stop> m_stop{Stop::No};
    std::jthread m_thread;
    bool m_started QD_GUARDED_BY(m_stopMutex) = false;
    bool m_stopped QD_GUARDED_BY(m_stopMutex) = false;

    // Only on the coordinator thread:
    StepInputs m_in;
    StepOutputs m_out;
    std::uint64_t m_position = 0;
    Instant m_nextWake{};
    Instant m_lastWork{};
    enum class Phase { Running, Draining, Releasing, Flushing, Done } m_stopPhase = Phase::Running;
    Instant m_stopDeadline{};
    bool m_failed = false;
    bool m_stepped = true; ///< Since the last picture.
};

} // namespace qd
