// The engine with its real parts: threads, SQLite file, worker pool.

#include <QtTest/QTest>

#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>

#include <sqlite3.h>

#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "core/workers/handler.h"

using namespace qd;
using namespace std::chrono_literals;

namespace {

Settings settingsIn(const QTemporaryDir &folder, LedgerKind kind) {
    Settings s;
    s.profile = Profile::Test;
    s.dataFolder = folder.path().toStdString();
    s.ledger.kind = kind;
    s.pool.workers = 2;
    s.tasks.retryBase = 10ms;
    s.shutdown.drain = 2s;
    return s;
}

std::unique_ptr<Engine> started(const Settings &settings, std::shared_ptr<HandlerTable> handlers = {}) {
    auto engine = makeEngine(settings, std::move(handlers));
    if (!engine) qFatal("%s", engine.error().detail.c_str());
    if (auto ok = (*engine)->start(); !ok) qFatal("%s", ok.error().detail.c_str());
    return std::move(*engine);
}

Outcome run(Engine &engine, CommandBody body, Ticket ticket = Uuid::random()) {
    std::atomic<bool> done{false};
    Outcome result;
    const auto posted = engine.post({.ticket = ticket,
                                     .principal = "test",
                                     .origin = Origin::Api,
                                     .revisionSeen = 0,
                                     .reason = {},
                                     .body = std::move(body)},
                                    [&](const Outcome &outcome) {
                                        result = outcome;
                                        done = true;
                                    });
    if (!posted) {
        result.error = posted.error();
        return result;
    }
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 20'000); }();
    return result;
}

SubmitTasks submit(std::string type, std::uint32_t count = 1, std::string payload = {}) {
    SubmitTasks body;
    body.tasks.resize(1);
    body.tasks[0].type = std::move(type);
    body.tasks[0].payload = std::move(payload);
    body.repeat = count;
    return body;
}

std::uint64_t completed(Engine &engine) {
    return engine.snapshot()->totals.completed;
}

TaskRecord record(Engine &engine, TaskId id) {
    std::atomic<bool> done{false};
    TaskRecord out;
    engine.task(id, [&](Result<TaskRecord> found) {
        if (found) out = std::move(*found);
        done = true;
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(done, 20'000); }();
    return out;
}

} // namespace

class TestEngine : public QObject {
    Q_OBJECT
private slots:
    void runsRegisteredFunctionsToARecordedResult();
    void goesOnAfterARestart();
    void releasesRunningWorkWhenStoppedNow();
    void keepsTheOutputOfWhatIsTakenFromItsWorker_data();
    void keepsTheOutputOfWhatIsTakenFromItsWorker();
    void keepsPausesAcrossARestart();
    void namesTheHolderOfTheLedger();
    void answersACommandUnderWay();
    void retriesAFailedTaskByHand();
    void refusesBeyondTheInbox();
    void startsAndStopsUnderLoad();
    void anAllowedProgramIsWrittenIntoAFileThatWasMissing();
    void anAllowanceThatCannotBeKeptSaysSo();
    void countsByStateAreWhatTheLedgerHolds();
    void tellsWhichAllowedProgramsAreMissing();
};

void TestEngine::runsRegisteredFunctionsToARecordedResult() {
    const QTemporaryDir folder;
    auto handlers = std::make_shared<HandlerTable>();
    handlers->addFunction("shout", [](const TaskContext &task, const std::function<bool()> &) {
        HandlerResult result;
        result.output = task.payload + "!";
        return result;
    });
    const auto engine = started(settingsIn(folder, LedgerKind::Sqlite), handlers);
    const Outcome outcome = run(*engine, submit("shout", 1, "ahoy"));
    QVERIFY2(outcome.ok, outcome.error.detail.c_str());
    const TaskId id = outcome.tasks.front().first;
    QTRY_COMPARE(completed(*engine), std::uint64_t{1});
    QTRY_COMPARE(record(*engine, id).state, TaskState::Completed);
    QCOMPARE(record(*engine, id).result.output, std::string{"ahoy!"});
}

void TestEngine::goesOnAfterARestart() {
    const QTemporaryDir folder;
    const Settings settings = settingsIn(folder, LedgerKind::Sqlite);
    TaskId first;
    {
        const auto engine = started(settings);
        QVERIFY(run(*engine, Impose{Override{}}).ok); // pause all: what is submitted stays
        const Outcome outcome = run(*engine, submit("synthetic", 500));
        QCOMPARE(outcome.affected, std::uint64_t{500});
        first = outcome.tasks.front().first;
        engine->stop(StopMode::Now);
    }
    const auto engine = started(settings);
    QTRY_COMPARE(engine->snapshot()->phase, EnginePhase::Running);
    QCOMPARE(completed(*engine), std::uint64_t{0});
    QVERIFY(run(*engine, Lift{OverrideKind::PauseAll, {}}).ok);
    QTRY_COMPARE(completed(*engine), std::uint64_t{500});
    QTRY_COMPARE(record(*engine, first).state, TaskState::Completed);
}

void TestEngine::releasesRunningWorkWhenStoppedNow() {
    const QTemporaryDir folder;
    const Settings settings = settingsIn(folder, LedgerKind::Sqlite);
    TaskId id;
    {
        const auto engine = started(settings);
        id = run(*engine, submit("synthetic", 1, R"({"ms":60000})")).tasks.front().first;
        QTRY_COMPARE(record(*engine, id).state, TaskState::Running);
        engine->stop(StopMode::Now);
    }
    const auto engine = started(settings);
    QTRY_COMPARE(engine->snapshot()->phase, EnginePhase::Running);
    QTRY_COMPARE(int{record(*engine, id).deliveries}, 1); // the new one under way; the released one does not count
    QCOMPARE(engine->snapshot()->totals.leasesLost, std::uint64_t{0});
}

void TestEngine::keepsTheOutputOfWhatIsTakenFromItsWorker_data() {
    QTest::addColumn<bool>("inMemory");
    QTest::addColumn<bool>("cancels");
    QTest::newRow("sqlite, cancel") << false << true;
    QTest::newRow("sqlite, suspend") << false << false;
    QTest::newRow("memory, cancel") << true << true;
    QTest::newRow("memory, suspend") << true << false;
}

void TestEngine::keepsTheOutputOfWhatIsTakenFromItsWorker() {
    QFETCH(bool, inMemory);
    QFETCH(bool, cancels);
    const QTemporaryDir folder;
    Settings settings = settingsIn(folder, inMemory ? LedgerKind::Memory : LedgerKind::Sqlite);
    settings.command.allow = {"sh"};
    const auto engine = started(settings);
    const TaskId id =
        run(*engine,
            submit("command", 1, R"({"program":"sh","args":["-c","echo so far; echo oops >&2; exec sleep 60"]})"))
            .tasks.front()
            .first;
    QTRY_COMPARE(engine->liveOutput(id).outputBytes, std::uint64_t{12});
    TaskSelection which;
    which.filter.ids = {id};
    const Outcome outcome = cancels ? run(*engine, CancelTasks{which}) : run(*engine, SuspendTasks{which});
    QVERIFY(outcome.ok);
    const TaskRecord taken = record(*engine, id);
    QCOMPARE(taken.state, cancels ? TaskState::Cancelled : TaskState::Suspended);
    QCOMPARE(taken.result.output, std::string{"so far\n"});
    QCOMPARE(taken.result.errorOutput, std::string{"oops\n"});
    QCOMPARE(taken.result.outputBytes, std::uint64_t{12});
    QCOMPARE(taken.history.size(), std::size_t{1});
    if (cancels) return;
    QVERIFY(run(*engine, ResumeTasks{which}).ok); // Nothing else is wrong with its row: it runs again.
    QTRY_COMPARE(record(*engine, id).state, TaskState::Running);
}

void TestEngine::keepsPausesAcrossARestart() {
    const QTemporaryDir folder;
    const Settings settings = settingsIn(folder, LedgerKind::Sqlite);
    Override lease;
    lease.kind = OverrideKind::PauseQueue;
    lease.target = "synthetic";
    lease.reason = "upstream is down";
    {
        const auto engine = started(settings);
        QVERIFY(run(*engine, Impose{lease}).ok);
        engine->stop(StopMode::Now);
    }
    const auto engine = started(settings);
    QTRY_COMPARE(engine->snapshot()->overrides->size(), std::size_t{1});
    QCOMPARE(engine->snapshot()->overrides->front().reason, std::string{"upstream is down"});
    QCOMPARE(run(*engine, submit("synthetic")).affected, std::uint64_t{1});
    QTRY_COMPARE(engine->snapshot()->totals.byState[static_cast<std::size_t>(TaskState::Queued)], std::uint64_t{1});
}

void TestEngine::namesTheHolderOfTheLedger() {
    const QTemporaryDir folder;
    const auto engine = started(settingsIn(folder, LedgerKind::Sqlite));
    const auto second = makeEngine(settingsIn(folder, LedgerKind::Sqlite), {});
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    QVERIFY2(second.error().detail.find(std::to_string(QCoreApplication::applicationPid())) != std::string::npos,
             second.error().detail.c_str());
}

void TestEngine::answersACommandUnderWay() {
    const QTemporaryDir folder;
    const auto engine = started(settingsIn(folder, LedgerKind::Memory));
    const Ticket ticket = Uuid::random();
    QVERIFY(run(*engine, submit("synthetic"), ticket).ok);
    std::atomic<int> answers{0};
    Result<Outcome> known = fail(ErrorCode::Internal, {});
    Result<Outcome> unknown = fail(ErrorCode::Internal, {});
    engine->outcome(ticket, [&](Result<Outcome> o) { known = std::move(o), ++answers; });
    engine->outcome(Uuid::random(), [&](Result<Outcome> o) { unknown = std::move(o), ++answers; });
    QTRY_COMPARE(answers.load(), 2);
    QVERIFY(known.has_value());
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
}

void TestEngine::retriesAFailedTaskByHand() {
    const QTemporaryDir folder;
    auto handlers = std::make_shared<HandlerTable>();
    auto mended = std::make_shared<std::atomic<bool>>(false);
    handlers->addFunction("flaky", [mended](const TaskContext &, const std::function<bool()> &) {
        HandlerResult result;
        if (!*mended) {
            result.outcome = OutcomeKind::Failed;
            result.error = "not yet";
        }
        return result;
    });
    const auto engine = started(settingsIn(folder, LedgerKind::Sqlite), handlers);
    const TaskId id = run(*engine, submit("flaky")).tasks.front().first;
    QTRY_COMPARE(record(*engine, id).state, TaskState::Failed);
    QCOMPARE(record(*engine, id).history.size(), std::size_t{3});
    *mended = true;
    RetryTasks retry;
    retry.which.filter.ids = {id};
    const Outcome outcome = run(*engine, retry);
    QVERIFY2(outcome.ok, outcome.error.detail.c_str());
    QTRY_COMPARE(record(*engine, id).state, TaskState::Completed);
    QVERIFY(record(*engine, id).history.size() >= 3); // the old story is kept
    QVERIFY(!run(*engine, retry).ok);
}

void TestEngine::refusesBeyondTheInbox() {
    const QTemporaryDir folder;
    Settings settings = settingsIn(folder, LedgerKind::Memory);
    settings.limits.inbox = 16;
    const auto engine = started(settings);
    bool full = false;
    for (int i = 0; i < 100'000 && !full; ++i) {
        const auto posted = engine->post({.ticket = Uuid::random(),
                                          .principal = {},
                                          .origin = Origin::Api,
                                          .revisionSeen = 0,
                                          .reason = {},
                                          .body = submit("synthetic", 100)},
                                         {});
        full = !posted && posted.error().code == ErrorCode::Overloaded;
    }
    QVERIFY(full);
    QTRY_VERIFY(engine->snapshot()->totals.commandsRefused > 0);
}

void TestEngine::startsAndStopsUnderLoad() {
    for (int round = 0; round < 15; ++round) {
        const QTemporaryDir folder;
        const auto engine = started(settingsIn(folder, round % 2 == 0 ? LedgerKind::Memory : LedgerKind::Sqlite));
        std::atomic<int> answers{0};
        int posted = 0;
        for (int i = 0; i < 20; ++i)
            if (engine->post({.ticket = Uuid::random(),
                              .principal = {},
                              .origin = Origin::Api,
                              .revisionSeen = 0,
                              .reason = {},
                              .body = submit("synthetic", 50, R"({"ms":1})")},
                             [&](const Outcome &) { ++answers; }))
                ++posted;
        engine->stop(round % 3 == 0 ? StopMode::Drain : StopMode::Now);
        QCOMPARE(answers.load(), posted); // every accepted command got an answer, if only that it came too late
    }
}

void TestEngine::anAllowedProgramIsWrittenIntoAFileThatWasMissing() {
    const QTemporaryDir folder;
    Settings settings = settingsIn(folder, LedgerKind::Sqlite);
    settings.configFile = std::filesystem::path{folder.path().toStdString()} / "config" / "settings.toml";
    const auto shown = [](const Engine &engine) {
        for (const SettingLine &line : engine.settingLines())
            if (line.key == "command.allow") return line.value + " " + std::string{toText(line.source)};
        return std::string{};
    };
    TaskId id;
    {
        const auto engine = started(settings);
        QCOMPARE(shown(*engine), std::string{"[] default"});
        const auto allowed = engine->allowProgram("true");
        QVERIFY2(allowed.has_value(), allowed ? "" : allowed.error().detail.c_str());
        QCOMPARE(shown(*engine), std::string{R"(["true"] file)"});
        const auto mode = std::filesystem::status(settings.configFile).permissions();
        QCOMPARE(static_cast<unsigned>(mode), 0600U);
        QVERIFY(run(*engine, Impose{Override{}}).ok); // pause all: the task is recovered, not run
        id = run(*engine, submit("command", 1, R"({"program":"true"})")).tasks.front().first;
        engine->stop(StopMode::Now);
    }
    const auto loaded = loadSettings(SettingInputs{settings.configFile, {}, {}});
    QVERIFY(loaded.errors.empty());
    settings.command.allow = loaded.settings.command.allow;
    const auto engine = started(settings);
    QVERIFY(run(*engine, Lift{OverrideKind::PauseAll, {}}).ok);
    QTRY_COMPARE(record(*engine, id).state, TaskState::Completed);
}

void TestEngine::anAllowanceThatCannotBeKeptSaysSo() {
    const QTemporaryDir folder;
    const auto detailWith = [&folder](auto change) {
        Settings settings = settingsIn(folder, LedgerKind::Memory);
        change(settings);
        const auto engine = started(settings);
        const auto allowed = engine->allowProgram("true");
        if (allowed || engine->allowProgram("true")) return std::string{"it said yes"}; // asking twice mends nothing
        const TaskId id = run(*engine, submit("command", 1, R"({"program":"true"})")).tasks.front().first;
        [&] { QTRY_COMPARE(record(*engine, id).state, TaskState::Completed); }();
        return allowed.error().code == ErrorCode::Io ? allowed.error().detail : std::string{"another code"};
    };
    std::string detail = detailWith([](Settings &) {});
    QVERIFY2(detail.starts_with("true is allowed until the engine stops"), detail.c_str());
    detail = detailWith([](Settings &s) { s.configFile = "/dev/null/settings.toml"; });
    QVERIFY2(detail.starts_with("true is allowed until the engine stops"), detail.c_str());
    detail = detailWith([&folder](Settings &s) {
        s.configFile = folder.filePath(QStringLiteral("s.toml")).toStdString();
        s.sources["command.allow"] = SettingSource::Environment;
    });
    QVERIFY2(detail.find("set by the environment") != std::string::npos, detail.c_str());
}

void TestEngine::countsByStateAreWhatTheLedgerHolds() {
    const QTemporaryDir folder;
    Settings settings = settingsIn(folder, LedgerKind::Sqlite);
    auto handlers = std::make_shared<HandlerTable>();
    handlers->addFunction("no", [](const TaskContext &, const std::function<bool()> &) {
        HandlerResult result;
        result.outcome = OutcomeKind::Failed;
        return result;
    });
    // The other program's view: SQLite's own count, by a connection of the test.
    const auto agrees = [&folder](Engine &engine) {
        const auto snapshot = engine.snapshot();
        sqlite3 *db = nullptr;
        sqlite3_stmt *select = nullptr;
        const std::string path = folder.filePath(QStringLiteral("ledger.db")).toStdString();
        std::array<std::uint64_t, kTaskStates> counted{};
        if (sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
            sqlite3_prepare_v2(db, "SELECT state,count(*) FROM task GROUP BY state", -1, &select, nullptr) == SQLITE_OK)
            while (sqlite3_step(select) == SQLITE_ROW)
                counted.at(static_cast<std::size_t>(sqlite3_column_int(select, 0))) =
                    static_cast<std::uint64_t>(sqlite3_column_int64(select, 1));
        sqlite3_finalize(select);
        sqlite3_close(db);
        return counted == snapshot->totals.byState;
    };
    const auto purge = [](TaskState state, std::uint32_t limit) {
        PurgeTasks body;
        body.which.filter.states = TaskFilter::bit(state);
        body.which.limit = limit;
        return body;
    };
    {
        const auto engine = started(settings, handlers);
        QCOMPARE(run(*engine, submit("synthetic", 300)).affected, std::uint64_t{300});
        QCOMPARE(run(*engine, submit("no", 40)).affected, std::uint64_t{40});
        QTRY_COMPARE(engine->snapshot()->totals.completed + engine->snapshot()->totals.failed, std::uint64_t{340});
        QVERIFY(run(*engine, Impose{Override{}}).ok);
        const auto waiting = run(*engine, submit("synthetic", 30)).tasks.front();
        CancelTasks cancel;
        for (std::uint64_t i = 0; i < 10; ++i) cancel.which.filter.ids.push_back(TaskId{waiting.first.value + i});
        QCOMPARE(run(*engine, cancel).affected, std::uint64_t{10});
        QTRY_VERIFY(agrees(*engine));
        engine->stop(StopMode::Now);
    }
    {
        const auto engine = started(settings, handlers);
        QTRY_COMPARE(engine->snapshot()->phase, EnginePhase::Running);
        QTRY_VERIFY(agrees(*engine));
        QCOMPARE(engine->snapshot()->totals.byState[static_cast<std::size_t>(TaskState::Completed)],
                 std::uint64_t{300});
        QCOMPARE(run(*engine, purge(TaskState::Completed, 120)).affected, std::uint64_t{120});
        QCOMPARE(run(*engine, purge(TaskState::Failed, 15)).affected, std::uint64_t{15});
        QTRY_VERIFY(agrees(*engine));
        PurgeTasks all;
        all.which.filter.type = "no";
        QCOMPARE(run(*engine, all).affected, std::uint64_t{25}); // no state named: every final one
        QTRY_VERIFY(agrees(*engine));
        QCOMPARE(engine->snapshot()->totals.byState[static_cast<std::size_t>(TaskState::Failed)], std::uint64_t{0});
        engine->stop(StopMode::Now);
    }
    settings.ledger.keepRows = 50;
    const auto engine = started(settings, handlers);
    QTRY_COMPARE(engine->snapshot()->ledgerStats.pruned, std::uint64_t{140}); // of 180 completed and 10 cancelled
    QTRY_VERIFY(agrees(*engine));
    QVERIFY(run(*engine, Lift{OverrideKind::PauseAll, {}}).ok);
    QTRY_COMPARE(engine->snapshot()->totals.completed, std::uint64_t{20});
    QTRY_VERIFY(agrees(*engine));
    const auto &counts = engine->snapshot()->totals.byState;
    QCOMPARE(counts[static_cast<std::size_t>(TaskState::Completed)] +
                 counts[static_cast<std::size_t>(TaskState::Cancelled)],
             std::uint64_t{50});
}

void TestEngine::tellsWhichAllowedProgramsAreMissing() {
    const QTemporaryDir folder;
    Settings settings = settingsIn(folder, LedgerKind::Memory);
    settings.command.allow = {"nosuchprogram"};
    const auto engine = started(settings);
    const auto told = [&engine] {
        return std::ranges::any_of(engine->events(0, 100).entries, [](const Event &event) {
            return event.severity == Severity::Warning && event.text.find("nosuchprogram") != std::string::npos;
        });
    };
    QTRY_VERIFY(told());
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
