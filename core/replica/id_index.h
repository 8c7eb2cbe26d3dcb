#pragma once
// Task id -> place in the columns: an open-addressed table, 12 bytes per entry at most half full. A million entries of
// a node based map would cost four times as much.

#include <cstdint>
#include <utility>
#include <vector>

#include "core/model/ids.h"

namespace qd {

/// Thread: the owner's. Id 0 is nobody's.
class IdIndex {
public:
    static constexpr std::uint32_t kNone = 0xffffffffU;

    [[nodiscard]] std::uint32_t find(TaskId id) const noexcept {
        if (m_ids.empty()) return kNone;
        for (std::size_t at = home(id.value);; at = next(at)) {
            if (m_ids[at] == id.value) return m_slots[at];
            if (m_ids[at] == 0) return kNone;
        }
    }
    /// The id must not be in yet.
    void insert(TaskId id, std::uint32_t slot) {
        if (2 * (m_count + 1) > m_ids.size()) grow();
        place(id.value, slot);
        ++m_count;
    }
    /// Entries behind the gap move up, so that no tombstones are left.
    void erase(TaskId id) noexcept {
        if (m_ids.empty()) return;
        std::size_t at = home(id.value);
        while (m_ids[at] != id.value) {
            if (m_ids[at] == 0) return;
            at = next(at);
        }
        std::size_t gap = at;
        for (std::size_t other = next(gap); m_ids[other] != 0; other = next(other)) {
            const std::size_t mask = m_ids.size() - 1;
            if (((other - home(m_ids[other])) & mask) < ((other - gap) & mask)) continue;
            m_ids[gap] = m_ids[other];
            m_slots[gap] = m_slots[other];
            gap = other;
        }
        m_ids[gap] = 0;
        --m_count;
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_count; }
    [[nodiscard]] std::size_t bytes() const noexcept { return m_ids.capacity() * 8 + m_slots.capacity() * 4; }

private:
    [[nodiscard]] std::size_t home(std::uint64_t id) const noexcept {
        return static_cast<std::size_t>((id * 0x9e3779b97f4a7c15ULL) >> m_shift);
    }
    [[nodiscard]] std::size_t next(std::size_t at) const noexcept { return (at + 1) & (m_ids.size() - 1); }
    void place(std::uint64_t id, std::uint32_t slot) noexcept {
        std::size_t at = home(id);
        while (m_ids[at] != 0) at = next(at);
        m_ids[at] = id;
        m_slots[at] = slot;
    }
    void grow() {
        const std::vector<std::uint64_t> ids = std::exchange(m_ids, {});
        const std::vector<std::uint32_t> places = std::exchange(m_slots, {});
        const std::size_t size = ids.empty() ? 1024 : 2 * ids.size();
        m_ids.assign(size, 0);
        m_slots.assign(size, 0);
        m_shift = 64;
        for (std::size_t n = size; n > 1; n /= 2) --m_shift;
        for (std::size_t i = 0; i < ids.size(); ++i)
            if (ids[i] != 0) place(ids[i], places[i]);
    }

    std::vector<std::uint64_t> m_ids;
    std::vector<std::uint32_t> m_slots;
    std::size_t m_count = 0;
    unsigned m_shift = 64;
};

} // namespace qd
