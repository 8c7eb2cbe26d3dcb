// The zoom over a real window: what grows, how it is reached, where it ends, and that it leaves nothing behind.
#include <QtCore/QSettings>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>
#include <set>

#include "tests/app/quarterdeck/room_tour.h"
#include "ui/charts/chart_legend.h"
#include "ui/pages/common/preferences.h"
#include "ui/pages/common/table_columns.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/settings/window_card.h"
#include "ui/shell/keys_overlay.h"
#include "ui/shell/page_scroll.h"
#include "ui/shell/rail.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/status_line.h"
#include "ui/shell/top_strip.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/dialog_fit.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/heat_map.h"
#include "ui/widgets/kpi_card.h"
#include "ui/widgets/time_bar.h"
#include "ui/widgets/toast.h"

using namespace qd;
using qd::test::RoomTour;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

void settle() {
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
}

const QSize kLarge(1920, 1080);

struct Zoomed : RoomTour {
    explicit Zoomed(int zoom = 100) : RoomTour(ui::ThemeChoice::Dark, kLarge, zoom) {}

    void press(int key) {
        QTest::keyClick(&window(), static_cast<Qt::Key>(key), Qt::ControlModifier);
        settle();
    }
    void runAction(const char *id) {
        for (const ui::ShellAction &action : window().actions())
            if (action.id == u(id)) return action.run();
        QFAIL("no such action");
    }
    QStringList toasts() {
        QStringList texts;
        for (const ui::Toast *toast : window().findChildren<ui::Toast *>())
            if (toast->isVisible()) texts << toast->accessibleName();
        return texts;
    }
    template <typename T> T *one() { return window().findChild<T *>(); }
};

} // namespace

class TstZoom : public QObject {
    Q_OBJECT

    /// What moves by itself, the age of the data, is left out.
    static QImage pictureOf(Zoomed &zoomed) {
        settle();
        auto *page = zoomed.one<ui::SettingsPage>();
        const int bottom = page->findChild<ui::FooterBar *>()->mapTo(page, QPoint(0, 0)).y();
        return page->grab(QRect(0, 0, page->width(), bottom)).toImage();
    }

private slots:
    void initTestCase() { RoomTour::useOwnSettings(u("tst_zoom")); }
    void init() {
        QSettings().clear();
        ui::Shortcuts::instance().load();
    }

