// The durable ledger, alone and under the whole engine. The ceiling is bare SQLite: the same rows, the same batches,
// the same durability, no engine around it.

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <semaphore>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "app/qd-bench/bench.h"
#include "core/base/histogram.h"
#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "core/ledger/sqlite_ledger.h"

namespace qd::bench {

namespace {

constexpr std::uint64_t kBatch = 500;
constexpr std::size_t kInFlight = 8; // batches

/// Writes batches and waits for them, a bounded number at a time.
class Writer {
public:
    explicit Writer(SqliteLedger &ledger) : m_ledger(ledger) {}

    Result<void> start() {
        return m_ledger.start(
            [this](Committed committed) {
                const std::lock_guard lock{m_mutex};
                m_committed = committed.number;
                m_changed.notify_all();
            },
            [this](CommitFailed failed) {
                const std::lock_guard lock{m_mutex};
                m_error = failed.error.detail;
                m_changed.notify_all();
            });
    }
    std::unique_ptr<LedgerBatch> next() {
        auto batch = m_ledger.spare();
        if (!batch) batch = std::make_unique<LedgerBatch>();
        batch->clear();
        batch->number = ++m_written;
        return batch;
    }
    void write(std::unique_ptr<LedgerBatch> batch, std::size_t inFlight) {
        m_ledger.write(std::move(batch), Fence{0, 1});
        wait(m_written > inFlight ? m_written - inFlight : 0);
    }
    void wait(std::uint64_t number) {
        std::unique_lock lock{m_mutex};
        m_changed.wait(lock, [&] { return m_committed >= number || !m_error.empty(); });
    }
    [[nodiscard]] std::string error() {
        const std::lock_guard lock{m_mutex};
        return m_error;
    }
    [[nodiscard]] std::uint64_t written() const { return m_written; }

private:
    SqliteLedger &m_ledger;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_committed = 0;
    std::uint64_t m_written = 0;
    std::string m_error;
};

RowChange inserted(LedgerBatch &batch, std::uint64_t sequence, TaskState state) {
    RowChange row;
    row.id = makeTaskId(0, sequence);
    row.op = RowOp::Insert;
    row.state = state;
    row.reason = state == TaskState::Assigned ? Reason::Dispatched : Reason::Submitted;
    row.attemptsMax = 3;
    row.deliveriesMax = 3;
    row.deliveries = state == TaskState::Assigned ? 1 : 0;
    row.epoch = row.deliveries;
    row.worker = WorkerId{static_cast<std::uint32_t>(1 + sequence % 8)};
    row.createdAt = row.changedAt = row.startedAt = wallNow();
    row.timeout = std::chrono::minutes{10};
    row.type = row.queue = batch.text.add("synthetic");
    batch.nextSequence = sequence + 1;
    return row;
}

RowChange completed(const RowChange &before) {
    RowChange row = before;
    row.op = RowOp::Final;
    row.state = TaskState::Completed;
    row.reason = Reason::Succeeded;
    row.deliveries = 0;
    row.changedAt = row.finishedAt = wallNow();
    row.runTime = std::chrono::microseconds{120};
    row.type = row.queue = {};
    return row;
}

/// Rows that are there before the measuring starts.
Result<std::uint64_t> fill(Writer &writer, std::uint64_t rows, TaskState state) {
    std::uint64_t sequence = 1;
    while (sequence <= rows) {
        auto batch = writer.next();
        for (int i = 0; i < 5000 && sequence <= rows; ++i, ++sequence) {
            RowChange row = inserted(*batch, sequence, state == TaskState::Completed ? TaskState::Assigned : state);
            if (state == TaskState::Completed) {
                row.state = TaskState::Completed;
                row.reason = Reason::Succeeded;
                row.finishedAt = row.changedAt;
            }
            batch->rows.push_back(row);
        }
        writer.write(std::move(batch), kInFlight);
        if (const std::string error = writer.error(); !error.empty()) return fail(ErrorCode::Io, error);
    }
    writer.wait(writer.written());
    return sequence;
}

/// Insert + dispatch in one batch, completion in a later one: the two commits of a task's life.
double lifeCycles(Writer &writer, std::uint64_t &sequence, double seconds, std::uint64_t &done) {
    std::vector<RowChange> open;
    const Instant start = bootNow();
    const Instant end = start + Duration{static_cast<std::int64_t>(seconds * 1e9)};
    done = 0;
    while (bootNow() < end) {
        auto batch = writer.next();
        for (const RowChange &row : open) batch->rows.push_back(completed(row));
        done += open.size();
        open.clear();
        for (std::uint64_t i = 0; i < kBatch; ++i) {
            open.push_back(inserted(*batch, sequence++, TaskState::Assigned));
            batch->rows.push_back(open.back());
        }
        writer.write(std::move(batch), kInFlight);
    }
    writer.wait(writer.written());
    return static_cast<double>(done) / std::chrono::duration<double>(bootNow() - start).count();
}

struct Statement {
    sqlite3_stmt *handle = nullptr;
    Statement(sqlite3 *db, const char *sql) { sqlite3_prepare_v2(db, sql, -1, &handle, nullptr); }
    ~Statement() { sqlite3_finalize(handle); }
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;
    void number(int at, std::int64_t value) const { sqlite3_bind_int64(handle, at, value); }
    bool run() const {
        const bool ok = sqlite3_step(handle) == SQLITE_DONE;
        sqlite3_reset(handle);
        return ok;
    }
};

/// The ceiling: bare SQLite with one table of the same columns.
Result<double> bareSqlite(const std::string &path, std::uint64_t rows, double seconds) {
    sqlite3 *db = nullptr;
    if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) return fail(ErrorCode::Io, "bare SQLite does not open");
    const std::unique_ptr<sqlite3, int (*)(sqlite3 *)> closer{db, sqlite3_close};
    sqlite3_exec(
        db,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=20000; PRAGMA cache_size=-65536;"
        "CREATE TABLE task(id INTEGER PRIMARY KEY,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,type TEXT,queue TEXT,error TEXT)",
        nullptr, nullptr, nullptr);
    const Statement insert{
        db, "INSERT INTO task VALUES(?1,1,2,5,0,3,1,3,1,4,0,?2,?2,?2,0,0,0,600000000000,'synthetic','synthetic',NULL)"};
    const Statement finish{
        db, "UPDATE task SET a=6,b=7,g=0,h=1,i=4,j=0,l=?2,m=?2,n=?2,o=120000,p=0,error=NULL WHERE id=?1"};
    std::int64_t sequence = 1;
    sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
    for (; sequence <= static_cast<std::int64_t>(rows); ++sequence) {
        insert.number(1, sequence);
        insert.number(2, sequence * 1000);
        insert.run();
    }
    sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
    std::int64_t open = sequence;
    std::uint64_t done = 0;
    const Instant start = bootNow();
    const Instant end = start + Duration{static_cast<std::int64_t>(seconds * 1e9)};
    while (bootNow() < end) {
        sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
        for (; open < sequence; ++open, ++done) {
            finish.number(1, open);
            finish.number(2, open * 1000);
            finish.run();
        }
        for (std::uint64_t i = 0; i < kBatch; ++i, ++sequence) {
            insert.number(1, sequence);
            insert.number(2, sequence * 1000);
            insert.run();
        }
        if (sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK)
            return fail(ErrorCode::Io, sqlite3_errmsg(db));
    }
    return static_cast<double>(done) / std::chrono::duration<double>(bootNow() - start).count();
}

Result<std::unique_ptr<SqliteLedger>> openFresh(const std::string &path) {
    SqliteLedgerOptions options;
    options.path = path;
    options.program = "qd-bench";
    auto ledger = openSqliteLedger(options);
    if (!ledger) return ledger;
    RecoverySink sink;
    sink.begin = [](std::uint64_t) {};
    sink.task = [](TaskRecord &&) {};
    sink.finalState = [](TaskId, TaskState) {};
    sink.claim = [](std::string_view, TaskId, WallTime) {};
    sink.lease = [](Override &&) {};
    sink.ticket = [](TicketRecord &&) {};
    sink.sequence = [](std::uint64_t) {};
    if (auto recovered = (*ledger)->recover(sink); !recovered) return std::unexpected(recovered.error());
    return ledger;
}

Settings sqliteSettings(const ScratchFolder &folder) {
    Settings settings;
    settings.dataFolder = folder.path();
    settings.ledger.path = std::filesystem::path{folder.path()} / "ledger.db";
    settings.door.enabled = false;
    settings.pool.workers = 4;
    return settings;
}

Result<void> waitFor(Engine &engine, const std::function<bool(const Snapshot &)> &wanted, double seconds) {
    const Instant end = bootNow() + Duration{static_cast<std::int64_t>(seconds * 1e9)};
    while (bootNow() < end) {
        const auto snapshot = engine.snapshot();
        if (wanted(*snapshot)) return {};
        if (snapshot->phase == EnginePhase::Failed) return fail(ErrorCode::Internal, snapshot->failure);
        std::this_thread::sleep_for(std::chrono::microseconds{500});
    }
    return fail(ErrorCode::Timeout, "The engine did not get there in time");
}

} // namespace

