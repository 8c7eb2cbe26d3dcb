#include <QtTest/QTest>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/workers/handlers/command_handler.h"
#include "tests/core/handlers/handler_run.h"
#include "tests/core/handlers/processes.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

std::string shell(const std::string &script) {
    return nlohmann::json{{"program", "sh"}, {"args", {"-c", script}}}.dump();
}

CommandHandlerOptions shellOptions() {
    CommandHandlerOptions options;
    options.allow = {"sh", "cat"};
    return options;
}

} // namespace

class TestCommandHandler : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_handler = std::make_unique<CommandHandler>(shellOptions());
    }
    void cleanup() { m_handler.reset(); }

    void runsAProgramAndKeepsItsOutput() {
        const HandlerRun run(*m_handler, taskWith(shell("echo out; echo err >&2")));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::Succeeded);
        QCOMPARE(run.result().output, std::string("out\n"));
        QCOMPARE(run.result().errorOutput, std::string("err\n"));
        QCOMPARE(run.result().outputBytes, 8U);
    }

    void refusesAProgramThatIsNotAllowed() {
        const HandlerRun run(*m_handler, taskWith(R"({"program":"id"})"));
        QVERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::FailedFatal);
        QCOMPARE(run.result().error,
                 std::string("Program \"id\" is not allowed. Allow it in Settings (command.allow) or "
                             "with `qdctl allow id`."));
    }

    void allowsAProgramAtRunTime() {
        QVERIFY(m_handler->allow("true").has_value());
        QCOMPARE(m_handler->allowed(), (std::vector<std::string>{"cat", "sh", "true"}));
        const HandlerRun run(*m_handler, taskWith(R"({"program":"true"})"));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::Succeeded);
    }

    void allowedNameMeansTheFileThatItWasThen() {
        QTemporaryDir folder;
        const QString evil = folder.filePath(QStringLiteral("sh"));
        QVERIFY(QFile::copy(QStringLiteral("/bin/true"), evil));
        const HandlerRun run(*m_handler, taskWith(nlohmann::json{{"program", evil.toStdString()}}.dump()));
        QVERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::FailedFatal);
    }

    void cannotAllowWhatIsNotThere() {
        QCOMPARE(m_handler->allow("no-such-program-here").error().code, ErrorCode::NotFound);
        QCOMPARE(m_handler->allow("/etc/passwd").error().code, ErrorCode::NotFound);
        QCOMPARE(m_handler->allow("./sh").error().code, ErrorCode::Invalid);
        QCOMPARE(m_handler->allow("").error().code, ErrorCode::Invalid);
        CommandHandlerOptions options;
        options.allow = {"no-such-program-here"};
        CommandHandler handler(options);
        QCOMPARE(handler.problems().size(), 1U);
        QVERIFY(
            handler.problems().front().starts_with("command.allow: Program \"no-such-program-here\" was not found"));
        // Its task is told that the name is there and the program is not.
        const HandlerRun run(handler, taskWith(R"({"program":"no-such-program-here"})"));
        QVERIFY(run.isDone());
        const QString error = QString::fromStdString(run.result().error);
        QVERIFY2(error.startsWith(QStringLiteral("Program \"no-such-program-here\" is not allowed yet")),
                 qPrintable(error));
        QVERIFY2(error.contains(QStringLiteral("was not found in PATH")), qPrintable(error));
    }

    void aWholeCommandLineAsOneWordIsTold() {
        const HandlerRun run(*m_handler, taskWith(R"({"program":"sha256sum /etc/hostname"})"));
        QVERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::FailedFatal);
        QCOMPARE(
            run.result().error,
            std::string("There is no program \"sha256sum /etc/hostname\". A program and its arguments are separate "
                        "words, as in `qdctl submit command -- sha256sum /etc/hostname`."));
    }

    void aFolderIsNoProgram() {
        QCOMPARE(m_handler->allow("/tmp").error().detail, std::string("\"/tmp\" is not an executable file."));
        const HandlerRun run(*m_handler, taskWith(R"({"program":"/tmp"})"));
        QVERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::FailedFatal);
    }

    void theUsualFolderIsCheckedAtTheStartAndNotBlamedOnThePayload() {
        CommandHandlerOptions options = shellOptions();
        options.folder = "/no/such/folder";
        CommandHandler handler(options);
        QCOMPARE(handler.problems().size(), 1U);
        const HandlerRun run(handler, taskWith(R"({"program":"true"})"));
        QVERIFY(run.isDone());
        const HandlerRun usual(handler, taskWith(shell("true")));
        QVERIFY(usual.isDone());
        QCOMPARE(usual.result().error,
                 std::string("The folder \"/no/such/folder\" of the setting command.folder does not "
                             "exist. Make it or change the setting."));
        const HandlerRun own(handler, taskWith(R"({"program":"true","folder":"/"})"));
        QVERIFY(own.isDone()); // "true" is not allowed here: the folder was not looked at.
    }

    void onlyWhatEndedHasAnExitCode() {
        const HandlerRun refused(*m_handler, taskWith(R"({"program":"id"})"));
        QCOMPARE(refused.result().exitCode, kNoExitCode);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("script"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/no/such/interpreter\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        QVERIFY(m_handler->allow(path.toStdString()).has_value());
        const HandlerRun unstarted(*m_handler, taskWith(nlohmann::json{{"program", path.toStdString()}}.dump()));
        QTRY_VERIFY(unstarted.isDone());
        QCOMPARE(unstarted.result().exitCode, kNoExitCode);
        const HandlerRun done(*m_handler, taskWith(shell("true")));
        QTRY_VERIFY(done.isDone());
        QCOMPARE(done.result().exitCode, 0);
    }

    void theTailBeginsWithALine() {
        const HandlerRun run(*m_handler, taskWith(shell("seq 1 100000; seq 1 100000 >&2")));
        QTRY_VERIFY(run.isDone());
        const HandlerResult result = run.result();
        QCOMPARE(result.outputBytes, 2U * 588'895U);
        for (const std::string &tail : {result.output, result.errorOutput}) {
            QVERIFY(tail.ends_with("\n99999\n100000\n"));
            QVERIFY(tail.size() <= kOutputTailBytesMax && tail.size() > kOutputTailBytesMax - 7);
            // Nothing of a cut number in front: 16 KiB of lines of 6 bytes begin with five digits.
            QCOMPARE(tail.find('\n'), std::size_t{5});
        }
    }

    void oneHugeLineKeepsItsEnd() {
        const HandlerRun run(*m_handler, taskWith(shell("head -c 3000000 /dev/zero | tr '\\0' x; printf END")));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().output.size(), kOutputTailBytesMax);
        QVERIFY(run.result().output.ends_with("xEND"));
        QCOMPARE(run.result().outputBytes, 3'000'003U);
    }

    void bytesThatAreNoTextAreKeptAsTheyAre() {
        const HandlerRun run(*m_handler,
                             taskWith(shell("printf '\\377\\200a\\0b\\n'; printf 'bad \\377\\n' >&2; exit 1")));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().output, std::string("\377\200a\0b\n", 6));
        QCOMPARE(run.result().error, std::string("exit code 1: bad \377"));
    }

    void aProgramMayCloseItsInputAndGoOn() {
        const HandlerRun run(*m_handler, taskWith(nlohmann::json{{"program", "sh"},
                                                                 {"args", {"-c", "exec <&-; sleep 0.1; echo done"}},
                                                                 {"stdin", std::string(1'000'000, 'a')}}
                                                      .dump()));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::Succeeded);
        QCOMPARE(run.result().output, std::string("done\n"));
    }

    void manyTasksShareFewPlaces() {
        CommandHandlerOptions options = shellOptions();
        options.allow.emplace_back("true");
        options.parallel = 4;
        CommandHandler handler(options);
        std::vector<std::unique_ptr<HandlerRun>> runs;
        for (int i = 0; i < 1000; ++i)
            runs.push_back(std::make_unique<HandlerRun>(handler, taskWith(R"({"program":"true"})")));
        for (const auto &run : runs) {
            QTRY_VERIFY_WITH_TIMEOUT(run->isDone(), 20'000);
            QVERIFY(handler.childrenAlive() <= 4);
            QCOMPARE(run->result().outcome, OutcomeKind::Succeeded);
        }
    }

    void refusesBadPayloads_data() {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QByteArray("") << "must be a JSON object";
        QTest::newRow("broken") << QByteArray("{\"program\":") << "must be a JSON object";
        QTest::newRow("list") << QByteArray("[]") << "must be a JSON object";
        QTest::newRow("no program") << QByteArray("{}") << "\"program\" is missing";
        QTest::newRow("unknown") << QByteArray(R"({"program":"sh","shell":true})") << "unknown member \"shell\"";
        QTest::newRow("args") << QByteArray(R"({"program":"sh","args":"-c x"})") << "\"args\" must be a list";
        QTest::newRow("args number") << QByteArray(R"({"program":"sh","args":["a",1]})")
                                     << "\"args\"[1] must be a text";
        QTest::newRow("NUL") << QByteArray(R"({"program":"sh","args":["a\u0000b"]})") << "NUL";
        QTest::newRow("folder") << QByteArray(R"({"program":"sh","folder":"/no/such/folder"})") << "does not exist";
        QTest::newRow("relative") << QByteArray(R"({"program":"sh","folder":"tmp"})") << "full path";
        QTest::newRow("env name") << QByteArray(R"({"program":"sh","env":{"A=B":"c"}})") << "not made of letters";
        QTest::newRow("env preload") << QByteArray(R"({"program":"sh","env":{"LD_PRELOAD":"x"}})")
                                     << "must not set LD_PRELOAD";
        QTest::newRow("env ours") << QByteArray(R"({"program":"sh","env":{"QD_TASK_ID":"x"}})")
                                  << "must not set QD_TASK_ID";
    }
    void refusesBadPayloads() {
        QFETCH(QByteArray, payload);
        QFETCH(QString, text);
        const HandlerRun run(*m_handler, taskWith(payload.toStdString()));
        QVERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::FailedFatal);
        const QString error = QString::fromStdString(run.result().error);
        QVERIFY2(error.contains(text), qPrintable(error));
    }

    void givesArgumentsWithoutAShell() {
        QVERIFY(m_handler->allow("printf").has_value());
        const HandlerRun run(*m_handler, taskWith(R"({"program":"printf","args":["%s|","$HOME","a b",";id","*"]})"));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().output, std::string("$HOME|a b|;id|*|"));
    }

    void givesExactlyTheAllowedEnvironment() {
        ::setenv("QD_TEST_SECRET", "hidden", 1);
        CommandHandlerOptions options = shellOptions();
        options.allow.emplace_back("env");
        options.environment = {"PATH"};
        CommandHandler handler(options);
        const HandlerRun run(handler, taskWith(R"({"program":"env","env":{"MINE":"1"}})"));
        QTRY_VERIFY(run.isDone());
        QStringList names;
        for (const QString &line :
             QString::fromStdString(run.result().output).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            names += line.startsWith(QStringLiteral("PATH")) || line.startsWith(QStringLiteral("QD_CHILD_OF"))
                         ? line.section(QLatin1Char('='), 0, 0)
                         : line;
        names.sort();
        QCOMPARE(names.join(QLatin1Char(' ')),
                 QStringLiteral("MINE=1 PATH QD_ATTEMPT=2 QD_CHILD_OF QD_EPOCH=7 QD_TASK_ID=9c41e0-42"));
    }

    void worksInTheGivenFolder() {
        QTemporaryDir folder;
        const std::string path = QDir(folder.path()).canonicalPath().toStdString();
        const HandlerRun run(
            *m_handler,
            taskWith(nlohmann::json{{"program", "sh"}, {"args", {"-c", "pwd -P"}}, {"folder", path}}.dump()));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().output, path + "\n");
    }

    void givesThePayloadOnStandardInput() {
        const std::string payload = R"({"program":"cat"})";
        const HandlerRun whole(*m_handler, taskWith(payload));
        const HandlerRun text(*m_handler, taskWith(R"({"program":"cat","stdin":"just this"})"));
        const HandlerRun empty(*m_handler, taskWith(R"({"program":"cat","stdin":""})"));
        QTRY_VERIFY(whole.isDone() && text.isDone() && empty.isDone());
        QCOMPARE(whole.result().output, payload);
        QCOMPARE(text.result().output, std::string("just this"));
        QCOMPARE(empty.result().outputBytes, 0U);
    }

    void passesALongInputThroughAndKeepsTheTail() {
        const std::string input = std::string(900'000, 'a') + "the end";
        const HandlerRun run(*m_handler, taskWith(nlohmann::json{{"program", "cat"}, {"stdin", input}}.dump()));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outputBytes, input.size());
        QCOMPARE(run.result().output, input.substr(input.size() - kOutputTailBytesMax));
    }

    void survivesAProgramThatDoesNotReadItsInput() {
        const HandlerRun run(
            *m_handler,
            taskWith(nlohmann::json{{"program", "sh"}, {"args", {"-c", "exit 0"}}, {"stdin", std::string(900'000, 'a')}}
                         .dump()));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::Succeeded);
    }

    void keepsOnlyTheTailOfAFlood() {
        const HandlerRun run(*m_handler, taskWith(shell("head -c 20000000 /dev/zero | tr '\\0' x; echo END")));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outputBytes, 20'000'004U);
        QCOMPARE(run.result().output.size(), kOutputTailBytesMax);
        QVERIFY(run.result().output.ends_with("xEND\n"));
    }

    void showsTheOutputWhileItRuns() {
        HandlerRun run(*m_handler, taskWith(shell("echo first; exec sleep 1000")));
        QTRY_COMPARE(run.liveOutput(), std::string("first\n"));
        QVERIFY(!run.isDone());
        run.withdraw();
        QTRY_COMPARE(m_handler->childrenAlive(), 0U);
        QCOMPARE(run.calls(), 0);
    }

    void keepsTheExitCodeAndTheLastLine() {
        const HandlerRun run(*m_handler, taskWith(shell("echo one >&2; echo 'two three' >&2; exit 3")));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::Failed);
        QCOMPARE(run.result().exitCode, 3);
        QCOMPARE(run.result().error, std::string("exit code 3: two three"));
    }

    void namesTheSignal() {
        const HandlerRun run(*m_handler, taskWith(shell("kill -SEGV $$")));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::Failed);
        QCOMPARE(run.result().error, std::string("killed by SIGSEGV"));
        QCOMPARE(run.result().exitCode, 139);
    }

    void saysWhenTheProgramCannotStart() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("script"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/no/such/interpreter\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        QVERIFY(m_handler->allow(path.toStdString()).has_value());
        const HandlerRun run(*m_handler, taskWith(nlohmann::json{{"program", path.toStdString()}}.dump()));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::FailedFatal);
        QVERIFY(run.result().error.ends_with("could not start the program: No such file or directory"));
    }

    void boundsTheChildrenAndKeepsTheirOrder() {
        QTemporaryDir folder;
        const std::string log = folder.filePath(QStringLiteral("log")).toStdString();
        CommandHandlerOptions options = shellOptions();
        options.parallel = 1;
        CommandHandler handler(options);
        std::vector<std::unique_ptr<HandlerRun>> runs;
        std::string expected;
        for (int i = 0; i < 20; ++i) {
            runs.push_back(std::make_unique<HandlerRun>(
                handler, taskWith(shell(fmt::format("echo b{} >> {}; echo e{} >> {}", i, log, i, log)))));
            expected += fmt::format("b{0}\ne{0}\n", i);
        }
        QTRY_VERIFY(runs.back()->isDone());
        QFile file(QString::fromStdString(log));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), expected);
    }

    void withdrawnWaitingTaskNeverStarts() {
        QTemporaryDir folder;
        const QString mark = folder.filePath(QStringLiteral("mark"));
        CommandHandlerOptions options = shellOptions();
        options.parallel = 1;
        CommandHandler handler(options);
        HandlerRun first(handler, taskWith(shell("exec sleep 1000")));
        HandlerRun second(handler, taskWith(shell("touch " + mark.toStdString())));
        const HandlerRun third(handler, taskWith(shell("true")));
        second.withdraw();
        first.withdraw();
        QTRY_VERIFY(third.isDone());
        QVERIFY(!QFile::exists(mark));
        QCOMPARE(second.calls(), 0);
    }

    /// A stopped program may take its time to end; neither the task's next attempt nor the next task of its slot meets
    /// it.
    void nothingRunsBesideItsStoppedPredecessor_data() {
        QTest::addColumn<bool>("sameTask");
        QTest::newRow("the same task again") << true;
        QTest::newRow("another task in the same slot") << false;
    }
    void nothingRunsBesideItsStoppedPredecessor() {
        QFETCH(bool, sameTask);
        QTemporaryDir folder;
        const std::string mark = folder.filePath(QStringLiteral("mark")).toStdString();
        TaskContext first = taskWith(
            shell(fmt::format("trap 'sleep 0.3; rm {0}; exit' TERM; : > {0}; while :; do sleep 0.01; done", mark)));
        first.seat = 9;
        TaskContext next = taskWith(shell(fmt::format("[ ! -e {} ]", mark)));
        next.seat = sameTask ? 8 : 9;
        if (sameTask) next.task = first.task;
        HandlerRun before(*m_handler, std::move(first));
        QTRY_VERIFY(std::filesystem::exists(mark));
        before.withdraw();
        HandlerRun after(*m_handler, std::move(next));
        QTRY_VERIFY(after.isDone());
        QCOMPARE(after.result().outcome, OutcomeKind::Succeeded);
    }

    void leavesNoFilesOpenInChildren() {
        const int extra = ::dup(0); // Without O_CLOEXEC, as a careless library would.
        const HandlerRun run(*m_handler, taskWith(shell("ls /proc/self/fd | wc -l")));
        QTRY_VERIFY(run.isDone());
        ::close(extra);
        QCOMPARE(run.result().output, std::string("4\n")); // 0, 1, 2 and the folder that ls reads.
    }

    void canRunManyInAShortTime() {
        CommandHandlerOptions options;
        options.allow = {"true"};
        CommandHandler handler(options);
        std::vector<std::unique_ptr<HandlerRun>> runs;
        for (int i = 0; i < 500; ++i)
            runs.push_back(std::make_unique<HandlerRun>(handler, taskWith(R"({"program":"true"})")));
        for (const auto &run : runs) {
            QTRY_VERIFY_WITH_TIMEOUT(run->isDone(), 20'000);
            QCOMPARE(run->result().outcome, OutcomeKind::Succeeded);
        }
    }

private:
    std::unique_ptr<CommandHandler> m_handler;
};

QTEST_GUILESS_MAIN(TestCommandHandler)
#include "tst_command_handler.moc"
