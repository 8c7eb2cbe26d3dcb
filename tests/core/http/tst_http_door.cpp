#include "core/http/http_door.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <fmt/format.h>
#include <fstream>

#include "core/http/discovery.h"
#include "tests/core/http/raw_client.h"
#include "tests/support/fake_engine.h"

using namespace qd;
using namespace qd::http;
using namespace std::chrono_literals;

class TestHttpDoor : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup() {
        m_door.reset();
        m_engine.reset();
    }
    void livenessNeedsNoToken();
    void everythingElseNeedsTheToken();
    void foreignHostsAndOriginsAreRefused();
    void unknownPathsAndMethodsAreRefused();
    void theConnectionStaysOpen();
    void pipelinedRequestsAreAnsweredInOrder();
    void headHasNoBody();
    void malformedRequestsAreRefused_data();
    void malformedRequestsAreRefused();
    void largeHeadsAreRefused();
    void largeBodiesAreRefusedBeforeTheyAreSent();
    void chunkedBodiesAreReadUpToTheLimit();
    void expectContinueIsAnswered();
    void aDribblingClientIsDropped();
    void anIdleClientIsDropped();
    void aClientThatDoesNotReadIsDropped();
    void connectionsAreLimited();
    void strangersGiveWayToWhoeverHasTheToken();
    void strangersAreSoonCut();
    void tasksAreSubmitted();
    void linesAreRefusedWithTheirNumber();
    void aFullInboxIsSaid();
    void aSlowCommitIsUnderWay();
    void notWaitingGivesTheTicket();
    void commandsReachTheEngine();
    void oneTaskIsShownWithItsLiveOutput();
    void eventsAreStreamed();
    void aSlowSubscriberIsToldWhatItLost();
    void streamsAreLimitedAndEndWithTheDoor();
    void metricsAreText();
    void otherRoutesAnswer();
    void shutdownCallsTheProgram();
    void theAddressFileComesAndGoes();
    void aTakenPortMovesOn();
    void onlyLoopbackIsBound();
    void stoppingTwiceIsFine();
    void repliesAfterTheStopGoNowhere();

private:
    void openDoor(ServerLimits limits = {});
    [[nodiscard]] std::uint16_t port() const {
        const std::string url = m_door->url();
        return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    }
    [[nodiscard]] std::string head(const char *method, const std::string &target, const std::string &more = {}) const {
        return fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: Bearer {}\r\n{}\r\n", method, target,
                           port(), m_token, more);
    }
    RawReply get(const std::string &target) const {
        RawClient client{port()};
        client.send(head("GET", target));
        return client.readReply();
    }
    RawReply post(const std::string &target, const std::string &body, const std::string &more = {}) const {
        RawClient client{port()};
        client.send(head("POST", target, fmt::format("Content-Length: {}\r\n{}", body.size(), more)) + body);
        return client.readReply();
    }
    static QJsonObject json(const RawReply &reply) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
    }
    static QString code(const RawReply &reply) { return json(reply)["error"].toObject()["code"].toString(); }
    static QString detail(const RawReply &reply) { return json(reply)["error"].toObject()["detail"].toString(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<HttpDoor> m_door;
    std::string m_token;
    std::atomic<int> m_shutdowns = 0;
};

void TestHttpDoor::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    Settings settings;
    settings.dataFolder = m_folder->path().toStdString();
    settings.door.port = 0;
    m_engine = std::make_unique<FakeEngine>(settings);
    m_shutdowns = 0;
    openDoor();
}

void TestHttpDoor::openDoor(ServerLimits limits) {
    m_door.reset();
    m_door = std::make_unique<HttpDoor>(
        *m_engine, DoorOptions{"quarterdeckd", "0.1.0", [this](StopMode) { ++m_shutdowns; }, limits});
    const auto started = m_door->start();
    QVERIFY2(started.has_value(), started ? "" : started.error().detail.c_str());
    std::ifstream{m_door->tokenFile()} >> m_token;
    QCOMPARE(m_token.size(), std::size_t{64});
}

void TestHttpDoor::livenessNeedsNoToken() {
    RawClient client{port()};
    client.send(fmt::format("GET /health/live HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", port()));
    const auto reply = client.readReply();
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, std::string(R"({"status":"live"})"));
}

