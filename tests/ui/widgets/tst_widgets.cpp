#include <QtCore/QRegularExpression>
#include <QtGui/QAccessible>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

#include "ui/theme/theme_manager.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/bar_list.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/heat_map.h"
#include "ui/widgets/inspector_panel.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/kpi_card.h"
#include "ui/widgets/output_view.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/state_badge.h"
#include "ui/widgets/strip_button.h"
#include "ui/widgets/time_bar.h"
#include "ui/widgets/toast.h"
#include "ui/widgets/toast_stack.h"

using namespace qd::ui;
using namespace std::chrono_literals;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

/// Counts paint events of a widget.
class PaintCounter : public QObject {
public:
    explicit PaintCounter(QWidget *widget) { widget->installEventFilter(this); }
    int count = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override {
        if (event->type() == QEvent::Paint) ++count;
        return false;
    }
};

std::vector<HeatCell> cells(std::size_t count) {
    return std::vector<HeatCell>(count, {ColorRole::Healthy, Shape::None, 100});
}

} // namespace

class TestWidgets : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_manager = std::make_unique<ThemeManager>(ThemeChoice::Dark); }
    void cleanupTestCase() { m_manager.reset(); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin)"))); }

    void aHeatMapPaintsOnlyChangedCells() {
        HeatMap map;
        map.resize(600, 200);
        map.setCells(cells(1000));
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        QTRY_COMPARE(map.cellsPainted(), 1000U);
        auto next = cells(1000);
        next[5].role = ColorRole::Failing;
        next[700].load = 10;
        map.setCells(next);
        QTRY_COMPARE(map.cellsPainted(), 1002U);
        PaintCounter paints(&map);
        map.setCells(next);
        QCoreApplication::processEvents();
        QCOMPARE(paints.count, 0);
    }

    void aHiddenHeatMapPaintsNothing() {
        HeatMap map;
        map.resize(300, 100);
        for (int round = 0; round < 50; ++round) {
            auto next = cells(100);
            next[static_cast<std::size_t>(round)].load = static_cast<std::uint8_t>(round);
            map.setCells(next);
        }
        QCOMPARE(map.cellsPainted(), 0U);
    }

    void aHeatMapFindsTheCellUnderThePointer() {
        HeatMap map;
        for (const std::size_t count : {std::size_t{1}, std::size_t{128}, std::size_t{10'000}}) {
            map.resize(560, 280);
            map.setCells(cells(count));
            for (int i = 0; i < int(count); i += 37) QCOMPARE(map.cellAt(map.cellRect(i).center()), i);
            QVERIFY(map.rect().contains(map.cellRect(int(count) - 1)));
        }
        QCOMPARE(map.cellAt({-5, -5}), -1);
    }

    void aHeatMapIsWalkedByKeysAndActivatedByEnter() {
        HeatMap map;
        map.resize(300, 100);
        map.setCells(cells(40));
        QSignalSpy activated(&map, &HeatMap::cellActivated);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.current(), 0);
        QTest::keyClick(&map, Qt::Key_Right);
        QTest::keyClick(&map, Qt::Key_Down);
        QCOMPARE(map.current(), 1 + map.columns());
        QTest::keyClick(&map, Qt::Key_End);
        QCOMPARE(map.current(), 39);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.current(), 39);
        QTest::keyClick(&map, Qt::Key_Home);
        QTest::keyClick(&map, Qt::Key_Left);
        QCOMPARE(map.current(), 0);
        QTest::keyClick(&map, Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QTest::mouseClick(&map, Qt::LeftButton, {}, map.cellRect(7).center());
        QCOMPARE(activated.last().at(0).toInt(), 7);
    }

    void aHeatMapTellsScreenReadersItsCells() {
        HeatMap map;
        map.resize(300, 100);
        map.setAccessibleName(u("Workers"));
        map.setCells(cells(40));
        map.setTextProvider([](int i) { return QStringLiteral("w-%1, busy").arg(i); });
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&map);
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->text(QAccessible::Name), u("Workers"));
        QCOMPARE(list->childCount(), 40);
        QAccessibleInterface *item = list->child(3);
        QVERIFY(item && item->isValid());
        QCOMPARE(item->text(QAccessible::Name), u("w-3, busy"));
        QCOMPARE(list->indexOfChild(item), 3);
        QSignalSpy activated(&map, &HeatMap::cellActivated);
        item->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(activated.count(), 1);
        map.setCells(cells(2));
        QVERIFY(!item->isValid());
        QVERIFY(!list->child(3));
    }

    void undoRunsOnceAndTakesTheToastAway() {
        QWidget window;
        window.resize(800, 600);
        ToastStack stack(&window);
        int undone = 0;
        stack.show({Tone::Good, u("Paused w-1"), u("Undo"), [&] { ++undone; }});
        QCOMPARE(stack.count(), 1);
        QVERIFY(stack.triggerNewest());
        QCOMPARE(undone, 1);
        QCOMPARE(stack.count(), 0);
        QVERIFY(!stack.triggerNewest());
    }

    void aStripButtonLosesItsKeysBeforeItsWords() {
        StripButton button;
        button.setTexts(u("Suchen oder ausführen…"));
        const int words = button.sizeHint().width();
        button.setKeyHint(u("Strg+K"));
        QVERIFY(button.sizeHint().width() > words);
        QCOMPARE(button.minimumSizeHint().width(), words);
    }
    void toastsStayWithinTheirField() {
        QWidget window;
        window.resize(800, 600);
        QWidget field(&window);
        field.setGeometry(200, 50, 600, 480); // Below it: time bar and status line.
        ToastStack stack(&window);
        stack.setField(&field);
        window.show();
        for (int i = 0; i < 3; ++i) stack.show({Tone::Info, u("a toast %1").arg(i), {}, {}});
        const auto toasts = window.findChildren<Toast *>();
        QCOMPARE(toasts.size(), 3);
        for (const Toast *toast : toasts) QVERIFY(field.geometry().contains(toast->geometry()));
        field.setGeometry(200, 50, 400, 300); // An inspector opened.
        for (const Toast *toast : toasts) QVERIFY(field.geometry().contains(toast->geometry()));
    }

    void theOldestToastMakesRoomForTheSixth() {
        QWidget window;
        window.resize(800, 600);
        ToastStack stack(&window);
        for (int i = 0; i < 8; ++i) stack.show({Tone::Info, QString::number(i), {}, {}});
        QCOMPARE(stack.count(), 5);
    }

    void aToastGoesByItself() {
        QWidget window;
        window.resize(800, 600);
        ToastStack stack(&window);
        stack.show({Tone::Info, u("short"), {}, {}, 100ms});
        QTRY_COMPARE(stack.count(), 0);
    }

    void aDisruptiveQuestionHasItsFocusOnCancel() {
        ConfirmSpec spec;
        spec.title = u("Drain 3 workers?");
        spec.verb = u("Drain workers");
        for (int i = 0; i < 20; ++i) spec.preview << QStringLiteral("w-%1").arg(i);
        ConfirmDialog dialog(spec);
        dialog.open();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QCOMPARE(dialog.focusWidget(), dialog.cancelButton());
        QCOMPARE(dialog.confirmButton()->text(), spec.verb);
        QSignalSpy rejected(&dialog, &QDialog::rejected);
        QTest::keyClick(&dialog, Qt::Key_Return);
        QCOMPARE(rejected.count(), 1);
    }

    void enterPressesTheButtonThatHasTheFocus() {
        ConfirmSpec spec;
        spec.verb = u("Drain workers");
        ConfirmDialog dialog(spec);
        dialog.open();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        dialog.confirmButton()->setFocus();
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
        QCOMPARE(accepted.count(), 1);
    }

    void aDestructiveOneWantsTheNameAndAReason() {
        ConfirmSpec spec;
        spec.tier = ConfirmTier::Destructive;
        spec.verb = u("Purge");
        spec.typedName = u("http");
        ConfirmDialog dialog(spec);
        const auto lines = dialog.findChildren<QLineEdit *>();
        QCOMPARE(lines.size(), 2);
        QVERIFY(!dialog.confirmButton()->isEnabled());
        QTest::keyClicks(lines[0], u("htt"));
        QTest::keyClicks(lines[1], u("  "));
        QVERIFY(!dialog.confirmButton()->isEnabled());
        QTest::keyClicks(lines[0], u("p"));
        QVERIFY(!dialog.confirmButton()->isEnabled());
        QTest::keyClicks(lines[1], u("test data"));
        QVERIFY(dialog.confirmButton()->isEnabled());
        QCOMPARE(dialog.reason(), u("test data"));
        QSignalSpy closed(&dialog, &QDialog::finished);
        QTest::keyClick(lines[0], Qt::Key_Return); // Neither confirms nor throws away what was typed.
        QTest::keyClick(lines[1], Qt::Key_Return);
        QCOMPARE(closed.size(), 0);
    }

    void theFooterSaysHowMuchAndHowOld() {
        FooterBar footer;
        footer.setCounts(14, 128, 131, u("workers"));
        footer.setDataAge(100ms);
        QCOMPARE(footer.text(), u("shown 14 / kept 128 / seen 131 workers · data age 0.1\u202Fs"));
        footer.setDataAge(14s);
        QVERIFY(footer.text().contains(u("data age 14")));
    }

    void searchWaitsForAPauseAndEscClears() {
        SearchField field(u("Filter"));
        field.setDelay(30);
        QSignalSpy searched(&field, &SearchField::searchChanged);
        QTest::keyClicks(&field, u("htt"));
        QCOMPARE(searched.count(), 0);
        QTRY_COMPARE(searched.count(), 1);
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(searched.count(), 2);
        QCOMPARE(searched.last().at(0).toString(), QString());
    }

    void outputIsShownAndNeverObeyed() {
        QCOMPARE(OutputView::printable("a\x1b[31mb\r\nc"), u("a\xef\xbf\xbd[31mb\nc"));
        QCOMPARE(OutputView::printable("x\xff"), u("x\xef\xbf\xbd"));
        QCOMPARE(OutputView::printable("\xe2\x80\xae"), u("\xef\xbf\xbd"));
        OutputView view;
        view.setOutput("tail", 2048);
        QCOMPARE(view.toPlainText(), u("tail"));
        QVERIFY(view.cutNote().contains(u("2.0")));
        view.setOutput(QByteArray(200'000, 'x'), 200'000);
        QCOMPARE(view.toPlainText().size(), 64 * 1024);
        QVERIFY(!view.cutNote().isEmpty());
    }

    void keyValuesKeepTheirLabelsWhileKeysStay() {
        KeyValueList list;
        list.setRows({{u("state"), u("queued")}, {u("id"), u("01J9"), true}});
        const auto before = list.findChildren<QWidget *>();
        list.setRows({{u("state"), u("running")}, {u("id"), u("01J9"), true}});
        QCOMPARE(list.findChildren<QWidget *>(), before);
        QCOMPARE(list.count(), 2);
    }

    void barsAreWalkedAndActivated() {
        BarList bars;
        bars.resize(300, 200);
        bars.setRows({{u("http"), 10, u("10")}, {u("command"), 5, u("5")}});
        QSignalSpy activated(&bars, &BarList::activated);
        QTest::keyClick(&bars, Qt::Key_Down);
        QTest::keyClick(&bars, Qt::Key_Return);
        QCOMPARE(activated.last().at(0).toInt(), 1);
        QTest::mouseClick(&bars, Qt::LeftButton, {}, {20, 5});
        QCOMPARE(activated.last().at(0).toInt(), 0);
        QVERIFY(bars.accessibleDescription().contains(u("http 10")));
    }

    void unchangedValuesRepaintNothing() {
        QWidget window;
        window.resize(500, 300);
        KpiCard card(u("Throughput"), ColorRole::Series1, &window);
        card.setGeometry(0, 0, 200, 104);
        Sparkline spark(&window);
        spark.setGeometry(0, 120, 100, 30);
        StripButton button(&window);
        button.setGeometry(0, 160, 200, 30);
        FooterBar footer(&window);
        footer.setGeometry(0, 200, 400, 26);
        const auto feed = [&] {
            card.setFigure({u("41.3"), u("k/s")});
            card.setSubLine(u("steady"));
            spark.setValues({1, 2, 3});
            button.setTexts(u("LIVE"), u("age 0.1 s"));
            footer.setCounts(1, 2, 3, u("workers"));
            footer.setDataAge(300ms);
        };
        feed();
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCoreApplication::processEvents();
        PaintCounter a(&card), b(&spark), c(&button), d(&footer);
        for (int i = 0; i < 5; ++i) {
            feed();
            QCoreApplication::processEvents();
        }
        QCOMPARE(a.count + b.count + c.count + d.count, 0);
    }

    void aClickableFigureIsAButton() {
        KpiCard card(u("Failures"));
        QSignalSpy clicked(&card, &KpiCard::clicked);
        QTest::keyClick(&card, Qt::Key_Return);
        QCOMPARE(clicked.count(), 0);
        card.setClickable(true);
        QTest::keyClick(&card, Qt::Key_Return);
        QTest::mouseClick(&card, Qt::LeftButton);
        QCOMPARE(clicked.count(), 2);
        card.setFigure({u("0.8"), u("%")});
        card.setSubLine(u("37 dead letters"));
        QCOMPARE(card.accessibleName(), u("Failures"));
        QVERIFY(card.accessibleDescription().contains(u("37 dead letters")));
    }

    void theFourEmptyStatesSpeakDifferently() {
        QSet<QString> titles;
        for (const auto kind :
             {EmptyKind::NothingYet, EmptyKind::FilteredToNothing, EmptyKind::CannotReach, EmptyKind::NotAllowed})
            titles.insert(EmptyState(kind).title());
        QCOMPARE(titles.size(), 4);
        EmptyState empty;
        int pressed = 0;
        QTest::mouseClick(empty.addAction(u("Start"), [&] { ++pressed; }), Qt::LeftButton);
        QCOMPARE(pressed, 1);
    }

    void theInspectorClosesByEscAndStaysWithinItsWidths() {
        InspectorPanel panel;
        QSignalSpy closed(&panel, &InspectorPanel::closed);
        QTest::keyClick(&panel, Qt::Key_Escape);
        QCOMPARE(closed.count(), 1);
        panel.setPreferredWidth(10'000);
        QCOMPARE(panel.preferredWidth(), 900);
        panel.setPreferredWidth(1);
        QCOMPARE(panel.preferredWidth(), 280);
    }

    void theTimeBarMovesByPixelsAndWalksItsMarks() {
        TimeBar bar;
        bar.resize(700, 44);
        const qint64 now = 1'795'271'520'000;
        bar.setNow(now);
        bar.setMarks({{now - 60'000, Shape::Diamond, ColorRole::Imposed, u("pool 8")},
                      {now - 30'000, Shape::Cross, ColorRole::Failing, u("opened")}});
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        QCoreApplication::processEvents();
        PaintCounter paints(&bar);
        for (int i = 1; i <= 10; ++i) {
            bar.setNow(now + i);
            QCoreApplication::processEvents();
        }
        QVERIFY(paints.count <= 1);
        QSignalSpy activated(&bar, &TimeBar::markActivated);
        QTest::keyClick(&bar, Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(&bar, Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(&bar, Qt::Key_Return);
        QCOMPARE(activated.last().at(0).toInt(), 0);
        QVERIFY(bar.accessibleDescription().contains(u("pool 8")));
    }

    void theTimeOfAFrozenMomentTakesThePlaceOfARoundOne() {
        TimeBar bar;
        bar.resize(700, 44);
        const qint64 now = 1'795'271'520'000;
        bar.setNow(now);
        const auto texts = [&] {
            const auto ticks = bar.ticks();
            return std::count_if(ticks.begin(), ticks.end(), [](const TimeBar::Tick &t) { return !t.text.isEmpty(); });
        };
        const auto all = texts();
        QVERIFY(all >= 3);
        const qint64 tick = bar.ticks().at(1).atMs;
        bar.setMoment(tick + 3'000);
        QCOMPARE(texts(), all - 1);
        for (const TimeBar::Tick &t : bar.ticks())
            QVERIFY(t.text.isEmpty() || !t.box.intersects(bar.flagBox(*bar.moment())));
        bar.setMoment(tick + 30'000); // Between two.
        QCOMPARE(texts(), all);
        bar.setMoment({});
        bar.setLinkedMoment(tick);
        QCOMPARE(texts(), all - 1);
    }

    void theTimeBarSendsTheViewToAMomentAndLive() {
        TimeBar bar;
        bar.resize(700, 44);
        const qint64 now = 1'795'271'520'000;
        bar.setNow(now);
        bar.setKeptFrom(now - 200'000);
        bar.show();
        QSignalSpy chosen(&bar, &TimeBar::momentChosen);
        QSignalSpy live(&bar, &TimeBar::liveRequested);
        const auto last = [&] { return chosen.last().at(0).toLongLong(); };
        QTest::mousePress(&bar, Qt::LeftButton, {}, bar.pointOf(now - 60'000));
        QVERIFY(std::abs(last() - (now - 60'000)) <= 1000);
        QTest::mouseMove(&bar, bar.pointOf(now - 90'000));
        QTRY_VERIFY(std::abs(last() - (now - 90'000)) <= 1000); // Scrubbing.
        QTest::mouseRelease(&bar, Qt::LeftButton, {}, bar.pointOf(now - 290'000));
        QTest::mouseClick(&bar, Qt::LeftButton, {}, bar.pointOf(now - 290'000));
        QCOMPARE(last(), now - 200'000); // Older is not kept.
        bar.setLive(false);
        bar.setMoment(now - 10'000);
        QVERIFY(bar.accessibleDescription().contains(u("frozen at")));
        QTest::keyClick(&bar, Qt::Key_Left);
        QCOMPARE(last(), now - 11'000);
        QTest::keyClick(&bar, Qt::Key_PageUp);
        QCOMPARE(last(), now - 40'000);
        QTest::keyClick(&bar, Qt::Key_Home);
        QCOMPARE(last(), now - 200'000);
        QCOMPARE(live.count(), 0);
        QTest::keyClick(&bar, Qt::Key_PageDown); // Beyond the end is live.
        QCOMPARE(live.count(), 1);
        QTest::mouseClick(&bar, Qt::LeftButton, {}, {690, 24});
        QCOMPARE(live.count(), 2);
    }

    void theTimeBarSelectsARangeByItsUpperEdgeShiftAndKeys() {
        TimeBar bar;
        bar.resize(700, 44);
        const qint64 now = 1'795'271'520'000;
        bar.setNow(now);
        bar.show();
        QSignalSpy chosen(&bar, &TimeBar::rangeChosen);
        QSignalSpy cleared(&bar, &TimeBar::rangeCleared);
        QSignalSpy moments(&bar, &TimeBar::momentChosen);
        connect(&bar, &TimeBar::rangeChosen, &bar, [&](const TimeRange &range) { bar.setRange(range); });
        const auto near = [](qint64 a, qint64 b) { return std::abs(a - b) <= 1000; };
        const auto top = [&](qint64 ms) { return QPoint(bar.pointOf(ms).x(), 6); };
        QTest::mousePress(&bar, Qt::LeftButton, {}, top(now - 100'000));
        QTest::mouseMove(&bar, top(now - 40'000));
        QTest::mouseRelease(&bar, Qt::LeftButton, {}, top(now - 40'000));
        QTRY_VERIFY(bar.range() && near(bar.range()->fromMs, now - 100'000) && near(bar.range()->toMs, now - 40'000));
        QCOMPARE(moments.count(), 0);
        QVERIFY(bar.accessibleDescription().contains(u("range")));
        QTest::keyClick(&bar, Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(near(bar.range()->fromMs, now - 105'000));
        QTest::keyClick(&bar, Qt::Key_Escape);
        QCOMPARE(cleared.count(), 1);
        QTest::mouseDClick(&bar, Qt::LeftButton, {}, top(now - 50'000));
        QCOMPARE(cleared.count(), 2);
        bar.setRange(std::nullopt);
        QTest::mousePress(&bar, Qt::LeftButton, Qt::ShiftModifier, bar.pointOf(now - 20'000));
        QTest::mouseMove(&bar, bar.pointOf(now - 70'000));
        QTRY_VERIFY(bar.range() && near(bar.range()->fromMs, now - 70'000));
    }

    void aBannerIsGoneWithoutText() {
        QWidget window;
        Banner banner(&window);
        window.show();
        banner.setMessage(Tone::Bad, u("Engine stopped"), u("disk full"), u("Details"));
        QVERIFY(banner.isVisible());
        QCOMPARE(banner.accessibleName(), u("Engine stopped: disk full"));
        banner.clear();
        QVERIFY(!banner.isVisible());
    }

private:
    std::unique_ptr<ThemeManager> m_manager;
};

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
