#pragma once
// What tests ask the system about processes.

#include <signal.h>
#include <spawn.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace qd::test {

/// Running or stopped; a zombie that nobody collected does not count.
inline bool isAlive(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::stringstream text;
    text << file.rdbuf();
    const std::string line = text.str();
    const std::size_t nameEnd = line.rfind(')');
    if (nameEnd == std::string::npos || nameEnd + 2 >= line.size()) return false;
    return line[nameEnd + 2] != 'Z' && line[nameEnd + 2] != 'X';
}

/// The number in a file, 0 while it is not there or not written to its end (a line break).
inline pid_t pidIn(const std::string &path) {
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line) || file.eof() || line.empty()) return 0;
    return static_cast<pid_t>(std::stol(line));
}

/// A program in a process group of its own, killed at the latest with its owner. Not QProcess: Qt starts it with
/// clone(CLONE_VM), after which TSan takes the test for a forked child and refuses every new thread.
class SpawnedProgram {
public:
    explicit SpawnedProgram(const std::vector<std::string> &arguments) {
        std::vector<char *> pointers;
        for (const std::string &argument : arguments) pointers.push_back(const_cast<char *>(argument.c_str()));
        pointers.push_back(nullptr);
        posix_spawnattr_t attributes;
        ::posix_spawnattr_init(&attributes);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
        if (::posix_spawnp(&m_pid, pointers[0], nullptr, &attributes, pointers.data(), environ) != 0) m_pid = 0;
        ::posix_spawnattr_destroy(&attributes);
    }
    ~SpawnedProgram() { kill(); }
    SpawnedProgram(const SpawnedProgram &) = delete;
    SpawnedProgram &operator=(const SpawnedProgram &) = delete;

    /// 0: it could not be started, or it was killed.
    [[nodiscard]] pid_t pid() const { return m_pid; }
    /// SIGKILL, and waits for its end.
    void kill() {
        if (m_pid == 0) return;
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }

private:
    pid_t m_pid = 0;
};

} // namespace qd::test
