#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <fmt/format.h>
#include <fstream>

#include "core/base/uuid.h"
#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "core/http/discovery.h"
#include "core/http/http_door.h"
#include "tests/core/http/raw_client.h"

using namespace qd;

/// The door in front of the real engine with the memory ledger.
class TestHttpEngine : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void submittedTasksComplete();
    void aTicketIsDoneOnce();
    void badTasksAreRefusedAndTheRestRuns();
    void aPausedQueueHoldsItsTasksAndSaysWhy();
    void whyTellsOnlyWhatConcernsTheTask();
    void aRefusedCommandAnswersWithItsErrorsStatus();
    void revertingAnOverrideResumes();
    void cancelledTasksAreFinal();
    void failedTasksAreFoundAndRetried();
    void whatPeopleTypeFindsTasksAndActsOnThem();
    void thePoolIsResized();
    void eventsOfCommandsArrive();
    void tablesStatusAndMetricsAgree();
    void commandsAfterTheStopAreUnavailable();
    void aRefusalThatNobodyWaitedForIsStillFound();
    void aSecondEngineOfTheFolderLeavesTheAnnouncementAlone();

private:
    RawReply ask(const char *method, const std::string &target, const std::string &body = {}) const;
    QJsonObject get(const std::string &target) const { return json(ask("GET", target)); }
    QJsonObject post(const std::string &target, const std::string &body) const {
        return json(ask("POST", target, body));
    }
    static QJsonObject json(const RawReply &reply) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
    }
    [[nodiscard]] int count(const std::string &filter) const {
        return get("/api/v1/tasks?" + filter)["count"].toInt(-1);
    }
    [[nodiscard]] std::uint16_t port() const {
        return static_cast<std::uint16_t>(std::stoi(m_door->url().substr(m_door->url().rfind(':') + 1)));
    }
    /// Id of the first task that a submit made.
    static std::string firstId(const QJsonObject &outcome) {
        return outcome["tasks"].toArray().at(0).toObject()["first"].toString().toStdString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<http::HttpDoor> m_door;
    std::string m_token;
};

void TestHttpEngine::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    Settings settings;
    settings.dataFolder = m_folder->path().toStdString();
    settings.ledger.kind = LedgerKind::Memory;
    settings.door.port = 0;
    settings.pool.workers = 2;
    settings.limits.dispatchSampling = 1;
    auto engine = makeEngine(settings, nullptr);
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().detail.c_str());
    m_engine = std::move(*engine);
    QVERIFY(m_engine->start().has_value());
    m_door = std::make_unique<http::HttpDoor>(*m_engine, http::DoorOptions{});
    const auto started = m_door->start();
    QVERIFY2(started.has_value(), started ? "" : started.error().detail.c_str());
    std::ifstream{m_door->tokenFile()} >> m_token;
    QTRY_COMPARE(get("/api/v1/status")["phase"].toString(), QString("running"));
}

void TestHttpEngine::cleanup() {
    m_door.reset();
    if (m_engine) m_engine->stop(StopMode::Now);
    m_engine.reset();
}

RawReply TestHttpEngine::ask(const char *method, const std::string &target, const std::string &body) const {
    RawClient client{port()};
    client.send(fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: Bearer {}\r\nContent-Length: "
                            "{}\r\n\r\n{}",
                            method, target, port(), m_token, body.size(), body));
    return client.readReply();
}

void TestHttpEngine::aRefusalThatNobodyWaitedForIsStillFound() {
    QVERIFY(post("/api/v1/commands", R"({"kind":"drain"})")["ok"].toBool());
    const std::string ticket = Uuid::random().text();
    post("/api/v1/tasks?wait=0", fmt::format(R"({{"ticket":"{}","tasks":[{{"type":"synthetic"}}]}})", ticket));
    QTRY_COMPARE(get("/api/v1/commands/" + ticket)["error"].toObject()["code"].toString(), QString("unavailable"));
    QVERIFY(get("/api/v1/commands/" + ticket)["error"].toObject()["detail"].toString().contains("drained"));
}

void TestHttpEngine::aSecondEngineOfTheFolderLeavesTheAnnouncementAlone() {
    const auto folder = std::filesystem::path(m_folder->path().toStdString());
    http::HttpDoor other(*m_engine, http::DoorOptions{});
    QVERIFY(other.start().has_value());
    QVERIFY(other.notice().find(other.url()) != std::string::npos); // How it is reached then.
    QCOMPARE(http::readEngineAddress(folder)->url, m_door->url());
    other.stop();
    QCOMPARE(http::readEngineAddress(folder)->url, m_door->url());
    QVERIFY(m_door->notice().empty());
}

