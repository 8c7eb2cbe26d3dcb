// "Copy as command" of the window against the parser of qdctl.
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <sstream>

#include "app/qdctl/command_line.h"
#include "ui/pages/common/command_line.h"

using namespace qd;

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

} // namespace

class TstCopiedCommands : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private slots:
    void everyCopiedCommandIsOneThatQdctlTakes_data() {
        QTest::addColumn<QString>("line");
        const LedgerId ledger{0x9c41e0};
        const WallTime now{std::chrono::hours{24}};
        const auto row = [&](const char *name, const CommandBody &body, const QString &reason = {}) {
            QTest::newRow(name) << ui::commandLine(body, ledger, now, reason);
        };
        TaskSelection ids;
        ids.filter.ids = {{7}, {8}};
        TaskSelection filter;
        filter.filter.states = TaskFilter::bit(TaskState::Queued) | TaskFilter::bit(TaskState::Failed);
        filter.filter.text = "it's $HOME; \"late\"";
        filter.filter.queue = "my queue";
        TaskSelection old = filter; // Only what is final can be older than something.
        old.filter.finishedBefore = std::chrono::hours{2};
        TaskSelection typed;
        typed.filter.expression = "state:failed or (name:\"it's late\" !tag:x age>30s)";
        row("cancel what was typed", CancelTasks{typed});
        row("cancel ids", CancelTasks{ids}, u("wrong -- input"));
        row("cancel by filter", CancelTasks{filter});
        row("suspend all", SuspendTasks{});
        row("resume", ResumeTasks{ids});
        row("retry", RetryTasks{old});
        row("requeue", RequeueTasks{ids});
        row("reprioritise", ReprioritiseTasks{filter, 9});
        row("purge", PurgeTasks{old}, u("old"));
        Override lease;
        lease.kind = OverrideKind::PauseQueue;
        lease.target = "my queue";
        lease.reason = "it's late";
        lease.expiresAt = now + std::chrono::minutes{15};
        row("pause queue", Impose{lease});
        lease.kind = OverrideKind::PauseAll;
        lease.target.clear();
        lease.expiresAt = kNoWallTime;
        row("pause all", Impose{lease});
        lease.kind = OverrideKind::PoolSize;
        lease.value = 12;
        row("resize", Impose{lease});
        row("resize auto", Lift{OverrideKind::PoolSize, {}});
        row("resume worker", Lift{OverrideKind::PauseWorker, "w-3"}, u("repaired"));
        row("resume all", Lift{OverrideKind::PauseAll, {}});
        row("revert", RevertOverrides{{OverrideId{4}, OverrideId{5}}});
        row("drain", Drain{WorkerId{3}});
        row("drain all", Drain{});
        SubmitTasks submit;
        submit.tasks.resize(1);
        submit.tasks[0].type = "synthetic";
        submit.tasks[0].name = "it's mine";
        submit.tasks[0].payload = "{\n  \"ms\": 20\n}";
        submit.repeat = 30;
        row("submit", submit);
    }
    /// Read by a shell, parsed by qdctl: it gets as far as looking for an engine, and there is none.
    void everyCopiedCommandIsOneThatQdctlTakes() {
        QFETCH(QString, line);
        QVERIFY(line.startsWith(u("qdctl ")));
        QProcess shell;
        shell.start(u("sh"), {u("-c"), u("printf '%s\\0' ") + line.mid(6)});
        QVERIFY(shell.waitForFinished());
        std::vector<std::string> arguments;
        for (const QByteArray &word : shell.readAllStandardOutput().split('\0'))
            arguments.push_back(word.toStdString());
        arguments.pop_back();
        arguments.insert(arguments.end(), {"--data-folder", m_folder.path().toStdString()});
        std::ostringstream out;
        std::ostringstream err;
        std::istringstream in;
        ctl::Console console{.out = out, .err = err, .in = in};
        const ctl::Exit exit = ctl::runQdctl(console, arguments);
        QVERIFY2(exit == ctl::Exit::NoEngine, qPrintable(line + u("\n") + QString::fromStdString(err.str())));
    }
};

QTEST_GUILESS_MAIN(TstCopiedCommands)
#include "tst_copied_commands.moc"
