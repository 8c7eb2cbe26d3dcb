// Nothing that a task started may outlive it: not when it is withdrawn, not when its host is killed.
#include <QtTest/QTest>

#include <QFile>
#include <QTemporaryDir>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/workers/handlers/command_handler.h"
#include "core/workers/handlers/process_table.h"
#include "tests/core/handlers/handler_run.h"
#include "tests/core/handlers/processes.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

std::string shell(const std::string &script) {
    return nlohmann::json{{"program", "sh"}, {"args", {"-c", script}}}.dump();
}

} // namespace

class TestProcessGroups : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void withdrawEndsAGrandchildThatIgnoresSigterm() {
        CommandHandler handler(options(50ms));
        HandlerRun run(handler, taskWith(family()));
        QTRY_VERIFY(pidIn(at("leader")) > 0 && pidIn(at("grandchild")) > 0);
        const pid_t leader = pidIn(at("leader"));
        const pid_t grandchild = pidIn(at("grandchild"));
        run.withdraw();
        QTRY_VERIFY(!isAlive(leader));
        QTRY_VERIFY(!isAlive(grandchild));
        QTRY_COMPARE(handler.childrenAlive(), 0U);
        QVERIFY(!QFile::exists(QStringLiteral("/proc/%1").arg(leader))); // Collected, not a zombie.
        QCOMPARE(run.calls(), 0);
    }

    void withdrawLetsAProgramTidyUp() {
        CommandHandler handler(options(20s));
        HandlerRun run(
            handler,
            taskWith(shell(fmt::format("trap 'echo done > {}; exit 0' TERM; echo $$ > {}; while :; do sleep 0.05; done",
                                       at("tidy"), at("leader")))));
        QTRY_VERIFY(pidIn(at("leader")) > 0);
        run.withdraw();
        QTRY_VERIFY(QFile::exists(QString::fromStdString(at("tidy"))));
        QTRY_COMPARE(handler.childrenAlive(), 0U);
    }

    void withdrawEndsAStoppedProgram() {
        CommandHandler handler(options(20s));
        HandlerRun run(handler, taskWith(shell(fmt::format("echo $$ > {}; kill -STOP $$", at("leader")))));
        QTRY_VERIFY(pidIn(at("leader")) > 0);
        run.withdraw();
        QTRY_COMPARE(handler.childrenAlive(), 0U);
    }

    void endOfTheLeaderEndsItsGroup() {
        CommandHandler handler(options(2s));
        const HandlerRun run(handler,
                             taskWith(shell(fmt::format("sleep 1000 & echo $! > {}; echo bye", at("grandchild")))));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::Succeeded);
        QCOMPARE(run.result().output, std::string("bye\n"));
        QTRY_VERIFY(!isAlive(pidIn(at("grandchild"))));
    }

    void destroyedHandlerLeavesNothing() {
        pid_t grandchild = 0;
        {
            CommandHandler handler(options(50ms));
            const HandlerRun run(handler, taskWith(family()));
            QTRY_VERIFY(pidIn(at("grandchild")) > 0);
            grandchild = pidIn(at("grandchild"));
        }
        QTRY_VERIFY(!isAlive(grandchild));
        QCOMPARE(recordsIn(at("children")), 0);
    }

    void withdrawEndsWhatLeftTheGroup() {
        CommandHandler handler(options(50ms));
        HandlerRun run(handler, taskWith(shell(runaway("trap '' TERM; ") + "wait")));
        QTRY_VERIFY(pidIn(at("runaway")) > 0);
        const pid_t runawayPid = pidIn(at("runaway"));
        run.withdraw();
        QTRY_VERIFY(!isAlive(runawayPid));
        QTRY_COMPARE(handler.childrenAlive(), 0U);
    }

    void withdrawLetsWhatLeftTheGroupTidyUp() {
        CommandHandler handler(options(20s));
        const std::string tidy = fmt::format("trap 'echo done > {}; exit 0' TERM; ", at("tidy"));
        // The leader stays until then: its end would be the end of all.
        const std::string leader = fmt::format("trap '' TERM; while ! test -s {}; do sleep 0.05; done", at("tidy"));
        HandlerRun run(handler, taskWith(shell(runaway(tidy) + leader)));
        QTRY_VERIFY(pidIn(at("runaway")) > 0);
        run.withdraw();
        QTRY_VERIFY(QFile::exists(QString::fromStdString(at("tidy"))));
        QTRY_COMPARE(handler.childrenAlive(), 0U);
    }

    void endOfTheLeaderEndsWhatLeftItsGroupButNotOtherTasks() {
        CommandHandler handler(options(2s));
        const HandlerRun other(
            handler, taskWith(shell(fmt::format("setsid sh -c 'echo $$ > {}; while :; do sleep 0.05; done' & wait",
                                                at("other")))));
        QTRY_VERIFY(pidIn(at("other")) > 0);
        const HandlerRun run(handler, taskWith(shell(runaway("") + waitFor("runaway") + "echo bye")));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().output, std::string("bye\n"));
        QTRY_VERIFY(!isAlive(pidIn(at("runaway"))));
        QVERIFY(isAlive(pidIn(at("other"))));
    }

    void destroyedHandlerLeavesNothingOutsideOfTheGroupsEither() {
        pid_t runawayPid = 0;
        {
            CommandHandler handler(options(50ms));
            const HandlerRun run(handler, taskWith(shell(runaway("trap '' TERM; ") + "wait")));
            QTRY_VERIFY(pidIn(at("runaway")) > 0);
            runawayPid = pidIn(at("runaway"));
        }
        QTRY_VERIFY(!isAlive(runawayPid)); // Killed; on a busy machine its last moments take some.
    }

    void programThatGaveUpTheMarkStays() {
        pid_t daemon = 0;
        {
            CommandHandler handler(options(50ms));
            const HandlerRun run(handler, taskWith(shell("unset QD_CHILD_OF; " + runaway("") + waitFor("runaway"))));
            QTRY_VERIFY(run.isDone());
            daemon = pidIn(at("runaway"));
        }
        QVERIFY(isAlive(daemon));
        ::kill(-daemon, SIGKILL);
    }

    void nextHandlerReapsWhatLeftTheGroup() {
        SpawnedProgram host(hostCommand({shell(runaway("") + "wait")}));
        QVERIFY(host.pid() > 0);
        QTRY_VERIFY(pidIn(at("runaway")) > 0);
        const pid_t runawayPid = pidIn(at("runaway"));
        host.kill();
        QVERIFY(isAlive(runawayPid));
        const CommandHandler next(options(2s));
        QVERIFY(next.survivors().strayKilled >= 1U);
        QCOMPARE(next.survivors().stillAlive, 0U);
        QTRY_VERIFY(!isAlive(runawayPid));
    }

    void survivorOfATaskThatHadEndedIsReapedWithoutARecord() {
        std::string marker;
        {
            SurvivorReport ignored;
            auto registry = ChildRegistry::open(at("children"), ignored);
            QVERIFY(registry.has_value());
            marker = registry->marker();
        }
        const SpawnedProgram stray({"env", childMark(marker, 7), "sleep", "1000"});
        const SpawnedProgram stranger({"env", childMark("f" + marker, 7), "sleep", "1000"});
        QVERIFY(stray.pid() > 0 && stranger.pid() > 0);
        QTRY_COMPARE(markedProcesses(marker).size(), 1U);
        const auto report = reapSurvivors(at("children"));
        QCOMPARE(report.value().recorded, 0U);
        QCOMPARE(report.value().strayKilled, 1U);
        QVERIFY(!isAlive(stray.pid()));
        QVERIFY(isAlive(stranger.pid()));
    }

    void killedHostLeavesOnlyWhatTheNextOneReaps() {
        SpawnedProgram host(hostCommand({family()}));
        QVERIFY(host.pid() > 0);
        QTRY_VERIFY(pidIn(at("leader")) > 0 && pidIn(at("grandchild")) > 0);
        const pid_t leader = pidIn(at("leader"));
        const pid_t grandchild = pidIn(at("grandchild"));
        host.kill();
        QTRY_VERIFY(!isAlive(leader)); // By the parent-death signal.
        QVERIFY(isAlive(grandchild));
        const auto report = reapSurvivors(at("children"));
        QVERIFY(report.has_value());
        QCOMPARE(report->recorded, 1U);
        QCOMPARE(report->groupsKilled, 1U);
        QCOMPARE(report->stillAlive, 0U);
        QVERIFY(!isAlive(grandchild));
        QCOMPARE(reapSurvivors(at("children")).value().recorded, 0U);
    }

    void nextHandlerReapsByItself() {
        SpawnedProgram host(hostCommand({family()}));
        QVERIFY(host.pid() > 0);
        QTRY_VERIFY(pidIn(at("grandchild")) > 0);
        const pid_t grandchild = pidIn(at("grandchild"));
        host.kill();
        const CommandHandler next(options(2s));
        QCOMPARE(next.survivors().groupsKilled, 1U);
        QVERIFY(next.problems().empty());
        QVERIFY(!isAlive(grandchild));
    }

    void killAtAnyMomentLeavesNoOrphan() {
        const quint32 seed = 20'240'607;
        std::uint32_t random = seed;
        for (int round = 0; round < 20; ++round) {
            m_folder = std::make_unique<QTemporaryDir>();
            std::vector<std::string> payloads;
            for (int i = 0; i < 8; ++i)
                payloads.push_back(shell(fmt::format(
                    "(trap '' TERM; echo $$ >> {0}; sleep 1000; sleep 1000) & echo $! >> {0}; wait", at("all"))));
            SpawnedProgram host(hostCommand(payloads));
            QVERIFY(host.pid() > 0);
            // A moment between nothing started and all started, told by the log's length and not by a clock.
            random = random * 1'664'525U + 1'013'904'223U;
            const auto lines = static_cast<int>((random >> 16) % 16);
            QTRY_VERIFY(linesIn(at("all")) >= lines);
            host.kill();
            QVERIFY2(reapSurvivors(at("children")).has_value(), "reap");
            QTRY_VERIFY2(livingWith(at("all")) == 0,
                         qPrintable(QStringLiteral("seed %1 round %2").arg(seed).arg(round)));
        }
    }

    void strangersWithARecordedNumberLive() {
        const SpawnedProgram stranger({"sleep", "1000"});
        const pid_t pid = stranger.pid();
        QVERIFY(pid > 0);
        {
            SurvivorReport ignored;
            auto registry = ChildRegistry::open(at("children"), ignored);
            QVERIFY(registry.has_value());
            registry->enter(0, pid);
        }
        // The same number, but started at another time: it was given to somebody else since.
        QFile file(QString::fromStdString(at("children")));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray text = file.readAll();
        const QByteArray startTime = QByteArray::number(static_cast<qulonglong>(processStartTime(pid)));
        QVERIFY(text.contains(startTime));
        QByteArray other = startTime;
        other[other.size() - 1] = other.back() == '9' ? '8' : '9';
        text.replace(startTime, other);
        file.seek(0);
        file.write(text);
        file.close();
        const auto report = reapSurvivors(at("children"));
        QCOMPARE(report.value().recorded, 1U);
        QCOMPARE(report.value().groupsKilled, 0U);
        QVERIFY(isAlive(pid));
    }

    void damagedFileKillsNobodyAndIsReplaced() {
        QFile file(QString::fromStdString(at("children")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("\0garbage 1 2 3\n", 15).repeated(1000));
        file.close();
        QCOMPARE(reapSurvivors(at("children")).value().recorded, 0U);
        const CommandHandler handler(options(2s));
        QVERIFY(handler.problems().empty());
    }

    void twoHandlersDoNotShareAFile() {
        const CommandHandler first(options(2s));
        QCOMPARE(reapSurvivors(at("children")).error().code, ErrorCode::Conflict);
        const CommandHandler second(options(2s));
        QCOMPARE(second.problems().size(), 1U);
    }

private:
    [[nodiscard]] std::string at(const char *name) const {
        return m_folder->filePath(QLatin1String(name)).toStdString();
    }

    [[nodiscard]] CommandHandlerOptions options(Duration killAfter) const {
        CommandHandlerOptions made;
        made.allow = {"sh"};
        made.killAfter = killAfter;
        made.childrenFile = at("children");
        return made;
    }

    /// A leader that waits for a grandchild which ignores SIGTERM; both write down their numbers.
    [[nodiscard]] std::string family() const {
        return shell(fmt::format("(trap '' TERM; sleep 1000 & wait; sleep 1000) & echo $! > {}; echo $$ > {}; wait",
                                 at("grandchild"), at("leader")));
    }

    /// Starts a program in a session of its own, which no signal to the group reaches; it writes down its number.
    [[nodiscard]] std::string runaway(const std::string &first) const {
        return fmt::format(
            "setsid sh -c \"{}echo \\$\\$ > {}; while :; do sleep 0.05; done\" < /dev/null > /dev/null 2>&1 & ", first,
            at("runaway"));
    }

    [[nodiscard]] std::string waitFor(const char *name) const {
        return fmt::format("while ! test -s {}; do sleep 0.01; done; ", at(name));
    }

    [[nodiscard]] std::vector<std::string> hostCommand(const std::vector<std::string> &payloads) const {
        std::vector<std::string> command = {QD_HANDLER_HOST, at("children")};
        command.insert(command.end(), payloads.begin(), payloads.end());
        return command;
    }

    static int linesIn(const std::string &path) {
        std::ifstream file(path);
        std::string line;
        int count = 0;
        while (std::getline(file, line)) ++count;
        return count;
    }

    static int livingWith(const std::string &path) {
        std::ifstream file(path);
        std::string line;
        int count = 0;
        while (std::getline(file, line)) count += isAlive(static_cast<pid_t>(std::atol(line.c_str()))) ? 1 : 0;
        return count;
    }

    static int recordsIn(const std::string &path) {
        QFile file(QString::fromStdString(path));
        if (!file.open(QIODevice::ReadOnly)) return -1;
        const QByteArrayList lines = file.readAll().split('\n');
        int count = 0;
        for (qsizetype i = 2; i < lines.size(); ++i) count += lines[i].trimmed().isEmpty() ? 0 : 1;
        return count;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestProcessGroups)
#include "tst_process_groups.moc"
