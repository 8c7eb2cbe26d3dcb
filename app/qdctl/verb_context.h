#pragma once
// What every verb is given: the terminal, the flags that all verbs share, and the way to the engine.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "app/qdctl/api_client.h"
#include "app/qdctl/confirm.h"
#include "app/qdctl/console.h"
#include "app/qdctl/exit_code.h"
#include "app/qdctl/task_filter.h"

namespace qd::ctl {

struct VerbContext {
    Console &console;
    ClientOptions client{};
    bool json = false; ///< Print the API's JSON as it is.
    bool yes = false;  ///< Ask nothing.

    [[nodiscard]] Answer<ApiClient> open() const { return ApiClient::open(client); }
    /// JSON on one line, invalid UTF-8 replaced.
    void printJson(const nlohmann::json &json) const;
};

/// Text of a member: strings as they are, numbers and flags as JSON, absent and null as "".
[[nodiscard]] std::string textOf(const nlohmann::json &object, std::string_view key);
/// 0 when absent, negative or no number.
[[nodiscard]] std::uint64_t countOf(const nlohmann::json &object, std::string_view key);
/// Negative when absent.
[[nodiscard]] double numberOf(const nlohmann::json &object, std::string_view key);
[[nodiscard]] bool flagOf(const nlohmann::json &object, std::string_view key);
/// An array member, or an empty array.
[[nodiscard]] const nlohmann::json &listOf(const nlohmann::json &object, std::string_view key);

/// True in the production profile, where every tier is one higher.
[[nodiscard]] Answer<bool> isProduction(ApiClient &client);

/// Tells what became of a command: "Cancelled 12 tasks." and the refusals, or the error; gives the exit code.
[[nodiscard]] Exit reportOutcome(const VerbContext &context, const nlohmann::json &outcome, std::string_view done,
                                 std::string_view object = "task");

} // namespace qd::ctl
