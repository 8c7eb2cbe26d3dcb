#pragma once
// A bounded ring of numbered entries: the newest stay, a reader that comes late is told how many it lost.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/base/mutex.h"
#include "core/model/event.h"

namespace qd {

/// T has a member `sequence`. Thread: any.
template <typename T> class Ring {
public:
    explicit Ring(std::size_t capacity) : m_capacity(capacity) {}

    /// Numbers and keeps them.
    void append(std::vector<T> &entries) {
        if (entries.empty()) return;
        const Lock lock{m_mutex};
        for (T &entry : entries) {
            entry.sequence = m_next++;
            if (m_entries.size() < m_capacity) {
                m_entries.push_back(std::move(entry));
            } else {
                m_entries[(entry.sequence - 1) % m_capacity] = std::move(entry);
            }
        }
    }
    [[nodiscard]] RingPage<T> page(std::uint64_t from, std::size_t limit) const {
        const Lock lock{m_mutex};
        RingPage<T> out;
        const std::uint64_t oldest = m_next - m_entries.size();
        const std::uint64_t first = std::clamp(from, oldest, m_next);
        out.lost = from != 0 && from < oldest ? oldest - from : 0;
        const std::uint64_t last = std::min<std::uint64_t>(m_next, first + limit);
        for (std::uint64_t i = first; i < last; ++i) out.entries.push_back(at(i));
        out.next = last;
        return out;
    }
    /// Newest first, those that `wanted` picks.
    template <typename Wanted> [[nodiscard]] std::vector<T> newest(std::size_t limit, Wanted wanted) const {
        const Lock lock{m_mutex};
        std::vector<T> out;
        for (std::uint64_t i = m_next; i > m_next - m_entries.size() && out.size() < limit; --i)
            if (wanted(at(i - 1))) out.push_back(at(i - 1));
        return out;
    }

private:
    [[nodiscard]] const T &at(std::uint64_t sequence) const QD_REQUIRES(m_mutex) {
        return m_entries[(sequence - 1) % m_capacity];
    }

    const std::size_t m_capacity;
    mutable Mutex m_mutex;
    std::vector<T> m_entries QD_GUARDED_BY(m_mutex);
    std::uint64_t m_next QD_GUARDED_BY(m_mutex) = 1;
};

} // namespace qd
