#pragma once
// The last bytes of a stream, however long it gets.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/task.h"

namespace qd {

/// Thread: one at a time.
class OutputTail {
public:
    void append(std::string_view bytes) {
        m_bytes += bytes.size();
        if (bytes.size() >= kOutputTailBytesMax) m_kept.clear();
        m_kept += bytes.substr(bytes.size() - std::min(bytes.size(), kOutputTailBytesMax));
        // Trimmed at twice the size only: moving 16 KiB for every line would cost more than the line.
        if (m_kept.size() > 2 * kOutputTailBytesMax) m_kept.erase(0, m_kept.size() - kOutputTailBytesMax);
    }
    /// At most kOutputTailBytesMax; a UTF-8 character that was cut at the front is left out.
    [[nodiscard]] std::string text() const {
        if (m_kept.size() <= kOutputTailBytesMax && m_kept.size() == m_bytes) return m_kept;
        std::size_t begin = m_kept.size() - std::min(m_kept.size(), kOutputTailBytesMax);
        for (int i = 0; i < 3 && begin < m_kept.size() && (static_cast<unsigned char>(m_kept[begin]) & 0xc0) == 0x80;
             ++i)
            ++begin;
        return m_kept.substr(begin);
    }
    /// Of everything that was appended.
    [[nodiscard]] std::uint64_t bytes() const noexcept { return m_bytes; }

private:
    std::string m_kept;
    std::uint64_t m_bytes = 0;
};

} // namespace qd