Result<std::vector<Figure>> ledgerSqlite(const Options &options) {
    Figure figure{.name = "ledger.sqlite",
                  .unit = "tasks/s",
                  .values = {},
                  .ceilings = {},
                  .extras = {},
                  .note = fmt::format("{} rows present, batches of {}", options.rows, kBatch)};
    std::vector<double> p99;
    std::vector<double> wal;
    std::vector<double> syncs;
    std::uint64_t completedTasks = 0;
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        const std::string path = folder.path() + "/ledger.db";
        {
            auto ledger = openFresh(path);
            if (!ledger) return std::unexpected(ledger.error());
            Writer writer{**ledger};
            if (auto started = writer.start(); !started) return std::unexpected(started.error());
            auto sequence = fill(writer, options.rows, TaskState::Completed);
            if (!sequence) return std::unexpected(sequence.error());
            const std::uint64_t before = (*ledger)->stats().commits;
            double walMax = 0;
            std::atomic<bool> done{false};
            std::jthread watcher{[&] {
                while (!done) {
                    walMax = std::max(walMax, static_cast<double>((*ledger)->stats().walBytes) / (1 << 20));
                    std::this_thread::sleep_for(std::chrono::milliseconds{100});
                }
            }};
            figure.values.push_back(lifeCycles(writer, *sequence, options.seconds, completedTasks));
            done = true;
            watcher.join();
            if (const std::string error = writer.error(); !error.empty()) return fail(ErrorCode::Io, error);
            const LedgerStats stats = (*ledger)->stats();
            p99.push_back(static_cast<double>(stats.commitP99.count()) / 1e6);
            wal.push_back(walMax);
            syncs.push_back(static_cast<double>(stats.commits - before));
            (*ledger)->stop(std::chrono::seconds{10});
        }
        const auto bare = bareSqlite(folder.path() + "/bare.db", options.rows, options.seconds);
        if (!bare) return std::unexpected(bare.error());
        figure.ceilings.push_back(*bare);
    }
    figure.extras = {{"p99", median(p99)},
                     {"wal", *std::ranges::max_element(wal)},
                     {"syncs", median(syncs)},
                     {"seconds", options.seconds},
                     {"tasks", static_cast<double>(completedTasks)}};
    return std::vector{figure};
}

