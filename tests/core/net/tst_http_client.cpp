#include <QtTest/QTest>

#include <QTemporaryDir>

#include <atomic>
#include <mutex>

#include "core/net/http_client.h"
#include "tests/core/net/loopback_server.h"
#include "tests/core/net/test_certificate.h"

using namespace qd;
using namespace qd::net;
using namespace qd::test;
using namespace std::chrono_literals;
using Then = ServedAnswer::Then;

namespace {

HttpRequest get(const std::string &url) {
    HttpRequest request;
    request.url = url;
    return request;
}

/// A free port on which nobody listens.
int deafPort() {
    const LoopbackServer server([](const ServedRequest &) { return ServedAnswer{}; });
    return server.port();
}

QString detailOf(const Result<HttpResponse> &result) {
    return result ? QStringLiteral("status %1").arg(result->status) : QString::fromStdString(result.error().detail);
}

} // namespace

class TestHttpClient : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void bringsStatusHeadersAndBody() {
        LoopbackServer server([](const ServedRequest &request) {
            return ServedAnswer{okAnswer(request.line() + "|" + request.body, "X-One: 1\r\n", "404 Not Found")};
        });
        HttpRequest request = get(server.url("/a?b=1"));
        request.method = "POST";
        request.headers = {{"X-Test", "yes"}};
        request.body = "content";
        const auto response = fetch(request);
        QVERIFY2(response.has_value(), qPrintable(detailOf(response)));
        QCOMPARE(response->status, 404);
        QCOMPARE(response->body, std::string("POST /a?b=1 HTTP/1.1|content"));
        QCOMPARE(response->header("x-one").value_or(""), std::string_view("1"));
    }

    void readsEveryWayToEndABody_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("then");
        QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") << 0;
        QTest::newRow("chunked")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n") << 0;
        QTest::newRow("close") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello") << 1;
        QTest::newRow("interim")
            << QByteArray("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") << 0;
    }
    void readsEveryWayToEndABody() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, then);
        LoopbackServer server([&](const ServedRequest &) {
            return ServedAnswer{bytes.toStdString(), then == 1 ? Then::Close : Then::Keep};
        });
        const auto response = fetch(get(server.url()));
        QVERIFY2(response.has_value(), qPrintable(detailOf(response)));
        QCOMPARE(response->status, 200);
        QCOMPARE(response->body, std::string("hello"));
    }

    void saysWhatWentWrong_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QByteArray() << "closed the connection without an answer";
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nX") << "before the answer's end";
        QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
                                     << "before the answer's end";
        QTest::newRow("not HTTP") << QByteArray("SSH-2.0-server\r\n\r\n") << "does not answer in HTTP";
        QTest::newRow("endless head") << QByteArray("HTTP/1.1 200 OK\r\nX: ") + QByteArray(70000, 'x')
                                      << "does not answer in HTTP";
    }
    void saysWhatWentWrong() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        LoopbackServer server([&](const ServedRequest &) { return ServedAnswer{bytes.toStdString(), Then::Close}; });
        const auto response = fetch(get(server.url()));
        QVERIFY(!response.has_value());
        QVERIFY2(detailOf(response).contains(text), qPrintable(detailOf(response)));
    }

    void saysWhoRefusedTheConnection() {
        const int port = deafPort();
        const auto response = fetch(get(fmt::format("http://127.0.0.1:{}/", port)));
        QVERIFY(!response.has_value());
        QCOMPARE(response.error().code, ErrorCode::Unavailable);
        QCOMPARE(detailOf(response), QStringLiteral("Could not connect to 127.0.0.1:%1: connection refused").arg(port));
    }

    void givesUpInTime() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{{}, Then::Hang}; });
        HttpRequest request = get(server.url());
        request.timeout = 100ms;
        const auto response = fetch(request);
        QVERIFY(!response.has_value());
        QCOMPARE(response.error().code, ErrorCode::Timeout);
        QVERIFY2(detailOf(response).endsWith(QStringLiteral("did not answer within 0.1 s")),
                 qPrintable(detailOf(response)));
    }

    void stopsReadingAtTheLimit() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer(std::string(3 << 20, 'x'))}; });
        HttpRequest request = get(server.url());
        request.responseBytesMax = 1 << 20;
        const auto response = fetch(request);
        QVERIFY(!response.has_value());
        QCOMPARE(response.error().code, ErrorCode::Overloaded);
        QVERIFY2(detailOf(response).endsWith(QStringLiteral("is longer than 1 MiB")), qPrintable(detailOf(response)));
    }

    void refusesHeadersThatChangeTheMessage_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("injected line") << QByteArray("X") << QByteArray("a\r\nY: b");
        QTest::newRow("line feed") << QByteArray("X") << QByteArray("a\nY: b");
        QTest::newRow("name with colon") << QByteArray("X: y") << QByteArray("a");
        QTest::newRow("empty name") << QByteArray("") << QByteArray("a");
        QTest::newRow("length") << QByteArray("content-length") << QByteArray("0");
        QTest::newRow("encoding") << QByteArray("Transfer-Encoding") << QByteArray("chunked");
        QTest::newRow("host") << QByteArray("Host") << QByteArray("other");
    }
    void refusesHeadersThatChangeTheMessage() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer("")}; });
        HttpRequest request = get(server.url());
        request.headers = {{name.toStdString(), value.toStdString()}};
        const auto response = fetch(request);
        QVERIFY(!response.has_value());
        QCOMPARE(response.error().code, ErrorCode::Invalid);
        QCOMPARE(server.requests(), 0);
    }

    void followsRedirectsOnlyWhenAsked() {
        LoopbackServer other([](const ServedRequest &request) {
            return ServedAnswer{okAnswer(request.has("Authorization: secret") ? "leaked" : "clean")};
        });
        LoopbackServer server([&](const ServedRequest &) {
            return ServedAnswer{okAnswer("gone", "Location: " + other.url("/x") + "\r\n", "302 Found")};
        });
        HttpRequest request = get(server.url());
        request.headers = {{"Authorization", "secret"}};
        QCOMPARE(fetch(request).value().status, 302);
        request.followRedirects = true;
        const auto response = fetch(request);
        QVERIFY2(response.has_value(), qPrintable(detailOf(response)));
        QCOMPARE(response->body, std::string("clean"));
    }

    void endsACircleOfRedirects() {
        LoopbackServer server(
            [](const ServedRequest &) { return ServedAnswer{okAnswer("", "Location: /again\r\n", "307 Temporary")}; });
        HttpRequest request = get(server.url());
        request.followRedirects = true;
        const auto response = fetch(request);
        QVERIFY(!response.has_value());
        QVERIFY2(detailOf(response).contains(QStringLiteral("More than 5 redirects")), qPrintable(detailOf(response)));
        QCOMPARE(server.requests(), 6);
        QCOMPARE(server.connections(), 1);
    }

    void trustsOnlyTheGivenRoots() {
        const TestCertificate certificate("DNS:localhost");
        QTemporaryDir folder;
        const std::string pem = folder.filePath(QStringLiteral("ca.pem")).toStdString();
        certificate.writePem(pem);
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer("safe")}; },
                              certificate.context());
        HttpRequest request = get(server.url("/", "localhost"));
        const auto untrusted = fetch(request);
        QVERIFY(!untrusted.has_value());
        QVERIFY2(detailOf(untrusted).contains(QStringLiteral("self-signed certificate")),
                 qPrintable(detailOf(untrusted)));
        request.caFile = pem;
        const auto trusted = fetch(request);
        QVERIFY2(trusted.has_value(), qPrintable(detailOf(trusted)));
        QCOMPARE(trusted->body, std::string("safe"));
    }

    void checksTheNameInTheCertificate() {
        const TestCertificate certificate("DNS:other.example");
        QTemporaryDir folder;
        const std::string pem = folder.filePath(QStringLiteral("ca.pem")).toStdString();
        certificate.writePem(pem);
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer("safe")}; },
                              certificate.context());
        HttpRequest request = get(server.url("/", "localhost"));
        request.caFile = pem;
        const auto response = fetch(request);
        QVERIFY(!response.has_value());
        QVERIFY2(detailOf(response).contains(QStringLiteral("it is not for localhost")),
                 qPrintable(detailOf(response)));
    }

    void streamsLinesAsTheyArrive() {
        LoopbackServer server([](const ServedRequest &) {
            return ServedAnswer{"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: 1\r\ndata: a\n\nid: 2\n",
                                Then::Hang};
        });
        std::vector<std::string> lines;
        // The server never ends its answer: the lines can only have come while it was under way.
        const auto result = streamLines(get(server.url()), [&](std::string_view line) {
            lines.emplace_back(line);
            return lines.size() < 4;
        });
        QVERIFY(result.has_value());
        QCOMPARE(lines, (std::vector<std::string>{"id: 1", "data: a", "", "id: 2"}));
        QTRY_COMPARE(server.left(), 1);
    }

    void streamEndsWithTheServerOrWithSilence() {
        LoopbackServer server([](const ServedRequest &request) {
            const bool hangs = request.line().find("/hang") != std::string::npos;
            return ServedAnswer{"HTTP/1.1 200 OK\r\n\r\na\nb", hangs ? Then::Hang : Then::Close};
        });
        std::string seen;
        const auto collect = [&](std::string_view line) {
            seen += fmt::format("{};", line);
            return true;
        };
        QVERIFY(streamLines(get(server.url()), collect).has_value());
        QCOMPARE(seen, std::string("a;b;"));
        HttpRequest request = get(server.url("/hang"));
        request.timeout = 100ms;
        const auto silent = streamLines(request, collect);
        QVERIFY(!silent.has_value());
        QCOMPARE(silent.error().code, ErrorCode::Timeout);
    }

    void streamReportsAnotherStatus() {
        LoopbackServer server(
            [](const ServedRequest &) { return ServedAnswer{okAnswer("no token", "", "401 Unauthorized")}; });
        const auto result = streamLines(get(server.url()), [](std::string_view) { return true; });
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Denied);
        QVERIFY(result.error().detail.find("no token") != std::string::npos);
    }

    void keepsConnectionsAndBoundsThem() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer("x")}; });
        HttpClientOptions options;
        options.connectionsMax = 3;
        HttpClient client(options);
        std::atomic<int> done = 0;
        std::vector<std::unique_ptr<HttpCall>> calls;
        for (int i = 0; i < 50; ++i)
            calls.push_back(client.start(get(server.url()), [&](const Result<HttpResponse> &response) {
                if (response && response->body == "x") ++done;
            }));
        QTRY_COMPARE(done.load(), 50);
        QVERIFY(server.busyMost() <= 3);
        QVERIFY(server.connections() <= 3);
        QCOMPARE(client.counters().connectionsReused, 50U - static_cast<unsigned>(server.connections()));
    }

    void closesIdleConnections() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{okAnswer("x")}; });
        HttpClientOptions options;
        options.idleTimeout = 20ms;
        HttpClient client(options);
        std::atomic<int> done = 0;
        const auto call = client.start(get(server.url()), [&](const Result<HttpResponse> &) { ++done; });
        QTRY_COMPARE(done.load(), 1);
        QTRY_COMPARE(client.counters().connectionsOpen, 0U);
    }

    void repeatsOnceWhenTheServerClosedAnIdleConnection() {
        // The first answer promises to keep the connection, then the server closes it.
        LoopbackServer server([](const ServedRequest &request) {
            return ServedAnswer{okAnswer(std::to_string(request.connection)), Then::Close};
        });
        HttpClient client;
        std::mutex mutex;
        std::string bodies;
        for (int i = 0; i < 3; ++i) {
            std::atomic<bool> isDone = false;
            const auto call = client.start(get(server.url()), [&](const Result<HttpResponse> &response) {
                const std::scoped_lock lock(mutex);
                bodies += response ? response->body : response.error().detail;
                isDone = true;
            });
            QTRY_VERIFY(isDone.load());
        }
        const std::scoped_lock lock(mutex);
        QCOMPARE(bodies, std::string("123"));
    }

    void abortedCallClosesItsConnectionAndIsSilent() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{{}, Then::Hang}; });
        HttpClient client;
        std::atomic<int> done = 0;
        auto call = client.start(get(server.url()), [&](const Result<HttpResponse> &) { ++done; });
        QTRY_COMPARE(server.hanging(), 1);
        call.reset();
        QTRY_COMPARE(server.left(), 1);
        QTRY_COMPARE(client.counters().connectionsOpen, 0U);
        QCOMPARE(done.load(), 0);
    }

    void abortedWaitingCallsGiveUpTheirPlace() {
        LoopbackServer server([](const ServedRequest &request) {
            return request.connection == 1 ? ServedAnswer{{}, Then::Hang} : ServedAnswer{okAnswer("x")};
        });
        HttpClientOptions options;
        options.connectionsMax = 1;
        options.waitingMax = 2;
        HttpClient client(options);
        std::atomic<int> done = 0;
        std::atomic<int> refused = 0;
        const auto count = [&](const Result<HttpResponse> &response) { ++(response ? done : refused); };
        auto first = client.start(get(server.url()), count);
        QTRY_COMPARE(server.hanging(), 1);
        auto second = client.start(get(server.url()), count);
        auto third = client.start(get(server.url()), count);
        auto fourth = client.start(get(server.url()), count);
        QTRY_COMPARE(refused.load(), 1);
        QCOMPARE(client.counters().requestsRefused, 1U);
        second.reset();
        first.reset();
        QTRY_COMPARE(done.load(), 1);
        QCOMPARE(client.counters().requestsWaiting, 0U);
    }

    void goesAwayWithRequestsUnderWay() {
        LoopbackServer server([](const ServedRequest &) { return ServedAnswer{{}, Then::Hang}; });
        for (int round = 0; round < 20; ++round) {
            std::vector<std::unique_ptr<HttpCall>> calls;
            HttpClientOptions options;
            options.connectionsMax = 2;
            HttpClient client(options);
            for (int i = 0; i < 5; ++i)
                calls.push_back(client.start(get(server.url()), [](const Result<HttpResponse> &) {}));
            calls.clear();
        }
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_http_client.moc"
