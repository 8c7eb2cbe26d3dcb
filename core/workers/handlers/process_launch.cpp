#include "core/workers/handlers/process_launch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h> // glibc 2.36 declares pidfd_open without extern "C".
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <vector>

namespace qd {

namespace {

enum class Stage : int { ParentGone, Folder, Pipes, Program };

/// What the child reports when it cannot become the program.
struct Report {
    Stage stage = Stage::Program;
    int code = 0;
};

/// All that the child needs, made before the fork: afterwards nothing may be allocated.
struct Plan {
    const char *program;
    char *const *arguments;
    char *const *environment;
    const char *folder;
    int input;
    int output;
    int errorOutput;
    int report;
    pid_t host;
    const ChildRegistry *registry;
    std::uint32_t slot;
};

struct Pipe {
    FileHandle read;
    FileHandle write;
};

/// Both ends above 2, so that dup2() onto 0, 1, 2 in the child never hits another pipe's end.
bool makePipe(Pipe &made) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    made.read = FileHandle(ends[0]);
    made.write = FileHandle(ends[1]);
    for (FileHandle *end : {&made.read, &made.write})
        if (end->get() <= 2) {
            const int higher = ::fcntl(end->get(), F_DUPFD_CLOEXEC, 3);
            if (higher < 0) return false;
            *end = FileHandle(higher);
        }
    return true;
}

[[noreturn]] void giveUp(const Plan &plan, Stage stage, int code) noexcept {
    const Report report{stage, code};
    [[maybe_unused]] const ssize_t written = ::write(plan.report, &report, sizeof report);
    ::_exit(127);
}

void resetSignals() noexcept {
    struct sigaction standard = {};
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number)
        if (number != SIGKILL && number != SIGSTOP) ::sigaction(number, &standard, nullptr);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Between vfork and exec: async-signal-safe calls only, on memory that still belongs to the parent.
[[noreturn]] void becomeProgram(const Plan &plan) noexcept {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The host may have died before the line above: then nobody would send that signal any more.
    if (::getppid() != plan.host) giveUp(plan, Stage::ParentGone, ESRCH);
    ::setpgid(0, 0);
    if (plan.registry) plan.registry->enterSelf(plan.slot);
    if (plan.folder && ::chdir(plan.folder) != 0) giveUp(plan, Stage::Folder, errno);
    if (::dup2(plan.input, 0) < 0 || ::dup2(plan.output, 1) < 0 || ::dup2(plan.errorOutput, 2) < 0)
        giveUp(plan, Stage::Pipes, errno);
    // Whatever a library opened without O_CLOEXEC stays here.
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    resetSignals();
    ::execve(plan.program, plan.arguments, plan.environment);
    giveUp(plan, Stage::Program, errno);
}

/// vfork: a host with gigabytes of tasks must not copy its page tables for every child. In a function of its own, so
/// that no variable lives across its two returns.
[[gnu::noinline]] pid_t forkInto(const Plan &plan) {
    const pid_t pid = ::vfork();
    if (pid == 0) becomeProgram(plan);
    return pid;
}

std::vector<char *> pointers(const std::vector<std::string> &texts) {
    std::vector<char *> out;
    out.reserve(texts.size() + 2);
    for (const std::string &text : texts)
        out.push_back(const_cast<char *>(text.c_str())); // exec's signature; it does not write.
    return out;
}

const char *nameOf(Stage stage) noexcept {
    switch (stage) {
    case Stage::ParentGone: return "stay with its parent";
    case Stage::Folder: return "enter the folder";
    case Stage::Pipes: return "connect its input and output";
    case Stage::Program: return "start the program";
    }
    return "";
}

void reapNow(pid_t pid) noexcept {
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

void makeNonBlocking(const FileHandle &file) noexcept {
    ::fcntl(file.get(), F_SETFL, ::fcntl(file.get(), F_GETFL) | O_NONBLOCK);
}

} // namespace

std::expected<LaunchedProcess, LaunchError> launchProcess(const ProcessSpec &spec, std::string mark,
                                                          const ChildRegistry *registry, std::uint32_t slot) {
    Pipe input;
    Pipe output;
    Pipe errorOutput;
    Pipe report;
    for (Pipe *pipe : {&input, &output, &errorOutput, &report})
        if (!makePipe(*pipe)) return std::unexpected(LaunchError{errno, "make a pipe"});
    std::vector<char *> arguments = pointers(spec.arguments);
    arguments.push_back(nullptr);
    std::vector<char *> environment = pointers(spec.environment);
    environment.push_back(mark.data());
    environment.push_back(nullptr);
    const Plan plan{.program = spec.program.c_str(),
                    .arguments = arguments.data(),
                    .environment = environment.data(),
                    .folder = spec.folder.empty() ? nullptr : spec.folder.c_str(),
                    .input = input.read.get(),
                    .output = output.write.get(),
                    .errorOutput = errorOutput.write.get(),
                    .report = report.write.get(),
                    .host = ::getpid(),
                    .registry = registry,
                    .slot = slot};
    LaunchedProcess launched;
    launched.pid = forkInto(plan);
    if (launched.pid < 0) return std::unexpected(LaunchError{errno, "make a process"});
    report.write.reset();
    Report said;
    // Ends at once: exec closed the other end, or the child wrote why it did not come to that.
    ssize_t got = 0;
    while ((got = ::read(report.read.get(), &said, sizeof said)) < 0 && errno == EINTR) {
    }
    if (got == static_cast<ssize_t>(sizeof said)) {
        reapNow(launched.pid);
        return std::unexpected(LaunchError{said.code, nameOf(said.stage)});
    }
    launched.exit = FileHandle(static_cast<int>(::syscall(SYS_pidfd_open, launched.pid, 0U)));
    if (!launched.exit) {
        const int code = errno;
        ::kill(-launched.pid, SIGKILL);
        reapNow(launched.pid);
        return std::unexpected(LaunchError{code, "watch the process"});
    }
    launched.input = std::move(input.write);
    launched.output = std::move(output.read);
    launched.errorOutput = std::move(errorOutput.read);
    for (const FileHandle *file : {&launched.input, &launched.output, &launched.errorOutput}) makeNonBlocking(*file);
    return launched;
}

} // namespace qd
