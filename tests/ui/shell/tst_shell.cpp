#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QScreen>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include "ui/shell/command_palette.h"
#include "ui/shell/keys_overlay.h"
#include "ui/shell/main_window.h"
#include "ui/shell/status_line.h"
#include "ui/theme/theme_manager.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/strip_button.h"

using namespace qd::ui;
using namespace std::chrono_literals;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

/// Three places; the second holds a list, which searches by letter and so competes for the jump keys.
struct Frame {
    Frame() {
        window.addPage({u("overview"), u("Overview"), Section::Watch, u("o"), {}, new QWidget, {}});
        auto *page = new QWidget;
        auto *column = new QVBoxLayout(page);
        list = new QListWidget;
        list->addItems({u("one"), u("great"), u("wide")});
        line = new QLineEdit;
        column->addWidget(list);
        column->addWidget(line);
        window.addPage({u("workers"), u("Workers"), Section::Watch, u("wt"), {}, page, [this] { return badge; }});
        window.addPage({u("settings"), u("Settings"), Section::System, u("s"), {}, new QWidget, {}});
        window.show();
        window.activateWindow();
    }
    MainWindow window;
    QListWidget *list = nullptr;
    QLineEdit *line = nullptr;
    PageBadge badge;
};

QStringList stripTexts(const MainWindow &window) {
    QStringList texts;
    for (const StripButton *button : window.findChildren<StripButton *>()) texts << button->accessibleName();
    return texts;
}

} // namespace

