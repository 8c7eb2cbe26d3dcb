// Stored forms: what was written is read back, and no damaged bytes are believed.

#include <QtTest/QTest>

#include "core/base/rng.h"
#include "core/model/blob_codec.h"

using namespace qd;

namespace {
TaskExtras someExtras() {
    TaskExtras e;
    e.tenant = "acme";
    e.idempotencyKey = "order-17";
    e.tags = {"a", "b"};
    e.dependencies = {"http:payments"};
    e.parents = {{TaskId{7}, OnParentFailure::Cancel}, {TaskId{9}, OnParentFailure::Run}};
    return e;
}
} // namespace

class TestBlobCodec : public QObject {
    Q_OBJECT
private slots:
    void readsExtrasBack() { QCOMPARE(decodeExtras(encodeExtras(someExtras())).value(), someExtras()); }
    void readsHistoryBack() {
        History h;
        h.dropped = 3;
        h.attempts.push_back({.epoch = 2,
                              .worker = WorkerId{5},
                              .startedAt = WallTime{std::chrono::microseconds{17}},
                              .finishedAt = {},
                              .reason = Reason::TimedOut,
                              .exitCode = -9,
                              .error = "late"});
        const auto back = decodeHistory(encodeHistory(h)).value();
        QCOMPARE(back.dropped, h.dropped);
        QCOMPARE(back.attempts, h.attempts);
    }
    void readsOutcomesBack() {
        Outcome o;
        o.ok = true;
        o.affected = 12;
        o.tasks = {{TaskId{1}, 10}, {TaskId{90}, 2}};
        o.refusals.push_back({4, TaskId{2}, {ErrorCode::Conflict, "no"}});
        o.overrides = {OverrideId{8}};
        const auto back = decodeOutcome(encodeOutcome(o)).value();
        QCOMPARE(back.affected, o.affected);
        QCOMPARE(back.tasks, o.tasks);
        QCOMPARE(back.refusals.front().error, o.refusals.front().error);
        QCOMPARE(back.overrides.front(), o.overrides.front());
    }
    void survivesEveryTruncationAndManyDamages() {
        const std::string good = encodeExtras(someExtras());
        for (std::size_t n = 0; n < good.size(); ++n) QVERIFY(!decodeExtras(std::string_view{good}.substr(0, n)));
        Rng rng{3};
        for (int i = 0; i < 100'000; ++i) {
            std::string bad = good;
            bad[rng.below(bad.size())] = static_cast<char>(rng.next());
            (void)decodeExtras(bad);
            (void)decodeHistory(bad);
            (void)decodeOutcome(bad);
        }
    }
    void saysWhenItIsFromANewerProgram() {
        std::string newer = encodeExtras(someExtras());
        newer[0] = 9;
        QCOMPARE(decodeExtras(newer).error().code, ErrorCode::Unsupported);
    }
};

QTEST_GUILESS_MAIN(TestBlobCodec)
#include "tst_blob_codec.moc"
