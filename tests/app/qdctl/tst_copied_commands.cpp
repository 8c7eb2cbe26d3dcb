// "Copy as command" of the window: the lines for qdctl against its parser, those for curl against the door's codec and,
// run by a shell, against a real engine.
#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <sstream>

#include "app/qdctl/command_line.h"
#include "core/engine/engine.h"
#include "core/http/http_door.h"
#include "core/model/codec/json_codec.h"
#include "ui/pages/common/command_line.h"

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr LedgerId kLedger{0x9c41e0};
constexpr WallTime kNow{std::chrono::hours{24}};

QString u(const char *text) {
    return QString::fromUtf8(text);
}

struct Sample {
    const char *name;
    CommandBody body;
    QString reason{};
};

Override lease(OverrideKind kind, std::string target, WallTime end, std::int64_t value = 0) {
    Override out;
    out.kind = kind;
    out.target = std::move(target);
    out.expiresAt = end;
    out.value = value;
    return out;
}

SubmitTasks submit(std::string payload) {
    SubmitTasks out;
    out.tasks.resize(1);
    out.tasks[0].type = "synthetic";
    out.tasks[0].name = "it's mine";
    out.tasks[0].payload = std::move(payload);
    return out;
}

SubmitTasks everyMember() {
    SubmitTasks out = submit("no JSON: 'quoted' \"twice\"\n$HOME `id` \x7f ünï\n");
    TaskSpec &task = out.tasks[0];
    task.queue = "my queue";
    task.priority = 9;
    task.attemptsMax = 4;
    task.deliveriesMax = 2;
    task.timeout = 1500ms;
    task.runAt = kNow + 1h;
    task.deadline = kNow + 2h + 1us;
    TaskExtras extras;
    extras.tenant = "t";
    extras.workflowRun = "run 1";
    extras.idempotencyKey = "once";
    extras.traceparent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
    extras.concurrencyKey = "c";
    extras.tags = {"b", "a"};
    extras.dependencies = {"http:payments"};
    extras.parents = {{TaskId{3}, OnParentFailure::Run}};
    task.extras = std::make_shared<const TaskExtras>(extras);
    out.tasks.push_back(submit(R"({"ms":20,"x":[1,2.5]})").tasks[0]);
    out.repeat = 30;
    return out;
}

/// Every kind of command, as the window makes them.
std::vector<Sample> samples() {
    TaskSelection ids;
    ids.filter.ids = {{7}, {8}};
    TaskSelection filter;
    filter.filter.states = TaskFilter::bit(TaskState::Queued) | TaskFilter::bit(TaskState::Failed);
    filter.filter.text = "it's $HOME; \"late\"";
    filter.filter.queue = "my queue";
    TaskSelection old = filter; // Only what is final can be older than something.
    old.filter.finishedBefore = 2h;
    TaskSelection typed;
    typed.filter.expression = "state:failed or (name:\"it's late\" !tag:x age>30s)";
    typed.filter.type = "http";
    typed.filter.worker = WorkerId{3};
    Override told = lease(OverrideKind::PauseQueue, "my queue", kNow + 15min);
    told.reason = "it's \"late\"; $HOME `id` \\ ünï";
    SubmitTasks thirty = submit("{\n  \"ms\": 20\n}");
    thirty.repeat = 30;
    return {{"cancel what was typed", CancelTasks{typed}},
            {"cancel ids", CancelTasks{ids}, u("wrong -- 'input'")},
            {"cancel by filter", CancelTasks{filter}},
            {"suspend all", SuspendTasks{}},
            {"resume", ResumeTasks{ids}},
            {"retry", RetryTasks{old}},
            {"requeue", RequeueTasks{ids}},
            {"reprioritise", ReprioritiseTasks{filter, 9}},
            {"purge", PurgeTasks{old}, u("old")},
            {"pause queue", Impose{told}},
            {"pause worker", Impose{lease(OverrideKind::PauseWorker, "w-3", kNow + 1h)}},
            {"pause all", Impose{lease(OverrideKind::PauseAll, {}, kNoWallTime)}},
            {"resize", Impose{lease(OverrideKind::PoolSize, {}, kNoWallTime, 4321)}},
            {"resize auto", Lift{OverrideKind::PoolSize, {}}},
            {"resume worker", Lift{OverrideKind::PauseWorker, "w-3"}, u("repaired")},
            {"resume queue", Lift{OverrideKind::PauseQueue, "my queue"}},
            {"resume all", Lift{OverrideKind::PauseAll, {}}},
            {"revert", RevertOverrides{{OverrideId{4}, OverrideId{5}}}},
            {"drain", Drain{WorkerId{3}}},
            {"drain all", Drain{}},
            {"submit", thirty}};
}

