#pragma once
// The life of the program: check, start engine and door, wait, stop in reverse order.

#include "app/quarterdeckd/options.h"

namespace qd::daemon {

/// Blocks until the program is to end. Makes all threads; call it from main() with none running.
[[nodiscard]] ExitCode run(const Options &options);

} // namespace qd::daemon
