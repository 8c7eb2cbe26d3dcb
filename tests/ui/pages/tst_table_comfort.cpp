#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>
#include <memory>

#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/charts/time_series_chart.h"
#include "ui/models/columns.h"
#include "ui/models/workers_model.h"
#include "ui/pages/common/columns_dialog.h"
#include "ui/pages/common/table_columns.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/pages/workers/workers_page.h"

using namespace qd;
using namespace qd::ui;
using qd::test::PageWorld;
using qd::test::SnapshotBuilder;

namespace {

const std::vector<int> kWidths{84, 116, 84, 150, 96, 104, 84, 0, 96, 90, -1};

std::unique_ptr<TableView> tableOf(WorkersModel &model) {
    auto table = std::make_unique<TableView>();
    table->setModelAndWidths(&model, kWidths);
    table->setAccessibleName(QStringLiteral("Workers"));
    table->setSortingEnabled(true);
    table->sortByColumn(WorkersModel::Worker, Qt::AscendingOrder);
    table->rememberAs(QStringLiteral("test"));
    table->resize(1200, 300);
    return table;
}

QString layoutText(const TableView &table) {
    QStringList names;
    for (const int column : table.shownColumns()) names << table.columns()->title(column);
    return names.join(QLatin1Char('|'));
}

} // namespace

