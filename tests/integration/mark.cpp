// The handler of the kill test: appends one line "task epoch" to the file named by its argument, in one write, so that
// the log stands outside the engine and survives its death. It can also take its engine with it.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace {
const char *variable(const char *name) {
    const char *value = std::getenv(name);
    return value ? value : "?";
}
} // namespace

/// qd-mark LOG [MILLISECONDS | kill PID-FILE]
int main(int argc, char **argv) {
    if (argc < 2) return 2;
    const int log = open(argv[1], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0) return 3;
    char line[256];
    const int size = std::snprintf(line, sizeof line, "%s %s\n", variable("QD_TASK_ID"), variable("QD_EPOCH"));
    if (write(log, line, static_cast<size_t>(size)) != size) return 4;
    if (argc == 4 && std::strcmp(argv[2], "kill") == 0) {
        // The task that takes its engine with it: the engine's pid is read from the file.
        std::FILE *file = nullptr;
        // The test writes the file once it knows the pid; a delivery that comes earlier waits for it.
        for (int i = 0; i < 2000 && !file; ++i, usleep(5000)) file = std::fopen(argv[3], "r");
        int pid = 0;
        if (!file || std::fscanf(file, "%d", &pid) != 1) return 5;
        std::fclose(file);
        kill(pid, SIGKILL);
        pause();
    } else if (argc == 3) {
        usleep(static_cast<useconds_t>(std::atoi(argv[2])) * 1000);
    }
    return 0;
}
