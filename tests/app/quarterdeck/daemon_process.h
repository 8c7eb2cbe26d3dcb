#pragma once
// Another engine on the same data folder, as a process of its own.

#include <QtCore/QProcess>
#include <QtCore/QString>

namespace qd::test {

class DaemonProcess {
public:
    explicit DaemonProcess(const QString &folder) {
        QProcessEnvironment environment; // Nothing of whoever runs the tests.
        environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
        environment.insert(QStringLiteral("HOME"), QStringLiteral("/nonexistent"));
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(QD_DAEMON),
                        {QStringLiteral("--data-folder"), folder, QStringLiteral("--port"), QStringLiteral("0")});
        QByteArray output;
        while (!output.contains('\n') && m_process.waitForReadyRead(20'000))
            output += m_process.readAllStandardOutput();
        m_serves = output.contains('\n');
    }
    ~DaemonProcess() {
        if (m_process.state() == QProcess::NotRunning) return;
        m_process.kill();
        m_process.waitForFinished();
    }
    DaemonProcess(const DaemonProcess &) = delete;
    DaemonProcess &operator=(const DaemonProcess &) = delete;

    [[nodiscard]] bool serves() const { return m_serves; }
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

private:
    QProcess m_process;
    bool m_serves = false;
};

} // namespace qd::test
