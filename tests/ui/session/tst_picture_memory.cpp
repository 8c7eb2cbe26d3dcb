#include <QtTest/QTest>

#include "tests/ui/support/snapshot_builder.h"
#include "ui/session/picture_memory.h"

using namespace qd;
using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::SnapshotBuilder;

namespace {

/// A fleet of which every worker reports something new each second: no chunk is shared.
struct Fleet {
    explicit Fleet(std::uint32_t workers) {
        for (std::uint32_t id = 1; id <= workers; ++id) built.worker(id);
    }
    std::shared_ptr<const Snapshot> next(Duration later = 1s, bool changed = false) {
        built.head().takenAt += later;
        built.head().wallAt += std::chrono::duration_cast<WallTime::duration>(later);
        if (changed)
            for (const std::uint32_t id : {1U, 300U, 600U}) built.worker(id, {{WorkerColumn::Completed, ++completed}});
        return built.build();
    }
    SnapshotBuilder built;
    std::int64_t completed = 0;
};

} // namespace

class TstPictureMemory : public QObject {
    Q_OBJECT

private slots:
    void keepsOneASecondForFiveMinutes() {
        Fleet fleet(3);
        PictureMemory memory;
        for (int i = 0; i < 4000; ++i) memory.take(fleet.next(100ms));
        QVERIFY(memory.count() >= 299 && memory.count() <= 302);
        QVERIFY(memory.at(fleet.built.head().wallAt - 2min)->takenAt <= fleet.built.head().takenAt - 2min);
        QVERIFY(memory.at(fleet.built.head().wallAt - 2min)->takenAt > fleet.built.head().takenAt - 2min - 2s);
        QVERIFY(fleet.built.head().wallAt - *memory.from() <= 5min + 1s);
        QCOMPARE(memory.thinned(), std::uint64_t{0});
    }
    void givesTheOldestForWhatIsNoLongerKeptAndNothingWhenEmpty() {
        Fleet fleet(1);
        PictureMemory memory;
        QVERIFY(memory.at(WallTime{}) == nullptr);
        QVERIFY(!memory.from());
        const auto first = fleet.next();
        memory.take(first);
        memory.take(fleet.next());
        QCOMPARE(memory.at(WallTime{}), first);
    }
    void aChunkThatPicturesShareCountsOnce() {
        Fleet fleet(600);
        PictureMemory memory;
        memory.take(fleet.next());
        const std::size_t one = memory.bytes();
        QVERIFY(one > 3 * kChunkRows * kWorkerColumns * 8);
        memory.take(fleet.next());
        QVERIFY(memory.bytes() - one < 16 * 1024);
        memory.take(fleet.next(1s, true));
        QVERIFY(memory.bytes() > 2 * one - 16 * 1024);
    }
    void staysWithinItsBytesByThinningOutTheOlderPictures() {
        Fleet fleet(600);
        PictureMemory memory(2'000'000);
        for (int i = 0; i < 300; ++i) {
            memory.take(fleet.next(1s, true));
            QVERIFY(memory.bytes() <= memory.bytesMax());
        }
        QVERIFY(memory.count() > 5 && memory.count() < 30);
        QVERIFY(memory.thinned() == 300 - memory.count());
        QVERIFY(fleet.built.head().wallAt - *memory.from() > 4min); // It still reaches back, coarsely.
        const WallTime now = fleet.built.head().wallAt;
        const auto holeAt = [&](WallTime at) { return at - memory.at(at)->wallAt; };
        QVERIFY(holeAt(now - 3s) <= holeAt(now - 200s) + 3s);
        QVERIFY(holeAt(now - 1s) <= 2s);
    }
    void onePictureStaysHoweverLargeItIs() {
        Fleet fleet(600);
        PictureMemory memory(1000);
        memory.take(fleet.next());
        memory.take(fleet.next(1s, true));
        QCOMPARE(memory.count(), std::size_t{1});
        QCOMPARE(memory.at(fleet.built.head().wallAt)->takenAt, fleet.built.head().takenAt);
    }
    void whatLedToAFrozenMomentStaysAndWhatComesSinceRolls() {
        Fleet fleet(1);
        PictureMemory memory;
        for (int i = 0; i < 100; ++i) memory.take(fleet.next());
        const WallTime first = *memory.from();
        memory.pin(fleet.built.head().takenAt);
        for (int i = 0; i < 1000; ++i) memory.take(fleet.next());
        QCOMPARE(*memory.from(), first);
        QVERIFY(memory.count() <= 100 + 302);
        memory.pin(std::nullopt);
        QVERIFY(fleet.built.head().wallAt - *memory.from() <= 5min);
        QVERIFY(memory.count() <= 302);
    }
    void anotherEngineRunBeginsAnew() {
        Fleet fleet(1);
        PictureMemory memory;
        for (int i = 0; i < 10; ++i) memory.take(fleet.next());
        memory.take(fleet.next(-1h));
        QCOMPARE(memory.count(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TstPictureMemory)
#include "tst_picture_memory.moc"
