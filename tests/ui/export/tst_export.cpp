#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTranslator>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <limits>
#include <numeric>

#include "tests/ui/support/fake_session.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/export/export_file.h"
#include "ui/export/model_export.h"
#include "ui/export/task_export.h"
#include "ui/models/columns.h"
#include "ui/models/overrides_model.h"
#include "ui/models/queues_model.h"
#include "ui/models/tasks_model.h"
#include "ui/models/worker_look.h"
#include "ui/models/workers_model.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::FakeSession;
using qd::test::SnapshotBuilder;

namespace {

QByteArray contentOf(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

QByteArray lineOf(ExportFormat format, const ExportRow &row, const QStringList &names) {
    const auto writer = makeRowWriter(format);
    QByteArray head;
    writer->begin(names, head);
    QByteArray bytes;
    writer->row(row, bytes);
    return bytes;
}

/// Reads RFC 4180 as strictly as it is written.
QList<QStringList> parsed(const QByteArray &csv) {
    QList<QStringList> rows{{}};
    QByteArray cell;
    bool quoted = false;
    for (int i = 0; i < csv.size(); ++i) {
        const char byte = csv[i];
        if (quoted) {
            if (byte != '"') {
                cell += byte;
            } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
                cell += csv[++i];
            } else {
                quoted = false;
            }
            continue;
        }
        if (byte == '"' && cell.isEmpty()) {
            quoted = true;
        } else if (byte == ',' || byte == '\r') {
            rows.back() << QString::fromUtf8(cell);
            cell.clear();
            if (byte == '\r' && ++i + 1 < csv.size()) rows << QStringList{};
        } else {
            cell += byte;
        }
    }
    return rows;
}

TaskBrief brief(std::uint64_t number) {
    TaskBrief task;
    task.id = makeTaskId(0, number);
    task.state = TaskState::Completed;
    task.name = "task " + std::to_string(number);
    task.type = "http";
    task.queue = "http";
    task.createdAt = WallTime{1'700'000'000'000'042us};
    task.runTime = 1500ms;
    return task;
}

Result<ExportReport> runToEnd(ExportJob &job) {
    Result<ExportReport> end = fail(ErrorCode::Timeout, "never finished");
    bool done = false;
    QObject::connect(&job, &ExportJob::finished, &job, [&](const Result<ExportReport> &result) {
        end = result;
        done = true;
    });
    job.start();
    [[maybe_unused]] const bool inTime = QTest::qWaitFor([&] { return done; }, 10'000);
    return end;
}

} // namespace

class TstExport : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::make_unique<QTemporaryDir>();
    }
    void valuesAreRawWithoutLocale_data() {
        QTest::addColumn<ExportCell>("cell");
        QTest::addColumn<QString>("text");
        QTest::newRow("whole seconds") << ExportCell::ofDuration(90s) << QStringLiteral("90");
        QTest::newRow("to the nanosecond") << ExportCell::ofDuration(1'000'000'001ns) << QStringLiteral("1.000000001");
        QTest::newRow("below zero") << ExportCell::ofDuration(-1500ms) << QStringLiteral("-1.5");
        QTest::newRow("the smallest") << ExportCell::ofDuration(Duration::min())
                                      << QStringLiteral("-9223372036.854775808");
        QTest::newRow("a moment") << ExportCell::ofMoment(WallTime{1'700'000'000'000'042us})
                                  << QStringLiteral("2023-11-14T22:13:20.000042Z");
        QTest::newRow("before the epoch")
            << ExportCell::ofMoment(WallTime{-1us}) << QStringLiteral("1969-12-31T23:59:59.999999Z");
        QTest::newRow("never") << ExportCell::ofMoment(kNoWallTime) << QString();
        QTest::newRow("a share") << exportCell(ColumnKind::Plain, 0.25) << QStringLiteral("0.25");
        QTest::newRow("not a number") << exportCell(ColumnKind::Plain, std::numeric_limits<double>::quiet_NaN())
                                      << QString();
        QTest::newRow("the largest") << exportCell(ColumnKind::Plain, std::numeric_limits<qulonglong>::max())
                                     << QStringLiteral("18446744073709551615");
    }
    void valuesAreRawWithoutLocale() {
        QLocale::setDefault(QLocale(QLocale::German));
        QFETCH(ExportCell, cell);
        QTEST(cell.text, "text");
        QLocale::setDefault(QLocale::c());
    }
    void csvQuotesWhatNeedsIt_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("csv");
        QTest::newRow("plain") << QStringLiteral("plain text") << QByteArray("plain text\r\n");
        QTest::newRow("comma") << QStringLiteral("a,b") << QByteArray("\"a,b\"\r\n");
        QTest::newRow("quote") << QStringLiteral("say \"x\"") << QByteArray("\"say \"\"x\"\"\"\r\n");
        QTest::newRow("line break") << QStringLiteral("a\nb") << QByteArray("\"a\nb\"\r\n");
        QTest::newRow("formula") << QStringLiteral("=HYPERLINK(\"x\")") << QByteArray("\"'=HYPERLINK(\"\"x\"\")\"\r\n");
        QTest::newRow("plus") << QStringLiteral("+1") << QByteArray("'+1\r\n");
        QTest::newRow("minus") << QStringLiteral("-1") << QByteArray("'-1\r\n");
        QTest::newRow("at") << QStringLiteral("@SUM(A1)") << QByteArray("'@SUM(A1)\r\n");
        QTest::newRow("tab") << QStringLiteral("\t=1") << QByteArray("'\t=1\r\n");
    }
    void csvQuotesWhatNeedsIt() {
        QFETCH(QString, text);
        QTEST(lineOf(ExportFormat::Csv, {ExportCell::ofText(text)}, {QStringLiteral("a")}), "csv");
    }
    void numbersAreNeverTakenForFormulas() {
        QCOMPARE(lineOf(ExportFormat::Csv, {ExportCell::ofNumber(-5), {}}, {QStringLiteral("a"), QStringLiteral("b")}),
                 QByteArray("-5,\r\n"));
    }
    void jsonIsReadBackAsItWas() {
        const QString odd = QStringLiteral("\"quoted\" \\ \n\t\u0001 ü \U0001F600");
        const QString path = m_folder->filePath(QStringLiteral("x.json"));
        ExportFile file(path, ExportFormat::Json);
        QVERIFY(file.open({QStringLiteral("text"), QStringLiteral("none"), QStringLiteral("n")}));
        QVERIFY(file.append({{ExportCell::ofText(odd), {}, ExportCell::ofNumber(7)},
                             {ExportCell::ofText(QString()), {}, ExportCell::ofDuration(1500ms)}}));
        QVERIFY(file.commit());
        QJsonParseError error{};
        const QJsonArray rows = QJsonDocument::fromJson(contentOf(path), &error).array();
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0].toObject()[QStringLiteral("text")].toString(), odd);
        QVERIFY(rows[0].toObject()[QStringLiteral("none")].isNull());
        QCOMPARE(rows[0].toObject()[QStringLiteral("n")].toInt(), 7);
        QCOMPARE(rows[1].toObject()[QStringLiteral("n")].toDouble(), 1.5);
    }
    void anEmptyTableIsStillAFile() {
        const QString path = m_folder->filePath(QStringLiteral("x.json"));
        WorkersModel model;
        ModelExport job(model, {WorkersModel::Worker}, path, ExportFormat::Json);
        QVERIFY(runToEnd(job));
        QCOMPARE(QJsonDocument::fromJson(contentOf(path)).array().size(), 0);
    }
    void aModelIsWrittenInTheOrderOfItsShownColumns() {
        SnapshotBuilder built;
        built.worker(7, {{WorkerColumn::Completed, 41}}).worker(2, {{WorkerColumn::Completed, 12345}});
        WorkersModel model;
        model.apply(built.build(), built.head().takenAt);
        const QString path = m_folder->filePath(QStringLiteral("workers.csv"));
        ModelExport job(model, {WorkersModel::Completed, WorkersModel::Worker, WorkersModel::Heartbeat}, path,
                        ExportFormat::Csv);
        const auto end = runToEnd(job);
        QVERIFY(end);
        QCOMPARE(end->rows, 2U);
        const QList<QStringList> rows = parsed(contentOf(path));
        QCOMPARE(rows[0],
                 (QStringList{QStringLiteral("completed"), QStringLiteral("worker"), QStringLiteral("heartbeat_s")}));
        QCOMPARE(rows[1].mid(0, 2), (QStringList{QStringLiteral("41"), QStringLiteral("w-7")}));
        QCOMPARE(rows[2].mid(0, 2), (QStringList{QStringLiteral("12345"), QStringLiteral("w-2")}));
        QCOMPARE(rows.size(), 3);
    }
    void tasksComePageByPageUntilAllAreWritten() {
        FakeSession session;
        for (std::uint64_t n = 1; n <= 25'000; ++n) session.tasks.push_back(brief(n));
        session.tasks[0].name = "=1+1, \"really\"";
        const QString path = m_folder->filePath(QStringLiteral("tasks.csv"));
        TaskQuery query;
        query.offset = 500; // Wherever the table stands.
        query.limit = 200;
        TaskExport job(session, query, TaskExport::allColumns(), path, ExportFormat::Csv);
        QSignalSpy progress(&job, &ExportJob::progressed);
        const auto end = runToEnd(job);
        QVERIFY(end);
        QCOMPARE(end->rows, 25'000U);
        QVERIFY(!end->moved);
        QCOMPARE(progress.size(), 3);
        QCOMPARE(progress[0][0].toULongLong(), 10'000ULL);
        QCOMPARE(progress[0][1].toULongLong(), 25'000ULL);
        const QList<QStringList> rows = parsed(contentOf(path));
        QCOMPARE(rows.size(), 25'001);
        QVERIFY(rows[0].contains(QStringLiteral("run_time_s")));
        QSet<QString> ids;
        int harmless = 0;
        for (const QStringList &row : rows.mid(1)) {
            QCOMPARE(row.size(), rows[0].size());
            ids.insert(row[0]);
            harmless += row.contains(QStringLiteral("'=1+1, \"really\"")) ? 1 : 0;
        }
        QCOMPARE(ids.size(), 25'000);
        QCOMPARE(harmless, 1);
        QCOMPARE(rows[1][rows[0].indexOf(QStringLiteral("run_time_s"))], QStringLiteral("1.5"));
        QCOMPARE(rows[1][rows[0].indexOf(QStringLiteral("created_utc"))],
                 QStringLiteral("2023-11-14T22:13:20.000042Z"));
    }
    void aCancelledExportLeavesWhatWasThere() {
        FakeSession session;
        for (std::uint64_t n = 1; n <= 25'000; ++n) session.tasks.push_back(brief(n));
        const QString path = m_folder->filePath(QStringLiteral("tasks.csv"));
        QFile before(path);
        QVERIFY(before.open(QIODevice::WriteOnly));
        before.write("old");
        before.close();
        TaskExport job(session, {}, TaskExport::allColumns(), path, ExportFormat::Csv);
        QSignalSpy progress(&job, &ExportJob::progressed);
        QSignalSpy finished(&job, &ExportJob::finished);
        job.start();
        QTRY_COMPARE(progress.size(), 1);
        job.cancel();
        QTRY_COMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{QStringLiteral("tasks.csv")});
        QCOMPARE(contentOf(path), QByteArray("old"));
        QCOMPARE(finished.size(), 0);
    }
    void aFolderThatCannotBeWrittenIsSaid() {
        WorkersModel model;
        ModelExport job(model, {0}, m_folder->filePath(QStringLiteral("nowhere/x.csv")), ExportFormat::Csv);
        const auto end = runToEnd(job);
        QVERIFY(!end);
        QVERIFY(QString::fromStdString(end.error().detail).contains(QStringLiteral("nowhere/x.csv")));
    }
    /// Another language translates every word; a file must be the same in all of them.
    void whatMachinesReadIsTheSameInEveryLanguage() {
        class Foreign final : public QTranslator {
        public:
            [[nodiscard]] bool isEmpty() const override { return false; }
            [[nodiscard]] QString translate(const char *, const char *text, const char *, int) const override {
                return QStringLiteral("¡") + QString::fromUtf8(text);
            }
        } foreign;
        SnapshotBuilder built;
        built.worker(1, {{WorkerColumn::Busy, 1}, {WorkerColumn::CurrentTask, 7}})
            .worker(2)
            .worker(3, {{WorkerColumn::Paused, 1}});
        built.queue("http", {{QueueColumn::Queued, 1234},
                             {QueueColumn::Held, static_cast<std::int64_t>(Guard::WorkersBusy)},
                             {QueueColumn::Lane5, 1200},
                             {QueueColumn::Lane9, 34}});
        built.queue("mail", {{QueueColumn::Paused, 1}});
        Override lease;
        lease.id = OverrideId{1};
        lease.kind = OverrideKind::PauseQueue;
        lease.target = "mail";
        built.lease(lease);
        const auto snapshot = built.build();
        WorkersModel workers;
        workers.apply(snapshot, built.head().takenAt);
        QueuesModel queues;
        queues.apply(snapshot, built.head().takenAt);
        OverridesModel overrides;
        overrides.apply(*snapshot);
        const auto written = [&](const QAbstractItemModel &model) {
            const QString path = m_folder->filePath(QStringLiteral("x.csv"));
            std::vector<int> columns(static_cast<std::size_t>(model.columnCount()));
            std::iota(columns.begin(), columns.end(), 0);
            ModelExport job(model, columns, path, ExportFormat::Csv);
            return runToEnd(job) ? contentOf(path) : QByteArray();
        };
        const QByteArray english = written(workers) + written(queues) + written(overrides);
        QCoreApplication::installTranslator(&foreign);
        QLocale::setDefault(QLocale(QLocale::German));
        QVERIFY(lookOf(WorkerLook::Busy).word.startsWith(QStringLiteral("¡"))); // On screen it is translated.
        const QByteArray german = written(workers) + written(queues) + written(overrides);
        QLocale::setDefault(QLocale::c());
        QCoreApplication::removeTranslator(&foreign);
        QCOMPARE(german, english);
        QVERIFY2(english.startsWith("worker,state,slots_busy,current_task,running_for_s,"), english.constData());
        for (const char *line :
             {"w-1,busy,1,", "w-2,idle,0,", "w-3,paused,0,", "http,held,1234,", ",workers_busy,9:34 5:1200,",
              "mail,paused,0,", "arrival_per_s,service_per_s,drains_in_s,", "pause_queue mail,"})
            QVERIFY2(english.contains(line), (QByteArray(line) + " is not in\n" + english).constData());
    }
    void theTasksTableHasAnExportForEachOfItsColumns() {
        FakeSession session;
        TasksModel model(session);
        QStringList ids;
        for (int column = 0; column < model.columnCount(); ++column) ids << columnId(model, column);
        QCOMPARE(TaskExport::allColumns(), ids);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(TstExport)
#include "tst_export.moc"
