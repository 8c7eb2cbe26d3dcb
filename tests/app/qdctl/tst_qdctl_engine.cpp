#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QTest>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/qdctl/command_line.h"

using namespace qd;
using namespace qd::ctl;
using nlohmann::json;

namespace {

struct Ran {
    int exit = 0;
    QString out;
    QString err;
};

} // namespace

/// Each verb against a real quarterdeckd with a real ledger file.
class TestQdctlEngine : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        // The user's own settings and data stay out of it.
        qputenv("HOME", m_folder.path().toUtf8());
        qputenv("XDG_CONFIG_HOME", at("config").toUtf8());
        qputenv("XDG_DATA_HOME", at("share").toUtf8());
        qputenv("QD_DATA_FOLDER", at("data").toUtf8());
        qputenv("QD_DOOR_PORT", "0");
        qputenv("QD_POOL_WORKERS", "4");
        QCOMPARE(run({"status"}).exit, 3);
        m_engine.setProcessChannelMode(QProcess::ForwardedChannels);
        m_engine.start(QStringLiteral(QD_QUARTERDECKD), QStringList{});
        QVERIFY(m_engine.waitForStarted());
        QTRY_COMPARE_WITH_TIMEOUT(run({"status"}).exit, 0, 20'000);
        QTRY_VERIFY(jsonOf({"status"})["phase"] == "running");
    }

    void cleanupTestCase() {
        m_engine.terminate();
        QVERIFY(m_engine.waitForFinished(45'000));
        QCOMPARE(m_engine.exitCode(), 0);
        const Ran ran = run({"status"});
        QCOMPARE(ran.exit, 3);
        QVERIFY2(ran.err.contains(QStringLiteral("No engine is running for ")), qPrintable(ran.err));
    }

    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void showsStatusWorkersQueuesAndSettings() {
        QVERIFY(run({"status"}).out.contains(QStringLiteral("running")));
        QTRY_VERIFY(run({"workers"}).out.contains(QStringLiteral("w-4")));
        QVERIFY(run({"queues"}).exit == 0);
        QVERIFY(run({"settings"}).out.contains(QStringLiteral("pool.workers")));
    }

    void submitsManyAndWaits() {
        const Ran ran = run({"submit", "synthetic", R"({"ms":1})", "--count", "300", "--wait"});
        QVERIFY2(ran.exit == 0, qPrintable(ran.err));
        QVERIFY2(ran.out.endsWith(QStringLiteral("300 completed, 0 failed, 0 cancelled\n")), qPrintable(ran.out));
        QVERIFY(run({"tasks", "--state", "completed", "--limit", "3"}).err.startsWith(QStringLiteral("3 shown, ")));
    }

    void runsAProgramAndShowsItsOutput() {
        const std::string refused =
            submit({"submit", "command", "--attempts", "1", "--wait", "--", "echo", "hello"}, 5);
        QVERIFY(run({"task", refused}).out.contains(QStringLiteral("echo")));
        QCOMPARE(run({"allow", "echo"}).exit, 2); // nobody to ask
        QCOMPARE(run({"allow", "echo", "--yes"}).exit, 0);
        const std::string id =
            submit({"submit", "command", "--name", "greet", "--wait", "--", "echo", "hello", "there"}, 0);
        const Ran ran = run({"task", id});
        QVERIFY2(ran.out.contains(QStringLiteral("output\n  hello there\n")), qPrintable(ran.out));
        QVERIFY2(ran.out.contains(QStringLiteral("name         greet\n")), qPrintable(ran.out));
        QCOMPARE(run({"task", id, "--follow"}).out, QStringLiteral("hello there\n"));
    }

    void tellsMalformedLinesByNumber() {
        const Ran ran = run(
            {"submit", "--file", "-", "--wait"},
            "{\"type\":\"synthetic\"}\n{\"type\":\n{\"type\":\"synthetic\",\"prority\":1}\n{\"type\":\"synthetic\"}\n");
        QCOMPARE(ran.exit, 1);
        QVERIFY2(ran.err.contains(QStringLiteral("line 2: ")), qPrintable(ran.err));
        QVERIFY2(ran.err.contains(QStringLiteral("line 3: ")) && ran.err.contains(QStringLiteral("prority")),
                 qPrintable(ran.err));
        QVERIFY2(ran.out.contains(QStringLiteral("2 completed")), qPrintable(ran.out));
    }

    void showsHowLongATaskRan() {
        const std::string id = submit({"submit", "synthetic", R"({"ms":30})", "--wait"}, 0);
        const Ran task = run({"task", id});
        QVERIFY2(QRegularExpression{QStringLiteral("ran +\\d+ ms\n")}.match(task.out).hasMatch(), qPrintable(task.out));
        const Ran rows = run({"tasks", "--text", id, "--state", "completed"});
        QVERIFY2(QRegularExpression{QStringLiteral("\\d ms\n")}.match(rows.out).hasMatch(), qPrintable(rows.out));
    }

    void sortsByEveryColumnThatItsHelpNames() {
        const QString help = run({"tasks", "--help"}).out.simplified();
        const QString list =
            help.section(QStringLiteral("--sort TEXT "), 1).section(QStringLiteral(" --ascending"), 0, 0);
        const QStringList columns = list.split(QRegularExpression{QStringLiteral("\\W+")}, Qt::SkipEmptyParts);
        QVERIFY2(columns.size() > 10, qPrintable(help));
        for (const QString &column : columns) {
            if (column == QStringLiteral("or")) continue;
            const Ran ran = run({"tasks", "--limit", "1", "--sort", column.toStdString()});
            QVERIFY2(ran.exit == 0, qPrintable(ran.err));
        }
    }

    void takesFlagsAsDefaultsForLines() {
        const json sent = jsonOf({"submit", "--file", "-", "--priority", "9", "--queue", "q-flags", "--run-at", "1h",
                                  "--tag", "t", "--attempts", "2"},
                                 "{\"type\":\"synthetic\"}\n{\"type\":\"synthetic\",\"priority\":2}\n");
        const json first = jsonOf({"task", sent.value("first", "")});
        QCOMPARE(first["priority"].dump() + first["queue"].dump() + first["tags"].dump(), "9\"q-flags\"[\"t\"]");
        QVERIFY(first["run_at"].is_string() && first["attempts_max"] == 2);
        QCOMPARE(jsonOf({"task", sent.value("last", "")})["priority"].dump(), std::string("2"));
        QCOMPARE(run({"cancel", "--queue", "q-flags", "--yes"}).exit, 0);
        const Ran key = run({"submit", "--file", "-", "--key", "k"}, "{\"type\":\"synthetic\"}\n");
        QCOMPARE(key.exit, 2);
        QVERIFY2(key.err.contains(QStringLiteral("--key goes with one task")), qPrintable(key.err));
    }

    void tellsRefusedLinesInTheirOrder() {
        const Ran ran =
            run({"submit", "--file", "-", "--wait"},
                "{\"type\":\"synthetic\",\"x\":1}\nno\n{\"type\":\"synthetic\",\"y\":1}\n[]\n"
                "{\"type\":\"synthetic\",\"attempts\":1,\"payload\":{\"mean_ms\":1,\"distribution\":\"constant\","
                "\"fail_permille\":1000}}\n");
        QStringList lines = ran.err.split(QLatin1Char('\n')).filter(QRegularExpression{QStringLiteral("^line ")});
        for (QString &line : lines) line = line.left(6);
        QCOMPARE(lines.join(QLatin1Char(' ')), QStringLiteral("line 1 line 2 line 3 line 4"));
        QVERIFY2(ran.out.contains(QStringLiteral("1 failed")), qPrintable(ran.out));
        QCOMPARE(ran.exit, 1); // the refused lines must not hide behind the failed task
    }

    void refusesBeforeItSubmitsWhatCannotWork_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("part");
        QTest::newRow("plain text on standard input")
            << "submit|command|-" << "standard input is not JSON (line 2, byte";
        QTest::newRow("no program") << "submit|command" << "Name the program";
        QTest::newRow("no address") << "submit|http" << "Name the address";
        QTest::newRow("one word") << "submit|command|--|echo hello" << "separate words";
        QTest::newRow("one word to allow") << "allow|--yes|echo hello" << "without its arguments";
        QTest::newRow("a folder") << "submit|--file|/tmp" << "is a folder";
    }
    void refusesBeforeItSubmitsWhatCannotWork() {
        QFETCH(QString, words);
        QFETCH(QString, part);
        std::vector<std::string> arguments;
        for (const QString &word : words.split(QLatin1Char('|'))) arguments.push_back(word.toStdString());
        const Ran ran = run(arguments, "{\n a b c");
        QCOMPARE(ran.exit, 2);
        QVERIFY2(ran.err.contains(part), qPrintable(ran.err));
    }

    void followsATaskAsJsonLines() {
        QCOMPARE(run({"allow", "echo", "--yes"}).exit, 0);
        const std::string id = submit({"submit", "command", "--", "echo", "hello"}, 0);
        const Ran ran = run({"task", id, "--follow", "--json"});
        QCOMPARE(ran.exit, 0);
        const QStringList lines = ran.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.at(0), QStringLiteral("{\"stream\":\"output\",\"text\":\"hello\\n\"}"));
        QCOMPARE(json::parse(lines.at(1).toStdString()).value("state", ""), std::string("completed"));
    }

    void marksOutputThatWasCut() {
        QCOMPARE(run({"allow", "seq", "--yes"}).exit, 0);
        const std::string id = submit({"submit", "command", "--wait", "--", "seq", "1", "100000"}, 0);
        const Ran ran = run({"task", id});
        QVERIFY2(QRegularExpression{QStringLiteral("\noutput \\(last [0-9 ]+ of 588 895 bytes\\)\n")}
                     .match(ran.out)
                     .hasMatch(),
                 qPrintable(ran.out.left(1'000)));
    }

    void showsNoExitCodeForWhatNeverExited() {
        const std::string id = submit({"submit", "command", "--attempts", "1", "--wait", "--", "not-allowed-here"}, 5);
        const Ran ran = run({"task", id});
        QVERIFY2(!ran.out.contains(QStringLiteral("exit code")), qPrintable(ran.out));
        QVERIFY2(ran.out.contains(QStringLiteral("error        ")), qPrintable(ran.out));
    }

    void namesAWorkerThatDoesNotExist() {
        const Ran ran = run({"why", "w-99"});
        QCOMPARE(ran.exit, 1);
        QVERIFY2(ran.err.contains(QStringLiteral("There is no worker w-99")), qPrintable(ran.err));
    }

    void takesTheExampleFiles() {
        QCOMPARE(run({"allow", "sha256sum", "--yes"}).exit, 0);
        const Ran ran = run({"submit", "--file", QD_EXAMPLES "/checksums.jsonl", "--wait"});
        QVERIFY2(ran.exit == 0, qPrintable(ran.err));
        for (const char *file : {QD_EXAMPLES "/synthetic.jsonl", QD_EXAMPLES "/pages.jsonl"})
            QCOMPARE(run({"submit", "--file", file}).exit, 0);
        QCOMPARE(run({"cancel", "--type", "http", "--yes"}).exit, 0);
    }

    void givesTheSameTaskForTheSameKey() {
        const std::string first = submit({"submit", "synthetic", "--key", "once"}, 0);
        const json second = jsonOf({"submit", "synthetic", "--key", "once"});
        QCOMPARE(second["duplicates"].dump(), std::string("1"));
        QCOMPARE(second["first"].get<std::string>(), first);
    }

    void pausesAndResumesAQueue() {
        const Ran paused = run({"pause", "queue", "q-pause", "--for", "30m", "--reason", "test"});
        QVERIFY2(paused.exit == 0, qPrintable(paused.err));
        QVERIFY(paused.out.startsWith(QStringLiteral("Paused queue q-pause for 30 min 0 s (override ")));
        const std::string id = submit({"submit", "synthetic", "--queue", "q-pause"}, 0);
        QTRY_VERIFY(run({"overrides"}).out.contains(QStringLiteral("q-pause")));
        QCOMPARE(run({"submit", "synthetic", "--queue", "q-pause", "--wait", "--wait-timeout", "200ms"}).exit, 4);
        QVERIFY(stateOf(id) == QStringLiteral("queued"));
        QCOMPARE(run({"resume", "queue", "q-pause"}).exit, 0);
        QTRY_COMPARE(stateOf(id), QStringLiteral("completed"));
        QTRY_VERIFY(!run({"overrides"}).out.contains(QStringLiteral("q-pause")));
    }

    void pausesAWorkerUntilItIsReverted() {
        QCOMPARE(run({"pause", "worker", "w-1", "--until-resume"}).exit, 0);
        QTRY_VERIFY(run({"overrides"}).out.contains(QStringLiteral("until reverted")));
        QTRY_VERIFY(run({"workers"}).out.contains(QStringLiteral("paused")));
        QCOMPARE(run({"revert", "--all"}).exit, 0);
        QTRY_VERIFY(run({"overrides"}).out.startsWith(QStringLiteral("Nothing is imposed")));
    }

    void cancelsWhatRuns() {
        const std::string id = submit({"submit", "synthetic", R"({"ms":600000})"}, 0);
        QTRY_COMPARE(stateOf(id), QStringLiteral("running"));
        QCOMPARE(run({"cancel", id}).exit, 2); // destructive: a script has to say --yes
        const Ran ran = run({"cancel", id, "--yes", "--reason", "test"});
        QVERIFY2(ran.exit == 0, qPrintable(ran.err));
        QCOMPARE(ran.out, QStringLiteral("Cancelled 1 task.\n"));
        QTRY_COMPARE(stateOf(id), QStringLiteral("cancelled"));
        QCOMPARE(run({"cancel", id, "--yes"}).exit, 1);
    }

    void suspendsAndResumesTasks() {
        const std::string id = submit({"submit", "synthetic", R"({"ms":600000})", "--name", "sleeper"}, 0);
        QTRY_COMPARE(stateOf(id), QStringLiteral("running"));
        const Ran asked = run({"suspend", id});
        QCOMPARE(asked.exit, 2); // it would lose its work: a script has to say --yes
        QVERIFY2(
            asked.err.contains(QStringLiteral("This ends 1 running task; after resume it starts from the beginning.")),
            qPrintable(asked.err));
        QCOMPARE(run({"suspend", id, "--yes"}).exit, 0);
        QTRY_COMPARE(stateOf(id), QStringLiteral("suspended"));
        QCOMPARE(run({"reprioritise", "--text", "sleeper", "--priority", "9"}).out,
                 QStringLiteral("Reprioritised 1 task.\n"));
        QCOMPARE(run({"resume", "tasks", "--text", "sleeper"}).out, QStringLiteral("Resumed 1 task.\n"));
        QTRY_COMPARE(stateOf(id), QStringLiteral("running"));
        QCOMPARE(run({"requeue", id, "--yes"}).exit, 0);
        QTRY_COMPARE(stateOf(id), QStringLiteral("running"));
        QCOMPARE(run({"cancel", "--text", "sleeper", "--yes"}).exit, 0);
    }

    void retriesDeadLettersAndPurgesThem() {
        const std::string id =
            submit({"submit", "synthetic", R"({"distribution":"constant","mean_ms":1,"fail_permille":1000})",
                    "--attempts", "1", "--wait"},
                   5);
        QCOMPARE(stateOf(id), QStringLiteral("failed"));
        QVERIFY(!run({"why", id}).out.isEmpty());
        QCOMPARE(run({"retry", id}).exit, 0);
        QTRY_COMPARE(stateOf(id), QStringLiteral("failed"));
        QCOMPARE(run({"purge", id, "--yes"}).exit, 0);
        QTRY_COMPARE(run({"task", id}).exit, 1);
    }

    void printsWhyOrThatItIsNotKept() {
        const std::string id = submit({"submit", "synthetic", "--wait"}, 0);
        const Ran ran = run({"why", id});
        QCOMPARE(ran.exit, 0);
        QVERIFY2(ran.out.contains(QStringLiteral("dispatched")) || ran.out.contains(QStringLiteral("not kept (1 of ")),
                 qPrintable(ran.out));
        QCOMPARE(run({"why", "w-1"}).exit, 0);
    }

    void resizesThePool() {
        QCOMPARE(run({"resize", "6", "--for", "1m"}).exit, 0);
        QTRY_VERIFY(jsonOf({"status"})["pool"]["wanted"] == 6);
        QTRY_VERIFY(run({"workers"}).out.contains(QStringLiteral("w-6")));
        QCOMPARE(run({"resize", "auto"}).exit, 0);
        QTRY_VERIFY(jsonOf({"status"})["pool"]["wanted"] == 4);
    }

    void printsEvents() {
        const Ran ran = run({"watch", "--from", "0", "--count", "3"});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.out.count(QLatin1Char('\n')), 3);
        QCOMPARE(run({"watch", "--status", "--count", "1"}).exit, 0);
    }

    void checksAndCopiesTheLedger() {
        QCOMPARE(run({"ledger", "check"}).exit, 0);
        const Ran ran = run({"ledger", "backup", at("copy.db").toStdString()});
        QVERIFY2(ran.exit == 0, qPrintable(ran.err));
        QVERIFY(QFileInfo(at("copy.db")).size() > 0);
        const Ran copy = run({"ledger", "check", at("copy.db").toStdString()});
        QVERIFY2(copy.exit == 0, qPrintable(copy.err + copy.out));
        QVERIFY2(copy.out.contains(QStringLiteral(": sound, ")), qPrintable(copy.out));
        QVERIFY(!QFileInfo::exists(at("copy.db.lock")));
        const Ran held = run({"ledger", "check", "--offline"});
        QCOMPARE(held.exit, 1);
        QVERIFY2(held.err.contains(QStringLiteral("in use by quarterdeckd")), qPrintable(held.err));
    }

    void showsChosenSettingsInFull() {
        const Ran one = run({"settings", "ledger.path"});
        QCOMPARE(one.exit, 0);
        QVERIFY2(one.out.startsWith(QStringLiteral("ledger.path\n  value ")) &&
                     one.out.contains(QStringLiteral("\n  range ")),
                 qPrintable(one.out));
        QVERIFY(run({"settings", "pool"}).out.contains(QStringLiteral("pool.workers\n")));
        QCOMPARE(jsonOf({"settings", "pool.workers"})["settings"].size(), std::size_t{1});
        QCOMPARE(run({"settings", "pol"}).exit, 2);
    }

    void refusesAWrongToken() {
        const Ran ran = run({"--token", "wrong", "status"});
        QCOMPARE(ran.exit, 1);
        QVERIFY(ran.err.contains(QStringLiteral("token"), Qt::CaseInsensitive));
    }

    void runsTheExample() {
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("files")));
        for (int i = 0; i < 30; ++i)
            std::ofstream(at("files").toStdString() + "/file " + std::to_string(i)) << "content " << i << '\n';
        const std::vector<std::string> words = {"example",  at("files").toStdString(),        "--tasks", "100",
                                                "--report", at("report.sha256").toStdString()};
        const Ran asked = run(words);
        QCOMPARE(asked.exit, 2); // it would let a program run for good
        QVERIFY2(asked.err.contains(QStringLiteral("Tasks may then run sha256sum")), qPrintable(asked.err));
        std::vector<std::string> agreed = words;
        agreed.emplace_back("--yes");
        const Ran ran = run(agreed);
        QVERIFY2(ran.exit == 0, qPrintable(ran.err + ran.out));
        QVERIFY2(ran.out.contains(QStringLiteral("sha256sum -c says 30 OK, 0 not")), qPrintable(ran.out));
    }

