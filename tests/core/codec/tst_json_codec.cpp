#include "core/model/codec/json_codec.h"
#include "core/model/codec/rfc3339.h"
#include "core/model/exit_code.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace qd;
using namespace std::chrono_literals;

namespace {
constexpr LedgerId kLedger{0x9c41e0};
const WallTime kNow = *parseRfc3339("2026-03-01T12:00:00Z");
const JsonContext kContext{kLedger, kNow};

QJsonObject object(const std::string &text) {
    // Qt's parser is the independent reader of what the codec writes.
    QJsonParseError error{};
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(text), &error);
    if (error.error != QJsonParseError::NoError) qWarning("%s in %s", qPrintable(error.errorString()), text.c_str());
    return document.object();
}
} // namespace

class TestJsonCodec : public QObject {
    Q_OBJECT
private slots:
    void aWholeTaskIsRead();
    void badTasksAreRefusedByFieldAndRange_data();
    void badTasksAreRefusedByFieldAndRange();
    void linesAreRefusedByNumberAndTheRestGoesOn();
    void listsAreRefusedByIndexAndTheRestGoesOn();
    void badListsAreRefused_data();
    void badListsAreRefused();
    void refusalsOfCodecAndEngineBecomeOneList();
    void malformedTextIsRefused_data();
    void malformedTextIsRefused();
    void commandsAreRead();
    void imposingNeedsAnExpiryOrNull();
    void badCommandsAreRefused_data();
    void badCommandsAreRefused();
    void tasksAreWritten();
    void brokenBytesDoNotStopTheOutput();
    void outcomesAreWritten();
    void decisionsAndEventsAreWritten();
    void tablesAreWritten();
    void statusIsWritten();
    void engineAddressRoundTrips();
    void timesRoundTrip_data();
    void timesRoundTrip();
};

void TestJsonCodec::aWholeTaskIsRead() {
    const auto task = taskFromJson(R"({"type":"command","name":"n","queue":"q","payload":{"b": [1, 2], "a": "x"},
        "priority":9,"attempts":4,"deliveries":5,"timeout_s":1.5,"run_at":60,"deadline":"2026-03-01T14:00:00+01:00",
        "tags":["a","b"],"tenant":"t","workflow_run":"w","key":"k",
        "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","concurrency_key":"c",
        "dependencies":["http:x"],"parents":["9c41e0-1",{"task":"2","on_failure":"run"}]})",
                                   kContext);
    QVERIFY2(task.has_value(), task ? "" : task.error().detail.c_str());
    QCOMPARE(task->type, std::string("command"));
    QCOMPARE(task->queue, std::string("q"));
    QCOMPARE(task->payload, std::string(R"({"a":"x","b":[1,2]})"));
    QCOMPARE(task->priority, std::uint8_t{9});
    QCOMPARE(task->attemptsMax, std::uint16_t{4});
    QCOMPARE(task->deliveriesMax, std::uint16_t{5});
    QCOMPARE(task->timeout, Duration{1500ms});
    QCOMPARE(task->runAt, kNow + 60s);
    QCOMPARE(task->deadline, kNow + 1h);
    QVERIFY(task->extras != nullptr);
    QCOMPARE(task->extras->tags.size(), std::size_t{2});
    QCOMPARE(task->extras->idempotencyKey, std::string("k"));
    QCOMPARE(task->extras->parents.at(0).parent, TaskId{1});
    QCOMPARE(task->extras->parents.at(1).onFailure, OnParentFailure::Run);
    // Texts stay as they are, and a plain task carries no extras.
    const auto plain = taskFromJson(R"({"type":"synthetic","payload":"{ \"ms\": 1 }"})", kContext);
    QVERIFY(plain && plain->extras == nullptr);
    QCOMPARE(plain->payload, std::string("{ \"ms\": 1 }"));
}

