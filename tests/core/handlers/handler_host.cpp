// A host that the tests kill: handler_host <children file> <payload>... starts one command task for each payload and
// then waits for its own end.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <vector>

#include "core/workers/handlers/command_handler.h"
#include "tests/core/handlers/handler_run.h"

int main(int count, char **arguments) {
    if (count < 3) return 2;
    qd::CommandHandlerOptions options;
    options.allow = {"sh"};
    options.childrenFile = arguments[1];
    qd::CommandHandler handler(options);
    for (const std::string &problem : handler.problems()) std::fprintf(stderr, "%s\n", problem.c_str());
    std::vector<std::unique_ptr<qd::test::HandlerRun>> runs;
    for (int i = 2; i < count; ++i)
        runs.push_back(std::make_unique<qd::test::HandlerRun>(handler, qd::test::taskWith(arguments[i])));
    for (;;) ::pause();
}
