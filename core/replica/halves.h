#pragma once
// Work over many rows, on two threads at once.

#include <cstddef>
#include <thread>

namespace qd {

/// Below it a second thread costs more than it brings.
constexpr std::size_t kWorthHalving = 65'536;

/// Runs work(from, to) over [0, count): in halves at once, the upper one on a thread of its own with the caller's
/// niceness, or whole where it is little. Both are done when it returns. `work` must not write where the other half
/// does.
template <typename Work> void inHalves(std::size_t count, const Work &work) {
    if (count < kWorthHalving) return work(std::size_t{0}, count);
    const std::size_t middle = count / 2;
    const std::jthread upper{[&work, middle, count] { work(middle, count); }};
    work(std::size_t{0}, middle);
}

} // namespace qd