void TestHttpEngine::submittedTasksComplete() {
    const auto outcome = post("/api/v1/tasks", R"({"tasks":[{"type":"synthetic","name":"n"}],"repeat":500})");
    QVERIFY(outcome["ok"].toBool());
    QCOMPARE(outcome["affected"].toInt(), 500);
    QTRY_COMPARE(count("state=completed"), 500);
    const auto task = get("/api/v1/tasks/" + firstId(outcome));
    QCOMPARE(task["state"].toString(), QString("completed"));
    QCOMPARE(task["name"].toString(), QString("n"));
    QVERIFY(!task["finished_at"].isNull());
    const auto why = get("/api/v1/tasks/" + firstId(outcome) + "/why")["decisions"].toArray();
    QVERIFY(!why.isEmpty());
    QCOMPARE(why.at(0).toObject()["kind"].toString(), QString("dispatched"));
    QCOMPARE(get("/api/v1/tasks?limit=10&offset=495")["tasks"].toArray().size(), 5);
}

void TestHttpEngine::aTicketIsDoneOnce() {
    const std::string target = "/api/v1/tasks?ticket=00000000-0000-4000-8000-000000000009";
    const auto first = post(target, R"({"type":"synthetic"})");
    const auto second = post(target, R"({"type":"synthetic"})");
    QVERIFY(first["ok"].toBool());
    QCOMPARE(firstId(second), firstId(first));
    QTRY_COMPARE(count(""), 1);
    const auto stored = get("/api/v1/commands/00000000-0000-4000-8000-000000000009");
    QCOMPARE(firstId(stored), firstId(first));
    QCOMPARE(ask("GET", "/api/v1/commands/00000000-0000-4000-8000-000000000008").status, 404);
}

void TestHttpEngine::badTasksAreRefusedAndTheRestRuns() {
    const auto outcome = post("/api/v1/tasks", R"({"tasks":[{"type":"synthetic"},{"type":"synthetic","priority":99},
                                                            {"type":"synthetic"}]})");
    QCOMPARE(outcome["affected"].toInt(), 2);
    QCOMPARE(outcome["refused"].toInt(), 1);
    QCOMPARE(outcome["refusals"].toArray().at(0).toObject()["index"].toInt(), 1);
    QTRY_COMPARE(count("state=completed"), 2);
}

void TestHttpEngine::aPausedQueueHoldsItsTasksAndSaysWhy() {
    QVERIFY(post("/api/v1/commands", R"({"kind":"pause_queue","target":"synthetic","reason":"look"})")["ok"].toBool());
    QVERIFY(post("/api/v1/tasks", R"({"type":"synthetic"})")["ok"].toBool());
    QTRY_COMPARE(get("/api/v1/overrides")["overrides"].toArray().size(), 1);
    const auto lease = get("/api/v1/overrides")["overrides"].toArray().at(0).toObject();
    QCOMPARE(lease["target"].toString(), QString("synthetic"));
    QCOMPARE(lease["owner"].toString(), QString("admin"));
    QCOMPARE(lease["reason"].toString(), QString("look"));
    QVERIFY(!lease["expires_at"].isNull());
    QTRY_COMPARE(count("state=queued"), 1);
    QVERIFY(post("/api/v1/commands", R"({"kind":"resume_queue","target":"synthetic"})")["ok"].toBool());
    QTRY_COMPARE(count("state=completed"), 1);
}

