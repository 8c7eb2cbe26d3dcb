#include "core/ledger/memory_ledger.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "core/base/histogram.h"
#include "core/base/mutex.h"
#include "core/ledger/memory_state.h"
#include "core/model/blob_codec.h"
#include "core/model/task_match.h"

namespace qd {

namespace {

constexpr std::size_t kSpareBatches = 64;
constexpr std::size_t kRowsAtOnce = 128; ///< That a reader looks at before it lets the writer in.
static_assert(MemoryRows::kPageRows % kRowsAtOnce == 0);

/// One candidate of a query: what it is sorted by, and which row it is.
struct Hit {
    TaskId id;
    std::int64_t number = 0;
    std::string text;
};

std::int64_t ticks(WallTime time) noexcept {
    return time.time_since_epoch().count();
}

class MemoryLedger final : public Ledger, private LedgerReader {
public:
    explicit MemoryLedger(const MemoryLedgerOptions &options) : m_id(options.id), m_state(options) {
        while (!m_id) m_id.value = static_cast<std::uint32_t>(Uuid::random().low & 0xffffffU);
    }

    LedgerId id() const override { return m_id; }

    Result<void> recover(const RecoverySink &sink) override {
        if (sink.begin) sink.begin(0);
        if (sink.sequence) sink.sequence(1);
        return {};
    }

    Result<void> start(OnCommit onCommit, OnFailure onFailure) override {
        m_onCommit = std::move(onCommit);
        m_onFailure = std::move(onFailure);
        return {};
    }

    void write(std::unique_ptr<LedgerBatch> batch, Fence fence) override {
        Committed done{batch->number, {}};
        std::vector<TaskId> removed;
        std::optional<Error> refused;
        {
            const Instant from = bootNow();
            m_writing = true;
            const Lock lock{m_mutex};
            m_writing = false;
            m_writing.notify_all(); // Here, so that no way out leaves a reader asleep; it waits for the lock then.
            if (m_broken) return;
            refused = m_state.refuses(*batch, fence);
            if (refused) {
                m_broken = true;
            } else {
                m_state.apply(*batch, fence, m_id, done);
                ++m_commits;
                m_rowsWritten += batch->rows.size();
                m_latency.add(bootNow() - from);
                removed.swap(m_state.forgotten);
            }
        }
        if (m_onChanged && !refused)
            m_onChanged({std::move(batch), std::move(removed)});
        else
            recycle(std::move(batch));
        if (refused)
            m_onFailure({done.number, false, std::move(*refused)});
        else
            m_onCommit(std::move(done));
    }

    void observe(OnChanged onChanged) override {
        m_onChanged = std::move(onChanged);
        const Lock lock{m_mutex};
        m_state.keepForgotten = true;
    }

    void recycle(std::unique_ptr<LedgerBatch> batch) override {
        batch->clear();
        const Lock lock{m_spareMutex};
        if (m_spare.size() < kSpareBatches) m_spare.push_back(std::move(batch));
    }

    std::unique_ptr<LedgerBatch> spare() override {
        const Lock lock{m_spareMutex};
        if (m_spare.empty()) return std::make_unique<LedgerBatch>();
        auto out = std::move(m_spare.back());
        m_spare.pop_back();
        return out;
    }

    void stop(Duration) override {}
    LedgerReader &reader() override { return *this; }

    LedgerStats stats() const override {
        const Lock lock{m_mutex};
        LedgerStats out;
        out.kind = "memory";
        out.durability = "lost on exit";
        out.rows = m_state.rows.count();
        out.finalRows = m_state.finalRows;
        out.pruned = m_state.pruned;
        out.removed = m_state.removed;
        out.missed = m_state.missed;
        out.commits = m_commits;
        out.rowsWritten = m_rowsWritten;
        out.bytes = m_state.rows.bytes();
        out.commitP50 = m_latency.quantile(0.5);
        out.commitP99 = m_latency.quantile(0.99);
        return out;
    }

private:
    Result<TaskPage> query(const TaskQuery &query, const std::function<bool()> &cancelled) override;

    Result<std::uint32_t> scan(const ScanRequest &request, const std::function<void(const ScannedRow &)> &visit,
                               const std::function<bool()> &cancelled) override;

