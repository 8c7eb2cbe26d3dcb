#pragma once
// What goes into a step of the coordinator and what comes out. All that happens to the engine passes through here:
// the same inputs give the same outputs, on every machine and in every build.

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/time.h"
#include "core/model/command.h"
#include "core/model/event.h"
#include "core/model/host_messages.h"
#include "core/model/ledger.h"
#include "core/policy/retry.h"

namespace qd {

struct CoordinatorConfig {
    LedgerId ledger;
    std::uint32_t partition = 0;
    std::uint64_t seed = 1; ///< Of the retry jitter.

    Duration lease = std::chrono::seconds{10};
    Duration heartbeat = std::chrono::seconds{3};
    Duration sweep = std::chrono::seconds{1};
    Duration lostShown = std::chrono::seconds{60}; ///< How long a lost worker stays listed.

    std::uint16_t attempts = 3;
    std::uint16_t deliveries = 3;
    Duration timeout = std::chrono::minutes{10};
    RetryPolicy retry;
    Duration keyWindow = std::chrono::hours{24};

    std::uint32_t workers = 8; ///< The automatic pool size, until an autoscaler decides it.
    std::uint32_t workersMin = 0;
    std::uint32_t workersMax = kPoolMax;

    std::uint64_t tasksMax = 5'000'000;
    std::uint64_t payloadBytesMax = 2ULL << 30;
    std::uint32_t queuesMax = 1000;
    std::uint32_t symbolsMax = 65'536;
    std::uint32_t uncommittedMax = 64; ///< Batches; beyond it no more commands are taken in.
    std::uint32_t dispatchSampling = 100;
    std::vector<std::string> types; ///< What workers can run, sorted; others are refused. Empty = whatever they know.
};

/// A command on its way in. `client` comes back with the outcome.
struct PostedCommand {
    Command command;
    std::uint64_t client = 0;
    /// For RetryTasks: the failed rows, read from the ledger by whoever posts (they are not kept in memory).
    std::vector<TaskRecord> loaded;
};

struct StepInputs {
    std::vector<PostedCommand> commands;
    std::vector<std::unique_ptr<FromHosts>> hosts;
    std::vector<Committed> committed;
    std::vector<CommitFailed> failed;

    [[nodiscard]] bool empty() const noexcept {
        return commands.empty() && hosts.empty() && committed.empty() && failed.empty();
    }
    void clear() {
        commands.clear();
        hosts.clear();
        committed.clear();
        failed.clear();
    }
};

struct Answer {
    std::uint64_t client = 0;
    Outcome outcome;
};

struct StepOutputs {
    /// To be written; null when nothing changed. Its effects are held back until it is committed.
    std::unique_ptr<LedgerBatch> batch;
    /// To be sent now: everything in them is committed (or needs no commit).
    std::vector<std::unique_ptr<ToHosts>> toHosts;
    std::vector<Answer> answers;
    std::vector<Event> events;       ///< Sequence numbers are given by the ring.
    std::vector<Decision> decisions; ///< Likewise.
    std::vector<WorkerId> startWorkers;
    std::vector<WorkerId> stopWorkers; ///< Empty-handed and on their way out.
    Instant nextWake = kNever;         ///< Step again by then, even without input.
    bool failStop = false;             ///< The ledger refused for good: stop and reload, never roll back in memory.

    void clear() {
        batch.reset();
        toHosts.clear();
        answers.clear();
        events.clear();
        decisions.clear();
        startWorkers.clear();
        stopWorkers.clear();
        nextWake = kNever;
        failStop = false;
    }
};

} // namespace qd
