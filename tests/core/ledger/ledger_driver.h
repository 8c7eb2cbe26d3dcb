#pragma once
// Drives a ledger as the coordinator does: numbered batches in, Committed out.

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/model/blob_codec.h"
#include "core/model/ledger.h"

namespace qd::test {

constexpr std::int64_t kStartUs = 1'790'000'000'000'000;
inline WallTime wallAt(std::int64_t seconds) {
    return WallTime{std::chrono::microseconds{kStartUs + seconds * 1'000'000}};
}
inline TaskId task(std::uint64_t sequence) {
    return makeTaskId(0, sequence);
}

/// What one row looks like; only what a test cares about is set.
struct Row {
    std::uint64_t sequence = 1;
    RowOp op = RowOp::Insert;
    TaskState state = TaskState::Queued;
    Reason reason = Reason::Submitted;
    std::uint8_t priority = 5;
    std::uint32_t epoch = 0;
    std::uint32_t worker = 0;
    std::string type = "synthetic";
    std::string queue; ///< Empty = the type.
    std::string name;
    std::string payload;
    std::string key;
    WallTime keyExpires = wallAt(3600);
    std::string error;
    std::string output;
    std::string errorOutput;
    std::int64_t at = 0; ///< Seconds; of the change, and of creation and end where they apply.
    bool withHistory = false;
    std::vector<AttemptRecord> history;
};

inline std::unique_ptr<LedgerBatch> batchOf(const std::vector<Row> &rows) {
    auto batch = std::make_unique<LedgerBatch>();
    for (const Row &row : rows) {
        RowChange change;
        change.id = task(row.sequence);
        change.op = row.op;
        change.state = row.state;
        change.reason = row.reason;
        change.priority = row.priority;
        change.attemptsMax = 3;
        change.deliveriesMax = 3;
        change.epoch = row.epoch;
        change.worker.value = row.worker;
        change.createdAt = wallAt(0);
        change.changedAt = wallAt(row.at);
        if (row.worker != 0) change.startedAt = wallAt(row.at);
        if (isFinal(row.state)) change.finishedAt = wallAt(row.at);
        change.timeout = std::chrono::seconds{60};
        change.withHistory = row.withHistory;
        change.keyExpiresAt = row.keyExpires;
        if (row.op == RowOp::Insert) {
            change.createdAt = wallAt(row.at);
            change.type = batch->text.add(row.type);
            change.queue = batch->text.add(row.queue.empty() ? row.type : row.queue);
            change.name = batch->text.add(row.name);
            change.payload = batch->text.add(row.payload);
            if (!row.key.empty()) {
                TaskExtras extras;
                extras.idempotencyKey = row.key;
                change.idempotencyKey = batch->text.add(row.key);
                change.extras = batch->text.add(encodeExtras(extras));
            }
        }
        change.error = batch->text.add(row.error);
        change.output = batch->text.add(row.output);
        change.errorOutput = batch->text.add(row.errorOutput);
        change.outputBytes = row.output.size() + row.errorOutput.size();
        if (!row.history.empty()) change.history = batch->text.add(encodeHistory({row.history, 0}));
        batch->rows.push_back(change);
        batch->nextSequence = std::max(batch->nextSequence, row.sequence + 1);
    }
    return batch;
}

/// `count` queued tasks from `first`.
inline std::vector<Row> queued(std::uint64_t first, std::uint64_t count) {
    std::vector<Row> rows(count);
    for (std::uint64_t i = 0; i < count; ++i) rows[i].sequence = first + i;
    return rows;
}
inline std::vector<Row> completed(std::uint64_t first, std::uint64_t count, std::int64_t at = 1) {
    std::vector<Row> rows = queued(first, count);
    for (Row &row : rows) {
        row.op = RowOp::Final;
        row.state = TaskState::Completed;
        row.reason = Reason::Succeeded;
        row.epoch = 1;
        row.at = at;
    }
    return rows;
}

class LedgerDriver {
public:
    explicit LedgerDriver(std::unique_ptr<Ledger> ledger) : m_ledger(std::move(ledger)) {}
    ~LedgerDriver() { stop(); }

    Ledger &ledger() { return *m_ledger; }
    LedgerReader &reader() { return m_ledger->reader(); }
    void start() {
        const auto ok = m_ledger->start(
            [this](Committed done) {
                const std::lock_guard lock{m_mutex};
                m_committed = done.number;
                if (!done.purged.empty()) m_purged = done.purged;
                m_changed.notify_all();
            },
            [this](CommitFailed failure) {
                const std::lock_guard lock{m_mutex};
                m_failures.push_back(failure);
                m_changed.notify_all();
            });
        m_started = ok.has_value();
    }
    void stop(Duration patience = std::chrono::seconds{5}) {
        if (m_ledger) m_ledger->stop(patience);
    }
    void close() {
        stop();
        m_ledger.reset();
    }

    std::uint64_t write(std::unique_ptr<LedgerBatch> batch) {
        batch->number = ++m_number;
        m_ledger->write(std::move(batch), m_fence);
        return m_number;
    }
    std::uint64_t write(const std::vector<Row> &rows) { return write(batchOf(rows)); }
    /// True when it is committed within `patience`.
    bool commit(std::unique_ptr<LedgerBatch> batch, std::chrono::seconds patience = std::chrono::seconds{20}) {
        return waitFor(write(std::move(batch)), patience);
    }
    bool commit(const std::vector<Row> &rows) { return commit(batchOf(rows)); }
    bool waitFor(std::uint64_t number, std::chrono::seconds patience = std::chrono::seconds{20}) {
        std::unique_lock lock{m_mutex};
        return m_changed.wait_for(lock, patience, [&] { return m_committed >= number; });
    }
    /// The next failure that nobody has seen yet.
    std::optional<CommitFailed> failure(std::chrono::seconds patience = std::chrono::seconds{20}) {
        std::unique_lock lock{m_mutex};
        if (!m_changed.wait_for(lock, patience, [&] { return m_failures.size() > m_failuresSeen; }))
            return std::nullopt;
        return m_failures[m_failuresSeen++];
    }
    std::size_t failures() {
        const std::lock_guard lock{m_mutex};
        return m_failures.size();
    }
    std::uint64_t committed() {
        const std::lock_guard lock{m_mutex};
        return m_committed;
    }
    std::vector<std::uint64_t> purged() {
        const std::lock_guard lock{m_mutex};
        return m_purged;
    }
    void setFence(std::uint64_t epoch) { m_fence.epoch = epoch; }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_committed = 0;
    std::vector<std::uint64_t> m_purged;
    std::vector<CommitFailed> m_failures;
    std::size_t m_failuresSeen = 0;
    std::uint64_t m_number = 0;
    Fence m_fence{0, 1};
    bool m_started = false;
    std::unique_ptr<Ledger> m_ledger; ///< Last: its thread calls into the rest.
};

} // namespace qd::test
