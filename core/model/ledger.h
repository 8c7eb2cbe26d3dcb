#pragma once
// The border to durable storage. The coordinator emits numbered batches; a ledger writes each as (part of) one
// transaction and answers Committed. Nothing is dispatched, answered or acknowledged before that.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/model/batch.h"
#include "core/model/command.h"
#include "core/model/exit_code.h"
#include "core/model/ids.h"
#include "core/model/overrides.h"
#include "core/model/query.h"
#include "core/model/task.h"

namespace qd {

enum class RowOp : std::uint8_t {
    Insert, ///< All columns. Also claims the idempotency key in the same transaction.
    Update, ///< The hot columns; history too when `withHistory`.
    Final,  ///< The hot columns, result and history.
    Delete,
};

/// One task after one step: absolute values, so that writing it twice changes nothing (idempotent by task, epoch
/// and transition). Several transitions within one step are one change.
struct RowChange {
    TaskId id;
    RowOp op = RowOp::Insert;
    TaskState state = TaskState::Queued; ///< Running is stored as Assigned: which of the two it is, the host reports.
    Reason reason = Reason::None;
    std::uint8_t priority = 5;
    bool withHistory = false;
    std::uint16_t attempts = 0;
    std::uint16_t attemptsMax = 0;
    std::uint16_t deliveries = 0;
    std::uint16_t deliveriesMax = 0;
    std::uint32_t epoch = 0;
    WorkerId worker;
    std::int32_t exitCode = kNoExitCode; ///< Until something exits.
    WallTime createdAt;
    WallTime changedAt;
    WallTime startedAt;
    WallTime finishedAt;
    WallTime runAt;
    WallTime deadline;
    WallTime keyExpiresAt; ///< Of the idempotency claim.
    Duration timeout{};
    Duration runTime{};
    std::uint64_t outputBytes = 0;
    TextRef type; ///< Set for Insert only, like name, queue, payload, extras and key.
    TextRef queue;
    TextRef name;
    TextRef payload;
    TextRef extras;         ///< encodeExtras(); empty for most.
    TextRef idempotencyKey; ///< Also inside extras; here for the constraint.
    TextRef history;        ///< encodeHistory(); with Final or withHistory.
    TextRef error;          ///< With Final (and with retries, for display).
    TextRef output;
    TextRef errorOutput;
};

struct OverrideChange {
    Override lease;
    bool removed = false;
};

struct TicketRecord {
    Ticket ticket;
    WallTime at;
    std::string outcome; ///< encodeOutcome(), at most a few KiB.
};

/// Deletes final rows (completed and cancelled; failed ones too when the filter says so) in the ledger itself.
struct PurgeRequest {
    TaskSelection which;
    WallTime now;
};

struct LedgerBatch {
    std::uint64_t number = 0; ///< Log number, consecutive from 1 in each engine run.
    std::vector<RowChange> rows;
    std::vector<OverrideChange> overrides;
    std::vector<TicketRecord> tickets;
    std::vector<PurgeRequest> purges;
    std::uint64_t nextSequence = 0; ///< The next free task sequence of the partition; stored with the batch.
    TextArena text;

