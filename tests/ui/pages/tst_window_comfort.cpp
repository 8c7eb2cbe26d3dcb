#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QSettings>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QTabWidget>

#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/format/format.h"
#include "ui/models/events_model.h"
#include "ui/models/notices_model.h"
#include "ui/pages/common/preferences.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/dialogs/about_dialog.h"
#include "ui/pages/dialogs/notices_dialog.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/settings/window_card.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/splitter_memory.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::OwnSettings;
using qd::test::PageWorld;

class TstWindowComfort : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        qputenv("TZ", "Asia/Tokyo"); // Nine hours before UTC, the whole year.
        tzset();
    }
    void cleanup() { TimeDisplay::instance().setZone(TimeZone::Local); }
    void oneChoiceMovesEveryTimeOnScreen() {
        PageWorld world;
        Event event;
        event.sequence = 1;
        event.at = WallTime{1'700'000'000'000'000us}; // 22:13:20 UTC
        event.text = "it happened";
        world.session.eventList.push_back(event);
        EventsModel events(world.session);
        events.pull();
        const auto told = [&] { return events.index(0, EventsModel::Time).data().toString(); };
        QVERIFY2(told().startsWith(QStringLiteral("07:13:20")), qPrintable(told()));
        world.preferences.setTimeZone(TimeZone::Utc);
        QVERIFY2(told().startsWith(QStringLiteral("22:13:20")), qPrintable(told()));
        QCOMPARE(formatDateTime(event.at), QStringLiteral("2023-11-14 22:13:20 UTC"));
    }
    void theChoicesAreThereAgainAndNonsenseIsNot() {
        const OwnSettings settings;
        {
            Preferences preferences;
            QCOMPARE(preferences.timeZone(), TimeZone::Local);
            QVERIFY(preferences.desktopNotices());
            preferences.setTimeZone(TimeZone::Utc);
            preferences.setDesktopNotices(false);
        }
        TimeDisplay::instance().setZone(TimeZone::Local);
        const Preferences again;
        QCOMPARE(again.timeZone(), TimeZone::Utc);
        QVERIFY(!again.desktopNotices());
        QSettings().setValue(QStringLiteral("timeZone"), 17);
        QCOMPARE(Preferences().timeZone(), TimeZone::Local);
    }
    void theSettingsPageChoosesForTheWindow() {
        PageWorld world;
        SettingsPage page(world.context);
        auto *card = page.findChild<WindowCard *>();
        QVERIFY(card != nullptr);
        QTest::keyClick(card->zoneBox(), Qt::Key_Down);
        QCOMPARE(world.preferences.timeZone(), TimeZone::Utc);
        world.preferences.setTimeZone(TimeZone::Local); // From the palette, say.
        QCOMPARE(card->zoneBox()->currentIndex(), 0);
        QTest::keyClick(card->noticesBox(), Qt::Key_Space);
        QVERIFY(!world.preferences.desktopNotices());
        for (QPushButton *button : card->findChildren<QPushButton *>()) button->click();
        QCOMPARE(world.host.calls, (QStringList{QStringLiteral("reset layout"), QStringLiteral("about")}));
    }
    void aMovedSplitterComesBackAndIsReset() {
        PageWorld world;
        const auto make = [&] {
            auto page = std::make_unique<TasksPage>(world.context);
            page->resize(1000, 800);
            page->show();
            return page;
        };
        const auto heightOfQueues = [](const TasksPage &page) { return page.findChild<QSplitter *>()->sizes()[0]; };
        QSettings settings;
        int usual = 0;
        {
            const auto page = make();
            QTRY_VERIFY(heightOfQueues(*page) > 0);
            usual = heightOfQueues(*page);
            auto *splitter = page->findChild<QSplitter *>();
            splitter->setSizes({400, 400});
            emit splitter->splitterMoved(400, 1); // As the mouse does.
            saveSplitters(page.get(), settings);
        }
        const auto page = make();
        QTRY_COMPARE(heightOfQueues(*page), usual);
        restoreSplitters(page.get(), settings);
        page->resize(1000, 801);
        QTRY_VERIFY(std::abs(heightOfQueues(*page) - 400) < 12);
        resetSplitters(page.get());
        QTRY_VERIFY(std::abs(heightOfQueues(*page) - usual) < 3);
        settings.setValue(QStringLiteral("splitter-queues-tasks"), QByteArray("rubbish"));
        restoreSplitters(page.get(), settings);
        QVERIFY(!isByHand(page->findChild<QSplitter *>()));
    }
    void aNoticeLeadsToWhatItIsAbout() {
        PageWorld world;
        NoticesModel model(world.session);
        model.pull();
        NoticesDialog dialog(model, world.host, nullptr);
        dialog.show();
        auto *empty = dialog.findChild<EmptyState *>();
        QVERIFY(empty->isVisible() && !dialog.table()->isVisible());
        const auto happen = [&](std::uint64_t sequence, TaskId task, WorkerId worker) {
            Event event;
            event.sequence = sequence;
            event.at = WallTime{1'700'000'000'000'000us};
            event.severity = Severity::Bad;
            event.task = task;
            event.worker = worker;
            event.text = "trouble";
            world.session.eventList.push_back(event);
        };
        happen(1, makeTaskId(0, 9), {});
        happen(2, {}, WorkerId{3});
        happen(3, {}, {});
        model.pull();
        QVERIFY(!empty->isVisible() && dialog.table()->isVisible());
        QStringList labels;
        for (const QLabel *label : dialog.findChildren<QLabel *>()) labels << label->text();
        QVERIFY2(labels.join(QLatin1Char('|')).contains(QStringLiteral("3 unread")),
                 qPrintable(labels.join(QLatin1Char('|'))));
        QVERIFY(labels.contains(QStringLiteral("Nothing older was dropped"))); // The list does not just end.
        const auto enterOn = [&](int row) {
            dialog.table()->selectRow(row);
            QTest::keyClick(dialog.table(), Qt::Key_Return);
        };
        enterOn(2);
        enterOn(1);
        enterOn(0); // About nothing in particular.
        QCOMPARE(world.host.calls,
                 (QStringList{QStringLiteral("task %1").arg(makeTaskId(0, 9).value), QStringLiteral("worker 3")}));
        QCOMPARE(model.unread(), 0);
    }
    void theAboutBoxNamesEverythingThatIsUsed() {
        const QString notice = AboutDialog::fileText(QStringLiteral("NOTICE"));
        const QString list = AboutDialog::fileText(QStringLiteral("dependencies.md"));
        QVERIFY(
            AboutDialog::fileText(QStringLiteral("LICENSE")).contains(QStringLiteral("GNU GENERAL PUBLIC LICENSE")));
        QVERIFY(AboutDialog::fileText(QStringLiteral("OFL-1.1.txt")).contains(QStringLiteral("SIL OPEN FONT LICENSE")));
        QVERIFY(AboutDialog::fileText(QStringLiteral("Apache-2.0.txt")).contains(QStringLiteral("Apache License")));
        // Every library of the list has its licence in the notice.
        const QString libraries =
            list.section(QStringLiteral("## Libraries"), 1).section(QStringLiteral("## Tools"), 0, 0);
        int found = 0;
        for (const QString &line : libraries.split(QLatin1Char('\n'))) {
            const QStringList cells = line.split(QLatin1Char('|'));
            if (cells.size() < 5 || cells[1].trimmed() == QStringLiteral("what") ||
                cells[1].startsWith(QStringLiteral("---")))
                continue;
            if (cells[2].contains(QStringLiteral("ca-certificates")))
                continue; // Data of the system, not ours to hand on.
            for (const QString &package : cells[2].split(QLatin1Char(','))) {
                if (package.trimmed() == QStringLiteral("libqt6opengl6-dev")) continue; // A part of qt6-base.
                QVERIFY2(notice.contains(package.trimmed()), qPrintable(package));
                ++found;
            }
        }
        QVERIFY(found >= 14);
    }
    void theAboutBoxShowsVersionsAndTexts() {
        AboutDialog dialog(QStringLiteral("1.2.3"), nullptr);
        QCOMPARE(dialog.tabs()->count(), 6);
        const auto texts = dialog.findChildren<QPlainTextEdit *>();
        QCOMPARE(texts.size(), 5);
        for (const QPlainTextEdit *text : texts) QVERIFY(text->toPlainText().size() > 500 && text->isReadOnly());
        for (QPushButton *button : dialog.findChildren<QPushButton *>())
            if (button->text().contains(QStringLiteral("opy"))) button->click();
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY(copied.contains(QStringLiteral("Quarterdeck 1.2.3")));
        QVERIFY(copied.contains(QString::fromLatin1(qVersion())));
    }
};

QTEST_MAIN(TstWindowComfort)
#include "tst_window_comfort.moc"
