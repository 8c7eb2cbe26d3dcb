#pragma once
// Turns a sequence of tails (the newest 16 KiB of a growing output) into what is new each time. Pure.

#include <string>
#include <string_view>

namespace qd::ctl {

class LiveTail {
public:
    /// What `now` has beyond the last tail; a line says so when the two do not overlap any more.
    [[nodiscard]] std::string take(std::string_view now);

private:
    std::string m_last;
};

} // namespace qd::ctl