namespace {

/// The ceiling of one task at a time: two synced writes of three log frames into a file that keeps its size; ms, p50.
Result<double> twoSyncs(const std::string &path) {
    constexpr std::size_t kBytes = 3 * (4096 + 24);
    constexpr int kRounds = 300;
    const std::vector<char> frames(kBytes, 'x');
    const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) return fail(ErrorCode::Io, "Cannot write " + path);
    const auto put = [&](int at) {
        return ::pwrite(file, frames.data(), kBytes, static_cast<off_t>(at) * static_cast<off_t>(kBytes)) ==
                   static_cast<ssize_t>(kBytes) &&
               ::fdatasync(file) == 0;
    };
    bool ok = true;
    for (int i = 0; ok && i < 2 * kRounds; ++i) ok = put(i); // Room for all of them.
    std::vector<double> times;
    for (int i = 0; ok && i < kRounds; ++i) {
        const Instant start = bootNow();
        ok = put(2 * i) && put(2 * i + 1);
        times.push_back(std::chrono::duration<double, std::milli>(bootNow() - start).count());
    }
    ::close(file);
    if (!ok) return fail(ErrorCode::Io, "Cannot write " + path);
    return median(times);
}

} // namespace

Result<std::vector<Figure>> ledgerSqliteSingle(const Options &options) {
    Figure figure{.name = "ledger.sqlite.single",
                  .unit = "ms",
                  .values = {},
                  .ceilings = {},
                  .extras = {},
                  .note = "p50, one task at a time through the whole engine; two commits on the way"};
    std::vector<double> p99;
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        auto engine = makeEngine(sqliteSettings(folder), {});
        if (!engine) return std::unexpected(engine.error());
        if (auto started = (*engine)->start(); !started) return std::unexpected(started.error());
        if (auto ready = waitFor(
                **engine, [](const Snapshot &s) { return s.phase == EnginePhase::Running && s.workers.rows == 4; }, 30);
            !ready)
            return std::unexpected(ready.error());
        std::this_thread::sleep_for(std::chrono::milliseconds{300});
        // Recorded = a reader of the ledger sees the completed row; asking costs time too and is counted.
        std::vector<double> times;
        for (int i = 0; i < 1000; ++i) {
            SubmitTasks submit;
            submit.tasks.emplace_back().type = "synthetic";
            Command command{.ticket = Uuid::random(),
                            .principal = "bench",
                            .origin = Origin::Api,
                            .revisionSeen = 0,
                            .reason = {},
                            .body = std::move(submit)};
            // Waits parked, as a client would: a spinning one takes a core from what it measures.
            struct Told {
                std::binary_semaphore now{0};
                TaskId id{};
                bool recorded = false;
            };
            const auto told = std::make_shared<Told>();
            const Instant start = bootNow();
            if (auto posted = (*engine)->post(std::move(command),
                                              [told](const Outcome &outcome) {
                                                  if (!outcome.tasks.empty()) told->id = outcome.tasks.front().first;
                                                  told->now.release();
                                              });
                !posted)
                return std::unexpected(posted.error());
            told->now.acquire();
            if (!told->id) return fail(ErrorCode::Internal, "A task was refused");
            while (!told->recorded) {
                (*engine)->task(told->id, [told](Result<TaskRecord> record) {
                    told->recorded = record && record->state == TaskState::Completed;
                    told->now.release();
                });
                told->now.acquire();
            }
            times.push_back(std::chrono::duration<double, std::milli>(bootNow() - start).count());
        }
        (*engine)->stop(StopMode::Now);
        const auto bare = twoSyncs(folder.path() + "/syncs");
        if (!bare) return std::unexpected(bare.error());
        figure.ceilings.push_back(*bare);
        std::ranges::sort(times);
        figure.values.push_back(times[times.size() / 2]);
        p99.push_back(times[times.size() * 99 / 100]);
    }
    figure.extras = {{"p99", median(p99)}};
    return std::vector{figure};
}

