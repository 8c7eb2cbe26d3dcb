// The way between coordinator and hosts inside one process.

#include <QtTest/QTest>

#include <string>
#include <thread>

#include "core/base/wakeup.h"
#include "core/transport/memory_transport.h"

using namespace qd;

namespace {

std::unique_ptr<ToHosts> dispatchOf(MemoryTransport &transport, std::uint64_t task, const std::string &payload) {
    auto batch = transport.spare();
    Dispatch message;
    message.task = {task};
    message.type = batch->text.add("synthetic");
    message.payload = batch->text.add(payload);
    batch->dispatches.push_back(message);
    return batch;
}

std::unique_ptr<FromHosts> reportOf(HostLink &hosts, std::uint64_t task) {
    auto batch = hosts.spare();
    batch->finished.emplace_back().task = {task};
    return batch;
}

} // namespace

class TestMemoryTransport : public QObject {
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void wakesTheHostsOnlyWhenTheyMayBeAsleep() {
        MemoryTransport transport;
        int woken = 0;
        transport.hostEnd().onReady([&woken] { ++woken; });
        transport.send(dispatchOf(transport, 1, "a"));
        transport.send(dispatchOf(transport, 2, "b"));
        QCOMPARE(woken, 1);
        QVERIFY(transport.hostEnd().receive() != nullptr);
        transport.send(dispatchOf(transport, 3, "c"));
        QCOMPARE(woken, 1);
        QVERIFY(transport.hostEnd().receive() != nullptr);
        QVERIFY(transport.hostEnd().receive() != nullptr);
        QVERIFY(transport.hostEnd().receive() == nullptr);
        transport.send(dispatchOf(transport, 4, "d"));
        QCOMPARE(woken, 2);
    }

    void wakesTheCoordinatorOnlyWhenItMayBeAsleep() {
        MemoryTransport transport;
        int woken = 0;
        transport.onReceivable([&woken] { ++woken; });
        for (std::uint64_t i = 1; i <= 2; ++i) {
            auto batch = reportOf(transport.hostEnd(), i);
            QVERIFY(transport.hostEnd().send(batch));
        }
        QCOMPARE(woken, 1);
    }

    void keepsTheOrderAndCountsPositions() {
        MemoryTransport transport;
        for (std::uint64_t i = 1; i <= 3; ++i) {
            auto batch = reportOf(transport.hostEnd(), i);
            QVERIFY(transport.hostEnd().send(batch));
        }
        Position position;
        for (std::uint64_t i = 1; i <= 3; ++i) {
            auto batch = transport.receive(position);
            QVERIFY(batch != nullptr);
            QCOMPARE(batch->finished.front().task.value, i);
            QCOMPARE(position.value, i);
            transport.recycle(std::move(batch));
        }
        QVERIFY(transport.receive(position) == nullptr);
        transport.acknowledge(position);
        QCOMPARE(transport.acknowledged().value, 3U);
    }

    void doesNotSendEmptyBatches() {
        MemoryTransport transport;
        transport.send(transport.spare());
        QVERIFY(transport.hostEnd().receive() == nullptr);
    }

    void givesGrownBuffersBackEmpty() {
        MemoryTransport transport;
        auto batch = dispatchOf(transport, 1, "payload");
        const ToHosts *address = batch.get();
        transport.send(std::move(batch));
        transport.hostEnd().recycle(transport.hostEnd().receive());
        batch = transport.spare();
        QCOMPARE(static_cast<const void *>(batch.get()), static_cast<const void *>(address));
        QVERIFY(batch->empty());
        QCOMPARE(batch->text.size(), std::size_t{0});
        QVERIFY(batch->dispatches.capacity() > 0);
    }

    void mergesInsteadOfLosingWhenTheHostsAreBehind() {
        MemoryTransport transport{2};
        for (std::uint64_t i = 1; i <= 5; ++i) transport.send(dispatchOf(transport, i, "p" + std::to_string(i)));
        auto last = transport.spare();
        last->withdrawals.push_back({{9}, 1, {1}});
        last->acks.push_back({{2}, Instant{}});
        last->drains.push_back({{3}});
        transport.send(std::move(last));
        QCOMPARE(transport.mergedCount(), 4U);
        std::string seen;
        std::size_t withdrawals = 0;
        while (auto batch = transport.hostEnd().receive()) {
            for (const Dispatch &message : batch->dispatches) {
                QCOMPARE(batch->text.view(message.type), std::string_view{"synthetic"});
                seen += std::string{batch->text.view(message.payload)} + " ";
            }
            withdrawals += batch->withdrawals.size() + batch->acks.size() + batch->drains.size();
        }
        QCOMPARE(QString::fromStdString(seen), QStringLiteral("p1 p2 p3 p4 p5 "));
        QCOMPARE(withdrawals, std::size_t{3});
    }

    void refusesReportsWhenTheCoordinatorIsBehindAndSaysWhenThereIsRoom() {
        MemoryTransport transport{2};
        int ready = 0;
        transport.hostEnd().onReady([&ready] { ++ready; });
        auto batch = reportOf(transport.hostEnd(), 1);
        QVERIFY(transport.hostEnd().send(batch));
        batch = reportOf(transport.hostEnd(), 2);
        QVERIFY(transport.hostEnd().send(batch));
        batch = reportOf(transport.hostEnd(), 3);
        QVERIFY(!transport.hostEnd().send(batch));
        QVERIFY(batch != nullptr);
        QCOMPARE(ready, 0);
        Position position;
        transport.recycle(transport.receive(position));
        QCOMPARE(ready, 1);
        QVERIFY(transport.hostEnd().send(batch));
        transport.recycle(transport.receive(position));
        QCOMPARE(ready, 1);
    }

    void losesNothingBetweenTwoThreads() {
        constexpr std::uint64_t kTasks = 20'000;
        MemoryTransport transport{4};
        Wakeup coordinator;
        Wakeup hosts;
        transport.onReceivable([&coordinator] { coordinator.wake(); });
        transport.hostEnd().onReady([&hosts] { hosts.wake(); });
        // The hosts' side answers every dispatch with a report.
        std::thread echo{[&transport, &hosts] {
            HostLink &link = transport.hostEnd();
            auto out = link.spare();
            for (std::uint64_t answered = 0; answered < kTasks || !out->empty();) {
                bool idle = true;
                while (auto in = link.receive()) {
                    idle = false;
                    for (const Dispatch &message : in->dispatches) out->finished.emplace_back().task = message.task;
                    answered += in->dispatches.size();
                    link.recycle(std::move(in));
                }
                if (!out->empty() && link.send(out)) out = link.spare();
                if (idle) hosts.wait(std::chrono::seconds{5}, {});
            }
        }};
        std::uint64_t next = 1;
        std::uint64_t expected = 1;
        Position position;
        while (expected <= kTasks) {
            for (int i = 0; i < 7 && next <= kTasks; ++i, ++next) transport.send(dispatchOf(transport, next, "x"));
            bool idle = true;
            while (auto in = transport.receive(position)) {
                idle = false;
                for (const TaskFinished &message : in->finished) {
                    if (message.task.value != expected) break;
                    ++expected;
                }
                transport.recycle(std::move(in));
            }
            if (idle && next > kTasks && expected <= kTasks) coordinator.wait(std::chrono::seconds{5}, {});
        }
        echo.join();
        QCOMPARE(expected, kTasks + 1);
    }
};

QTEST_GUILESS_MAIN(TestMemoryTransport)
#include "tst_memory_transport.moc"
