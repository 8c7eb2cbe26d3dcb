#pragma once
// Answers task queries from a copy of the ledger's rows in memory, on a thread of its own: the coordinator only hands
// its used batches over, the window only asks.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "core/base/mutex.h"
#include "core/model/ledger.h"
#include "core/model/query.h"
#include "core/replica/replica_stats.h"
#include "core/replica/row_order.h"
#include "core/replica/task_columns.h"

namespace qd {

/// Thread: any, for every member.
class TaskReplica {
public:
    using Answer = std::function<void(Result<TaskPage>)>;
    using Cancelled = std::function<bool()>;
    /// What waits is at most this much; beyond it the copy is given up and made anew when it is quieter.
    static constexpr std::size_t kWaitingRowsMax = 400'000;
    static constexpr std::size_t kWaitingBytesMax = std::size_t{64} << 20;
    static constexpr std::size_t kQueriesMax = 256;
    /// Rows may change so often in a second while nobody looks at tasks; beyond it the copy is let go until somebody
    /// does or the ledger is calmer: following takes the cores from what makes the ledger so fast.
    static constexpr double kUnwatchedRowsPerSecond = 100'000;

    explicit TaskReplica(Ledger &ledger, double unwatchedRowsPerSecond = kUnwatchedRowsPerSecond)
        : m_ledger(ledger), m_unwatchedRowsPerSecond(unwatchedRowsPerSecond) {}
    ~TaskReplica() { stop(); }
    TaskReplica(const TaskReplica &) = delete;
    TaskReplica &operator=(const TaskReplica &) = delete;

    /// From now on the copy is kept. May come twice; not after stop().
    void start();
    /// Questions that wait are answered Unavailable.
    void stop();
    /// A commit. Gives the batch back to the ledger, at once when nobody wants the copy.
    void take(LedgerDelta delta);
    /// Somebody looks at tasks: for the next ten seconds the copy is worth its price.
    void watched();
    /// The copy holds all rows: queries are best asked here. Those with an expression can only be asked here.
    [[nodiscard]] bool isReady() const noexcept { return m_ready.load(std::memory_order_relaxed); }
    [[nodiscard]] bool isOn() const noexcept { return m_on.load(std::memory_order_relaxed); }
    /// Answers on a thread of the replica. False when too many wait, or it is not on; `answer` is not kept then.
    [[nodiscard]] bool query(TaskQuery query, Cancelled cancelled, Answer answer);
    [[nodiscard]] ReplicaStats stats() const;

private:
    struct Job {
        TaskQuery query;
        Cancelled cancelled;
        Answer answer;
    };
    /// An order that somebody looked at, with what it was made for.
    struct View {
        TaskFilter filter;
        TaskColumn column = TaskColumn::Id;
        TaskExpression expression;
        RowOrder order;
        std::uint64_t seen = 0; ///< Changes taken in, of m_changesEver.
        Instant madeAt;
    };
    struct Search {
        PayloadHits hits;
        bool complete = false;
    };

    void run();
    void search(const std::stop_token &stop);
    [[nodiscard]] bool fillSome();
    void startAnew();
    void forget();
    void rest();
    void noteLook() QD_REQUIRES(m_mutex);
    [[nodiscard]] bool isWatched() const QD_REQUIRES(m_mutex);
    [[nodiscard]] bool letGoWhenTooDear(std::size_t rows);
    [[nodiscard]] bool isTooDear(std::uint64_t rows, Duration time) const;
    void goOnResting() QD_REQUIRES(m_mutex);
    void apply(const LedgerDelta &delta);
    void noteChange(Slot slot);
    [[nodiscard]] std::optional<Job> nextJob() QD_REQUIRES(m_mutex);
    void answer(Job job);
    [[nodiscard]] Result<TaskPage> page(const Job &job, const std::vector<const PayloadHits *> &payloads);
    [[nodiscard]] Result<View *> viewFor(const Job &job, const std::vector<const PayloadHits *> &payloads);
    void askedForIds(const TaskQuery &query, const RowMatch &match, TaskPage &page);
    [[nodiscard]] bool payloadsFor(const TaskExpression &expression, std::vector<const PayloadHits *> &out);
    void searchFirst(Job job, const TaskExpression &expression);
    void takeSearched();
    void publishStats();

    Ledger &m_ledger;
    const double m_unwatchedRowsPerSecond;
    std::atomic<bool> m_on{false};
    std::atomic<bool> m_ready{false};

    mutable Mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<LedgerDelta> m_waiting QD_GUARDED_BY(m_mutex);
    std::size_t m_waitingRows QD_GUARDED_BY(m_mutex) = 0;
    std::size_t m_waitingBytes QD_GUARDED_BY(m_mutex) = 0;
    bool m_lost QD_GUARDED_BY(m_mutex) = false; ///< Something was not taken: start anew.
    Instant m_restUntil QD_GUARDED_BY(m_mutex);
    Instant m_watchedAt QD_GUARDED_BY(m_mutex);          ///< Zero = never.
    bool m_letGo QD_GUARDED_BY(m_mutex) = false;         ///< It rests because nobody looks.
    std::uint64_t m_lostRows QD_GUARDED_BY(m_mutex) = 0; ///< Of the rest under way.
    std::deque<Job> m_jobs QD_GUARDED_BY(m_mutex);
    std::deque<Job> m_patient QD_GUARDED_BY(m_mutex); ///< Exact ones that came before all rows were read.
    bool m_stopping QD_GUARDED_BY(m_mutex) = false;
    ReplicaStats m_stats QD_GUARDED_BY(m_mutex);

    /// The payload search: one at a time, on its own thread, for the job that asked.
    struct Searching {
        Job job;
        std::vector<TextPattern> patterns;
    };
    std::deque<Searching> m_searches QD_GUARDED_BY(m_mutex);
    struct Searched {
        Job job;
        std::vector<PayloadHits> found;
        Result<void> outcome;
    };
    std::vector<Searched> m_searched QD_GUARDED_BY(m_mutex);

    // Only on the replica's thread:
    TaskColumns m_columns;
    TaskId m_filledTo;
    Duration m_rest{};     ///< The last one.
    Instant m_readyAt{};   ///< Of the copy that is kept; zero while there is none.
    bool m_rested = false; ///< A rest is over or under way since the last loss.
    Instant m_countedFrom{};
    std::uint64_t m_counted = 0; ///< Rows that came since then.
    std::uint64_t m_revision = 0;
    std::uint64_t m_restarts = 0;
    std::deque<Slot> m_changes;      ///< The newest changes; at most kChangesKept.
    std::uint64_t m_changesEver = 0; ///< Number of the change behind the last of m_changes.
    std::list<View> m_views;         ///< The last used first; at most kViewsMax.
    std::list<Search> m_payloads;    ///< Likewise, at most kPayloadsMax.

    std::jthread m_searcher;
    std::jthread m_thread;
};

} // namespace qd
