#pragma once
// The command line of quarterdeckd.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qd::daemon {

enum class ExitCode : int {
    Ok = 0,
    Failure = 1,
    Usage = 2,      ///< Flags or settings.
    LedgerHeld = 3, ///< Another engine has the ledger; the message names it.
};

struct Options {
    std::filesystem::path config;   ///< Empty = the default place.
    std::vector<std::string> flags; ///< key=value, in the order given.
    bool printSettings = false;
};

/// Nothing to run when an exit code comes back: help or version was printed, or the flags are wrong (said on stderr).
struct ParsedOptions {
    Options options;
    std::optional<ExitCode> exit;
};
[[nodiscard]] ParsedOptions parseOptions(int argc, const char *const *argv);

} // namespace qd::daemon
