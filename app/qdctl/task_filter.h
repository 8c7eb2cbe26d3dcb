#pragma once
// Which tasks a verb means: ids, or a filter, as given on the command line; and the two forms the API wants it in.

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/qdctl/exit_code.h"

namespace qd::ctl {

/// As typed; check() makes sense of it.
struct TaskFilterArguments {
    std::vector<std::string> ids{};
    std::vector<std::string> states{}; ///< Each may hold several, separated by commas.
    std::string type{};
    std::string queue{};
    std::string worker{};
    std::string text{};
    std::string expression{}; ///< "state:failed age>1h", as in the window.
    std::string olderThan{};  ///< Final for at least this long.
    bool all = false;         ///< Said on purpose: every task.
};

struct CheckedFilter {
    std::vector<std::string> ids{};
    std::vector<std::string> states{};
    std::string type{};
    std::string queue{};
    std::string worker{};
    std::string text{};
    std::string expression{};
    std::int64_t finishedBeforeSeconds = 0;

    /// Nothing narrows it down.
    [[nodiscard]] bool everything() const;
    /// "state=failed,running&queue=http", without a leading '?'.
    [[nodiscard]] std::string query() const;
    /// The "tasks" member of a command.
    [[nodiscard]] nlohmann::json json() const;
    /// For questions: "the 3 named tasks", "tasks that are failed in queue http".
    [[nodiscard]] std::string sentence() const;
};

[[nodiscard]] Answer<CheckedFilter> check(const TaskFilterArguments &arguments);
/// For verbs that act: without any term, the user has to say --all.
[[nodiscard]] Answer<CheckedFilter> checkForAction(const TaskFilterArguments &arguments);

} // namespace qd::ctl
