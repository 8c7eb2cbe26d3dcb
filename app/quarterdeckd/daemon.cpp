#include "app/quarterdeckd/daemon.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <optional>
#include <signal.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "app/quarterdeckd/event_log.h"
#include "app/quarterdeckd/stop_signals.h"
#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "core/http/discovery.h"
#include "core/http/http_door.h"

namespace qd::daemon {

namespace {

constexpr std::chrono::milliseconds kLookInterval{500};
constexpr std::chrono::seconds kLastPatience{10}; // After "stop now", before giving up on an orderly end.

ExitCode refuse(ExitCode code, const std::string &text) {
    fmt::print(stderr, "quarterdeckd: {}\n", text);
    return code;
}

/// The folder is made for its owner alone: ledger and token live in it.
Result<void> checkDataFolder(const std::filesystem::path &folder) {
    std::error_code code;
    std::filesystem::create_directories(folder.parent_path(), code);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return fail(ErrorCode::Io, fmt::format("cannot make the data folder {}: {}; choose another one with "
                                               "--data-folder",
                                               folder.string(), std::strerror(errno)));
    if (!std::filesystem::is_directory(folder, code))
        return fail(ErrorCode::Io, fmt::format("the data folder {} is not a folder", folder.string()));
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return fail(ErrorCode::Io, fmt::format("cannot write to the data folder {}: {}; choose another one with "
                                               "--data-folder",
                                               folder.string(), std::strerror(errno)));
    return {};
}

/// Who has announced himself in this folder, if he still lives: the ledger's own message may not know the program.
std::string holderText(const Settings &settings) {
    const auto holder = http::readEngineAddress(dataFolder(settings));
    if (!holder || (::kill(static_cast<pid_t>(holder->pid), 0) != 0 && errno != EPERM)) return {};
    return fmt::format("; {} (process {}) answers at {}. Stop that one, or give this one another "
                       "--data-folder",
                       holder->program, holder->pid, holder->url);
}

/// Everything that runs, in the order in which it was started; stop() goes backwards.
class Running {
public:
    Running(std::unique_ptr<Engine> engine, StopSignals &signals)
        : m_engine(std::move(engine)), m_signals(signals),
          m_door(*m_engine, {"quarterdeckd", QD_VERSION, [this](StopMode mode) { m_signals.request(mode); }, {}}),
          m_log(*m_engine, m_engine->settings().log.level) {}

    Result<void> start() {
        if (auto started = m_engine->start(); !started) return started;
        return m_door.start();
    }
    void announce() const {
        const Settings &settings = m_engine->settings();
        const std::string ledger =
            settings.ledger.kind == LedgerKind::Memory ? "memory (lost on exit)" : ledgerPath(settings).string();
        fmt::print("quarterdeckd {} at {}  ledger {}  token {}\n", QD_VERSION,
                   m_door.url().empty() ? "(door closed)" : m_door.url(), ledger, m_door.tokenFile().string());
        std::fflush(stdout);
        if (const std::string notice = m_door.notice(); !notice.empty()) logLine("warning", notice);
    }
    /// Until somebody wants the end. True: it was asked for; false: the engine failed.
    bool waitForEnd(StopMode &mode) {
        while (true) {
            const Wake wake = m_signals.wait(kLookInterval, mode);
            m_log.write();
            if (wake == Wake::Signal || wake == Wake::Request) return true;
            if (m_engine->snapshot()->phase == EnginePhase::Failed) return false;
        }
    }
    /// Door, engine, files. On a thread of its own, so that a second signal is heard meanwhile.
    bool stop(StopMode mode) {
        logLine("info", mode == StopMode::Drain ? "stopping: running tasks may finish" : "stopping now");
        const Duration total = m_engine->settings().shutdown.total;
        std::thread stopper{[this, mode] {
            m_door.stop();
            m_engine->stop(mode);
            m_signals.announceStopped();
        }};
        const bool isStopped = waitForStop(mode, bootNow() + total);
        // Otherwise it hangs: joining would hang too, and main() ends the process.
        if (isStopped)
            stopper.join();
        else
            stopper.detach();
        if (m_hurry.joinable()) isStopped ? m_hurry.join() : m_hurry.detach();
        m_log.write();
        return isStopped;
    }

private:
    bool waitForStop(StopMode mode, Instant deadline) {
        int signals = 0;
        while (true) {
            StopMode asked = StopMode::Drain;
            const Wake wake = m_signals.wait(std::min<Duration>(deadline - bootNow(), kLookInterval), asked);
            m_log.write();
            if (wake == Wake::Stopped) return true;
            if (wake == Wake::Signal && ++signals >= 2) return false;
            const bool isLate = bootNow() >= deadline;
            const bool isHurry = wake == Wake::Signal || (wake == Wake::Request && asked == StopMode::Now) || isLate;
            if (!isHurry) continue;
            if (isLate && (mode == StopMode::Now || m_hurry.joinable())) return false;
            if (mode == StopMode::Now || m_hurry.joinable()) continue;
            logLine("warning", isLate ? "stopping takes longer than shutdown.total: stopping now" : "stopping now");
            deadline = bootNow() + kLastPatience;
            m_hurry = std::thread{[this] { m_engine->stop(StopMode::Now); }};
        }
    }

    std::unique_ptr<Engine> m_engine;
    StopSignals &m_signals;
    http::HttpDoor m_door;
    EventLog m_log;
    std::thread m_hurry;
};

ExitCode runEngine(const Settings &settings) {
    setLogFormat(settings.log.json);
    StopSignals signals; // Before the first thread.
    auto engine = makeEngine(settings, nullptr);
    if (!engine)
        return engine.error().code == ErrorCode::Conflict
                   ? refuse(ExitCode::LedgerHeld, engine.error().detail + holderText(settings))
                   : refuse(ExitCode::Failure, engine.error().detail);
    std::optional<Running> running{std::in_place, std::move(*engine), signals};
    if (auto started = running->start(); !started) {
        static_cast<void>(running->stop(StopMode::Now));
        return refuse(ExitCode::Failure, started.error().detail);
    }
    running->announce();
    StopMode mode = StopMode::Drain;
    const bool isAsked = running->waitForEnd(mode);
    if (!isAsked) logLine("error", "the engine has failed; see above");
    if (!running->stop(isAsked ? mode : StopMode::Now)) {
        logLine("error", "the engine did not stop in time; the ledger recovers at the next start");
        std::fflush(nullptr);
        std::_Exit(static_cast<int>(ExitCode::Failure)); // Threads that hang would hang the destructors as well.
    }
    running.reset(); // Waits for programs that take their time to end: not stopped before that.
    logLine("info", "stopped");
    return isAsked ? ExitCode::Ok : ExitCode::Failure;
}

} // namespace

ExitCode run(const Options &options) {
    const SettingsLoad loaded = loadSettings(options.config, options.flags);
    if (!loaded.errors.empty()) {
        for (const std::string &error : loaded.errors) fmt::print(stderr, "quarterdeckd: {}\n", error);
        return ExitCode::Usage;
    }
    if (options.printSettings) {
        fmt::print("{}", settingsAsToml(loaded.settings));
        return ExitCode::Ok;
    }
    if (auto checked = checkDataFolder(dataFolder(loaded.settings)); !checked)
        return refuse(ExitCode::Failure, checked.error().detail);
    return runEngine(loaded.settings);
}

} // namespace qd::daemon
