#include "core/base/uuid.h"

#include <sys/random.h>

#include "core/base/assert.h"

namespace qd {

namespace {
constexpr std::string_view kHex = "0123456789abcdef";

int hexValue(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}
} // namespace

std::string Uuid::text() const {
    std::string out;
    out.reserve(36);
    for (int digit = 0; digit < 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) out += '-';
        const std::uint64_t word = digit < 16 ? high : low;
        out += kHex[(word >> (60 - 4 * (digit % 16))) & 15U];
    }
    return out;
}

std::optional<Uuid> Uuid::parse(std::string_view text) noexcept {
    if (text.size() != 36) return std::nullopt;
    Uuid out;
    int digit = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const int value = hexValue(text[i]);
        if (value < 0) return std::nullopt;
        std::uint64_t &word = digit < 16 ? out.high : out.low;
        word = (word << 4) | static_cast<std::uint64_t>(value);
        ++digit;
    }
    return out;
}

Uuid Uuid::random() {
    Uuid out;
    // 16 bytes never come back short once the kernel's pool is seeded (getrandom(2)).
    QD_ASSERT(getrandom(&out, sizeof out, 0) == static_cast<ssize_t>(sizeof out));
    out.high = (out.high & ~0xf000ULL) | 0x4000ULL;
    out.low = (out.low & ~(3ULL << 62)) | (2ULL << 62);
    return out;
}

} // namespace qd
