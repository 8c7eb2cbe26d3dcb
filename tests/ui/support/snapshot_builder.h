#pragma once
// Builds snapshots by hand, in the words of a test.

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/model/snapshot.h"

namespace qd::test {

class SnapshotBuilder {
public:
    SnapshotBuilder();

    using WorkerValues = std::initializer_list<std::pair<WorkerColumn, std::int64_t>>;
    using QueueValues = std::initializer_list<std::pair<QueueColumn, std::int64_t>>;
    /// A live worker with one slot, heard of just now, unless the values say otherwise.
    SnapshotBuilder &worker(std::uint32_t id, WorkerValues values = {});
    SnapshotBuilder &queue(const std::string &name, QueueValues values = {});
    SnapshotBuilder &lease(Override lease);

    /// Freely changed before build().
    Snapshot &head() { return m_head; }
    /// Each build has the next revision; chunks whose values did not change keep theirs.
    [[nodiscard]] std::shared_ptr<const Snapshot> build();

private:
    using Row = std::vector<std::int64_t>;
    [[nodiscard]] std::int64_t intern(const std::string &text);
    [[nodiscard]] Table table(const std::vector<Row> &rows, std::size_t columns, const Table &before) const;

    Snapshot m_head;
    std::vector<Row> m_workers;
    std::vector<Row> m_queues;
    std::vector<Override> m_leases;
    std::vector<std::string> m_texts{""};
    Table m_lastWorkers;
    Table m_lastQueues;
};

} // namespace qd::test