class TstTableComfort : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_stored.path());
    }
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        QSettings().clear();
    }
    void aChosenLayoutIsThereAgain() {
        WorkersModel model;
        QString chosen;
        {
            const auto table = tableOf(model);
            QVERIFY(!table->columns()->isShown(WorkersModel::LeasesLost));
            table->columns()->setShown(WorkersModel::LeasesLost, true);
            table->columns()->setShown(WorkersModel::Process, false);
            table->columns()->move(WorkersModel::Failed, 1);
            table->setColumnWidth(WorkersModel::State, 222);
            table->sortByColumn(WorkersModel::Failed, Qt::DescendingOrder);
            chosen = layoutText(*table);
            QVERIFY(chosen.startsWith(QStringLiteral("Worker|Failed|State")));
            QTRY_COMPARE(QSettings().value(QStringLiteral("tables/test/version")).toInt(), 1);
        }
        const auto again = tableOf(model);
        QCOMPARE(layoutText(*again), chosen);
        QCOMPARE(again->columnWidth(WorkersModel::State), 222);
        QCOMPARE(again->horizontalHeader()->sortIndicatorSection(), int(WorkersModel::Failed));
        QCOMPARE(again->horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
        again->columns()->reset();
        QSettings().sync();
        QVERIFY(!QSettings().contains(QStringLiteral("tables/test/version")));
        WorkersModel other;
        QCOMPARE(layoutText(*again), layoutText(*tableOf(other)));
        QCOMPARE(again->horizontalHeader()->sortIndicatorSection(), int(WorkersModel::Worker));
    }
    void aLayoutOfAnotherVersionIsIgnored() {
        WorkersModel model;
        const QString usual = layoutText(*tableOf(model));
        QSettings settings;
        settings.setValue(QStringLiteral("tables/test/version"), 99);
        settings.setValue(QStringLiteral("tables/test/hidden"), QStringList{QStringLiteral("state")});
        QCOMPARE(layoutText(*tableOf(model)), usual);
    }
    void badValuesAreLeftOutAndTheRestHolds() {
        WorkersModel model;
        QSettings settings;
        settings.setValue(QStringLiteral("tables/test/version"), 1);
        settings.setValue(QStringLiteral("tables/test/order"),
                          QStringList{QStringLiteral("state"), QStringLiteral("no_such"), QStringLiteral("state"),
                                      QStringLiteral("worker")});
        QStringList everything;
        for (int column = 0; column < model.columnCount(); ++column) everything << columnId(model, column);
        settings.setValue(QStringLiteral("tables/test/hidden"), everything); // One must stay.
        settings.setValue(QStringLiteral("tables/test/widths"),
                          QStringList{QStringLiteral("label=-5"), QStringLiteral("=="), QStringLiteral("state=x")});
        settings.setValue(QStringLiteral("tables/test/sort"), QStringLiteral("?nonsense"));
        const auto table = tableOf(model);
        QCOMPARE(table->shownColumns().size(), std::size_t{1});
        QCOMPARE(table->columns()->order()[0], int(WorkersModel::State));
        QCOMPARE(table->columns()->order()[1], int(WorkersModel::Worker));
    }
    void columnsAreChosenByKeyboard() {
        WorkersModel model;
        const auto table = tableOf(model);
        table->show();
        table->columns()->openDialog();
        auto *dialog = table->findChild<ColumnsDialog *>();
        QVERIFY(dialog != nullptr);
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QListWidget *list = dialog->list();
        QTRY_VERIFY(list->hasFocus());
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Space);
        QVERIFY(!table->columns()->isShown(WorkersModel::State));
        QTest::keyClick(list, Qt::Key_Space);
        QVERIFY(table->columns()->isShown(WorkersModel::State));
        QTest::keyClick(dialog, Qt::Key_U, Qt::AltModifier); // "Move up"
        QTRY_COMPARE(table->columns()->order()[0], int(WorkersModel::State));
        QTest::keyClick(dialog, Qt::Key_R, Qt::AltModifier); // "Reset columns"
        QTRY_COMPARE(table->columns()->order()[0], int(WorkersModel::Worker));
        QTest::keyClick(dialog, Qt::Key_Escape);
    }
    void theHeadersMenuShowsAndHides() {
        WorkersModel model;
        const auto table = tableOf(model);
        QMenu menu;
        table->columns()->fillMenu(&menu);
        QAction *state = nullptr;
        for (QAction *entry : menu.actions())
            if (entry->text() == QStringLiteral("State")) state = entry;
        QVERIFY(state != nullptr && state->isChecked());
        state->trigger();
        QVERIFY(!table->columns()->isShown(WorkersModel::State));
    }
    void roomIsNotAChoice() {
        WorkersModel model;
        const auto table = tableOf(model);
        table->columns()->setRoom(WorkersModel::Process, false);
        QVERIFY(!table->columns()->isShown(WorkersModel::Process));
        table->columns()->setRoom(WorkersModel::Process, true);
        QVERIFY(table->columns()->isShown(WorkersModel::Process));
        table->columns()->setShown(WorkersModel::Process, false);
        table->columns()->setRoom(WorkersModel::Process, true);
        QVERIFY(!table->columns()->isShown(WorkersModel::Process));
    }
    void everyTableOfEveryPageExports() {
        PageWorld world;
        SnapshotBuilder built;
        built.worker(1).queue("http");
        world.session.show(built.build());
        const std::vector<std::shared_ptr<QWidget>> pages{
            std::make_shared<OverviewPage>(world.context), std::make_shared<WorkersPage>(world.context),
            std::make_shared<TasksPage>(world.context), std::make_shared<SettingsPage>(world.context)};
        int tables = 0;
        for (const auto &page : pages) {
            for (const TableView *table : page->findChildren<TableView *>()) {
                if (table->model()->metaObject()->className() == QByteArray("qd::ui::OverridesModel")) continue;
                QVERIFY2(table->canExport(), qPrintable(table->accessibleName()));
                ++tables;
                bool button = false;
                for (const QToolButton *one : page->findChildren<QToolButton *>())
                    button = button || one->accessibleName().startsWith(table->accessibleName() + QLatin1Char(':'));
                QVERIFY2(button, qPrintable(table->accessibleName()));
            }
        }
        QCOMPARE(tables, 6);
    }
    void anExportIsWrittenWhereItWasAskedFor() {
        PageWorld world;
        SnapshotBuilder built;
        built.worker(1).worker(2);
        world.session.show(built.build());
        WorkersPage page(world.context);
        page.show();
        page.table()->startExport(ExportFormat::Csv);
        auto *dialog = world.host.frame.findChild<QFileDialog *>();
        QVERIFY(dialog != nullptr);
        const QString path = m_stored.filePath(QStringLiteral("out.csv"));
        emit dialog->fileSelected(path);
        dialog->close();
        QTRY_COMPARE(world.host.stack.count(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QVERIFY(lines[0].startsWith("worker,state,"));
        QVERIFY(lines[1].startsWith("w-1,"));
        QCOMPARE(lines.size(), 4); // The last line ends too.
    }
    void aChartIsSavedAsAPicture() {
        PageWorld world;
        SnapshotBuilder built;
        built.worker(1).queue("http");
        world.session.show(built.build());
        OverviewPage page(world.context);
        page.resize(1200, 800);
        page.show();
        int saved = 0;
        for (auto *chart : page.findChildren<TimeSeriesChart *>()) {
            QCOMPARE(chart->contextMenuPolicy(), Qt::ActionsContextMenu);
            chart->actions().constLast()->trigger(); // Below "Show data…".
            auto *dialog = world.host.frame.findChild<QFileDialog *>();
            QVERIFY(dialog != nullptr);
            const QString path = m_stored.filePath(QStringLiteral("chart%1.png").arg(saved++));
            emit dialog->fileSelected(path);
            delete dialog;
            QCOMPARE(QImage(path).size(), chart->size() * chart->devicePixelRatioF());
        }
        QCOMPARE(saved, 3);
    }

private:
    QTemporaryDir m_stored;
};

QTEST_MAIN(TstTableComfort)
#include "tst_table_comfort.moc"
