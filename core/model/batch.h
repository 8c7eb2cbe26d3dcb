#pragma once
// Text inside message batches: a batch owns one byte arena and its records point into it, so that a batch of a
// thousand tasks costs no allocation once its buffers have grown to their working size.

#include <cstdint>
#include <string_view>
#include <vector>

namespace qd {

/// A slice of a batch's arena. Valid as long as the batch lives and whatever is appended.
struct TextRef {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
};

class TextArena {
public:
    TextRef add(std::string_view text) {
        if (text.empty()) return {};
        const TextRef ref{static_cast<std::uint32_t>(m_bytes.size()), static_cast<std::uint32_t>(text.size())};
        m_bytes.insert(m_bytes.end(), text.begin(), text.end());
        return ref;
    }
    [[nodiscard]] std::string_view view(TextRef ref) const noexcept { return {m_bytes.data() + ref.offset, ref.size}; }
    [[nodiscard]] std::size_t size() const noexcept { return m_bytes.size(); }
    /// Keeps the capacity, but not beyond 4 MiB: one huge batch must not be paid for ever.
    void clear() {
        m_bytes.clear();
        if (m_bytes.capacity() > 4U * 1024 * 1024) m_bytes.shrink_to_fit();
    }

private:
    std::vector<char> m_bytes;
};

} // namespace qd
