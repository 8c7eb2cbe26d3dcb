#include "core/base/file_lock.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace qd {

namespace {

constexpr std::chrono::seconds kEndingPatience{10};
constexpr std::chrono::milliseconds kLookAgain{20};

struct Holder {
    pid_t pid = 0; ///< 0 = not said.
    std::string text = "another program";
};

Holder holderOf(int file) {
    std::array<char, 256> buffer{};
    const ssize_t size = ::pread(file, buffer.data(), buffer.size() - 1, 0);
    const std::string_view text{buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    const auto line = text.find('\n');
    Holder out;
    if (line == std::string_view::npos) return out;
    const std::string_view pid = text.substr(0, line);
    const std::string_view program = text.substr(line + 1, text.find('\n', line + 1) - line - 1);
    std::from_chars(pid.data(), pid.data() + pid.size(), out.pid);
    out.text = std::string{program} + " (pid " + std::string{pid} + ")";
    return out;
}

/// Killed, and still here only because the kernel has much memory of it to give back: SIGKILL is pending, or has been
/// taken and the process has no memory any more.
bool isEnding(pid_t pid) {
    if (pid <= 0) return false;
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    if (!status) return true; // gone: the lock follows
    bool hasMemory = false;   // A process that is being ended has none to tell of.
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("State:")) {
            if (line.find_first_of("ZX", 6) != std::string::npos) return true;
        } else if (line.starts_with("SigPnd:") || line.starts_with("ShdPnd:")) {
            constexpr std::uint64_t kKill = 1ULL << (SIGKILL - 1);
            if ((std::strtoull(line.c_str() + line.find(':') + 1, nullptr, 16) & kKill) != 0) return true;
        } else if (line.starts_with("VmSize:")) {
            hasMemory = true;
        }
    }
    return !hasMemory;
}

bool writeHolder(int file, const std::string &program) {
    const std::string text = std::to_string(::getpid()) + "\n" + program.substr(0, 200) + "\n";
    return ::ftruncate(file, 0) == 0 &&
           ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

} // namespace

Result<FileLock> FileLock::take(const std::filesystem::path &file, const std::string &program) {
    const std::string path = file.string() + ".lock";
    FileLock lock;
    lock.m_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock.m_file < 0)
        return fail(ErrorCode::Io, "Cannot write " + path + ": " + std::strerror(errno) +
                                       ". Its folder must be writable by this user; change its owner or mode, or "
                                       "choose another place");
    const auto until = std::chrono::steady_clock::now() + kEndingPatience;
    while (::flock(lock.m_file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK)
            return fail(ErrorCode::Io, "Cannot lock " + path + ": " + std::strerror(errno) +
                                           ". It has to be on a file system with flock");
        const Holder holder = holderOf(lock.m_file);
        if (!isEnding(holder.pid) || std::chrono::steady_clock::now() >= until)
            return fail(ErrorCode::Conflict, holder.text);
        std::this_thread::sleep_for(kLookAgain);
    }
    // A full disk must not keep the engine from starting: the lock itself holds, only its text is missing.
    if (!writeHolder(lock.m_file, program)) (void)::ftruncate(lock.m_file, 0);
    return lock;
}

FileLock &FileLock::operator=(FileLock &&other) noexcept {
    if (this != &other) {
        release();
        m_file = other.m_file;
        other.m_file = -1;
    }
    return *this;
}

void FileLock::release() noexcept {
    // The file stays: removing it would let two openers lock two different files of the same name.
    if (m_file >= 0) ::close(m_file);
    m_file = -1;
}

} // namespace qd