/// What a shell makes of a line, its first word left out.
std::vector<std::string> wordsOf(const QString &line) {
    QProcess shell;
    shell.start(u("sh"), {u("-c"), u("printf '%s\\0' ") + line.section(QLatin1Char(' '), 1)});
    if (!shell.waitForFinished()) return {};
    std::vector<std::string> words;
    for (const QByteArray &word : shell.readAllStandardOutput().split('\0')) words.push_back(word.toStdString());
    words.pop_back();
    return words;
}

bool same(const TaskSpec &a, const TaskSpec &b) {
    const bool extras = a.extras && b.extras ? *a.extras == *b.extras : a.extras == b.extras;
    return extras &&
           std::tie(a.type, a.queue, a.name, a.payload, a.priority, a.attemptsMax, a.deliveriesMax, a.timeout, a.runAt,
                    a.deadline) == std::tie(b.type, b.queue, b.name, b.payload, b.priority, b.attemptsMax,
                                            b.deliveriesMax, b.timeout, b.runAt, b.deadline);
}

bool same(const SubmitTasks &a, const SubmitTasks &b) {
    return a.repeat == b.repeat && std::equal(a.tasks.begin(), a.tasks.end(), b.tasks.begin(), b.tasks.end(),
                                              [](const TaskSpec &x, const TaskSpec &y) { return same(x, y); });
}

bool same(const CommandBody &a, const CommandBody &b) {
    if (a.index() != b.index()) return false;
    return std::visit(
        [&]<typename T>(const T &x) {
            const T &y = std::get<T>(b);
            if constexpr (requires { x.priority; })
                if (x.priority != y.priority) return false;
            if constexpr (requires { x.which; })
                return x.which.filter == y.which.filter && x.which.limit == y.which.limit;
            if constexpr (requires { x.lease; }) return x.lease == y.lease;
            if constexpr (requires { x.ids; }) return x.ids == y.ids;
            if constexpr (requires { x.target; }) return x.kind == y.kind && x.target == y.target;
            if constexpr (requires { x.worker; }) return x.worker == y.worker;
            if constexpr (requires { x.tasks; }) return same(x, y);
            return false;
        },
        a);
}

} // namespace

class TstCopiedCommands : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    ui::DoorAddress m_door{u("http://127.0.0.1:7070"), u("/home/some body's/admin.token"), {}};

    [[nodiscard]] ui::CommandText textOf(const CommandBody &body, const QString &reason = {}) const {
        return ui::commandText(body, reason, {kLedger, kNow}, m_door);
    }

