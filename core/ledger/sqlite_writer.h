#pragma once
// Turns batches into SQL inside one transaction, and prunes what retention lets go.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/ledger/sqlite_database.h"
#include "core/ledger/sqlite_row.h"
#include "core/model/ledger.h"

namespace qd {

/// Why a group could not be written.
struct WriteFailure {
    Error error;
    bool transient = false;
    std::size_t batch = 0; ///< Index in the group; those before it are not to blame.
};

struct GroupItem {
    std::unique_ptr<LedgerBatch> batch;
    Fence fence;
};

struct RetentionRules {
    std::uint64_t keepRows = 1'000'000;
    Duration keepFor{};
};

/// Thread: the writer's, before it starts the opener's. The connection is borrowed.
class SqliteWriter {
public:
    SqliteWriter(Database &db, LedgerId ledger, RetentionRules rules) : m_db(db), m_ledger(ledger), m_rules(rules) {}

    [[nodiscard]] Result<void> prepare();
    /// Lets go of the statements, so that the connection can close.
    void finish();
    /// One transaction over group[0, count). On failure everything is rolled back and nothing is changed.
    /// `purged[i]` receives the counts of batch i. `now` is for retention.
    [[nodiscard]] std::optional<WriteFailure> writeGroup(const std::vector<GroupItem> &group, std::size_t count,
                                                         WallTime now, std::vector<std::vector<std::uint64_t>> &purged);
    /// A transaction of its own for what has become old; nothing when there is nothing. Answers rows dropped.
    [[nodiscard]] std::optional<WriteFailure> pruneIdle(WallTime now);
    [[nodiscard]] bool needsPruning() const noexcept { return m_moreToPrune; }

    /// From a full count of the table (recovery), which corrects what the file says.
    struct Counts {
        std::uint64_t rows = 0;
        std::uint64_t finalRows = 0;
        std::uint64_t lastSequence = 0;
    };
    void setCounts(const std::map<std::uint32_t, Counts> &counts);

    /// From now on the ids of rows that are purged or pruned are kept for takeForgotten().
    void keepForgotten() { m_keepForgotten = true; }
    [[nodiscard]] std::vector<TaskId> takeForgotten() { return std::exchange(m_forgotten, {}); }

    [[nodiscard]] std::uint64_t rows() const noexcept;
    [[nodiscard]] std::uint64_t finalRows() const noexcept;
    [[nodiscard]] std::uint64_t nextSequence() const noexcept;
    [[nodiscard]] std::uint64_t pruned() const noexcept { return m_state.pruned; }
    [[nodiscard]] const std::array<std::uint64_t, kTaskStates> &removed() const noexcept { return m_state.removed; }
    [[nodiscard]] std::uint64_t missed() const noexcept { return m_state.missed; }

private:
    struct Partition {
        std::uint64_t fence = 0;
        std::uint64_t nextSequence = 1;
        std::uint64_t rows = 0;
        std::uint64_t finalRows = 0;

        bool operator==(const Partition &) const = default;
    };
    /// What a roll-back must take back too.
    struct State {
        std::map<std::uint32_t, Partition> partitions;
        std::uint64_t pruned = 0;
        std::array<std::uint64_t, kTaskStates> removed{}; ///< Purged and pruned rows, by state.
        std::uint64_t missed = 0;
        std::int64_t cursor = INT64_MIN; ///< Retention has looked at all ids up to here.
        std::size_t lateTaken = 0;       ///< Of m_late.
    };

    // All of them answer SQLite's codes; kRefused means that m_refusal says why.
    int apply(const LedgerBatch &batch, Fence fence, std::vector<std::uint64_t> &purged);
    int applyRow(const LedgerBatch &batch, const RowChange &change);
    int insert(const LedgerBatch &batch, const RowChange &change);
    int change(const LedgerBatch &batch, const RowChange &change);
    int finalAgain(const LedgerBatch &batch, const RowChange &change);
    int noteMissed();
    int remove(TaskId id, std::optional<std::int64_t> knownState);
    int claim(const LedgerBatch &batch, const RowChange &change);
    int storeSides(const LedgerBatch &batch, const RowChange &change, bool withPayload);
    int applyOverride(const OverrideChange &change);
    int applyTicket(const TicketRecord &record);
    int purge(const PurgeRequest &request, std::uint64_t &count);
    int stamp(const LedgerBatch &batch, Fence fence);
    int storeCounts();
    int prune(WallTime now, std::size_t budget);
    int pruneLate(std::int64_t oldest, std::size_t budget);
    struct Doomed {
        std::int64_t id = 0;
        std::int64_t state = 0;

        auto operator<=>(const Doomed &) const = default;
    };
    int removePruned(const std::vector<Doomed> &rows);
    void noteRemoved(TaskId id, std::int64_t state) {
        ++m_state.removed.at(static_cast<std::size_t>(state));
        if (m_keepForgotten) m_forgotten.push_back(id);
    }
    int pruneSmall(WallTime now);
    void noteFinal(TaskId id);
    void forgetLate();
    void bindHot(Statement &statement, const LedgerBatch &batch, const RowChange &change);
    Partition &partition(TaskId id) { return m_state.partitions[partitionOf(id)]; }
    template <typename Work> std::optional<WriteFailure> transaction(Work &&work);

    Database &m_db;
    LedgerId m_ledger;
    RetentionRules m_rules;
    State m_state;
    State m_before;                   ///< Of the running transaction.
    std::vector<std::int64_t> m_late; ///< Rows behind the cursor that became final afterwards, in that order.
    std::optional<Error> m_refusal;
    TextFunction m_textFunction;
    bool m_moreToPrune = false;
    bool m_keepForgotten = false;
    std::vector<TaskId> m_forgotten; ///< Of committed transactions; the running one's are at its end.
    std::int64_t m_ticketSequence = 0;
    std::uint64_t m_groups = 0;
    /// Prepared once.
    struct Statements {
        Statement begin, commit, rollback;
        Statement insert, update, updateWithHistory, final, finalAgain, remove, stateOf;
        Statement putPayload, deletePayload, putResult, deleteResult;
        Statement claim, putLease, deleteLease, putTicket;
        Statement addPartition, stamp, putCounts;
        Statement scan, deleteRange, deletePayloadRange, deleteResultRange;
        Statement oldTickets, deleteTickets, deleteClaims;
    };
    Statements m_sql;
};

} // namespace qd
