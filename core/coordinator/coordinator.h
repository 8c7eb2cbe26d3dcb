#pragma once
// The single writer: inbox -> policy -> state -> outputs. A pure step machine: no thread, clock, socket, file or
// random device inside. Production wires it to real ones (core/engine), the simulator to virtual ones.
//
// The order inside one step: commits, host messages, commands, timers and sweeps, pool, dispatch, row changes.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/rng.h"
#include "core/coordinator/key_book.h"
#include "core/coordinator/override_book.h"
#include "core/coordinator/step.h"
#include "core/coordinator/symbols.h"
#include "core/coordinator/task_store.h"
#include "core/coordinator/ticket_table.h"
#include "core/coordinator/timers.h"
#include "core/model/blob_codec.h"
#include "core/model/snapshot.h"

namespace qd {

/// Thread: one owner at a time (the coordinator thread).
class Coordinator {
public:
    explicit Coordinator(CoordinatorConfig config);
    ~Coordinator();
    Coordinator(const Coordinator &) = delete;
    Coordinator &operator=(const Coordinator &) = delete;

    // Recovery: all of these, then recovered(), before the first step.
    void recoverBegin(std::uint64_t total);
    void recoverTask(TaskRecord &&record, Now now);
    void recoverFinal(TaskId id, TaskState state);
    void recoverFinalRows(TaskState state, std::uint64_t rows);
    void recoverClaim(std::string_view key, TaskId task, WallTime expires);
    void recoverLease(Override &&lease);
    void recoverTicket(const TicketRecord &record);
    void recoverSequence(std::uint64_t next);
    /// Tasks that were on a worker have lost their lease: the hosts of an embedded engine died with it.
    void recovered(Now now);

    /// `out` is cleared first. Batches of `in.hosts` are only read; the caller recycles them.
    void step(StepInputs &in, Now now, StepOutputs &out);

    /// False while too much waits for its commit; the caller then leaves commands in the inbox. True while the ledger
    /// stalls, however much waits: nobody knows for how long, so what cannot be taken in is refused.
    [[nodiscard]] bool acceptsCommands() const noexcept;
    /// Used buffers come back here and are filled again.
    void recycle(std::unique_ptr<LedgerBatch> batch);
    void recycle(std::unique_ptr<ToHosts> batch);

    /// Before the end: no more submits; when nothing is left on workers, phase becomes Drained.
    void beginDrain(Now now);
    [[nodiscard]] std::size_t tasksOnWorkers() const noexcept { return m_onWorkers; }
    [[nodiscard]] std::size_t uncommitted() const noexcept { return m_pending.size(); }
    [[nodiscard]] EnginePhase phase() const noexcept { return m_phase; }
    void setPhase(EnginePhase phase) noexcept { m_phase = phase; }

    /// A picture of now. `previous` shares its unchanged chunks. The caller adds ledger figures and costs, and takes
    /// the rows that the ledger removed off the totals by state.
    [[nodiscard]] std::shared_ptr<Snapshot> snapshot(const Snapshot *previous, Now now);

    /// For tests and the simulator: the state of an unfinished task, or how it ended as far as remembered.
    [[nodiscard]] std::optional<TaskState> stateOf(TaskId id) const;
    [[nodiscard]] const Totals &totals() const noexcept { return m_totals; }
    /// How often each transition happened in this run.
    [[nodiscard]] std::uint64_t transitions(TaskState from, TaskState to, Reason reason) const noexcept {
        return m_transitions[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)]
                            [static_cast<std::size_t>(reason)];
    }

private:
    static constexpr std::size_t kLanes = 10;
    static constexpr std::uint32_t kNone = 0xffffffffU;

    struct List {
        TaskSlot head = kNoSlot;
        TaskSlot tail = kNoSlot;
        std::uint32_t count = 0;
    };
    struct Queue {
        Symbol name;
        std::array<List, kLanes> lanes; ///< [priority - 1]
        std::uint32_t ready = 0;        ///< In the lanes.
        std::uint32_t scheduled = 0;    ///< Queued with a run-at in the future.
        std::uint32_t retrying = 0;
        std::uint32_t onWorkers = 0;
        bool paused = false;
        Guard held = Guard::None;
        Instant heldNotedAt{};
        std::uint64_t submitted = 0;
        std::uint64_t completed = 0;
        std::uint64_t failed = 0;
        std::vector<std::uint32_t> groups; ///< Worker groups that serve it.
    };
    /// Workers with the same capabilities. Those with a free slot form a ring; its head is next in turn.
    struct Group {
        Symbol capabilities;
        std::vector<Symbol> queues; ///< Empty = every queue.
        std::uint32_t freeHead = kNone;
        std::uint32_t freeTail = kNone;
        std::uint32_t freeWorkers = 0;
        std::uint32_t live = 0;
        std::uint32_t pausedWorkers = 0;
        std::uint32_t draining = 0;
    };
    struct Worker {
        WorkerId id;
        WorkerLifecycle lifecycle = WorkerLifecycle::Starting;
        std::uint64_t boot = 0;
        std::int64_t processId = 0;
        ProcessUsage usage; ///< As its last heartbeat told.
        std::uint32_t group = kNone;
        std::uint32_t row = 0; ///< In the snapshot table.
        std::uint16_t slotCount = 0;
        bool paused = false;
        bool late = false;
        bool inFreeRing = false;
        std::uint32_t ringPrev = kNone;
        std::uint32_t ringNext = kNone;
        List held;
        Instant lastSeen;
        Instant lostAt;
        WallTime startedAt;
        Symbol label;
        Symbol version;
        std::uint64_t completed = 0;
        std::uint64_t failed = 0;
        std::uint64_t leasesLost = 0;
        Duration runTime{};
    };
    /// Effects that wait for their batch's commit.
    struct Pending {
        std::uint64_t number = 0;
        std::unique_ptr<ToHosts> toHosts;
        std::vector<Answer> answers;
        std::vector<Event> events;
        std::vector<Ticket> tickets;
        struct PurgeAnswer {
            std::size_t answer = 0;  ///< Index into answers.
            std::size_t request = 0; ///< Index into the batch's purges.
        };
        std::vector<PurgeAnswer> purges;
    };
    struct ResultTexts {
        std::int32_t exitCode = kNoExitCode;
        Duration runTime{};
        std::uint64_t outputBytes = 0;
        TextRef error;
        TextRef output;
        TextRef errorOutput;
    };

