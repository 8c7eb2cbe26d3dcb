#include "core/replica/text_store.h"

#include <cstring>

namespace qd {

std::uint32_t TextStore::add(std::string_view text) {
    text = text.substr(0, kTextMax);
    if (text.empty()) return 0;
    const std::size_t size = text.size() + 2;
    if (kPieceBytes - m_at < size) {
        if (!m_pieces.empty()) m_waste += kPieceBytes - m_at;
        m_pieces.push_back(std::make_unique_for_overwrite<char[]>(kPieceBytes));
        m_at = m_pieces.size() == 1 ? 2 : 0; // Reference 0 stays free for the empty text.
    }
    char *out = m_pieces.back().get() + m_at;
    const auto length = static_cast<std::uint16_t>(text.size());
    std::memcpy(out, &length, sizeof length);
    std::memcpy(out + sizeof length, text.data(), text.size());
    const auto ref = static_cast<std::uint32_t>((m_pieces.size() - 1) << kOffsetBits | m_at);
    m_at += size;
    return ref;
}

std::string_view TextStore::view(std::uint32_t ref) const noexcept {
    if (ref == 0) return {};
    const char *at = m_pieces[ref >> kOffsetBits].get() + (ref & (kPieceBytes - 1));
    std::uint16_t length = 0;
    std::memcpy(&length, at, sizeof length);
    return {at + sizeof length, length};
}

void TextStore::drop(std::uint32_t ref) noexcept {
    if (ref != 0) m_waste += view(ref).size() + 2;
}

std::uint32_t SharedTexts::number(std::string_view text) {
    if (m_last < m_texts.size() && *m_texts[m_last] == text) return m_last;
    auto found = m_numbers.find(text);
    if (found == m_numbers.end()) {
        if (m_texts.size() + 1 >= kMax && text != "…") return number("…");
        found = m_numbers.emplace(std::string{text}, static_cast<std::uint32_t>(m_texts.size())).first;
        m_texts.push_back(&found->first);
    }
    return m_last = found->second;
}

} // namespace qd
