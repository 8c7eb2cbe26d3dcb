// The pool with its real threads, over the memory transport; the test plays the coordinator.

#include <QtTest/QTest>

#include <atomic>
#include <map>
#include <set>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

#include "core/base/wakeup.h"
#include "core/transport/memory_transport.h"
#include "core/workers/handler.h"
#include "core/workers/worker_pool.h"

using namespace qd;
using std::chrono::milliseconds;

namespace {

struct Report {
    OutcomeKind outcome = OutcomeKind::Succeeded;
    std::string error;
    std::string output;
    std::int32_t exitCode = kNoExitCode;
    Duration runTime{};
    std::uint64_t outputBytes = 0;
};

/// The coordinator's end, as far as a pool can see it: sends tasks, confirms heartbeats, collects reports.
class Desk {
public:
    void send(std::uint64_t task, std::uint32_t worker, std::string_view type, std::string_view payload = {},
              Duration timeout = {}) {
        auto batch = transport.spare();
        add(*batch, task, worker, type, payload, timeout);
        transport.send(std::move(batch));
    }
    static void add(ToHosts &batch, std::uint64_t task, std::uint32_t worker, std::string_view type,
                    std::string_view payload = {}, Duration timeout = {}) {
        Dispatch message;
        message.task = {task};
        message.epoch = 1;
        message.worker = {worker};
        message.timeout = timeout;
        message.type = batch.text.add(type);
        message.name = batch.text.add("a name");
        message.payload = batch.text.add(payload);
        batch.dispatches.push_back(message);
    }
    void withdraw(std::uint64_t task, std::uint32_t worker) {
        auto batch = transport.spare();
        batch->withdrawals.push_back({{task}, 1, {worker}});
        transport.send(std::move(batch));
    }
    /// Takes in what has come; true, so that it can stand in a QTRY_VERIFY.
    bool pump() {
        Position position;
        while (auto batch = transport.receive(position)) {
            auto answer = transport.spare();
            for (const WorkerHello &m : batch->hellos) helloed.insert(m.worker.value);
            for (const TaskStarted &m : batch->started) started.insert(m.task.value);
            for (const TaskFinished &m : batch->finished) take(m, *batch);
            for (const Heartbeat &m : batch->heartbeats) {
                answer->acks.push_back({m.worker, m.sentAt});
                usage = m.usage;
            }
            for (const WorkerGoodbye &m : batch->goodbyes) gone.insert(m.worker.value);
            heartbeats += batch->heartbeats.size();
            transport.recycle(std::move(batch));
            transport.send(std::move(answer));
        }
        return true;
    }
    [[nodiscard]] bool has(std::uint64_t task) { return pump() && reports.contains(task); }
    [[nodiscard]] bool hasStarted(std::uint64_t task) { return pump() && started.contains(task); }

    MemoryTransport transport;
    std::set<std::uint32_t> helloed;
    std::set<std::uint32_t> gone;
    std::set<std::uint64_t> started;
    std::map<std::uint64_t, Report> reports;
    std::size_t twice = 0;
    std::size_t heartbeats = 0;
    ProcessUsage usage; ///< As the newest heartbeat told.

private:
    void take(const TaskFinished &m, const FromHosts &batch) {
        Report report{m.outcome,
                      std::string{batch.text.view(m.error)},
                      std::string{batch.text.view(m.output)},
                      m.exitCode,
                      m.runTime,
                      m.outputBytes};
        if (!reports.emplace(m.task.value, std::move(report)).second) ++twice;
    }
};

/// Runs until it is destroyed or told to end; counts both.
class ManualHandler final : public Handler {
public:
    std::unique_ptr<RunningTask> start(TaskContext task, HandlerDone done) override {
        if (task.payload == "throw") throw std::runtime_error("cannot start this");
        if (task.payload == "at once") {
            done({.output = "done before start() returned"});
            return nullptr;
        }
        lastText = task.taskText;
        finish = std::move(done);
        return std::make_unique<Running>(*this);
    }
    class Running final : public RunningTask {
    public:
        explicit Running(ManualHandler &owner) : m_owner(owner) {}
        ~Running() override { ++m_owner.destroyed; }
        void tail(std::string &output, std::string &errorOutput, std::uint64_t &bytes) const override {
            output = "so far";
            errorOutput = "a warning";
            bytes = 6;
        }

    private:
        ManualHandler &m_owner;
    };
    std::atomic<int> destroyed{0};
    std::string lastText;
    HandlerDone finish; ///< Read by the test after it has seen the start.
};

OutcomeKind outcomeOf(Desk &desk, std::uint64_t task) {
    return desk.reports[task].outcome;
}

} // namespace