void TestJsonCodec::badTasksAreRefusedByFieldAndRange_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no type") << R"({})" << "type: is missing";
    QTest::newRow("number as type") << R"({"type":3})" << "type: 3 must be a text";
    QTest::newRow("long type") << QString(R"({"type":"%1"})").arg(QString(65, 'x'))
                               << "has 65 bytes (allowed: 0 .. 64)";
    QTest::newRow("control") << R"({"type":"a\u0000"})" << "holds control characters";
    QTest::newRow("priority 11") << R"({"type":"a","priority":11})"
                                 << "priority: 11 is out of range (allowed: 1 .. 10)";
    QTest::newRow("priority 0") << R"({"type":"a","priority":0})" << "priority: 0 is out of range";
    QTest::newRow("priority huge") << R"({"type":"a","priority":18446744073709551615})" << "is out of range";
    QTest::newRow("priority text") << R"({"type":"a","priority":"5"})" << "priority: \"5\" must be a whole number";
    QTest::newRow("priority 1.5") << R"({"type":"a","priority":1.5})" << "priority: 1.5 must be a whole number";
    QTest::newRow("timeout") << R"({"type":"a","timeout_s":-1})" << "timeout_s: -1 is out of range";
    QTest::newRow("run_at") << R"({"type":"a","run_at":"tomorrow"})" << "run_at: \"tomorrow\" must be a time as in";
    QTest::newRow("run_at past") << R"({"type":"a","run_at":-5})" << "is out of range (allowed: 0 ..";
    QTest::newRow("deadline") << R"({"type":"a","deadline":1e300})" << "deadline: 1e+300 is out of range";
    QTest::newRow("tags") << R"({"type":"a","tags":[1]})" << "tags: 1 must be a text";
    QTest::newRow("tags many")
        << R"({"type":"a","tags":["1","2","3","4","5","6","7","8","9","0","a","b","c","d","e","f","g"]})"
        << "tags: has 17 entries (allowed: 0 .. 16)";
    QTest::newRow("parent") << R"({"type":"a","parents":["abcdef-1"]})" << "is not the id of a task of this ledger";
    QTest::newRow("parent rule") << R"({"type":"a","parents":[{"task":"1","on_failure":"wait"}]})"
                                 << "is none of fail, cancel, run";
    QTest::newRow("parent member") << R"({"type":"a","parents":[{"id":"1"}]})"
                                   << "\"id\": unknown member; a parent has";
    QTest::newRow("traceparent") << R"({"type":"a","traceparent":"x"})" << "is no W3C trace context";
    QTest::newRow("unknown member") << R"({"type":"a","prioritty":3})"
                                    << "\"prioritty\": unknown member; a task has attempts,";
    QTest::newRow("list") << R"([1])" << "a task must be an object, this is a list";
    QTest::newRow("huge payload") << QString(R"({"type":"a","payload":"%1"})").arg(QString(1024 * 1024 + 1, 'x'))
                                  << "payload: has 1048577 bytes (allowed: 0 .. 1048576)";
}

void TestJsonCodec::badTasksAreRefusedByFieldAndRange() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto task = taskFromJson(text.toStdString(), kContext);
    QVERIFY(!task);
    QCOMPARE(task.error().code, ErrorCode::Invalid);
    QVERIFY2(QString::fromStdString(task.error().detail).contains(expected), task.error().detail.c_str());
}

void TestJsonCodec::linesAreRefusedByNumberAndTheRestGoesOn() {
    const auto batch =
        submitFromJsonLines("\xef\xbb\xbf{\"type\":\"a\"}\r\n\n{\"type\":\n{\"type\":\"b\"}\n{\"typ\":1}", kContext);
    QVERIFY(batch.has_value());
    QCOMPARE(batch->submit.tasks.size(), std::size_t{2});
    QCOMPARE(batch->places, (std::vector<std::uint32_t>{1, 4}));
    QCOMPARE(batch->refused, std::uint64_t{2});
    QCOMPARE(batch->refusals.at(0).index, 3U);
    QVERIFY2(batch->refusals.at(0).error.detail.starts_with("No valid JSON: parse error at line 1"),
             batch->refusals.at(0).error.detail.c_str());
    QCOMPARE(batch->refusals.at(1).index, 5U);
    QVERIFY(!submitFromJsonLines("\n\n", kContext));
    std::string many;
    for (int i = 0; i < 10'001; ++i) many += "{\"type\":\"a\"}\n";
    const auto refused = submitFromJsonLines(many, kContext);
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.starts_with("10001 tasks in one request"), refused.error().detail.c_str());
}

