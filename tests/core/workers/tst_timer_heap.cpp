// Timers against a plain sorted list.

#include <QtTest/QTest>

#include <map>
#include <vector>

#include "core/base/rng.h"
#include "core/workers/timer_heap.h"

using namespace qd;

namespace {

struct Thing {
    std::size_t number = 0;
    Timer<Thing> timer;
};

} // namespace

class TestTimerHeap : public QObject {
    Q_OBJECT
private slots:
    void givesThemInOrderWhenDue() {
        std::vector<Thing> things(3);
        TimerHeap<Thing> heap;
        for (std::size_t i = 0; i < 3; ++i) {
            things[i].timer.owner = &things[i];
            heap.set(things[i].timer, Instant{Duration{30 - static_cast<int>(i) * 10}});
        }
        QCOMPARE(heap.next(), Instant{Duration{10}});
        QVERIFY(heap.popDue(Instant{Duration{9}}) == nullptr);
        QVERIFY(heap.popDue(Instant{Duration{20}}) == &things[2]);
        QVERIFY(heap.popDue(Instant{Duration{20}}) == &things[1]);
        QVERIFY(heap.popDue(Instant{Duration{20}}) == nullptr);
        heap.set(things[0].timer, kNever);
        QCOMPARE(heap.size(), std::size_t{0});
        QCOMPARE(heap.next(), kNever);
    }

    void agreesWithASortedListUnderRandomChanges() {
        constexpr std::size_t kThings = 200;
        std::vector<Thing> things(kThings);
        for (std::size_t i = 0; i < kThings; ++i) {
            things[i].number = i;
            things[i].timer.owner = &things[i];
        }
        TimerHeap<Thing> heap;
        std::map<std::size_t, Instant> model;
        Rng rng{7};
        std::int64_t now = 0;
        for (int round = 0; round < 20'000; ++round) {
            Thing &thing = things[rng.below(kThings)];
            if (rng.chance(300)) {
                heap.cancel(thing.timer);
                model.erase(thing.number);
            } else {
                const Instant due{Duration{now + rng.between(1, 1000)}};
                heap.set(thing.timer, due);
                model[thing.number] = due;
            }
            now += rng.between(0, 20);
            while (Thing *fired = heap.popDue(Instant{Duration{now}})) {
                QVERIFY(model.contains(fired->number));
                QVERIFY(model[fired->number] <= Instant{Duration{now}});
                model.erase(fired->number);
            }
            QCOMPARE(heap.size(), model.size());
            Instant first = kNever;
            for (const auto &[number, due] : model) first = std::min(first, due);
            QCOMPARE(heap.next(), first);
        }
    }
};

QTEST_GUILESS_MAIN(TestTimerHeap)
#include "tst_timer_heap.moc"
