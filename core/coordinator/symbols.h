#pragma once
// Short texts that repeat (types, queues, labels) as numbers. Append-only and bounded; 0 is the empty text.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/model/ids.h"

namespace qd {

/// Thread: coordinator; published() hands out immutable copies.
class Symbols {
public:
    explicit Symbols(std::size_t max) : m_max(max) { m_texts.emplace_back(); }

    /// Nothing when the bound is reached: then somebody uses a name as data, and the intake says so.
    [[nodiscard]] std::optional<Symbol> intern(std::string_view text) {
        if (text.empty()) return Symbol{0};
        // Tasks of a batch mostly share type and queue.
        if (m_last.value != 0 && m_texts[m_last.value] == text) return m_last;
        if (const auto it = m_index.find(text); it != m_index.end()) return m_last = Symbol{it->second};
        if (m_texts.size() >= m_max) return std::nullopt;
        const auto value = static_cast<std::uint32_t>(m_texts.size());
        m_texts.emplace_back(text);
        m_index.emplace(std::string{text}, value);
        m_published.reset();
        return m_last = Symbol{value};
    }
    [[nodiscard]] const std::string &text(Symbol symbol) const { return m_texts[symbol.value]; }
    /// The whole table as readers see it; copied only after it has grown.
    [[nodiscard]] std::shared_ptr<const std::vector<std::string>> published() {
        if (!m_published) m_published = std::make_shared<const std::vector<std::string>>(m_texts);
        return m_published;
    }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    std::size_t m_max;
    std::vector<std::string> m_texts;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> m_index; // looked up, never iterated
    Symbol m_last{};
    std::shared_ptr<const std::vector<std::string>> m_published;
};

} // namespace qd
