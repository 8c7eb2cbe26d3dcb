// Every rule of the host's side, as a script of inputs and the lines that come out.

#include <QtTest/QTest>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "core/host/host_machine.h"

using namespace qd;
using std::chrono::milliseconds;

namespace {

/// Reads lines like "@1000 dispatch 1 1 500; tick": one step at 1000 ms on the boot clock. Prints what it caused.
class Script {
public:
    explicit Script(std::uint16_t slotCount, bool colocated)
        : m_machine({.worker = {7},
                     .boot = 5,
                     .slotCount = slotCount,
                     .lease = milliseconds{1000},
                     .heartbeat = milliseconds{300},
                     .colocated = colocated}) {}

    std::string run(const char *text) {
        std::istringstream lines{text};
        for (std::string line; std::getline(lines, line);) step(line);
        return m_printed;
    }

    [[nodiscard]] const HostCounters &counters() const { return m_out.counters; }

private:
    void step(const std::string &line) {
        FromHosts batch;
        m_out.messages = &batch;
        const auto space = line.find(' ');
        const long at = std::stol(line.substr(1, space - 1));
        const Instant now{milliseconds{at}};
        std::istringstream inputs{line.substr(space + 1)};
        std::string said;
        for (std::string input; std::getline(inputs, input, ';');) said += apply(input, now);
        m_machine.endStep(m_out);
        said += print(batch);
        if (!said.empty()) m_printed += "@" + std::to_string(at) + said + "\n";
    }

    std::string apply(const std::string &input, Instant now) {
        std::istringstream in{input};
        std::string verb;
        in >> verb;
        std::uint64_t a = 0;
        std::uint64_t b = 0;
        std::uint64_t c = 0;
        in >> a >> b >> c;
        if (verb == "introduce") m_machine.introduce(now, m_out);
        if (verb == "tick") m_machine.tick(now, m_out);
        if (verb == "drain") m_machine.drain(now, m_out);
        if (verb == "leave") m_machine.leave(now, m_out);
        if (verb == "ack") m_machine.acknowledge({{7}, Instant{milliseconds{a}}}, now, m_out);
        if (verb == "withdraw") m_machine.withdraw({{a}, static_cast<std::uint32_t>(b), {7}}, now, m_out);
        if (verb == "wake") return " wake " + text(m_machine.nextWake().time_since_epoch());
        if (verb == "dispatch") return dispatch(a, b, c, now);
        if (verb == "finish") {
            const WorkOutcome outcome{.exitCode = 3, .error = "said so", .output = "out"};
            if (!m_machine.finish(static_cast<std::uint32_t>(a), {b}, static_cast<std::uint32_t>(c), outcome, now,
                                  m_out))
                return " late";
        }
        return {};
    }

    std::string dispatch(std::uint64_t task, std::uint64_t epoch, std::uint64_t timeoutMs, Instant now) {
        Dispatch message;
        message.task = {task};
        message.epoch = static_cast<std::uint32_t>(epoch);
        message.slotHint = static_cast<std::uint32_t>(40 + task);
        message.worker = {7};
        message.timeout = milliseconds{timeoutMs};
        const auto slot = m_machine.dispatch(message, now, m_out);
        return slot ? " start[" + std::to_string(*slot) + "]" : " dropped";
    }

    static std::string text(Duration time) {
        return std::to_string(std::chrono::duration_cast<milliseconds>(time).count());
    }

