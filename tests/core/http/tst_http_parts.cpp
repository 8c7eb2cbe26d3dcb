#include "core/http/discovery.h"
#include "core/http/http_message.h"
#include "core/http/loopback_check.h"
#include "core/http/metrics_text.h"
#include "core/http/task_query.h"
#include "core/http/token_file.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace qd;
using namespace qd::http;

class TestHttpParts : public QObject {
    Q_OBJECT
private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void theTokenIsMadeOnceAndForTheOwnerOnly();
    void badTokenFilesAreRefused_data();
    void badTokenFilesAreRefused();
    void aLinkIsNoTokenFile();
    void onlyTheWholeTokenOpens();
    void hostsOfThisMachineAreTold_data();
    void hostsOfThisMachineAreTold();
    void foreignOriginsAreRefused();
    void targetsAreDecoded();
    void badTargetsAreRefused_data();
    void badTargetsAreRefused();
    void queriesAreRead();
    void badQueriesAreRefused_data();
    void badQueriesAreRefused();
    void theAddressFileIsOurs();
    void metricLabelsAreEscaped();

private:
    [[nodiscard]] std::filesystem::path path(const char *name) const {
        return std::filesystem::path{m_folder->path().toStdString()} / name;
    }
    static mode_t modeOf(const std::filesystem::path &file) {
        struct stat info{};
        return ::stat(file.c_str(), &info) == 0 ? info.st_mode & 07777U : 0;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestHttpParts::theTokenIsMadeOnceAndForTheOwnerOnly() {
    const auto file = path("new/admin.token");
    const mode_t old = ::umask(0);
    const auto token = loadOrMakeToken(file);
    ::umask(old);
    QVERIFY2(token.has_value(), token ? "" : token.error().detail.c_str());
    QCOMPARE(token->size(), std::size_t{64});
    QCOMPARE(token->find_first_not_of("0123456789abcdef"), std::string::npos);
    QCOMPARE(modeOf(file), mode_t{0600});
    QCOMPARE(loadOrMakeToken(file).value(), *token);
    QVERIFY(loadOrMakeToken(path("other")).value() != *token);
    // Nothing else is left behind.
    QCOMPARE(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}), std::ptrdiff_t{1});
}

void TestHttpParts::badTokenFilesAreRefused_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<uint>("mode");
    QTest::addColumn<QString>("expected");
    const QByteArray good(64, 'a');
    QTest::newRow("group may read") << good << 0640U << "can be read by others; run: chmod 600";
    QTest::newRow("world may read") << good << 0604U << "can be read by others";
    QTest::newRow("empty") << QByteArray() << 0600U << "holds no token";
    QTest::newRow("short") << QByteArray("secret\n") << 0600U << "holds no token of at least 32";
    QTest::newRow("sentence") << QByteArray("this is not a token but a sentence") << 0600U << "holds no token";
}

void TestHttpParts::badTokenFilesAreRefused() {
    QFETCH(QByteArray, content);
    QFETCH(uint, mode);
    QFETCH(QString, expected);
    const auto file = path("admin.token");
    std::ofstream{file} << content.toStdString();
    ::chmod(file.c_str(), mode);
    const auto token = loadOrMakeToken(file);
    QVERIFY(!token);
    QVERIFY2(QString::fromStdString(token.error().detail).contains(expected), token.error().detail.c_str());
}

void TestHttpParts::aLinkIsNoTokenFile() {
    const auto file = path("real");
    QVERIFY(loadOrMakeToken(file).has_value());
    std::filesystem::create_symlink(file, path("link"));
    QVERIFY(!loadOrMakeToken(path("link")));
    QVERIFY(!loadOrMakeToken(m_folder->path().toStdString()));
}

void TestHttpParts::onlyTheWholeTokenOpens() {
    QVERIFY(isBearer("Bearer secret", "secret"));
    QVERIFY(isBearer("bearer secret", "secret"));
    QVERIFY(!isBearer("Bearer secre", "secret"));
    QVERIFY(!isBearer("Bearer secrets", "secret"));
    QVERIFY(!isBearer("Bearer secreT", "secret"));
    QVERIFY(!isBearer("Basic secret", "secret"));
    QVERIFY(!isBearer("", "secret"));
    QVERIFY(!isBearer("Bearer ", ""));
}

