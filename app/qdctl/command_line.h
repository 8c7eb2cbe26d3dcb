#pragma once
// Parses the command line and runs one verb.

#include <string>
#include <string_view>
#include <vector>

#include "app/qdctl/console.h"
#include "app/qdctl/exit_code.h"

namespace qd::ctl {

/// `arguments` without the program's name. Prints errors itself.
[[nodiscard]] Exit runQdctl(Console &console, const std::vector<std::string> &arguments);

/// Every verb, for the completion's test.
[[nodiscard]] std::vector<std::string> verbNames();
/// The script of packaging/completion/qdctl.bash.
[[nodiscard]] std::string_view bashCompletion();

} // namespace qd::ctl
