// The copy of the rows answers as the ledger does, whatever happens to the rows, and what only it can answer is right.

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest/QTest>

#include <atomic>
#include <future>
#include <random>

#include "core/ledger/memory_ledger.h"
#include "core/ledger/sqlite_ledger.h"
#include "core/replica/task_replica.h"
#include "tests/core/ledger/ledger_driver.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

class TestTaskReplica : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LedgerDriver> m_driver;
    std::unique_ptr<TaskReplica> m_replica;

    void open(std::uint64_t keepRows = 1'000'000) {
        QFETCH_GLOBAL(QString, kind);
        m_folder = std::make_unique<QTemporaryDir>();
        std::unique_ptr<Ledger> ledger;
        if (kind == QLatin1String("memory")) {
            auto opened = openMemoryLedger({.keepRows = keepRows, .keepFor = std::chrono::hours{24 * 365}, .id = {}});
            QVERIFY(opened.has_value());
            ledger = std::move(*opened);
        } else {
            SqliteLedgerOptions options;
            options.path = m_folder->filePath(QStringLiteral("ledger.db")).toStdString();
            options.keepRows = keepRows;
            options.keepFor = std::chrono::hours{24 * 365};
            options.wallClock = [] { return wallAt(1000); };
            auto opened = openSqliteLedger(options);
            QVERIFY2(opened.has_value(), opened ? "" : opened.error().detail.c_str());
            ledger = std::move(*opened);
        }
        m_driver = std::make_unique<LedgerDriver>(std::move(ledger));
        m_replica = std::make_unique<TaskReplica>(m_driver->ledger());
        m_driver->ledger().observe([this](LedgerDelta delta) { m_replica->take(std::move(delta)); });
        m_driver->start();
    }
    Result<TaskPage> ask(const TaskQuery &query) {
        std::promise<Result<TaskPage>> promise;
        auto answer = promise.get_future();
        if (!m_replica->query(query, {}, [&promise](Result<TaskPage> page) { promise.set_value(std::move(page)); }))
            return fail(ErrorCode::Overloaded, "not taken");
        return answer.get();
    }
    QString find(const char *expression) {
        TaskQuery query;
        query.filter.expression = expression;
        query.sort = {TaskColumn::Id, false};
        const auto page = ask(query);
        if (!page) return QString::fromStdString(page.error().detail);
        QStringList out;
        for (const TaskBrief &row : page->rows) out << QString::number(sequenceOf(row.id));
        return out.join(u' ');
    }
    /// The two agree within a while (an order is mended a few times a second).
    void agree(const TaskQuery &query) {
        const auto expected = m_driver->reader().query(query, {});
        QVERIFY(expected.has_value());
        Result<TaskPage> found;
        for (int i = 0; i < 100; ++i) {
            found = ask(query);
            QVERIFY2(found.has_value(), found ? "" : found.error().detail.c_str());
            if (found->count == expected->count && found->rows == expected->rows && found->kept == expected->kept)
                return;
            QTest::qWait(20);
        }
        QCOMPARE(found->kept, expected->kept);
        QCOMPARE(found->count, expected->count);
        QCOMPARE(found->rows.size(), expected->rows.size());
        for (std::size_t i = 0; i < found->rows.size(); ++i)
            QVERIFY2(found->rows[i] == expected->rows[i], qPrintable(QStringLiteral("row %1: %2 instead of %3")
                                                                         .arg(i)
                                                                         .arg(sequenceOf(found->rows[i].id))
                                                                         .arg(sequenceOf(expected->rows[i].id))));
    }
    static Row change(std::mt19937 &random, std::uint64_t sequence) {
        Row row;
        row.sequence = sequence;
        row.at = static_cast<std::int64_t>(random() % 900);
        row.epoch = static_cast<std::uint32_t>(1 + random() % 3);
        switch (random() % 4) {
        case 0:
            row.op = RowOp::Update;
            row.state = TaskState::Running;
            row.worker = static_cast<std::uint32_t>(1 + random() % 9);
            break;
        case 1:
            row.op = RowOp::Update;
            row.state = TaskState::Retrying;
            row.error = "no answer " + std::to_string(random() % 5);
            break;
        case 2:
            row.op = RowOp::Final;
            row.state = TaskState::Completed;
            break;
        default:
            row.op = RowOp::Final;
            row.state = TaskState::Failed;
            row.error = "failed for good";
        }
        return row;
    }
    static Row fresh(std::mt19937 &random, std::uint64_t sequence) {
        Row row;
        row.sequence = sequence;
        row.priority = static_cast<std::uint8_t>(1 + random() % 10);
        row.type = random() % 2 == 0 ? "http" : "command";
        if (random() % 3 == 0) row.queue = "gpu";
        row.name = "a name longer than eight bytes " + std::to_string(random() % 40);
        if (random() % 7 == 0) row.name = "short";
        return row;
    }

