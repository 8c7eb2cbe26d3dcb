#pragma once
// Many short texts (names, errors) behind each other in big pieces, found again by a 4-byte reference.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace qd {

/// Thread: the owner's. Reference 0 is the empty text. What is dropped is waste until the owner moves what it still
/// needs into a fresh store.
class TextStore {
public:
    static constexpr std::size_t kTextMax = 1024; ///< Longer ones are cut.

    [[nodiscard]] std::uint32_t add(std::string_view text);
    [[nodiscard]] std::string_view view(std::uint32_t ref) const noexcept;
    void drop(std::uint32_t ref) noexcept;
    [[nodiscard]] std::size_t bytes() const noexcept { return m_pieces.size() * kPieceBytes; }
    [[nodiscard]] std::size_t waste() const noexcept { return m_waste; }

private:
    static constexpr unsigned kOffsetBits = 20;
    static constexpr std::size_t kPieceBytes = std::size_t{1} << kOffsetBits;

    std::vector<std::unique_ptr<char[]>> m_pieces;
    std::size_t m_at = kPieceBytes; ///< Free space of the last piece begins here.
    std::size_t m_waste = 0;
};

/// Texts that many rows share (types, queues, sets of tags): one number each. Kept until the replica is dropped, at
/// most kMax of them; what comes later is told as "…".
class SharedTexts {
public:
    static constexpr std::size_t kMax = 65'536;

    SharedTexts() { (void)number(""); }
    [[nodiscard]] std::uint32_t number(std::string_view text);
    [[nodiscard]] const std::string &text(std::uint32_t number) const { return *m_texts[number]; }
    [[nodiscard]] std::size_t size() const noexcept { return m_texts.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> m_numbers;
    std::vector<const std::string *> m_texts; ///< Keys of m_numbers, whose addresses are stable.
    std::uint32_t m_last = 0;                 ///< Neighbours mostly have the same text.
};

} // namespace qd
