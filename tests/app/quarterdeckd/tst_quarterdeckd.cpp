#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>

#include "core/http/discovery.h"
#include "tests/core/http/raw_client.h"

using namespace qd;

class TestQuarterdeckd : public QObject {
    Q_OBJECT
private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup();
    void startsServesAndStopsOnSigterm();
    void stopsOnRequest();
    void aSecondSignalDoesNotWait();
    void isStoppedWhenItsProgramsAre();
    void badSettingsAreNamed();
    void badFlagsAreNamed();
    void anUnusableDataFolderIsNamed();
    void settingsArePrinted();
    void logLinesAreJsonWhenAskedFor();
    void theVersionIsPrinted();
    void twoEnginesDoNotShareALedger();
    void aTokenForAllStopsTheStart();

private:
    /// Starts and waits for the line that says where it is.
    void start(const QStringList &more = {"--ledger", "memory"});
    /// Runs to the end; output and exit code stay in the process.
    static void runToEnd(QProcess &process, const QStringList &arguments);
    static void prepare(QProcess &process);
    RawReply ask(const char *method, const std::string &target, const std::string &body = {}) const;
    [[nodiscard]] QString folder() const { return m_folder->path() + "/data"; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_process;
    std::uint16_t m_port = 0;
    std::string m_token;
};

void TestQuarterdeckd::prepare(QProcess &process) {
    // Nothing of whoever runs the tests: no settings file, no QD_ variables.
    QProcessEnvironment environment;
    environment.insert("PATH", qEnvironmentVariable("PATH"));
    environment.insert("HOME", "/nonexistent");
    process.setProcessEnvironment(environment);
    process.setProgram(QD_PROGRAM);
}

void TestQuarterdeckd::cleanup() {
    if (m_process && m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        m_process->waitForFinished();
    }
    m_process.reset();
}

void TestQuarterdeckd::start(const QStringList &more) {
    m_process = std::make_unique<QProcess>();
    prepare(*m_process);
    m_process->setArguments(QStringList{"--data-folder", folder(), "--port", "0"} + more);
    m_process->start();
    QVERIFY(m_process->waitForStarted());
    QByteArray output;
    while (!output.contains('\n') && m_process->waitForReadyRead(20'000)) output += m_process->readAllStandardOutput();
    QVERIFY2(output.startsWith("quarterdeckd "), (output + m_process->readAllStandardError()).constData());
    const auto address = http::readEngineAddress(folder().toStdString());
    QVERIFY(address.has_value());
    QCOMPARE(address->pid, m_process->processId());
    QVERIFY(output.contains(address->url.c_str()));
    QVERIFY(output.contains(address->tokenFile.c_str()));
    m_port = static_cast<std::uint16_t>(std::stoi(address->url.substr(address->url.rfind(':') + 1)));
    std::ifstream{address->tokenFile} >> m_token;
    QVERIFY(!output.contains(m_token.c_str()));
}

RawReply TestQuarterdeckd::ask(const char *method, const std::string &target, const std::string &body) const {
    RawClient client{m_port};
    client.send(fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: Bearer {}\r\nContent-Length: "
                            "{}\r\n\r\n{}",
                            method, target, m_port, m_token, body.size(), body));
    return client.readReply();
}

void TestQuarterdeckd::runToEnd(QProcess &process, const QStringList &arguments) {
    prepare(process);
    process.setArguments(arguments);
    process.start();
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
}

void TestQuarterdeckd::startsServesAndStopsOnSigterm() {
    start();
    QCOMPARE(ask("GET", "/health/live").status, 200);
    QTRY_VERIFY(ask("GET", "/api/v1/status").body.find("\"phase\":\"running\"") != std::string::npos);
    const auto reply = ask("POST", "/api/v1/tasks", R"({"tasks":[{"type":"synthetic"}],"repeat":20})");
    QVERIFY2(reply.status == 200, reply.body.c_str());
    QTRY_VERIFY(ask("GET", "/api/v1/tasks?state=completed").body.find("\"count\":20,") != std::string::npos);
    struct stat info{};
    QCOMPARE(::stat(folder().toStdString().c_str(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0700U);
    m_process->terminate();
    QVERIFY(m_process->waitForFinished(10'000));
    QCOMPARE(m_process->exitCode(), 0);
    QVERIFY(!QFile::exists(folder() + "/engine.json"));
    QVERIFY(QFile::exists(folder() + "/admin.token"));
    QVERIFY(m_process->readAllStandardError().contains("info stopped\n"));
}

void TestQuarterdeckd::stopsOnRequest() {
    start();
    QCOMPARE(ask("POST", "/api/v1/shutdown", R"({"mode":"drain"})").status, 202);
    QVERIFY(m_process->waitForFinished(10'000));
    QCOMPARE(m_process->exitCode(), 0);
}

void TestQuarterdeckd::aSecondSignalDoesNotWait() {
    start();
    QTRY_VERIFY(ask("GET", "/api/v1/status").body.find("\"phase\":\"running\"") != std::string::npos);
    QCOMPARE(ask("POST", "/api/v1/tasks", R"({"type":"synthetic","payload":{"ms":60000}})").status, 200);
    QTRY_VERIFY(ask("GET", "/api/v1/tasks?state=running").body.find("\"count\":1,") != std::string::npos);
    QElapsedTimer timer;
    timer.start();
    m_process->terminate();
    QTRY_VERIFY(!QFile::exists(folder() + "/engine.json")); // The door is closed, the task goes on.
    QCOMPARE(m_process->state(), QProcess::Running);
    m_process->terminate();
    QVERIFY(m_process->waitForFinished(15'000));
    QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(m_process->exitCode(), 0);
}

void TestQuarterdeckd::isStoppedWhenItsProgramsAre() {
    start({"--ledger", "memory", "--set", "command.allow=[\"sh\"]", "--set", "shutdown.drain=0s"});
    QTRY_VERIFY(ask("GET", "/api/v1/status").body.find("\"phase\":\"running\"") != std::string::npos);
    const std::string pidFile = (m_folder->path() + "/pid").toStdString();
    const std::string script = fmt::format("trap '' TERM; echo $$ > {}; while :; do sleep 0.05; done", pidFile);
    const std::string task =
        fmt::format(R"({{"type":"command","payload":{{"program":"sh","args":["-c","{}"]}}}})", script);
    QCOMPARE(ask("POST", "/api/v1/tasks", task).status, 200);
    const auto pid = [&pidFile] {
        long number = 0;
        std::ifstream{pidFile} >> number;
        return number;
    };
    QTRY_VERIFY(pid() > 0);
    m_process->setReadChannel(QProcess::StandardError);
    m_process->terminate();
    QByteArray log;
    while (!log.contains("info stopped\n") && m_process->waitForReadyRead(15'000))
        log += m_process->readAllStandardError();
    QVERIFY2(log.contains("info stopped\n"), log.constData());
    QVERIFY(!QFile::exists(QStringLiteral("/proc/%1").arg(pid())));
    QVERIFY(m_process->waitForFinished(10'000));
}

void TestQuarterdeckd::badSettingsAreNamed() {
    const QString file = m_folder->path() + "/settings.toml";
    std::ofstream{file.toStdString()} << "[pool]\nworkers = 0\n";
    QProcess process;
    runToEnd(process, {"--config", file, "--set", "lease.lenght=3s", "--data-folder", folder()});
    QCOMPARE(process.exitCode(), 2);
    const QByteArray error = process.readAllStandardError();
    QVERIFY2(error.contains("settings.toml:2:11: pool.workers = 0: is out of range (allowed: 1 .. 10000)"), error);
    QVERIFY2(error.contains("did you mean \"lease.length\"?"), error);
    QVERIFY(!QFile::exists(folder()));
}

void TestQuarterdeckd::badFlagsAreNamed() {
    QProcess process;
    runToEnd(process, {"--colour"});
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("--colour"));
    QProcess remote;
    runToEnd(remote, {"--set", "door.address=0.0.0.0"});
    QCOMPARE(remote.exitCode(), 2);
    QVERIFY(remote.readAllStandardError().contains("is not a loopback address"));
}

void TestQuarterdeckd::anUnusableDataFolderIsNamed() {
    QProcess process;
    runToEnd(process, {"--data-folder", "/proc/nowhere"});
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("cannot make the data folder /proc/nowhere"));
}

void TestQuarterdeckd::settingsArePrinted() {
    QProcess process;
    runToEnd(process, {"--print-settings", "--set", "pool.workers=7", "--data-folder", folder()});
    QCOMPARE(process.exitCode(), 0);
    const QByteArray output = process.readAllStandardOutput();
    QVERIFY(output.contains("\nworkers = 7\n"));
    QVERIFY(output.contains("\n# slots = 1\n"));
    QVERIFY(!QFile::exists(folder()));
}

void TestQuarterdeckd::logLinesAreJsonWhenAskedFor() {
    start({"--ledger", "memory", "--set", "log.json=true"});
    m_process->terminate();
    QVERIFY(m_process->waitForFinished(20'000));
    const QList<QByteArray> lines = m_process->readAllStandardError().trimmed().split('\n');
    QVERIFY(lines.size() >= 2);
    for (const QByteArray &line : lines) {
        const QJsonObject entry = QJsonDocument::fromJson(line).object();
        for (const char *member : {"at", "level", "text"})
            QVERIFY2(!entry[QLatin1String(member)].toString().isEmpty(), line.constData());
    }
    QCOMPARE(QJsonDocument::fromJson(lines.last()).object()["text"].toString(), QString("stopped"));
}

void TestQuarterdeckd::theVersionIsPrinted() {
    QProcess process;
    runToEnd(process, {"--version"});
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().startsWith("quarterdeckd 0."));
}

void TestQuarterdeckd::twoEnginesDoNotShareALedger() {
    start({});
    QProcess second;
    runToEnd(second, {"--data-folder", folder(), "--port", "0"});
    const QByteArray error = second.readAllStandardError();
    QVERIFY2(second.exitCode() == 3, error);
    QVERIFY2(error.contains(QByteArray::number(m_process->processId())), error);
    QVERIFY2(error.contains("quarterdeckd (process"), error);
    // The first one is not disturbed, and what it announced is still there.
    QCOMPARE(ask("GET", "/health/live").status, 200);
    QVERIFY(QFile::exists(folder() + "/engine.json"));
}

void TestQuarterdeckd::aTokenForAllStopsTheStart() {
    QVERIFY(QDir{}.mkpath(folder()));
    const std::string file = (folder() + "/admin.token").toStdString();
    std::ofstream{file} << std::string(64, 'a') << "\n";
    ::chmod(file.c_str(), 0644);
    QProcess process;
    runToEnd(process, {"--data-folder", folder(), "--port", "0", "--ledger", "memory"});
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("can be read by others; run: chmod 600"));
}

QTEST_GUILESS_MAIN(TestQuarterdeckd)
#include "tst_quarterdeckd.moc"
