#pragma once
// What qdctl tells the shell. The numbers are part of the outward interface: append only.

#include <expected>
#include <string>

#include "core/base/error.h"

namespace qd::ctl {

enum class Exit : int {
    Ok = 0,
    Refused = 1,    ///< The engine said no, or some elements of a batch were refused.
    Usage = 2,      ///< Wrong arguments, unreadable input, a question that could not be asked.
    NoEngine = 3,   ///< Nothing runs there, or the connection was lost for good.
    Timeout = 4,    ///< The engine, or the wait the user asked for, took too long.
    TaskFailed = 5, ///< `submit --wait` and `example`: a task ended other than completed.
};

/// Why a verb could not go on; main prints the detail and leaves with `exit`.
struct Failure {
    Exit exit = Exit::Refused;
    Error error;
};

template <typename T> using Answer = std::expected<T, Failure>;

[[nodiscard]] inline std::unexpected<Failure> failWith(Exit exit, ErrorCode code, std::string detail) {
    return std::unexpected<Failure>(Failure{exit, Error{code, std::move(detail)}});
}
[[nodiscard]] inline std::unexpected<Failure> usage(std::string detail) {
    return failWith(Exit::Usage, ErrorCode::Invalid, std::move(detail));
}

/// The paragraph below `qdctl --help`.
[[nodiscard]] std::string exitCodeHelp();

} // namespace qd::ctl
