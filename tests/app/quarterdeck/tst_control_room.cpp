#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <algorithm>
#include <latch>

#include "app/quarterdeck/control_room.h"
#include "app/quarterdeck/engine_host.h"
#include "core/config/settings.h"
#include "tests/app/quarterdeck/daemon_process.h"
#include "tests/app/quarterdeck/room_world.h"
#include "ui/models/tasks_model.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/shell/follow_line.h"
#include "ui/shell/keys_overlay.h"
#include "ui/shell/status_line.h"
#include "ui/shell/top_strip.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/kpi_card.h"
#include "ui/widgets/strip_button.h"
#include "ui/widgets/time_bar.h"

using namespace qd;
using namespace qd::app;
using namespace qd::test;

class TstControlRoom : public QObject {
    Q_OBJECT
    std::unique_ptr<RoomFiles> m_files;

    [[nodiscard]] QString folder() const { return m_files->folder(); }
    [[nodiscard]] Settings settings(LedgerKind kind = LedgerKind::Memory) const { return m_files->settings(kind); }

private slots:
    void initTestCase() { m_files = std::make_unique<RoomFiles>("tst_control_room"); }
    void init() { m_files->begin(); }

    void paintsFirstAndThenStartsTheEngine() {
        World world(settings());
        QSignalSpy painted(&world.room, &ControlRoom::firstPainted);
        QVERIFY(world.engine == nullptr);
        QVERIFY(world.stripSays("starting"));
        QTRY_VERIFY(world.engine != nullptr);
        QCOMPARE(painted.size(), 1);
        QTRY_VERIFY(world.stripSays("HEALTHY"));
        QVERIFY(world.shows("nothing to do"));
    }
    void aSecondWindowShowsTheSameFiguresAndClosesAlone() {
        World world(settings());
        QTRY_VERIFY(world.engine != nullptr);
        QTRY_VERIFY(world.stripSays("HEALTHY"));
        world.window().showPage(u("workers"));
        world.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&world.window()));
        QTest::keyClick(&world.window(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(world.room.sideFrames().size(), std::size_t{1});
        ui::MainWindow *side = world.room.sideFrames()[0];
        side->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(side));
        QCOMPARE(side->currentPage(), u("workers"));
        // A page stack of its own ...
        side->showPage(u("overview"));
        QCOMPARE(world.window().currentPage(), u("workers"));
        world.window().showPage(u("overview"));
        // ... on the same figures.
        world.runOneTask();
        const auto statusOf = [](const ui::MainWindow &window) { return window.findChild<ui::StatusLine *>()->text(); };
        const auto figuresOf = [](const ui::MainWindow &window) {
            QStringList texts;
            for (const auto *card : window.findChildren<ui::KpiCard *>()) texts << card->accessibleDescription();
            for (const auto *button : window.findChildren<ui::StripButton *>()) texts << button->accessibleName();
            return texts.join(u("|"));
        };
        QTRY_VERIFY(figuresOf(*side).contains(u("1 of 2 workers busy")));
        QTRY_COMPARE(figuresOf(*side), figuresOf(world.window()));
        QCOMPARE(statusOf(*side), statusOf(world.window()));
        // Frozen in one is frozen in both, and the one without a time bar says whose time it shows.
        const auto *line = side->findChild<ui::FollowLine *>();
        QVERIFY(line != nullptr && line->isVisible());
        QVERIFY(line->text().endsWith(u("live")));
        QTest::keyClick(side, Qt::Key_Pause);
        QTRY_VERIFY(world.stripSays("FROZEN"));
        const auto shown = world.window().findChild<ui::TopStrip *>()->findChildren<ui::StripButton *>();
        const bool sameMoment = std::any_of(shown.begin(), shown.end(), [line](const ui::StripButton *button) {
            return button->strongText().contains(line->text().section(QLatin1Char(' '), -1));
        });
        QVERIFY2(line->text().contains(u("frozen at")) && sameMoment, qPrintable(line->text()));
        QTRY_COMPARE(figuresOf(*side), figuresOf(world.window()));
        line->findChild<QPushButton *>()->click(); // Back to now, for all windows.
        QTRY_VERIFY(!world.stripSays("FROZEN"));
        QTRY_VERIFY(line->text().endsWith(u("live")));
        QTest::keyClick(side, Qt::Key_W, Qt::ControlModifier);
        QTRY_VERIFY(world.room.sideFrames().empty());
        QVERIFY(world.window().isVisible());
        QCOMPARE(world.engine->snapshot()->phase, EnginePhase::Running);
        QVERIFY(world.question() == nullptr);
    }
    void windowsAreBoundedAndGoWithTheFirst() {
        World world(settings());
        QTRY_VERIFY(world.engine != nullptr);
        for (int i = 0; i < 12; ++i) emit world.window().newWindowRequested(u("settings"));
        QCOMPARE(world.room.sideFrames().size(), std::size_t{7});
        QVERIFY(world.window().toasts().count() > 0);
        QPointer<ui::MainWindow> one = world.room.sideFrames()[0];
        world.room.quit(StopMode::Now);
        QVERIFY(one == nullptr);
        QVERIFY(world.room.sideFrames().empty());
    }
    void everyJumpOfTheKeysOverlayLandsOnItsPlace() {
        World world(settings());
        world.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&world.window()));
        world.window().showKeys();
        auto *overlay = world.window().findChild<ui::KeysOverlay *>();
        const QString told = overlay->accessibleDescription();
        QTest::keyClick(overlay, Qt::Key_Escape);
        int tried = 0;
        // "g q  g t Queues & tasks"
        static const QRegularExpression line(u("((?:g \\w *)+)([^;]+)"));
        for (auto places = line.globalMatch(told); places.hasNext();) {
            const QRegularExpressionMatch place = places.next();
            static const QRegularExpression chord(u("g (\\w)"));
            for (auto keys = chord.globalMatch(place.captured(1)); keys.hasNext(); ++tried) {
                const QString key = keys.next().captured(1);
                world.window().showPage(key == u("o") ? u("settings") : u("overview"));
                QWidget *focus = QApplication::focusWidget() ? QApplication::focusWidget() : &world.window();
                QTest::keyClicks(focus, u("g") + key);
                QVERIFY2(world.window().windowTitle().startsWith(place.captured(2).trimmed()),
                         qPrintable(u("g ") + key + u(" -> ") + world.window().windowTitle()));
            }
        }
        QCOMPARE(tried, 5);
    }
    void theKeysOfTheTimeBarAreToldOnEveryPageAndTheOverviewHasItsOwn() {
        World world(settings());
        auto *overlay = world.window().findChild<ui::KeysOverlay *>();
        for (const char *page : {"overview", "workers", "tasks", "settings"}) {
            world.window().showPage(u(page));
            world.window().showKeys();
            const QString told = overlay->accessibleDescription();
            for (const char *key : {"←  → ", "Shift+←", "Home ", "End ", "Esc clear the range"})
                QVERIFY2(told.contains(u(key)), key);
            QCOMPARE(told.contains(u("read a chart")), u(page) == u("overview"));
            overlay->hide();
        }
    }
    void aFailedStartSaysWhyAndCanBeTriedAgain() {
        QVERIFY(QDir().mkpath(folder()));
        QFile file(QDir(folder()).filePath(u("ledger.db")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(4096, 'x'));
        file.close();
        World world(settings(LedgerKind::Sqlite));
        QTRY_VERIFY(world.shows("could not start"));
        QVERIFY(world.stripSays("FAILING, no engine"));
        QVERIFY(world.stripSays("NO DATA") && !world.stripSays("STALE"));
        QVERIFY(world.button("Quit") != nullptr);
        QVERIFY(file.remove());
        world.button("Try again")->click();
        QTRY_VERIFY(world.stripSays("HEALTHY"));
        QVERIFY(!world.shows("could not start"));
    }
    void anotherEngineOnTheLedgerCanBeStoppedFromHere() {
        DaemonProcess other(folder());
        QVERIFY(other.serves());
        World world(settings(LedgerKind::Sqlite));
        QTRY_VERIFY(world.shows("quarterdeckd (process"));
        world.button("Stop it and open here")->click();
        QVERIFY(world.shows("Waiting"));
        QTRY_VERIFY_WITH_TIMEOUT(world.stripSays("HEALTHY"), 20'000);
    }
    void closingAsksOnlyWhileTasksRunAndCancelKeepsEverything() {
        World world(settings());
        QTRY_VERIFY(world.engine != nullptr);
        world.runOneTask();
        QTRY_COMPARE(world.running(), std::uint64_t{1});
        QSignalSpy stopped(&world.host, &EngineHost::stopped);
        world.window().close();
        world.window().close(); // Whoever is impatient is asked once.
        QCOMPARE(world.window().findChildren<ui::ConfirmDialog *>().size(), 1);
        const QLabel *text = world.question()->findChild<QLabel *>(u("text"));
        QVERIFY(text->text().contains(u("lost"))); // A ledger in memory.
        world.question()->cancelButton()->click();
        QTRY_VERIFY(world.question() == nullptr);
        QVERIFY(!world.host.isStopping() && world.window().isVisible());
        world.window().close();
        world.question()->findChild<QPushButton *>(u("stopNow"))->click();
        QTRY_COMPARE(stopped.size(), 1);
    }
    void stoppingWhenTheyAreDoneWaitsForThemAndLeavesNoPauseBehind() {
        Settings given = settings(LedgerKind::Sqlite);
        given.shutdown.drain = std::chrono::milliseconds{1}; // The engine's own patience is not what counts.
        {
            World world(given);
            QTRY_VERIFY(world.engine != nullptr);
            world.runOneTask(700);
            QTRY_COMPARE(world.running(), std::uint64_t{1});
            QSignalSpy stopped(&world.host, &EngineHost::stopped);
            world.window().close();
            world.question()->confirmButton()->click();
            QTRY_VERIFY(world.stripSays("closing"));
            QVERIFY(world.window().findChild<ui::Banner *>()->text().contains(u("Closing when")));
            world.runOneTask(600'000); // Comes too late to be started.
            QTRY_COMPARE(stopped.size(), 1);
            QCOMPARE(world.engine->snapshot()->totals.completed, std::uint64_t{1});
        }
        World again(given);
        QTRY_VERIFY(again.engine != nullptr);
        QTRY_COMPARE(again.running(), std::uint64_t{1}); // The late one; nothing is paused.
        QVERIFY(again.engine->snapshot()->overrides->empty());
    }
    void waitingForRunningTasksCanBeCalledOff() {
        World world(settings());
        QTRY_VERIFY(world.engine != nullptr);
        world.runOneTask();
        QTRY_COMPARE(world.running(), std::uint64_t{1});
        world.window().close();
        world.question()->confirmButton()->click();
        QTRY_VERIFY(world.engine->snapshot()->pausedAll);
        QTRY_VERIFY(world.button("Keep running") != nullptr);
        world.button("Keep running")->click();
        QTRY_VERIFY(!world.engine->snapshot()->pausedAll);
        world.runOneTask();
        QTRY_COMPARE(world.running(), std::uint64_t{2});
        QVERIFY(!world.host.isStopping());
        world.window().close();
        world.question()->confirmButton()->click();
        QTRY_VERIFY(world.button("Stop now") != nullptr);
        QSignalSpy stopped(&world.host, &EngineHost::stopped);
        world.button("Stop now")->click();
        QTRY_COMPARE(stopped.size(), 1);
    }
    void closingWithNothingRunningJustStops() {
        World world(settings());
        QTRY_VERIFY(world.engine != nullptr);
        QTRY_VERIFY(world.stripSays("HEALTHY"));
        QSignalSpy stopped(&world.host, &EngineHost::stopped);
        world.window().close();
        QVERIFY(world.question() == nullptr);
        QTRY_COMPARE(stopped.size(), 1);
    }
    void aFrozenWindowHoldsItsFiguresSaysSoAndGoesOn() {
        World world(settings());
        QTRY_VERIFY(world.stripSays("LIVE"));
        QTRY_VERIFY(world.stripSays("HEALTHY"));
        QTest::keyClick(&world.window(), Qt::Key_Pause);
        QVERIFY(world.stripSays("FROZEN"));
        const QString footer = world.window().findChild<ui::OverviewPage *>()->findChild<ui::FooterBar *>()->text();
        QVERIFY(world.window().findChild<ui::Banner *>()->text().contains(u("frozen at")));
        world.runOneTask();
        QTRY_COMPARE(world.engine->snapshot()->totals.byState[static_cast<std::size_t>(TaskState::Running)],
                     std::uint64_t{1});
        QVERIFY(world.shows("nothing to do")); // The picture of before.
        QTRY_VERIFY(world.window().findChild<ui::OverviewPage *>()->findChild<ui::FooterBar *>()->text() != footer);
        QTest::keyClick(&world.window(), Qt::Key_Pause);
        QTRY_VERIFY(world.stripSays("LIVE"));
        QTRY_VERIFY(!world.shows("nothing to do"));
        QVERIFY(!world.window().findChild<ui::Banner *>()->text().contains(u("frozen")));
    }
    void spaceFreezesAndEscLetsGoWhereverTheKeyboardIs() {
        World world(settings());
        QTRY_VERIFY(world.engine != nullptr);
        world.runOneTask();
        world.window().showPage(u("tasks"));
        const auto tables = world.window().findChildren<ui::TableView *>();
        const auto named = [&tables](auto isIt) { return *std::ranges::find_if(tables, isIt); };
        ui::TableView *tasks =
            named([](const ui::TableView *one) { return qobject_cast<ui::TasksModel *>(one->model()); });
        ui::TableView *queues = named(
            [](const ui::TableView *one) { return one->isVisible() && !qobject_cast<ui::TasksModel *>(one->model()); });
        QTRY_COMPARE(tasks->model()->rowCount(), 1);
        tasks->setFocus();
        QTest::keyClick(tasks, Qt::Key_Space);
        QVERIFY(world.stripSays("FROZEN"));
        QTest::keyClick(tasks, Qt::Key_Space);
        QTRY_VERIFY(world.stripSays("LIVE"));
        tasks->selectRow(0);
        queues->clearSelection();
        queues->setFocus();
        QTest::keyClick(queues, Qt::Key_Escape);
        QVERIFY(!tasks->selectionModel()->hasSelection());
    }
    void anEngineThatHangsIsNotShownAsHealthyAndComesBack() {
        World world(settings());
        QTRY_VERIFY(world.stripSays("HEALTHY"));
        // Its own thread stands still in an answer, as it would in a broken disk driver.
        auto go = std::make_shared<std::latch>(1);
        Command command;
        command.ticket = Uuid::random();
        command.body = Lift{OverrideKind::PauseAll, {}};
        QVERIFY(world.engine->post(std::move(command), [go](const Outcome &) { go->wait(); }).has_value());
        QElapsedTimer since;
        since.start();
        QTRY_VERIFY(world.stripSays("UNKNOWN"));
        const qint64 noticed = since.elapsed();
        const QString told = world.window().findChild<ui::Banner *>()->text();
        go->count_down();
        QVERIFY(told.contains(u("does not answer since")));
        QVERIFY2(noticed < 1500,
                 qPrintable(QString::number(noticed))); // A second, on a machine that has nothing else to do.
        QTRY_VERIFY(world.stripSays("HEALTHY"));
        QVERIFY(!world.window().findChild<ui::Banner *>()->text().contains(u("does not answer")));
    }
    void whatWatchingCostsIsMeasuredAndExplained() {
        World world(settings());
        const auto *line = world.window().findChild<ui::StatusLine *>();
        const QRegularExpression allFour(u("[0-9.]+ % \\+ [0-9.]+ % CPU · [0-9.]+ [KM]iB held · [0-9]+ late"));
        QTRY_VERIFY2(allFour.match(line->text()).hasMatch(), qPrintable(line->text()));
        emit world.window().watchingCostClicked();
        auto *rows = world.window().findChild<ui::KeyValueList *>();
        QVERIFY(rows != nullptr && rows->window()->isVisible());
        QStringList texts;
        for (const ui::KeyValue &row : rows->rows()) texts << row.key + u(": ") + row.value;
        QVERIFY2(texts[0].endsWith(u("%")) && texts[1].endsWith(u("%")), qPrintable(texts.join(u("|"))));
        QVERIFY2(texts[2].contains(u("MiB in ")), qPrintable(texts[2]));
    }
    void theTimeBarTakesTheWholeWindowBackAndSaysWhatDoesNotGo() {
        World world(settings());
        QTRY_VERIFY(world.stripSays("HEALTHY"));
        world.runOneTask();
        QTRY_VERIFY(!world.shows("nothing to do"));
        const auto inFlight = [&] { return world.figures().section(u("|"), 2, 2); };
        QTRY_VERIFY(inFlight().startsWith(u("1, ")));
        auto *bar = world.window().findChild<ui::TimeBar *>();
        bar->setFocus();
        QTest::keyClick(bar, Qt::Key_Home);
        QVERIFY(world.stripSays("FROZEN"));
        QVERIFY(!inFlight().startsWith(u("1, ")) || world.shows("nothing to do")); // As it was then.
        QVERIFY(bar->moment().has_value());
        QTRY_VERIFY(world.window().findChild<ui::Banner *>()->accessibleName().contains(u("task lists do not")));
        QTest::keyClick(bar, Qt::Key_End);
        QTRY_VERIFY(world.stripSays("LIVE"));
        QTRY_VERIFY(inFlight().startsWith(u("1, ")));
        QVERIFY(!bar->moment().has_value());
    }
    void aRangeEndsWhenTheViewGoesToAMomentOutsideOfIt() {
        World world(settings());
        QTRY_VERIFY(world.stripSays("HEALTHY"));
        auto *bar = world.window().findChild<ui::TimeBar *>();
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        const ui::TimeRange range{now - 20'000, now + 60'000};
        emit bar->rangeChosen(range);
        QCOMPARE(bar->range(), std::optional(range));
        emit bar->momentChosen(now - 10'000);
        QCOMPARE(bar->range(), std::optional(range));
        emit bar->momentChosen(now - 30'000);
        QVERIFY(!bar->range());
    }
    void themePageAndInspectorWidthComeBackAtTheNextStart() {
        QSize size;
        {
            World world(settings());
            QTRY_VERIFY(world.engine != nullptr);
            QVERIFY(ui::theme().isDark());
            emit world.window().themeToggleRequested();
            QVERIFY(!ui::theme().isDark());
            world.window().showPage(u("workers"));
            world.window().resize(960, 700); // Fits the screen that tests have, or it would be fitted.
            size = world.window().size();
            emit world.window().newWindowRequested(u("settings"));
            QSignalSpy stopped(&world.host, &EngineHost::stopped);
            world.room.quit(StopMode::Now);
            QTRY_COMPARE(stopped.size(), 1);
        }
        QCOMPARE(ControlRoom::themeChoice({}), ui::ThemeChoice::Light);
        Options asked;
        asked.theme = u("dark"); // What is asked for by hand wins, and is not stored.
        QCOMPARE(ControlRoom::themeChoice(asked), ui::ThemeChoice::Dark);
        World again(settings());
        QCOMPARE(again.window().currentPage(), u("workers"));
        QCOMPARE(again.window().size(), size);
        QTRY_COMPARE(again.room.sideFrames().size(), std::size_t{1});
        QCOMPARE(again.room.sideFrames()[0]->currentPage(), u("settings"));
        Options picture;
        picture.page = u("settings");
        picture.screenshot = m_files->path("picture.png");
        picture.afterSeconds = 0;
        {
            World shot(settings(), picture);
            QSignalSpy stopped(&shot.host, &EngineHost::stopped);
            QTRY_COMPARE(stopped.size(), 1);
        }
        QVERIFY(QFile::exists(picture.screenshot));
        World third(settings());
        QCOMPARE(third.window().currentPage(), u("workers")); // A picture does not move anybody's window.
    }
};

QTEST_MAIN(TstControlRoom)
#include "tst_control_room.moc"