private:
    [[nodiscard]] QString at(const char *name) const { return m_folder.filePath(QString::fromUtf8(name)); }

    Ran run(const std::vector<std::string> &arguments, const std::string &input = {}) {
        std::ostringstream out;
        std::ostringstream err;
        std::istringstream in(input);
        Console console{.out = out, .err = err, .in = in};
        const Exit exit = runQdctl(console, arguments);
        return {static_cast<int>(exit), QString::fromStdString(out.str()), QString::fromStdString(err.str())};
    }
    json jsonOf(std::vector<std::string> arguments, const std::string &input = {}) {
        arguments.emplace_back("--json");
        return json::parse(run(arguments, input).out.toStdString(), nullptr, false);
    }
    /// The id of the task that was submitted; the exit code has to be as given.
    std::string submit(std::vector<std::string> arguments, int exit) {
        arguments.insert(arguments.begin() + 1, "--json");
        const Ran ran = run(arguments);
        if (ran.exit != exit) qWarning("%d: %s%s", ran.exit, qPrintable(ran.out), qPrintable(ran.err));
        return json::parse(ran.out.toStdString()).value("first", "");
    }
    QString stateOf(const std::string &id) {
        return QString::fromStdString(jsonOf({"task", id}).value("state", std::string{}));
    }

    QTemporaryDir m_folder;
    QProcess m_engine;
};

QTEST_GUILESS_MAIN(TestQdctlEngine)
#include "tst_qdctl_engine.moc"
