#include <QTemporaryDir>
#include <QtTest/QTest>
#include <atomic>
#include <fstream>
#include <unistd.h>

#include "tests/app/qdctl/played_door.h"

using namespace qd;
using namespace qd::ctl;
using namespace qd::ctl::test;

class TestQdctl : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void explainsExitCodes() {
        const Ran help = run({"--help"});
        QCOMPARE(help.exit, 0);
        QVERIFY(help.out.contains(QStringLiteral("Exit codes: 0 done; 1 the engine refused")));
    }

    void refusesWrongUsage_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("part");
        QTest::newRow("no verb") << QStringList{} << "subcommand";
        QTest::newRow("unknown verb") << QStringList{QStringLiteral("frob")} << "no verb \"frob\"";
        QTest::newRow("unknown flag") << QStringList{QStringLiteral("tasks"), QStringLiteral("--frob")} << "--frob";
        QTest::newRow("priority") << QStringList{QStringLiteral("submit"), QStringLiteral("x"),
                                                 QStringLiteral("--priority"), QStringLiteral("11")}
                                  << "--priority";
        QTest::newRow("worker") << QStringList{QStringLiteral("pause"), QStringLiteral("worker"), QStringLiteral("x-3")}
                                << "write it like w-3";
        QTest::newRow("bulk without filter") << QStringList{QStringLiteral("cancel")} << "--all";
        QTest::newRow("what to submit") << QStringList{QStringLiteral("submit")} << "Say what to submit";
    }
    void refusesWrongUsage() {
        QFETCH(QStringList, words);
        QFETCH(QString, part);
        std::vector<std::string> arguments;
        for (const QString &word : words) arguments.push_back(word.toStdString());
        const Ran ran = run(arguments);
        QCOMPARE(ran.exit, 2);
        QVERIFY2(ran.err.contains(part), qPrintable(ran.err));
    }

    void saysWhenNoEngineRuns() {
        const QTemporaryDir folder;
        const Ran ran = run({"--data-folder", folder.path().toStdString(), "status"});
        QCOMPARE(ran.exit, 3);
        QCOMPARE(ran.err, QStringLiteral("qdctl: No engine is running for %1/ledger.db. Start the window "
                                         "(packaging/run.sh) or quarterdeckd.\n")
                              .arg(folder.path()));
    }

    void ignoresTheAddressOfADeadEngine() {
        const QTemporaryDir folder;
        std::ofstream(folder.filePath(QStringLiteral("engine.json")).toStdString())
            << R"({"pid":4194304,"program":"quarterdeckd","url":"http://127.0.0.1:1","token_file":"","ledger":"/l.db"})";
        const Ran ran = run({"--data-folder", folder.path().toStdString(), "status"});
        QCOMPARE(ran.exit, 3);
        QVERIFY(ran.err.contains(QStringLiteral("No engine is running for /l.db.")));
    }

    void findsTheRunningEngineAndItsToken() {
        const Door door([](const auto &) { return ok({{"overrides", json::array()}}); });
        const QTemporaryDir folder;
        const std::string token = folder.filePath(QStringLiteral("admin.token")).toStdString();
        std::ofstream(token) << "the-token\n";
        std::ofstream(folder.filePath(QStringLiteral("engine.json")).toStdString()) << json{{"pid", getpid()},
                                                                                            {"program", "quarterdeckd"},
                                                                                            {"url", door.url()},
                                                                                            {"token_file", token},
                                                                                            {"ledger", "/l"}};
        const Ran ran = run({"--data-folder", folder.path().toStdString(), "overrides"});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.out, QStringLiteral("Nothing is imposed: the engine decides everything itself.\n"));
        QVERIFY(door.requests.front().headers.find("Authorization: Bearer the-token") != std::string::npos);
    }

    void passesOnWhatTheEngineRefuses() {
        const Door door([](const auto &) { return refused(401, "denied", "The token is wrong."); });
        const Ran ran = runAt(door, {"queues"});
        QCOMPARE(ran.exit, 1);
        QCOMPARE(ran.err, QStringLiteral("qdctl: The token is wrong.\n"));
        const Ran asJson = runAt(door, {"queues", "--json"});
        QCOMPARE(json::parse(asJson.out.toStdString())["error"]["code"].dump(), std::string("\"denied\""));
    }

    void listsTasksAsATable() {
        const Door door([](const auto &) {
            return ok({{"count", 2},
                       {"kept", 9},
                       {"revision", 1},
                       {"tasks",
                        {{{"id", "9c41e0-2"},
                          {"name", "second\x1b"},
                          {"type", "http"},
                          {"queue", "http"},
                          {"state", "failed"},
                          {"priority", 5},
                          {"attempts", 3},
                          {"attempts_max", 3},
                          {"worker", "w-1"},
                          {"created_at", "x"},
                          {"started_at", "x"},
                          {"run_time_ms", 12.4},
                          {"finished_at", "x"},
                          {"error", "refused"}},
                         {{"id", "9c41e0-1"},
                          {"name", ""},
                          {"type", "synthetic"},
                          {"queue", "q"},
                          {"state", "queued"},
                          {"priority", 10},
                          {"attempts", 0},
                          {"attempts_max", 3},
                          {"worker", nullptr},
                          {"created_at", "x"},
                          {"started_at", nullptr},
                          {"run_time_ms", 0.0},
                          {"error", ""}}}}});
        });
        const Ran ran = runAt(door, {"tasks", "--state", "failed,queued", "--queue", "a b", "--limit", "7"});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.out,
                 QStringLiteral(
                     "ID        STATE     TYPE       QUEUE  PRIO  FAILS  WORKER  CREATED    RUN  NAME     ERROR\n"
                     "9c41e0-2  ✗ failed  http       http      5    3/3  w-1     x        12 ms  second.  refused\n"
                     "9c41e0-1  ○ queued  synthetic  q        10    0/3          x\n"));
        QCOMPARE(ran.err, QStringLiteral("2 shown, 2 match, 9 kept\n"));
        QCOMPARE(door.asked(), QStringList{QStringLiteral("GET /api/v1/tasks?sort=id&desc=1&offset=0&limit=7&"
                                                          "state=failed,queued&queue=a%20b")});
    }

    void submitsAProgram() {
        const Door door([](const auto &) { return ok(submitted("9c41e0-7", 2)); });
        const Ran ran = runAt(
            door, {"submit", "command", "--count", "2", "--priority", "8", "--", "sha256sum", "-b", "/etc/hostname"});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.out, QStringLiteral("Submitted 2 tasks: 9c41e0-7 .. 9c41e0-8\n"));
        const json body = door.bodyOfLast();
        QCOMPARE(body["repeat"].dump(), std::string("2"));
        QCOMPARE(body["ticket"].get<std::string>().size(), std::size_t{36});
        QCOMPARE(body["tasks"].dump(),
                 std::string(R"([{"payload":{"args":["-b","/etc/hostname"],"program":"sha256sum"},)"
                             R"("priority":8,"type":"command"}])"));
    }

    void goesOnBehindMalformedLines() {
        const Door door([](const example::PageRequest &request) {
            const json body = json::parse(request.body);
            json answer = submitted("9c41e0-1", 2);
            answer["refused"] = 1;
            answer["refusals"] = {
                {{"index", 1}, {"task", nullptr}, {"code", "invalid"}, {"detail", "type: is missing"}}};
            return body["tasks"].size() == 3 ? ok(answer) : refused(500, "internal", "wrong batch");
        });
        const Ran ran = runAt(door, {"submit", "--file", "-"},
                              "{\"type\":\"a\"}\n{\"type\":\n{\"name\":\"x\"}\n{\"type\":\"b\"}\n");
        QCOMPARE(ran.exit, 1);
        QCOMPARE(ran.out, QStringLiteral("Submitted 2 tasks: 9c41e0-1 .. 9c41e0-2\n"));
        QVERIFY2(ran.err.contains(QStringLiteral("line 2: parse error")), qPrintable(ran.err));
        QVERIFY2(ran.err.contains(QStringLiteral("line 3: type: is missing\n2 refused\n")), qPrintable(ran.err));
    }

    void sendsLinesInBatchesOfAThousand() {
        const Door door([](const example::PageRequest &request) {
            return ok(submitted("9c41e0-1", static_cast<int>(json::parse(request.body)["tasks"].size())));
        });
        std::string lines;
        for (int i = 0; i < 2'500; ++i) lines += "{\"type\":\"a\"}\n";
        const Ran ran = runAt(door, {"submit", "--file", "-", "--json"}, lines);
        QCOMPARE(ran.exit, 0);
        QCOMPARE(door.requests.size(), std::size_t{3});
        QCOMPARE(json::parse(ran.out.toStdString())["accepted"].dump(), std::string("2500"));
    }

    void repeatsWithTheSameTicketAfterALostConnection() {
        int calls = 0;
        const Door door(
            [&calls](const auto &) { return ++calls < 3 ? example::Page{.status = 0} : ok(submitted("9c41e0-1", 1)); });
        QCOMPARE(runAt(door, {"submit", "synthetic"}).exit, 0);
        QCOMPARE(door.requests.size(), std::size_t{3});
        const auto ticket = [&door](std::size_t i) { return json::parse(door.requests[i].body)["ticket"].dump(); };
        QCOMPARE(ticket(1), ticket(0));
        QCOMPARE(ticket(2), ticket(0));
    }

    void asksForTheOutcomeOfACommandUnderWay() {
        int calls = 0;
        const Door door([&calls](const auto &) {
            if (++calls < 3)
                return example::Page{.status = 202, .type = "application/json", .body = R"({"state":"under_way"})"};
            return ok(submitted("9c41e0-1", 1));
        });
        QCOMPARE(runAt(door, {"submit", "synthetic"}).exit, 0);
        const QString path = QStringLiteral("GET /api/v1/commands/");
        QVERIFY(door.asked().at(1).startsWith(path) && door.asked().at(2).startsWith(path));
    }

    void saysWhyACommandTakesLong() {
        std::atomic<bool> told = false;
        const Door door([&told](const example::PageRequest &request) {
            if (request.target == "/api/v1/status")
                return ok({{"ledger", {{"stalled", true}, {"stall_reason", "disk full"}}}});
            if (told) return ok(outcome(1));
            return example::Page{.status = 202, .type = "application/json", .body = R"({"state":"under_way"})"};
        });
        ClientOptions options;
        options.locate.url = door.url();
        options.locate.token = "secret";
        options.slowAfter = std::chrono::milliseconds{20};
        std::string why;
        options.onSlow = [&](const std::string &text) {
            why = text;
            told = true;
        };
        auto client = ApiClient::open(options);
        QVERIFY(client.has_value());
        QVERIFY(client->command("/api/v1/commands", json{{"kind", "drain"}}).has_value());
        QCOMPARE(why, std::string("The ledger cannot write (disk full); waiting until it can."));
    }

    void waitsAndReportsTheTaskThatFailed() {
        int polls = 0;
        const Door door([&polls](const example::PageRequest &request) {
            if (request.method == "POST") return ok(submitted("9c41e0-1", 2));
            const bool done = ++polls > 1;
            return ok({{"count", 2},
                       {"kept", 2},
                       {"tasks",
                        {{{"id", "9c41e0-1"}, {"state", "completed"}, {"error", ""}},
                         {{"id", "9c41e0-2"}, {"state", done ? "failed" : "running"}, {"error", "exit code 1"}}}}});
        });
        const Ran ran = runAt(door, {"submit", "synthetic", "--count", "2", "--wait"});
        QCOMPARE(ran.exit, 5);
        QVERIFY(ran.out.endsWith(QStringLiteral("1 completed, 1 failed, 0 cancelled\n")));
        QCOMPARE(ran.err, QStringLiteral("  9c41e0-2 ✗ failed: exit code 1\n"));
        // The completed one is not asked for again.
        QCOMPARE(door.asked().at(2), QStringLiteral("GET /api/v1/tasks?ids=9c41e0-2&limit=200"));
    }

    void givesUpWaitingInTime() {
        const Door door([](const example::PageRequest &request) {
            if (request.method == "POST") return ok(submitted("9c41e0-1", 1));
            return ok({{"tasks", {{{"id", "9c41e0-1"}, {"state", "running"}}}}});
        });
        const Ran ran = runAt(door, {"submit", "synthetic", "--wait", "--wait-timeout", "50ms"});
        QCOMPARE(ran.exit, 4);
        QVERIFY(ran.err.contains(QStringLiteral("1 of 1 tasks are not finished")));
    }

    void cancelsOnlyAfterTheCountIsTyped() {
        const Door door([](const example::PageRequest &request) {
            return request.method == "GET" ? ok({{"count", 12}, {"tasks", json::array()}}) : ok(outcome(12));
        });
        const std::vector<std::string> words = {"cancel", "--queue", "http"};
        QCOMPARE(runAt(door, words, "", false).exit, 2); // nobody to ask
        QCOMPARE(runAt(door, words, "11\n", true).exit, 1);
        QVERIFY(!door.asked().contains(QStringLiteral("POST /api/v1/commands")));
        const Ran ran = runAt(door, words, "12\n", true);
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.out, QStringLiteral("Cancelled 12 tasks.\n"));
        json body = door.bodyOfLast();
        body.erase("ticket");
        QCOMPARE(body.dump(),
                 std::string(R"({"kind":"cancel","tasks":{"limit":10000,"queue":"http","state":["pending",)"
                             R"("queued","assigned","running","retrying","suspended"]}})"));
    }

    void tellsRefusedIds() {
        const Door door([](const auto &) {
            json answer = outcome(1);
            answer["refused"] = 1;
            answer["refusals"] = {
                {{"index", 1}, {"task", "9c41e0-2"}, {"code", "conflict"}, {"detail", "is completed"}}};
            return ok(answer);
        });
        const Ran ran = runAt(door, {"retry", "1", "2"});
        QCOMPARE(ran.exit, 1);
        QCOMPARE(ran.out, QStringLiteral("Retrying 1 task.\n"));
        QCOMPARE(ran.err, QStringLiteral("1 refused:\n  9c41e0-2: is completed\n"));
    }

    void goesOnBeyondTenThousandTasks() {
        int posts = 0;
        const Door door([&posts](const example::PageRequest &request) {
            if (request.method == "GET") return ok({{"count", 25'000}});
            return ok(outcome(++posts < 3 ? 10'000 : 5'000));
        });
        const Ran ran = runAt(door, {"purge", "--older-than", "2d", "--yes"});
        QCOMPARE(ran.out, QStringLiteral("Purged 25 000 tasks.\n"));
        QCOMPARE(posts, 3);
    }

    void pausesAsAReversibleLease_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("body");
        const auto words = [](const char *text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
        QTest::newRow("worker") << words("pause worker w-3 --reason test")
                                << R"({"kind":"pause_worker","reason":"test","target":"w-3"})";
        QTest::newRow("queue, for") << words("pause queue http --for 30m")
                                    << R"({"expires_in_s":1800.0,"kind":"pause_queue","target":"http"})";
        QTest::newRow("until resume") << words("pause queue http --until-resume")
                                      << R"({"expires_in_s":null,"kind":"pause_queue","target":"http"})";
        QTest::newRow("all") << words("pause all --yes") << R"({"kind":"pause_all"})";
        QTest::newRow("resume") << words("resume queue http") << R"({"kind":"resume_queue","target":"http"})";
        QTest::newRow("resume all") << words("resume all") << R"({"kind":"resume_all"})";
        QTest::newRow("drain") << words("drain w-2 --yes") << R"({"kind":"drain","worker":"w-2"})";
        QTest::newRow("drain all") << words("drain all --yes") << R"({"kind":"drain"})";
        QTest::newRow("revert") << words("revert 7") << R"({"kind":"revert","overrides":[7]})";
        QTest::newRow("resume tasks") << words("resume tasks 1 2")
                                      << R"({"kind":"resume_tasks","tasks":{"ids":["1","2"]}})";
        QTest::newRow("reprioritise") << words("reprioritise 1 --priority 9")
                                      << R"({"kind":"reprioritise","priority":9,"tasks":{"ids":["1"]}})";
    }
    void pausesAsAReversibleLease() {
        QFETCH(QStringList, words);
        std::vector<std::string> arguments;
        for (const QString &word : words) arguments.push_back(word.toStdString());
        const Door door([](const auto &) { return ok(outcome(1)); });
        const Ran ran = runAt(door, arguments);
        QVERIFY2(ran.exit == 0, qPrintable(ran.err));
        json body = door.bodyOfLast();
        body.erase("ticket");
        QTEST(QString::fromStdString(body.dump()), "body");
    }

    void asksMoreInProduction() {
        Door door([](const auto &) { return ok(outcome(1)); });
        QCOMPARE(runAt(door, {"pause", "queue", "http"}).exit, 0);
        door.profile = "production";
        QCOMPARE(runAt(door, {"pause", "queue", "http"}).exit, 2);
        QCOMPARE(runAt(door, {"pause", "queue", "http"}, "y\n", true).exit, 0);
    }

    void asksBeforeThePoolShrinksByMoreThanAQuarter() {
        const Door door([](const example::PageRequest &request) {
            return request.method == "GET" ? ok({{"pool", {{"wanted", 8}, {"automatic", 8}}}}) : ok(outcome(1));
        });
        QVERIFY(runAt(door, {"resize", "10001"}).err.contains("give 1 .. 10000"));
        QCOMPARE(runAt(door, {"resize", "6"}).exit, 0);
        QCOMPARE(runAt(door, {"resize", "5"}).exit, 2);
        QCOMPARE(runAt(door, {"resize", "0"}).exit, 2);
    }

    void printsStoredReasonsOrThatTheyAreNotKept() {
        const Door door([](const example::PageRequest &request) {
            if (request.target == "/api/v1/workers/w-3/why")
                return ok({{"decisions", {{{"seq", 1}, {"at", "x"}, {"kind", "dispatched"}, {"text", "It was free."}}}},
                           {"sampling", 100}});
            return ok({{"decisions", json::array()}, {"sampling", 100}, {"note", "not kept (1 of 100 sampled)"}});
        });
        QCOMPARE(runAt(door, {"why", "w-3"}).out, QStringLiteral("x  dispatched  It was free.\n"));
        QCOMPARE(runAt(door, {"why", "7"}).out, QStringLiteral("not kept (1 of 100 sampled)\n"));
    }

    void showsOneTask() {
        const Door door([](const auto &) {
            return ok({{"id", "9c41e0-1"},
                       {"name", "sum"},
                       {"type", "command"},
                       {"queue", "command"},
                       {"state", "failed"},
                       {"reason", "attempts_spent"},
                       {"priority", 5},
                       {"attempts", 1},
                       {"attempts_max", 1},
                       {"payload", R"({"program":"false"})"},
                       {"started_at", "x"},
                       {"run_time_ms", 3.0},
                       {"result",
                        {{"exit_code", 1},
                         {"error", "exit code 1"},
                         {"output", "a\nb\n"},
                         {"error_output", ""},
                         {"output_bytes", 4}}},
                       {"attempts_log",
                        {{{"epoch", 1},
                          {"worker", "w-1"},
                          {"started_at", "x"},
                          {"finished_at", "y"},
                          {"reason", "handler_failed"},
                          {"exit_code", 1},
                          {"error", "exit code 1"}}}}});
        });
        const Ran ran = runAt(door, {"task", "1"});
        QCOMPARE(ran.exit, 0);
        for (const char *part : {"9c41e0-1  ✗ failed\n", "exit code    1\n", "payload\n  {\"program\":\"false\"}\n",
                                 "output\n  a\n  b\n", "w-1     x        y         handler_failed     1  exit code 1"})
            QVERIFY2(ran.out.contains(QString::fromUtf8(part)), qPrintable(ran.out));
    }

    void followsATaskToItsEnd() {
        int polls = 0;
        const Door door([&polls](const auto &) {
            if (++polls == 1)
                return ok({{"id", "1"}, {"state", "running"}, {"live", {{"output", "one\n"}, {"error_output", ""}}}});
            return ok({{"id", "1"},
                       {"state", "completed"},
                       {"result", {{"output", "one\ntwo\n"}, {"error_output", "e\n"}, {"error", ""}}}});
        });
        const Ran ran = runAt(door, {"task", "1", "--follow"});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.out, QStringLiteral("one\ntwo\n"));
        QCOMPARE(ran.err, QStringLiteral("e\n✓ completed\n"));
    }

    void watchesEventsFromNowOn() {
        const Door door([](const example::PageRequest &request) {
            if (request.target.starts_with("/api/v1/events/stream"))
                return example::Page{
                    .type = "text/event-stream",
                    .body = ": connected\n\nevent: lost\ndata: {\"lost\":3}\n\nid: 8\nevent: worker_lost\n"
                            "data: {\"at\":\"x\",\"severity\":\"bad\",\"text\":\"Worker w-2 is lost.\"}\n\n"};
            if (request.target == "/api/v1/status") return ok({{"pid", 7}, {"started_at", "x"}});
            const bool first = request.target == "/api/v1/events?from=0&limit=10000";
            return ok({{"lost", 0}, {"next", 5}, {"entries", first ? json::array({1}) : json::array()}});
        });
        const Ran ran = runAt(door, {"watch", "--count", "2"});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(
            ran.out,
            QStringLiteral("3 events were lost; this is what follows\nx  worker_lost         Worker w-2 is lost.\n"));
        QCOMPARE(door.asked().back(), QStringLiteral("GET /api/v1/events/stream?from=5"));
    }

    void goesOnWatchingTheNextEngine() {
        int streams = 0;
        const Door door([&streams](const example::PageRequest &request) {
            const bool isNext = streams > 1; // the engine was started again behind the second stream
            if (request.target == "/api/v1/status") return ok({{"pid", isNext ? 8 : 7}, {"started_at", "x"}});
            const auto stream = [](const char *id, const char *text) {
                return example::Page{.type = "text/event-stream",
                                     .body = std::string("id: ") + id + "\nevent: e\ndata: {\"at\":\"x\",\"text\":\"" +
                                             text + "\"}\n\n"};
            };
            switch (++streams) {
            case 1: return stream("41", "one");
            case 2: return stream("42", "two");
            default: return stream("0", "three");
            }
        });
        const Ran ran = runAt(door, {"watch", "--from", "41", "--count", "3"});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.out.count(QLatin1Char('\n')), 3);
        QCOMPARE(ran.err, QStringLiteral("The engine was started again.\n"));
        QCOMPARE(door.asked().filter(QStringLiteral("stream")),
                 (QStringList{QStringLiteral("GET /api/v1/events/stream?from=41"),
                              QStringLiteral("GET /api/v1/events/stream?from=42"),
                              QStringLiteral("GET /api/v1/events/stream?from=0")}));
    }

    void tellsWhyAWaitStandsStill() {
        int polls = 0;
        const Door door([&polls](const example::PageRequest &request) {
            if (request.method == "POST") return ok(submitted("9c41e0-1", 1));
            if (request.target == "/api/v1/status") return ok({{"paused_all", false}});
            if (request.target == "/api/v1/queues") {
                polls = 1;
                return ok({{"rows", {{{"name", "q"}, {"paused", true}}, {{"name", "other"}, {"paused", true}}}}});
            }
            return ok(
                {{"tasks", {{{"id", "9c41e0-1"}, {"state", polls > 0 ? "completed" : "queued"}, {"queue", "q"}}}}});
        });
        const Ran ran = runAt(door, {"submit", "synthetic", "--wait"});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.err, QStringLiteral("Queue q is paused; qdctl resume queue q lets it go on.\n"));
    }

    void saysARefusalOnce() {
        const Door door([](const auto &) {
            json answer = outcome(0);
            answer["ok"] = false;
            answer["refused"] = 1;
            answer["error"] = {{"code", "conflict"}, {"detail", "Task 9c41e0-2 is already suspended"}};
            answer["refusals"] = {{{"index", 0},
                                   {"task", "9c41e0-2"},
                                   {"code", "conflict"},
                                   {"detail", "Task 9c41e0-2 is already suspended"}}};
            return ok(answer);
        });
        QCOMPARE(runAt(door, {"retry", "2"}).err, QStringLiteral("qdctl: Task 9c41e0-2 is already suspended\n"));
    }

    void knowsNoHelpForAnUnknownVerb() {
        const Ran ran = run({"nosuch", "--help"});
        QCOMPARE(ran.exit, 2);
        QVERIFY(ran.out.isEmpty() && ran.err.contains(QStringLiteral("no verb \"nosuch\"")));
    }

    void completesEveryVerb() {
        const QString script = QString::fromUtf8(bashCompletion().data(), static_cast<int>(bashCompletion().size()));
        const QString verbs = script.section(QStringLiteral("local verbs='"), 1).section(QLatin1Char('\''), 0, 0);
        const QStringList known = verbs.split(QRegularExpression{QStringLiteral("\\s+")}, Qt::SkipEmptyParts);
        for (const std::string &name : verbNames())
            QVERIFY2(known.contains(QString::fromStdString(name)), name.c_str());
    }
};

QTEST_GUILESS_MAIN(TestQdctl)
#include "tst_qdctl.moc"
