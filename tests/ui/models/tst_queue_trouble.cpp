// Which queue comes first, and in which words.
#include <QtTest/QTest>

#include "core/model/event.h"
#include "tests/ui/support/fake_session.h"
#include "tests/ui/support/snapshot_builder.h"
#include "ui/models/queue_trouble.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::FakeSession;
using qd::test::SnapshotBuilder;

class TstQueueTrouble : public QObject {
    Q_OBJECT

private:
    static QStringList names(const std::vector<QueueTrouble> &queues) {
        QStringList out;
        for (const QueueTrouble &queue : queues) out << queue.name;
        return out;
    }
    static std::int64_t since(const SnapshotBuilder &built, Duration age) {
        const WallTime at = const_cast<SnapshotBuilder &>(built).head().wallAt;
        return (at - std::chrono::duration_cast<std::chrono::microseconds>(age)).time_since_epoch().count();
    }

private slots:
    void theWorstComesFirstAndEachSaysWhy() {
        FakeSession session;
        QueueFlows flows(session);
        SnapshotBuilder built;
        built.queue("a-calm")
            .queue("b-waits", {{QueueColumn::Queued, 900}, {QueueColumn::OldestAt, since(built, 2s)}})
            .queue("c-old", {{QueueColumn::Queued, 5}, {QueueColumn::OldestAt, since(built, 100s)}})
            .queue("d-empty-paused", {{QueueColumn::Paused, 1}})
            .queue("e-paused",
                   {{QueueColumn::Queued, 3}, {QueueColumn::Paused, 1}, {QueueColumn::OldestAt, since(built, 70s)}})
            .queue("f-nobody", {{QueueColumn::Queued, 1},
                                {QueueColumn::Held, static_cast<std::int64_t>(Guard::NoWorker)},
                                {QueueColumn::OldestAt, since(built, 300s)}})
            .queue("g-busy", {{QueueColumn::Queued, 1},
                              {QueueColumn::Held, static_cast<std::int64_t>(Guard::WorkersBusy)},
                              {QueueColumn::OldestAt, since(built, 1s)}});
        const auto queues = queueTroubles(*built.build(), flows);
        QCOMPARE(names(queues).join(QLatin1Char(' ')),
                 QStringLiteral("f-nobody e-paused d-empty-paused c-old b-waits g-busy a-calm"));
        QVERIFY2(words(queues[0]).contains(QStringLiteral("no worker serves it; the oldest has waited for 5")),
                 qPrintable(words(queues[0])));
        QVERIFY(words(queues[1]).contains(QStringLiteral("the queue is paused")));
        QVERIFY(words(queues[2]).contains(QStringLiteral("paused; nothing waits")));
        QCOMPARE(queues[0].isTrouble() && queues[2].isTrouble(), true);
        QVERIFY(!queues[3].isTrouble()); // It may go on, nobody knows yet.
    }
    void aQueueThatDoesNotDrainIsInTroubleOnceItsOldestHasWaitedLong() {
        FakeSession session;
        QueueFlows flows(session);
        SnapshotBuilder built;
        std::int64_t submitted = 0;
        const auto step = [&](Duration oldest) {
            built.head().takenAt += 1s;
            built.head().wallAt += 1s;
            submitted += 10;
            built.queue("mail", {{QueueColumn::Queued, 50 + submitted},
                                 {QueueColumn::Submitted, submitted},
                                 {QueueColumn::OldestAt, since(built, oldest)}});
            const auto picture = built.build();
            flows.take(*picture);
            return queueTroubles(*picture, flows).front();
        };
        for (int i = 0; i < 5; ++i) QCOMPARE(step(4s).kind, QueueTroubleKind::Waiting);
        const QueueTrouble late = step(12s);
        QCOMPARE(late.kind, QueueTroubleKind::Behind);
        QVERIFY2(words(late).startsWith(QStringLiteral("more arrives than is done")), qPrintable(words(late)));
    }
    void whatDiffersByLittleKeepsItsPlaceByName() {
        FakeSession session;
        QueueFlows flows(session);
        SnapshotBuilder built;
        built.queue("b", {{QueueColumn::Queued, 41}, {QueueColumn::OldestAt, since(built, 40s)}})
            .queue("a", {{QueueColumn::Queued, 39}, {QueueColumn::OldestAt, since(built, 37s)}});
        QCOMPARE(names(queueTroubles(*built.build(), flows)), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    }
    void everythingPausedIsToldOfEveryQueue() {
        FakeSession session;
        QueueFlows flows(session);
        SnapshotBuilder built;
        built.head().pausedAll = true;
        built.queue("mail", {{QueueColumn::Queued, 2}});
        const auto queues = queueTroubles(*built.build(), flows);
        QCOMPARE(queues[0].kind, QueueTroubleKind::Stuck);
        QVERIFY(words(queues[0]).startsWith(QStringLiteral("all dispatching is paused")));
    }
};

QTEST_MAIN(TstQueueTrouble)
#include "tst_queue_trouble.moc"
