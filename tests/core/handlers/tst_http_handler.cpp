#include <QtTest/QTest>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/workers/handlers/http_handler.h"
#include "tests/core/handlers/handler_run.h"
#include "tests/core/net/loopback_server.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;
using Then = ServedAnswer::Then;

namespace {

std::string getPayload(const std::string &url) {
    return nlohmann::json{{"url", url}}.dump();
}

} // namespace

class TestHttpHandler : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void keepsStatusAndBody() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer("hello")}; });
        HttpHandler handler({});
        const HandlerRun run(handler, taskWith(getPayload(server.url())));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::Succeeded);
        QCOMPARE(run.result().exitCode, 200);
        QCOMPARE(run.result().output, std::string("hello"));
        QCOMPARE(run.result().outputBytes, 5U);
    }

    void sendsMethodHeadersBodyAndItsOwn() {
        LoopbackServer server(
            [](const ServedRequest &request) { return ServedAnswer{okAnswer(request.head + request.body)}; });
        HttpHandler handler({});
        TaskContext task = taskWith(nlohmann::json{
            {"method", "PUT"}, {"url", server.url("/x")}, {"headers", {{"X-Mine", "1"}}}, {"body", "data"}}
                                        .dump());
        task.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        const HandlerRun run(handler, task);
        QTRY_VERIFY(run.isDone());
        const QString sent = QString::fromStdString(run.result().output);
        for (const char *part : {"PUT /x HTTP/1.1\r\n", "\r\nX-Mine: 1\r\n", "\r\nIdempotency-Key: 9c41e0-42\r\n",
                                 "\r\nContent-Length: 4\r\n",
                                 "\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"})
            QVERIFY2(sent.contains(QLatin1String(part)), part);
        QVERIFY(sent.endsWith(QStringLiteral("\r\ndata")));
    }

    void judgesTheStatus_data() {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("expect");
        QTest::addColumn<int>("outcome");
        const int good = static_cast<int>(OutcomeKind::Succeeded);
        const int again = static_cast<int>(OutcomeKind::Failed);
        const int never = static_cast<int>(OutcomeKind::FailedFatal);
        QTest::newRow("201 is 2xx") << "201 Created" << "\"2xx\"" << good;
        QTest::newRow("404") << "404 Not Found" << "\"2xx\"" << never;
        QTest::newRow("404 expected") << "404 Not Found" << "[200, 404]" << good;
        QTest::newRow("200 not expected") << "200 OK" << "[404]" << never;
        QTest::newRow("302") << "302 Found" << "\"2xx\"" << never;
        QTest::newRow("302 expected") << "302 Found" << "[\"2xx\", \"3xx\"]" << good;
        QTest::newRow("408") << "408 Request Timeout" << "200" << again;
        QTest::newRow("425") << "425 Too Early" << "200" << again;
        QTest::newRow("429") << "429 Too Many Requests" << "200" << again;
        QTest::newRow("500") << "500 Internal Server Error" << "200" << again;
        QTest::newRow("503") << "503 Service Unavailable" << "\"200\"" << again;
    }
    void judgesTheStatus() {
        QFETCH(QString, status);
        QFETCH(QString, expect);
        QFETCH(int, outcome);
        LoopbackServer server(
            [&](const ServedRequest &) { return ServedAnswer{okAnswer("body", {}, status.toStdString())}; });
        HttpHandler handler({});
        nlohmann::json payload{{"url", server.url()}};
        payload["expect"] = nlohmann::json::parse(expect.toStdString());
        const HandlerRun run(handler, taskWith(payload.dump()));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(static_cast<int>(run.result().outcome), outcome);
        QCOMPARE(run.result().output, std::string("body"));
    }

    void saysWhichStatusItExpected() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer("", {}, "410 Gone")}; });
        HttpHandler handler({});
        const HandlerRun run(handler, taskWith(getPayload(server.url("/p"))));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().error, server.url("/p") + " answered with status 410, expected 2xx");
    }

    void keepsRetryAfter() {
        LoopbackServer server([](const ServedRequest &) {
            return ServedAnswer{okAnswer("", "Retry-After: 7\r\n", "503 Service Unavailable")};
        });
        HttpHandler handler({});
        const HandlerRun run(handler, taskWith(getPayload(server.url())));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().retryAfter, Duration(7s));
    }

    void readsRetryAfter_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("seconds");
        QTest::newRow("seconds") << QByteArray("120") << 120;
        QTest::newRow("date") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << 37;
        QTest::newRow("past") << QByteArray("Sun, 06 Nov 1994 08:48:37 GMT") << 0;
        QTest::newRow("far") << QByteArray("Sun, 06 Nov 2094 08:49:37 GMT") << 86400;
        QTest::newRow("huge") << QByteArray("99999999999999") << 86400;
        QTest::newRow("negative") << QByteArray("-5") << 0;
        QTest::newRow("no date") << QByteArray("Sun, 31 Feb 1994 08:49:37 GMT") << 0;
        QTest::newRow("text") << QByteArray("soon") << 0;
        QTest::newRow("empty") << QByteArray("") << 0;
    }
    void readsRetryAfter() {
        QFETCH(QByteArray, value);
        QFETCH(int, seconds);
        using namespace std::chrono;
        const WallTime now = sys_days{year{1994} / November / 6} + 8h + 49min;
        QCOMPARE(parseRetryAfter(value.toStdString(), now), Duration(std::chrono::seconds{seconds}));
    }

    void refusesBadPayloads_data() { // No raw strings here: moc 6.4 takes // in them for a comment.
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QByteArray("") << "must be a JSON object";
        QTest::newRow("no url") << QByteArray("{}") << "\"url\" is missing";
        QTest::newRow("unknown") << QByteArray("{\"url\":\"http://h\",\"verify\":false}")
                                 << "unknown member \"verify\"";
        QTest::newRow("method") << QByteArray("{\"url\":\"http://h\",\"method\":\"GET / HTTP/1.1\\r\\nX:\"}")
                                << "method";
        QTest::newRow("scheme") << QByteArray("{\"url\":\"file:///etc/passwd\"}") << "must start with http";
        QTest::newRow("user") << QByteArray("{\"url\":\"http://u:p@h/\"}") << "user name or password";
        QTest::newRow("line break") << QByteArray("{\"url\":\"http://h/\\r\\nX: y\"}") << "percent-encoded";
        QTest::newRow("injection") << QByteArray("{\"url\":\"http://h/\",\"headers\":{\"X\":\"a\\r\\nY: b\"}}")
                                   << "control characters";
        QTest::newRow("expect") << QByteArray("{\"url\":\"http://h/\",\"expect\":\"ok\"}") << "\"expect\" must be";
        QTest::newRow("expect empty") << QByteArray("{\"url\":\"http://h/\",\"expect\":[]}") << "\"expect\" must be";
        QTest::newRow("redirects") << QByteArray("{\"url\":\"http://h/\",\"follow_redirects\":5}") << "true or false";
    }
    void refusesBadPayloads() {
        QFETCH(QByteArray, payload);
        QFETCH(QString, text);
        HttpHandler handler({});
        const HandlerRun run(handler, taskWith(payload.toStdString()));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::FailedFatal);
        const QString error = QString::fromStdString(run.result().error);
        QVERIFY2(error.contains(text), qPrintable(error));
    }

    void refusedConnectionMayBeTriedAgain() {
        int port = 0;
        {
            const LoopbackServer server([](const ServedRequest &) { return ServedAnswer{}; });
            port = server.port();
        }
        HttpHandler handler({});
        const HandlerRun run(handler, taskWith(getPayload(fmt::format("http://127.0.0.1:{}/", port))));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::Failed);
        QCOMPARE(run.result().error, fmt::format("Could not connect to 127.0.0.1:{}: connection refused", port));
    }

    void tooLongAnAnswerIsFinalAndItsTailIsKept() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer(std::string(1 << 20, 'x'))}; });
        HttpHandlerOptions options;
        options.responseBytesMax = 64 * 1024;
        HttpHandler handler(options);
        const HandlerRun run(handler, taskWith(getPayload(server.url())));
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::FailedFatal);
        QVERIFY(run.result().error.ends_with("is longer than 64 KiB"));
        QVERIFY(run.result().output.size() <= kOutputTailBytesMax);
    }

    void timesOut() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{{}, Then::Hang}; });
        HttpHandler handler({});
        TaskContext task = taskWith(getPayload(server.url()));
        task.timeout = 50ms;
        const HandlerRun run(handler, task);
        QTRY_VERIFY(run.isDone());
        QCOMPARE(run.result().outcome, OutcomeKind::TimedOut);
    }

    void showsTheBodyWhileItArrivesAndStopsWhenWithdrawn() {
        LoopbackServer server([](const ServedRequest &) {
            return ServedAnswer{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart", Then::Hang};
        });
        HttpHandler handler({});
        HandlerRun run(handler, taskWith(getPayload(server.url())));
        QTRY_COMPARE(run.liveOutput(), std::string("part"));
        run.withdraw();
        QTRY_COMPARE(server.left(), 1);
        QCOMPARE(run.calls(), 0);
    }

    void sharesConnectionsBetweenTasks() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer("x")}; });
        HttpHandlerOptions options;
        options.connections = 2;
        HttpHandler handler(options);
        std::vector<std::unique_ptr<HandlerRun>> runs;
        for (int i = 0; i < 100; ++i)
            runs.push_back(std::make_unique<HandlerRun>(handler, taskWith(getPayload(server.url()))));
        for (const auto &run : runs) QTRY_VERIFY(run->isDone());
        QVERIFY(server.connections() <= 2);
        QCOMPARE(server.requests(), 100);
    }
};

QTEST_GUILESS_MAIN(TestHttpHandler)
#include "tst_http_handler.moc"
