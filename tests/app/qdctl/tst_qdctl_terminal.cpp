#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QTest>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// The program qdctl in a terminal of its own.
class Terminal {
public:
    /// `typedBefore` is in the terminal's buffer before the program starts.
    Terminal(std::vector<std::string> words, const std::string &typedBefore) {
        int gate[2] = {};
        if (pipe(gate) != 0) qFatal("no pipe");
        std::vector<char *> arguments;
        for (std::string &word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        m_pid = forkpty(&m_file, nullptr, nullptr, nullptr);
        if (m_pid == 0) {
            char c = 0;
            close(gate[1]);
            (void)!read(gate[0], &c, 1);
            execv(QD_QDCTL, arguments.data());
            _exit(127);
        }
        type(typedBefore);
        close(gate[0]);
        close(gate[1]);
    }
    ~Terminal() {
        close(m_file);
        if (m_pid > 0 && !m_isReaped) kill(m_pid, SIGKILL);
        (void)exitCode();
    }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    void type(const std::string &text) { (void)!write(m_file, text.data(), text.size()); }
    /// All that was shown so far; waits a little for more.
    QString screen() {
        pollfd wanted{m_file, POLLIN, 0};
        char buffer[4096];
        if (poll(&wanted, 1, 20) > 0)
            if (const ssize_t count = read(m_file, buffer, sizeof buffer); count > 0)
                m_screen += QString::fromUtf8(buffer, static_cast<int>(count));
        return m_screen;
    }
    int exitCode() {
        if (!m_isReaped) waitpid(m_pid, &m_status, 0);
        m_isReaped = true;
        return WIFEXITED(m_status) ? WEXITSTATUS(m_status) : -1;
    }

private:
    int m_file = -1;
    pid_t m_pid = -1;
    int m_status = 0;
    bool m_isReaped = false;
    QString m_screen;
};

} // namespace