    void everythingPaintedGrowsByTheFactor() {
        Zoomed zoomed;
        QVERIFY(zoomed.waitForEngine());
        settle();
        const std::vector<std::pair<const char *, std::function<int()>>> sizes{
            {"figures", [&] { return zoomed.one<ui::KpiCard>()->sizeHint().height(); }},
            {"heat map", [&] { return zoomed.one<ui::HeatMap>()->minimumSizeHint().height(); }},
            {"time bar", [&] { return zoomed.one<ui::TimeBar>()->height(); }},
            {"strip", [&] { return zoomed.one<ui::TopStrip>()->height(); }},
            {"status line", [&] { return zoomed.one<ui::StatusLine>()->height(); }},
            {"footer", [&] { return zoomed.one<ui::FooterBar>()->sizeHint().height(); }},
            {"rows", [&] { return zoomed.one<ui::TableView>()->verticalHeader()->defaultSectionSize(); }},
            {"inspector", [&] { return zoomed.window().inspector().sizeHint().width(); }},
            {"legend", [] { return int{ui::ChartLegend::kHeight}; }},
            {"icon", [&] { return zoomed.one<QPushButton>()->iconSize().width(); }},
            {"words", [] { return ui::fontOf(ui::FontRole::Body).pixelSize(); }},
        };
        std::vector<int> before;
        for (const auto &size : sizes) before.push_back(size.second());
        for (const int percent : {150, 200}) {
            ui::Preferences(&zoomed.themes()).setZoom(percent);
            settle();
            for (std::size_t i = 0; i < sizes.size(); ++i) {
                const int wanted = (before[i] * percent + 50) / 100;
                QVERIFY2(
                    std::abs(sizes[i].second() - wanted) <= 1,
                    qPrintable(u("%1: %2 became %3").arg(u(sizes[i].first)).arg(before[i]).arg(sizes[i].second())));
            }
        }
    }
    void thereAndBackGivesTheSamePicture_data() {
        QTest::addColumn<std::vector<int>>("way");
        QTest::newRow("200") << std::vector{200};
        QTest::newRow("step by step") << std::vector{110, 125, 150, 175, 200, 175, 150, 125, 110};
        QTest::newRow("often") << std::vector{200, 100, 137, 100, 200, 111, 199};
    }
    void thereAndBackGivesTheSamePicture() {
        QFETCH(std::vector<int>, way);
        Zoomed zoomed;
        QVERIFY(zoomed.waitForEngine());
        zoomed.window().showPage(u("settings"));
        QTRY_VERIFY(zoomed.one<ui::SettingsPage>()->findChild<ui::TableView *>()->model()->rowCount() > 0);
        const QImage before = pictureOf(zoomed);
        for (const int percent : way) {
            zoomed.themes().setZoom(percent);
            const bool changed = percent == 100 || pictureOf(zoomed) != before;
            QVERIFY(changed);
        }
        zoomed.themes().setZoom(100);
        QCOMPARE(pictureOf(zoomed), before);
    }
    void columnsThatWereDraggedGrowAndFindBack() {
        Zoomed zoomed;
        QVERIFY(zoomed.waitForEngine());
        zoomed.window().showPage(u("settings"));
        settle();
        auto *table = zoomed.one<ui::SettingsPage>()->findChild<ui::TableView *>();
        QHeaderView *header = table->horizontalHeader();
        const int other = header->sectionSize(2);
        header->resizeSection(0, 301);
        zoomed.themes().setZoom(200);
        QCOMPARE(header->sectionSize(0), 602);
        QVERIFY(header->sectionSize(2) >= 2 * other);
        table->columns()->saveNow();
        const QString stored = QSettings().value(u("tables/settings/widths")).toStringList().join(u(" "));
        QVERIFY2(stored.contains(u("=301")), qPrintable(stored)); // Of no zoom: it fits whatever comes next.
        for (const int percent : {110, 175, 125, 100}) zoomed.themes().setZoom(percent);
        QCOMPARE(header->sectionSize(0), 301);
        QCOMPARE(header->sectionSize(2), other);
    }
    void keysGoStepByStepAndSayWhereTheyEnd() {
        Zoomed zoomed;
        QVERIFY(zoomed.waitForEngine());
        QVERIFY(QTest::qWaitForWindowActive(&zoomed.window()));
        zoomed.press(Qt::Key_Plus);
        QCOMPARE(ui::zoomPercent(), 110);
        QVERIFY2(zoomed.toasts().contains(u("Zoom 110 %")), qPrintable(zoomed.toasts().join(u("; "))));
        zoomed.press(Qt::Key_Equal); // The same key where plus needs Shift.
        QCOMPARE(ui::zoomPercent(), 125);
        for (int i = 0; i < 5; ++i) zoomed.press(Qt::Key_Plus);
        QCOMPARE(ui::zoomPercent(), 200);
        QCOMPARE(zoomed.toasts().filter(u("Zoom")), QStringList{u("Zoom 200 %: it goes no further")});
        zoomed.press(Qt::Key_Minus);
        QCOMPARE(ui::zoomPercent(), 175);
        zoomed.press(Qt::Key_0);
        QCOMPARE(ui::zoomPercent(), 100);
        zoomed.press(Qt::Key_Minus);
        QCOMPARE(ui::zoomPercent(), 100);
        QCOMPARE(zoomed.toasts().filter(u("Zoom")), QStringList{u("Zoom 100 %: smaller it does not get")});
        QCOMPARE(ui::Preferences::storedZoom(), 100);
    }
    void theKeysAreEditedAsAllOthers() {
        Zoomed zoomed;
        QVERIFY(zoomed.waitForEngine());
        QVERIFY(QTest::qWaitForWindowActive(&zoomed.window()));
        ui::Shortcuts &keys = ui::Shortcuts::instance();
        QCOMPARE(keys.setKeys(u("zoom-in"), QKeySequence(u("Ctrl+Y"))), QString());
        zoomed.press(Qt::Key_Plus);
        zoomed.press(Qt::Key_Equal);
        QCOMPARE(ui::zoomPercent(), 100);
        zoomed.press(Qt::Key_Y);
        QCOMPARE(ui::zoomPercent(), 110);
        // Whoever gives the unshifted key to something else has it.
        QCOMPARE(keys.reset(u("zoom-in")), QString());
        QCOMPARE(keys.setKeys(u("zoom-usual"), QKeySequence(u("Ctrl+="))), QString());
        zoomed.press(Qt::Key_Plus);
        QCOMPARE(ui::zoomPercent(), 125);
        zoomed.press(Qt::Key_Equal);
        QCOMPARE(ui::zoomPercent(), 100);
    }
    void theSettingsPageChoosesAndShowsIt() {
        Zoomed zoomed(137);
        QVERIFY(zoomed.waitForEngine());
        zoomed.window().showPage(u("settings"));
        QComboBox *box = zoomed.one<ui::WindowCard>()->zoomBox();
        QCOMPARE(box->currentText(), u("137 %")); // As it was given, though it is none of the steps.
        box->setCurrentIndex(box->findData(150));
        emit box->activated(box->currentIndex());
        QCOMPARE(ui::zoomPercent(), 150);
        QCOMPARE(ui::Preferences::storedZoom(), 150);
        QCOMPARE(box->count(), static_cast<int>(ui::kZoomSteps.size()));
        QVERIFY(!box->accessibleName().isEmpty());
        zoomed.runAction("reset-layout");
        QCOMPARE(ui::zoomPercent(), 100);
        QCOMPARE(box->currentData().toInt(), 100);
        QCOMPARE(ui::Preferences::storedZoom(), 100);
    }
    void whatIsStoredAndIsNoZoomIsTheUsualSize_data() {
        QTest::addColumn<QVariant>("stored");
        QTest::addColumn<int>("zoom");
        QTest::newRow("nothing") << QVariant() << 100;
        QTest::newRow("a step") << QVariant(175) << 175;
        QTest::newRow("between") << QVariant(u("133")) << 133;
        QTest::newRow("words") << QVariant(u("very large")) << 100;
        QTest::newRow("too large") << QVariant(201) << 100;
        QTest::newRow("too small") << QVariant(99) << 100;
        QTest::newRow("negative") << QVariant(-150) << 100;
        QTest::newRow("a list") << QVariant(QStringList{u("150"), u("175")}) << 100;
    }
    void whatIsStoredAndIsNoZoomIsTheUsualSize() {
        QFETCH(QVariant, stored);
        QFETCH(int, zoom);
        QSettings().setValue(u("zoom"), stored);
        QCOMPARE(ui::Preferences::storedZoom(), zoom);
        app::Options options;
        QCOMPARE(app::ControlRoom::zoomPercent(options), zoom);
        options.zoom = 125; // The command line wins.
        QCOMPARE(app::ControlRoom::zoomPercent(options), 125);
    }
    void keysAndPagesScrollOnlyWhereTheyMust() {
        Zoomed zoomed;
        QVERIFY(zoomed.waitForEngine());
        const auto scrolls = [](const QAbstractScrollArea *area) {
            return area->verticalScrollBar()->maximum() > 0 || area->horizontalScrollBar()->maximum() > 0;
        };
        const auto pageScrolls = [&] {
            for (const ui::PageScroll *page : zoomed.window().findChildren<ui::PageScroll *>())
                if (page->isVisible() && scrolls(page)) return true;
            return false;
        };
        zoomed.window().resize(1280, 800);
        QVERIFY(zoomed.fill());
        for (const char *page : {"overview", "workers", "tasks", "settings"}) {
            zoomed.window().showPage(u(page));
            settle();
            QVERIFY2(!pageScrolls(), page);
        }
        zoomed.window().showKeys();
        settle();
        auto *keys = zoomed.one<ui::KeysOverlay>();
        QVERIFY(!scrolls(keys->findChild<QScrollArea *>()));
        QTest::keyClick(keys, Qt::Key_Escape);
        zoomed.themes().setZoom(200);
        settle();
        QVERIFY(pageScrolls());
        zoomed.window().showKeys();
        settle();
        QVERIFY(zoomed.window().rect().contains(keys->geometry()));
        auto *bar = keys->findChild<QScrollArea *>()->verticalScrollBar();
        QVERIFY(bar->maximum() > 0);
        QTest::keyClick(keys, Qt::Key_PageDown);
        QVERIFY(keys->isVisible() && bar->value() > 0);
        QTest::keyClick(keys, Qt::Key_A);
        QVERIFY(!keys->isVisible());
    }
    void noPageScrollsSideways_data() {
        QTest::addColumn<int>("zoom");
        for (const int zoom : {150, 175, 200}) QTest::addRow("%d", zoom) << zoom;
    }
    void noPageScrollsSideways() {
        QFETCH(int, zoom);
        Zoomed zoomed;
        QVERIFY(zoomed.waitForEngine());
        zoomed.window().resize(1280, 800);
        zoomed.themes().setZoom(zoom);
        const auto look = [&](const char *page) {
            zoomed.window().showPage(u(page));
            for (int i = 0; i < 3; ++i) settle(); // Told that it is narrow, laid out anew, fitted again.
            for (const ui::PageScroll *scroll : zoomed.window().findChildren<ui::PageScroll *>()) {
                if (!scroll->isVisible()) continue;
                QVERIFY2(
                    scroll->horizontalScrollBar()->maximum() == 0,
                    qPrintable(u("%1: %2 of %3").arg(u(page)).arg(scroll->widget()->width()).arg(scroll->width())));
            }
        };
        look("overview"); // Empty.
        QVERIFY(zoomed.fill());
        for (const char *page : {"overview", "settings"}) look(page);
    }
    void cardsStandSideBySideAgainWhenThereIsRoom() {
        Zoomed zoomed;
        QVERIFY(zoomed.waitForEngine() && zoomed.fill());
        zoomed.window().resize(1280, 800);
        zoomed.window().showPage(u("overview"));
        const auto columns = [&] {
            for (int i = 0; i < 3; ++i) settle();
            std::set<int> lefts;
            for (const ui::KpiCard *card : zoomed.window().findChildren<ui::KpiCard *>())
                lefts.insert(card->mapTo(&zoomed.window(), QPoint()).x());
            return lefts.size();
        };
        QCOMPARE(columns(), std::size_t{6});
        zoomed.themes().setZoom(200);
        QCOMPARE(columns(), std::size_t{3});
        zoomed.themes().setZoom(100);
        QCOMPARE(columns(), std::size_t{6});
    }
    void theWindowStaysAsLargeAsItWas() {
        Zoomed zoomed;
        QVERIFY(zoomed.waitForEngine());
        zoomed.window().resize(1280, 800);
        settle();
        QVERIFY(!zoomed.one<ui::RailItem>()->isCompact());
        zoomed.themes().setZoom(200);
        for (const char *page : {"overview", "workers", "tasks", "settings"}) {
            zoomed.window().showPage(u(page));
            settle();
            QCOMPARE(zoomed.window().size(), QSize(1280, 800));
            QVERIFY(zoomed.window().centralWidget()->rect().contains(zoomed.one<ui::StatusLine>()->geometry()));
        }
        QVERIFY(zoomed.one<ui::RailItem>()->isCompact()); // Its words give way first.
        zoomed.themes().setZoom(100);
        settle();
        QVERIFY(!zoomed.one<ui::RailItem>()->isCompact());
    }
    void aDialogThatIsLargerThanItsScreenScrolls() {
        QDialog dialog;
        auto *column = new QVBoxLayout(&dialog);
        for (int i = 0; i < 30; ++i) column->addWidget(new QLabel(u("a line of many"), &dialog));
        auto *last = new QPushButton(u("Go"), &dialog);
        column->addWidget(last);
        const QSize room(400, 300);
        ui::DialogFit::fit(dialog, room);
        QVERIFY(dialog.width() <= room.width() && dialog.height() <= room.height());
        auto *scroll = dialog.findChild<QScrollArea *>();
        QVERIFY(scroll != nullptr && scroll->isAncestorOf(last));
        dialog.show();
        scroll->ensureWidgetVisible(last);
        QVERIFY(dialog.rect().contains(QRect(last->mapTo(&dialog, QPoint()), last->size())));
    }
    void aDialogThatIsOpenWhenTheZoomChangesIsFittedAgain() {
        ui::ThemeManager themes;
        themes.setZoom(100);
        ui::DialogFit::install();
        QDialog dialog;
        auto *column = new QVBoxLayout(&dialog);
        const int lines = dialog.screen()->availableGeometry().height() / 30 - 3;
        for (int i = 0; i < lines; ++i) {
            auto *label = new QLabel(u("a line of many"), &dialog);
            ui::onLook(label, [label] { label->setFixedHeight(ui::px(20)); });
            column->addWidget(label);
        }
        auto *last = new QPushButton(u("Go"), &dialog);
        column->addWidget(last);
        dialog.show();
        settle();
        QVERIFY(dialog.findChild<QScrollArea *>() == nullptr);
        for (const int zoom : {175, 200, 100, 200}) {
            themes.setZoom(zoom);
            for (int i = 0; i < 3; ++i) settle();
            QVERIFY2(dialog.screen()->availableGeometry().contains(dialog.geometry()),
                     qPrintable(QString::number(zoom)));
        }
        auto *scroll = dialog.findChild<QScrollArea *>();
        QVERIFY(scroll != nullptr && dialog.findChildren<QScrollArea *>().size() == 1);
        scroll->ensureWidgetVisible(last);
        QVERIFY(dialog.rect().contains(QRect(last->mapTo(&dialog, QPoint()), last->size())));
        themes.setZoom(100);
        for (int i = 0; i < 3; ++i) settle();
    }
    void aDialogThatFitsIsLeftAsItIs() {
        QDialog dialog;
        auto *column = new QVBoxLayout(&dialog);
        column->addWidget(new QLabel(u("short"), &dialog));
        dialog.resize(200, 100);
        ui::DialogFit::fit(dialog, {400, 300});
        QCOMPARE(dialog.size(), QSize(200, 100));
        QVERIFY(dialog.findChild<QScrollArea *>() == nullptr);
    }
};

QTEST_MAIN(TstZoom)
#include "tst_zoom.moc"