    std::string print(const FromHosts &batch) {
        std::ostringstream to;
        const auto name = [](TaskId task, std::uint32_t epoch) {
            return std::to_string(task.value) + "/" + std::to_string(epoch);
        };
        for (const KillWork &kill : m_out.kills) to << " kill[" << kill.slot << "] " << name(kill.task, kill.epoch);
        m_out.kills.clear();
        for (const WorkerHello &m : batch.hellos) to << " hello w" << m.worker.value << " boot " << m.boot;
        for (const TaskStarted &m : batch.started) to << " started " << name(m.task, m.epoch) << " #" << m.slotHint;
        for (const TaskFinished &m : batch.finished) {
            static constexpr const char *kNames[] = {"succeeded", "failed", "fatal", "timed-out", "released"};
            to << " " << kNames[static_cast<std::size_t>(m.outcome)] << " " << name(m.task, m.epoch) << " #"
               << m.slotHint << " after " << text(m.runTime);
            if (m.exitCode != kNoExitCode) to << " exit " << m.exitCode;
            if (m.error.size > 0) to << " '" << batch.text.view(m.error) << "'";
        }
        for (const Heartbeat &m : batch.heartbeats) {
            to << " beat " << text(m.sentAt.time_since_epoch()) << " holds";
            for (std::uint32_t i = 0; i < m.heldCount; ++i)
                to << " " << name(batch.held[m.heldBegin + i].task, batch.held[m.heldBegin + i].epoch);
        }
        for (const WorkerGoodbye &m : batch.goodbyes) to << " goodbye boot " << m.boot;
        return to.str();
    }

    HostMachine m_machine;
    HostOutputs m_out;
    std::string m_printed;
};

void compare(const char *inputs, const char *wanted, std::uint16_t slotCount = 2, bool colocated = false) {
    Script script{slotCount, colocated};
    QCOMPARE(QString::fromStdString(script.run(inputs)), QString::fromLatin1(wanted));
}

} // namespace

class TestHostMachine : public QObject {
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void saysHelloAndListsWhatItHoldsInEachHeartbeat() {
        compare("@1000 introduce\n"
                "@1010 dispatch 1 1\n"
                "@1200 tick\n"
                "@1210 ack 1200\n"
                "@1220 dispatch 2 4\n"
                "@1500 tick\n"
                "@1501 tick\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/1 #41\n"
                "@1200 beat 1200 holds 1/1\n"
                "@1220 start[1] started 2/4 #42\n"
                "@1500 beat 1500 holds 1/1 2/4\n");
    }

    void repeatsItsHelloUntilTheCoordinatorAnswers() {
        compare("@1000 introduce\n@1200 tick\n@1500 tick\n@1510 ack 1500\n@1800 tick\n",
                "@1000 hello w7 boot 5\n"
                "@1200 hello w7 boot 5 beat 1200 holds\n"
                "@1500 hello w7 boot 5 beat 1500 holds\n"
                "@1800 beat 1800 holds\n");
    }

    void reportsTheEndWithTheCoordinatorsHint() {
        compare("@1000 introduce\n@1010 dispatch 1 1\n@1050 finish 0 1 1\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/1 #41\n"
                "@1050 succeeded 1/1 #41 after 40 exit 3 'said so'\n");
    }

    void doesNotReportTheStartOfWhatEndsInTheSameStep() {
        compare("@1000 introduce\n@1010 dispatch 1 1; finish 0 1 1; dispatch 2 1\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] start[0] started 2/1 #42 succeeded 1/1 #41 after 0 exit 3 'said so'\n");
    }

    void dropsWhatIsBeyondItsSlots() {
        compare("@1000 introduce\n@1010 dispatch 1 1; dispatch 2 1; dispatch 3 1\n@1020 finish 1 2 1\n"
                "@1030 dispatch 4 1\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] start[1] dropped started 1/1 #41 started 2/1 #42\n"
                "@1020 succeeded 2/1 #42 after 10 exit 3 'said so'\n"
                "@1030 start[1] started 4/1 #44\n");
    }

    void dropsEpochsItHasSeenAndOlderOnes() {
        compare("@1000 introduce\n@1010 dispatch 1 5; finish 0 1 5\n@1020 dispatch 1 5\n@1030 dispatch 1 4\n"
                "@1040 dispatch 1 6\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] succeeded 1/5 #41 after 0 exit 3 'said so'\n"
                "@1020 dropped\n"
                "@1030 dropped\n"
                "@1040 start[0] started 1/6 #41\n");
    }

