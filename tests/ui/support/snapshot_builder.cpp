#include "tests/ui/support/snapshot_builder.h"

#include <algorithm>

namespace qd::test {

SnapshotBuilder::SnapshotBuilder() {
    m_head.phase = EnginePhase::Running;
    m_head.takenAt = bootNow();
    m_head.wallAt = wallNow();
    m_head.ledgerStats.kind = "memory";
    m_head.ledgerStats.durability = "lost on exit";
}

SnapshotBuilder &SnapshotBuilder::worker(std::uint32_t id, WorkerValues values) {
    const auto same = [&](const Row &row) { return row[0] == id; };
    auto it = std::find_if(m_workers.begin(), m_workers.end(), same);
    if (it == m_workers.end()) {
        Row row(kWorkerColumns);
        row[static_cast<std::size_t>(WorkerColumn::Id)] = id;
        row[static_cast<std::size_t>(WorkerColumn::Lifecycle)] = static_cast<std::int64_t>(WorkerLifecycle::Live);
        row[static_cast<std::size_t>(WorkerColumn::Slots)] = 1;
        row[static_cast<std::size_t>(WorkerColumn::HeartbeatAt)] = m_head.takenAt.time_since_epoch().count();
        row[static_cast<std::size_t>(WorkerColumn::ProcessCpu)] = -1;
        it = m_workers.insert(m_workers.end(), std::move(row));
    }
    for (const auto &[column, value] : values) (*it)[static_cast<std::size_t>(column)] = value;
    m_head.workersSeen = std::max<std::uint64_t>(m_head.workersSeen, m_workers.size());
    return *this;
}

SnapshotBuilder &SnapshotBuilder::queue(const std::string &name, QueueValues values) {
    const std::int64_t text = intern(name);
    const auto same = [&](const Row &row) { return row[0] == text; };
    auto it = std::find_if(m_queues.begin(), m_queues.end(), same);
    if (it == m_queues.end()) {
        Row row(kQueueColumns);
        row[0] = text;
        it = m_queues.insert(m_queues.end(), std::move(row));
    }
    for (const auto &[column, value] : values) (*it)[static_cast<std::size_t>(column)] = value;
    return *this;
}

SnapshotBuilder &SnapshotBuilder::lease(Override lease) {
    m_leases.push_back(std::move(lease));
    return *this;
}

std::int64_t SnapshotBuilder::intern(const std::string &text) {
    const auto it = std::find(m_texts.begin(), m_texts.end(), text);
    if (it != m_texts.end()) return it - m_texts.begin();
    m_texts.push_back(text);
    return static_cast<std::int64_t>(m_texts.size()) - 1;
}

std::shared_ptr<const Snapshot> SnapshotBuilder::build() {
    ++m_head.revision;
    m_lastWorkers = table(m_workers, kWorkerColumns, m_lastWorkers);
    m_lastQueues = table(m_queues, kQueueColumns, m_lastQueues);
    m_head.workers = m_lastWorkers;
    m_head.queues = m_lastQueues;
    m_head.overrides = std::make_shared<const std::vector<Override>>(m_leases);
    m_head.texts = std::make_shared<const std::vector<std::string>>(m_texts);
    return std::make_shared<const Snapshot>(m_head);
}

Table SnapshotBuilder::table(const std::vector<Row> &rows, std::size_t columns, const Table &before) const {
    Table out;
    out.rows = rows.size();
    for (std::size_t first = 0; first < rows.size(); first += kChunkRows) {
        auto chunk = std::make_shared<Chunk>();
        chunk->revision = m_head.revision;
        chunk->rows = static_cast<std::uint32_t>(std::min(kChunkRows, rows.size() - first));
        chunk->values.resize(columns * kChunkRows);
        for (std::size_t row = 0; row < chunk->rows; ++row)
            for (std::size_t column = 0; column < columns; ++column)
                chunk->values[column * kChunkRows + row] = rows[first + row][column];
        const std::size_t at = first / kChunkRows;
        const bool same = at < before.chunks.size() && before.chunks[at]->rows == chunk->rows &&
                          before.chunks[at]->values == chunk->values;
        out.chunks.push_back(same ? before.chunks[at] : std::shared_ptr<const Chunk>(std::move(chunk)));
    }
    return out;
}

} // namespace qd::test