    // coordinator.cpp: the step and what several parts share
    void takeCommits(StepInputs &in, StepOutputs &out);
    void takeTimers();
    void release(Pending &pending, const Committed &committed, StepOutputs &out);
    void finishStep(StepOutputs &out);
    [[nodiscard]] bool overdue() const noexcept; ///< As much as may waits for its commit.
    void emitRows();
    [[nodiscard]] RowChange rowOf(const TaskNode &node);
    LedgerBatch &batch();
    ToHosts &effects();
    void markDirty(TaskSlot slot);
    void moveTo(TaskSlot slot, TaskState state, Reason reason);
    void endTask(TaskSlot slot, TaskState state, Reason reason);
    void toLane(TaskSlot slot);
    void makeReady(TaskSlot slot);
    void leaveLane(TaskSlot slot);
    void append(List &list, TaskSlot slot);
    void unlink(List &list, TaskSlot slot);
    std::uint32_t queueIndex(Symbol name);
    void resolveChildren(TaskId parent, TaskState state);
    void event(EventKind kind, Severity severity, TaskId task, WorkerId worker, Sentence sentence);
    void tellUntold();
    void decide(Decision decision);
    [[nodiscard]] std::string idText(TaskId id) const { return taskIdText(m_config.ledger, id); }
    /// Why a task failed that no handler failed: the row's error. The final change of this step carries it.
    void explain(TaskSlot slot, std::string_view error);
    void addHistory(TaskSlot slot, Reason reason, std::int32_t exitCode, std::string_view error);

    // hosts.cpp: workers and what they report
    void takeHostMessages(const FromHosts &in);
    void hello(const WorkerHello &hello, const FromHosts &in);
    void started(const TaskStarted &started);
    void finished(const TaskFinished &finished, const FromHosts &in);
    void handlerFailed(TaskSlot slot, const TaskFinished &finished, std::string_view error);
    void heartbeat(const Heartbeat &heartbeat, const FromHosts &in);
    void goodbye(const WorkerGoodbye &goodbye);
    void takeFromWorker(TaskSlot slot);
    void withdraw(TaskSlot slot);
    void loseLease(TaskSlot slot, Duration silence);
    void settleLostDelivery(TaskSlot slot, Duration silence);
    void loseWorker(Worker &worker, std::string why);
    void sweep();
    void bridgeClockGap();
    void resizePool(StepOutputs &out);
    void retireEmptyWorkers(StepOutputs &out);
    void drainWorker(Worker &worker);
    void joinGroup(Worker &worker);
    void leaveGroup(Worker &worker);
    void refreshWorker(Worker &worker);
    void markWorkerRow(const Worker &worker);
    Worker *worker(WorkerId id);
    std::uint32_t groupIndex(std::string_view capabilities);
    void linkQueuesAndGroups();
    void ringPush(Group &group, Worker &worker);
    void ringRemove(Group &group, Worker &worker);

    // snapshot_builder.cpp
    void buildWorkers(Snapshot &out, const Snapshot *previous);
    void buildQueues(Snapshot &out);

    // dispatch.cpp
    void dispatchAll();
    bool dispatchOne(Queue &queue, std::size_t lane);
    void dispatchTo(TaskSlot slot, Queue &queue, Worker &worker, std::uint32_t freeWorkers);
    void noteHeld(Queue &queue);

    // commands.cpp
    void takeCommand(PostedCommand &posted);
    template <typename Apply> void forSelected(const TaskSelection &which, Outcome &outcome, Apply apply);
    [[nodiscard]] bool matches(const TaskNode &node, const TaskFilter &filter) const;
    Result<void> applyCancel(TaskSlot slot);
    Result<void> applySuspend(TaskSlot slot);
    Result<void> applyResume(TaskSlot slot);
    Result<void> applyRequeue(TaskSlot slot);
    Result<void> applyPriority(TaskSlot slot, std::uint8_t priority);
    void applyRetry(PostedCommand &posted, const RetryTasks &retry, Outcome &outcome);
    void applyPurge(const PurgeTasks &purge, std::size_t answer);