void TestHttpDoor::everythingElseNeedsTheToken() {
    for (const char *target : {"/api/v1/status", "/metrics", "/nothing", "/api/v1/tasks/1"}) {
        for (const char *header : {"", "Authorization: Bearer x\r\n", "Authorization: Basic eA==\r\n"}) {
            RawClient client{port()};
            client.send(fmt::format("GET {} HTTP/1.1\r\nHost: localhost:{}\r\n{}\r\n", target, port(), header));
            const auto reply = client.readReply();
            QCOMPARE(reply.status, 401);
            QCOMPARE(code(reply), QString("denied"));
            QVERIFY(reply.head.find("WWW-Authenticate: Bearer") != std::string::npos);
        }
    }
    // The right token twice is two headers, and no header is believed.
    RawClient client{port()};
    client.send(head("GET", "/api/v1/status", fmt::format("Authorization: Bearer {}\r\n", m_token)));
    QCOMPARE(client.readReply().status, 401);
    QCOMPARE(get("/api/v1/status").status, 200);
}

void TestHttpDoor::foreignHostsAndOriginsAreRefused() {
    const auto status = [this](const std::string &lines) {
        RawClient client{port()};
        client.send(fmt::format("GET /health/live HTTP/1.1\r\n{}\r\n", lines));
        return client.readReply().status;
    };
    QCOMPARE(status(""), 403);
    QCOMPARE(status("Host: evil.example\r\n"), 403);
    QCOMPARE(status(fmt::format("Host: evil.example:{}\r\n", port())), 403);
    QCOMPARE(status("Host: 127.0.0.1:1\r\n"), 403);
    QCOMPARE(status(fmt::format("Host: 127.0.0.1:{}\r\nOrigin: http://evil.example\r\n", port())), 403);
    QCOMPARE(status(fmt::format("Host: 127.0.0.1:{0}\r\nOrigin: http://127.0.0.1:{0}\r\n", port())), 200);
}

void TestHttpDoor::unknownPathsAndMethodsAreRefused() {
    for (const char *target : {"/", "/api", "/api/v1/tasks/", "/api/v1/tasks/1/why/x", "/api/v2/status", "//metrics"}) {
        const auto reply = get(target);
        QCOMPARE(reply.status, 404);
        QCOMPARE(code(reply), QString("not_found"));
    }
    RawClient client{port()};
    client.send(head("DELETE", "/api/v1/tasks"));
    const auto reply = client.readReply();
    QCOMPARE(reply.status, 405);
    QCOMPARE(code(reply), QString("unsupported"));
    QVERIFY(reply.head.find("Allow: GET, POST\r\n") != std::string::npos);
}

void TestHttpDoor::theConnectionStaysOpen() {
    RawClient client{port()};
    for (int i = 0; i < 3; ++i) {
        client.send(head("GET", "/api/v1/status"));
        QCOMPARE(client.readReply().status, 200);
    }
    client.send(head("GET", "/api/v1/status", "Connection: close\r\n"));
    QCOMPARE(client.readReply().status, 200);
    QVERIFY(client.isClosedByServer());
}

void TestHttpDoor::pipelinedRequestsAreAnsweredInOrder() {
    RawClient client{port()};
    const std::string body = R"({"program":"cat"})";
    client.send(head("GET", "/health/live") +
                head("POST", "/api/v1/programs/allow", fmt::format("Content-Length: {}\r\n", body.size())) + body +
                head("GET", "/nothing"));
    QCOMPARE(client.readReply().body, std::string(R"({"status":"live"})"));
    QCOMPARE(client.readReply().body, body);
    QCOMPARE(client.readReply().status, 404);
}

void TestHttpDoor::headHasNoBody() {
    RawClient client{port()};
    client.send(head("HEAD", "/health/live") + head("GET", "/health/live"));
    const auto first = client.readReply(true);
    QCOMPARE(first.status, 200);
    QVERIFY(first.head.find("Content-Length: 17") != std::string::npos);
    QCOMPARE(client.readReply().body.size(), std::size_t{17});
}

