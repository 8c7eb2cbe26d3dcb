// The picture that readers get. Worker rows are rebuilt only in chunks that changed since the previous picture.

#include "core/coordinator/coordinator.h"

namespace qd {

namespace {

class RowWriter {
public:
    RowWriter(Chunk &chunk, std::size_t row) : m_chunk(chunk), m_row(row) {}
    template <typename Column> void set(Column column, std::int64_t value) {
        m_chunk.values[static_cast<std::size_t>(column) * kChunkRows + m_row] = value;
    }

private:
    Chunk &m_chunk;
    std::size_t m_row;
};

std::int64_t bootValue(Instant at) {
    return at == Instant{} || at == kNever ? 0 : at.time_since_epoch().count();
}

} // namespace

std::shared_ptr<Snapshot> Coordinator::snapshot(const Snapshot *previous, Now now) {
    auto out = std::make_shared<Snapshot>();
    out->revision = ++m_revision;
    out->takenAt = now.mono;
    out->wallAt = now.wall;
    out->phase = m_phase;
    out->recoveredRows = m_recoverDone;
    out->recoverTotal = m_recoverTotal;
    out->failure = m_stall;
    out->intakeOpen = m_intakeOpen && m_stall.empty();
    out->ledger = m_config.ledger;
    out->poolWanted = m_poolWanted;
    out->poolAutomatic = m_config.workers;
    out->pausedAll = m_pausedAll;
    m_totals.uncommitted = m_pending.size();
    m_totals.kept = m_tasks.size();
    m_totals.payloadBytes = m_tasks.payloadBytes();
    out->totals = m_totals;
    out->workersSeen = m_workersSeen;
    out->overrides = m_overrides.published();
    buildWorkers(*out, previous);
    buildQueues(*out);
    out->texts = m_symbols.published();
    return out;
}

void Coordinator::buildWorkers(Snapshot &out, const Snapshot *previous) {
    out.workers.rows = m_rows.size();
    const std::size_t chunks = (m_rows.size() + kChunkRows - 1) / kChunkRows;
    m_dirtyChunks.resize(std::max(m_dirtyChunks.size(), chunks), true);
    for (std::size_t c = 0; c < chunks; ++c) {
        const auto rows = static_cast<std::uint32_t>(std::min(kChunkRows, m_rows.size() - c * kChunkRows));
        if (previous && !m_dirtyChunks[c] && c < previous->workers.chunks.size() &&
            previous->workers.chunks[c]->rows == rows) {
            out.workers.chunks.push_back(previous->workers.chunks[c]);
            continue;
        }
        auto chunk = std::make_shared<Chunk>();
        chunk->revision = out.revision;
        chunk->rows = rows;
        chunk->values.resize(kWorkerColumns * kChunkRows);
        for (std::size_t r = 0; r < rows; ++r) {
            const Worker &w = *m_workers[m_rows[c * kChunkRows + r].value];
            RowWriter row{*chunk, r};
            row.set(WorkerColumn::Id, w.id.value);
            row.set(WorkerColumn::Lifecycle, static_cast<std::int64_t>(w.lifecycle));
            row.set(WorkerColumn::Slots, w.slotCount);
            row.set(WorkerColumn::Busy, w.held.count);
            row.set(WorkerColumn::Paused, w.paused ? 1 : 0);
            row.set(WorkerColumn::Completed, static_cast<std::int64_t>(w.completed));
            row.set(WorkerColumn::Failed, static_cast<std::int64_t>(w.failed));
            row.set(WorkerColumn::LeaseLost, static_cast<std::int64_t>(w.leasesLost));
            row.set(WorkerColumn::HeartbeatAt, bootValue(w.lastSeen));
            if (w.held.head != kNoSlot) {
                const TaskNode &current = m_tasks[w.held.head];
                row.set(WorkerColumn::CurrentTask, static_cast<std::int64_t>(current.id.value));
                const Duration since = m_now.wall - current.startedAt;
                row.set(WorkerColumn::CurrentSince, bootValue(m_now.mono - since));
            }
            row.set(WorkerColumn::RunTimeTotal, w.runTime.count());
            row.set(WorkerColumn::StartedAt, w.startedAt.time_since_epoch().count());
            row.set(WorkerColumn::ProcessId, w.processId);
            row.set(WorkerColumn::Label, w.label.value);
            row.set(WorkerColumn::Version, w.version.value);
            row.set(WorkerColumn::ProcessCpu, w.usage.cpuPermille);
            row.set(WorkerColumn::ProcessMemory, w.usage.residentBytes);
        }
        m_dirtyChunks[c] = false;
        out.workers.chunks.push_back(std::move(chunk));
    }
}

void Coordinator::buildQueues(Snapshot &out) {
    out.queues.rows = m_queues.size();
    for (std::size_t first = 0; first < m_queues.size(); first += kChunkRows) {
        auto chunk = std::make_shared<Chunk>();
        chunk->revision = out.revision;
        chunk->rows = static_cast<std::uint32_t>(std::min(kChunkRows, m_queues.size() - first));
        chunk->values.resize(kQueueColumns * kChunkRows);
        for (std::size_t r = 0; r < chunk->rows; ++r) {
            const Queue &queue = m_queues[first + r];
            RowWriter row{*chunk, r};
            row.set(QueueColumn::Name, queue.name.value);
            row.set(QueueColumn::Queued, queue.ready);
            row.set(QueueColumn::Running, queue.onWorkers);
            row.set(QueueColumn::Scheduled, queue.scheduled);
            row.set(QueueColumn::Retrying, queue.retrying);
            row.set(QueueColumn::Paused, queue.paused || m_pausedAll ? 1 : 0);
            row.set(QueueColumn::Submitted, static_cast<std::int64_t>(queue.submitted));
            row.set(QueueColumn::Completed, static_cast<std::int64_t>(queue.completed));
            row.set(QueueColumn::Failed, static_cast<std::int64_t>(queue.failed));
            row.set(QueueColumn::Held, static_cast<std::int64_t>(queue.held));
            WallTime oldest = kNoWallTime;
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                const List &list = queue.lanes[lane];
                row.set(static_cast<std::size_t>(QueueColumn::Lane1) + lane, list.count);
                if (list.head != kNoSlot && (oldest == kNoWallTime || m_tasks[list.head].createdAt < oldest))
                    oldest = m_tasks[list.head].createdAt;
            }
            row.set(QueueColumn::OldestAt, oldest.time_since_epoch().count());
        }
        out.queues.chunks.push_back(std::move(chunk));
    }
}

} // namespace qd