void TestJsonCodec::listsAreRefusedByIndexAndTheRestGoesOn() {
    const auto batch = submitFromJson(R"({"tasks":[{"type":"a"},{"type":""},{"type":"c"}],"repeat":3,
        "ticket":"00000000-0000-4000-8000-000000000007","reason":"load"})",
                                      kContext);
    QVERIFY2(batch.has_value(), batch ? "" : batch.error().detail.c_str());
    QCOMPARE(batch->submit.repeat, 3U);
    QCOMPARE(batch->places, (std::vector<std::uint32_t>{0, 2}));
    QCOMPARE(batch->refusals.at(0).index, 1U);
    QCOMPARE(batch->ticket.low, 0x8000000000000007ULL);
    QCOMPARE(batch->reason, std::string("load"));
    // One task that is no good is a batch without tasks, not a request that cannot be read.
    const auto one = submitFromJson(R"({"type":1})", kContext);
    QVERIFY(one && one->submit.tasks.empty() && one->refused == 1);
}

void TestJsonCodec::badListsAreRefused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no list") << R"({"tasks":{}})" << "tasks: must be a list";
    QTest::newRow("empty") << R"({"tasks":[]})" << "tasks: must be a list of at least one";
    QTest::newRow("member") << R"({"tasks":[{"type":"a"}],"count":3})" << "\"count\": unknown member";
    QTest::newRow("repeat") << R"({"tasks":[{"type":"a"},{"type":"a"}],"repeat":5001})" << "10002 tasks in one request";
    QTest::newRow("repeat 0") << R"({"tasks":[{"type":"a"}],"repeat":0})" << "repeat: 0 is out of range";
    QTest::newRow("ticket") << R"({"tasks":[{"type":"a"}],"ticket":"x"})" << "ticket: \"x\" is no UUID";
}

void TestJsonCodec::badListsAreRefused() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto batch = submitFromJson(text.toStdString(), kContext);
    QVERIFY(!batch);
    QVERIFY2(QString::fromStdString(batch.error().detail).contains(expected), batch.error().detail.c_str());
}

void TestJsonCodec::refusalsOfCodecAndEngineBecomeOneList() {
    const auto batch = submitFromJson(R"({"tasks":[{"type":"a"},{},{"type":"c"}],"repeat":2})", kContext);
    QVERIFY(batch.has_value());
    Outcome outcome;
    outcome.refused = 1;
    outcome.refusals.push_back({3, TaskId{}, {ErrorCode::Overloaded, "full"}}); // Of a c a c: the last.
    addRefusals(outcome, *batch);
    QCOMPARE(outcome.refused, std::uint64_t{2});
    QCOMPARE(outcome.refusals.at(0).index, 1U);
    QCOMPARE(outcome.refusals.at(1).index, 5U); // Of three listed, the last of the second round.
}