class TestWorkerPool : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<HandlerTable> m_handlers;
    std::shared_ptr<ManualHandler> m_manual;
    std::unique_ptr<WorkerPool> m_pool;

    void startPool(std::uint32_t workers, std::uint16_t slotCount = 4, Duration heartbeat = milliseconds{100}) {
        WorkerPoolOptions options;
        options.ledger = {0x9c41e0};
        options.slotCount = slotCount;
        options.threads = 2;
        options.lease = std::chrono::seconds{20};
        options.heartbeat = heartbeat;
        m_pool = std::make_unique<WorkerPool>(options, m_handlers, m_desk->transport.hostEnd());
        for (std::uint32_t i = 1; i <= workers; ++i) m_pool->addWorker({i});
        QVERIFY(m_pool->start().has_value());
        QTRY_VERIFY(m_desk->pump() && m_desk->helloed.size() == workers);
    }

private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_desk = std::make_unique<Desk>();
        m_handlers = std::make_shared<HandlerTable>();
        m_manual = std::make_shared<ManualHandler>();
        m_handlers->add("manual", m_manual);
    }
    void cleanup() {
        m_pool.reset();
        m_handlers.reset();
        m_desk.reset();
    }

    void anInstantTaskIsReportedByItsEndOnly() {
        startPool(1);
        m_desk->send(1, 1, "synthetic");
        QTRY_VERIFY(m_desk->has(1));
        QVERIFY(outcomeOf(*m_desk, 1) == OutcomeKind::Succeeded);
        QVERIFY(m_desk->started.empty());
        QTRY_COMPARE(m_pool->counters().finishedInline, std::uint64_t{1});
    }

    void aWaitingTaskIsStartedSeenAndFinished() {
        startPool(1);
        m_desk->send(1, 1, "synthetic", R"({"ms":60})");
        m_desk->send(2, 1, "synthetic", R"({"ms":60000})");
        QTRY_VERIFY(m_desk->hasStarted(2));
        QVERIFY(m_pool->isRunning({2}));
        QVERIFY(m_pool->liveOutput({2}).known);
        QTRY_VERIFY(m_desk->has(1));
        QVERIFY(m_desk->started.contains(1));
        QVERIFY(m_desk->reports[1].runTime >= milliseconds{60});
        QVERIFY(!m_pool->isRunning({1}));
    }

    void failuresAreDrawnAndTold() {
        startPool(1);
        m_desk->send(1, 1, "synthetic", R"({"ms":0,"fail_permille":1000})");
        m_desk->send(2, 1, "synthetic", R"({"ms":2,"fail_permille":1000})");
        m_desk->send(3, 1, "synthetic", R"({"ms":2,"burn":true,"fail_permille":1000})");
        m_desk->send(4, 1, "synthetic", R"({"ms":-2})");
        for (const std::uint64_t task : {1U, 2U, 3U}) {
            QTRY_VERIFY(m_desk->has(task));
            QVERIFY(outcomeOf(*m_desk, task) == OutcomeKind::Failed);
            QVERIFY(m_desk->reports[task].error.find("1000 in 1000") != std::string::npos);
        }
        QTRY_VERIFY(m_desk->has(4));
        QVERIFY(outcomeOf(*m_desk, 4) == OutcomeKind::FailedFatal);
        QVERIFY(m_desk->reports[4].error.find("\"ms\" is -2") != std::string::npos);
    }

    void tenThousandWaitingTasksFinishTogether() {
        startPool(10, 1000);
        auto batch = m_desk->transport.spare();
        for (std::uint64_t i = 1; i <= 10'000; ++i)
            Desk::add(*batch, i, static_cast<std::uint32_t>(1 + i % 10), "synthetic", R"({"ms":150})");
        m_desk->transport.send(std::move(batch));
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->pump() && m_desk->reports.size() == 10'000, 20'000);
        QCOMPARE(m_desk->twice, std::size_t{0});
        for (const auto &[task, report] : m_desk->reports) QVERIFY(report.runTime >= milliseconds{150});
    }

    void burningWorkReallyBurns() {
        startPool(1);
        const auto cpuMs = [] {
            rusage usage{};
            getrusage(RUSAGE_SELF, &usage);
            return usage.ru_utime.tv_sec * 1000 + usage.ru_utime.tv_usec / 1000;
        };
        const auto before = cpuMs();
        m_desk->send(1, 1, "synthetic", R"({"ms":80,"burn":true})");
        QTRY_VERIFY(m_desk->has(1));
        QVERIFY(outcomeOf(*m_desk, 1) == OutcomeKind::Succeeded);
        QVERIFY(cpuMs() - before >= 40); // user time; the rest of the 80 may be booked as system time
    }

    void anUnknownTypeFailsForGoodAndNamesTheKnown() {
        m_handlers->addFunction("sum",
                                [](const TaskContext &, const std::function<bool()> &) { return HandlerResult{}; });
        startPool(1);
        m_desk->send(1, 1, "sing");
        QTRY_VERIFY(m_desk->has(1));
        QVERIFY(outcomeOf(*m_desk, 1) == OutcomeKind::FailedFatal);
        QCOMPARE(QString::fromStdString(m_desk->reports[1].error),
                 QStringLiteral("No handler for type \"sing\"; known: manual, sum, synthetic"));
    }

    void aRegisteredFunctionGetsItsTaskAndReturnsItsResult() {
        m_handlers->addFunction("echo", [](const TaskContext &task, const std::function<bool()> &) {
            return HandlerResult{.exitCode = 4, .output = task.taskText + " " + task.name + " " + task.payload};
        });
        startPool(1);
        m_desk->send(1, 1, "echo", "hello");
        QTRY_VERIFY(m_desk->has(1));
        QCOMPARE(m_desk->reports[1].exitCode, 4);
        QCOMPARE(QString::fromStdString(m_desk->reports[1].output), QStringLiteral("9c41e0-1 a name hello"));
    }

    void exceptionsBecomeFailures() {
        m_handlers->addFunction("throw", [](const TaskContext &, const std::function<bool()> &) -> HandlerResult {
            throw std::runtime_error("the function gave up");
        });
        m_handlers->addFunction("throw int",
                                [](const TaskContext &, const std::function<bool()> &) -> HandlerResult { throw 3; });
        startPool(1);
        m_desk->send(1, 1, "throw");
        m_desk->send(2, 1, "throw int");
        m_desk->send(3, 1, "manual", "throw");
        for (const std::uint64_t task : {1U, 2U, 3U}) {
            QTRY_VERIFY(m_desk->has(task));
            QVERIFY(outcomeOf(*m_desk, task) == OutcomeKind::Failed);
        }
        QCOMPARE(QString::fromStdString(m_desk->reports[1].error), QStringLiteral("the function gave up"));
        QVERIFY(!m_desk->reports[2].error.empty());
        QCOMPARE(QString::fromStdString(m_desk->reports[3].error), QStringLiteral("cannot start this"));
        QCOMPARE(m_pool->counters().handlerExceptions, std::uint64_t{3});
    }

    void aHandlerMayEndItsTaskBeforeStartReturns() {
        startPool(1, 1);
        for (std::uint64_t task = 1; task <= 3; ++task) {
            m_desk->send(task, 1, "manual", "at once");
            QTRY_VERIFY(m_desk->has(task));
        }
        QCOMPARE(QString::fromStdString(m_desk->reports[3].output), QStringLiteral("done before start() returned"));
    }

    void aHandlerMayEndItsTaskFromAnyThread() {
        startPool(1, 1);
        m_desk->send(1, 1, "manual");
        QTRY_VERIFY(m_desk->hasStarted(1));
        QCOMPARE(QString::fromStdString(m_manual->lastText), QStringLiteral("9c41e0-1"));
        const std::string big(100'000, 'x');
        std::thread{[this, &big] { m_manual->finish({.exitCode = 2, .output = big, .errorOutput = "err"}); }}.join();
        QTRY_VERIFY(m_desk->has(1));
        QCOMPARE(m_desk->reports[1].exitCode, 2);
        QCOMPARE(m_desk->reports[1].output.size(), kOutputTailBytesMax);
        QCOMPARE(m_desk->reports[1].outputBytes, std::uint64_t{100'003});
        QTRY_COMPARE(m_manual->destroyed.load(), 1);
        // A second word about the same task is nobody's any more.
        m_manual->finish({.exitCode = 9});
        m_desk->send(2, 1, "synthetic");
        QTRY_VERIFY(m_desk->has(2));
        QCOMPARE(m_desk->twice, std::size_t{0});
        QTRY_COMPARE(m_pool->counters().hosts.lateOutcomes, std::uint64_t{1});
    }

    void liveOutputShowsTheTail() {
        startPool(1);
        m_desk->send(1, 1, "manual");
        QTRY_VERIFY(m_desk->hasStarted(1));
        const LiveOutput live = m_pool->liveOutput({1});
        QVERIFY(live.known);
        QCOMPARE(QString::fromStdString(live.output), QStringLiteral("so far"));
        QCOMPARE(live.outputBytes, std::uint64_t{6});
        QVERIFY(!m_pool->liveOutput({2}).known);
    }

    void aWithdrawalReachesTheHandlerAndFreesTheSlot() {
        startPool(1, 1);
        m_desk->send(1, 1, "manual");
        QTRY_VERIFY(m_desk->hasStarted(1));
        m_desk->withdraw(1, 1);
        QTRY_COMPARE(m_manual->destroyed.load(), 1);
        m_desk->send(2, 1, "synthetic");
        QTRY_VERIFY(m_desk->has(2));
        QVERIFY(!m_desk->reports.contains(1));
        QVERIFY(!m_pool->liveOutput({1}).known);
    }

    void aWithdrawnWaitingTaskNeverFinishes() {
        startPool(1, 1);
        m_desk->send(1, 1, "synthetic", R"({"ms":600})");
        QTRY_VERIFY(m_desk->hasStarted(1));
        m_desk->withdraw(1, 1);
        m_desk->send(2, 1, "synthetic", R"({"ms":650})");
        QTRY_VERIFY(m_desk->has(2));
        QVERIFY(!m_desk->reports.contains(1));
    }

    void aTimeOutKillsAndKeepsTheTail() {
        startPool(1, 1);
        m_desk->send(1, 1, "manual", {}, milliseconds{50});
        QTRY_VERIFY(m_desk->has(1));
        QVERIFY(outcomeOf(*m_desk, 1) == OutcomeKind::TimedOut);
        QCOMPARE(QString::fromStdString(m_desk->reports[1].error), QStringLiteral("Timed out after 0.05 s"));
        QCOMPARE(QString::fromStdString(m_desk->reports[1].output), QStringLiteral("so far"));
        QCOMPARE(m_desk->reports[1].exitCode, kNoExitCode); // Nothing exited by itself.
        QTRY_COMPARE(m_manual->destroyed.load(), 1);
    }

    void aTimeOutAsksAFunctionToStop() {
        std::atomic<bool> sawStop{false};
        m_handlers->addFunction("loop", [&sawStop](const TaskContext &, const std::function<bool()> &stopped) {
            while (!stopped()) std::this_thread::yield();
            sawStop = true;
            return HandlerResult{};
        });
        startPool(1, 1);
        // Long enough for the function to begin on a busy machine: one that has not begun is not called at all.
        m_desk->send(1, 1, "loop", {}, milliseconds{1000});
        QTRY_VERIFY(m_desk->has(1));
        QVERIFY(outcomeOf(*m_desk, 1) == OutcomeKind::TimedOut);
        QTRY_VERIFY(sawStop.load());
        QCOMPARE(m_desk->twice, std::size_t{0});
    }

    void sendsHeartbeatsWhileIdle() {
        startPool(3);
        QTRY_VERIFY(m_desk->pump() && m_desk->heartbeats >= 9);
    }

    void heartbeatsTellWhatTheProcessUses() {
        startPool(2);
        QTRY_VERIFY(m_desk->pump() && m_desk->usage.cpuPermille >= 0);
        QVERIFY(m_desk->usage.residentBytes > 1'000'000);
    }

    void anOrderlyLeaveReleasesWhatIsHeld() {
        startPool(2);
        m_desk->send(1, 1, "manual");
        m_desk->send(2, 1, "synthetic", R"({"ms":60000})");
        m_desk->send(3, 2, "synthetic", R"({"ms":60000})");
        QTRY_VERIFY(m_desk->hasStarted(1) && m_desk->hasStarted(2) && m_desk->hasStarted(3));
        m_pool->removeWorker({1});
        QTRY_VERIFY(m_desk->pump() && m_desk->gone.contains(1));
        QVERIFY(outcomeOf(*m_desk, 1) == OutcomeKind::Released);
        QVERIFY(outcomeOf(*m_desk, 2) == OutcomeKind::Released);
        QVERIFY(!m_desk->reports.contains(3));
        QCOMPARE(m_manual->destroyed.load(), 1);
        QTRY_COMPARE(m_pool->workerCount(), 1U);
        QVERIFY(m_pool->allIds() == std::vector<WorkerId>{{2}});
        // Nobody is there any more to take it; it is counted.
        m_desk->send(4, 1, "synthetic");
        QTRY_COMPARE(m_pool->counters().unknownWorker, std::uint64_t{1});
    }

    void releaseAllHandsEverythingBackAndNewWorkersMayCome() {
        startPool(4, 100);
        auto batch = m_desk->transport.spare();
        for (std::uint64_t i = 1; i <= 400; ++i)
            Desk::add(*batch, i, static_cast<std::uint32_t>(1 + i % 4), "synthetic", R"({"ms":60000})");
        m_desk->transport.send(std::move(batch));
        m_pool->releaseAll();
        QTRY_VERIFY(m_desk->pump() && m_desk->gone.size() == 4);
        QCOMPARE(m_desk->reports.size(), std::size_t{400});
        for (const auto &[task, report] : m_desk->reports) QVERIFY(report.outcome == OutcomeKind::Released);
        m_pool->addWorker({5});
        QTRY_VERIFY(m_desk->pump() && m_desk->helloed.contains(5));
    }

    void stopReleasesAndLeavesTheLastBatchInTheLink() {
        startPool(2);
        m_desk->send(1, 1, "manual");
        m_desk->send(2, 2, "synthetic", R"({"ms":60000})");
        QTRY_VERIFY(m_desk->hasStarted(1) && m_desk->hasStarted(2));
        m_pool->stop();
        m_pool->stop();
        QVERIFY(m_desk->pump());
        QCOMPARE(m_desk->gone.size(), std::size_t{2});
        QVERIFY(outcomeOf(*m_desk, 1) == OutcomeKind::Released);
        QVERIFY(outcomeOf(*m_desk, 2) == OutcomeKind::Released);
        QCOMPARE(m_manual->destroyed.load(), 1);
        QVERIFY(!m_pool->start().has_value());
    }

    void stopWithoutStartIsHarmless() {
        WorkerPool pool{{}, nullptr, m_desk->transport.hostEnd()};
        pool.addWorker({1});
        pool.stop();
        QVERIFY(!m_pool);
    }

    void holdsHeartbeatsAndReportsWhileTheCoordinatorIsBehind() {
        m_desk.reset();
        m_desk = std::make_unique<Desk>();
        WorkerPoolOptions options;
        options.slotCount = 1;
        options.heartbeat = milliseconds{2};
        options.lease = std::chrono::seconds{20};
        MemoryTransport narrow{1};
        WorkerPool pool{options, nullptr, narrow.hostEnd()};
        pool.addWorker({1});
        QVERIFY(pool.start().has_value());
        auto batch = narrow.spare();
        Desk::add(*batch, 1, 1, "synthetic", R"({"ms":5})");
        narrow.send(std::move(batch));
        // Nobody receives: old heartbeats give way to newer ones, the report stays.
        QTRY_VERIFY(pool.counters().heartbeatsDropped > 20);
        std::size_t finished = 0;
        std::size_t heartbeats = 0;
        const auto receive = [&] {
            Position position;
            while (auto in = narrow.receive(position)) {
                finished += in->finished.size();
                heartbeats += in->heartbeats.size();
                narrow.recycle(std::move(in));
            }
            return true;
        };
        QTRY_VERIFY(receive() && finished == 1 && heartbeats > 0);
        pool.stop();
    }

    void survivesStartAndStopUnderLoad() {
        for (int round = 0; round < 40; ++round) {
            Desk desk;
            WorkerPoolOptions options;
            options.slotCount = 8;
            options.threads = 2;
            WorkerPool pool{options, m_handlers, desk.transport.hostEnd()};
            std::thread adder{[&pool] {
                for (std::uint32_t i = 1; i <= 8; ++i) pool.addWorker({i});
                for (std::uint32_t i = 1; i <= 8; i += 3) pool.removeWorker({i});
            }};
            QVERIFY(pool.start().has_value());
            static constexpr const char *kTypes[] = {"synthetic", "manual", "unknown"};
            static constexpr const char *kPayloads[] = {"", R"({"ms":1})", R"({"ms":1,"burn":true})", R"({"ms":5000})"};
            for (std::uint64_t i = 1; i <= 60; ++i)
                desk.send(i, static_cast<std::uint32_t>(1 + i % 8), i % 10 == 0 ? kTypes[1 + i % 20 / 10] : kTypes[0],
                          kPayloads[i % 4]);
            std::thread looker{[&pool] {
                for (std::uint64_t i = 1; i <= 60; ++i) static_cast<void>(pool.liveOutput({i}));
            }};
            std::thread stopper{[&pool] { pool.stop(); }};
            adder.join();
            looker.join();
            pool.stop();
            stopper.join();
            QVERIFY(desk.pump());
            QCOMPARE(desk.twice, std::size_t{0});
        }
    }
};

QTEST_GUILESS_MAIN(TestWorkerPool)
#include "tst_worker_pool.moc"
