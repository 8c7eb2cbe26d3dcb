// What the SQLite ledger alone must prove: files of all kinds, trouble with the disk, the bound of its log.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest/QTest>

#include "core/ledger/sqlite_database.h"
#include "core/ledger/sqlite_ledger.h"
#include "core/ledger/sqlite_schema.h"
#include "tests/core/ledger/ledger_driver.h"
#include "tests/support/unsynced_vfs.h"

using namespace qd;
using namespace qd::test;

namespace {

/// What recovery told, as lines.
struct Recovered {
    std::uint64_t total = 0;
    std::vector<TaskRecord> tasks;
    std::vector<std::pair<TaskId, TaskState>> finals;
    std::vector<std::string> claims;
    std::vector<Override> leases;
    std::vector<TicketRecord> tickets;
    std::uint64_t sequence = 0;

    RecoverySink sink() {
        RecoverySink out;
        out.begin = [this](std::uint64_t n) { total = n; };
        out.task = [this](TaskRecord &&record) { tasks.push_back(std::move(record)); };
        out.finalState = [this](TaskId id, TaskState state) { finals.emplace_back(id, state); };
        out.claim = [this](std::string_view key, TaskId, WallTime) { claims.emplace_back(key); };
        out.lease = [this](Override &&lease) { leases.push_back(std::move(lease)); };
        out.ticket = [this](TicketRecord &&record) { tickets.push_back(std::move(record)); };
        out.sequence = [this](std::uint64_t next) { sequence = next; };
        return out;
    }
};

/// Files cannot be read-only for root; the rest of the scope is somebody else.
class AsNobody {
public:
    AsNobody() : m_root(::geteuid() == 0) {
        if (m_root) m_ok = ::seteuid(65534) == 0;
    }
    ~AsNobody() {
        if (m_root && ::seteuid(0) != 0) std::abort();
    }
    AsNobody(const AsNobody &) = delete;
    AsNobody &operator=(const AsNobody &) = delete;
    [[nodiscard]] bool ok() const { return m_ok; }

private:
    bool m_root;
    bool m_ok = true;
};

} // namespace

class TestSqliteLedger : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    SqliteLedgerOptions m_options;

    std::unique_ptr<LedgerDriver> open(Recovered *recovered = nullptr, bool start = true) {
        auto ledger = openSqliteLedger(m_options);
        if (!ledger) {
            qWarning("%s", ledger.error().detail.c_str());
            return nullptr;
        }
        if (recovered != nullptr)
            if (const auto ok = (*ledger)->recover(recovered->sink()); !ok) qWarning("%s", ok.error().detail.c_str());
        auto driver = std::make_unique<LedgerDriver>(std::move(*ledger));
        if (start) driver->start();
        return driver;
    }
    Error openError() {
        auto ledger = openSqliteLedger(m_options);
        return ledger ? Error{ErrorCode::Internal, "opened"} : ledger.error();
    }
    Database raw() { return std::move(*Database::open(m_options.path, Database::Mode::Create, {})); }
    std::uint64_t walBytes() const {
        std::error_code error;
        const auto size = std::filesystem::file_size(m_options.path.string() + "-wal", error);
        return error ? 0 : size;
    }
    static bool says(const Error &error, const char *text) { return error.detail.find(text) != std::string::npos; }
    static SqliteLedger &sqlite(LedgerDriver &driver) { return static_cast<SqliteLedger &>(driver.ledger()); }

