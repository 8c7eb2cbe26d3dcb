#pragma once
// Idempotency keys and the tasks that claimed them, for the window's length. The ledger holds the same claims under a
// unique constraint; this is the copy that answers without a read.

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/time.h"
#include "core/model/ids.h"

namespace qd {

/// Thread: coordinator.
class KeyBook {
public:
    [[nodiscard]] std::optional<TaskId> find(std::string_view key, WallTime now) const {
        const auto it = m_claims.find(key);
        if (it == m_claims.end() || it->second.expires <= now) return std::nullopt;
        return it->second.task;
    }
    void claim(std::string_view key, TaskId task, WallTime expires) {
        m_claims.insert_or_assign(std::string{key}, Claim{task, expires});
        m_order.emplace_back(std::string{key}, expires);
    }
    /// Forgets what is over; a few at a time, so that no step pays for a whole day.
    void expire(WallTime now) {
        for (int i = 0; i < 256 && !m_order.empty() && m_order.front().second <= now; ++i) {
            const auto it = m_claims.find(m_order.front().first);
            if (it != m_claims.end() && it->second.expires <= now) m_claims.erase(it);
            m_order.pop_front();
        }
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_claims.size(); }

private:
    struct Claim {
        TaskId task;
        WallTime expires;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, Claim, Hash, std::equal_to<>> m_claims; // looked up, never iterated
    std::deque<std::pair<std::string, WallTime>> m_order;
};

} // namespace qd