class TestShell : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName(u("quarterdeck-test"));
        QCoreApplication::setApplicationName(u("tst_shell"));
        m_manager = std::make_unique<ThemeManager>(ThemeChoice::Dark);
    }
    void cleanupTestCase() { m_manager.reset(); }

    void gAndALetterJumpEvenFromAList() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        frame.window.showPage(u("workers"));
        frame.list->setFocus();
        QSignalSpy changed(&frame.window, &MainWindow::pageChanged);
        QTest::keyClicks(frame.list, u("gs"));
        QCOMPARE(frame.window.currentPage(), u("settings"));
        QCOMPARE(changed.count(), 1);
    }

    void everyJumpThatTheKeysOverlayNamesWorks() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        frame.window.showKeys();
        auto *overlay = frame.window.findChild<KeysOverlay *>();
        const QString told = overlay->accessibleDescription();
        QTest::keyClick(overlay, Qt::Key_Escape);
        const std::vector<std::pair<QString, QString>> chords{
            {u("w"), u("workers")}, {u("s"), u("settings")}, {u("t"), u("workers")}, {u("o"), u("overview")}};
        for (const auto &[key, page] : chords) {
            QVERIFY(told.contains(u("g ") + key));
            QTest::keyClicks(QApplication::focusWidget(), u("g") + key);
            QCOMPARE(frame.window.currentPage(), page);
        }
    }

    void pauseFreezesAndPauseOrLGoOn() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        frame.window.showPage(u("workers"));
        frame.list->setFocus();
        QSignalSpy asked(&frame.window, &MainWindow::freezeRequested);
        QTest::keyClick(frame.list, 'l'); // Live: nothing to go back to.
        QCOMPARE(asked.count(), 0);
        QTest::keyClick(frame.list, Qt::Key_Pause);
        QCOMPARE(asked.count(), 1);
        frame.window.setLiveMode(LiveMode::Frozen);
        frame.window.setDataAge(7s);
        QVERIFY(stripTexts(frame.window).join(u("|")).contains(u("FROZEN, age 7")));
        QTest::keyClick(frame.list, 'l');
        QCOMPARE(asked.count(), 2);
        for (StripButton *button : frame.window.findChildren<StripButton *>())
            if (button->strongText() == u("FROZEN")) button->click();
        QCOMPARE(asked.count(), 3);
    }

    void theStripIsAsNarrowAfterAFreezeAsBefore() {
        Frame frame;
        frame.window.setLiveMode(LiveMode::Live);
        frame.window.setDataAge(100ms);
        const auto wanted = [&] {
            for (const StripButton *button : frame.window.findChildren<StripButton *>())
                if (button->strongText().startsWith(u("LIVE")) || button->strongText().startsWith(u("FROZEN")))
                    return button->sizeHint().width();
            return 0;
        };
        const int before = wanted();
        frame.window.setLiveMode(LiveMode::Frozen, qd::WallTime{std::chrono::hours{1}});
        QVERIFY(wanted() > before);
        frame.window.setLiveMode(LiveMode::Live);
        frame.window.setDataAge(100ms);
        QCOMPARE(wanted(), before);
    }

    void whatIsWrongIsReadInFullInANarrowWindow() {
        Frame frame;
        frame.window.setConnection(u("Embedded coordinator"), u("SQLite ledger · survives power loss"));
        frame.window.setOverallState(Overall::Failing, u("intake refused"));
        frame.window.setDataAge(100ms);
        frame.window.resize(1100, 700);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        for (const StripButton *button : frame.window.findChildren<StripButton *>())
            if (button->strongText() == u("FAILING") || button->strongText() == u("LIVE"))
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->accessibleName()));
    }

    void aPageThatComesTakesTheKeyboardIntoItsViewNotIntoItsFilter() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        auto *page = new QWidget;
        auto *column = new QVBoxLayout(page);
        auto *filter = new QLineEdit;
        auto *rows = new QListWidget;
        column->addWidget(filter);
        column->addWidget(rows);
        frame.window.addPage({u("more"), u("More"), Section::System, u("m"), {}, page, {}});
        frame.window.showPage(u("workers"));
        frame.line->setFocus();
        frame.window.showPage(u("more"));
        QCOMPARE(QApplication::focusWidget(), rows);
        QTest::keyClicks(QApplication::focusWidget(), u("gs"));
        QCOMPARE(frame.window.currentPage(), u("settings"));
        QVERIFY(filter->text().isEmpty());
        QTest::keyClicks(QApplication::focusWidget(), u("go")); // A page without a view takes the keys itself.
        QCOMPARE(frame.window.currentPage(), u("overview"));
    }

    void lettersBelongToTheFieldThatIsTypedInto() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        frame.window.showPage(u("workers"));
        frame.line->setFocus();
        QTest::keyClicks(frame.line, u("gs?/"));
        QCOMPARE(frame.line->text(), u("gs?/"));
        QCOMPARE(frame.window.currentPage(), u("workers"));
    }

    void slashAsksThePageForItsFilter() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        frame.window.showPage(u("workers"));
        frame.list->setFocus();
        QSignalSpy asked(&frame.window, &MainWindow::filterRequested);
        QTest::keyClick(frame.list, Qt::Key_Slash);
        QCOMPARE(asked.count(), 1);
    }

    void questionMarkShowsTheKeysAndAnyKeyHidesThem() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        frame.window.showPage(u("workers"));
        frame.list->setFocus();
        QTest::keyClick(frame.list, '?');
        auto *keys = frame.window.findChild<KeysOverlay *>();
        QVERIFY(keys->isVisible());
        QVERIFY(keys->accessibleDescription().contains(u("g w  g t Workers")));
        QVERIFY(keys->width() > 300 && keys->height() > 150);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!keys->isVisible());
        QCOMPARE(QApplication::focusWidget(), frame.list);
    }

    void thePaletteFindsAndRuns() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        int ran = 0;
        frame.window.setActions({{u("pause"), u("Pause all"), u("hold"), {}, [&] { ++ran; }, {}},
                                 {u("resume"),
                                  u("Resume all"),
                                  {},
                                  {},
                                  [&] { ran += 100; },
                                  [] { return QStringLiteral("nothing is paused"); }}});
        frame.window.openCommandPalette();
        auto *palette = frame.window.findChild<CommandPalette *>();
        auto *line = palette->findChild<QLineEdit *>();
        QTest::keyClicks(line, u("hold"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(ran, 1);
        QVERIFY(!palette->isVisible());
        frame.window.openCommandPalette();
        QTest::keyClicks(line, u("resume"));
        QTest::keyClick(line, Qt::Key_Return); // cannot run now: the reason stands in the line
        QCOMPARE(ran, 1);
        QTest::keyClick(line, Qt::Key_Escape);
        frame.window.openCommandPalette();
        QTest::keyClicks(line, u("settings"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(frame.window.currentPage(), u("settings"));
    }

    void paletteMatchesEveryWordAndPrefersBeginnings() {
        const std::vector<PaletteItem> items{
            {u("Go to Workers"), {}, {}, {}, {}}, {u("Workers: drain"), {}, {}, {}, {}}, {u("Other"), {}, {}, {}, {}}};
        QCOMPARE(matchPalette(items, u("work")), (std::vector<std::size_t>{1, 0}));
        QCOMPARE(matchPalette(items, u("DRAIN work")), (std::vector<std::size_t>{1}));
        QCOMPARE(matchPalette(items, u("zzz")).size(), 0U);
        QCOMPARE(matchPalette(std::vector<PaletteItem>(500, items[0]), {}).size(), 50U);
    }

    void paletteWordsOfATitleComeBeforePartsOfWordsAndKeywords() {
        const std::vector<PaletteItem> items{{u("Farben: wie der Desktop"), u("dunkel hell System"), {}, {}, {}},
                                             {u("Verdunkeln"), {}, {}, {}, {}},
                                             {u("Dunkelheit messen"), {}, {}, {}, {}},
                                             {u("Zwischen dunkel und hell wechseln"), {}, {}, {}, {}},
                                             {u("Farben: dunkel"), {}, {}, {}, {}}};
        QCOMPARE(matchPalette(items, u("dunkel")), (std::vector<std::size_t>{4, 3, 2, 1, 0}));
        QCOMPARE(matchPalette(items, u("farben system")), (std::vector<std::size_t>{0}));
        QCOMPARE(matchPalette(items, {}), (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    }

    void theMostImportantBannerIsShownAndTheOthersNamed() {
        Frame frame;
        auto *banner = frame.window.findChild<Banner *>();
        frame.window.setBanner(MainWindow::BannerSlot::Synthetic, Tone::Imposed, u("Synthetic load"));
        frame.window.setBanner(MainWindow::BannerSlot::Engine, Tone::Bad, u("Engine stopped"), u("disk full"));
        QCOMPARE(banner->text(), u("Engine stopped"));
        QVERIFY(banner->accessibleName().contains(u("Synthetic load")));
        frame.window.clearBanner(MainWindow::BannerSlot::Engine);
        QCOMPARE(banner->text(), u("Synthetic load"));
        frame.window.clearBanner(MainWindow::BannerSlot::Synthetic);
        QVERIFY(!banner->isVisible());
    }

    void oldDataIsCalledStale() {
        Frame frame;
        frame.window.setDataAge(100ms);
        QVERIFY(stripTexts(frame.window).join(u("|")).contains(u("LIVE")));
        frame.window.setDataAge(5s);
        QVERIFY(stripTexts(frame.window).join(u("|")).contains(u("STALE")));
    }

    void overridesTellTheirNumberAndTheNextEnd() {
        Frame frame;
        QVERIFY(stripTexts(frame.window).contains(u("No overrides")));
        frame.window.setOverrides(1, 252s);
        QVERIFY(stripTexts(frame.window).contains(u("1 override(s), next ends 4:12")));
        frame.window.setOverrides(2, std::nullopt);
        QVERIFY(stripTexts(frame.window).contains(u("2 override(s), until lifted")));
    }

    void theStatusLineKeepsAllInItsText() {
        Frame frame;
        frame.window.setEngineRate(41'280);
        frame.window.setWatchingCost({.engine = 0.004, .window = 0.12, .bytesHeld = 45 * 1024 * 1024, .lateFrames = 3});
        frame.window.setApiUrl({});
        frame.window.setCompleteness(1, 2, 3, u("tasks"));
        const QString text = frame.window.findChild<StatusLine *>()->text();
        QVERIFY2(text.contains(u("engine 41.3 k tasks/s")), qPrintable(text));
        QVERIFY2(text.contains(u("watching costs 0.4 % + 12.0 % CPU · 45.0 MiB held · 3 late")), qPrintable(text));
        QVERIFY(text.contains(u("API off")) && text.contains(u("1 / 2 / 3 tasks")));
    }

    void escapeClosesTheInspectorAndReturnsTheFocus() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowActive(&frame.window));
        frame.window.showPage(u("workers"));
        frame.list->setFocus();
        QSignalSpy closed(&frame.window, &MainWindow::inspectorClosed);
        frame.window.showInspector(u("w-1"), {}, new QLabel(u("details")));
        QVERIFY(frame.window.inspector().isVisible());
        frame.window.inspector().setFocus();
        QTest::keyClick(&frame.window.inspector(), Qt::Key_Escape);
        QVERIFY(!frame.window.inspector().isVisible());
        QCOMPARE(closed.count(), 1);
        QCOMPARE(QApplication::focusWidget(), frame.list);
    }

    void badgesAreAskedFromThePages() {
        Frame frame;
        frame.badge = {u("3"), Shape::Cross, ColorRole::Failing};
        frame.window.refreshBadges();
        bool found = false;
        for (const QAbstractButton *button : frame.window.findChildren<QAbstractButton *>())
            found = found || (button->text() == u("Workers") && button->accessibleDescription() == u("3"));
        QVERIFY(found);
    }

    void theLayoutComesBack() {
        {
            Frame frame;
            frame.window.showPage(u("settings"));
            frame.window.inspector().setPreferredWidth(512);
            frame.window.close();
        }
        Frame frame;
        frame.window.restoreLayout();
        QCOMPARE(frame.window.currentPage(), u("settings"));
        QCOMPARE(frame.window.inspector().preferredWidth(), 512);
    }

    void aLayoutOfAnotherVersionOrOutOfBadHandsIsIgnored_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("value");
        QTest::newRow("another version") << u("window/version") << QVariant(99);
        QTest::newRow("no geometry") << u("window/geometry") << QVariant(QByteArray("rubbish"));
        QTest::newRow("no page") << u("window/page") << QVariant(u("no such page"));
        QTest::newRow("no number") << u("window/inspectorWidth") << QVariant(u("wide"));
        QTest::newRow("too wide") << u("window/inspectorWidth") << QVariant(99999999);
    }
    void aLayoutOfAnotherVersionOrOutOfBadHandsIsIgnored() {
        QFETCH(QString, key);
        QFETCH(QVariant, value);
        QSettings().clear();
        {
            Frame frame;
            frame.window.saveLayout();
        }
        QSettings().setValue(key, value);
        Frame frame;
        frame.window.restoreLayout();
        QCOMPARE(frame.window.currentPage(), u("overview"));
        QVERIFY(frame.window.inspector().preferredWidth() <= 900);
        QVERIFY(frame.window.width() >= frame.window.minimumWidth());
    }

    void resettingForgetsTheLayout() {
        Frame frame;
        frame.window.inspector().setPreferredWidth(512);
        frame.window.resize(1000, 640);
        frame.window.saveLayout();
        frame.window.resetLayout();
        QCOMPARE(frame.window.inspector().preferredWidth(), InspectorPanel::kUsualWidth);
        QVERIFY(frame.window.size() != QSize(1000, 640) || frame.window.screen()->availableSize().width() < 1100);
        QVERIFY(!QSettings().contains(u("window/version")));
    }

    void theBellCountsAndAClickOnTheClockAsksForTheOtherZone() {
        Frame frame;
        QVERIFY(QTest::qWaitForWindowExposed(&frame.window));
        QSignalSpy notices(&frame.window, &MainWindow::noticesRequested);
        frame.window.setNotices(120);
        QToolButton *bell = nullptr;
        for (QToolButton *button : frame.window.findChildren<QToolButton *>())
            if (button->accessibleName().startsWith(u("Notices"))) bell = button;
        QVERIFY(bell != nullptr);
        QCOMPARE(bell->text(), u("99+"));
        QVERIFY(bell->accessibleName().contains(u("120")));
        bell->click();
        QCOMPARE(notices.count(), 1);
        frame.window.setNotices(0);
        QVERIFY(bell->text().isEmpty());

        QSignalSpy zone(&frame.window, &MainWindow::timeZoneToggleRequested);
        frame.window.setClock(qd::WallTime{std::chrono::hours(480'000)});
        auto *status = frame.window.findChild<StatusLine *>();
        status->grab(); // Its parts have their places once they were painted.
        QTest::mouseClick(status, Qt::LeftButton, {}, {status->width() - 30, status->height() / 2});
        QCOMPARE(zone.count(), 1);
    }

    void closingCanBeAskedFor() {
        Frame frame;
        frame.window.setCloseAllowed(false);
        QSignalSpy asked(&frame.window, &MainWindow::closeRequested);
        QVERIFY(!frame.window.close());
        QCOMPARE(asked.count(), 1);
        frame.window.setCloseAllowed(true);
        QVERIFY(frame.window.close());
    }

    void everythingThatTakesTheFocusHasAName() {
        Frame frame;
        for (const QAbstractButton *button : frame.window.findChildren<QAbstractButton *>())
            if (button->focusPolicy() != Qt::NoFocus && button->isVisible())
                QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                         button->metaObject()->className());
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<ThemeManager> m_manager;
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