void TestJsonCodec::malformedTextIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << QByteArray() << "No valid JSON";
    QTest::newRow("cut") << QByteArray("{\"type\":\"a\"") << "No valid JSON: parse error at line 1, column 12";
    QTest::newRow("tail") << QByteArray("{} x") << "No valid JSON";
    QTest::newRow("comment") << QByteArray("// x\n{}") << "No valid JSON";
    QTest::newRow("utf8") << QByteArray("{\"type\":\"\xff\"}") << "No valid JSON";
    QTest::newRow("surrogate") << QByteArray("{\"type\":\"\\ud800\"}") << "No valid JSON";
    QTest::newRow("number") << QByteArray("{\"type\":1e999}") << "number overflow";
    QTest::newRow("deep") << QByteArray(100'000, '[') << "nested deeper than 64 levels (at byte 64)";
    QTest::newRow("deep objects") << QByteArray("{\"a\":").repeated(70) << "nested deeper than 64 levels";
    QTest::newRow("many values") << "[" + QByteArray("1,").repeated(1'000'001) + "1]" << "at most 1000000 are read";
    QTest::newRow("large") << QByteArray(17 * 1024 * 1024, ' ') << "at most 16777216 are read";
    QTest::newRow("nul") << QByteArray("\0{}", 3) << "No valid JSON";
}

void TestJsonCodec::malformedTextIsRefused() {
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const auto task = taskFromJson(text.toStdString(), kContext);
    QVERIFY(!task);
    QVERIFY2(QString::fromStdString(task.error().detail).contains(expected), task.error().detail.c_str());
    QVERIFY(task.error().detail.size() < 400);
    QVERIFY(!commandFromJson(text.toStdString(), kContext));
    QVERIFY(!submitFromJson(text.toStdString(), kContext));
    QVERIFY(!engineAddressFromJson(text.toStdString()));
}

void TestJsonCodec::commandsAreRead() {
    const auto cancel =
        commandFromJson(R"({"kind":"cancel","ticket":"00000000-0000-4000-8000-000000000001","reason":"r",
        "tasks":{"ids":["9c41e0-5",6],"state":["queued","failed"],"type":"t","queue":"q","worker":"w-3","text":"x",
        "finished_before_s":60,"limit":7,"priority_min":2}})",
                        kContext);
    QVERIFY2(cancel.has_value(), cancel ? "" : cancel.error().detail.c_str());
    const auto &which = std::get<CancelTasks>(cancel->body).which;
    QCOMPARE(which.filter.ids, (std::vector<TaskId>{{5}, {6}}));
    QVERIFY(which.filter.matchesState(TaskState::Failed) && !which.filter.matchesState(TaskState::Running));
    QCOMPARE(which.filter.worker, WorkerId{3});
    QCOMPARE(which.filter.finishedBefore, Duration{60s});
    QCOMPARE(which.limit, 7U);
    QCOMPARE(cancel->reason, std::string("r"));
    const auto kind = [](const char *text) {
        const auto command = commandFromJson(text, kContext);
        return command ? std::string(nameOf(command->body)) : command.error().detail;
    };
    QCOMPARE(kind(R"({"kind":"suspend","tasks":{}})"), std::string("suspend"));
    QCOMPARE(kind(R"({"kind":"resume_tasks","tasks":{}})"), std::string("resume_tasks"));
    QCOMPARE(kind(R"({"kind":"retry","tasks":{}})"), std::string("retry"));
    QCOMPARE(kind(R"({"kind":"requeue","tasks":{}})"), std::string("requeue"));
    QCOMPARE(kind(R"({"kind":"reprioritise","tasks":{},"priority":3})"), std::string("reprioritise"));
    QCOMPARE(kind(R"({"kind":"purge","tasks":{"state":"completed"}})"), std::string("purge"));
    QCOMPARE(kind(R"({"kind":"pause_queue","target":"q"})"), std::string("pause_queue"));
    QCOMPARE(kind(R"({"kind":"pause_worker","worker":"3"})"), std::string("pause_worker"));
    QCOMPARE(kind(R"({"kind":"pool_size","value":12})"), std::string("pool_size"));
    QCOMPARE(kind(R"({"kind":"resume_all"})"), std::string("resume"));
    QCOMPARE(kind(R"({"kind":"resume_worker","target":"w-1"})"), std::string("resume"));
    QCOMPARE(kind(R"({"kind":"revert","overrides":[1,2]})"), std::string("revert"));
    QCOMPARE(kind(R"({"kind":"drain","worker":"w-2"})"), std::string("drain"));
    QCOMPARE(kind(R"({"kind":"drain"})"), std::string("drain"));
}

void TestJsonCodec::imposingNeedsAnExpiryOrNull() {
    const auto expiry = [](const char *text) {
        const auto command = commandFromJson(text, kContext);
        return std::get<Impose>(command.value().body).lease.expiresAt;
    };
    QCOMPARE(expiry(R"({"kind":"pause_all"})"), kNow + 1h);
    QCOMPARE(expiry(R"({"kind":"pause_all","expires_in_s":90})"), kNow + 90s);
    QCOMPARE(expiry(R"({"kind":"pause_all","expires_in_s":null})"), kNoWallTime);
}

