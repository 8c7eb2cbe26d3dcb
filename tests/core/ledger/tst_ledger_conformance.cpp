// What every ledger must do, run on each of them.

#include <atomic>
#include <thread>

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest/QTest>

#include "core/ledger/memory_ledger.h"
#include "core/ledger/sqlite_ledger.h"
#include "tests/core/ledger/ledger_driver.h"

using namespace qd;
using namespace qd::test;

class TestLedgerConformance : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LedgerDriver> m_driver;

    void open(std::uint64_t keepRows = 1'000'000, Duration keepFor = std::chrono::hours{24 * 365}) {
        QFETCH_GLOBAL(QString, kind);
        m_folder = std::make_unique<QTemporaryDir>();
        if (kind == QLatin1String("memory")) {
            auto ledger = openMemoryLedger({.keepRows = keepRows, .keepFor = keepFor, .id = {}});
            QVERIFY(ledger.has_value());
            m_driver = std::make_unique<LedgerDriver>(std::move(*ledger));
        } else {
            SqliteLedgerOptions options;
            options.path = m_folder->filePath(QStringLiteral("ledger.db")).toStdString();
            options.keepRows = keepRows;
            options.keepFor = keepFor;
            options.wallClock = [] { return wallAt(1000); };
            auto ledger = openSqliteLedger(options);
            QVERIFY2(ledger.has_value(), ledger ? "" : ledger.error().detail.c_str());
            m_driver = std::make_unique<LedgerDriver>(std::move(*ledger));
        }
        m_driver->start();
    }
    TaskPage page(const TaskQuery &query) {
        auto out = m_driver->reader().query(query, {});
        if (!out) qWarning("%s", out.error().detail.c_str());
        return out ? std::move(*out) : TaskPage{};
    }
    static QString ids(const TaskPage &page) {
        QStringList out;
        for (const TaskBrief &row : page.rows) out << QString::number(sequenceOf(row.id));
        return out.join(u' ');
    }
    /// Six tasks of different kinds.
    void fill() {
        std::vector<Row> rows = queued(1, 6);
        rows[0].name = "Checksum of /usr/share";
        rows[1].name = "alpha";
        rows[1].type = "command";
        rows[2].name = "beta";
        rows[2].queue = "gpu";
        rows[2].priority = 9;
        rows[3].name = "ALPHA two";
        QVERIFY(m_driver->commit(rows));
        std::vector<Row> more = completed(5, 1, 100);
        Row failed = more[0];
        failed.sequence = 6;
        failed.state = TaskState::Failed;
        failed.reason = Reason::AttemptsSpent;
        failed.error = "no such Host";
        failed.at = 500;
        Row assigned;
        assigned.sequence = 4;
        assigned.op = RowOp::Update;
        assigned.state = TaskState::Running;
        assigned.worker = 7;
        assigned.epoch = 1;
        more.push_back(failed);
        more.push_back(assigned);
        QVERIFY(m_driver->commit(more));
    }

