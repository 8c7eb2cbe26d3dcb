#pragma once
// What tests ask the system about processes.

#include <sys/types.h>

#include <fstream>
#include <sstream>
#include <string>

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

} // namespace qd::test