private slots:
    void initTestCase_data() {
        QTest::addColumn<QString>("kind");
        QTest::newRow("memory") << QStringLiteral("memory");
        QTest::newRow("sqlite") << QStringLiteral("sqlite");
    }
    void cleanup() {
        if (m_replica) m_replica->stop();
        m_driver.reset();
        m_replica.reset();
        m_folder.reset();
    }

    void answersAsTheLedgerDoesWhateverHappensToTheRows() {
        open(300);              // so that retention is at work
        std::mt19937 random{7}; // NOLINT(bugprone-random-generator-seed): the same run each time
        std::uint64_t next = 1;
        for (int round = 0; round < 12; ++round) {
            std::vector<Row> rows;
            for (int i = 0; i < 80; ++i) rows.push_back(fresh(random, next++));
            QVERIFY(m_driver->commit(rows));
            rows.clear();
            for (int i = 0; i < 60; ++i) rows.push_back(change(random, 1 + random() % (next - 1)));
            std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.sequence < b.sequence; });
            rows.erase(std::unique(rows.begin(), rows.end(),
                                   [](const Row &a, const Row &b) { return a.sequence == b.sequence; }),
                       rows.end());
            // What is gone, or has ended, is not written again by any engine.
            std::erase_if(rows, [this](const Row &row) {
                const auto known = m_driver->reader().task(task(row.sequence));
                return !known || isFinal(known->state);
            });
            auto batch = batchOf(rows);
            if (round % 3 == 2) {
                PurgeRequest purge;
                purge.which.filter.states = TaskFilter::bit(TaskState::Failed);
                purge.which.limit = 5;
                purge.now = wallAt(1000);
                batch->purges.push_back(purge);
            }
            QVERIFY(m_driver->commit(std::move(batch)));
            if (round == 3) m_replica->start(); // It reads what is there, and hears of what comes.
            if (round < 3) continue;
            for (std::size_t column = 0; column < kTaskColumns; ++column) {
                TaskQuery query;
                query.sort = {static_cast<TaskColumn>(column), random() % 2 == 0};
                query.offset = random() % 50;
                query.limit = 40;
                if (random() % 2 == 0) query.filter.states = static_cast<std::uint16_t>(random() % 512);
                if (random() % 3 == 0) query.filter.text = random() % 2 == 0 ? "bytes 1" : "answer";
                if (random() % 4 == 0) query.filter.queue = "gpu";
                agree(query);
                if (QTest::currentTestFailed()) return;
            }
        }
        QVERIFY(m_replica->isReady());
        QCOMPARE(m_replica->stats().rows, m_driver->ledger().stats().rows);
    }

    void understandsWhatPeopleType() {
        open();
        std::vector<Row> rows = queued(1, 6);
        rows[0].name = "Nightly report";
        rows[0].payload = R"({"to":"Alice"})";
        rows[1].name = "alpha";
        rows[1].type = "http";
        rows[2].queue = "gpu";
        rows[2].priority = 9;
        rows[3].name = "ALPHA two";
        rows[4].payload = std::string(5000, '.') + "needle";
        QVERIFY(m_driver->commit(rows));
        std::vector<Row> more;
        const auto add = [&more](std::uint64_t sequence, RowOp op, TaskState state, std::uint32_t worker,
                                 std::int64_t at) -> Row & {
            Row row;
            row.sequence = sequence;
            row.op = op;
            row.state = state;
            row.worker = worker;
            row.at = at;
            more.push_back(row);
            return more.back();
        };
        add(2, RowOp::Update, TaskState::Running, 12, 0);
        add(4, RowOp::Final, TaskState::Completed, 3, 10);
        add(6, RowOp::Final, TaskState::Failed, 0, 20).error = "No such Host";
        QVERIFY(m_driver->commit(more));
        m_replica->start();
        QTRY_VERIFY(m_replica->isReady());
        QCOMPARE(find("alpha"), QStringLiteral("2 4"));
        QCOMPARE(find("state:failed"), QStringLiteral("6"));
        QCOMPARE(find("state:running"), QStringLiteral("2"));
        QCOMPARE(find("!state:queued"), QStringLiteral("2 4 6"));
        QCOMPARE(find("worker:w-1*"), QStringLiteral("2"));
        QCOMPARE(find("worker:3,12"), QStringLiteral("2 4"));
        QCOMPARE(find("type:HTTP or queue:gpu"), QStringLiteral("2 3"));
        QCOMPARE(find("priority>5"), QStringLiteral("3"));
        QCOMPARE(find("error:host"), QStringLiteral("6"));
        QCOMPARE(find("host"), QStringLiteral("6"));
        QCOMPARE(find("name=alpha"), QStringLiteral("2"));
        QCOMPARE(find("id:3"), QStringLiteral("3"));
        QCOMPARE(find("id>=2 id<3"), QStringLiteral("2"));
        QCOMPARE(find(("id>=3 id<=" + taskIdText(m_driver->ledger().id(), task(3))).c_str()), QStringLiteral("3"));
        QCOMPARE(find("wait>5s state:completed"), QStringLiteral("4"));
        // Digits alone may be those of an id: of its number, or of the ledger's name that all share.
        const bool inAll = taskIdText(m_driver->ledger().id(), task(1)).substr(0, 6).find('6') != std::string::npos;
        QCOMPARE(find("6"), inAll ? QStringLiteral("1 2 3 4 5 6") : QStringLiteral("6"));
        QCOMPARE(find("-6"), QStringLiteral("6"));
        QCOMPARE(find("age>1s alpha -x"), QString()); // "-x" is a word.
        QCOMPARE(find("payload:alice"), QStringLiteral("1"));
        QCOMPARE(find("payload:NEEDLE or payload:alice"), QStringLiteral("1 5"));
        QCOMPARE(find("!payload:alice name:*"), QStringLiteral("2 3 4 5 6"));
        QVERIFY(find("state:faild").contains(QStringLiteral("is no state")));
    }

    void findsPayloadsOfTasksThatCameAfterTheSearch() {
        open();
        std::vector<Row> rows = queued(1, 3);
        rows[1].payload = "the needle";
        QVERIFY(m_driver->commit(rows));
        m_replica->start();
        QTRY_COMPARE(find("payload:needle"), QStringLiteral("2"));
        rows = queued(4, 2);
        rows[0].payload = "another needle";
        QVERIFY(m_driver->commit(rows));
        QTRY_COMPARE(find("payload:needle"), QStringLiteral("2 4"));
    }

    void saysHowFarItIsWhileItReads() {
        open();
        for (int i = 0; i < 30; ++i) QVERIFY(m_driver->commit(queued(1 + 1000 * static_cast<std::uint64_t>(i), 1000)));
        m_replica->start();
        TaskQuery query;
        query.filter.expression = "state:queued";
        const auto first = ask(query);
        QVERIFY(first.has_value());
        if (first->filling > 0) QCOMPARE(first->filling, std::max<std::uint64_t>(1, first->kept));
        QTRY_VERIFY(m_replica->isReady());
        QTRY_COMPARE(ask(query)->count, std::uint64_t{30'000});
        QCOMPARE(ask(query)->filling, std::uint64_t{0});
    }

    void startsAnewWhenTheLedgerWasFaster() {
        open();
        QVERIFY(m_driver->commit(queued(1, 100)));
        m_replica->start();
        QTRY_VERIFY(m_replica->isReady());
        // One commit of more rows than may wait: it is not taken, and the copy is made anew from the ledger.
        QVERIFY(m_driver->commit(queued(101, TaskReplica::kWaitingRowsMax + 1)));
        QTRY_COMPARE_WITH_TIMEOUT(m_replica->stats().rows, TaskReplica::kWaitingRowsMax + 101, 60'000);
        QTRY_VERIFY(m_replica->isReady());
        QVERIFY(m_replica->stats().restarts > 0);
        TaskQuery query;
        query.filter.states = TaskFilter::bit(TaskState::Queued);
        QCOMPARE(ask(query)->count, std::uint64_t{TaskReplica::kWaitingRowsMax + 101});
    }

    void letsGoOfWhatNobodyLooksAtInAStorm() {
        constexpr double kStorm = 1000; // Rows a second.
        open();
        m_replica = std::make_unique<TaskReplica>(m_driver->ledger(), kStorm);
        QVERIFY(m_driver->commit(queued(1, 100)));
        m_replica->start();
        QTRY_VERIFY(m_replica->isReady());
        std::uint64_t next = 101;
        const auto storm = [&] {
            (void)m_driver->commit(queued(next, 100));
            next += 100;
            std::this_thread::sleep_for(
                2ms); // Too dear to follow, and not too fast: that would be another reason to rest.
        };
        QElapsedTimer time;
        time.start();
        while (m_replica->isReady() && time.elapsed() < 60'000) storm();
        QVERIFY(!m_replica->isReady());
        QTRY_COMPARE(m_replica->stats().rows, std::uint64_t{0});
        storm();
        // Somebody looks at tasks again: at once, not when the storm is over.
        m_replica->watched();
        QTRY_VERIFY_WITH_TIMEOUT(m_replica->isReady(), 60'000);
        QCOMPARE(m_replica->stats().rows, next - 1);
        storm();
        QTRY_COMPARE(m_replica->stats().rows, next - 1);
        QVERIFY(m_replica->isReady());
    }

    void whoNeedsAllRowsGetsThemInAStormThatNobodyWatches() {
        constexpr double kStorm = 1; // Rows a second: it never calms down.
        open();
        m_replica = std::make_unique<TaskReplica>(m_driver->ledger(), kStorm);
        QVERIFY(m_driver->commit(queued(1, 100)));
        m_replica->start();
        std::atomic<bool> stop{false};
        std::jthread storm{[&] {
            for (std::uint64_t next = 101; !stop; next += 10) {
                (void)m_driver->commit(queued(next, 10));
                std::this_thread::sleep_for(2ms); // A ledger in memory would outrun whoever reads it.
            }
        }};
        const bool wasLetGo =
            QTest::qWaitFor([&] { return !m_replica->isReady() && m_replica->stats().rows == 0; }, 30'000);
        TaskQuery query;
        query.filter.expression = "state:queued";
        query.exact = true;
        std::promise<Result<TaskPage>> promise;
        auto answer = promise.get_future();
        const bool taken =
            m_replica->query(query, {}, [&promise](Result<TaskPage> page) { promise.set_value(std::move(page)); });
        const bool answered = taken && answer.wait_for(20s) == std::future_status::ready;
        stop = true;
        storm.join();
        if (!answered) m_replica->stop(); // Answers, before the promise goes.
        QVERIFY(wasLetGo);
        QVERIFY(answered);
        QVERIFY(answer.get().has_value());
    }

    void cancelsAQueryThatNobodyWaitsForAnyMore() {
        open();
        QVERIFY(m_driver->commit(queued(1, 10'000)));
        m_replica->start();
        for (const char *expression : {"name:x", "payload:x"}) {
            std::promise<ErrorCode> promise;
            TaskQuery query;
            query.filter.expression = expression;
            QVERIFY(m_replica->query(
                query, [] { return true; },
                [&promise](const Result<TaskPage> &page) {
                    promise.set_value(page ? ErrorCode::Internal : page.error().code);
                }));
            QCOMPARE(promise.get_future().get(), ErrorCode::Cancelled);
        }
    }

    void answersEverybodyWhenItStops() {
        open();
        QVERIFY(m_driver->commit(queued(1, 1000)));
        m_replica->start();
        std::atomic<int> answered{0};
        int asked = 0;
        for (int i = 0; i < 200; ++i) {
            TaskQuery query;
            query.filter.expression = "payload:" + std::to_string(i);
            asked += m_replica->query(query, {}, [&answered](const Result<TaskPage> &) { ++answered; }) ? 1 : 0;
        }
        m_replica->stop();
        QCOMPARE(answered.load(), asked);
        QVERIFY(!m_replica->query({}, {}, [](const Result<TaskPage> &) {}));
    }
};

QTEST_GUILESS_MAIN(TestTaskReplica)
#include "tst_task_replica.moc"
