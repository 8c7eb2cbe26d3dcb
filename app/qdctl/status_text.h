#pragma once
// The engine's status as a few lines. Pure.

#include <nlohmann/json.hpp>
#include <string>

#include "app/qdctl/console.h"

namespace qd::ctl {

[[nodiscard]] std::string statusText(const Console &console, const nlohmann::json &status);

} // namespace qd::ctl