void TestJsonCodec::badCommandsAreRefused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no kind") << R"({})" << "kind: \"\" is none of cancel, suspend";
    QTest::newRow("unknown kind") << R"({"kind":"explode"})" << "kind: \"explode\" is none of";
    QTest::newRow("submit") << R"({"kind":"submit"})" << "submitted through POST /api/v1/tasks";
    QTest::newRow("no tasks") << R"({"kind":"cancel"})" << "tasks: is missing";
    QTest::newRow("empty ids") << R"({"kind":"cancel","tasks":{"ids":[]}})" << "ids: must be a list of 1 .. 10000";
    QTest::newRow("other ledger") << R"({"kind":"cancel","tasks":{"ids":["abcdef-1"]}})" << "of this ledger";
    QTest::newRow("state") << R"({"kind":"cancel","tasks":{"state":"done"}})" << "state: \"done\" is none of";
    QTest::newRow("empty states") << R"({"kind":"cancel","tasks":{"state":[]}})" << "must name at least one state";
    QTest::newRow("filter member") << R"({"kind":"cancel","tasks":{"status":"x"}})"
                                   << "tasks: \"status\": unknown member";
    QTest::newRow("foreign member") << R"({"kind":"cancel","tasks":{},"value":3})" << "\"value\": unknown member";
    QTest::newRow("no target") << R"({"kind":"pause_queue"})" << "target: is missing; name the queue";
    QTest::newRow("no worker") << R"({"kind":"pause_worker"})" << "target: is missing; name the worker";
    QTest::newRow("bad worker") << R"({"kind":"pause_worker","target":"x"})" << "target: \"x\" is no worker's id";
    QTest::newRow("pool") << R"({"kind":"pool_size"})" << "value: is missing";
    QTest::newRow("pool 0") << R"({"kind":"pool_size","value":0})" << "value: 0 is out of range (allowed: 1 .. 10000)";
    QTest::newRow("expiry") << R"({"kind":"pause_all","expires_in_s":0})" << "expires_in_s: 0 is out of range";
    QTest::newRow("revert") << R"({"kind":"revert","overrides":[]})" << "overrides: must be a list";
    QTest::newRow("revert text") << R"({"kind":"revert","overrides":["a"]})" << "must be the number of an override";
    QTest::newRow("priority") << R"({"kind":"reprioritise","tasks":{}})" << "priority: is missing";
    QTest::newRow("ticket") << R"({"kind":"drain","ticket":"1"})" << "ticket: \"1\" is no UUID";
}

void TestJsonCodec::badCommandsAreRefused() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto command = commandFromJson(text.toStdString(), kContext);
    QVERIFY(!command);
    QVERIFY2(QString::fromStdString(command.error().detail).contains(expected), command.error().detail.c_str());
}

void TestJsonCodec::tasksAreWritten() {
    TaskRecord task;
    task.id = TaskId{7};
    task.spec.type = "command";
    task.spec.payload = "{\"program\":\"x\"}";
    TaskExtras extras;
    extras.tags = {"a"};
    extras.parents = {{TaskId{3}}};
    task.spec.extras = std::make_shared<TaskExtras>(extras);
    task.state = TaskState::Running;
    task.worker = WorkerId{3};
    task.createdAt = kNow;
    task.runTime = 1500us;
    task.history.push_back({1, WorkerId{2}, kNow, kNow + 1s, Reason::LeaseLost, 0, "gone"});
    task.history.push_back({2, WorkerId{2}, kNow, kNow + 1s, Reason::TimedOut, kNoExitCode, "late"});
    const LiveTail live{"out", "err", 3};
    const auto out = object(taskToJson(task, kLedger, &live));
    QCOMPARE(out["id"].toString(), QString("9c41e0-7"));
    QCOMPARE(out["state"].toString(), QString("running"));
    QCOMPARE(out["worker"].toString(), QString("w-3"));
    QCOMPARE(out["created_at"].toString(), QString("2026-03-01T12:00:00.000000Z"));
    QVERIFY(out["finished_at"].isNull());
    QCOMPARE(out["run_time_ms"].toDouble(), 1.5);
    QCOMPARE(out["payload"].toString(), QString("{\"program\":\"x\"}"));
    QCOMPARE(out["parents"].toArray().at(0).toObject()["task"].toString(), QString("9c41e0-3"));
    QCOMPARE(out["attempts_log"].toArray().at(0).toObject()["reason"].toString(), QString("lease_lost"));
    // A zero is a success: what never exited has no code.
    QCOMPARE(out["attempts_log"].toArray().at(0).toObject()["exit_code"].toInt(-2), 0);
    QVERIFY(out["attempts_log"].toArray().at(1).toObject()["exit_code"].isNull());
    QCOMPARE(out["live"].toObject()["error_output"].toString(), QString("err"));
    QVERIFY(!object(taskToJson(task, kLedger, nullptr)).contains("live"));
}

