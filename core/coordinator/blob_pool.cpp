#include "core/coordinator/blob_pool.h"

#include <bit>
#include <utility>

#include "core/base/assert.h"

namespace qd {

BlobRef BlobPool::allocate(std::size_t size) {
    if (size == 0) return {};
    const auto sizeClass = static_cast<std::size_t>(size <= 32 ? 0 : std::bit_width((size - 1) >> 5));
    QD_ASSERT(sizeClass < kClasses);
    SizeClass &pool = m_classes[sizeClass];
    std::uint32_t index = 0;
    if (!pool.free.empty()) {
        index = pool.free.back();
        pool.free.pop_back();
    } else {
        index = pool.next++;
        QD_ASSERT(index < (1U << kIndexBits) - 1);
        if (index / perChunk(sizeClass) >= pool.chunks.size())
            pool.chunks.push_back(std::make_unique_for_overwrite<char[]>(perChunk(sizeClass) * sizeOf(sizeClass)));
    }
    m_bytesUsed += sizeOf(sizeClass);
    // Index 0 of class 0 must not look like "nothing": stored one higher.
    return {static_cast<std::uint32_t>(sizeClass << kIndexBits) | (index + 1)};
}

void BlobPool::release(BlobRef ref) {
    if (ref.value == 0) return;
    const std::size_t sizeClass = ref.value >> kIndexBits;
    m_classes[sizeClass].free.push_back((ref.value & ((1U << kIndexBits) - 1)) - 1);
    m_bytesUsed -= sizeOf(sizeClass);
}

const char *BlobPool::data(BlobRef ref) const noexcept {
    if (ref.value == 0) return nullptr;
    const std::size_t sizeClass = ref.value >> kIndexBits;
    const std::size_t index = (ref.value & ((1U << kIndexBits) - 1)) - 1;
    return m_classes[sizeClass].chunks[index / perChunk(sizeClass)].get() +
           (index % perChunk(sizeClass)) * sizeOf(sizeClass);
}

char *BlobPool::data(BlobRef ref) noexcept {
    return const_cast<char *>(std::as_const(*this).data(ref));
}

} // namespace qd
