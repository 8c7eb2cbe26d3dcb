#pragma once
// The exit code of what never had one.

#include <cstdint>

namespace qd {

/// No program ended and no server answered: not allowed, not started, timed out, withdrawn, a C++ function. Nobody may
/// take that for a success, so it is not 0; in JSON it is null.
inline constexpr std::int32_t kNoExitCode = -1;

} // namespace qd
