#pragma once
// Names of things, and their text forms.

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.h"
#include "core/base/uuid.h"

namespace qd {

/// The row key of a task: partition in the top 12 bits, sequence below. Sequences start at 1 and are never reused.
using TaskId = Id<struct TaskTag, std::uint64_t>;
/// A worker's serial number within one ledger's engine run; "w-17" as text. 0 is "no worker".
using WorkerId = Id<struct WorkerTag, std::uint32_t>;
using OverrideId = Id<struct OverrideTag, std::uint64_t>;
/// Drawn when a ledger is created, 24 bits: part of every public task id, so that ids of two ledgers cannot be mixed
/// up.
using LedgerId = Id<struct LedgerTag, std::uint32_t>;
/// An interned short text (type, queue, tenant, tag); 0 is the empty text. Valid within one engine run only.
using Symbol = Id<struct SymbolTag, std::uint32_t>;
/// The client makes it, which makes the command idempotent.
using Ticket = Uuid;

constexpr unsigned kSequenceBits = 52;

[[nodiscard]] constexpr TaskId makeTaskId(std::uint32_t partition, std::uint64_t sequence) noexcept {
    return {(static_cast<std::uint64_t>(partition) << kSequenceBits) | sequence};
}
[[nodiscard]] constexpr std::uint32_t partitionOf(TaskId id) noexcept {
    return static_cast<std::uint32_t>(id.value >> kSequenceBits);
}
[[nodiscard]] constexpr std::uint64_t sequenceOf(TaskId id) noexcept {
    return id.value & ((std::uint64_t{1} << kSequenceBits) - 1);
}

/// "9c41e0-1042", or "9c41e0-3-1042" outside partition 0.
[[nodiscard]] std::string taskIdText(LedgerId ledger, TaskId id);
/// Reads the forms above and, as shorthand, the bare sequence "1042" of partition 0. Another ledger's id is nothing.
[[nodiscard]] std::optional<TaskId> parseTaskId(LedgerId ledger, std::string_view text) noexcept;
[[nodiscard]] std::string workerIdText(WorkerId id);
[[nodiscard]] std::optional<WorkerId> parseWorkerId(std::string_view text) noexcept;

} // namespace qd
