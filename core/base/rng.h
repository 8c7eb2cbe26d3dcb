#pragma once
// The only source of chance in deterministic rooms: seeded, and the same on every machine and compiler.
// std:: distributions are not portable between standard libraries, hence the few of our own.

#include <cstdint>

namespace qd {

__extension__ typedef unsigned __int128 Wide; // -Wpedantic knows it only as an extension.

/// One output of splitmix64 (Steele, Lea, Flood 2014); also a good 64-bit mixer for hashes.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// splitmix64 as a stream. Thread: one owner.
class Rng {
public:
    explicit constexpr Rng(std::uint64_t seed) noexcept : m_state(seed) {}

    constexpr std::uint64_t next() noexcept {
        const std::uint64_t out = mix64(m_state);
        m_state += 0x9e3779b97f4a7c15ULL;
        return out;
    }
    /// Uniform in [0, bound); bound >= 1. Lemire's multiply-shift; the bias is below 2^-32 for bounds below 2^32.
    constexpr std::uint64_t below(std::uint64_t bound) noexcept {
        return static_cast<std::uint64_t>((static_cast<Wide>(next()) * bound) >> 64);
    }
    constexpr std::int64_t between(std::int64_t low, std::int64_t high) noexcept {
        return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
    }
    /// True with probability perMille / 1000.
    constexpr bool chance(std::uint32_t perMille) noexcept { return below(1000) < perMille; }
    /// Uniform in [0, 1).
    constexpr double unit() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

private:
    std::uint64_t m_state;
};

} // namespace qd