void TestHttpEngine::whyTellsOnlyWhatConcernsTheTask() {
    const auto why = [this](const std::string &id) { return get("/api/v1/tasks/" + id + "/why"); };
    const auto submitted = [this](const std::string &body) {
        const std::string id = firstId(post("/api/v1/tasks", body));
        QTest::qVerify(!id.empty(), "id", body.c_str(), __FILE__, __LINE__);
        return id;
    };
    QVERIFY(post("/api/v1/commands", R"({"kind":"pause_queue","target":"synthetic"})")["ok"].toBool());
    const std::string first = submitted(R"({"type":"synthetic"})");
    QTRY_COMPARE(why(first)["decisions"].toArray().size(), 1);
    const std::string second = submitted(R"({"type":"synthetic"})");
    for (const std::string &id : {first, second}) { // one record holds both, the younger one too
        const auto entry = why(id)["decisions"].toArray().at(0).toObject();
        QCOMPARE(entry["guard"].toString(), QString("paused_queue"));
        QVERIFY(entry["in_force"].toBool());
    }
    QVERIFY(post("/api/v1/commands", R"({"kind":"resume_queue","target":"synthetic"})")["ok"].toBool());
    QTRY_COMPARE(count("state=completed"), 2);
    const auto story = why(first)["decisions"].toArray();
    QVERIFY(!story.at(story.size() - 1).toObject()["in_force"].toBool(true)); // its own, but past

    // What waits for something else was not held by that pause, and says what it waits for.
    const std::string later = submitted(R"({"type":"synthetic","run_at":"2999-01-01T00:00:00Z"})");
    QVERIFY(why(later)["decisions"].toArray().isEmpty());
    QCOMPARE(why(later)["waits_for"].toString(), QString("run_at"));
    QCOMPARE(why(later)["until"].toString(), QString("2999-01-01T00:00:00.000000Z"));
    QVERIFY(why(later)["note"].toString().contains("2999-01-01"));
    const std::string child = submitted(fmt::format(R"({{"type":"synthetic","parents":[{{"task":"{}"}}]}})", later));
    QCOMPARE(why(child)["waits_for"].toString(), QString("parents"));
    QCOMPARE(why(child)["parents"].toArray().at(0).toString().toStdString(), later);
    QVERIFY(why(child)["decisions"].toArray().isEmpty());
    QVERIFY(post("/api/v1/commands", fmt::format(R"({{"kind":"suspend","tasks":{{"ids":["{}"]}}}})", later))["ok"]
                .toBool());
    QTRY_COMPARE(why(later)["waits_for"].toString(), QString("resume"));

    QVERIFY(!why(first).contains("waits_for"));
    QVERIFY(get("/api/v1/workers/w-1/why")["decisions"].isArray());
    QCOMPARE(ask("GET", "/api/v1/workers/w-99/why").status, 404);
}

void TestHttpEngine::aRefusedCommandAnswersWithItsErrorsStatus() {
    const auto reply = ask("POST", "/api/v1/commands", R"({"kind":"pause_worker","target":"w-99"})");
    const auto outcome = QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
    QCOMPARE(outcome["ok"].toBool(true), false);
    QCOMPARE(outcome["error"].toObject()["code"].toString(), QString("not_found"));
    QCOMPARE(reply.status, 404);
}

void TestHttpEngine::revertingAnOverrideResumes() {
    const auto pause = post("/api/v1/commands", R"({"kind":"pause_all","expires_in_s":null})");
    QCOMPARE(pause["overrides"].toArray().size(), 1);
    QTRY_VERIFY(get("/api/v1/status")["paused_all"].toBool());
    const int id = pause["overrides"].toArray().at(0).toInt();
    QVERIFY(post("/api/v1/commands", fmt::format(R"({{"kind":"revert","overrides":[{}]}})", id))["ok"].toBool());
    QTRY_VERIFY(!get("/api/v1/status")["paused_all"].toBool());
}

void TestHttpEngine::cancelledTasksAreFinal() {
    const auto outcome = post("/api/v1/tasks", R"({"type":"synthetic","payload":{"ms":60000}})");
    QTRY_COMPARE(count("state=running"), 1);
    const auto cancel =
        post("/api/v1/commands", fmt::format(R"({{"kind":"cancel","tasks":{{"ids":["{}"]}}}})", firstId(outcome)));
    QCOMPARE(cancel["affected"].toInt(), 1);
    QTRY_COMPARE(count("state=cancelled"), 1);
}

void TestHttpEngine::failedTasksAreFoundAndRetried() {
    QVERIFY(post("/api/v1/tasks", R"({"type":"nosuchtype","name":"lost"})")["refused"].toInt() == 1 ||
            count("text=lost") == 1);
    const auto outcome =
        post("/api/v1/tasks", R"({"type":"synthetic","payload":{"ms":0,"fail_permille":1000},"attempts":1})");
    QTRY_COMPARE(count("state=failed&type=synthetic"), 1);
    const auto task = get("/api/v1/tasks/" + firstId(outcome));
    QVERIFY(!task["result"].toObject()["error"].toString().isEmpty());
    QCOMPARE(task["attempts_log"].toArray().size(), 1);
    const auto retry =
        post("/api/v1/commands", fmt::format(R"({{"kind":"retry","tasks":{{"ids":["{}"]}}}})", firstId(outcome)));
    QCOMPARE(retry["affected"].toInt(), 1);
    QTRY_COMPARE(get("/api/v1/tasks/" + firstId(outcome))["attempts_log"].toArray().size(), 2);
}

