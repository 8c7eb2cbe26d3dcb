#pragma once
// What the user typed for one task, and the JSON that the door wants for it. Pure.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/qdctl/exit_code.h"

namespace qd::ctl {

struct TaskArguments {
    std::string type;
    std::vector<std::string> rest{}; ///< The payload, or a program with its arguments, or a URL.
    std::string name{};
    std::string queue{};
    std::string key{};
    std::string timeout{};
    std::string runAt{};                ///< RFC 3339, or a duration from now.
    std::string deadline{};             ///< As runAt.
    std::vector<std::string> parents{}; ///< "ID" or "ID:fail|cancel|run"
    std::vector<std::string> tags{};
    int priority = 0; ///< 0 = not given
    int attempts = 0;
};

/// `standardInput` is the payload when the rest is "-".
[[nodiscard]] Answer<nlohmann::json> taskJson(const TaskArguments &arguments, const std::string &standardInput);

/// What the flags mean for the lines of a file: members for every task that does not set them itself.
[[nodiscard]] Answer<nlohmann::json> lineDefaults(const TaskArguments &arguments);

/// "9c41e0-7", 3 -> 9c41e0-7, -8, -9. Empty when the first is no id.
[[nodiscard]] std::vector<std::string> expandIds(const std::string &first, std::uint64_t count);
/// The ids of a submit's outcome.
[[nodiscard]] std::vector<std::string> idsOf(const nlohmann::json &outcome);

} // namespace qd::ctl
