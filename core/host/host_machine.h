#pragma once
// One worker, as a pure step machine: no clock, thread, file or random device; the same inputs give the same outputs,
// live and in the simulator. Whoever owns it (the runner) feeds it messages, outcomes of handlers and the time, starts
// the work that dispatch() accepts, and executes the kills it asks for.
//
// Hundreds of machines are stepped by one thread and append to one shared batch; nothing here allocates once the
// machine stands and the batch has grown. A step = any number of inputs, then endStep().

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/model/host_messages.h"

namespace qd {

struct HostConfig {
    WorkerId worker;
    std::uint64_t boot = 1;      ///< New for every start of this worker.
    std::uint16_t slotCount = 1; ///< 1 .. 1024; tasks at once.
    Duration lease = std::chrono::seconds{10};
    Duration heartbeat = std::chrono::seconds{3}; ///< At most a third of the lease.
    /// Lives in its coordinator's process: both sleep together, so a pause of this machine says nothing about the
    /// coordinator. It then asks first (a heartbeat) and gives up one heartbeat later.
    bool colocated = false;
    std::int64_t processId = 0;
    std::string label{};
    std::string version{};
    std::string capabilities{}; ///< Comma-separated queue names; empty = every queue.
};

/// How a piece of work ended, as the runner tells it. The texts are copied into the batch.
struct WorkOutcome {
    OutcomeKind outcome = OutcomeKind::Succeeded;
    std::int32_t exitCode = kNoExitCode;
    Duration retryAfter{};
    std::uint64_t outputBytes = 0;
    std::string_view error{};
    std::string_view output{};
    std::string_view errorOutput{};
};

constexpr std::uint32_t kNoReport = 0xFFFF'FFFF;

/// Stop this work at once; whatever it still says is ignored.
struct KillWork {
    WorkerId worker;
    std::uint32_t slot = 0;
    TaskId task;
    std::uint32_t epoch = 0;
    /// Index in FromHosts::finished of the report about it (time-outs), to which the runner may add the output's
    /// tail; else kNoReport.
    std::uint32_t report = kNoReport;
};

/// What was dropped or cut short, for the process's metrics.
struct HostCounters {
    std::uint64_t accepted = 0;
    std::uint64_t droppedFull = 0;    ///< Dispatches beyond the slots.
    std::uint64_t droppedStale = 0;   ///< Dispatches of an epoch that was seen or withdrawn before.
    std::uint64_t droppedExpired = 0; ///< Dispatches that came when the last confirmed heartbeat was too old.
    std::uint64_t withdrawn = 0;
    std::uint64_t timedOut = 0;
    std::uint64_t abandoned = 0;
    std::uint64_t released = 0;
    std::uint64_t lateOutcomes = 0; ///< Of work that was killed before.
    std::uint64_t gaps = 0;         ///< Pauses of the whole process that were noticed.
};

/// Shared by all machines of one runner. `messages` must be set while any machine is stepped. The kills must be
/// carried out before the next dispatch: it may use the same slot.
struct HostOutputs {
    FromHosts *messages = nullptr;
    ProcessUsage usage; ///< An input: what heartbeats tell about the process. Its owner measures it, a machine cannot.
    std::vector<KillWork> kills;
    HostCounters counters;
};

/// Thread: one owner. `now` is the boot clock and must not go backwards.
class HostMachine {
public:
    explicit HostMachine(HostConfig config);

    /// First input: says hello. Repeated with each heartbeat until the coordinator has shown that it knows us.
    void introduce(Instant now, HostOutputs &out);

    /// The slot in which the work is to be started now, or nothing when the dispatch was dropped. While draining it
    /// is handed back at once (Released).
    [[nodiscard]] std::optional<std::uint32_t> dispatch(const Dispatch &message, Instant now, HostOutputs &out);
    void withdraw(const Withdraw &message, Instant now, HostOutputs &out);
    void acknowledge(const HeartbeatAck &message, Instant now, HostOutputs &out);
    /// Finish what is held, take nothing more, say goodbye.
    void drain(Instant now, HostOutputs &out);
    /// Hand back what is held, say goodbye.
    void leave(Instant now, HostOutputs &out);

    /// False: that work is not held (any more) and nothing is reported.
    bool finish(std::uint32_t slot, TaskId task, std::uint32_t epoch, const WorkOutcome &outcome, Instant now,
                HostOutputs &out);

    /// Time-outs, abandonment, heartbeat. Harmless when nothing is due.
    void tick(Instant now, HostOutputs &out);

    /// Closes the step: reports the start of what did not finish within it, and the goodbye when it is time.
    void endStep(HostOutputs &out);

    /// tick() by then. May be early, never late.
    [[nodiscard]] Instant nextWake() const noexcept;
    /// The goodbye is in a batch; the machine is to be thrown away.
    [[nodiscard]] bool isGone() const noexcept { return m_phase == Phase::Gone; }
    [[nodiscard]] WorkerId worker() const noexcept { return m_config.worker; }
    [[nodiscard]] std::uint32_t heldCount() const noexcept { return m_held; }
    [[nodiscard]] std::uint32_t slotCount() const noexcept { return static_cast<std::uint32_t>(m_slots.size()); }

private:
    enum class Phase : std::uint8_t { Serving, Draining, Gone };
    enum class Use : std::uint8_t {
        Free,
        Fresh,  ///< Started in this step; the coordinator need not hear of it when it ends within the step.
        Running ///< Its start was reported.
    };
    struct Slot {
        TaskId task;
        std::uint32_t epoch = 0;
        std::uint32_t hint = 0;
        Instant startedAt;
        Instant timeoutAt = kNever;
        Duration timeout{};
        Use use = Use::Free;
        bool listedFresh = false;
    };
    /// The newest epoch seen of a task. A small direct-mapped table: forgetting only means that a stale dispatch is
    /// run in vain, its report is refused by the coordinator's fence.
    struct Seen {
        TaskId task;
        std::uint32_t epoch = 0;
    };

    void noteTime(Instant now, HostOutputs &out);
    void beat(Instant now, HostOutputs &out);
    void sayHello(HostOutputs &out) const;
    void expire(Instant now, HostOutputs &out);
    void abandonAll(HostOutputs &out);
    void release(std::uint32_t slot);
    void kill(std::uint32_t slot, HostOutputs &out, std::uint32_t reportIndex = kNoReport);
    TaskFinished &report(const Slot &slot, OutcomeKind outcome, Instant now, HostOutputs &out) const;
    void reportReleased(const Dispatch &message, HostOutputs &out) const;
    [[nodiscard]] Seen &seen(TaskId task) noexcept;
    [[nodiscard]] Instant abandonAt() const noexcept;
    [[nodiscard]] Instant nextBeat(Instant now) const noexcept;

    HostConfig m_config;
    Phase m_phase = Phase::Serving;
    bool m_known = false; ///< The coordinator has answered since the last hello.
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_free;
    std::vector<std::uint32_t> m_fresh;
    std::vector<Seen> m_seen;
    std::uint32_t m_held = 0;
    Instant m_confirmedAt; ///< When the newest confirmed heartbeat was sent.
    Instant m_graceUntil;  ///< Nothing is abandoned before.
    Instant m_heartbeatDue = kNever;
    Instant m_timeoutWake = kNever; ///< No later than the earliest time-out.
};

} // namespace qd
