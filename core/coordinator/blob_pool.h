#pragma once
// Payloads and names of unfinished tasks, in size classes of powers of two with free lists: after warm-up a task
// costs no allocation, and memory is given back to the next task of its size, not to the heap.

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace qd {

/// 0 = nothing stored.
struct BlobRef {
    std::uint32_t value = 0;
};

/// Thread: coordinator.
class BlobPool {
public:
    /// Up to 2 MiB.
    [[nodiscard]] BlobRef allocate(std::size_t size);
    void release(BlobRef ref);
    [[nodiscard]] char *data(BlobRef ref) noexcept;
    [[nodiscard]] const char *data(BlobRef ref) const noexcept;
    /// Bytes handed out now, rounded up to their class.
    [[nodiscard]] std::uint64_t bytesUsed() const noexcept { return m_bytesUsed; }

    static constexpr std::size_t kClasses = 17; // 32 B .. 2 MiB

private:
    static constexpr unsigned kIndexBits = 27;
    static constexpr std::size_t kChunkBytes = 128 * 1024;

    [[nodiscard]] static constexpr std::size_t sizeOf(std::size_t sizeClass) noexcept {
        return std::size_t{32} << sizeClass;
    }
    [[nodiscard]] static constexpr std::size_t perChunk(std::size_t sizeClass) noexcept {
        return sizeOf(sizeClass) >= kChunkBytes ? 1 : kChunkBytes / sizeOf(sizeClass);
    }

    struct SizeClass {
        std::vector<std::unique_ptr<char[]>> chunks;
        std::vector<std::uint32_t> free;
        std::uint32_t next = 0; ///< First index never handed out.
    };
    std::array<SizeClass, kClasses> m_classes;
    std::uint64_t m_bytesUsed = 0;
};

} // namespace qd
