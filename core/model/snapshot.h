#pragma once
// What readers see: one immutable picture of totals, queues, workers and overrides, all of one revision.
// Rows live in copy-on-write chunks of 256 with a revision each; their columns are described by one schema table,
// which item models, CSV export and streams all read.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/histogram.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/ledger.h"
#include "core/model/overrides.h"
#include "core/model/task.h"

namespace qd {

enum class ColumnType : std::uint8_t {
    Integer,
    Text,      ///< Index into Snapshot::texts.
    Span,      ///< A duration in nanoseconds.
    Boot,      ///< An Instant: boot clock, nanoseconds; 0 = never.
    Wall,      ///< Microseconds since the epoch; 0 = never.
    Lifecycle, ///< WorkerLifecycle
    Flag,      ///< 0 or 1
    PerSecond, ///< Thousandths of an event per second.
};

struct ColumnSchema {
    std::string_view name; ///< Stable, used in exports.
    ColumnType type = ColumnType::Integer;
    std::string_view unit;
};

enum class WorkerLifecycle : std::uint8_t { Starting, Live, Draining, Lost, Gone };
[[nodiscard]] std::string_view toText(WorkerLifecycle state) noexcept;

enum class WorkerColumn : std::uint8_t {
    Id,
    Lifecycle,
    Slots,
    Busy,
    Paused,
    Completed,
    Failed,
    LeaseLost,
    HeartbeatAt,
    CurrentTask,
    CurrentSince,
    RunTimeTotal,
    StartedAt,
    ProcessId,
    Label,
    Version,
    ProcessCpu,    ///< Of its whole process, thousandths of a core; -1 = not told.
    ProcessMemory, ///< Of its whole process, resident bytes; 0 = not told.
};
enum class QueueColumn : std::uint8_t {
    Name,
    Queued,
    Running,
    Scheduled,
    Retrying,
    OldestAt,
    Paused,
    Submitted,
    Completed,
    Failed,
    Held,
    Lane1,
    Lane2,
    Lane3,
    Lane4,
    Lane5,
    Lane6,
    Lane7,
    Lane8,
    Lane9,
    Lane10,
};
constexpr std::size_t kWorkerColumns = 18;
constexpr std::size_t kQueueColumns = 21;
[[nodiscard]] std::span<const ColumnSchema> workerSchema() noexcept;
[[nodiscard]] std::span<const ColumnSchema> queueSchema() noexcept;

constexpr std::size_t kChunkRows = 256;

/// 256 rows (the last chunk: fewer), column after column.
struct Chunk {
    std::uint64_t revision = 0; ///< Snapshot revision at which it last changed.
    std::uint32_t rows = 0;
    std::vector<std::int64_t> values; ///< values[column * kChunkRows + row]

    [[nodiscard]] std::int64_t at(std::size_t column, std::size_t row) const noexcept {
        return values[column * kChunkRows + row];
    }
};

struct Table {
    std::uint64_t rows = 0;
    std::vector<std::shared_ptr<const Chunk>> chunks;

    [[nodiscard]] std::int64_t at(std::size_t column, std::size_t row) const noexcept {
        return chunks[row / kChunkRows]->at(column, row % kChunkRows);
    }
    [[nodiscard]] std::int64_t worker(WorkerColumn column, std::size_t row) const noexcept {
        return at(static_cast<std::size_t>(column), row);
    }
    [[nodiscard]] std::int64_t queue(QueueColumn column, std::size_t row) const noexcept {
        return at(static_cast<std::size_t>(column), row);
    }
};

enum class EnginePhase : std::uint8_t { Starting, Recovering, Running, Draining, Drained, Stopping, Stopped, Failed };
[[nodiscard]] std::string_view toText(EnginePhase phase) noexcept;

/// Counters only grow within an engine run; gauges say how it is now.
struct Totals {
    /// Gauge: tasks that the ledger holds in each state now (of the final ones those neither purged nor pruned).
    std::array<std::uint64_t, kTaskStates> byState{};
    std::uint64_t submitted = 0;
    std::uint64_t dispatched = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0; ///< Dead-lettered.
    std::uint64_t cancelled = 0;
    std::uint64_t retried = 0;
    std::uint64_t handlerFailures = 0;
    std::uint64_t leasesLost = 0;
    std::uint64_t staleRefused = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t commandsRefused = 0;
    std::uint64_t steps = 0;
    std::uint64_t inputs = 0;
    std::uint64_t uncommitted = 0; ///< Batches written and not yet confirmed.
    std::uint64_t kept = 0;        ///< Tasks in the coordinator's memory.
    std::uint64_t payloadBytes = 0;
    Histogram waitTime;  ///< Ready -> dispatched.
    Histogram runTime;   ///< As measured by hosts.
    Histogram totalTime; ///< Submitted -> final.
};

struct Snapshot {
    std::uint64_t revision = 0;
    Instant takenAt; ///< The engine's clock: ages on screen start here.
    WallTime wallAt;
    EnginePhase phase = EnginePhase::Starting;
    std::uint64_t recoveredRows = 0; ///< "recovering n of m"
    std::uint64_t recoverTotal = 0;
    std::string failure; ///< Of phase Failed, or why intake is refused.
    bool intakeOpen = true;
    LedgerId ledger;
    std::uint32_t poolWanted = 0; ///< Effective, after overrides.
    std::uint32_t poolAutomatic = 0;
    bool pausedAll = false;
    Totals totals;
    Table workers;
    Table queues;
    std::shared_ptr<const std::vector<Override>> overrides; ///< Never null; sorted by id.
    std::shared_ptr<const std::vector<std::string>> texts;  ///< Never null; what Text columns and Symbols point to.
    LedgerStats ledgerStats;
    std::uint64_t workersSeen = 0; ///< Ever, in this run; `workers.rows` are shown.
    Duration publishCost{};        ///< CPU that building this snapshot took.

    [[nodiscard]] std::string_view text(std::int64_t index) const noexcept {
        return texts && index >= 0 && static_cast<std::size_t>(index) < texts->size()
                   ? std::string_view{(*texts)[static_cast<std::size_t>(index)]}
                   : std::string_view{};
    }
};

} // namespace qd
