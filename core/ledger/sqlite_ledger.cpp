#include "core/ledger/sqlite_ledger.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <deque>
#include <thread>

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/file_lock.h"
#include "core/base/histogram.h"
#include "core/base/mutex.h"
#include "core/ledger/sqlite_backup.h"
#include "core/ledger/sqlite_checkpointer.h"
#include "core/ledger/sqlite_readers.h"
#include "core/ledger/sqlite_recovery.h"
#include "core/ledger/sqlite_schema.h"
#include "core/ledger/sqlite_wal_room.h"
#include "core/ledger/sqlite_writer.h"

namespace qd {

namespace {

constexpr std::size_t kSpareBatches = 64;
/// Bounds of one transaction, so that a burst cannot make a commit last for seconds.
constexpr std::size_t kGroupRowsMax = 4096;
constexpr std::size_t kGroupBytesMax = 16ULL << 20;
constexpr std::chrono::milliseconds kIdleLook{1000}; ///< Between two looks for old rows when nothing is written.
constexpr std::chrono::milliseconds kRetryFirst{10};
constexpr std::chrono::milliseconds kRetryMax{1000};

std::uint64_t fileBytes(const std::filesystem::path &path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

/// Somebody waits in backup(); the writer thread works on it.
struct BackupRequest {
    std::filesystem::path target;
    const std::function<bool()> *cancelled = nullptr;
    std::unique_ptr<SqliteBackup> work;
    std::optional<Result<std::uint64_t>> answer;
};

class SqliteLedgerImpl final : public SqliteLedger {
public:
    SqliteLedgerImpl(SqliteLedgerOptions options, FileLock lock, Database db, LedgerId id)
        : m_options(std::move(options)), m_id(id), m_lock(std::move(lock)), m_db(std::move(db)),
          m_writer(m_db, id, {m_options.keepRows, m_options.keepFor}), m_readers(id),
          m_walRoom(m_db.handle(), m_options.walBytesMax) {
        if (!m_options.wallClock) m_options.wallClock = wallNow;
    }
    ~SqliteLedgerImpl() override { stop(std::chrono::seconds{1}); }

    Result<void> open();

    LedgerId id() const override { return m_id; }
    Result<void> recover(const RecoverySink &sink) override;
    Result<void> start(OnCommit onCommit, OnFailure onFailure) override;
    void write(std::unique_ptr<LedgerBatch> batch, Fence fence) override;
    std::unique_ptr<LedgerBatch> spare() override;
    void observe(OnChanged onChanged) override {
        m_onChanged = std::move(onChanged);
        m_writer.keepForgotten();
    }
    void recycle(std::unique_ptr<LedgerBatch> batch) override;
    void stop(Duration patience) override;
    LedgerReader &reader() override { return m_readers; }
    LedgerStats stats() const override;
    Result<std::uint64_t> backup(const std::filesystem::path &target, const std::function<bool()> &cancelled) override;
    Result<LedgerCheck> check(const std::function<bool()> &cancelled) override { return m_readers.check(cancelled); }

private:
    using Group = std::vector<GroupItem>;

    void run();
    Group take();
    void commit(Group group);
    /// Tries until it works, stop() loses patience, or it cannot work. Answers how many batches are written.
    std::optional<WriteFailure> commitPatiently(const Group &group, std::size_t count);
    std::optional<WriteFailure> attempt(const Group &group, std::size_t count);
    void publish(Group &group, std::size_t count);
    void failStop(std::uint64_t number, Error error);
    void stalled(std::uint64_t number, const Error &error);
    bool waitBeforeRetry(std::chrono::milliseconds delay);
    void tellChanges(Group &group, std::size_t count);
    void recycleAll(Group &group);
    void makeRoom();
    void idleWork();
    void stepBackup();
    void noteCounts();
    void shutDown();

    SqliteLedgerOptions m_options;
    LedgerId m_id;
    FileLock m_lock;
    Database m_db; ///< The writer's connection.
    SqliteWriter m_writer;
    SqliteReaders m_readers;
    SqliteWalRoom m_walRoom;
    std::unique_ptr<SqliteCheckpointer> m_checkpointer;
    OnCommit m_onCommit;
    OnFailure m_onFailure;
    OnChanged m_onChanged;
    std::uint64_t m_frames = 0; ///< Of the log, told by SQLite at each commit. Thread: writer.
    std::vector<std::vector<std::uint64_t>> m_purged;

    mutable Mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<GroupItem> m_queue QD_GUARDED_BY(m_mutex);
    std::vector<std::unique_ptr<LedgerBatch>> m_spare QD_GUARDED_BY(m_mutex);
    BackupRequest *m_backup QD_GUARDED_BY(m_mutex) = nullptr;
    bool m_stopping QD_GUARDED_BY(m_mutex) = false;
    bool m_broken QD_GUARDED_BY(m_mutex) = false; ///< Fail-stop: nothing is written any more.
    bool m_started QD_GUARDED_BY(m_mutex) = false;
    bool m_closed QD_GUARDED_BY(m_mutex) = false;
    Instant m_patienceEnds QD_GUARDED_BY(m_mutex) = kNever;
    Histogram m_latency QD_GUARDED_BY(m_mutex);
    LedgerStats m_stats QD_GUARDED_BY(m_mutex);
    std::jthread m_thread;
};

Result<void> SqliteLedgerImpl::open() {
    if (auto ok = m_writer.prepare(); !ok) return ok;
    // What a killed engine left in the log goes into the file now, so that the log starts short.
    (void)sqlite3_wal_checkpoint_v2(m_db.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_wal_hook(
        m_db.handle(),
        [](void *self, sqlite3 *, const char *, int frames) {
            static_cast<SqliteLedgerImpl *>(self)->m_frames = static_cast<std::uint64_t>(frames);
            return SQLITE_OK;
        },
        this);
    if (auto ok = m_readers.open(m_options); !ok) return ok;
    auto checkpoints = Database::open(m_options.path, Database::Mode::ReadWrite, m_options.vfs);
    if (!checkpoints) return std::unexpected(checkpoints.error());
    if (auto ok = checkpoints->execute("PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL"); !ok) return ok;
    m_checkpointer = std::make_unique<SqliteCheckpointer>(std::move(*checkpoints), m_readers, m_options.walBytesMax);
    noteCounts();
    return {};
}

Result<void> SqliteLedgerImpl::recover(const RecoverySink &sink) {
    auto counts = recoverFrom(m_db, sink, m_options.finalStatesMax, m_writer.nextSequence());
    if (!counts) return std::unexpected(counts.error());
    m_writer.setCounts(*counts);
    noteCounts();
    return {};
}

Result<void> SqliteLedgerImpl::start(OnCommit onCommit, OnFailure onFailure) {
    const Lock lock{m_mutex};
    if (m_started || m_closed) return fail(ErrorCode::Conflict, "The ledger was started before");
    m_onCommit = std::move(onCommit);
    m_onFailure = std::move(onFailure);
    m_started = true;
    m_checkpointer->start();
    m_thread = std::jthread{[this] { run(); }};
    return {};
}

void SqliteLedgerImpl::write(std::unique_ptr<LedgerBatch> batch, Fence fence) {
    const Lock lock{m_mutex};
    if (m_broken || m_stopping) return;
    m_queue.push_back({std::move(batch), fence});
    m_changed.notify_all();
}

std::unique_ptr<LedgerBatch> SqliteLedgerImpl::spare() {
    const Lock lock{m_mutex};
    if (m_spare.empty()) return std::make_unique<LedgerBatch>();
    auto out = std::move(m_spare.back());
    m_spare.pop_back();
    return out;
}

void SqliteLedgerImpl::recycle(std::unique_ptr<LedgerBatch> batch) {
    batch->clear();
    const Lock lock{m_mutex};
    if (m_spare.size() < kSpareBatches) m_spare.push_back(std::move(batch));
}

/// Hands the first `count` batches on; what retention took goes with the last one, or alone.
void SqliteLedgerImpl::tellChanges(Group &group, std::size_t count) {
    if (!m_onChanged) return;
    for (std::size_t i = 0; i + 1 < count; ++i) m_onChanged({std::move(group[i].batch), {}});
    auto forgotten = m_writer.takeForgotten();
    if (count > 0)
        m_onChanged({std::move(group[count - 1].batch), std::move(forgotten)});
    else if (!forgotten.empty())
        m_onChanged({nullptr, std::move(forgotten)});
}

void SqliteLedgerImpl::recycleAll(Group &group) {
    for (GroupItem &item : group)
        if (item.batch) recycle(std::move(item.batch));
    const Lock lock{m_mutex};
    m_stats.waiting = m_queue.size();
}

SqliteLedgerImpl::Group SqliteLedgerImpl::take() {
    Lock lock{m_mutex};
    const auto ready = [this]() QD_REQUIRES(m_mutex) { return !m_queue.empty() || m_stopping || m_backup != nullptr; };
    m_changed.wait_for(lock.native(), kIdleLook, ready);
    Group group;
    std::size_t rows = 0;
    std::size_t bytes = 0;
    while (!m_queue.empty()) {
        const LedgerBatch &next = *m_queue.front().batch;
        rows += next.rows.size() + next.tickets.size();
        bytes += next.text.size();
        if (!group.empty() && (rows > kGroupRowsMax || bytes > kGroupBytesMax)) break;
        group.push_back(std::move(m_queue.front()));
        m_queue.pop_front();
    }
    return group;
}

void SqliteLedgerImpl::run() {
    pthread_setname_np(pthread_self(), "qd-ledger");
    makeRoom();
    for (;;) {
        Group group = take();
        if (!group.empty()) {
            commit(std::move(group));
            makeRoom();
        } else {
            {
                const Lock lock{m_mutex};
                if (m_stopping) break;
            }
            idleWork();
        }
        stepBackup();
    }
    const Lock lock{m_mutex};
    if (m_backup != nullptr && !m_backup->answer)
        m_backup->answer = fail(ErrorCode::Unavailable, "The ledger was closed before the backup was complete");
    if (m_backup != nullptr) m_backup->work.reset();
    m_changed.notify_all();
}

std::optional<WriteFailure> SqliteLedgerImpl::attempt(const Group &group, std::size_t count) {
    std::optional<WriteFailure> failure;
    if (auto trouble = m_checkpointer->enter())
        failure = WriteFailure{std::move(*trouble), true, 0};
    else
        failure = m_writer.writeGroup(group, count, m_options.wallClock(), m_purged);
    m_checkpointer->leave(m_frames);
    return failure;
}

std::optional<WriteFailure> SqliteLedgerImpl::commitPatiently(const Group &group, std::size_t count) {
    auto delay = kRetryFirst;
    for (;;) {
        const Instant from = bootNow();
        auto failure = attempt(group, count);
        if (!failure) {
            const Lock lock{m_mutex};
            m_latency.add(bootNow() - from);
            m_stats.stalled = false;
            m_stats.stallReason.clear();
            return std::nullopt;
        }
        if (!failure->transient) return failure;
        stalled(group.front().batch->number, failure->error);
        if (!waitBeforeRetry(delay)) return failure;
        delay = std::min(delay * 2, kRetryMax);
    }
}

void SqliteLedgerImpl::stalled(std::uint64_t number, const Error &error) {
    {
        const Lock lock{m_mutex};
        const bool known = std::exchange(m_stats.stalled, true);
        m_stats.stallReason = error.detail;
        if (known) return;
    }
    m_onFailure({number, true, error});
}

/// False when stop() has waited long enough.
bool SqliteLedgerImpl::waitBeforeRetry(std::chrono::milliseconds delay) {
    Lock lock{m_mutex};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(m_patienceEnds - bootNow());
    m_changed.wait_for(lock.native(), std::clamp(left, std::chrono::milliseconds{0}, delay),
                       [this]() QD_REQUIRES(m_mutex) { return bootNow() >= m_patienceEnds; });
    return bootNow() < m_patienceEnds;
}

void SqliteLedgerImpl::commit(Group group) {
    {
        const Lock lock{m_mutex};
        if (m_broken) return;
    }
    const auto failure = commitPatiently(group, group.size());
    if (!failure) {
        publish(group, group.size());
        recycleAll(group);
        return;
    }
    // A batch that can never be written takes nobody else's down: those before it are committed first.
    std::size_t good = failure->transient ? 0 : failure->batch;
    if (good > 0) {
        if (commitPatiently(group, good))
            good = 0;
        else
            publish(group, good);
    }
    failStop(group[good].batch->number, failure->error);
}

void SqliteLedgerImpl::failStop(std::uint64_t number, Error error) {
    {
        const Lock lock{m_mutex};
        m_broken = true;
        m_queue.clear();
        m_stats.waiting = 0;
        m_stats.stalled = true;
        m_stats.stallReason = error.detail;
    }
    m_onFailure({number, false, std::move(error)});
}

void SqliteLedgerImpl::publish(Group &group, std::size_t count) {
    m_readers.noteCommit();
    noteCounts();
    {
        const Lock lock{m_mutex};
        ++m_stats.commits;
        for (std::size_t i = 0; i < count; ++i) m_stats.rowsWritten += group[i].batch->rows.size();
    }
    // One call for the whole group says all, except where a batch has figures of its own to tell.
    std::vector<Committed> done;
    for (std::size_t i = 0; i < count; ++i)
        if (i + 1 == count || !m_purged[i].empty()) done.push_back({group[i].batch->number, std::move(m_purged[i])});
    tellChanges(group, count); // First: whoever hears that it is committed finds it in every copy.
    for (Committed &one : done) m_onCommit(std::move(one));
}

void SqliteLedgerImpl::noteCounts() {
    const Lock lock{m_mutex};
    m_stats.rows = m_writer.rows();
    m_stats.finalRows = m_writer.finalRows();
    m_stats.pruned = m_writer.pruned();
    m_stats.removed = m_writer.removed();
    m_stats.missed = m_writer.missed();
}

/// Only while nobody waits: under load the commits are long enough that appending makes no difference.
void SqliteLedgerImpl::makeRoom() {
    {
        const Lock lock{m_mutex};
        if (!m_queue.empty() || m_broken || m_stopping || m_backup != nullptr) return;
    }
    m_walRoom.keepAhead(m_frames);
}

/// What is old goes away also when nothing is written. Trouble is not reported here: the next write will meet it.
void SqliteLedgerImpl::idleWork() {
    {
        const Lock lock{m_mutex};
        if (m_broken || m_backup != nullptr) return;
    }
    do {
        const bool mayGo = !m_checkpointer->enter();
        const bool ok = mayGo && !m_writer.pruneIdle(m_options.wallClock());
        m_checkpointer->leave(m_frames);
        noteCounts();
        Group none;
        tellChanges(none, 0);
        const Lock lock{m_mutex};
        if (!ok || !m_queue.empty() || m_stopping) return;
    } while (m_writer.needsPruning());
}

void SqliteLedgerImpl::stepBackup() {
    BackupRequest *request = nullptr;
    {
        const Lock lock{m_mutex};
        request = m_backup;
    }
    if (request == nullptr || request->answer) return;
    const auto answer = [&](Result<std::uint64_t> result) {
        request->work.reset();
        const Lock lock{m_mutex};
        request->answer = std::move(result);
        m_backup = nullptr;
        m_changed.notify_all();
    };
    if (*request->cancelled && (*request->cancelled)())
        return answer(fail(ErrorCode::Cancelled, "The backup was cancelled"));
    if (!request->work) {
        auto work = SqliteBackup::begin(m_db, request->target);
        if (!work) return answer(std::unexpected(work.error()));
        request->work = std::move(*work);
    }
    // It reads through the log, so the checkpointer must not run its last pass meanwhile.
    const bool mayGo = !m_checkpointer->enter();
    const auto done = mayGo ? request->work->step() : Result<bool>{false};
    m_checkpointer->leave(m_frames);
    if (!done) return answer(std::unexpected(done.error()));
    if (*done) return answer(request->work->bytes());
}

Result<std::uint64_t> SqliteLedgerImpl::backup(const std::filesystem::path &target,
                                               const std::function<bool()> &cancelled) {
    BackupRequest request;
    request.target = target;
    request.cancelled = &cancelled;
    Lock lock{m_mutex};
    if (!m_started || m_closed || m_stopping)
        return fail(ErrorCode::Unavailable, "The ledger is not running; start it before the backup");
    if (m_backup != nullptr) return fail(ErrorCode::Conflict, "Another backup is under way; wait for it");
    m_backup = &request;
    m_changed.notify_all();
    m_changed.wait(lock.native(), [&request] { return request.answer.has_value(); });
    m_backup = nullptr;
    return std::move(*request.answer);
}

void SqliteLedgerImpl::stop(Duration patience) {
    {
        const Lock lock{m_mutex};
        if (m_closed) return;
        m_stopping = true;
        m_patienceEnds = std::min(m_patienceEnds, bootNow() + patience);
        m_changed.notify_all();
    }
    if (m_thread.joinable()) m_thread.join();
    shutDown();
}

void SqliteLedgerImpl::shutDown() {
    {
        const Lock lock{m_mutex};
        if (std::exchange(m_closed, true)) return;
        m_stats.bytes = fileBytes(m_options.path);
    }
    m_readers.shut();
    m_checkpointer.reset();
    // A clean end leaves one file: the log goes into it. Not possible on a full disk; then the log stays and is read
    // at the next start.
    (void)sqlite3_wal_checkpoint_v2(m_db.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    m_writer.finish();
    m_db.close();
    m_lock.release();
}

LedgerStats SqliteLedgerImpl::stats() const {
    LedgerStats out;
    {
        const Lock lock{m_mutex};
        out = m_stats;
        out.waiting = m_queue.size();
        out.commitP50 = m_latency.quantile(0.5);
        out.commitP99 = m_latency.quantile(0.99);
    }
    out.kind = "sqlite";
    out.durability = m_options.sync == SyncMode::Full ? "durable: WAL + FULL"
                                                      : "WAL + NORMAL: the last commits may be lost with the power";
    out.path = m_options.path.string();
    out.bytes = fileBytes(m_options.path);
    out.walBytes = fileBytes(m_options.path.string() + "-wal");
    return out;
}

Result<void> makeFolder(const std::filesystem::path &ledger) {
    const std::filesystem::path folder = std::filesystem::absolute(ledger).parent_path();
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) return {};
    if (!std::filesystem::create_directories(folder, error))
        return fail(ErrorCode::Io, fmt::format("Cannot make the folder {}: {}. Choose another place with ledger.path",
                                               folder.string(), error ? error.message() : "it is not a folder"));
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    return {};
}

/// SQLite opens a file it may not write read-only and complains much later; here it is said at once.
Result<void> checkWritable(const std::filesystem::path &path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    const int error = errno;
    if (file >= 0) ::close(file);
    if (file >= 0 || error == ENOENT) return {};
    return fail(ErrorCode::Io, fmt::format("The ledger {} cannot be written: {}. Change its owner or mode, or choose "
                                           "another file with ledger.path",
                                           path.string(), std::strerror(error)));
}

Result<LedgerId> ledgerIdOf(Database &db) {
    auto stored = db.number("SELECT value FROM meta WHERE key='ledger_id'");
    if (!stored) return std::unexpected(stored.error());
    if (*stored > 0 && *stored <= 0xffffff) return LedgerId{static_cast<std::uint32_t>(*stored)};
    LedgerId id;
    while (!id) id.value = static_cast<std::uint32_t>(Uuid::random().low & 0xffffffU);
    auto ok = db.execute(fmt::format("INSERT OR REPLACE INTO meta VALUES('ledger_id',{}),('created_at',{})", id.value,
                                     wallNow().time_since_epoch().count()));
    if (!ok) return std::unexpected(ok.error());
    return id;
}

Result<void> checkOptions(const SqliteLedgerOptions &options) {
    if (options.path.empty()) return fail(ErrorCode::Invalid, "ledger.path is empty; name a file");
    if (options.walBytesMax < (1ULL << 20))
        return fail(ErrorCode::Invalid, "The bound of the write-ahead log is below 1 MiB; raise ledger.wal_max_mb");
    if (options.keepRows == 0) return fail(ErrorCode::Invalid, "ledger.keep_rows is 0; keep at least one final row");
    return {};
}

} // namespace

Result<std::unique_ptr<SqliteLedger>> openSqliteLedger(const SqliteLedgerOptions &options) {
    if (auto ok = checkOptions(options); !ok) return std::unexpected(ok.error());
    if (auto ok = makeFolder(options.path); !ok) return std::unexpected(ok.error());
    if (auto ok = checkWritable(options.path); !ok) return std::unexpected(ok.error());
    auto lock = FileLock::take(options.path, options.program);
    if (!lock && lock.error().code == ErrorCode::Conflict)
        return fail(ErrorCode::Conflict,
                    fmt::format("The ledger {} is in use by {}. Stop that program first, or choose "
                                "another file with ledger.path",
                                options.path.string(), lock.error().detail));
    if (!lock) return std::unexpected(lock.error());
    const bool isNew = fileBytes(options.path) == 0;
    auto db = Database::open(options.path, Database::Mode::Create, options.vfs);
    if (!db) return std::unexpected(db.error());
    if (isNew) (void)::chmod(options.path.c_str(), 0600); // Payloads are nobody else's business.
    sqlite3_busy_timeout(db->handle(), 50);
    if (auto ok = prepareConnection(*db, options.sync); !ok) return std::unexpected(ok.error());
    if (auto ok = migrate(*db); !ok) return std::unexpected(ok.error());
    auto id = ledgerIdOf(*db);
    if (!id) return std::unexpected(id.error());
    auto out = std::make_unique<SqliteLedgerImpl>(options, std::move(*lock), std::move(*db), *id);
    if (auto ok = out->open(); !ok) return std::unexpected(ok.error());
    return out;
}

Result<LedgerCheck> checkLedgerFile(const std::filesystem::path &file) {
    SqliteReaders readers(LedgerId{});
    SqliteLedgerOptions options;
    options.path = file;
    // A newer layout may be sound and still nothing that this program could judge.
    if (auto db = Database::open(file, Database::Mode::ReadOnly, {}); db)
        if (auto known = checkVersion(*db); !known) return std::unexpected(known.error());
    if (auto opened = readers.open(options); !opened) return std::unexpected(opened.error());
    return readers.check([] { return false; });
}

} // namespace qd