private slots:
    void initTestCase_data() {
        QTest::addColumn<QString>("kind");
        QTest::newRow("memory") << "memory";
        QTest::newRow("sqlite") << "sqlite";
    }
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }
    void cleanup() {
        m_driver.reset();
        m_folder.reset();
    }

    void givesBackWhatWasInserted() {
        open();
        Row row;
        row.type = "command";
        row.queue = "cpu";
        row.name = "a name";
        row.payload = R"({"x":1})";
        row.key = "key-1";
        row.priority = 8;
        row.at = 5;
        QVERIFY(m_driver->commit({row}));
        const auto record = m_driver->reader().task(task(1));
        QVERIFY(record.has_value());
        QCOMPARE(record->spec.type, std::string{"command"});
        QCOMPARE(record->spec.queue, std::string{"cpu"});
        QCOMPARE(record->spec.name, std::string{"a name"});
        QCOMPARE(record->spec.payload, row.payload);
        QCOMPARE(int{record->spec.priority}, 8);
        QVERIFY(record->spec.extras != nullptr);
        QCOMPARE(record->spec.extras->idempotencyKey, std::string{"key-1"});
        QVERIFY(record->state == TaskState::Queued);
        QVERIFY(record->createdAt == wallAt(5));
        QVERIFY(record->finishedAt == kNoWallTime);
        QVERIFY(record->spec.timeout == std::chrono::seconds{60});
    }

    void keepsBigTextsWhole() {
        open();
        Row row;
        row.payload = std::string(kPayloadBytesMax, 'p');
        QVERIFY(m_driver->commit({row}));
        row = completed(1, 1)[0];
        row.state = TaskState::Failed;
        row.output = std::string(kOutputTailBytesMax, 'o');
        row.errorOutput = std::string(300, 'e');
        row.error = std::string(2000, 'x');
        row.history = {{1, WorkerId{3}, wallAt(1), wallAt(2), Reason::HandlerFailed, 9, "boom"}};
        QVERIFY(m_driver->commit({row}));
        const auto record = m_driver->reader().task(task(1));
        QVERIFY(record.has_value());
        QVERIFY(record->spec.payload == std::string(kPayloadBytesMax, 'p'));
        QVERIFY(record->result.output == row.output);
        QVERIFY(record->result.errorOutput == row.errorOutput);
        QVERIFY(record->result.error == row.error);
        QVERIFY(record->history == row.history);
        QCOMPARE(record->result.outputBytes, row.output.size() + row.errorOutput.size());
        QCOMPARE(page({}).rows.at(0).error.size(), 256U);
    }

    void showsTheNewestResultAfterARetryByHand() {
        open();
        QVERIFY(m_driver->commit(queued(1, 1)));
        Row failed = completed(1, 1)[0];
        failed.state = TaskState::Failed;
        failed.output = std::string(5000, 'a');
        QVERIFY(m_driver->commit({failed}));
        Row again;
        again.op = RowOp::Update;
        again.reason = Reason::RetryCommand;
        again.epoch = 1;
        QVERIFY(m_driver->commit({again}));
        Row done = completed(1, 1)[0];
        done.epoch = 2;
        done.output = "short";
        QVERIFY(m_driver->commit({done}));
        const auto record = m_driver->reader().task(task(1));
        QVERIFY(record && record->state == TaskState::Completed);
        QCOMPARE(record->result.output, std::string{"short"});
        QCOMPARE(m_driver->ledger().stats().finalRows, 1U);
    }

    void writesHistoryOnlyWhenTold() {
        open();
        QVERIFY(m_driver->commit(queued(1, 1)));
        Row retry;
        retry.op = RowOp::Update;
        retry.state = TaskState::Retrying;
        retry.withHistory = true;
        retry.error = "first";
        retry.history = {{1, WorkerId{1}, wallAt(1), wallAt(2), Reason::HandlerFailed, 1, "first"}};
        QVERIFY(m_driver->commit({retry}));
        Row due;
        due.op = RowOp::Update;
        QVERIFY(m_driver->commit({due}));
        const auto record = m_driver->reader().task(task(1));
        QVERIFY(record && record->state == TaskState::Queued);
        QVERIFY(record->history == retry.history);
        QCOMPARE(record->result.error, std::string{});
    }

    void storesRunningAsAssigned() {
        open();
        QVERIFY(m_driver->commit(queued(1, 1)));
        Row running;
        running.op = RowOp::Update;
        running.state = TaskState::Running;
        running.worker = 3;
        QVERIFY(m_driver->commit({running}));
        QVERIFY(m_driver->reader().task(task(1))->state == TaskState::Assigned);
        TaskQuery query;
        query.filter.states = TaskFilter::bit(TaskState::Running);
        QCOMPARE(page(query).count, 1U);
    }

    void changesNothingWhenWrittenTwice() {
        open();
        for (int i = 0; i < 2; ++i) {
            QVERIFY(m_driver->commit(queued(1, 3)));
            QVERIFY(m_driver->commit(completed(1, 2)));
            QVERIFY(m_driver->commit(completed(1, 2)));
        }
        const LedgerStats stats = m_driver->ledger().stats();
        QCOMPARE(stats.rows, 3U);
        QCOMPARE(stats.finalRows, 2U);
    }

    void countsChangesOfRowsThatAreGone() {
        open();
        Row row;
        row.op = RowOp::Update;
        QVERIFY(m_driver->commit({row}));
        QVERIFY(m_driver->commit(completed(1, 1)));
        QCOMPARE(m_driver->ledger().stats().missed, 2U);
        QCOMPARE(m_driver->ledger().stats().rows, 0U);
    }

    void refusesAnOlderFenceForGood() {
        open();
        m_driver->setFence(5);
        QVERIFY(m_driver->commit(queued(1, 1)));
        m_driver->setFence(4);
        const auto number = m_driver->write(queued(2, 1));
        const auto failure = m_driver->failure();
        QVERIFY(failure.has_value());
        QVERIFY(!failure->transient);
        QCOMPARE(failure->number, number);
        QVERIFY(failure->error.code == ErrorCode::Conflict);
        QCOMPARE(m_driver->ledger().stats().rows, 1U);
    }

    void replacesExpiredClaimsOnly() {
        open();
        Row first = queued(1, 1)[0];
        first.key = "k";
        first.keyExpires = wallAt(100);
        QVERIFY(m_driver->commit({first}));
        Row second = queued(2, 1)[0];
        second.key = "k";
        second.at = 100;
        second.keyExpires = wallAt(200);
        QVERIFY(m_driver->commit({second}));
        Row third = queued(3, 1)[0];
        third.key = "k";
        third.at = 150;
        (void)m_driver->write({third});
        const auto failure = m_driver->failure();
        QVERIFY(failure && !failure->transient);
        QVERIFY(failure->error.code == ErrorCode::Conflict);
        QVERIFY(!m_driver->reader().task(task(3)).has_value());
    }

    void keepsOutcomesByTicket() {
        open();
        const Ticket ticket = Uuid::random();
        Outcome outcome;
        outcome.ok = true;
        outcome.affected = 3;
        outcome.tasks = {{task(1), 3}};
        auto batch = batchOf(queued(1, 3));
        batch->tickets.push_back({ticket, wallAt(1000), encodeOutcome(outcome)});
        QVERIFY(m_driver->commit(std::move(batch)));
        const auto kept = m_driver->reader().outcome(ticket);
        QVERIFY(kept.has_value());
        QVERIFY(kept->ticket == ticket);
        QCOMPARE(kept->affected, 3U);
        QVERIFY(kept->tasks == outcome.tasks);
        const auto unknown = m_driver->reader().outcome(Uuid::random());
        QVERIFY(!unknown && unknown.error().code == ErrorCode::NotFound);
    }

    void filters_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("expected");
        const char *const expected[] = {"6 5 4 3 2 1", "3 2 1", "2", "3", "4", "4 2", "6", "3", "6 5", "6 4 2 1", "5"};
        const char *const names[] = {"all",      "by state",    "by type",  "by queue",    "by worker", "by name",
                                     "by error", "by priority", "finished", "several ids", "by id text"};
        for (int i = 0; i < 11; ++i) QTest::newRow(names[i]) << i << QString::fromLatin1(expected[i]);
    }
    void filters() {
        QFETCH(int, which);
        QFETCH(QString, expected);
        open();
        fill();
        TaskQuery query;
        switch (which) {
        case 1: query.filter.states = TaskFilter::bit(TaskState::Queued); break;
        case 2: query.filter.type = "command"; break;
        case 3: query.filter.queue = "gpu"; break;
        case 4: query.filter.worker = WorkerId{7}; break;
        case 5: query.filter.text = "Alpha"; break;
        case 6: query.filter.text = "HOST"; break;
        case 7: query.filter.priorityMin = 6; break;
        case 8: query.filter.finishedBefore = std::chrono::nanoseconds{1}; break;
        case 9: query.filter.ids = {task(1), task(4), task(2), task(6), task(99), task(1)}; break;
        case 10: query.filter.text = taskIdText(m_driver->ledger().id(), task(5)); break;
        default: break;
        }
        // Times of these tests lie in 2026; "finished" compares with the clock of the wall.
        if (which == 8 && wallNow() < wallAt(600)) QSKIP("The clock of this machine is before the test's times");
        const TaskPage out = page(query);
        QCOMPARE(ids(out), expected);
        QCOMPARE(out.count, std::uint64_t(out.rows.size()));
        QCOMPARE(out.kept, 6U);
        QCOMPARE(out.revision, 2U);
    }

    void sortsByEveryColumn() {
        open();
        fill();
        for (std::size_t column = 0; column < kTaskColumns; ++column) {
            TaskQuery query;
            query.sort = {static_cast<TaskColumn>(column), false};
            const TaskPage up = page(query);
            query.sort.descending = true;
            const TaskPage down = page(query);
            QStringList reversed = ids(down).split(u' ');
            std::reverse(reversed.begin(), reversed.end());
            QCOMPARE(ids(up), reversed.join(u' '));
            QCOMPARE(up.rows.size(), 6U);
        }
        TaskQuery query;
        query.sort = {TaskColumn::Name, false};
        QCOMPARE(ids(page(query)), QStringLiteral("5 6 4 1 2 3"));
        query.sort = {TaskColumn::Priority, true};
        QCOMPARE(ids(page(query)), QStringLiteral("3 6 5 4 2 1"));
    }

    void pagesThroughManyRows() {
        open();
        QVERIFY(m_driver->commit(queued(1, 5000)));
        TaskQuery query;
        query.offset = 4990;
        query.limit = 100;
        const TaskPage last = page(query);
        QCOMPARE(last.count, 5000U);
        QCOMPARE(last.rows.size(), 10U);
        QCOMPARE(sequenceOf(last.rows.back().id), 1U);
        query.offset = 10'000;
        QVERIFY(page(query).rows.empty());
    }

    void refusesQueriesOutOfBounds() {
        open();
        TaskQuery query;
        query.limit = 10'001;
        QVERIFY(m_driver->reader().query(query, {}).error().code == ErrorCode::Invalid);
        query.limit = 1;
        query.at = wallAt(1);
        QVERIFY(m_driver->reader().query(query, {}).error().code == ErrorCode::Unsupported);
    }

    void stopsAQueryWhenCancelled() {
        open();
        QVERIFY(m_driver->commit(queued(1, 5000)));
        TaskQuery query;
        query.filter.text = "nothing has this";
        int polls = 0;
        const auto answer = m_driver->reader().query(query, [&polls] { return ++polls > 1; });
        QVERIFY(!answer);
        QVERIFY(answer.error().code == ErrorCode::Cancelled);
    }

    void dropsTheOldestFinalRowsBeyondTheBound() {
        open(100);
        for (std::uint64_t from = 1; from <= 1000; from += 50) {
            QVERIFY(m_driver->commit(queued(from, 50)));
            QVERIFY(m_driver->commit(completed(from, from < 500 ? 49 : 50))); // One in fifty stays unfinished at first.
        }
        QTRY_COMPARE(m_driver->ledger().stats().finalRows, 100U);
        QCOMPARE(m_driver->ledger().stats().rows, 110U);
        QCOMPARE(m_driver->ledger().stats().pruned, 890U);
        QVERIFY(m_driver->reader().task(task(50)).has_value());
        QVERIFY(!m_driver->reader().task(task(49)).has_value());
        QVERIFY(m_driver->reader().task(task(901)).has_value());
        // Those that ended late are not forgotten by retention.
        for (std::uint64_t id = 50; id <= 500; id += 50) QVERIFY(m_driver->commit(completed(id, 1, 2)));
        for (std::uint64_t from = 1001; from <= 1200; from += 50) {
            QVERIFY(m_driver->commit(queued(from, 50)));
            QVERIFY(m_driver->commit(completed(from, 50, 3)));
        }
        QTRY_COMPARE(m_driver->ledger().stats().finalRows, 100U);
        QCOMPARE(m_driver->ledger().stats().rows, 100U);
    }

    void dropsFinalRowsByAgeAndKeepsFailedOnes() {
        open(1'000'000, std::chrono::seconds{600});
        QVERIFY(m_driver->commit(queued(1, 4)));
        std::vector<Row> done = completed(1, 3, 10);
        done[1].state = TaskState::Failed;
        done[2].at = 900;
        QVERIFY(m_driver->commit(done));
        Row later = queued(9, 1)[0];
        later.at = 1000;
        QVERIFY(m_driver->commit({later}));
        QTRY_COMPARE(m_driver->ledger().stats().rows, 4U);
        QVERIFY(!m_driver->reader().task(task(1)).has_value());
        QVERIFY(m_driver->reader().task(task(2)).has_value());
        QVERIFY(m_driver->reader().task(task(3)).has_value());
    }

    void purgesFinalRowsByFilter() {
        open();
        fill();
        auto batch = std::make_unique<LedgerBatch>();
        PurgeRequest nothing;
        nothing.which.filter.states = TaskFilter::bit(TaskState::Queued);
        nothing.now = wallAt(1000);
        PurgeRequest done;
        done.now = wallAt(1000);
        PurgeRequest failedYoung;
        failedYoung.which.filter.states = TaskFilter::bit(TaskState::Failed);
        failedYoung.which.filter.finishedBefore = std::chrono::seconds{600};
        failedYoung.now = wallAt(1000);
        PurgeRequest failedOld = failedYoung;
        failedOld.which.filter.finishedBefore = std::chrono::seconds{400};
        batch->purges = {nothing, done, failedYoung, failedOld};
        QVERIFY(m_driver->commit(std::move(batch)));
        QVERIFY((m_driver->purged() == std::vector<std::uint64_t>{0, 1, 0, 1}));
        QCOMPARE(ids(page({})), QStringLiteral("4 3 2 1"));
        QCOMPARE(m_driver->ledger().stats().finalRows, 0U);
    }

    void deletesRows() {
        open();
        fill();
        std::vector<Row> rows = queued(5, 2);
        for (Row &row : rows) row.op = RowOp::Delete;
        QVERIFY(m_driver->commit(rows));
        QCOMPARE(ids(page({})), QStringLiteral("4 3 2 1"));
        QCOMPARE(m_driver->ledger().stats().finalRows, 0U);
    }

    void givesBuffersBack() {
        open();
        QVERIFY(m_driver->commit(queued(1, 100)));
        std::unique_ptr<LedgerBatch> batch;
        const auto given = [&] {
            if (!batch || batch->rows.capacity() < 100) batch = m_driver->ledger().spare();
            return batch->rows.capacity() >= 100;
        };
        QTRY_VERIFY(given());
        QVERIFY(batch->empty());
        QCOMPARE(batch->text.size(), 0U);
    }

    void answersReadersWhileItWrites() {
        open();
        std::atomic<bool> stop = false;
        std::atomic<int> answers = 0;
        std::jthread readers{[&] {
            while (!stop) {
                TaskQuery query;
                query.filter.text = "nothing";
                query.sort.column = TaskColumn::CreatedAt;
                if (m_driver->reader().query(query, {})) ++answers;
            }
        }};
        for (std::uint64_t from = 1; from <= 20'000; from += 500) {
            (void)m_driver->write(queued(from, 500));
            (void)m_driver->write(completed(from, 500));
        }
        QVERIFY(m_driver->waitFor(80));
        QTRY_VERIFY(answers > 0);
        stop = true;
        readers.join();
        QCOMPARE(m_driver->ledger().stats().finalRows, 20'000U);
    }

    void stopsTwiceAndWithoutStart() {
        open();
        QVERIFY(m_driver->commit(queued(1, 1)));
        m_driver->stop();
        m_driver->stop();
    }
};

QTEST_GUILESS_MAIN(TestLedgerConformance)
#include "tst_ledger_conformance.moc"
