// "Show data": the points of a chart as rows, a table, a file, a clipboard.
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QToolButton>
#include <cmath>

#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/charts/time_series_chart.h"
#include "ui/format/format.h"
#include "ui/format/time_display.h"
#include "ui/models/roles.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/dialogs/chart_data_dialog.h"
#include "ui/pages/dialogs/chart_data_model.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/widgets/action_id.h"

using namespace qd;
using namespace qd::ui;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kStart = 1'700'000'000'000; // 22:13:20 UTC

QString u(const char *text) {
    return QString::fromUtf8(text);
}

/// Points at these seconds; the value is the second, and a gap where it can be divided by five.
ChartData points(int from, int to) {
    ChartData data;
    data.columns = {{u("wait_ms"), u("wait (ms)"), {}}};
    for (int second = from; second <= to; ++second) {
        data.timesMs.push_back(kStart + second * 1000);
        data.columns[0].values.push_back(second % 5 == 0 ? std::nan("") : second + 0.5);
    }
    return data;
}

QString cell(const QAbstractItemModel &model, int row, int column) {
    return model.index(row, column).data().toString();
}

void give(TimeSeriesChart &chart, int from, int to) {
    const ChartData data = points(from, to);
    chart.setData(data.timesMs, {data.columns[0].values});
}

} // namespace