    void killsWhatIsWithdrawnAndIgnoresItsOutcome() {
        compare("@1000 introduce\n@1010 dispatch 1 2\n@1020 withdraw 1 1\n@1030 withdraw 1 2\n@1040 finish 0 1 2\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/2 #41\n"
                "@1030 kill[0] 1/2\n"
                "@1040 late\n");
    }

    void dropsADispatchWhoseWithdrawalCameFirst() {
        compare("@1000 introduce\n@1010 withdraw 1 2\n@1020 dispatch 1 2\n@1030 dispatch 1 3\n",
                "@1000 hello w7 boot 5\n@1020 dropped\n@1030 start[0] started 1/3 #41\n");
    }

    void endsAnAttemptThatTakesTooLong() {
        compare("@1000 introduce\n@1010 dispatch 1 1 100; dispatch 2 1 150\n@1020 wake\n@1109 tick\n@1110 tick\n"
                "@1115 wake; finish 0 1 1\n@1160 tick\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] start[1] started 1/1 #41 started 2/1 #42\n"
                "@1020 wake 1110\n"
                "@1110 kill[0] 1/1 timed-out 1/1 #41 after 100 'Timed out after 0.1 s'\n"
                "@1115 wake 1160 late\n"
                "@1160 kill[1] 2/1 timed-out 2/1 #42 after 150 'Timed out after 0.15 s'\n");
    }

    void abandonsWithoutAWordWhenNobodyConfirmsItForALease() {
        compare("@1000 introduce\n@1010 dispatch 1 1\n@1200 tick; ack 1200\n@1500 tick\n@1800 tick\n@2100 tick\n"
                "@2199 tick; wake\n@2200 tick\n@2210 finish 0 1 1\n@2220 dispatch 2 1\n@2400 tick; ack 2400; dispatch "
                "3 1\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/1 #41\n"
                "@1200 beat 1200 holds 1/1\n"
                "@1500 beat 1500 holds 1/1\n"
                "@1800 beat 1800 holds 1/1\n"
                "@2100 beat 2100 holds 1/1\n"
                "@2199 wake 2200\n"
                "@2200 kill[0] 1/1\n"
                "@2210 late\n"
                "@2220 dropped\n"
                "@2400 start[0] started 3/1 #43 beat 2400 holds\n");
    }

    void sleepingAlongWithItsCoordinatorAsksBeforeItAbandons() {
        compare("@1000 introduce\n@1010 dispatch 1 1\n@1200 tick; ack 1200\n@9000 tick\n@9010 ack 9000\n@9299 tick\n"
                "@9300 tick\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/1 #41\n"
                "@1200 beat 1200 holds 1/1\n"
                "@9000 beat 9000 holds 1/1\n"
                "@9300 beat 9300 holds 1/1\n",
                2, true);
    }

    void sleepingAlongAbandonsWhenNoAnswerComesWithinTheGrace() {
        compare("@1000 introduce\n@1010 dispatch 1 1\n@1200 tick; ack 1200\n@9010 tick\n@9300 tick\n@9310 tick\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/1 #41\n"
                "@1200 beat 1200 holds 1/1\n"
                "@9010 beat 9010 holds 1/1\n"
                "@9300 beat 9300 holds 1/1\n"
                "@9310 kill[0] 1/1\n",
                2, true);
    }

    void notColocatedItAbandonsAtOnceAfterAGap() {
        compare("@1000 introduce\n@1010 dispatch 1 1\n@1200 tick; ack 1200\n@9000 tick\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/1 #41\n"
                "@1200 beat 1200 holds 1/1\n"
                "@9000 kill[0] 1/1 hello w7 boot 5 beat 9000 holds\n");
    }

