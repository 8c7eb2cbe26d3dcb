#pragma once
// The active override leases and what they fold to.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/model/overrides.h"

namespace qd {

/// Thread: coordinator.
class OverrideBook {
public:
    /// Keeps the lease under the next id, or in place of `renewed` (recovery: under its own).
    const Override &impose(Override lease, std::optional<OverrideId> renewed = {});
    void restore(Override lease);
    [[nodiscard]] std::optional<Override> revert(OverrideId id);
    /// Ids of the active leases of this kind and target, oldest first.
    [[nodiscard]] std::vector<OverrideId> active(OverrideKind kind, std::string_view target) const;
    [[nodiscard]] std::optional<OverrideId> ofOwner(OverrideKind kind, std::string_view target,
                                                    std::string_view owner) const;
    /// Those whose time is over, oldest first.
    [[nodiscard]] std::vector<OverrideId> expired(WallTime now) const;
    [[nodiscard]] WallTime nextExpiry() const; ///< Epoch = none.

    /// AnyHolds kinds: is one active?
    [[nodiscard]] bool holds(OverrideKind kind, std::string_view target) const;
    /// NewestWins kinds: the value in force, if any.
    [[nodiscard]] std::optional<std::int64_t> value(OverrideKind kind, std::string_view target) const;

    [[nodiscard]] std::size_t size() const noexcept { return m_leases.size(); }
    [[nodiscard]] std::shared_ptr<const std::vector<Override>> published();

private:
    std::map<std::uint64_t, Override> m_leases; // ordered by id = by start
    std::uint64_t m_next = 1;
    std::shared_ptr<const std::vector<Override>> m_published;
};

} // namespace qd
