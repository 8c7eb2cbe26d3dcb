#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QTest>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/example/example.h"
#include "core/example/page_server.h"
#include "core/example/plan.h"
#include "core/net/http_client.h"

using namespace qd;
using namespace qd::example;

namespace {

/// Does the tasks at once, for real: processes and requests, but no engine.
class DirectPort : public EnginePort {
public:
    Result<void> allowProgram(const std::string &program) override {
        allowed.push_back(program);
        return {};
    }
    Result<std::vector<std::string>> submit(std::vector<TaskSpec> tasks) override {
        batches.push_back(tasks.size());
        std::vector<std::string> ids;
        for (const TaskSpec &task : tasks) {
            ids.push_back("1-" + std::to_string(m_ended.size() + 1));
            m_ended[ids.back()] = perform(task);
            names.push_back(task.name);
        }
        return ids;
    }
    Result<std::vector<TaskState>> states(std::span<const std::string> ids) override {
        std::vector<TaskState> states;
        for (const std::string &id : ids) states.push_back(neverEnds ? TaskState::Queued : m_ended.at(id).state);
        if (onPoll) onPoll();
        return states;
    }
    Result<EndedTask> ended(const std::string &id) override { return m_ended.at(id); }

    std::vector<std::string> allowed;
    std::vector<std::string> names;
    std::vector<std::size_t> batches;
    std::string failing; ///< Checksum tasks whose arguments hold this fail.
    bool neverEnds = false;
    std::function<void()> onPoll;

private:
    EndedTask perform(const TaskSpec &task) const {
        const auto payload = nlohmann::json::parse(task.payload);
        EndedTask ended{.state = TaskState::Completed, .error = {}, .output = {}};
        if (task.type == "http") {
            net::HttpRequest request;
            request.url = payload["url"].get<std::string>();
            const auto response = net::fetch(request);
            if (!response || response->status != 200)
                return {.state = TaskState::Failed, .error = "no page", .output = {}};
            ended.outputBytes = response->body.size();
            return ended;
        }
        QProcess process;
        QStringList arguments;
        for (const auto &argument : payload["args"]) arguments << QString::fromStdString(argument.get<std::string>());
        if (!failing.empty() && arguments.join(QLatin1Char(' ')).contains(QString::fromStdString(failing)))
            return {.state = TaskState::Failed, .error = "made to fail", .output = {}};
        process.start(QString::fromStdString(payload["program"].get<std::string>()), arguments);
        process.closeWriteChannel();
        if (!process.waitForFinished() || process.exitCode() != 0) ended.state = TaskState::Failed;
        ended.output = process.readAllStandardOutput().toStdString();
        ended.outputBytes = ended.output.size();
        return ended;
    }

    std::map<std::string, EndedTask> m_ended;
};

void put(const QString &path, const std::string &content) {
    std::ofstream(path.toStdString(), std::ios::binary) << content;
}

} // namespace