private slots:
    void everyCopiedCommandIsOneThatQdctlTakes_data() {
        QTest::addColumn<QString>("line");
        for (const Sample &sample : samples()) QTest::newRow(sample.name) << textOf(sample.body, sample.reason).qdctl;
    }
    /// Read by a shell, parsed by qdctl: it gets as far as looking for an engine, and there is none.
    void everyCopiedCommandIsOneThatQdctlTakes() {
        QFETCH(QString, line);
        QVERIFY(line.startsWith(u("qdctl ")));
        std::vector<std::string> arguments = wordsOf(line);
        arguments.insert(arguments.end(), {"--data-folder", m_folder.path().toStdString()});
        std::ostringstream out;
        std::ostringstream err;
        std::istringstream in;
        ctl::Console console{.out = out, .err = err, .in = in};
        const ctl::Exit exit = ctl::runQdctl(console, arguments);
        QVERIFY2(exit == ctl::Exit::NoEngine, qPrintable(line + u("\n") + QString::fromStdString(err.str())));
    }
    void everyCopiedRequestIsTheSameCommandToTheDoor_data() {
        QTest::addColumn<int>("number");
        const std::vector<Sample> all = samples();
        for (std::size_t i = 0; i + 1 < all.size(); ++i) QTest::newRow(all[i].name) << static_cast<int>(i);
    }
    void everyCopiedRequestIsTheSameCommandToTheDoor() {
        QFETCH(int, number);
        const Sample sample = samples().at(static_cast<std::size_t>(number));
        const QString line = textOf(sample.body, sample.reason).curl;
        QVERIFY2(line.startsWith(u("curl ")) && !line.contains(u("\n")), qPrintable(line));
        const std::vector<std::string> words = wordsOf(line);
        QCOMPARE(words.at(words.size() - 3), std::string("http://127.0.0.1:7070/api/v1/commands"));
        const auto read = commandFromJson(words.back(), {kLedger, kNow});
        QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
        QVERIFY2(same(read->body, sample.body), qPrintable(line));
        if (const auto *impose = std::get_if<Impose>(&sample.body))
            QCOMPARE(read->reason, impose->lease.reason);
        else
            QCOMPARE(QString::fromStdString(read->reason), sample.reason);
        QVERIFY(!read->ticket); // Run twice, it is meant twice.
    }
    void everyCopiedTaskIsTheSameTaskToTheDoor() {
        SubmitTasks several = everyMember();
        SubmitTasks one;
        one.tasks = {several.tasks.front()};
        for (const SubmitTasks &made : {several, one, submit("{\n  \"ms\": 20\n}"), submit("null"), submit("")}) {
            const QString line = textOf(made).curl;
            QVERIFY(!line.contains(u("\n")));
            const std::vector<std::string> words = wordsOf(line);
            QCOMPARE(words.at(words.size() - 3), std::string("http://127.0.0.1:7070/api/v1/tasks"));
            const auto read = submitFromJson(words.back(), {kLedger, kNow});
            QVERIFY2(read.has_value() && read->refused == 0, words.back().c_str());
            QVERIFY2(same(read->submit, made), words.back().c_str());
        }
        QVERIFY(textOf(one).curl.contains(u("\\u007f")));                 // Nothing that a terminal would act on.
        QVERIFY(textOf(several).curl.contains(u("\"payload\":{\"ms\""))); // Where it can be, it stays readable.
    }
    void whatCannotBeCopiedSaysWhy() {
        const ui::CommandText long1 = textOf(submit(std::string(130'000, 'x')));
        QVERIFY(long1.curl.isEmpty() && long1.curlNote.contains(u("longer")));
        QVERIFY(textOf(submit("\xff\xfe")).curl.isEmpty()); // No UTF-8: JSON would make another payload of it.
        TaskSelection none;
        none.limit = 0;
        const ui::CommandText nothing = textOf(CancelTasks{none});
        QVERIFY2(nothing.qdctl.isEmpty() && nothing.curl.isEmpty(), qPrintable(nothing.qdctl + nothing.curl));
        m_door = {{}, {}, u("door.enabled is off")};
        const ui::CommandText closed = textOf(Drain{});
        QVERIFY(closed.curl.isEmpty() && !closed.qdctl.isEmpty());
        QCOMPARE(closed.curlNote, m_door.problem);
    }
    void aShellRunsTheCopiedLinesAndTheEngineDoesIt() {
        Settings settings;
        settings.dataFolder = m_folder.filePath(u("it's data")).toStdString();
        settings.ledger.kind = LedgerKind::Memory;
        settings.door.port = 0;
        settings.pool.workers = 1;
        auto engine = makeEngine(settings, nullptr);
        QVERIFY2(engine.has_value(), engine ? "" : engine.error().detail.c_str());
        QVERIFY((*engine)->start().has_value());
        http::HttpDoor door(**engine, {});
        QVERIFY(door.start().has_value());
        m_door = {QString::fromStdString(door.url()), QString::fromStdString(door.tokenFile().string()), {}};
        const auto snapshot = [&] { return (*engine)->snapshot(); };
        const auto run = [&](const CommandBody &body, const QString &reason = {}) {
            QProcess shell;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(u("http_proxy"), u("http://127.0.0.1:1")); // It must not get the token.
            shell.setProcessEnvironment(environment);
            const JsonContext context{snapshot()->ledger, snapshot()->wallAt};
            shell.start(u("sh"), {u("-c"), ui::commandText(body, reason, context, m_door).curl});
            if (!shell.waitForFinished()) return u("no curl");
            return shell.exitCode() == 0
                       ? QString{}
                       : QString::fromUtf8(shell.readAllStandardError() + shell.readAllStandardOutput());
        };
        Override pause = lease(OverrideKind::PauseQueue, "my queue", snapshot()->wallAt + 15min);
        pause.reason = "it's \"late\"; $HOME `id`";
        QCOMPARE(run(Impose{pause}), QString{});
        QTRY_COMPARE(snapshot()->overrides->size(), std::size_t{1});
        QCOMPARE(snapshot()->overrides->front().reason, pause.reason);
        QCOMPARE(snapshot()->overrides->front().target, pause.target);
        SubmitTasks task = submit("'quoted' \"twice\"\n$HOME\n");
        task.tasks[0].queue = "my queue";
        QCOMPARE(run(task), QString{});
        std::optional<TaskRecord> record;
        std::atomic<bool> told = false;
        (*engine)->task(TaskId{1}, [&](Result<TaskRecord> answer) {
            if (answer) record = std::move(*answer);
            told = true;
        });
        QTRY_VERIFY(told);
        QVERIFY(record.has_value());
        QCOMPARE(record->spec.payload, task.tasks[0].payload);
        TaskSelection it;
        it.filter.ids = {TaskId{1}};
        QCOMPARE(run(CancelTasks{it}, u("it's wrong")), QString{});
        QTRY_COMPARE(snapshot()->totals.byState[static_cast<std::size_t>(TaskState::Cancelled)], std::uint64_t{1});
        QVERIFY(run(RevertOverrides{{OverrideId{999}}}).contains(u("999"))); // Refused: exit code, and why.
        door.stop();
        (*engine)->stop(StopMode::Now);
    }
};

QTEST_GUILESS_MAIN(TstCopiedCommands)
#include "tst_copied_commands.moc"
