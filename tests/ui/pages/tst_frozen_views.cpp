// A frozen view never mixes times silently: whatever does not go back says of when it is.
#include <QtTest/QTest>
#include <QtWidgets/QPushButton>
#include <memory>

#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/charts/time_series_chart.h"
#include "ui/format/format.h"
#include "ui/models/roles.h"
#include "ui/models/tasks_model.h"
#include "ui/pages/common/frozen_note.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/tasks/task_inspector.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/pages/workers/lanes_panel.h"
#include "ui/pages/workers/workers_page.h"
#include "ui/widgets/kpi_card.h"
#include "ui/widgets/lane_chart.h"
#include "ui/widgets/segmented_switch.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::PageWorld;
using qd::test::SnapshotBuilder;

class TstFrozenViews : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<PageWorld> world;
    SnapshotBuilder built;
    WallTime began;

    void second() {
        built.head().takenAt += 1s;
        built.head().wallAt += 1s;
        world->session.show(built.build());
    }
    void addTask(std::uint64_t id, WallTime created) {
        TaskBrief task;
        task.id = {id};
        task.createdAt = created;
        task.state = TaskState::Completed;
        world->session.tasks.push_back(task);
    }

private slots:
    void init() {
        world = std::make_unique<PageWorld>();
        built = {};
        built.head().totals.submitted = 2;
        built.worker(1).queue("mail");
        began = built.head().wallAt;
        world->session.show(built.build());
    }
    void cleanup() { world.reset(); }

    void theTasksOfAFrozenPageSayOfWhenTheyAreAndWhatDidNotExistIsDimmed() {
        for (int i = 0; i < 4; ++i) second();
        addTask(1, began + 1s);
        addTask(2, began + 3s);
        TasksPage page(world->context);
        page.resize(1200, 800);
        page.show();
        auto *model = page.tasksTable()->model();
        QTRY_COMPARE(model->rowCount(), 2);
        QTRY_VERIFY(!model->index(0, 0).data(PlaceholderRole).toBool());
        const auto *note = page.findChild<FrozenNote *>();
        QVERIFY(note->isHidden());
        world->session.setFrozen(true);
        QVERIFY2(note->text().contains(formatClock(began + 4s)), qPrintable(note->text()));
        QVERIFY(!note->text().contains(formatClock(began + 2s)));

        world->session.showMoment(began + 2s);
        QVERIFY2(note->text().contains(formatClock(began + 4s)), qPrintable(note->text()));
        QVERIFY2(note->text().contains(formatClock(began + 2s)), qPrintable(note->text()));
        const int later = model->index(0, TasksModel::Id).data(IdRole).toULongLong() == 2 ? 0 : 1;
        const QModelIndex state = model->index(later, TasksModel::State);
        QCOMPARE(state.data().toString(), QStringLiteral("not yet"));
        QVERIFY(state.data(PlaceholderRole).toBool());
        QVERIFY(state.data(Qt::ToolTipRole).toString().contains(formatClock(began + 3s)));
        QCOMPARE(model->index(1 - later, TasksModel::State).data().toString(), QStringLiteral("completed"));

        world->session.setFrozen(false);
        QVERIFY(note->isHidden());
        QCOMPARE(state.data().toString(), QStringLiteral("completed"));
    }
    void aTaskInTheInspectorSaysOfWhenItIs() {
        for (int i = 0; i < 4; ++i) second();
        TaskRecord record;
        record.id = {7};
        record.state = TaskState::Completed;
        world->session.records[record.id] = record;
        TaskInspector inspector(world->context, record.id);
        inspector.show();
        const auto *note = inspector.findChild<FrozenNote *>();
        QTRY_COMPARE(world->session.isFrozen(), false);
        QTRY_VERIFY(inspector.isRead());
        QVERIFY(note->isHidden());
        world->session.showMoment(began + 1s);
        QVERIFY2(note->text().contains(formatClock(began + 4s)) && note->text().contains(formatClock(began + 1s)),
                 qPrintable(note->text()));
        world->session.setFrozen(false);
        QVERIFY(note->isHidden());
    }
    void theLanesEndAtTheMomentAndShowNothingThatCameAfterIt() {
        for (int i = 0; i < 4; ++i) second();
        const auto ran = [this](std::uint64_t id, Duration from, Duration time) {
            TaskBrief task;
            task.id = {id};
            task.worker = {1};
            task.state = TaskState::Completed;
            task.createdAt = began;
            task.startedAt = began + std::chrono::duration_cast<std::chrono::microseconds>(from);
            task.runTime = time;
            world->session.tasks.push_back(task);
        };
        ran(1, 500ms, 300ms);
        ran(2, 1500ms, 1s);
        ran(3, 3s, 500ms);
        WorkersPage page(world->context);
        page.resize(1200, 800);
        page.show();
        page.viewSwitch()->findChildren<QPushButton *>().at(1)->click();
        auto *chart = page.findChild<LaneChart *>();
        QTRY_COMPARE(chart->lanes().size(), std::size_t{1});
        QTRY_COMPARE(chart->lanes()[0].bars.size(), std::size_t{3});
        world->session.showMoment(began + 2s);
        QCOMPARE(chart->lanes()[0].bars.size(), std::size_t{2});
        QCOMPARE(chart->lanes()[0].bars[1].id, std::uint64_t{2});
        QCOMPARE(chart->lanes()[0].bars[1].toUs, LaneBar::kOpen); // It was running then.
        QVERIFY(chart->lanes()[0].bars[0].toUs != LaneBar::kOpen);
        world->session.setFrozen(false);
        QCOMPARE(chart->lanes()[0].bars.size(), std::size_t{3});
    }
    void aViewFrozenInItsFirstSecondDoesNotContradictItself() {
        OverviewPage page(world->context);
        page.resize(1200, 800);
        page.show();
        built.head().totals.dispatched = 3;
        for (int i = 0; i < 3; ++i) built.head().totals.waitTime.add(20ms);
        world->session.show(built.build());
        world->session.setFrozen(true);
        for (const TimeSeriesChart *chart : page.findChildren<TimeSeriesChart *>())
            QVERIFY(!chart->summary().contains(QStringLiteral("No task has waited")));
        for (const KpiCard *card : page.findChildren<KpiCard *>())
            QVERIFY2(!card->accessibleDescription().contains(QStringLiteral("none was started")),
                     qPrintable(card->accessibleDescription()));
    }
};

QTEST_MAIN(TstFrozenViews)
#include "tst_frozen_views.moc"
