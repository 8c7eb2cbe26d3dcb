#pragma once
// The last bytes of a stream, however long it gets.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/task.h"

namespace qd {

/// What is kept of an output: at most kOutputTailBytesMax, from the start of a line when one is near the front, else
/// from the start of a UTF-8 character. Three quarters of the room are used in any case, so that a reader can tell:
/// a tail shorter than that is the whole stream.
[[nodiscard]] inline std::string_view keptTail(std::string_view text) {
    if (text.size() <= kOutputTailBytesMax) return text;
    std::size_t begin = text.size() - kOutputTailBytesMax;
    const std::size_t lineStart = text.find('\n', begin - 1) + 1; // 0: there is none.
    if (lineStart > 0 && lineStart - begin <= kOutputTailBytesMax / 4) return text.substr(lineStart);
    for (int i = 0; i < 3 && (static_cast<unsigned char>(text[begin]) & 0xc0) == 0x80; ++i) ++begin;
    return text.substr(begin);
}

/// Thread: one at a time.
class OutputTail {
public:
    void append(std::string_view bytes) {
        m_bytes += bytes.size();
        if (bytes.size() >= kRoom) m_kept.clear();
        m_kept += bytes.substr(bytes.size() - std::min(bytes.size(), kRoom));
        // Trimmed at twice the size only: moving 16 KiB for every line would cost more than the line.
        if (m_kept.size() > 2 * kRoom) m_kept.erase(0, m_kept.size() - kRoom);
    }
    [[nodiscard]] std::string text() const { return std::string{keptTail(m_kept)}; }
    /// Of everything that was appended.
    [[nodiscard]] std::uint64_t bytes() const noexcept { return m_bytes; }

private:
    /// One byte more than is shown: it tells whether the first one shown starts a line.
    static constexpr std::size_t kRoom = kOutputTailBytesMax + 1;

    std::string m_kept;
    std::uint64_t m_bytes = 0;
};

} // namespace qd
