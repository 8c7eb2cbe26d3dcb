#pragma once
// Commands by ticket: the same ticket again gets the stored outcome, and nothing is done twice.

#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/rng.h"
#include "core/model/command.h"

namespace qd {

/// Thread: coordinator.
class TicketTable {
public:
    static constexpr std::size_t kMax = 100'000;
    static constexpr std::chrono::hours kFor{1};

    struct Entry {
        bool committed = false;
        Outcome outcome;
        WallTime at;
        std::vector<std::uint64_t> waiting; ///< Clients that repeated the command before its commit.
    };

    /// All room at once: growing by and by stops the engine for 14 ms when the table is nearly full.
    TicketTable() { m_entries.reserve(kMax + 1); }

    [[nodiscard]] Entry *find(const Ticket &ticket) {
        const auto it = m_entries.find(ticket);
        return it == m_entries.end() ? nullptr : &it->second;
    }
    Entry &add(const Ticket &ticket, WallTime at) {
        while (!m_order.empty() && (m_order.size() >= kMax || m_order.front().second + kFor < at)) {
            m_entries.erase(m_order.front().first);
            m_order.pop_front();
        }
        m_order.emplace_back(ticket, at);
        Entry &entry = m_entries[ticket];
        entry.at = at;
        return entry;
    }

private:
    struct Hash {
        std::size_t operator()(const Ticket &t) const noexcept {
            return static_cast<std::size_t>(mix64(t.high ^ mix64(t.low)));
        }
    };
    std::unordered_map<Ticket, Entry, Hash> m_entries; // looked up, never iterated
    std::deque<std::pair<Ticket, WallTime>> m_order;
};

} // namespace qd
