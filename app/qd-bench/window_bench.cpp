// The window as a stranger meets it: a process started from outside, timed from exec to what it shows. The window
// says on standard output when it has painted and when the demonstration is live (--report-times); the clock is the
// machine's boot clock, so both processes mean the same.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
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

/// Starts the window, waits for the line `mark <boot ns>` and ends it; answers the milliseconds from exec.
Result<double> timeTo(const Options &options, const std::vector<std::string> &arguments, const std::string &mark,
                      int patienceSeconds) {
    const std::string program = windowProgram(options);
    if (!std::filesystem::exists(program))
        return fail(ErrorCode::NotFound, fmt::format("There is no window program {}; name it with --window", program));
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorCode::Io, "pipe failed");
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char *> argv;
    for (std::string &word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const Instant start = bootNow();
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        if (!std::getenv("DISPLAY") && !std::getenv("WAYLAND_DISPLAY")) setenv("QT_QPA_PLATFORM", "offscreen", 1);
        execv(program.c_str(), argv.data());
        _exit(127);
    }
    close(ends[1]);
    std::string text;
    double answer = -1;
    const Instant end = start + std::chrono::seconds{patienceSeconds};
    while (answer < 0 && bootNow() < end) {
        pollfd waiting{ends[0], POLLIN, 0};
        if (poll(&waiting, 1, 200) <= 0) continue;
        char buffer[4096];
        const ssize_t got = read(ends[0], buffer, sizeof buffer);
        if (got <= 0) break;
        text.append(buffer, static_cast<std::size_t>(got));
        if (const auto at = text.find(mark + " ");
            at != std::string::npos && text.find('\n', at) != std::string::npos) {
            const Instant when{Duration{std::strtoll(text.c_str() + at + mark.size() + 1, nullptr, 10)}};
            answer = std::chrono::duration<double, std::milli>(when - start).count();
        }
    }
    close(ends[0]);
    kill(child, SIGTERM);
    int status = 0;
    for (int i = 0; i < 100 && waitpid(child, &status, WNOHANG) == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    if (waitpid(child, &status, WNOHANG) == 0) {
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
    }
    if (answer < 0)
        return fail(ErrorCode::Timeout,
                    fmt::format("The window did not say \"{}\" within {} s", mark, patienceSeconds));
    return answer;
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

} // namespace qd::bench
