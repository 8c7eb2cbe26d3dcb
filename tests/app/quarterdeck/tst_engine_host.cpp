#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include "app/quarterdeck/engine_host.h"
#include "core/config/settings.h"
#include "core/http/discovery.h"
#include "tests/app/quarterdeck/daemon_process.h"

using namespace qd;
using namespace qd::app;
using qd::test::DaemonProcess;

class TstEngineHost : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString folder() const { return m_folder->filePath(QStringLiteral("data")); }
    [[nodiscard]] Settings settings() const {
        Settings settings;
        settings.dataFolder = folder().toStdString();
        settings.door.port = 0;
        settings.pool.workers = 2;
        return settings;
    }

private slots:
    void initTestCase() {
        qRegisterMetaType<std::shared_ptr<Engine>>();
        qRegisterMetaType<StartFailure>();
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void opensAnEngineWithADoorAndStopsBoth() {
        EngineHost host(settings());
        QSignalSpy started(&host, &EngineHost::started);
        host.start();
        QTRY_COMPARE(started.size(), 1);
        const auto engine = started[0][0].value<std::shared_ptr<Engine>>();
        QVERIFY(engine != nullptr);
        QVERIFY(started[0][2].toString().isEmpty());
        const auto address = http::readEngineAddress(settings().dataFolder);
        QVERIFY(address.has_value());
        QCOMPARE(QString::fromStdString(address->url), started[0][1].toString());
        QSignalSpy stopped(&host, &EngineHost::stopped);
        host.stop(StopMode::Now);
        QVERIFY(host.isStopping());
        QTRY_COMPARE(stopped.size(), 1);
        QCOMPARE(engine->snapshot()->phase, EnginePhase::Stopped);
        QVERIFY(!http::readEngineAddress(settings().dataFolder)); // Nobody is sent to an engine that is gone.
    }
    void aSecondStopShortensADrain() {
        EngineHost host(settings());
        std::shared_ptr<Engine> engine;
        connect(&host, &EngineHost::started, this, [&](const std::shared_ptr<Engine> &made) { engine = made; });
        host.start();
        QTRY_VERIFY(engine != nullptr);
        SubmitTasks submit;
        submit.tasks.resize(1);
        submit.tasks[0].type = "synthetic";
        submit.tasks[0].payload = R"({"ms":600000})";
        Command command;
        command.ticket = Uuid::random();
        command.body = std::move(submit);
        QVERIFY(engine->post(std::move(command), [](const Outcome &) {}).has_value());
        QTRY_COMPARE(engine->snapshot()->totals.byState[static_cast<std::size_t>(TaskState::Running)],
                     std::uint64_t{1});
        QSignalSpy stopped(&host, &EngineHost::stopped);
        host.stop(StopMode::Drain);
        QTRY_VERIFY(engine->snapshot()->phase != EnginePhase::Running);
        QCOMPARE(stopped.size(), 0);
        host.stop(StopMode::Now);
        QTRY_COMPARE(stopped.size(), 1);
    }
    void aLedgerThatCannotBeOpenedIsAFailureThatCanBeTriedAgain() {
        QVERIFY(QDir().mkpath(folder()));
        QFile file(QDir(folder()).filePath(QStringLiteral("ledger.db")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "this is a letter to my aunt, not a ledger; it only has its name, and is long enough to look like one");
        file.close();
        EngineHost host(settings());
        QSignalSpy failed(&host, &EngineHost::failed);
        QSignalSpy started(&host, &EngineHost::started);
        host.start();
        QTRY_COMPARE(failed.size(), 1);
        const auto failure = failed[0][0].value<StartFailure>();
        QVERIFY2(!failure.error.detail.empty(), failure.error.detail.c_str());
        QVERIFY(!failure.holder);
        QVERIFY(file.remove());
        host.start();
        QTRY_COMPARE(started.size(), 1);
    }
    void namesTheHolderOfTheLedgerAndTakesItOver() {
        DaemonProcess other(folder());
        QVERIFY(other.serves());
        EngineHost host(settings());
        QSignalSpy failed(&host, &EngineHost::failed);
        QSignalSpy started(&host, &EngineHost::started);
        host.start();
        QTRY_COMPARE(failed.size(), 1);
        const auto failure = failed[0][0].value<StartFailure>();
        QVERIFY(failure.holder.has_value());
        QCOMPARE(qint64{failure.holder->pid}, other.pid());
        host.takeOver(*failure.holder);
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, 20'000);
        QCOMPARE(failed.size(), 1);
    }
    void waitingForTheHolderCanBeCancelled() {
        DaemonProcess other(folder());
        QVERIFY(other.serves());
        const auto held = http::readEngineAddress(folder().toStdString());
        QVERIFY(held.has_value());
        EngineAddress holder = *held;
        holder.pid = QCoreApplication::applicationPid(); // Will not be gone.
        EngineHost host(settings());
        QSignalSpy failed(&host, &EngineHost::failed);
        QSignalSpy started(&host, &EngineHost::started);
        host.takeOver(holder);
        host.cancelTakeOver();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<StartFailure>().error.code, ErrorCode::Cancelled);
        QCOMPARE(started.size(), 0);
    }
    void aHolderThatCannotBeAskedIsAFailureWithAReason() {
        EngineAddress nobody;
        nobody.pid = QCoreApplication::applicationPid();
        nobody.url = "http://127.0.0.1:1";
        nobody.tokenFile = folder().toStdString() + "/no-token";
        EngineHost host(settings());
        QSignalSpy failed(&host, &EngineHost::failed);
        host.takeOver(nobody);
        QTRY_COMPARE(failed.size(), 1);
        const auto failure = failed[0][0].value<StartFailure>();
        QVERIFY(failure.error.detail.find("stop it yourself") != std::string::npos);
        QVERIFY(failure.holder.has_value()); // The way out stays on offer.
    }
};

QTEST_GUILESS_MAIN(TstEngineHost)
#include "tst_engine_host.moc"