/// An expression is answered by the copy of the rows that the engine makes for it, and commands act on what it finds.
void TestHttpEngine::whatPeopleTypeFindsTasksAndActsOnThem() {
    for (const char *name : {"red apple", "green apple", "red pear"})
        post("/api/v1/tasks", fmt::format(R"({{"type":"synthetic","name":"{}","payload":{{"ms":60000}}}})", name));
    QCOMPARE(count("filter=apple"), 2);
    QCOMPARE(count("filter=apple%20!green"), 1);
    QCOMPARE(count("filter=payload:60000%20age%3C1h"), 3);
    QCOMPARE(count("filter=state:failed"), 0);
    QCOMPARE(ask("GET", "/api/v1/tasks?filter=stat:failed").status, 400);
    const auto none = post("/api/v1/commands", R"({"kind":"cancel","tasks":{"filter":"banana"}})");
    QVERIFY(none["ok"].toBool());
    QCOMPARE(none["affected"].toInt(), 0);
    const auto some = post("/api/v1/commands", R"({"kind":"cancel","tasks":{"filter":"name:red*"}})");
    QCOMPARE(some["affected"].toInt(), 2);
    QTRY_COMPARE(count("filter=state:cancelled"), 2);
    QCOMPARE(count("filter=!state:cancelled%20apple"), 1);
    QCOMPARE(post("/api/v1/commands", R"({"kind":"purge","tasks":{"filter":"red"}})")["affected"].toInt(), 2);
    QCOMPARE(count("filter=red"), 0);
    QCOMPARE(count("filter=apple"), 1);
    const auto wrong = ask("POST", "/api/v1/commands", R"({"kind":"cancel","tasks":{"filter":"a ("}})");
    QCOMPARE(wrong.status, 400);
    QCOMPARE(count("filter=apple"), 1);
}

void TestHttpEngine::thePoolIsResized() {
    QVERIFY(post("/api/v1/commands", R"({"kind":"pool_size","value":5})")["ok"].toBool());
    QTRY_COMPARE(get("/api/v1/workers")["rows"].toArray().size(), 5);
    QCOMPARE(get("/api/v1/status")["pool"].toObject()["wanted"].toInt(), 5);
}

void TestHttpEngine::eventsOfCommandsArrive() {
    RawClient client{port()};
    client.send(
        fmt::format("GET /api/v1/events/stream HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: Bearer {}\r\n\r\n",
                    port(), m_token));
    QVERIFY(client.readUntil(": connected"));
    QTRY_COMPARE(m_door->counters().streams, 1U);
    QVERIFY(post("/api/v1/commands", R"({"kind":"pause_all"})")["ok"].toBool());
    QVERIFY(client.readUntil("event: override_imposed\n"));
}

void TestHttpEngine::tablesStatusAndMetricsAgree() {
    QVERIFY(post("/api/v1/tasks", R"({"tasks":[{"type":"synthetic"}],"repeat":7})")["ok"].toBool());
    QTRY_COMPARE(get("/api/v1/status")["totals"].toObject()["completed"].toInt(), 7);
    const auto queues = get("/api/v1/queues")["rows"].toArray();
    QCOMPARE(queues.size(), 1);
    QCOMPARE(queues.at(0).toObject()["name"].toString(), QString("synthetic"));
    QCOMPARE(queues.at(0).toObject()["completed"].toInt(), 7);
    const auto workers = get("/api/v1/workers")["rows"].toArray();
    QCOMPARE(workers.size(), 2);
    QVERIFY(workers.at(0).toObject()["id"].toString().startsWith("w-"));
    QCOMPARE(workers.at(0).toObject()["lifecycle"].toString(), QString("live"));
    const auto metrics = QString::fromStdString(ask("GET", "/metrics").body);
    QVERIFY2(metrics.contains("qd_tasks_completed_total 7\n"), qPrintable(metrics));
    QVERIFY(metrics.contains("qd_queue_tasks{queue=\"synthetic\",state=\"queued\"} 0\n"));
    QVERIFY(metrics.contains("qd_task_run_seconds_count 7\n"));
}

void TestHttpEngine::commandsAfterTheStopAreUnavailable() {
    m_engine->stop(StopMode::Now);
    const auto reply = ask("POST", "/api/v1/tasks", R"({"type":"synthetic"})");
    QCOMPARE(reply.status, 503);
    QCOMPARE(json(reply)["error"].toObject()["code"].toString(), QString("unavailable"));
    QCOMPARE(ask("GET", "/api/v1/status").status, 200);
}

QTEST_GUILESS_MAIN(TestHttpEngine)
#include "tst_http_engine.moc"