class TstChartData : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { TimeDisplay::instance().setZone(TimeZone::Local); }
    void pointsThatGoOnComeAndGoAtTheEnds() {
        ChartDataModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.apply(points(1, 10));
        QCOMPARE(resets.count(), 1);
        const QPersistentModelIndex seven(model.index(3, 1));
        QCOMPARE(seven.data().toString(), formatCompact(7.5));
        model.apply(points(4, 12));
        QCOMPARE(model.rowCount(), 9);
        QCOMPARE(seven.row(), 5);
        QCOMPARE(seven.data().toString(), formatCompact(7.5));
        model.apply(points(4, 12));
        QCOMPARE(resets.count(), 1);
        model.apply(points(100, 101)); // Another stretch of time altogether.
        QCOMPARE(resets.count(), 2);
        model.apply({});
        QCOMPARE(model.rowCount(), 0);
    }
    void rowsAreNewestFirstInTheZoneThatIsShownAndGapsHaveNoValue() {
        ChartDataModel model;
        model.apply(points(4, 6));
        TimeDisplay::instance().setZone(TimeZone::Utc);
        QCOMPARE(cell(model, 0, 0), u("22:13:26.000"));
        QCOMPARE(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), u("Time (UTC)"));
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), u("wait (ms)"));
        QCOMPARE(cell(model, 1, 1), noValue());
        QVERIFY(cell(model, 2, 1) != noValue());
        QSignalSpy headers(&model, &QAbstractItemModel::headerDataChanged);
        TimeDisplay::instance().setZone(TimeZone::Local);
        QCOMPARE(headers.count(), 1);
        QCOMPARE(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), u("Time (local)"));
    }
    void theTableFollowsTheChartAndWaitsWhileARowIsRead() {
        PageWorld world;
        TimeSeriesChart chart;
        chart.setAccessibleName(u("Latency"));
        chart.setSeries({{u("wait"), ColorRole::Series1, false, false, false, u("ms"), u("wait_ms")}});
        give(chart, 1, 10);
        ChartDataDialog dialog(chart, world.context, &world.host.frame);
        world.host.frame.show();
        dialog.show();
        QCOMPARE(dialog.table()->model()->rowCount(), 10);
        QVERIFY(dialog.caption().contains(u("live")));
        give(chart, 1, 12);
        QTRY_COMPARE(dialog.table()->model()->rowCount(), 12);
        dialog.table()->selectRow(2);
        QTRY_VERIFY(dialog.caption().contains(u("wait while")));
        give(chart, 1, 14);
        emit world.session.frozenChanged(false); // Looks again: it is still in use.
        QCOMPARE(dialog.table()->model()->rowCount(), 12);
        dialog.table()->clearSelection();
        QTRY_COMPARE(dialog.table()->model()->rowCount(), 14);
        world.session.setFrozen(true);
        QTRY_VERIFY(dialog.caption().contains(u("frozen")));
    }
    void onlyTheTimeOnTheAxisIsShown() {
        TimeSeriesChart chart;
        chart.setSeries({{u("wait"), ColorRole::Series1}});
        give(chart, 1, 100);
        chart.setSpan(30s);
        QCOMPARE(chart.data().timesMs.size(), std::size_t{31});
        QCOMPARE(chart.data().timesMs.front(), kStart + 70'000);
        QCOMPARE(chart.data().columns[0].values.size(), std::size_t{31});
        QCOMPARE(chart.data().columns[0].id, u("series_1"));
    }
    void whatIsCopiedAndWrittenIsRaw() {
        PageWorld world;
        TimeSeriesChart chart;
        chart.setAccessibleName(u("Latency"));
        chart.setSeries({{u("wait"), ColorRole::Series1, false, false, false, u("ms"), u("wait_ms")}});
        give(chart, 4, 6);
        QLocale::setDefault(QLocale(QLocale::German));
        ChartDataDialog dialog(chart, world.context, &world.host.frame);
        dialog.copyRows();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 u("time_utc\twait_ms\n2023-11-14T22:13:26.000000Z\t6.5\n2023-11-14T22:13:25.000000Z\t\n"
                   "2023-11-14T22:13:24.000000Z\t4.5\n"));
        dialog.table()->selectRow(2);
        dialog.copyRows();
        QCOMPARE(QGuiApplication::clipboard()->text(), u("time_utc\twait_ms\n2023-11-14T22:13:24.000000Z\t4.5\n"));
        QVERIFY(dialog.table()->canExport());
        dialog.table()->startExport(ExportFormat::Csv);
        auto *where = world.host.frame.findChild<QFileDialog *>();
        QVERIFY(where != nullptr);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u("points.csv"));
        emit where->fileSelected(path);
        delete where;
        QTRY_VERIFY(QFile::exists(path));
        QLocale::setDefault(QLocale::c());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("time_utc,wait_ms\r\n2023-11-14T22:13:26.000000Z,6.5\r\n"
                                            "2023-11-14T22:13:25.000000Z,\r\n2023-11-14T22:13:24.000000Z,4.5\r\n"));
    }
    void everyChartOfTheOverviewOffersItsDataAndHasASummary() {
        PageWorld world;
        SnapshotBuilder built;
        built.head().totals.submitted = 1;
        built.worker(1);
        OverviewPage page(world.context);
        page.resize(1200, 800);
        page.show();
        for (int i = 0; i < 20; ++i) {
            built.head().takenAt += 1s;
            built.head().wallAt += 1s;
            world.session.show(built.build());
        }
        QSet<QString> ids;
        for (TimeSeriesChart *chart : page.findChildren<TimeSeriesChart *>()) {
            QTRY_VERIFY(!chart->accessibleDescription().isEmpty());
            QVERIFY(!chart->data().timesMs.empty());
            for (const ChartColumn &column : chart->data().columns) ids << column.id;
            const QList<QAction *> entries = chart->actions();
            QVERIFY(std::any_of(entries.begin(), entries.end(),
                                [](const QAction *one) { return one->text() == u("Show data…"); }));
        }
        const QSet<QString> wanted{u("submitted_per_s"), u("completed_per_s"), u("failed_per_s"), u("waiting"),
                                   u("workers"),         u("wait_p50_ms"),     u("wait_p95_ms"),  u("wait_p99_ms")};
        QCOMPARE(ids, wanted);
        int opened = 0;
        for (QToolButton *button : page.findChildren<QToolButton *>()) {
            if (!button->property(kActionId).toString().startsWith(u("chart-data-"))) continue;
            button->click();
            auto *dialog = page.findChild<ChartDataDialog *>();
            QVERIFY(dialog != nullptr);
            QVERIFY(button->accessibleName().endsWith(dialog->table()->accessibleName()));
            QVERIFY(dialog->table()->model()->rowCount() > 1);
            delete dialog;
            ++opened;
        }
        QCOMPARE(opened, 3);
    }
};

QTEST_MAIN(TstChartData)
#include "tst_chart_data.moc"