    [[nodiscard]] bool empty() const noexcept {
        return rows.empty() && overrides.empty() && tickets.empty() && purges.empty();
    }
    void clear() {
        number = 0;
        rows.clear();
        overrides.clear();
        tickets.clear();
        purges.clear();
        text.clear();
    }
};

struct Committed {
    std::uint64_t number = 0;          ///< This batch and all before it are durable.
    std::vector<std::uint64_t> purged; ///< Rows deleted, one figure per PurgeRequest of the batch.
};

/// What a commit changed, for those who keep a copy of the rows. The batch is a used one: it goes back with recycle().
struct LedgerDelta {
    std::unique_ptr<LedgerBatch> batch; ///< Null when only retention was at work.
    std::vector<TaskId> removed;        ///< Purged and pruned rows, in any order; they went after what the batch says.
};

struct CommitFailed {
    std::uint64_t number = 0;
    bool transient = true; ///< The ledger goes on trying by itself; Committed will follow. Otherwise: fail-stop.
    Error error;
};

/// Who writes a partition; a ledger refuses a batch under an older fence than it has seen.
struct Fence {
    std::uint32_t partition = 0;
    std::uint64_t epoch = 0;
};

struct LedgerStats {
    std::string kind;       ///< "memory", "sqlite"
    std::string durability; ///< In words: "lost on exit", "durable: WAL + FULL".
    std::string path;
    std::uint64_t rows = 0; ///< Kept now, final ones included.
    std::uint64_t finalRows = 0;
    std::uint64_t pruned = 0;                         ///< Dropped by retention since the start.
    std::array<std::uint64_t, kTaskStates> removed{}; ///< Final rows that went since the start, purged or pruned.
    std::uint64_t commits = 0;                        ///< Transactions since the start.
    std::uint64_t rowsWritten = 0;
    std::uint64_t missed = 0;  ///< Changes to rows that are not kept any more (purged meanwhile); they change nothing.
    std::uint64_t waiting = 0; ///< Batches taken and not yet committed.
    std::uint64_t bytes = 0;   ///< File size.
    std::uint64_t walBytes = 0;
    Duration commitP50{};
    Duration commitP99{};
    bool stalled = false; ///< A transient failure is being retried.
    std::string stallReason;
};

/// What recovery reads: called on the ledger's thread of choice, in this order, before the first write.
struct RecoverySink {
    std::function<void(std::uint64_t total)> begin; ///< Unfinished and failed rows to come.
    /// The coordinator takes over the record. Unfinished and failed tasks; final ones come as finalState only.
    std::function<void(TaskRecord &&)> task;
    std::function<void(TaskId, TaskState)> finalState; ///< Of the newest final rows, for parents and duplicates.
    std::function<void(TaskState, std::uint64_t rows)> finalRows; ///< How many completed and cancelled ones are kept.
    std::function<void(std::string_view key, TaskId, WallTime expires)> claim;
    std::function<void(Override &&)> lease;
    std::function<void(TicketRecord &&)> ticket;
    std::function<void(std::uint64_t nextSequence)> sequence;
};

/// A row as scan() shows it; the texts live until the visitor returns.
struct ScannedRow {
    TaskId id;
    TaskState state = TaskState::Queued;
    Reason reason = Reason::None;
    std::uint8_t priority = 5;
    std::uint16_t attempts = 0;
    std::uint16_t attemptsMax = 0;
    std::uint16_t deliveries = 0;
    std::uint32_t epoch = 0;
    WorkerId worker;
    std::int32_t exitCode = kNoExitCode;
    WallTime createdAt;
    WallTime startedAt;
    WallTime finishedAt;
    WallTime runAt;
    Duration runTime{};
    std::string_view type;
    std::string_view queue;
    std::string_view name;
    std::string_view error;
    std::string_view extras;  ///< encodeExtras()
    std::string_view payload; ///< When it was asked for.
};

struct ScanRequest {
    TaskId after;                 ///< Rows with greater ids, ascending.
    std::uint32_t limit = 10'000; ///< At least 1. A few more may come.
    bool payloads = false;        ///< Only id and payload are filled in then.
};

/// Reading side. Thread: any; calls may block on disk and must not come from the coordinator or the GUI thread.
class LedgerReader {
public:
    virtual ~LedgerReader() = default;
    /// `cancelled` is polled now and then; a cancelled query answers ErrorCode::Cancelled.
    [[nodiscard]] virtual Result<TaskPage> query(const TaskQuery &query, const std::function<bool()> &cancelled) = 0;
    /// Walks over rows in id order; answers how many were visited, 0 = there are no more. The visitor must be quick:
    /// it holds up the ledger.
    [[nodiscard]] virtual Result<std::uint32_t> scan(const ScanRequest &request,
                                                     const std::function<void(const ScannedRow &)> &visit,
                                                     const std::function<bool()> &cancelled) = 0;
    [[nodiscard]] virtual Result<TaskRecord> task(TaskId id) = 0; ///< NotFound when it is not (or no longer) kept.
    [[nodiscard]] virtual Result<Outcome> outcome(const Ticket &ticket) = 0;
};

class Ledger {
public:
    using OnCommit = std::function<void(Committed)>;     ///< Called from the ledger's own thread.
    using OnFailure = std::function<void(CommitFailed)>; ///< Likewise.
    using OnChanged = std::function<void(LedgerDelta)>;  ///< Likewise, in the order of the commits. Must be quick.

    virtual ~Ledger() = default;
    [[nodiscard]] virtual LedgerId id() const = 0;
    /// Reads the whole state back. Once, before start().
    [[nodiscard]] virtual Result<void> recover(const RecoverySink &sink) = 0;
    [[nodiscard]] virtual Result<void> start(OnCommit onCommit, OnFailure onFailure) = 0;
    /// Asynchronous and in order. The batch is taken; spare() gives used ones back so that buffers are reused.
    virtual void write(std::unique_ptr<LedgerBatch> batch, Fence fence) = 0;
    [[nodiscard]] virtual std::unique_ptr<LedgerBatch> spare() = 0;
    /// Before start(): whoever keeps a copy of the rows hears of every commit, and gives each batch back.
    virtual void observe(OnChanged onChanged) = 0;
    virtual void recycle(std::unique_ptr<LedgerBatch> batch) = 0; ///< Thread: any.
    /// Writes what it holds (unless stalled for longer than `patience`) and closes. May come twice.
    virtual void stop(Duration patience) = 0;
    [[nodiscard]] virtual LedgerReader &reader() = 0;
    [[nodiscard]] virtual LedgerStats stats() const = 0; ///< Thread: any.
};

} // namespace qd
