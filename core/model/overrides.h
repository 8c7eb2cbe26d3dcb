#pragma once
// The override ledger: everything that a person imposes is a lease inside the engine. The effective value is the
// automatic value folded under all active leases; nothing is ever "restored", so overlapping leases cannot undo
// each other. Undo = revert that one lease.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/model/ids.h"

namespace qd {

enum class OverrideKind : std::uint8_t {
    PauseWorker, ///< target "w-17"; the worker gets no new task.
    PauseQueue,  ///< target = queue name; intake goes on, dispatch does not.
    PauseAll,    ///< no target; nothing is dispatched.
    PoolSize,    ///< value = wanted number of workers.
};
constexpr std::size_t kOverrideKinds = 4;

/// How several active leases of one kind and target fold into one value.
enum class OverrideFold : std::uint8_t {
    AnyHolds,   ///< In force while at least one lease is active.
    NewestWins, ///< The value of the lease that started last.
};

[[nodiscard]] constexpr OverrideFold foldOf(OverrideKind kind) noexcept {
    switch (kind) {
    case OverrideKind::PauseWorker:
    case OverrideKind::PauseQueue:
    case OverrideKind::PauseAll: return OverrideFold::AnyHolds;
    case OverrideKind::PoolSize: return OverrideFold::NewestWins;
    }
    return OverrideFold::AnyHolds;
}

constexpr std::int64_t kPoolMax = 10'000; ///< Workers of one engine; as many as the setting pool.workers allows.

struct Override {
    OverrideId id;
    OverrideKind kind = OverrideKind::PauseAll;
    std::string target;
    std::int64_t value = 0;
    std::string owner;
    std::string reason;
    WallTime startedAt;
    WallTime expiresAt; ///< Epoch = until somebody reverts it (an explicit choice).

    bool operator==(const Override &) const = default;
};

[[nodiscard]] std::string_view toText(OverrideKind kind) noexcept;
[[nodiscard]] std::optional<OverrideKind> parseOverrideKind(std::string_view text) noexcept;

/// For sentences: "pause of queue http", "pause of the whole engine", "pool size of 4".
[[nodiscard]] std::string inWords(const Override &lease);

constexpr std::size_t kOverridesMax = 10'000; ///< Active at once.

} // namespace qd