private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_folder = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.path = m_folder->filePath(QStringLiteral("ledger.db")).toStdString();
        m_options.wallClock = [] { return wallAt(1000); };
    }

    void readsEverythingBack() {
        auto driver = open();
        QVERIFY(driver);
        const LedgerId id = driver->ledger().id();
        std::vector<Row> rows = queued(1, 5);
        rows[0].key = "key";
        rows[0].name = "first";
        rows[1].payload = std::string(5000, 'p');
        QVERIFY(driver->commit(rows));
        std::vector<Row> done = completed(3, 3);
        done[1].state = TaskState::Failed;
        done[1].error = "no";
        done[1].history = {{1, WorkerId{2}, wallAt(1), wallAt(2), Reason::HandlerFailed, 1, "no"}};
        done[2].state = TaskState::Cancelled;
        auto batch = batchOf(done);
        batch->nextSequence = 42;
        batch->tickets.push_back({Uuid{1, 2}, wallAt(999), encodeOutcome({})});
        const Override lease{OverrideId{7}, OverrideKind::PauseQueue, "gpu", 0, "me", "test", wallAt(1), wallAt(99)};
        Override gone = lease;
        gone.id.value = 8;
        batch->overrides = {{lease, false}, {gone, false}, {gone, true}};
        QVERIFY(driver->commit(std::move(batch)));
        driver->close();
        QVERIFY(!std::filesystem::exists(m_options.path.string() + "-wal"));

        Recovered back;
        driver = open(&back);
        QVERIFY(driver);
        QVERIFY(driver->ledger().id() == id);
        QCOMPARE(back.total, 3U);
        QCOMPARE(back.tasks.size(), 3U);
        QCOMPARE(back.tasks[0].spec.name, std::string{"first"});
        QCOMPARE(back.tasks[0].spec.queue, std::string{"synthetic"});
        QCOMPARE(back.tasks[1].spec.payload.size(), 5000U);
        QVERIFY(back.tasks[2].state == TaskState::Failed);
        QVERIFY(back.tasks[2].history == done[1].history);
        QVERIFY((back.finals == std::vector<std::pair<TaskId, TaskState>>{{task(3), TaskState::Completed},
                                                                          {task(5), TaskState::Cancelled}}));
        QVERIFY(back.claims == std::vector<std::string>{"key"});
        QVERIFY(back.leases == std::vector<Override>{lease});
        QCOMPARE(back.tickets.size(), 1U);
        QVERIFY((back.tickets[0].ticket == Uuid{1, 2}));
        QCOMPARE(back.sequence, 42U);
        QCOMPARE(driver->reader().query({}, {})->revision, 0U); // Of the earlier run; ours has written nothing yet.
        QCOMPARE(driver->ledger().stats().finalRows, 2U);
    }

    void reportsOnlyTheNewestFinalStates() {
        m_options.finalStatesMax = 3;
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 10)));
        QVERIFY(driver->commit(completed(1, 10)));
        driver->close();
        Recovered back;
        driver = open(&back);
        QCOMPARE(back.finals.size(), 3U);
        QCOMPARE(sequenceOf(back.finals[0].first), 8U);
        QCOMPARE(back.sequence, 11U);
    }

    void bringsAnOlderFileUpToDate() {
        {
            Database db = raw();
            QVERIFY(migrate(db, 1).has_value());
            QVERIFY(db.execute("INSERT INTO meta VALUES('ledger_id',77)").has_value());
        }
        auto driver = open();
        QVERIFY(driver);
        QCOMPARE(driver->ledger().id().value, 77U);
        QVERIFY(driver->commit(queued(1, 2)));
        Database db = raw();
        QCOMPARE(*db.number("PRAGMA user_version"), std::int64_t{kSchemaVersion});
        QCOMPARE(*db.number("SELECT count(*) FROM tasks WHERE state='queued'"), 2);
    }

    void refusesANewerVersion() {
        QVERIFY(open());
        QVERIFY(raw().execute("PRAGMA user_version=99").has_value());
        const Error error = openError();
        QVERIFY(error.code == ErrorCode::Unsupported);
        QVERIFY(says(error, "99") && says(error, "ledger.path"));
    }

    void refusesOtherFiles() {
        QVERIFY(raw().execute("CREATE TABLE cats(name)").has_value());
        QVERIFY(openError().code == ErrorCode::Corrupt);
        std::filesystem::remove(m_options.path);
        std::ofstream{m_options.path} << std::string(10'000, 'x');
        const Error error = openError();
        QVERIFY(error.code == ErrorCode::Corrupt);
        QVERIFY(says(error, m_options.path.c_str()) && says(error, "Restore a backup"));
    }

    void namesADamagedFile() {
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 5000)));
        driver->close();
        {
            std::fstream file{m_options.path, std::ios::in | std::ios::out | std::ios::binary};
            file.seekp(40 * 4096);
            file << std::string(20 * 4096, '\xa5');
        }
        auto ledger = openSqliteLedger(m_options);
        QVERIFY(ledger.has_value()); // The damage is in the middle.
        Recovered back;
        const auto recovered = (*ledger)->recover(back.sink());
        QVERIFY(!recovered);
        QVERIFY(recovered.error().code == ErrorCode::Corrupt);
        const auto check = (*ledger)->check({});
        QVERIFY(check && !check->problems.empty());
    }

    void refusesWhatItCannotWrite() {
        QVERIFY(open());
        ::chmod(m_options.path.c_str(), 0444);
        ::chmod((m_options.path.string() + ".lock").c_str(), 0666);
        ::chmod(m_folder->path().toStdString().c_str(), 0555);
        {
            const AsNobody nobody;
            if (!nobody.ok()) QSKIP("Cannot become somebody else here");
            const Error file = openError();
            QVERIFY2(file.code == ErrorCode::Io && says(file, "owner or mode"), file.detail.c_str());
            m_options.path = m_folder->filePath(QStringLiteral("new.db")).toStdString();
            const Error folder = openError();
            QVERIFY2(folder.code == ErrorCode::Io && says(folder, "folder"), folder.detail.c_str());
        }
        ::chmod(m_folder->path().toStdString().c_str(), 0755);
    }

    void namesTheHolder() {
        m_options.program = "quarterdeckd";
        auto driver = open();
        QVERIFY(driver);
        const Error error = openError();
        QVERIFY(error.code == ErrorCode::Conflict);
        QVERIFY(says(error, ("quarterdeckd (pid " + std::to_string(::getpid()) + ")").c_str()));
        driver->close();
        QVERIFY(open());
    }

    void refusesNonsense() {
        m_options.walBytesMax = 10;
        QVERIFY(openError().code == ErrorCode::Invalid);
        m_options.path.clear();
        QVERIFY(openError().code == ErrorCode::Invalid);
    }

    void waitsForAFullDiskAndGoesOn() {
        auto &disk = UnsyncedVfs::install();
        m_options.vfs = UnsyncedVfs::kName;
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 10)));
        disk.setRoom(0);
        Row big = queued(11, 1)[0];
        big.payload = std::string(8U << 20, 'x'); // More than the room that is kept ahead of the log.
        const auto number = driver->write({big});
        const auto failure = driver->failure();
        QVERIFY(failure && failure->transient);
        QCOMPARE(failure->number, number);
        QVERIFY(says(failure->error, "full"));
        QVERIFY(driver->ledger().stats().stalled);
        QCOMPARE(driver->reader().query({}, {})->count, 10U); // Reading goes on.
        (void)driver->write(queued(12, 1));
        disk.setRoom(-1);
        QVERIFY(driver->waitFor(number + 1));
        QCOMPARE(driver->failures(), 1U); // Once per stall.
        QVERIFY(!driver->ledger().stats().stalled);
        QCOMPARE(driver->reader().query({}, {})->count, 12U);
    }

    void waitsForSomebodyElsesLock() {
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 1)));
        Database other = raw();
        QVERIFY(other.execute("BEGIN IMMEDIATE").has_value());
        const auto number = driver->write(queued(2, 1));
        const auto failure = driver->failure();
        QVERIFY(failure && failure->transient && says(failure->error, "locked"));
        QVERIFY(other.execute("ROLLBACK").has_value());
        QVERIFY(driver->waitFor(number));
    }

    void losesPatienceWhenStoppedInAStall() {
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 1)));
        Database other = raw();
        QVERIFY(other.execute("BEGIN IMMEDIATE").has_value());
        (void)driver->write(queued(2, 1));
        QVERIFY(driver->failure());
        const Instant from = bootNow();
        driver->stop(std::chrono::milliseconds{200});
        QVERIFY(bootNow() - from < std::chrono::seconds{3});
    }

    void commitsWhatStandsBeforeABadBatch() {
        auto driver = open();
        driver->setFence(5);
        QVERIFY(driver->commit(queued(1, 1)));
        Database other = raw();
        QVERIFY(other.execute("BEGIN IMMEDIATE").has_value());
        (void)driver->write(queued(2, 1));
        QVERIFY(driver->failure()); // Stalled: the next ones gather into one group.
        const auto good = driver->write(queued(3, 1));
        driver->setFence(4);
        const auto bad = driver->write(queued(4, 1));
        QVERIFY(other.execute("ROLLBACK").has_value());
        const auto failure = driver->failure();
        QVERIFY(failure && !failure->transient);
        QCOMPARE(failure->number, bad);
        QCOMPARE(driver->committed(), good);
        QVERIFY(driver->reader().task(task(3)).has_value());
        QVERIFY(!driver->reader().task(task(4)).has_value());
    }

    void stopsForGoodWhenTheFileBreaks() {
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 1)));
        QVERIFY(raw().execute("DROP TABLE ticket").has_value());
        auto batch = batchOf(queued(2, 1));
        batch->tickets.push_back({Uuid{1, 1}, wallAt(1), "x"});
        (void)driver->write(std::move(batch));
        const auto failure = driver->failure();
        QVERIFY(failure && !failure->transient);
        (void)driver->write(queued(3, 1));
        driver->stop();
        Database db = raw();
        QCOMPARE(*db.number("SELECT count(*) FROM task"), 1);
    }

    void smallCommitsDoNotMakeTheLogGrow() {
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 1)));
        QTRY_VERIFY(walBytes() >= (4ULL << 20));
        const auto before = walBytes();
        for (std::uint64_t i = 2; i <= 50; ++i) QVERIFY(driver->commit(queued(i, 1)));
        QCOMPARE(walBytes(), before);
        driver->close();
        QCOMPARE(walBytes(), 0U); // A clean end leaves one file.
        auto again = open();
        QCOMPARE(again->reader().query({}, {})->count, 50U);
    }

    void keepsItsLogBounded() {
        m_options.walBytesMax = 4ULL << 20;
        m_options.keepRows = 20'000;
        auto driver = open();
        std::atomic<bool> stop = false;
        std::thread reader{[&] { // Long reads hold the log; they must make way.
            while (!stop) {
                TaskQuery query;
                query.filter.text = "nothing";
                (void)driver->reader().query(query, {});
            }
        }};
        std::uint64_t most = 0;
        for (std::uint64_t from = 1; from <= 200'000; from += 1000) {
            (void)driver->write(queued(from, 1000));
            const auto number = driver->write(completed(from, 1000));
            if (number > 8) QVERIFY(driver->waitFor(number - 8));
            most = std::max(most, walBytes());
        }
        QVERIFY(driver->waitFor(400));
        stop = true;
        reader.join();
        most = std::max(most, walBytes());
        QVERIFY2(most <= m_options.walBytesMax, std::to_string(most).c_str());
        QTRY_COMPARE(driver->ledger().stats().finalRows, 20'000U);
        // Freed pages are used again: 200 000 rows went through a file for 20 000.
        QVERIFY(driver->ledger().stats().bytes < 20ULL << 20);
        QVERIFY(sqlite(*driver).check({})->problems.empty());
    }

    void copiesItselfWhileItWrites() {
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 20'000)));
        const std::filesystem::path target = m_folder->filePath(QStringLiteral("copy.db")).toStdString();
        std::atomic<bool> stop = false;
        std::thread writer{[&] {
            for (std::uint64_t from = 20'001; !stop; from += 100) (void)driver->commit(queued(from, 100));
        }};
        const auto bytes = sqlite(*driver).backup(target, {});
        stop = true;
        writer.join();
        QVERIFY2(bytes.has_value(), bytes ? "" : bytes.error().detail.c_str());
        QCOMPARE(std::uint64_t{std::filesystem::file_size(target)}, *bytes);
        QCOMPARE(static_cast<unsigned>(std::filesystem::status(target).permissions()), 0600U);
        QVERIFY(sqlite(*driver).backup(target, {}).error().code == ErrorCode::Conflict);
        driver->close();
        m_options.path = target;
        Recovered back;
        driver = open(&back);
        QVERIFY(back.tasks.size() >= 20'000U);
        QVERIFY(sqlite(*driver).check({})->problems.empty());
    }

    void cancelsABackup() {
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 20'000)));
        const std::filesystem::path target = m_folder->filePath(QStringLiteral("copy.db")).toStdString();
        int polls = 0;
        const auto answer = sqlite(*driver).backup(target, [&polls] { return ++polls > 1; });
        QVERIFY(!answer && answer.error().code == ErrorCode::Cancelled);
        QVERIFY(!std::filesystem::exists(target) && !std::filesystem::exists(target.string() + ".part"));
    }

    void findsWhatDoesNotAgree_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("problem");
        QTest::newRow("row count") << "DELETE FROM task WHERE id=1" << "do not agree";
        QTest::newRow("state") << "UPDATE task SET state=12 WHERE id=1" << "unknown state";
        QTest::newRow("payload") << "DELETE FROM payload" << "payloads are missing";
        QTest::newRow("result") << "INSERT INTO result VALUES(999,1,'','','')" << "belong to no task";
        QTest::newRow("sequence") << "UPDATE partition SET next_sequence=1" << "number again";
        QTest::newRow("end") << "UPDATE task SET state=7 WHERE id=1" << "have no end";
    }
    void findsWhatDoesNotAgree() {
        QFETCH(QString, sql);
        QFETCH(QString, problem);
        auto driver = open();
        std::vector<Row> rows = queued(1, 3);
        rows[2].payload = std::string(3000, 'x');
        QVERIFY(driver->commit(rows));
        QVERIFY(sqlite(*driver).check({})->problems.empty());
        QVERIFY(raw().execute(sql.toStdString()).has_value());
        const auto check = sqlite(*driver).check({});
        QVERIFY(check.has_value());
        QCOMPARE(check->problems.size(), 1U);
        QVERIFY2(QString::fromStdString(check->problems[0]).contains(problem), check->problems[0].c_str());
    }

    void keepsTheNewestTicketsOnly() {
        auto driver = open();
        for (int i = 0; i < 3; ++i) {
            auto batch = std::make_unique<LedgerBatch>();
            for (std::uint64_t n = 0; n < 50'000; ++n)
                batch->tickets.push_back({Uuid{std::uint64_t(i) + 1, n}, wallAt(999), "x"});
            QVERIFY(driver->commit(std::move(batch)));
        }
        driver->close();
        Recovered back;
        driver = open(&back);
        QVERIFY(driver->commit(queued(1, 1)));
        driver->close();
        Recovered after;
        driver = open(&after);
        QCOMPARE(after.tickets.size(), 100'000U);
        QVERIFY((after.tickets.front().ticket == Uuid{2, 0}));
        m_options.wallClock = [] { return wallAt(999 + 3601); };
        driver->close();
        driver = open();
        Database db = raw();
        QVERIFY(driver->commit(queued(2, 1)));
        QVERIFY(*db.number("SELECT count(*) FROM ticket") < 100'000); // In slices.
    }

    void keepsWhatWasCommittedThroughAPowerCut_data() {
        QTest::addColumn<bool>("full");
        QTest::addColumn<bool>("lyingDisk");
        QTest::addColumn<bool>("keeps");
        QTest::newRow("FULL") << true << false << true;
        // The controls: this test sees when a commit does not wait for its sync.
        QTest::newRow("NORMAL loses") << false << false << false;
        QTest::newRow("syncs skipped") << true << true << false;
    }
    void keepsWhatWasCommittedThroughAPowerCut() {
        QFETCH(bool, full);
        QFETCH(bool, lyingDisk);
        QFETCH(bool, keeps);
        auto &disk = UnsyncedVfs::install();
        m_options.vfs = UnsyncedVfs::kName;
        m_options.sync = full ? SyncMode::Full : SyncMode::Normal;
        if (keeps) m_options.walBytesMax = 1ULL << 20; // Checkpoints happen on the way; they sync, whatever the mode.
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 1)));
        disk.ignoreSyncs(lyingDisk);
        std::uint64_t next = 2;
        for (int round = 0; round < 40; ++round, next += 50) {
            QVERIFY(driver->commit(queued(next, 50)));
            QVERIFY(driver->commit(completed(next, 25)));
        }
        (void)driver->write(queued(next, 500)); // Perhaps under way when the light goes out.
        disk.powerCut();
        driver.reset();
        disk.ignoreSyncs(false);
        disk.powerOn();
        auto ledger = openSqliteLedger(m_options);
        std::set<std::uint64_t> kept;
        bool sound = ledger.has_value();
        if (sound) {
            Recovered back;
            sound = (*ledger)->recover(back.sink()).has_value() && (*ledger)->check({})->problems.empty();
            for (const TaskRecord &record : back.tasks) kept.insert(sequenceOf(record.id));
            for (const auto &[id, state] : back.finals) kept.insert(sequenceOf(id));
        }
        bool all = sound;
        for (std::uint64_t id = 1; id < next; ++id) all = all && kept.contains(id);
        QCOMPARE(all, keeps);
    }

    void syncsOncePerCommitWhenOneTaskComesAtATime() {
        auto &disk = UnsyncedVfs::install();
        m_options.vfs = UnsyncedVfs::kName;
        auto driver = open();
        QVERIFY(driver->commit(queued(1, 1)));
        QTRY_VERIFY(walBytes() >= (4ULL << 20)); // The room ahead of the log is made with a sync of its own.
        const auto before = disk.syncs();
        for (std::uint64_t id = 2; id < 52; ++id) QVERIFY(driver->commit(queued(id, 1)));
        QCOMPARE(disk.syncs() - before, 50U);
    }
};

QTEST_GUILESS_MAIN(TestSqliteLedger)
#include "tst_sqlite_ledger.moc"
