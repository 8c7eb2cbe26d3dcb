#include "core/coordinator/override_book.h"

#include <algorithm>

namespace qd {

const Override &OverrideBook::impose(Override lease, std::optional<OverrideId> renewed) {
    lease.id = renewed ? *renewed : OverrideId{m_next++};
    m_published.reset();
    return m_leases.insert_or_assign(lease.id.value, std::move(lease)).first->second;
}

void OverrideBook::restore(Override lease) {
    m_next = std::max(m_next, lease.id.value + 1);
    m_published.reset();
    const std::uint64_t id = lease.id.value;
    m_leases.insert_or_assign(id, std::move(lease));
}

std::optional<Override> OverrideBook::revert(OverrideId id) {
    const auto it = m_leases.find(id.value);
    if (it == m_leases.end()) return std::nullopt;
    Override out = std::move(it->second);
    m_leases.erase(it);
    m_published.reset();
    return out;
}

std::vector<OverrideId> OverrideBook::active(OverrideKind kind, std::string_view target) const {
    std::vector<OverrideId> out;
    for (const auto &[id, lease] : m_leases)
        if (lease.kind == kind && lease.target == target) out.push_back(lease.id);
    return out;
}

std::optional<OverrideId> OverrideBook::ofOwner(OverrideKind kind, std::string_view target,
                                                std::string_view owner) const {
    for (const auto &[id, lease] : m_leases)
        if (lease.kind == kind && lease.target == target && lease.owner == owner) return lease.id;
    return std::nullopt;
}

std::vector<OverrideId> OverrideBook::expired(WallTime now) const {
    std::vector<OverrideId> out;
    for (const auto &[id, lease] : m_leases)
        if (lease.expiresAt != kNoWallTime && lease.expiresAt <= now) out.push_back(lease.id);
    return out;
}

WallTime OverrideBook::nextExpiry() const {
    WallTime next = kNoWallTime;
    for (const auto &[id, lease] : m_leases)
        if (lease.expiresAt != kNoWallTime && (next == kNoWallTime || lease.expiresAt < next)) next = lease.expiresAt;
    return next;
}

bool OverrideBook::holds(OverrideKind kind, std::string_view target) const {
    return std::ranges::any_of(
        m_leases, [&](const auto &entry) { return entry.second.kind == kind && entry.second.target == target; });
}

std::optional<std::int64_t> OverrideBook::value(OverrideKind kind, std::string_view target) const {
    std::optional<std::int64_t> out;
    for (const auto &[id, lease] : m_leases)
        if (lease.kind == kind && lease.target == target) out = lease.value; // ids ascend: the newest stays
    return out;
}

std::shared_ptr<const std::vector<Override>> OverrideBook::published() {
    if (!m_published) {
        auto copy = std::make_shared<std::vector<Override>>();
        copy->reserve(m_leases.size());
        for (const auto &[id, lease] : m_leases) copy->push_back(lease);
        m_published = std::move(copy);
    }
    return m_published;
}

} // namespace qd
