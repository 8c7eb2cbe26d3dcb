#pragma once
// The compact byte forms of a task's seldom used parts, as they stand in the ledger. Version byte first; a reader
// that meets a newer version says Unsupported, a damaged blob says Corrupt.

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/model/command.h"
#include "core/model/task.h"

namespace qd {

[[nodiscard]] std::string encodeExtras(const TaskExtras &extras);
[[nodiscard]] Result<TaskExtras> decodeExtras(std::string_view bytes);

struct History {
    std::vector<AttemptRecord> attempts; ///< Oldest first, at most kHistoryMax.
    std::uint32_t dropped = 0;
};
[[nodiscard]] std::string encodeHistory(const History &history);
[[nodiscard]] Result<History> decodeHistory(std::string_view bytes);

/// The ticket itself is not part of it.
[[nodiscard]] std::string encodeOutcome(const Outcome &outcome);
[[nodiscard]] Result<Outcome> decodeOutcome(std::string_view bytes);

} // namespace qd