    Result<TaskRecord> task(TaskId id) override {
        const Lock lock{m_mutex};
        if (auto record = m_state.record(id)) return std::move(*record);
        return fail(ErrorCode::NotFound, "Task " + taskIdText(m_id, id) + " is not, or no longer, kept");
    }

    Result<Outcome> outcome(const Ticket &ticket) override {
        const Lock lock{m_mutex};
        const std::string *bytes = m_state.outcome(ticket);
        if (bytes == nullptr)
            return fail(ErrorCode::NotFound,
                        "No outcome is kept for ticket " + ticket.text() + "; the newest 100 000 are, for one hour");
        auto decoded = decodeOutcome(*bytes);
        if (decoded) decoded->ticket = ticket;
        return decoded;
    }

    /// For readers that take the lock again and again: a thread that gives a mutex back and wants it at once has it
    /// before the one that waits for it is awake.
    void letWriterIn() const { m_writing.wait(true); }
    void sortKey(Hit &hit, const MemoryRow &row, TaskColumn column) const QD_REQUIRES(m_mutex);
    void collect(const TaskQuery &query, const TextMatch &match, const MemoryRows::Page &page, std::size_t first,
                 std::vector<Hit> &hits, std::uint64_t &count) const QD_REQUIRES(m_mutex);
    void fill(TaskPage &page, const std::vector<Hit> &hits, std::uint64_t offset);

