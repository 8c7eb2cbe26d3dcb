#include <QtTest/QTest>
#include <sstream>

#include "app/qdctl/json_lines.h"
#include "app/qdctl/task_arguments.h"
#include "app/qdctl/task_filter.h"

using namespace qd::ctl;

namespace {

QString task(const TaskArguments &arguments, const std::string &input = {}) {
    const auto json = taskJson(arguments, input);
    return QString::fromStdString(json ? json->dump() : "refused: " + json.error().error.detail);
}

/// JSON with apostrophes for quotation marks: moc trips over raw strings within macros.
QString q(const char *text) {
    return QString::fromUtf8(text).replace(QLatin1Char('\''), QLatin1Char('"'));
}

} // namespace

class TestTaskArguments : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void takesAProgramWithItsArguments() {
        QCOMPARE(task({.type = "command", .rest = {"sha256sum", "/etc/hostname"}}),
                 q("{'payload':{'args':['/etc/hostname'],'program':'sha256sum'},'type':'command'}"));
    }
    void takesAUrl() {
        QCOMPARE(task({.type = "http", .rest = {"http://127.0.0.1:1/x"}}),
                 q("{'payload':{'method':'GET','url':'http://127.0.0.1:1/x'},'type':'http'}"));
    }
    void takesJsonAndStandardInput() {
        QCOMPARE(task({.type = "synthetic", .rest = {R"({"ms":5})"}}), q("{'payload':{'ms':5},'type':'synthetic'}"));
        QCOMPARE(task({.type = "own", .rest = {"-"}}, "[1]"), q("{'payload':[1],'type':'own'}"));
    }
    void takesEveryOption() {
        QCOMPARE(
            task({.type = "t",
                  .rest = {},
                  .name = "n",
                  .queue = "q",
                  .key = "k",
                  .timeout = "90",
                  .runAt = "2m",
                  .deadline = "2026-11-21T12:00:00Z",
                  .parents = {"1", "2:run"},
                  .tags = {"a"},
                  .priority = 7,
                  .attempts = 2}),
            q("{'attempts':2,'deadline':'2026-11-21T12:00:00Z','key':'k','name':'n','parents':['1',{'on_failure':'run',"
              "'task':'2'}],'priority':7,'queue':'q','run_at':120.0,'tags':['a'],'timeout_s':90.0,'type':'t'}"));
    }
    void refusesWhatItCannotRead_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("payload");
        QTest::addColumn<QString>("runAt");
        QTest::addColumn<QString>("parent");
        QTest::addColumn<QString>("part");
        QTest::newRow("no JSON") << "synthetic" << "{ms:5}" << "" << "" << "not JSON (line 1, byte 2)";
        QTest::newRow("no moment") << "t" << "1" << "noon" << "" << "--run-at";
        QTest::newRow("no rule") << "t" << "1" << "" << "7:maybe" << "fail, cancel or run";
    }
    void refusesWhatItCannotRead() {
        QFETCH(QString, type);
        QFETCH(QString, payload);
        QFETCH(QString, runAt);
        QFETCH(QString, parent);
        QFETCH(QString, part);
        TaskArguments arguments{
            .type = type.toStdString(), .rest = {payload.toStdString()}, .runAt = runAt.toStdString()};
        if (!parent.isEmpty()) arguments.parents = {parent.toStdString()};
        const QString answer = task(arguments);
        QVERIFY2(answer.startsWith(QStringLiteral("refused: ")) && answer.contains(part), qPrintable(answer));
    }

    void expandsRangesOfIds() {
        QCOMPARE(expandIds("9c41e0-9", 3), (std::vector<std::string>{"9c41e0-9", "9c41e0-10", "9c41e0-11"}));
        QCOMPARE(expandIds("9c41e0-3-9", 1), (std::vector<std::string>{"9c41e0-3-9"}));
        QVERIFY(expandIds("nonsense", 3).empty());
    }

    void writesAFilterInBothForms() {
        const auto filter = check({.ids = {"1,2"},
                                   .states = {"failed,running", "queued"},
                                   .type = "http",
                                   .queue = "a b",
                                   .worker = "w-3",
                                   .text = "x&y",
                                   .expression = "age>30s or mail",
                                   .olderThan = "90s"});
        QVERIFY(filter.has_value());
        QCOMPARE(filter->query(), std::string("state=failed,running,queued&type=http&queue=a%20b&worker=w-3&text=x%26y"
                                              "&filter=age%3E30s%20or%20mail&ids=1,2&finished_before_s=90"));
        QCOMPARE(filter->json().dump(),
                 q("{'filter':'age>30s or mail','finished_before_s':90,'ids':['1','2'],'queue':'a "
                   "b','state':['failed','running','queued'],'text':'x&y','type':'http','worker':'w-3'}")
                     .toStdString());
    }
    void refusesWrongFilters() {
        QVERIFY(check({.states = {"done"}}).error().error.detail.find("pending, queued") != std::string::npos);
        QVERIFY(check({.worker = "x-3"}).error().error.detail.find("w-3") != std::string::npos);
        QVERIFY(check({.ids = {"../x"}}).error().error.detail.find("9c41e0-1042") != std::string::npos);
        QVERIFY(check({.expression = "state:done"}).error().error.detail.find("is no state") != std::string::npos);
        QCOMPARE(check({.olderThan = "old"}).error().exit, Exit::Usage);
    }
    void actsOnEverythingOnlyWhenToldSo() {
        QVERIFY(!checkForAction({}));
        QVERIFY(checkForAction({.all = true}).has_value());
        QVERIFY(!checkForAction({.type = "http", .all = true}));
        QVERIFY(checkForAction({.ids = {"7"}}).has_value());
    }

    void readsJsonLinesAndNamesTheBadOnes() {
        std::istringstream stream("{\"type\":\"a\"}\n\n{\"type\":\n[1]\r\n{\"type\":\"b\"}");
        JsonLineReader reader(stream);
        const LineBatch batch = reader.next(1'000);
        QVERIFY(batch.end);
        QCOMPARE(batch.tasks.size(), std::size_t{2});
        QCOMPARE(batch.lines, (std::vector<std::uint64_t>{1, 5}));
        QCOMPARE(batch.errors.size(), std::size_t{2});
        QCOMPARE(batch.errors[0].line, std::uint64_t{3});
        QVERIFY(batch.errors[0].reason.starts_with("parse error"));
        QCOMPARE(batch.errors[1].line, std::uint64_t{4});
    }
    void cutsJsonLinesIntoBatches() {
        std::string text;
        for (int i = 0; i < 25; ++i) text += "{\"type\":\"a\"}\n";
        std::istringstream stream(text);
        JsonLineReader reader(stream);
        QCOMPARE(reader.next(10).tasks.size(), std::size_t{10});
        QCOMPARE(reader.next(10).lines.front(), std::uint64_t{11});
        const LineBatch last = reader.next(10);
        QCOMPARE(last.tasks.size(), std::size_t{5});
        QVERIFY(last.end);
    }
    void skipsALineThatIsTooLong() {
        std::istringstream stream("\"" + std::string(kLineBytesMax + 10, 'x') + "\"\n{\"type\":\"a\"}\n");
        JsonLineReader reader(stream);
        const LineBatch batch = reader.next(10);
        QCOMPARE(batch.errors.size(), std::size_t{1});
        QCOMPARE(batch.lines, (std::vector<std::uint64_t>{2}));
    }
};

QTEST_GUILESS_MAIN(TestTaskArguments)
#include "tst_task_arguments.moc"
