#pragma once
// What a running task has written so far.

#include <cstdint>
#include <string>

namespace qd {

/// What the live output of a running task looks like to the inspector.
struct LiveOutput {
    bool known = false; ///< False: this process does not run it (any more).
    std::string output; ///< Tail, at most kOutputTailBytesMax.
    std::string errorOutput;
    std::uint64_t outputBytes = 0;
};

} // namespace qd