void TestHttpParts::hostsOfThisMachineAreTold_data() {
    QTest::addColumn<QString>("authority");
    QTest::addColumn<bool>("expected");
    QTest::newRow("address") << "127.0.0.1:7070" << true;
    QTest::newRow("another address") << "127.1.2.3:7070" << true;
    QTest::newRow("name") << "LocalHost:7070" << true;
    QTest::newRow("v6") << "[::1]:7070" << true;
    QTest::newRow("other port") << "127.0.0.1:7071" << false;
    QTest::newRow("no port") << "127.0.0.1" << false;
    QTest::newRow("v6 no port") << "[::1]" << false;
    QTest::newRow("foreign") << "example.org:7070" << false;
    QTest::newRow("looks like it") << "127.0.0.1.example.org:7070" << false;
    QTest::newRow("looks like it too") << "localhost.example.org:7070" << false;
    QTest::newRow("user") << "a@127.0.0.1:7070" << false;
    QTest::newRow("port text") << "127.0.0.1:70x" << false;
    QTest::newRow("port overflow") << "127.0.0.1:72606" << false;
    QTest::newRow("short address") << "127.1:7070" << false;
    QTest::newRow("any") << "0.0.0.0:7070" << false;
    QTest::newRow("empty") << "" << false;
}

void TestHttpParts::hostsOfThisMachineAreTold() {
    QFETCH(QString, authority);
    QFETCH(bool, expected);
    QCOMPARE(isLoopbackAuthority(authority.toStdString(), 7070), expected);
}

void TestHttpParts::foreignOriginsAreRefused() {
    const auto refused = [](Pairs headers) {
        Request request;
        request.headers = std::move(headers);
        return checkHostAndOrigin(request, 7070).has_value();
    };
    QVERIFY(!refused({{"host", "127.0.0.1:7070"}}));
    QVERIFY(!refused({{"host", "127.0.0.1:7070"}, {"origin", "http://localhost:7070"}}));
    QVERIFY(refused({}));
    QVERIFY(refused({{"host", "127.0.0.1:7070"}, {"host", "127.0.0.1:7070"}}));
    QVERIFY(refused({{"host", "127.0.0.1:7070"}, {"origin", "null"}}));
    QVERIFY(refused({{"host", "127.0.0.1:7070"}, {"origin", ""}}));
    QVERIFY(refused({{"host", "127.0.0.1:7070"}, {"origin", "https://127.0.0.1:7070"}}));
    QVERIFY(refused({{"host", "127.0.0.1:7070"}, {"origin", "http://127.0.0.1:8080"}}));
    QVERIFY(refused({{"host", "127.0.0.1:7070"}, {"origin", "http://evil.example"}}));
}

void TestHttpParts::targetsAreDecoded() {
    Request request;
    QVERIFY(parseTarget("/a/b%20c/?x=1+2&y&&z=%C3%A4", request).has_value());
    QCOMPARE(request.segments, (std::vector<std::string>{"a", "b c", ""}));
    QCOMPARE(request.path, std::string("/a/b%20c/"));
    QCOMPARE(request.parameter("x").value(), std::string_view("1 2"));
    QCOMPARE(request.parameter("y").value(), std::string_view(""));
    QCOMPARE(request.parameter("z").value(), std::string_view("\xc3\xa4"));
    QVERIFY(!request.parameter("q"));
}

void TestHttpParts::badTargetsAreRefused_data() {
    QTest::addColumn<QString>("target");
    for (const char *target : {"", "a", "http://127.0.0.1/a", "*", "/%", "/%4", "/%zz", "/%00", "/a?b=%0a", "/%7f"})
        QTest::newRow(target) << target;
}

void TestHttpParts::badTargetsAreRefused() {
    QFETCH(QString, target);
    Request request;
    QVERIFY(!parseTarget(target.toStdString(), request));
}

void TestHttpParts::queriesAreRead() {
    Request request;
    QVERIFY(parseTarget("/t?state=failed,running&type=a&queue=b&worker=w-3&text=x%20y&ids=9c41e0-1,2&sort=created_at&"
                        "desc=1&offset=5&limit=7&priority_min=2&finished_before_s=60",
                        request));
    const auto query = taskQueryFrom(request, LedgerId{0x9c41e0});
    QVERIFY2(query.has_value(), query ? "" : query.error().detail.c_str());
    QVERIFY(query->filter.matchesState(TaskState::Running) && !query->filter.matchesState(TaskState::Queued));
    QCOMPARE(query->filter.text, std::string("x y"));
    QCOMPARE(query->filter.ids.size(), std::size_t{2});
    QCOMPARE(query->filter.worker, WorkerId{3});
    QCOMPARE(query->sort.column, TaskColumn::CreatedAt);
    QVERIFY(query->sort.descending);
    QCOMPARE(query->offset, std::uint64_t{5});
    QCOMPARE(query->limit, 7U);
    const auto standard = taskQueryFrom(Request{}, {});
    QCOMPARE(standard->limit, 200U);
    QVERIFY(standard->sort.descending && standard->sort.column == TaskColumn::Id);
}