    void aNoticedGapUsesUpNoTimeOut() {
        // 8 s asleep beyond the heartbeat that was due at 1200: the time-out moves from 2010 to 9810.
        compare("@1000 introduce\n@1010 dispatch 1 1 1000\n@1020 ack 1000\n@9000 tick; wake\n@9010 ack 9000\n"
                "@9300 tick; ack 9300\n@9600 tick; ack 9600\n@9809 tick\n@9810 tick\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/1 #41\n"
                "@9000 wake 9300 beat 9000 holds 1/1\n"
                "@9300 beat 9300 holds 1/1\n"
                "@9600 beat 9600 holds 1/1\n"
                "@9810 kill[0] 1/1 timed-out 1/1 #41 after 8800 'Timed out after 1 s'\n",
                2, true);
    }

    void drainsByFinishingAndThenLeaves() {
        compare("@1000 introduce\n@1010 dispatch 1 1\n@1020 drain\n@1030 dispatch 2 1\n@1040 finish 0 1 1\n"
                "@1050 dispatch 3 1\n@1200 tick\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/1 #41\n"
                "@1030 dropped released 2/1 #42 after 0\n"
                "@1040 succeeded 1/1 #41 after 30 exit 3 'said so' goodbye boot 5\n"
                "@1050 dropped\n");
    }

    void leavingHandsBackWhatItHolds() {
        compare("@1000 introduce\n@1010 dispatch 1 1; dispatch 2 9\n@1100 leave; dispatch 3 1\n@1110 leave\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] start[1] started 1/1 #41 started 2/9 #42\n"
                "@1100 dropped kill[0] 1/1 kill[1] 2/9 released 1/1 #41 after 90 released 2/9 #42 after 90 "
                "released 3/1 #43 after 0 goodbye boot 5\n");
    }

    void anIdleWorkerLeavesAtOnce() {
        compare("@1000 introduce\n@1100 drain\n", "@1000 hello w7 boot 5\n@1100 goodbye boot 5\n");
    }

    void ignoresAConfirmationFromTheFuture() {
        compare("@1000 introduce\n@1010 dispatch 1 1; ack 5000\n@1020 wake\n@2000 tick\n",
                "@1000 hello w7 boot 5\n"
                "@1010 start[0] started 1/1 #41\n"
                "@1020 wake 1200\n"
                "@2000 kill[0] 1/1 hello w7 boot 5 beat 2000 holds\n");
    }

    void countsWhatItDropped() {
        Script script{1, false};
        script.run("@1000 introduce\n@1010 dispatch 1 1; dispatch 2 1; dispatch 1 1\n@1020 withdraw 1 1\n"
                   "@1030 dispatch 3 1 50\n@1080 tick\n@1090 dispatch 4 1\n@2500 tick; dispatch 5 1\n@2510 ack 2500\n"
                   "@2520 dispatch 6 1\n@2530 leave; finish 0 6 1\n");
        const HostCounters &c = script.counters();
        QCOMPARE(c.accepted, 4U);
        QCOMPARE(c.droppedFull, 1U);
        QCOMPARE(c.droppedStale, 1U);
        QCOMPARE(c.droppedExpired, 1U);
        QCOMPARE(c.withdrawn, 1U);
        QCOMPARE(c.timedOut, 1U);
        QCOMPARE(c.abandoned, 1U);
        QCOMPARE(c.released, 1U);
        QCOMPARE(c.lateOutcomes, 1U);
    }

    void allMachinesOfAProcessBeatTogether() {
        FromHosts batch;
        HostOutputs out;
        out.messages = &batch;
        std::vector<HostMachine> machines;
        for (std::uint32_t i = 1; i <= 100; ++i) {
            machines.emplace_back(HostConfig{.worker = {i}});
            machines.back().introduce(Instant{milliseconds{4000 + i}}, out);
        }
        for (const HostMachine &machine : machines) QCOMPARE(machine.nextWake(), Instant{milliseconds{6000}});
    }
};

QTEST_GUILESS_MAIN(TestHostMachine)
#include "tst_host_machine.moc"
