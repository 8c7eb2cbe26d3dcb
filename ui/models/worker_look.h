#pragma once
// A worker's three axes (lifecycle, activity, imposed) as the one look that a cell or a badge has.

#include <cstdint>
#include <vector>

#include "core/model/snapshot.h"
#include "ui/theme/state_look.h"

namespace qd::ui {

/// Worst first: the order of the "worst" lists.
enum class WorkerLook : std::uint8_t { Lost, Late, Paused, Draining, Starting, Busy, Idle, Gone };
constexpr std::size_t kWorkerLooks = 8;

/// Two heartbeats missed at defaults; the engine itself decides "lost" by the lease.
constexpr Duration kLateAfter = std::chrono::seconds{7};

[[nodiscard]] WorkerLook workerLook(const Snapshot &snapshot, std::size_t row, Instant now);
/// For files: the same in every language.
[[nodiscard]] std::string_view toText(WorkerLook look);
/// Shape, word and colour. `Busy` carries no number: how many slots stands beside it.
[[nodiscard]] StateLook lookOf(WorkerLook look);
/// How long ago the worker was last heard of; zero when never.
[[nodiscard]] Duration heartbeatAge(const Snapshot &snapshot, std::size_t row, Instant now);
/// Rows of the worker table, worst look first, the longest silence first among equals; at most `limit`.
[[nodiscard]] std::vector<std::size_t> worstWorkers(const Snapshot &snapshot, Instant now, std::size_t limit);

} // namespace qd::ui