    LedgerId m_id;
    OnCommit m_onCommit;
    OnFailure m_onFailure;
    OnChanged m_onChanged;
    mutable Mutex m_mutex;
    MemoryState m_state QD_GUARDED_BY(m_mutex);
    Histogram m_latency QD_GUARDED_BY(m_mutex);
    std::uint64_t m_commits QD_GUARDED_BY(m_mutex) = 0;
    std::uint64_t m_rowsWritten QD_GUARDED_BY(m_mutex) = 0;
    bool m_broken QD_GUARDED_BY(m_mutex) = false;
    std::atomic<bool> m_writing{false}; ///< The writer waits for m_mutex.
    Mutex m_spareMutex;
    std::vector<std::unique_ptr<LedgerBatch>> m_spare QD_GUARDED_BY(m_spareMutex);
};

void MemoryLedger::sortKey(Hit &hit, const MemoryRow &row, TaskColumn column) const {
    switch (column) {
    case TaskColumn::Id: break;
    case TaskColumn::Name: hit.text = MemoryRows::text(row, FixedText::Name); break;
    case TaskColumn::Type: hit.text = m_state.rows.symbols.text(row.type); break;
    case TaskColumn::Queue: hit.text = m_state.rows.symbols.text(row.queue); break;
    case TaskColumn::Error: hit.text = MemoryRows::text(row, LateText::Error); break;
    case TaskColumn::State: hit.number = static_cast<std::int64_t>(row.state); break;
    case TaskColumn::Priority: hit.number = row.priority; break;
    case TaskColumn::Attempts: hit.number = row.attempts; break;
    case TaskColumn::Deliveries: hit.number = row.deliveries; break;
    case TaskColumn::Worker: hit.number = row.worker.value; break;
    case TaskColumn::CreatedAt: hit.number = ticks(row.createdAt); break;
    case TaskColumn::StartedAt: hit.number = ticks(row.startedAt); break;
    case TaskColumn::FinishedAt: hit.number = ticks(row.finishedAt); break;
    case TaskColumn::RunTime: hit.number = row.runTime.count(); break;
    }
}

void MemoryLedger::collect(const TaskQuery &query, const TextMatch &match, const MemoryRows::Page &page,
                           std::size_t first, std::vector<Hit> &hits, std::uint64_t &count) const {
    const WallTime now = wallNow();
    for (std::size_t i = first; i < first + kRowsAtOnce; ++i) {
        const MemoryRow &row = page.rows[i];
        const TaskId id = MemoryRows::idOf(page, i);
        if (!row.used || !m_state.matches(row, id, query.filter, match, now)) continue;
        ++count;
        Hit hit;
        hit.id = id;
        sortKey(hit, row, query.sort.column);
        hits.push_back(std::move(hit));
    }
}

void MemoryLedger::fill(TaskPage &page, const std::vector<Hit> &hits, std::uint64_t offset) {
    for (std::uint64_t i = offset; i < hits.size();) {
        letWriterIn();
        const Lock lock{m_mutex};
        for (const std::uint64_t end = std::min<std::uint64_t>(i + kRowsAtOnce, hits.size()); i < end; ++i)
            if (const MemoryRow *row = m_state.rows.find(hits[i].id))
                page.rows.push_back(m_state.brief(*row, hits[i].id));
    }
}

Result<TaskPage> MemoryLedger::query(const TaskQuery &query, const std::function<bool()> &cancelled) {
    if (auto ok = checkQuery(query); !ok) return std::unexpected(ok.error());
    TaskPage out;
    std::vector<std::uint64_t> pages;
    {
        const Lock lock{m_mutex};
        pages = m_state.rows.pageNumbers();
        out.kept = m_state.rows.count();
        out.revision = m_state.revision;
    }
    const bool descending = query.sort.descending;
    const auto before = [descending](const Hit &a, const Hit &b) {
        const Hit &left = descending ? b : a;
        const Hit &right = descending ? a : b;
        return std::tie(left.number, left.text, left.id) < std::tie(right.number, right.text, right.id);
    };
    // Only the best offset + limit candidates are kept; the rest is counted.
    const std::uint64_t wanted = std::min<std::uint64_t>(query.offset, out.kept) + query.limit;
    const TextMatch match{query.filter.text, m_id};
    std::vector<Hit> hits;
    const auto trim = [&hits, &before, wanted](std::uint64_t slack) {
        if (hits.size() <= wanted + slack) return;
        const auto middle = hits.begin() + static_cast<std::ptrdiff_t>(wanted);
        std::nth_element(hits.begin(), middle, hits.end(), before);
        hits.erase(middle, hits.end());
    };
    if (!query.filter.ids.empty()) {
        auto ids = query.filter.ids;
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        const WallTime now = wallNow();
        const Lock lock{m_mutex};
        for (const TaskId id : ids) {
            const MemoryRow *row = m_state.rows.find(id);
            if (row == nullptr || !m_state.matches(*row, id, query.filter, match, now)) continue;
            ++out.count;
            Hit hit;
            hit.id = id;
            sortKey(hit, *row, query.sort.column);
            hits.push_back(std::move(hit));
        }
        pages.clear();
    }
    for (const std::uint64_t number : pages) {
        if (cancelled && cancelled()) return fail(ErrorCode::Cancelled, "The query was cancelled");
        for (std::size_t first = 0; first < MemoryRows::kPageRows; first += kRowsAtOnce) {
            letWriterIn();
            const Lock lock{m_mutex};
            const MemoryRows::Page *page = m_state.rows.page(number);
            if (page == nullptr) break;
            collect(query, match, *page, first, hits, out.count);
        }
        trim(wanted + 16'384);
    }
    trim(0);
    std::sort(hits.begin(), hits.end(), before);
    fill(out, hits, query.offset);
    return out;
}

Result<std::uint32_t> MemoryLedger::scan(const ScanRequest &request,
                                         const std::function<void(const ScannedRow &)> &visit,
                                         const std::function<bool()> &cancelled) {
    std::vector<std::uint64_t> pages;
    {
        const Lock lock{m_mutex};
        pages = m_state.rows.pageNumbers();
    }
    std::uint32_t visited = 0;
    auto at = std::lower_bound(pages.begin(), pages.end(), request.after.value / MemoryRows::kPageRows);
    for (; at != pages.end() && visited < request.limit; ++at) {
        if (cancelled && cancelled()) return fail(ErrorCode::Cancelled, "The read was cancelled");
        for (std::size_t first = 0; first < MemoryRows::kPageRows && visited < request.limit; first += kRowsAtOnce) {
            letWriterIn();
            const Lock lock{m_mutex};
            const MemoryRows::Page *page = m_state.rows.page(*at);
            if (page == nullptr) break;
            for (std::size_t i = first; i < first + kRowsAtOnce && visited < request.limit; ++i) {
                const TaskId id = MemoryRows::idOf(*page, i);
                if (!page->rows[i].used || id.value <= request.after.value) continue;
                visit(m_state.scanned(page->rows[i], id, request.payloads));
                ++visited;
            }
        }
    }
    return visited;
}

} // namespace

Result<std::unique_ptr<Ledger>> openMemoryLedger(const MemoryLedgerOptions &options) {
    if (options.keepRows == 0) return fail(ErrorCode::Invalid, "ledger.keep_rows is 0; keep at least one final row");
    return std::make_unique<MemoryLedger>(options);
}

} // namespace qd