class TestExample : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("in/deep")));
        put(at("in/a.txt"), "alpha\n");
        put(at("in/b.txt"), "beta\n");
        put(at("in/deep/c with spaces"), std::string(5'000, 'c'));
    }

    void choosesOnlyUsableFiles() {
        put(at("in/too large"), std::string(10'000, 'x'));
        put(at("in/back\\slash"), "x");
        put(at("in/line\nfeed"), "x");
        QVERIFY(QFile::link(at("in/a.txt"), at("in/link")));
        const auto choice = chooseFiles(at("in").toStdString(), 1, {.fileBytesMax = 8'000});
        QVERIFY(choice.has_value());
        QCOMPARE(choice->files.size(), std::size_t{3});
        QCOMPARE(choice->seen, std::uint64_t{6});
        QCOMPARE(choice->leftOut, std::uint64_t{3});
        QVERIFY(choice->files[0].path.ends_with("/in/a.txt"));
    }

    void boundsTheWorkByLeavingOutTheLargest() {
        // Three tasks read each byte once; 100 tasks over the same files would read c a hundred times.
        const auto few = chooseFiles(at("in").toStdString(), 3, {.workBytesMax = 6'000});
        QCOMPARE(few->files.size(), std::size_t{3});
        const auto many = chooseFiles(at("in").toStdString(), 100, {.workBytesMax = 6'000});
        QCOMPARE(many->files.size(), std::size_t{2});
    }

    void explainsAFolderWithoutFiles() {
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("empty")));
        QCOMPARE(chooseFiles(at("empty").toStdString(), 1).error().code, ErrorCode::NotFound);
        QCOMPARE(chooseFiles(at("none").toStdString(), 1).error().code, ErrorCode::Invalid);
    }

    void plansExactlyTheTasksAskedForAndEveryFile_data() {
        QTest::addColumn<int>("files");
        QTest::addColumn<int>("tasks");
        QTest::newRow("fewer files than tasks") << 3 << 100;
        QTest::newRow("as many") << 70 << 100;
        QTest::newRow("more files") << 1'234 << 100;
        QTest::newRow("two tasks") << 3 << 2;
    }
    void plansExactlyTheTasksAskedForAndEveryFile() {
        QFETCH(int, files);
        QFETCH(int, tasks);
        std::vector<ExampleFile> list;
        for (int i = 0; i < files; ++i) list.push_back({"/nowhere/" + std::to_string(i), 0});
        const ExamplePlan plan("/nowhere", list, static_cast<std::size_t>(tasks), "example-1");
        QCOMPARE(plan.tasks().size(), static_cast<std::size_t>(tasks));
        std::set<std::size_t> covered;
        std::size_t checksums = 0;
        for (std::size_t i = 0; i < plan.tasks().size(); ++i) {
            const Slice slice = plan.filesOf(i);
            if (slice.end > slice.begin)
                ++checksums;
            else
                QVERIFY(plan.pageBytes(i) > 0);
            for (std::size_t f = slice.begin; f < slice.end; ++f) covered.insert(f);
            QVERIFY(plan.spec(i, "http://127.0.0.1:1").name.starts_with("example-1 "));
        }
        QCOMPARE(checksums, ExamplePlan::checksumTasksOf(static_cast<std::size_t>(tasks)));
        QCOMPARE(covered.size(), static_cast<std::size_t>(files));
    }

    void servesItsPagesOverHttp() {
        const ExamplePlan plan("/x", {{at("in/a.txt").toStdString(), 6}}, 10, "example-1");
        const auto server =
            PageServer::start([&plan](const PageRequest &request) { return plan.page(request.target); });
        QVERIFY(server.has_value());
        net::HttpRequest request;
        request.url = (*server)->url() + "/file/0";
        QCOMPARE(net::fetch(request)->body, std::string("alpha\n"));
        request.url = (*server)->url() + "/page/0";
        QVERIFY(net::fetch(request)->body.find("a.txt</a> 6 bytes") != std::string::npos);
        for (const char *wrong : {"/file/1", "/page/99", "/file/../etc/passwd", "/x"}) {
            request.url = (*server)->url() + wrong;
            QCOMPARE(net::fetch(request)->status, 404);
        }
    }

    void runsFromEndToEndAndIsConfirmed() {
        DirectPort port;
        const ExampleOptions options{
            .folder = at("in").toStdString(), .report = at("report.sha256").toStdString(), .tasks = 20};
        std::vector<Phase> phases;
        const auto report = runExample(options, port,
                                       [&phases](const Progress &now) {
                                           if (phases.empty() || phases.back() != now.phase)
                                               phases.push_back(now.phase);
                                       },
                                       {});
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        QVERIFY2(report->isGood(), report->text().c_str());
        QCOMPARE(report->completed, std::uint64_t{20});
        QCOMPARE(report->filesSummed, std::uint64_t{3});
        QCOMPARE(report->verdict.ok, std::uint64_t{3});
        QCOMPARE(report->pagesFetched, std::uint64_t{6});
        QCOMPARE(port.allowed, std::vector<std::string>{"sha256sum"});
        QCOMPARE(phases, (std::vector<Phase>{Phase::Choosing, Phase::Submitting, Phase::Running, Phase::Checking}));
        QProcess check;
        check.start(QStringLiteral("sha256sum"), {QStringLiteral("-c"), at("report.sha256")});
        QVERIFY(check.waitForFinished());
        QCOMPARE(check.exitCode(), 0);
    }

    void reportsWhatIsMissing() {
        DirectPort port;
        port.failing = "b.txt";
        const ExampleOptions options{
            .folder = at("in").toStdString(), .report = at("report.sha256").toStdString(), .tasks = 10};
        const auto report = runExample(options, port, {}, {});
        QVERIFY(report.has_value());
        QVERIFY(!report->isGood());
        QVERIFY(report->failed > 0 && report->filesMissing > 0);
        QCOMPARE(report->filesSummed, std::uint64_t{2});
        QVERIFY(report->text().find("made to fail") != std::string::npos);
    }

    void seesAFileThatChangedAfterItsChecksum() {
        DirectPort port;
        port.onPoll = [this] { put(at("in/a.txt"), "other\n"); };
        const ExampleOptions options{
            .folder = at("in").toStdString(), .report = at("report.sha256").toStdString(), .tasks = 4};
        const auto report = runExample(options, port, {}, {});
        QVERIFY(report.has_value());
        QVERIFY(!report->isGood());
        QCOMPARE(report->verdict.bad, std::uint64_t{1});
    }

    void stopsWhenAsked() {
        DirectPort port;
        port.neverEnds = true;
        std::stop_source stop;
        port.onPoll = [&stop] { stop.request_stop(); };
        const ExampleOptions options{
            .folder = at("in").toStdString(), .report = at("report.sha256").toStdString(), .tasks = 10};
        const auto report = runExample(options, port, {}, stop.get_token());
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
        QVERIFY(report.error().detail.find("qdctl cancel --text example-") != std::string::npos);
    }

    void refusesAReportThatCannotBeWrittenBeforeAnyWork() {
        DirectPort port;
        const ExampleOptions options{
            .folder = at("in").toStdString(), .report = at("no/such/report").toStdString(), .tasks = 10};
        QCOMPARE(runExample(options, port, {}, {}).error().code, ErrorCode::Io);
        QVERIFY(port.batches.empty());
    }

private:
    [[nodiscard]] QString at(const char *name) const { return m_folder->filePath(QString::fromUtf8(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestExample)
#include "tst_example.moc"
