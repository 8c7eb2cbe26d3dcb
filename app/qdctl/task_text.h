#pragma once
// One task, or a page of them, as text for people.

#include <string>

#include "app/qdctl/text_table.h"
#include "app/qdctl/verb_context.h"

namespace qd::ctl {

/// A page of GET /api/v1/tasks.
[[nodiscard]] TextTable taskTable(const nlohmann::json &page, bool unicode);
/// The answer of GET /api/v1/tasks/{id}, with payload, outputs and attempts.
void printTask(const VerbContext &context, const nlohmann::json &task);

/// Member `key` of the task, or of its "result".
[[nodiscard]] std::string ofResult(const nlohmann::json &task, std::string_view key);
/// Why it failed: the error of the attempt, else the reason of its state ("parent failed"); empty when it did not.
[[nodiscard]] std::string troubleOf(const nlohmann::json &task);
[[nodiscard]] bool isFinalState(const nlohmann::json &task);

} // namespace qd::ctl
