#pragma once
// What the system tells about processes (/proc), and which of them carry the mark of a task.

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qd {

/// Every child carries it in its environment as "<host's marker>.<child's serial number>", and hands it on to whatever
/// it starts: what has left the process group (setsid, timeout, a daemon) is found by it.
/// Not found is what took it out of its environment (`env -u QD_CHILD_OF` is how a program is meant to stay) or wrote
/// over it, and what runs as somebody else (sudo): nobody may read that.
inline constexpr char kChildMarkerName[] = "QD_CHILD_OF";

struct ProcessLine {
    char state = '?'; ///< As in /proc/<pid>/stat; '?' = no such process.
    pid_t group = 0;
    std::uint64_t startTime = 0; ///< In clock ticks since boot.
};
[[nodiscard]] ProcessLine readProcess(pid_t pid);
/// Zombies count as gone: they run nothing any more.
[[nodiscard]] bool isGone(const ProcessLine &line) noexcept;

/// All numbers in /proc.
[[nodiscard]] std::vector<pid_t> allProcesses();

/// "NAME=value" for the environment of a child.
[[nodiscard]] std::string childMark(std::string_view marker, std::uint64_t serial);

struct MarkedProcess {
    pid_t pid = 0;
    pid_t group = 0;
    std::uint64_t serial = 0; ///< Of the child from which it descends.
};
/// All living processes under a host's marker, this one left out: an engine may be started from inside a task of an
/// earlier one. Reads /proc once: about 10 us for each process of this user.
[[nodiscard]] std::vector<MarkedProcess> markedProcesses(std::string_view marker);
/// False: that number belongs to nobody or to somebody else by now, who is not touched.
bool signalMarked(const MarkedProcess &process, std::string_view marker, int signal);

} // namespace qd
