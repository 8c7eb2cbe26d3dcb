// The Overview's queues and events: what is worst stands first and says why, nothing moves under a hand.
#include <QtGui/QHelpEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <memory>

#include "tests/ui/support/page_world.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/models/events_model.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/overview/event_delegate.h"
#include "ui/pages/overview/events_card.h"
#include "ui/pages/overview/queues_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/bar_list.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::PageWorld;
using qd::test::SnapshotBuilder;

namespace {
constexpr int kLine = 24;

void click(BarList &bars, int line) {
    QTest::mouseClick(&bars, Qt::LeftButton, {}, {20, line * kLine + kLine / 2});
}
} // namespace

class TstOverviewCards : public QObject {
    Q_OBJECT

private:
    PageWorld world;
    SnapshotBuilder built;
    std::unique_ptr<QueuesCard> card;
    BarList *bars = nullptr;

    void show() {
        const auto picture = built.build();
        world.session.show(picture);
        card->refresh(*picture);
    }
    void second() {
        built.head().takenAt += 1s;
        built.head().wallAt += 1s;
        show();
    }
    /// The labels in their order.
    QString order() const {
        QStringList out;
        for (const QString &row : bars->accessibleDescription().split(QStringLiteral("), ")))
            out << row.section(QLatin1Char(' '), 0, 0);
        return out.join(QLatin1Char(' '));
    }

private slots:
    void init() {
        built = {};
        world.host.calls.clear();
        card = std::make_unique<QueuesCard>(world.context);
        card->resize(320, 200);
        card->show();
        bars = card->findChild<BarList *>();
        built.queue("alpha", {{QueueColumn::Queued, 10}}).queue("beta").queue("gamma");
        show();
    }
    void cleanup() { card.reset(); }

    void aQueueThatIsPausedComesFirstWithinASecondAndSaysWhy() {
        QCOMPARE(order(), QStringLiteral("alpha beta gamma"));
        built.queue("gamma", {{QueueColumn::Queued, 4}, {QueueColumn::Paused, 1}});
        built.head().takenAt += 200ms;
        show();
        QCOMPARE(order(), QStringLiteral("alpha beta gamma")); // Once a second is enough.
        second();
        QCOMPARE(order(), QStringLiteral("gamma alpha beta"));
        QVERIFY(bars->accessibleDescription().startsWith(QStringLiteral("gamma 4 (the queue is paused")));
        click(*bars, 0);
        QCOMPARE(world.host.calls, QStringList{QStringLiteral("queue gamma")});
    }
    void nothingMovesUnderThePointer() {
        QEnterEvent enter({5, 5}, {5, 5}, {5, 5});
        QApplication::sendEvent(bars, &enter);
        built.queue("gamma", {{QueueColumn::Queued, 4}, {QueueColumn::Paused, 1}});
        second();
        QCOMPARE(order(), QStringLiteral("alpha beta gamma"));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(bars, &leave);
        show();
        QCOMPARE(order(), QStringLiteral("gamma alpha beta"));
    }
    void nothingMovesUnderTheKeyboard() {
        card->activateWindow();
        bars->setFocus();
        QTRY_VERIFY(bars->hasFocus());
        built.queue("gamma", {{QueueColumn::Queued, 4}, {QueueColumn::Paused, 1}});
        second();
        QCOMPARE(order(), QStringLiteral("alpha beta gamma"));
        bars->clearFocus();
        show();
        QCOMPARE(order(), QStringLiteral("gamma alpha beta"));
    }
    void whatDoesNotFitIsNeverTheWorstAndCanBeReached() {
        for (int i = 0; i < 30; ++i) built.queue("queue-" + std::to_string(i));
        built.queue("queue-29", {{QueueColumn::Queued, 1}, {QueueColumn::Paused, 1}});
        second();
        QCOMPARE(order().section(QLatin1Char(' '), 0, 0), QStringLiteral("queue-29"));
        const int more = bars->height() / kLine - 1;
        click(*bars, more);
        QCOMPARE(world.host.calls, QStringList{QStringLiteral("queue ")}); // All of them.
        QTest::keyClick(bars, Qt::Key_End);
        QTest::keyClick(bars, Qt::Key_Return);
        QCOMPARE(world.host.calls.size(), 2);
    }
    void anEventTellsHowGraveItIsByShapeWordAndColour() {
        Event event;
        event.sequence = 1;
        event.severity = Severity::Bad;
        event.text = "Worker w-3 was lost";
        world.session.eventList = {event};
        EventsCard events(world.context);
        events.resize(360, 240);
        events.show();
        events.refresh();
        auto *table = events.findChild<TableView *>();
        QVERIFY(qobject_cast<EventDelegate *>(table->itemDelegateForColumn(EventsModel::Text)) != nullptr);
        const QModelIndex cell = table->model()->index(0, EventsModel::Text);
        QVERIFY(cell.data(Qt::AccessibleTextRole).toString().startsWith(QStringLiteral("bad, ")));
        const QImage image = table->viewport()->grab(table->visualRect(cell)).toImage();
        const QColor bad = theme().color(ColorRole::Failing);
        int marked = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < 24; ++x) marked += image.pixelColor(x, y) == bad ? 1 : 0;
        QVERIFY2(marked > 4, qPrintable(QString::number(marked)));
    }
};

QTEST_MAIN(TstOverviewCards)
#include "tst_overview_cards.moc"
