#pragma once
// The reading side: two connections, handed out to whoever asks, and a gate with which the checkpointer sends them
// home.

#include <atomic>
#include <memory>
#include <vector>

#include "core/base/mutex.h"
#include "core/ledger/sqlite_database.h"
#include "core/ledger/sqlite_ledger.h"
#include "core/ledger/sqlite_row.h"

namespace qd {

class SqliteReaders final : public LedgerReader {
public:
    explicit SqliteReaders(LedgerId ledger) : m_ledger(ledger) {}
    [[nodiscard]] Result<void> open(const SqliteLedgerOptions &options);

    [[nodiscard]] Result<TaskPage> query(const TaskQuery &query, const std::function<bool()> &cancelled) override;
    [[nodiscard]] Result<std::uint32_t> scan(const ScanRequest &request,
                                             const std::function<void(const ScannedRow &)> &visit,
                                             const std::function<bool()> &cancelled) override;
    [[nodiscard]] Result<TaskRecord> task(TaskId id) override;
    [[nodiscard]] Result<Outcome> outcome(const Ticket &ticket) override;
    [[nodiscard]] Result<LedgerCheck> check(const std::function<bool()> &cancelled);

    /// Lets nobody in any more and waits until all have left; those who stay are interrupted (and start again later)
    /// when `interrupt`. True when nobody is in. reopen() must follow.
    [[nodiscard]] bool close(Duration patience, bool interrupt);
    void reopen();
    /// From now on the stored revision belongs to this engine run.
    void noteCommit() noexcept { m_committed.store(true, std::memory_order_relaxed); }
    /// Nobody gets in any more; those inside are interrupted.
    void shut();

private:
    struct Connection {
        Database db;
        TextFunction text;
        const std::function<bool()> *cancelled = nullptr;
        std::atomic<bool> goHome = false; ///< Set by close(): let the checkpointer pass.
        bool stopped = false;             ///< By `cancelled`.
        bool busy = false;
    };
    static int poll(void *connection);
    Connection *enter();
    void leave(Connection &connection);
    template <typename T, typename Work> Result<T> read(const std::function<bool()> *cancelled, Work &&work);

    Result<TaskPage> page(Connection &connection, const TaskQuery &query);
    static Result<std::uint32_t> walk(Connection &connection, const ScanRequest &request,
                                      const std::function<void(const ScannedRow &)> &visit);
    Result<LedgerCheck> inspect(Connection &connection);

    LedgerId m_ledger;
    Mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<std::unique_ptr<Connection>> m_connections;
    bool m_open QD_GUARDED_BY(m_mutex) = true;
    bool m_shut QD_GUARDED_BY(m_mutex) = false;
    std::atomic<bool> m_committed = false;
};

} // namespace qd