void TestHttpParts::badQueriesAreRefused_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("expected");
    QTest::newRow("state") << "/t?state=done" << "state: \"done\" is none of";
    QTest::newRow("empty state") << "/t?state=failed,,running" << "state: \"\" is none of";
    QTest::newRow("limit") << "/t?limit=10001" << "limit: \"10001\" must be a whole number (allowed: 1 .. 10000)";
    QTest::newRow("limit 0") << "/t?limit=0" << "limit:";
    QTest::newRow("negative") << "/t?offset=-1" << "offset:";
    QTest::newRow("overflow") << "/t?offset=99999999999999999999999" << "offset:";
    QTest::newRow("sort") << "/t?sort=size" << "sort: \"size\" is none of id, name";
    QTest::newRow("desc") << "/t?desc=yes" << "desc: \"yes\" must be 0 or 1";
    QTest::newRow("ids") << "/t?ids=abcdef-1" << "of this ledger";
    QTest::newRow("worker") << "/t?worker=x" << "is no worker's id";
    QTest::newRow("unknown") << "/t?status=x" << "status: unknown parameter; known are state, type";
    QTest::newRow("twice") << "/t?type=x&type=y" << "type: is given twice";
}

void TestHttpParts::badQueriesAreRefused() {
    QFETCH(QString, target);
    QFETCH(QString, expected);
    Request request;
    QVERIFY(parseTarget(target.toStdString(), request));
    const auto query = taskQueryFrom(request, LedgerId{0x9c41e0});
    QVERIFY(!query);
    QVERIFY2(QString::fromStdString(query.error().detail).contains(expected), query.error().detail.c_str());
}

void TestHttpParts::theAddressFileIsOurs() {
    const auto folder = path("data");
    QCOMPARE(readEngineAddress(folder).error().code, ErrorCode::NotFound);
    QVERIFY(writeEngineAddress(folder, {::getpid(), "quarterdeckd", "http://127.0.0.1:1", "/t", "/l", wallNow()}));
    QCOMPARE(modeOf(engineAddressFile(folder)), mode_t{0600});
    QCOMPARE(readEngineAddress(folder)->url, std::string("http://127.0.0.1:1"));
    // A successor's file stays.
    QVERIFY(writeEngineAddress(folder, {::getpid() + 1, "quarterdeck", "http://127.0.0.1:2", "/t", "", wallNow()}));
    removeEngineAddress(folder);
    QVERIFY(std::filesystem::exists(engineAddressFile(folder)));
    QVERIFY(writeEngineAddress(folder, {::getpid(), "quarterdeckd", "http://127.0.0.1:1", "/t", "/l", wallNow()}));
    removeEngineAddress(folder);
    QVERIFY(!std::filesystem::exists(engineAddressFile(folder)));
}

void TestHttpParts::metricLabelsAreEscaped() {
    Snapshot snapshot;
    snapshot.texts = std::make_shared<std::vector<std::string>>(std::vector<std::string>{"", "a\"b\\c\nd"});
    auto chunk = std::make_shared<Chunk>();
    chunk->rows = 1;
    chunk->values.resize(kQueueColumns * kChunkRows);
    chunk->values[0] = 1;
    chunk->values[kChunkRows * static_cast<std::size_t>(QueueColumn::Queued)] = 7;
    snapshot.queues = {1, {chunk}};
    snapshot.totals.runTime.add(std::chrono::milliseconds{3});
    snapshot.totals.runTime.add(std::chrono::hours{10});
    const QString text = QString::fromStdString(metricsText(snapshot, {}, "1.0"));
    QVERIFY2(text.contains("qd_queue_tasks{queue=\"a\\\"b\\\\c\\nd\",state=\"queued\"} 7\n"), qPrintable(text));
    QVERIFY(text.contains("# TYPE qd_task_run_seconds histogram\n"));
    QVERIFY2(text.contains("qd_task_run_seconds_bucket{le=\"0.004096\"} 1\n"), qPrintable(text));
    QVERIFY(text.contains("qd_task_run_seconds_bucket{le=\"+Inf\"} 2\n"));
    QVERIFY(text.contains("qd_tasks{state=\"queued\"} 0\n"));
}

QTEST_GUILESS_MAIN(TestHttpParts)
#include "tst_http_parts.moc"
