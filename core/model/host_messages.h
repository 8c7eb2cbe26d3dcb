#pragma once
// What the coordinator and the hosts say to each other. One worker = one host machine = one inbox with slot credits.
// The coordinator alone chooses workers; a host never competes for tasks.

#include <cstdint>
#include <vector>

#include "core/base/process_usage.h"
#include "core/base/time.h"
#include "core/model/batch.h"
#include "core/model/exit_code.h"
#include "core/model/ids.h"
#include "core/model/task.h"

namespace qd {

/// A task handed to a worker under a lease (task, epoch, worker). Sent only after its commit.
struct Dispatch {
    TaskId task;
    std::uint32_t epoch = 0;
    std::uint32_t slotHint = 0; ///< Opaque; the host returns it, the coordinator then needs no look-up.
    WorkerId worker;
    std::uint16_t attempt = 1; ///< 1 for the first.
    std::uint8_t priority = 5;
    Duration timeout{}; ///< Of this attempt, already cut to the deadline; 0 = none.
    WallTime deadline{};
    TextRef type;
    TextRef name;
    TextRef payload;
    TextRef traceparent;
};

/// "Stop working on this": cancelled, suspended, requeued, or the lease went to somebody else.
struct Withdraw {
    TaskId task;
    std::uint32_t epoch = 0; ///< Work of this epoch and older ones is to be dropped.
    WorkerId worker;
};

/// Confirms a heartbeat: the leases of this worker run from `sentAt` (the host's own clock, as it sent it).
struct HeartbeatAck {
    WorkerId worker;
    Instant sentAt;
};

/// Tells a worker to finish what it holds and leave.
struct DrainWorker {
    WorkerId worker;
};

/// Coordinator -> hosts, for all workers reached over one transport.
struct ToHosts {
    std::vector<Dispatch> dispatches;
    std::vector<Withdraw> withdrawals;
    std::vector<HeartbeatAck> acks;
    std::vector<DrainWorker> drains;
    TextArena text;

    [[nodiscard]] bool empty() const noexcept {
        return dispatches.empty() && withdrawals.empty() && acks.empty() && drains.empty();
    }
    void clear() {
        dispatches.clear();
        withdrawals.clear();
        acks.clear();
        drains.clear();
        text.clear();
    }
};

/// A worker introduces itself; again with a new boot number after a restart (what an older boot held is then lost).
struct WorkerHello {
    WorkerId worker;
    std::uint64_t boot = 0;
    std::uint16_t slotCount = 1;
    std::int64_t processId = 0;
    TextRef label; ///< "thread", "process", host name: for people.
    TextRef version;
    TextRef capabilities; ///< Comma-separated queue names; empty = serves every queue.
};

struct HeldTask {
    TaskId task;
    std::uint32_t epoch = 0;
};

/// Sent each heartbeat interval; renews the leases of exactly the tasks it lists.
struct Heartbeat {
    WorkerId worker;
    std::uint64_t boot = 0;
    Instant sentAt;              ///< The host's clock.
    std::uint32_t heldBegin = 0; ///< Range in FromHosts::held.
    std::uint32_t heldCount = 0;
    ProcessUsage usage; ///< Of the process that the worker lives in; all workers of one process tell the same.
};

struct TaskStarted {
    TaskId task;
    std::uint32_t epoch = 0;
    std::uint32_t slotHint = 0;
    WorkerId worker;
};

struct TaskFinished {
    TaskId task;
    std::uint32_t epoch = 0;
    std::uint32_t slotHint = 0;
    WorkerId worker;
    OutcomeKind outcome = OutcomeKind::Succeeded;
    std::int32_t exitCode = kNoExitCode;
    Duration runTime{};
    Duration retryAfter{};         ///< Wish of the other side (HTTP Retry-After); 0 = none.
    std::uint64_t outputBytes = 0; ///< Of both streams, kept or not.
    TextRef error;
    TextRef output;
    TextRef errorOutput;
};

/// The worker leaves in order; it holds nothing any more.
struct WorkerGoodbye {
    WorkerId worker;
    std::uint64_t boot = 0;
};

/// Hosts -> coordinator. The order inside one batch: hellos, started, finished, heartbeats, goodbyes.
struct FromHosts {
    std::vector<WorkerHello> hellos;
    std::vector<TaskStarted> started;
    std::vector<TaskFinished> finished;
    std::vector<Heartbeat> heartbeats;
    std::vector<HeldTask> held;
    std::vector<WorkerGoodbye> goodbyes;
    TextArena text;

    [[nodiscard]] bool empty() const noexcept {
        return hellos.empty() && started.empty() && finished.empty() && heartbeats.empty() && goodbyes.empty();
    }
    void clear() {
        hellos.clear();
        started.clear();
        finished.clear();
        heartbeats.clear();
        held.clear();
        goodbyes.clear();
        text.clear();
    }
};

} // namespace qd