void TestJsonCodec::brokenBytesDoNotStopTheOutput() {
    TaskRecord task;
    task.id = TaskId{7};
    task.result.output = std::string("a\xff\xfe\0b\x1b[31m", 10);
    const auto out = object(taskToJson(task, kLedger, nullptr));
    QCOMPARE(out["result"].toObject()["output"].toString(),
             QString::fromUtf8("a\u00ef\u00bf\u00bd").left(1) + QChar(0xfffd) + QChar(0xfffd) + QChar(0) + "b\x1b[31m");
    QVERIFY(!object(errorToJson({ErrorCode::Invalid, "\xc3("})).isEmpty());
    TaskPage page;
    page.rows.emplace_back();
    page.rows.back().name = "\x80";
    QCOMPARE(object(taskPageToJson(page, kLedger))["tasks"].toArray().size(), 1);
}

void TestJsonCodec::outcomesAreWritten() {
    Outcome outcome;
    outcome.ticket = {1, 2};
    outcome.ok = true;
    outcome.affected = 3;
    outcome.tasks = {{TaskId{1}, 3}};
    outcome.refusals = {{4, TaskId{}, {ErrorCode::Overloaded, "full"}}};
    const auto out = object(outcomeToJson(outcome, kLedger));
    QCOMPARE(out["ticket"].toString(), QString("00000000-0000-0001-0000-000000000002"));
    QCOMPARE(out["tasks"].toArray().at(0).toObject()["first"].toString(), QString("9c41e0-1"));
    QCOMPARE(out["refusals"].toArray().at(0).toObject()["code"].toString(), QString("overloaded"));
    QVERIFY(!out.contains("error"));
    outcome.ok = false;
    QVERIFY(object(outcomeToJson(outcome, kLedger)).contains("error"));
}

void TestJsonCodec::decisionsAndEventsAreWritten() {
    Snapshot snapshot;
    snapshot.ledger = kLedger;
    snapshot.texts = std::make_shared<std::vector<std::string>>(std::vector<std::string>{"", "command"});
    Decision decision;
    decision.kind = DecisionKind::Held;
    decision.guard = Guard::PausedQueue;
    decision.queue = Symbol{1};
    decision.task = TaskId{9};
    decision.sequence = 7;
    TaskWhy held;
    held.decisions = {decision};
    held.heldNow = 7;
    const auto why = object(whyToJson(held, snapshot, 100, {}));
    const auto entry = why["decisions"].toArray().at(0).toObject();
    QCOMPARE(entry["guard"].toString(), QString("paused_queue"));
    QVERIFY(entry["text"].toString().contains("queue command"));
    QVERIFY(!why.contains("note"));
    QVERIFY(entry["in_force"].toBool());
    QCOMPARE(notKeptNote(100), std::string("not kept (1 of 100 sampled)"));
    held = {{decision}, 0, WaitsFor::RunAt, WallTime{std::chrono::seconds{60}}, {TaskId{3}}};
    const auto waiting = object(whyToJson(held, snapshot, 100, "later"));
    QCOMPARE(waiting["note"].toString(), QString("later"));
    QCOMPARE(waiting["waits_for"].toString(), QString("run_at"));
    QCOMPARE(waiting["until"].toString(), QString("1970-01-01T00:01:00.000000Z"));
    QCOMPARE(waiting["parents"].toArray().at(0).toString(), QString("9c41e0-3"));
    const auto past = waiting["decisions"].toArray().at(0).toObject();
    QVERIFY(!past["in_force"].toBool(true));
    QVERIFY(past["text"].toString().endsWith("(No longer so.)"));
    Event event;
    event.kind = EventKind::WorkerLost;
    const RingPage<Event> events{5, 9, {event}};
    const auto page = object(eventsToJson(events, kLedger));
    QCOMPARE(page["lost"].toInt(), 5);
    QCOMPARE(page["entries"].toArray().at(0).toObject()["kind"].toString(), QString("worker_lost"));
}

