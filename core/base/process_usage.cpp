#include "core/base/process_usage.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <string_view>

namespace qd {

namespace {

/// Looks closer together than this say more about the clock's steps than about the process.
constexpr Duration kLookEvery = std::chrono::milliseconds{10};

/// The second number of /proc/self/statm, in pages; 0 where there is none.
std::int64_t residentPages() noexcept {
    const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    std::array<char, 128> text{};
    const ssize_t length = read(file, text.data(), text.size());
    close(file);
    if (length <= 0) return 0;
    const std::string_view line{text.data(), static_cast<std::size_t>(length)};
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return 0;
    std::int64_t pages = 0;
    std::from_chars(line.data() + space + 1, line.data() + line.size(), pages);
    return pages;
}

} // namespace

Duration ProcessMeter::processorTime() noexcept {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

ProcessUsage ProcessMeter::measure(Instant now) noexcept {
    ProcessUsage usage;
    usage.residentBytes = residentPages() * sysconf(_SC_PAGESIZE);
    const Duration passed = now - m_lookedAt;
    if (passed < kLookEvery) return usage;
    const Duration used = processorTime();
    usage.cpuPermille = static_cast<std::int32_t>(std::clamp<std::int64_t>(
        (used - m_used).count() / std::max<std::int64_t>(1, passed.count() / 1000), 0, 1'000'000));
    m_used = used;
    m_lookedAt = now;
    return usage;
}

} // namespace qd
