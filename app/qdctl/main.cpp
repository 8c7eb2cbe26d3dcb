// qdctl: the command line over the door's HTTP API.

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "app/qdctl/command_line.h"

int main(int argc, char **argv) {
    try {
        qd::ctl::Console console = qd::ctl::Console::standard();
        return static_cast<int>(qd::ctl::runQdctl(console, std::vector<std::string>(argv + 1, argv + argc)));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "qdctl: %s\n", error.what());
        return static_cast<int>(qd::ctl::Exit::Refused);
    }
}
