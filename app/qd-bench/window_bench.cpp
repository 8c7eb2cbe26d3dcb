// The window as a stranger meets it: a process started from outside, timed from exec to what it shows. The window
// says on standard output when it has painted and when the demonstration is live (--report-times); the clock is the
// machine's boot clock, so both processes mean the same.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <thread>

#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/qd-bench/bench.h"
#include "core/base/time.h"

namespace qd::bench {

namespace {

std::string windowProgram(const Options &options) {
    if (!options.window.empty()) return options.window;
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return (self.parent_path().parent_path() / "quarterdeck" / "quarterdeck").string();
}

/// The window as a process of its own, ended when this goes.
class WindowProcess {
public:
    [[nodiscard]] static Result<std::unique_ptr<WindowProcess>> start(const Options &options,
                                                                      const std::vector<std::string> &arguments) {
        const std::string program = windowProgram(options);
        if (!std::filesystem::exists(program))
            return fail(ErrorCode::NotFound,
                        fmt::format("There is no window program {}; name it with --window", program));
        int ends[2] = {-1, -1};
        if (pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorCode::Io, "pipe failed");
        std::vector<std::string> words{program};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char *> argv;
        for (std::string &word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        auto out = std::unique_ptr<WindowProcess>(new WindowProcess);
        out->m_start = bootNow();
        out->m_child = fork();
        if (out->m_child == 0) {
            dup2(ends[1], STDOUT_FILENO);
            if (!std::getenv("DISPLAY") && !std::getenv("WAYLAND_DISPLAY")) setenv("QT_QPA_PLATFORM", "offscreen", 1);
            execv(program.c_str(), argv.data());
            _exit(127);
        }
        close(ends[1]);
        out->m_output = ends[0];
        return out;
    }
    ~WindowProcess() {
        close(m_output);
        kill(m_child, SIGTERM);
        int status = 0;
        for (int i = 0; i < 100; ++i) {
            if (waitpid(m_child, &status, WNOHANG) != 0) return;
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
        kill(m_child, SIGKILL);
        waitpid(m_child, &status, 0);
    }
    WindowProcess(const WindowProcess &) = delete;
    WindowProcess &operator=(const WindowProcess &) = delete;

    /// Waits for the line `mark <boot ns>`; answers the milliseconds from exec.
    [[nodiscard]] Result<double> waitFor(const std::string &mark, int patienceSeconds) const {
        std::string text;
        const Instant end = m_start + std::chrono::seconds{patienceSeconds};
        while (bootNow() < end) {
            pollfd waiting{m_output, POLLIN, 0};
            if (poll(&waiting, 1, 200) <= 0) continue;
            char buffer[4096];
            const ssize_t got = read(m_output, buffer, sizeof buffer);
            if (got <= 0) break;
            text.append(buffer, static_cast<std::size_t>(got));
            const auto at = text.find(mark + " ");
            if (at == std::string::npos || text.find('\n', at) == std::string::npos) continue;
            const Instant when{Duration{std::strtoll(text.c_str() + at + mark.size() + 1, nullptr, 10)}};
            return std::chrono::duration<double, std::milli>(when - m_start).count();
        }
        return fail(ErrorCode::Timeout,
                    fmt::format("The window did not say \"{}\" within {} s", mark, patienceSeconds));
    }
    /// Seconds of processor time so far: of the GUI's thread (the first one), or of all.
    [[nodiscard]] double processorTime(bool onlyGui) const {
        const std::string file =
            onlyGui ? fmt::format("/proc/{0}/task/{0}/stat", m_child) : fmt::format("/proc/{}/stat", m_child);
        std::ifstream in{file};
        std::string line;
        std::getline(in, line);
        const auto name = line.rfind(')'); // The program's name may hold anything.
        if (name == std::string::npos) return 0;
        std::istringstream fields{line.substr(name + 1)};
        std::string word;
        double ticks = 0;
        for (int field = 3; field <= 15 && fields >> word; ++field)
            if (field >= 14) ticks += std::strtod(word.c_str(), nullptr);
        return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
    }
    /// Megabytes in memory now.
    [[nodiscard]] double memory() const {
        std::ifstream in{fmt::format("/proc/{}/statm", m_child)};
        double pages = 0;
        in >> pages >> pages;
        return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
    }

private:
    WindowProcess() = default;
    pid_t m_child = -1;
    int m_output = -1;
    Instant m_start{};
};

Result<double> timeTo(const Options &options, const std::vector<std::string> &arguments, const std::string &mark,
                      int patienceSeconds) {
    const auto window = WindowProcess::start(options, arguments);
    if (!window) return std::unexpected(window.error());
    return (*window)->waitFor(mark, patienceSeconds);
}

/// Shares of one core over `seconds`, once it has settled.
Result<std::pair<double, double>> shareOf(const Options &options, const std::vector<std::string> &arguments) {
    const ScratchFolder folder{options};
    std::vector<std::string> words{"--report-times", "--memory", "--size", "1920x1080", "--data-folder", folder.path()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const auto window = WindowProcess::start(options, words);
    if (!window) return std::unexpected(window.error());
    if (auto painted = (*window)->waitFor("first-paint", 30); !painted) return std::unexpected(painted.error());
    std::this_thread::sleep_for(std::chrono::seconds{5});
    const Instant from = bootNow();
    const double gui = (*window)->processorTime(true);
    const double all = (*window)->processorTime(false);
    std::this_thread::sleep_for(std::chrono::duration<double>{options.seconds});
    const double span = std::chrono::duration<double>(bootNow() - from).count();
    return std::pair{((*window)->processorTime(true) - gui) / span, ((*window)->processorTime(false) - all) / span};
}

} // namespace

Result<std::vector<Figure>> uiStart(const Options &options) {
    Figure figure{.name = "ui.start",
                  .unit = "ms",
                  .values = {},
                  .ceilings = {},
                  .extras = {},
                  .note = "exec to first paint, empty ledger"};
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        const auto ms = timeTo(options, {"--report-times", "--data-folder", folder.path()}, "first-paint", 30);
        if (!ms) return std::unexpected(ms.error());
        figure.values.push_back(*ms);
    }
    Figure full{.name = "ui.start.full",
                .unit = "ms",
                .values = {},
                .ceilings = {},
                .extras = {},
                .note = fmt::format("exec to first paint, {} unfinished tasks in the ledger", options.rows)};
    const ScratchFolder folder{options};
    if (auto made = fillLedger(folder.path() + "/ledger.db", options.rows); !made) return std::unexpected(made.error());
    for (int run = 0; run < options.runs; ++run) {
        const auto ms = timeTo(options, {"--report-times", "--data-folder", folder.path()}, "first-paint", 30);
        if (!ms) return std::unexpected(ms.error());
        full.values.push_back(*ms);
    }
    return std::vector{figure, full};
}

Result<std::vector<Figure>> uiDemo(const Options &options) {
    Figure figure{.name = "ui.demo",
                  .unit = "ms",
                  .values = {},
                  .ceilings = {},
                  .extras = {},
                  .note = "exec to >= 8 workers, busy and idle by load, throughput > 0, two plotted points"};
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        const auto ms = timeTo(options, {"--report-times", "--demo", "--data-folder", folder.path()}, "demo-live", 60);
        if (!ms) return std::unexpected(ms.error());
        figure.values.push_back(*ms);
    }
    return std::vector{figure};
}

Result<std::vector<Figure>> uiCpu(const Options &options) {
    struct Case {
        const char *name;
        const char *note;
        std::vector<std::string> arguments;
    };
    // 334 tasks a second are submitted, dispatched and ended: 1 000 events.
    const Case cases[] = {{"ui.cpu.busy",
                           "share of a core, GUI thread, Overview; 1 000 workers, 1 000 events/s",
                           {"--load", "334", "--set", "pool.workers=1000"}},
                          {"ui.cpu.quiet", "share of a core, GUI thread, Overview; idle engine", {}}};
    std::vector<Figure> out;
    for (const Case &one : cases) {
        Figure figure{.name = one.name, .unit = "cores", .values = {}, .ceilings = {}, .extras = {}, .note = one.note};
        std::vector<double> whole;
        for (int run = 0; run < options.runs; ++run) {
            const auto share = shareOf(options, one.arguments);
            if (!share) return std::unexpected(share.error());
            figure.values.push_back(share->first);
            whole.push_back(share->second);
        }
        figure.extras = {{"process", median(whole)}};
        out.push_back(std::move(figure));
    }
    return out;
}

} // namespace qd::bench