void TestHttpDoor::malformedRequestsAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("noise") << QByteArray("\x16\x03\x01\x02 hello\r\n\r\n");
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n");
    QTest::newRow("bad header") << QByteArray("GET / HTTP/1.1\r\nno colon\r\n\r\n");
    QTest::newRow("space before colon") << QByteArray("GET / HTTP/1.1\r\nHost : x\r\n\r\n");
    QTest::newRow("negative length") << QByteArray("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n");
    QTest::newRow("two lengths") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    QTest::newRow("length and chunks") << QByteArray(
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    QTest::newRow("absolute target") << QByteArray("GET http://127.0.0.1/ HTTP/1.1\r\nHost: x\r\n\r\n");
    QTest::newRow("bad escape") << QByteArray("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");
    QTest::newRow("http/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
}

void TestHttpDoor::malformedRequestsAreRefused() {
    QFETCH(QByteArray, text);
    RawClient client{port()};
    client.send(text.toStdString());
    client.finishSending();
    const auto reply = client.readReply();
    QCOMPARE(reply.status, 400);
    QCOMPARE(code(reply), QString("invalid"));
    QVERIFY(client.isClosedByServer());
    QCOMPARE(get("/health/live").status, 200);
}

void TestHttpDoor::largeHeadsAreRefused() {
    RawClient client{port()};
    client.send("GET / HTTP/1.1\r\nX: " + std::string(40'000, 'x'));
    const auto reply = client.readReply();
    QCOMPARE(reply.status, 431);
    QVERIFY(detail(reply).contains("16384 bytes"));
    QVERIFY(client.isClosedByServer());
}

void TestHttpDoor::largeBodiesAreRefusedBeforeTheyAreSent() {
    RawClient client{port()};
    client.send(head("POST", "/api/v1/tasks", "Content-Length: 16777217\r\n"));
    const auto reply = client.readReply();
    QCOMPARE(reply.status, 413);
    QVERIFY(detail(reply).contains("16777216 bytes"));
    // A stranger's body is not read either.
    RawClient stranger{port()};
    stranger.send(
        fmt::format("POST /api/v1/tasks HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 9999999\r\n\r\n", port()));
    QCOMPARE(stranger.readReply().status, 401);
}

void TestHttpDoor::chunkedBodiesAreReadUpToTheLimit() {
    RawClient client{port()};
    client.send(head("POST", "/api/v1/programs/allow", "Transfer-Encoding: chunked\r\n") +
                "b\r\n{\"program\":\r\n6\r\n\"cat\"}\r\n0\r\n\r\n");
    QCOMPARE(client.readReply().body, std::string(R"({"program":"cat"})"));
    ServerLimits limits;
    limits.bodyBytes = 100'000;
    openDoor(limits);
    RawClient large{port()};
    large.send(head("POST", "/api/v1/tasks", "Transfer-Encoding: chunked\r\n"));
    const std::string chunk = "4e20\r\n" + std::string(20'000, ' ') + "\r\n";
    for (int i = 0; i < 8; ++i) large.send(chunk);
    QCOMPARE(large.readReply().status, 413);
    // A chunk's head that never ends is no chunk.
    RawClient endless{port()};
    endless.send(head("POST", "/api/v1/tasks", "Transfer-Encoding: chunked\r\n") + "1;" + std::string(60'000, 'x'));
    endless.finishSending();
    const int status = endless.readReply().status;
    QVERIFY2(status == 400 || status == 431, qPrintable(QString::number(status)));
}

void TestHttpDoor::expectContinueIsAnswered() {
    RawClient client{port()};
    const std::string body = R"({"program":"cat"})";
    client.send(head("POST", "/api/v1/programs/allow",
                     fmt::format("Content-Length: {}\r\nExpect: 100-continue\r\n", body.size())));
    QVERIFY(client.readUntil("HTTP/1.1 100 Continue\r\n\r\n"));
    client.forget();
    client.send(body);
    QCOMPARE(client.readReply().status, 200);
}

void TestHttpDoor::aDribblingClientIsDropped() {
    ServerLimits limits;
    limits.headTime = 300ms;
    limits.bodyTime = 300ms;
    openDoor(limits);
    RawClient slowHead{port()};
    RawClient slowBody{port()};
    slowHead.send("GET / HTTP/1.1\r\n");
    slowBody.send(head("POST", "/api/v1/tasks", "Content-Length: 1000\r\n"));
    QElapsedTimer timer;
    timer.start();
    // A byte now and then does not extend the deadline: sending fails soon after it.
    while (timer.elapsed() < 5000 && (slowHead.send("x") || slowBody.send(" "))) QTest::qSleep(20);
    QVERIFY(timer.elapsed() < 3000);
    QTRY_COMPARE(m_door->counters().open, 0U);
    QCOMPARE(m_door->counters().timeouts, std::uint64_t{2});
}

void TestHttpDoor::anIdleClientIsDropped() {
    ServerLimits limits;
    limits.idleTime = 100ms;
    openDoor(limits);
    RawClient silent{port()};
    RawClient kept{port()};
    kept.send(head("GET", "/health/live"));
    QCOMPARE(kept.readReply().status, 200);
    QVERIFY(silent.isClosedByServer());
    QVERIFY(kept.isClosedByServer());
}

void TestHttpDoor::aClientThatDoesNotReadIsDropped() {
    ServerLimits limits;
    limits.writeTime = 200ms;
    openDoor(limits);
    TaskRecord task;
    task.id = TaskId{1};
    task.spec.payload = std::string(8U << 20, 'x'); // More than the socket's buffers take.
    m_engine->setTask(task);
    RawClient client{port()};
    client.send(head("GET", "/api/v1/tasks/1"));
    QTRY_COMPARE(m_door->counters().timeouts, std::uint64_t{1});
    QTRY_COMPARE(m_door->counters().open, 0U);
    QCOMPARE(get("/health/live").status, 200);
}

void TestHttpDoor::connectionsAreLimited() {
    ServerLimits limits;
    limits.connections = 3;
    openDoor(limits);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<RawClient>(port()));
        clients.back()->send(head("GET", "/health/live"));
        QCOMPARE(clients.back()->readReply().status, 200);
    }
    RawClient over{port()};
    const auto reply = over.readReply();
    QCOMPARE(reply.status, 503);
    QCOMPARE(code(reply), QString("overloaded"));
    clients.pop_back();
    QTRY_COMPARE(m_door->counters().open, 2U);
    QCOMPARE(get("/health/live").status, 200);
    QCOMPARE(m_door->counters().connectionsRefused, std::uint64_t{1});
}

void TestHttpDoor::strangersGiveWayToWhoeverHasTheToken() {
    ServerLimits limits;
    limits.connections = 8;
    openDoor(limits);
    RawClient kept{port()};
    kept.send(head("GET", "/api/v1/status"));
    QCOMPARE(kept.readReply().status, 200);
    std::vector<std::unique_ptr<RawClient>> strangers;
    for (int i = 0; i < 100; ++i) strangers.push_back(std::make_unique<RawClient>(port()));
    QCOMPARE(get("/api/v1/status").status, 200);
    kept.send(head("GET", "/api/v1/status")); // whoever showed it before is not pushed out
    QCOMPARE(kept.readReply().status, 200);
    QVERIFY(m_door->counters().connectionsRefused > 80);
    QTRY_VERIFY(m_door->counters().open <= 8);
}

void TestHttpDoor::strangersAreSoonCut() {
    ServerLimits limits;
    limits.strangerTime = 100ms;
    openDoor(limits);
    RawClient kept{port()};
    kept.send(head("GET", "/api/v1/status"));
    QCOMPARE(kept.readReply().status, 200);
    RawClient stranger{port()};
    QVERIFY(!stranger.readUntil("anything")); // the end comes first
    QTRY_COMPARE(m_door->counters().timeouts, std::uint64_t{1});
    kept.send(head("GET", "/api/v1/status"));
    QCOMPARE(kept.readReply().status, 200);
}

void TestHttpDoor::tasksAreSubmitted() {
    const auto reply =
        post("/api/v1/tasks?ticket=00000000-0000-4000-8000-000000000001", R"({"type":"synthetic","payload":{"ms":1}})",
             "User-Agent: qdctl/0.1\r\nX-Quarterdeck-User: ann\r\n");
    QCOMPARE(reply.status, 200);
    QCOMPARE(json(reply)["ok"].toBool(), true);
    QCOMPARE(json(reply)["ticket"].toString(), QString("00000000-0000-4000-8000-000000000001"));
    QCOMPARE(json(reply)["tasks"].toArray().at(0).toObject()["first"].toString(), QString("9c41e0-1"));
    const auto posted = m_engine->posted();
    QCOMPARE(posted.size(), std::size_t{1});
    QCOMPARE(posted.at(0).principal, std::string("ann"));
    QCOMPARE(posted.at(0).origin, Origin::CommandLine);
    // A task that is no good at all is an error with its own reason.
    const auto bad = post("/api/v1/tasks", R"({"type":"a","priority":0})");
    QCOMPARE(bad.status, 400);
    QVERIFY2(detail(bad).startsWith("priority: 0 is out of range"), qPrintable(detail(bad)));
    QCOMPARE(post("/api/v1/tasks", "{").status, 400);
    QCOMPARE(post("/api/v1/tasks?tickt=1", R"({"type":"a"})").status, 400);
}

void TestHttpDoor::linesAreRefusedWithTheirNumber() {
    const auto reply = post("/api/v1/tasks", "{\"type\":\"a\"}\nbroken\n{\"type\":\"b\"}\n",
                            "Content-Type: application/x-ndjson; charset=utf-8\r\n");
    QCOMPARE(reply.status, 200);
    QCOMPARE(json(reply)["affected"].toInt(), 2);
    QCOMPARE(json(reply)["refused"].toInt(), 1);
    const auto refusal = json(reply)["refusals"].toArray().at(0).toObject();
    QCOMPARE(refusal["index"].toInt(), 2);
    QVERIFY(refusal["detail"].toString().startsWith("No valid JSON"));
}

void TestHttpDoor::aFullInboxIsSaid() {
    m_engine->isFull = true;
    const auto reply = post("/api/v1/tasks", R"({"type":"a"})");
    QCOMPARE(reply.status, 429);
    QCOMPARE(code(reply), QString("overloaded"));
}

void TestHttpDoor::aSlowCommitIsUnderWay() {
    m_engine->holdCommits = true;
    RawClient client{port()};
    const std::string body = R"({"type":"a"})";
    client.send(head("POST", "/api/v1/tasks", fmt::format("Content-Length: {}\r\n", body.size())) + body);
    QTRY_COMPARE(m_engine->posted().size(), std::size_t{1});
    m_engine->commitHeld(); // From this thread, as the engine's commit thread would.
    QCOMPARE(client.readReply().status, 200);
    const auto ticket = m_engine->posted().at(0).ticket.text();
    const auto poll = get("/api/v1/commands/" + ticket);
    QCOMPARE(poll.status, 202);
    QCOMPARE(json(poll)["state"].toString(), QString("under_way"));
    m_engine->holdCommits = false;
    QCOMPARE(get("/api/v1/commands/" + ticket).status, 404);
    QCOMPARE(get("/api/v1/commands/x").status, 404);
}

void TestHttpDoor::notWaitingGivesTheTicket() {
    m_engine->holdCommits = true;
    const auto reply = post("/api/v1/tasks?wait=0", R"({"type":"a"})");
    QCOMPARE(reply.status, 202);
    QCOMPARE(json(reply)["ticket"].toString().toStdString(), m_engine->posted().at(0).ticket.text());
    m_engine->commitHeld(); // Nobody waits any more; nothing happens.
    QCOMPARE(post("/api/v1/tasks?wait=2", R"({"type":"a"})").status, 400);
}

void TestHttpDoor::commandsReachTheEngine() {
    QCOMPARE(post("/api/v1/commands", R"({"kind":"pause_queue","target":"q","expires_in_s":null,"reason":"r"})").status,
             200);
    const auto command = m_engine->posted().at(0);
    const auto &impose = std::get<Impose>(command.body);
    QCOMPARE(impose.lease.target, std::string("q"));
    QCOMPARE(impose.lease.expiresAt, kNoWallTime);
    QCOMPARE(command.reason, std::string("r"));
    QVERIFY(command.ticket);
    const auto bad = post("/api/v1/commands", R"({"kind":"explode"})");
    QCOMPARE(bad.status, 400);
    QVERIFY(detail(bad).contains("is none of"));
}

void TestHttpDoor::oneTaskIsShownWithItsLiveOutput() {
    TaskRecord task;
    task.id = TaskId{7};
    task.state = TaskState::Running;
    m_engine->setTask(task);
    const auto reply = get("/api/v1/tasks/9c41e0-7");
    QCOMPARE(reply.status, 200);
    QCOMPARE(json(reply)["live"].toObject()["output"].toString(), QString("so far"));
    QCOMPARE(get("/api/v1/tasks/8").status, 404);
    QCOMPARE(get("/api/v1/tasks/x").status, 404);
    QVERIFY(json(get("/api/v1/tasks/7/why"))["note"].toString().startsWith("not kept: records are held in memory"));
    QCOMPARE(get("/api/v1/tasks?limit=0").status, 400);
    QCOMPARE(get("/api/v1/tasks?state=failed").status, 200);
}

void TestHttpDoor::eventsAreStreamed() {
    m_engine->addEvents(2, 100);
    RawClient client{port()};
    client.send(head("GET", "/api/v1/events/stream?from=1"));
    QVERIFY(client.readUntil("id: 2\n"));
    QVERIFY(client.received().find("Content-Type: text/event-stream") != std::string::npos);
    QVERIFY(client.received().find("event: engine_started\ndata: {") != std::string::npos);
    m_engine->addEvents(1, 100);
    QVERIFY(client.readUntil("id: 3\n"));
    // Who comes back says what it saw; who says nothing gets what happens from now on.
    RawClient again{port()};
    again.send(head("GET", "/api/v1/events/stream", "Last-Event-ID: 2\r\n"));
    QVERIFY(again.readUntil("id: 3\n"));
    QVERIFY(again.received().find("id: 2\n") == std::string::npos);
    RawClient fresh{port()};
    fresh.send(head("GET", "/api/v1/events/stream"));
    QVERIFY(fresh.readUntil(": connected\n\n"));
    QTRY_COMPARE(m_door->counters().streams, 3U);
    m_engine->addEvents(1, 100);
    QVERIFY(fresh.readUntil("id: 4\n"));
    QVERIFY(fresh.received().find("id: 3\n") == std::string::npos);
    QCOMPARE(get("/api/v1/events/stream?from=x").status, 400);
    QCOMPARE(json(get("/api/v1/events?from=2&limit=1"))["entries"].toArray().at(0).toObject()["seq"].toInt(), 2);
}

void TestHttpDoor::aSlowSubscriberIsToldWhatItLost() {
    m_engine->addEvents(100, 10);
    RawClient client{port()};
    client.send(head("GET", "/api/v1/events/stream?from=1"));
    QVERIFY(client.readUntil("id: 100\n"));
    QVERIFY(client.received().find("event: lost\ndata: {\"lost\":90}\n\nid: 91\n") != std::string::npos);
    // One that stops reading altogether is dropped, and costs no memory meanwhile.
    ServerLimits limits;
    limits.writeTime = 200ms;
    openDoor(limits);
    RawClient stuck{port()};
    stuck.send(head("GET", "/api/v1/events/stream?from=1"));
    QVERIFY(stuck.readUntil(": connected"));
    m_engine->addEvents(60'000, 60'000);
    QTRY_COMPARE(m_door->counters().streams, 0U);
    QCOMPARE(m_door->counters().timeouts, std::uint64_t{1});
}

void TestHttpDoor::streamsAreLimitedAndEndWithTheDoor() {
    ServerLimits limits;
    limits.streams = 1;
    openDoor(limits);
    {
        RawClient first{port()};
        first.send(head("GET", "/api/v1/events/stream"));
        QVERIFY(first.readUntil(": connected"));
        QCOMPARE(get("/api/v1/events/stream").status, 429);
    }
    QTRY_COMPARE(m_door->counters().streams, 0U);
    RawClient next{port()};
    next.send(head("GET", "/api/v1/events/stream"));
    QVERIFY(next.readUntil(": connected"));
    QElapsedTimer timer;
    timer.start();
    m_door->stop();
    QVERIFY(timer.elapsed() < 1500);
    QVERIFY(next.isClosedByServer());
}

void TestHttpDoor::metricsAreText() {
    const auto reply = get("/metrics");
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.head.find("Content-Type: text/plain; version=0.0.4") != std::string::npos);
    QVERIFY(reply.body.find("qd_door_requests_total ") != std::string::npos);
    QVERIFY(reply.body.find("qd_tasks{state=\"queued\"} 0") != std::string::npos);
}

void TestHttpDoor::otherRoutesAnswer() {
    QCOMPARE(json(get("/api/v1/status"))["phase"].toString(), QString("running"));
    QVERIFY(json(get("/api/v1/queues"))["rows"].isArray());
    QVERIFY(json(get("/api/v1/workers"))["rows"].isArray());
    QVERIFY(json(get("/api/v1/overrides"))["overrides"].isArray());
    QVERIFY(json(get("/api/v1/decisions"))["entries"].isArray());
    QCOMPARE(get("/api/v1/workers/w-1/why").status, 404);
    const auto settings = json(get("/api/v1/settings"));
    QCOMPARE(settings["profile"].toString(), QString("development"));
    QVERIFY(settings["settings"].toArray().size() > 30);
    QCOMPARE(json(post("/api/v1/ledger/backup", R"({"path":"/x/y"})"))["text"].toString(), QString("Copied to /x/y"));
    QCOMPARE(post("/api/v1/ledger/backup", R"({"path":"y"})").status, 400);
    QCOMPARE(json(post("/api/v1/ledger/check", ""))["text"].toString(), QString("ok"));
    QCOMPARE(post("/api/v1/programs/allow", R"({"program":"sh"})").status, 403);
    QCOMPARE(post("/api/v1/programs/allow", R"({})").status, 400);
}

void TestHttpDoor::shutdownCallsTheProgram() {
    QCOMPARE(post("/api/v1/shutdown", R"({"mode":"later"})").status, 400);
    QCOMPARE(m_shutdowns.load(), 0);
    QCOMPARE(post("/api/v1/shutdown", R"({"mode":"now"})").status, 202);
    QCOMPARE(post("/api/v1/shutdown", "").status, 202);
    QCOMPARE(m_shutdowns.load(), 2);
}

void TestHttpDoor::theAddressFileComesAndGoes() {
    const auto folder = m_engine->settings().dataFolder;
    const auto address = readEngineAddress(folder);
    QVERIFY(address.has_value());
    QCOMPARE(address->url, m_door->url());
    QCOMPARE(address->tokenFile, m_door->tokenFile().string());
    QCOMPARE(address->pid, std::int64_t{::getpid()});
    m_door->stop();
    QVERIFY(!std::filesystem::exists(engineAddressFile(folder)));
    QVERIFY(m_door->url().empty());
}

void TestHttpDoor::aTakenPortMovesOn() {
    Settings settings = m_engine->settings();
    settings.door.port = port();
    FakeEngine second{settings};
    HttpDoor door{second, {}};
    const auto started = door.start();
    QVERIFY2(started.has_value(), started ? "" : started.error().detail.c_str());
    QVERIFY(door.url() != m_door->url());
    const int other = std::stoi(door.url().substr(door.url().rfind(':') + 1));
    QVERIFY(other > 0);
    RawClient client{static_cast<std::uint16_t>(other)};
    QVERIFY(client.isConnected());
}

void TestHttpDoor::onlyLoopbackIsBound() {
    for (const char *address : {"0.0.0.0", "::", "192.0.2.1", "example.org"}) {
        Settings settings = m_engine->settings();
        settings.door.address = address;
        FakeEngine engine{settings};
        HttpDoor door{engine, {}};
        const auto started = door.start();
        QVERIFY(!started);
        QVERIFY(started.error().detail.find(address) != std::string::npos);
    }
}

void TestHttpDoor::stoppingTwiceIsFine() {
    m_door->stop();
    m_door->stop();
    HttpDoor never{*m_engine, {}};
    never.stop();
    openDoor();
    QCOMPARE(get("/health/live").status, 200);
}

void TestHttpDoor::repliesAfterTheStopGoNowhere() {
    ServerLimits limits;
    limits.stopTime = 50ms;
    openDoor(limits);
    m_engine->holdCommits = true;
    RawClient client{port()};
    const std::string body = R"({"type":"a"})";
    client.send(head("POST", "/api/v1/tasks", fmt::format("Content-Length: {}\r\n", body.size())) + body);
    QTRY_COMPARE(m_engine->posted().size(), std::size_t{1});
    m_door.reset();
    m_engine->commitHeld();
    QVERIFY(client.isClosedByServer());
}

QTEST_GUILESS_MAIN(TestHttpDoor)
#include "tst_http_door.moc"
