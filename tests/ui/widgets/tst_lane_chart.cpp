#include <QtGui/QAccessible>
#include <QtGui/QPainter>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QScrollBar>
#include <cmath>
#include <memory>

#include "ui/widgets/lane_chart.h"

using namespace qd::ui;

namespace {

constexpr std::int64_t kSecond = 1'000'000;

Lane lane(std::uint64_t id, std::vector<LaneBar> bars) {
    return {id, QStringLiteral("w-%1").arg(id), lookOf(qd::WorkerLifecycle::Live), 0, std::move(bars)};
}

} // namespace

class TstLaneChart : public QObject {
    Q_OBJECT

    std::unique_ptr<LaneChart> m_chart;

    [[nodiscard]] QPoint onBar(int row) const {
        const LaneChart::Piece piece = m_chart->pieces(row).front();
        return {static_cast<int>((piece.left + piece.right) / 2), m_chart->laneRect(row).center().y()};
    }

private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin)")));
        m_chart = std::make_unique<LaneChart>();
        m_chart->resize(1144, 200); // The axis is 1 000 px wide then: a pixel is 10 ms of ten seconds.
        m_chart->setTextProvider([](std::uint64_t id) { return QStringLiteral("task %1").arg(id); });
        m_chart->setWindow(0, 10 * kSecond, 0);
        m_chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    }
    void cleanup() { m_chart.reset(); }

    void gapsAreIdleAndTheBusyShareCountsOverlapsOnce() {
        m_chart->setLanes({lane(1, {{1, 1 * kSecond, 4 * kSecond}, {2, 3 * kSecond, 5 * kSecond}}), lane(2, {})});
        QCOMPARE(m_chart->busyShare(0), 0.4);
        QCOMPARE(m_chart->busyShare(1), 0.0);
        m_chart->setWindow(0, 10 * kSecond, 5 * kSecond); // Of the rest nothing is known.
        QCOMPARE(m_chart->busyShare(0), 0.0);
        m_chart->setWindow(0, 10 * kSecond, 10 * kSecond);
        QVERIFY(std::isnan(m_chart->busyShare(0)));
    }
    void aLaneIsNotIdleBeforeItWasThere() {
        Lane late = lane(1, {{1, 8 * kSecond, 10 * kSecond}});
        late.sinceUs = 6 * kSecond;
        m_chart->setLanes({late});
        QCOMPARE(m_chart->busyShare(0), 0.5);
        QVERIFY(m_chart->tipAt({200, m_chart->laneRect(0).center().y()}).contains(QStringLiteral("not known")));
    }
    void neighboursBelowAPixelAreOnePieceThatSaysHowManyAndIsAsBadAsTheWorst() {
        std::vector<LaneBar> bars;
        for (std::uint64_t i = 0; i < 9; ++i)
            bars.push_back({i + 1, static_cast<std::int64_t>(2 * kSecond + i * 1500), 0, ColorRole::Healthy});
        for (LaneBar &bar : bars) bar.toUs = bar.fromUs + 1000;
        bars[4].role = ColorRole::Failing;
        bars.push_back({10, 6 * kSecond, 7 * kSecond, ColorRole::Healthy});
        m_chart->setLanes({lane(1, bars)});
        const auto pieces = m_chart->pieces(0);
        QVERIFY(pieces.size() >= 2 && pieces.size() <= 3); // The pixels' borders may part the nine.
        std::size_t together = 0;
        for (const LaneChart::Piece &piece : pieces) together += piece.count;
        QCOMPARE(together, std::size_t{10});
        QVERIFY(pieces.front().count > 1);
        QCOMPARE(pieces.front().role, ColorRole::Failing);
        QCOMPARE(pieces.back().count, std::size_t{1});
        const QString tip = m_chart->tipAt(onBar(0));
        QVERIFY2(tip.contains(QStringLiteral("in one pixel")), qPrintable(tip));
        QVERIFY2(tip.contains(QStringLiteral("task 1")), qPrintable(tip));
    }
    void openBarsReachTheEndAndThoseThatOverlapAreStacked() {
        m_chart->setLanes({lane(1, {{1, 2 * kSecond}, {2, 4 * kSecond}})});
        const auto pieces = m_chart->pieces(0);
        QCOMPARE(pieces.size(), std::size_t{2});
        QCOMPARE(pieces[0].right, pieces[1].right);
        QVERIFY(pieces[0].track != pieces[1].track);
    }
    void tenThousandLanesPaintOnlyWhatIsSeen() {
        std::vector<Lane> lanes;
        for (std::uint64_t id = 1; id <= 10'000; ++id) lanes.push_back(lane(id, {{id, kSecond, 2 * kSecond}}));
        m_chart->setLanes(std::move(lanes));
        const std::uint64_t before = m_chart->lanesPainted();
        m_chart->viewport()->repaint();
        const std::uint64_t painted = m_chart->lanesPainted() - before;
        QVERIFY2(painted > 5 && painted < 15, qPrintable(QString::number(painted)));
        QTest::keyClick(m_chart.get(), Qt::Key_End);
        QCOMPARE(m_chart->current(), 9'999);
        QVERIFY(m_chart->viewport()->rect().intersects(m_chart->laneRect(9'999)));
    }
    void keysChooseLaneAndBarAndEnterOpensThem() {
        m_chart->setLanes({lane(1, {}), lane(2, {{21, kSecond, 2 * kSecond}, {22, 3 * kSecond, 4 * kSecond}})});
        QSignalSpy bars(m_chart.get(), &LaneChart::barActivated);
        QSignalSpy lanes(m_chart.get(), &LaneChart::laneActivated);
        QTest::keyClick(m_chart.get(), Qt::Key_Down);
        QTest::keyClick(m_chart.get(), Qt::Key_Down);
        QTest::keyClick(m_chart.get(), Qt::Key_Return);
        QCOMPARE(lanes.at(0).at(0).toULongLong(), 2ULL);
        QTest::keyClick(m_chart.get(), Qt::Key_Right); // The newest first.
        QTest::keyClick(m_chart.get(), Qt::Key_Left);
        QTest::keyClick(m_chart.get(), Qt::Key_Return);
        QCOMPARE(bars.at(0).at(0).toULongLong(), 21ULL);
    }
    void aClickOpensTheBarOrTheNameAndWhatIsChosenSurvivesUpdates() {
        m_chart->setLanes({lane(1, {{11, kSecond, 2 * kSecond}}), lane(2, {{21, 5 * kSecond, 6 * kSecond}})});
        QSignalSpy bars(m_chart.get(), &LaneChart::barActivated);
        QSignalSpy lanes(m_chart.get(), &LaneChart::laneActivated);
        QTest::mouseClick(m_chart->viewport(), Qt::LeftButton, {}, {20, m_chart->laneRect(0).center().y()});
        QCOMPARE(lanes.at(0).at(0).toULongLong(), 1ULL);
        QTest::mouseClick(m_chart->viewport(), Qt::LeftButton, {}, onBar(1));
        QCOMPARE(bars.at(0).at(0).toULongLong(), 21ULL);
        m_chart->setLanes({lane(2, {{21, 5 * kSecond, 6 * kSecond}, {22, 7 * kSecond}})});
        QCOMPARE(m_chart->current(), 0);
        QCOMPARE(m_chart->currentBar(), std::uint64_t{21});
    }
    void screenReadersGetALaneAsAnItemWithItsShareAndChosenBar() {
        m_chart->setLanes({lane(1, {{11, 0, 5 * kSecond}})});
        m_chart->setCurrent(0, 11);
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_chart.get());
        QVERIFY(list != nullptr);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 1);
        QAccessibleInterface *item = list->child(0);
        const QString text = item->text(QAccessible::Name);
        for (const char *part : {"w-1", "1 bar", "busy 50", "task 11"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        QVERIFY(item->state().selected);
        QSignalSpy bars(m_chart.get(), &LaneChart::laneActivated);
        item->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(bars.size(), 1);
    }
};

QTEST_MAIN(TstLaneChart)
#include "tst_lane_chart.moc"