/// What only the program itself shows: questions at a terminal, flushed output, an engine that stops under it.
class TestQdctlTerminal : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("HOME", m_folder->path().toUtf8());
        qputenv("XDG_CONFIG_HOME", m_folder->filePath(QStringLiteral("config")).toUtf8());
        qputenv("XDG_DATA_HOME", m_folder->filePath(QStringLiteral("share")).toUtf8());
        qputenv("QD_DATA_FOLDER", m_folder->filePath(QStringLiteral("data")).toUtf8());
        qputenv("QD_DOOR_PORT", "0");
        startEngine();
    }
    void cleanup() {
        if (m_engine->state() != QProcess::NotRunning) {
            m_engine->terminate();
            QVERIFY(m_engine->waitForFinished(45'000));
        }
    }

    void doesNotTakeForAnAnswerWhatWasPastedBefore() {
        Terminal terminal({"qdctl", "allow", "md5sum"}, "qdctl submit command -- md5sum /etc/hostname\n");
        QTRY_VERIFY(terminal.screen().contains(QStringLiteral("Go on? [y/N] ")));
        terminal.type("y\n");
        QTRY_VERIFY(terminal.screen().contains(QStringLiteral("Allowed md5sum.")));
        QCOMPARE(terminal.exitCode(), 0);
    }

    void doesNothingWithoutAYes() {
        Terminal terminal({"qdctl", "allow", "md5sum"}, "y\n"); // typed ahead: nobody has read the question by then
        QTRY_VERIFY(terminal.screen().contains(QStringLiteral("Go on? [y/N] ")));
        terminal.type("\n");
        QTRY_VERIFY(terminal.screen().contains(QStringLiteral("Nothing was done.")));
        QCOMPARE(terminal.exitCode(), 1);
    }

    void printsTheIdsBeforeItWaits() {
        QProcess submit;
        submit.start(QStringLiteral(QD_QDCTL), {QStringLiteral("submit"), QStringLiteral("synthetic"),
                                                QStringLiteral("{\"ms\":600000}"), QStringLiteral("--wait")});
        QByteArray out;
        QTRY_VERIFY((submit.waitForReadyRead(100), out += submit.readAllStandardOutput(), out.contains('\n')));
        QVERIFY2(out.startsWith("Submitted 1 task: "), out.constData());
        submit.kill();
        QVERIFY(submit.waitForFinished());
        QCOMPARE(qdctl({"cancel", "--all", "--yes"}), 0);
    }

    void tellsThatReasonsWentWithTheEngineBefore() {
        QCOMPARE(qdctl({"submit", "synthetic", "--wait"}), 0);
        const QString id = m_out.section(QStringLiteral(": "), 1).section(QLatin1Char('\n'), 0, 0);
        QCOMPARE(qdctl({"shutdown", "--now", "--yes"}), 0);
        QVERIFY(m_engine->waitForFinished(45'000));
        startEngine();
        QCOMPARE(qdctl({QStringLiteral("why"), id}), 0);
        QVERIFY2(m_out.contains(QStringLiteral("after the task's last change")), qPrintable(m_out));
    }

    void stopsTheEngineAndSaysThatItIsStopping() {
        QCOMPARE(qdctl({"submit", "synthetic", "{\"ms\":600000}"}), 0);
        QTRY_VERIFY((qdctl({"tasks", "--state", "running"}), m_out.contains(QStringLiteral("running"))));
        QCOMPARE(qdctl({"shutdown"}), 2); // nobody to ask
        QCOMPARE(qdctl({"shutdown", "--yes"}), 0);
        QVERIFY2(m_out.contains(QStringLiteral("is stopping. Running tasks may finish")), qPrintable(m_out));
        // The door may still tell it itself; once it is closed, the lock on the ledger does.
        QTRY_VERIFY((qdctl({"status"}), m_out + m_err).contains(QStringLiteral("stopping")));
        QVERIFY2(!m_err.contains(QStringLiteral("No engine is running")), qPrintable(m_err));
        m_engine->terminate(); // the second time: at once
        QVERIFY(m_engine->waitForFinished(45'000));
        QCOMPARE(qdctl({"status"}), 3);
        QVERIFY2(m_err.contains(QStringLiteral("No engine is running")), qPrintable(m_err));
        QCOMPARE(qdctl({"ledger", "check"}), 3);
        QVERIFY2(m_err.contains(QStringLiteral("qdctl ledger check --offline")), qPrintable(m_err));
        QCOMPARE(qdctl({"ledger", "check", "--offline"}), 0);
        damageLedger();
        QCOMPARE(qdctl({"ledger", "check", "--offline"}), 1);
        QVERIFY2(!(m_out + m_err).contains(QStringLiteral("sound")), qPrintable(m_out + m_err));
    }

private:
    void startEngine() {
        m_engine = std::make_unique<QProcess>();
        m_engine->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_engine->start(QStringLiteral(QD_QUARTERDECKD), QStringList{});
        QVERIFY(m_engine->waitForStarted());
        QTRY_COMPARE_WITH_TIMEOUT(qdctl({"status"}), 0, 20'000);
    }
    int qdctl(const QStringList &words) {
        QProcess process;
        process.start(QStringLiteral(QD_QDCTL), words);
        process.waitForFinished();
        m_out = QString::fromUtf8(process.readAllStandardOutput());
        m_err = QString::fromUtf8(process.readAllStandardError());
        return process.exitCode();
    }
    int qdctl(std::initializer_list<const char *> words) {
        QStringList list;
        for (const char *word : words) list << QString::fromUtf8(word);
        return qdctl(list);
    }
    void damageLedger() {
        std::fstream file(m_folder->filePath(QStringLiteral("data/ledger.db")).toStdString(),
                          std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096);
        for (int i = 0; i < 8'192; ++i) file.put('x');
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_engine;
    QString m_out;
    QString m_err;
};

QTEST_GUILESS_MAIN(TestQdctlTerminal)
#include "tst_qdctl_terminal.moc"
