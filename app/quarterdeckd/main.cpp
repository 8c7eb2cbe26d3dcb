#include <cstdio>
#include <exception>

#include "app/quarterdeckd/daemon.h"
#include "app/quarterdeckd/options.h"
#include "core/base/allocator.h"

int main(int argc, char **argv) {
    qd::settleAllocator();
    try {
        const auto parsed = qd::daemon::parseOptions(argc, argv);
        return static_cast<int>(parsed.exit ? *parsed.exit : qd::daemon::run(parsed.options));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "quarterdeckd: %s\n", error.what());
        return static_cast<int>(qd::daemon::ExitCode::Failure);
    }
}
