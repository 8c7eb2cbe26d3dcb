#pragma once
// A mergeable histogram of durations: percentiles come from sums of these, never from averaged percentiles.
// Log-linear buckets, 8 per power of two, from 1 us to about 73 min: a percentile is off by at most 12.5 %.

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "core/base/time.h"

namespace qd {

class Histogram {
public:
    static constexpr std::size_t kSubBits = 3;
    static constexpr std::size_t kBuckets = 240;

    void add(Duration value) noexcept {
        const std::int64_t us = value.count() / 1000;
        ++m_counts[bucketOf(us < 0 ? 0 : static_cast<std::uint64_t>(us))];
        ++m_total;
        m_sumUs += us < 0 ? 0 : static_cast<std::uint64_t>(us);
    }
    void merge(const Histogram &other) noexcept {
        for (std::size_t i = 0; i < kBuckets; ++i) m_counts[i] += other.m_counts[i];
        m_total += other.m_total;
        m_sumUs += other.m_sumUs;
    }
    /// What was added since `earlier`, an older state of the same histogram.
    [[nodiscard]] Histogram since(const Histogram &earlier) const noexcept {
        Histogram out = *this;
        for (std::size_t i = 0; i < kBuckets; ++i) out.m_counts[i] -= std::min(out.m_counts[i], earlier.m_counts[i]);
        out.m_total -= std::min(m_total, earlier.m_total);
        out.m_sumUs -= std::min(m_sumUs, earlier.m_sumUs);
        return out;
    }
    [[nodiscard]] std::uint64_t count() const noexcept { return m_total; }
    [[nodiscard]] std::uint64_t sumUs() const noexcept { return m_sumUs; }
    [[nodiscard]] const std::array<std::uint64_t, kBuckets> &buckets() const noexcept { return m_counts; }

    /// Upper edge of the bucket that holds the given quantile (0..1]; zero when empty.
    [[nodiscard]] Duration quantile(double q) const noexcept {
        if (m_total == 0) return {};
        const auto wanted = static_cast<std::uint64_t>(q * static_cast<double>(m_total - 1)) + 1;
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < kBuckets; ++i) {
            seen += m_counts[i];
            if (seen >= wanted) return std::chrono::microseconds{static_cast<std::int64_t>(upperEdgeUs(i))};
        }
        return std::chrono::microseconds{static_cast<std::int64_t>(upperEdgeUs(kBuckets - 1))};
    }
    [[nodiscard]] static constexpr std::uint64_t upperEdgeUs(std::size_t bucket) noexcept {
        constexpr std::size_t sub = 1U << kSubBits;
        if (bucket < sub) return bucket + 1;
        const std::size_t exponent = bucket / sub - 1;
        return (sub + bucket % sub + 1) << exponent;
    }

private:
    [[nodiscard]] static constexpr std::size_t bucketOf(std::uint64_t us) noexcept {
        constexpr std::uint64_t sub = 1U << kSubBits;
        if (us < sub) return static_cast<std::size_t>(us);
        const auto exponent = static_cast<std::size_t>(std::bit_width(us)) - 1 - kSubBits;
        const std::size_t bucket = (exponent + 1) * sub + static_cast<std::size_t>((us >> exponent) & (sub - 1));
        return std::min(bucket, kBuckets - 1);
    }

    std::array<std::uint64_t, kBuckets> m_counts{};
    std::uint64_t m_total = 0;
    std::uint64_t m_sumUs = 0;
};

} // namespace qd