Result<void> fillLedger(const std::string &path, std::uint64_t rows) {
    auto ledger = openFresh(path);
    if (!ledger) return std::unexpected(ledger.error());
    Writer writer{**ledger};
    if (auto started = writer.start(); !started) return started;
    if (auto filled = fill(writer, rows, TaskState::Queued); !filled) return std::unexpected(filled.error());
    (*ledger)->stop(std::chrono::seconds{30});
    return {};
}

Result<std::vector<Figure>> ledgerRecover(const Options &options) {
    Figure figure{.name = "ledger.recover.1m",
                  .unit = "s",
                  .values = {},
                  .ceilings = {},
                  .extras = {},
                  .note = fmt::format("{} unfinished tasks, start to first dispatch", options.rows)};
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        const Settings settings = sqliteSettings(folder);
        if (auto made = fillLedger(settings.ledger.path.string(), options.rows); !made)
            return std::unexpected(made.error());
        const Instant start = bootNow();
        auto engine = makeEngine(settings, {});
        if (!engine) return std::unexpected(engine.error());
        if (auto started = (*engine)->start(); !started) return std::unexpected(started.error());
        if (auto ready = waitFor(**engine, [](const Snapshot &s) { return s.totals.dispatched > 0; }, 120); !ready)
            return std::unexpected(ready.error());
        figure.values.push_back(std::chrono::duration<double>(bootNow() - start).count());
        (*engine)->stop(StopMode::Now);
    }
    return std::vector{figure};
}

} // namespace qd::bench