    // submit.cpp
    Result<void> applySubmit(const SubmitTasks &submit, Outcome &outcome);
    [[nodiscard]] Result<void> checkSpec(const TaskSpec &spec) const;
    Result<TaskId> admit(const TaskSpec &spec, bool &duplicate);
    void admitParents(const TaskExtras &extras, TaskSlot slot);

    // recovery.cpp
    TaskSlot adopt(const TaskRecord &record, Symbol type, std::uint32_t queue);

    // override_commands.cpp
    Result<void> applyImpose(const Impose &impose, const Command &command, Outcome &outcome);
    void applyRevert(const std::vector<OverrideId> &ids, Outcome &outcome);
    Result<void> applyLift(const Lift &lift, Outcome &outcome);
    void overrideChanged(const Override &lease);
    void expireOverrides();
    Result<void> applyDrain(const Drain &drain, Outcome &outcome);
    void closeIntake(Now now);
    void endDrain(Outcome &outcome);

    CoordinatorConfig m_config;
    Rng m_rng;
    Now m_now{};
    Instant m_lastStep{};
    bool m_stepped = false;
    EnginePhase m_phase = EnginePhase::Starting;
    bool m_intakeOpen = true;
    bool m_drainAsked = false; ///< Closed by a command, which another one may end; not because the engine stops.
    bool m_failStop = false;
    std::string m_stall;              ///< Why the ledger cannot write at the moment; empty = it can.
    std::uint64_t m_stalledBatch = 0; ///< The first one it could not write.

    Symbols m_symbols;
    TaskStore m_tasks;
    std::uint64_t m_nextSequence = 1;
    std::vector<Queue> m_queues;
    std::vector<std::uint32_t> m_queueBySymbol;                        ///< kNone = not a queue.
    std::unordered_map<std::uint64_t, std::vector<TaskId>> m_children; // by parent; looked up, never iterated
    std::unordered_map<std::uint64_t, History> m_history;              // by task; looked up, never iterated
    Timers m_timers;
    KeyBook m_keys;
    TicketTable m_tickets;
    OverrideBook m_overrides;
    bool m_pausedAll = false;
    std::size_t m_onWorkers = 0;

    std::vector<std::unique_ptr<Worker>> m_workers; ///< By serial number; gone ones are null.
    std::vector<WorkerId> m_rows;                   ///< Workers as listed in the snapshot.
    std::vector<Group> m_groups;
    std::uint32_t m_nextWorker = 1;
    std::uint32_t m_poolWanted = 0;
    bool m_poolChanged = true;           ///< A worker came, went or changed its lifecycle.
    std::uint32_t m_drainingWorkers = 0; ///< Upper bound; 0 = none to look for.
    Instant m_nextSweep{};
    std::size_t m_queueTurn = 0;
    std::uint32_t m_sinceSample = 0;

    std::uint64_t m_nextBatch = 1;
    std::unique_ptr<LedgerBatch> m_batch; ///< Of this step; null until something changes.
    Pending m_step;                       ///< Effects of this step.
    std::vector<Event> m_eventsNow;       ///< Events that need no commit.
    std::vector<Decision> m_decisionsNow;
    std::vector<Answer> m_answersNow;
    std::unique_ptr<ToHosts> m_immediate;            ///< Acks and drains.
    std::vector<std::unique_ptr<Pending>> m_pending; ///< Oldest first.
    std::vector<std::unique_ptr<Pending>> m_sparePending;
    std::vector<std::unique_ptr<LedgerBatch>> m_spareBatches;
    std::vector<std::unique_ptr<ToHosts>> m_spareToHosts;
    std::vector<TaskSlot> m_dirty;
    std::vector<ResultTexts> m_results;
    /// Events about single tasks are many alike when much goes wrong; some a second are enough, the rest is counted in
    /// the next one told: at the latest that is the last of them, when no other came.
    struct EventFlow {
        Instant since{};
        std::uint32_t told = 0;
        std::uint64_t untold = 0;
        Event last{}; ///< Of the untold ones.
    };
    static constexpr std::uint32_t kTaskEventsPerSecond = 20;
    static constexpr Duration kEventFlowSpan = std::chrono::seconds{1};
    std::array<EventFlow, kEventKinds> m_eventFlow;
    Ticket m_currentTicket{}; ///< Of the command being applied: its events carry it.

    Totals m_totals;
    std::array<std::array<std::array<std::uint64_t, kReasons>, kTaskStates>, kTaskStates> m_transitions{};
    std::uint64_t m_revision = 0;
    std::vector<bool> m_dirtyChunks;
    std::uint64_t m_workersSeen = 0;
    std::uint64_t m_recoverTotal = 0;
    std::uint64_t m_recoverDone = 0;
    std::vector<TaskId> m_recovering; ///< Assigned and pending ones, settled when all rows are read.
};

} // namespace qd
