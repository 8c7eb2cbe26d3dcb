#include <QtCore/QLocale>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTemporaryDir>
#include <QtWidgets/QApplication>
#include <cstdio>
#include <exception>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "app/quarterdeck/control_room.h"
#include "app/quarterdeck/engine_host.h"
#include "app/quarterdeck/options.h"
#include "core/base/allocator.h"
#include "core/config/settings.h"
#include "ui/translations/ts_translator.h"

namespace {

int g_signalEnds[2] = {-1, -1}; ///< The handler writes one end, the event loop reads the other.

void onSignal(int) {
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(g_signalEnds[0], &byte, 1);
}

/// SIGTERM and SIGINT: stop in order; the second one stops now, the third ends the process.
void listenForSignals(qd::app::ControlRoom &room) {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, g_signalEnds) != 0) return;
    auto *notifier = new QSocketNotifier(g_signalEnds[1], QSocketNotifier::Read, &room);
    QObject::connect(notifier, &QSocketNotifier::activated, &room, [&room, count = 0]() mutable {
        char byte = 0;
        while (::read(g_signalEnds[1], &byte, 1) > 0) ++count;
        if (count > 2) ::_exit(1);
        room.quit(count == 1 ? qd::StopMode::Drain : qd::StopMode::Now);
    });
    struct sigaction action{};
    action.sa_handler = onSignal;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
    // A client or a child that hangs up is an error to read, not the end of the window.
    action.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &action, nullptr);
}

/// The demonstration's own settings come first: what is given by hand wins.
std::vector<std::string> flagsOf(const qd::app::Options &options, const QTemporaryDir &throwAway) {
    std::vector<std::string> flags;
    if (options.demo) {
        flags = {"ledger.kind=memory", "pool.workers=12", "door.port=0",
                 "data_folder=" + throwAway.path().toStdString()};
    }
    flags.insert(flags.end(), options.flags.begin(), options.flags.end());
    return flags;
}

/// Qt ends the process when there is nothing to open a window on, and advises to install it again. Installed while the
/// application is made; what is said then is for people.
void explainMissingDisplay(QtMsgType type, const QMessageLogContext &, const QString &text) {
    if (type != QtFatalMsg) {
        std::fprintf(stderr, "quarterdeck: %s\n", qPrintable(text));
        return;
    }
    std::fputs("No window can open here. The same engine runs without one: quarterdeckd, or packaging/run.sh "
               "--headless\n",
               stderr);
    ::_exit(1); // Qt would dump a core.
}

int run(QApplication &application, const qd::app::Options &options) {
    const QTemporaryDir throwAway; // Goes when the program ends.
    const qd::SettingsLoad load = qd::loadSettings(options.config, flagsOf(options, throwAway));
    if (!load.errors.empty()) {
        for (const std::string &error : load.errors) std::fprintf(stderr, "quarterdeck: %s\n", error.c_str());
        return 2;
    }
    qd::ui::installTranslations(QLocale());
    qd::ui::ThemeManager themes(qd::app::ControlRoom::themeChoice(options));
    themes.setZoom(qd::app::ControlRoom::zoomPercent(options));
    qd::app::EngineHost host(load.settings);
    qd::app::ControlRoom room(host, themes, options);
    listenForSignals(room);
    room.show();
    return application.exec();
}

} // namespace

int main(int argc, char **argv) {
    qd::settleAllocator();
    try {
        QStringList arguments;
        for (int i = 0; i < argc; ++i) arguments << QString::fromLocal8Bit(argv[i]);
        const qd::app::Parsed parsed = qd::app::parseOptions(arguments); // Before a display is needed.
        if (parsed.leave) {
            std::fputs(qPrintable(parsed.leave->text), parsed.leave->code == 0 ? stdout : stderr);
            return parsed.leave->code;
        }
        // Qt fills areas of 64 lines and more on threads of its own and waits for them. Beside a busy engine they wait
        // for a core, and the window with them: that was half of its longest turns.
        if (!qEnvironmentVariableIsSet("QT_NO_GUI_THREADPOOL")) qputenv("QT_NO_GUI_THREADPOOL", "1");
        const QtMessageHandler usual = qInstallMessageHandler(explainMissingDisplay);
        QApplication application(argc, argv);
        qInstallMessageHandler(usual);
        QApplication::setApplicationName(QStringLiteral("quarterdeck"));
        QApplication::setApplicationDisplayName(QStringLiteral("Quarterdeck"));
        QApplication::setOrganizationName(QStringLiteral("quarterdeck"));
        QApplication::setQuitOnLastWindowClosed(false); // The engine stops first.
        return run(application, parsed.options);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "quarterdeck: %s\n", error.what());
        return 1;
    }
}
