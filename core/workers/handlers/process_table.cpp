#include "core/workers/handlers/process_table.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h> // glibc 2.36 declares pidfd_open without extern "C".
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <optional>
#include <system_error>

#include <fmt/format.h>

namespace qd {

namespace {

constexpr std::size_t kStatBytesMax = 4096;
constexpr std::size_t kEnvironmentBytesMax = 4 << 20; ///< More than exec takes by default.

std::string readFile(const std::string &path, std::size_t bytesMax) {
    std::string text;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return text;
    char buffer[16 * 1024];
    while (text.size() < bytesMax) {
        const ssize_t got = ::read(file, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        text.append(buffer, static_cast<std::size_t>(got));
    }
    ::close(file);
    return text;
}

/// The child's serial number, when the process is one under this marker.
std::optional<std::uint64_t> serialOf(pid_t pid, std::string_view marker) {
    const std::string name = fmt::format("{}={}.", kChildMarkerName, marker);
    const std::string text = readFile(fmt::format("/proc/{}/environ", pid), kEnvironmentBytesMax);
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view entry = rest.substr(0, rest.find('\0'));
        rest.remove_prefix(std::min(rest.size(), entry.size() + 1));
        if (!entry.starts_with(name)) continue;
        std::uint64_t serial = 0;
        const auto [end, bad] = std::from_chars(entry.data() + name.size(), entry.data() + entry.size(), serial);
        if (bad == std::errc{} && end == entry.data() + entry.size()) return serial;
    }
    return std::nullopt;
}

} // namespace

/// The fields after the program's name, which may itself hold spaces and brackets.
ProcessLine readProcess(pid_t pid) {
    const std::string text = readFile(fmt::format("/proc/{}/stat", pid), kStatBytesMax);
    const std::size_t nameEnd = text.rfind(')');
    ProcessLine line;
    if (nameEnd == std::string::npos) return line;
    std::string_view rest = std::string_view{text}.substr(nameEnd + 1);
    for (int field = 3; field <= 22 && !rest.empty(); ++field) {
        rest.remove_prefix(1);
        const std::string_view value = rest.substr(0, rest.find(' '));
        if (field == 3 && !value.empty()) line.state = value.front();
        if (field == 5) std::from_chars(value.data(), value.data() + value.size(), line.group);
        if (field == 22) std::from_chars(value.data(), value.data() + value.size(), line.startTime);
        rest.remove_prefix(value.size());
    }
    return line;
}

bool isGone(const ProcessLine &line) noexcept {
    return line.state == '?' || line.state == 'Z' || line.state == 'X';
}

std::vector<pid_t> allProcesses() {
    std::vector<pid_t> found;
    std::error_code error;
    for (auto it = std::filesystem::directory_iterator("/proc", error);
         !error && it != std::filesystem::directory_iterator{}; it.increment(error)) {
        const std::string name = it->path().filename().string();
        pid_t pid = 0;
        const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (bad == std::errc{} && end == name.data() + name.size()) found.push_back(pid);
    }
    return found;
}

std::string childMark(std::string_view marker, std::uint64_t serial) {
    return fmt::format("{}={}.{}", kChildMarkerName, marker, serial);
}

std::vector<MarkedProcess> markedProcesses(std::string_view marker) {
    std::vector<MarkedProcess> found;
    if (marker.empty()) return found;
    for (const pid_t pid : allProcesses()) {
        if (pid == ::getpid()) continue;
        const auto serial = serialOf(pid, marker); // A zombie has no environment any more.
        if (!serial) continue;
        if (const ProcessLine line = readProcess(pid); !isGone(line)) found.push_back({pid, line.group, *serial});
    }
    return found;
}

bool signalMarked(const MarkedProcess &process, std::string_view marker, int signal) {
    // The handle first, then the look: whoever got the number in between is not the one behind the handle.
    const auto handle = static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0U));
    if (handle < 0) return false;
    const bool isSame = serialOf(process.pid, marker) == process.serial;
    const bool isSent = isSame && ::syscall(SYS_pidfd_send_signal, handle, signal, nullptr, 0U) == 0;
    ::close(handle);
    return isSent;
}

} // namespace qd