void TestJsonCodec::tablesAreWritten() {
    Snapshot snapshot;
    snapshot.ledger = kLedger;
    snapshot.takenAt = Instant{10s};
    snapshot.texts = std::make_shared<std::vector<std::string>>(std::vector<std::string>{"", "thread"});
    auto chunk = std::make_shared<Chunk>();
    chunk->rows = 1;
    chunk->values.resize(kWorkerColumns * kChunkRows);
    const auto set = [&chunk](WorkerColumn column, std::int64_t value) {
        chunk->values[static_cast<std::size_t>(column) * kChunkRows] = value;
    };
    set(WorkerColumn::Id, 3);
    set(WorkerColumn::Lifecycle, static_cast<std::int64_t>(WorkerLifecycle::Draining));
    set(WorkerColumn::HeartbeatAt, Duration{8s}.count());
    set(WorkerColumn::CurrentTask, 12);
    set(WorkerColumn::RunTimeTotal, Duration{2ms}.count());
    set(WorkerColumn::Label, 1);
    set(WorkerColumn::Paused, 1);
    snapshot.workers = {1, {chunk}};
    const auto row = object(workersToJson(snapshot))["rows"].toArray().at(0).toObject();
    QCOMPARE(row["id"].toString(), QString("w-3"));
    QCOMPARE(row["lifecycle"].toString(), QString("draining"));
    QCOMPARE(row["heartbeat_age_ms"].toDouble(), 2000.0);
    QVERIFY(row["current_age_ms"].isNull());
    QCOMPARE(row["current_task"].toString(), QString("9c41e0-12"));
    QCOMPARE(row["run_time_total_ms"].toDouble(), 2.0);
    QCOMPARE(row["label"].toString(), QString("thread"));
    QVERIFY(row["paused"].toBool());
    QVERIFY(object(queuesToJson(snapshot))["rows"].toArray().isEmpty());
}

void TestJsonCodec::statusIsWritten() {
    Snapshot snapshot;
    snapshot.ledger = kLedger;
    snapshot.phase = EnginePhase::Recovering;
    snapshot.totals.byState[static_cast<std::size_t>(TaskState::Queued)] = 4;
    const auto out = object(statusToJson(snapshot, {42, "quarterdeckd", "0.1.0", kNow}));
    QCOMPARE(out["phase"].toString(), QString("recovering"));
    QCOMPARE(out["ledger"].toObject()["id"].toString(), QString("9c41e0"));
    QCOMPARE(out["totals"].toObject()["by_state"].toObject()["queued"].toInt(), 4);
    QCOMPARE(out["pid"].toInt(), 42);
    QVERIFY(out["percentiles"].toObject().contains("wait_p99_ms"));
}

void TestJsonCodec::engineAddressRoundTrips() {
    const EngineAddress address{42, "quarterdeckd", "http://127.0.0.1:7070", "/d/admin.token", "/d/ledger.db", kNow};
    const auto read = engineAddressFromJson(engineAddressToJson(address));
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    QCOMPARE(read->pid, address.pid);
    QCOMPARE(read->url, address.url);
    QCOMPARE(read->tokenFile, address.tokenFile);
    QCOMPARE(read->startedAt, address.startedAt);
}

void TestJsonCodec::timesRoundTrip_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("utc") << "2026-03-01T12:00:00Z" << "2026-03-01T12:00:00.000000Z";
    QTest::newRow("fraction") << "2026-03-01T12:00:00.1234567Z" << "2026-03-01T12:00:00.123456Z";
    QTest::newRow("offset") << "2026-03-01T01:30:00+02:00" << "2026-02-28T23:30:00.000000Z";
    QTest::newRow("leap day") << "2028-02-29T00:00:00Z" << "2028-02-29T00:00:00.000000Z";
    QTest::newRow("leap second") << "2016-12-31T23:59:60Z" << "2017-01-01T00:00:00.000000Z";
    QTest::newRow("no leap day") << "2027-02-29T00:00:00Z" << "";
    QTest::newRow("month 13") << "2027-13-01T00:00:00Z" << "";
    QTest::newRow("no zone") << "2027-01-01T00:00:00" << "";
    QTest::newRow("hour 24") << "2027-01-01T24:00:00Z" << "";
    QTest::newRow("tail") << "2027-01-01T00:00:00Zx" << "";
    QTest::newRow("empty fraction") << "2027-01-01T00:00:00.Z" << "";
    QTest::newRow("before the epoch") << "1969-12-31T23:59:59Z" << "";
    QTest::newRow("empty") << "" << "";
}

void TestJsonCodec::timesRoundTrip() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto time = parseRfc3339(text.toStdString());
    QCOMPARE(time ? QString::fromStdString(rfc3339(*time)) : QString(), expected);
}

QTEST_GUILESS_MAIN(TestJsonCodec)
#include "tst_json_codec.moc"
