#pragma once
// Asking before acting, by the tiers of core/model/command.h.

#include <cstdint>
#include <string>

#include "app/qdctl/console.h"
#include "app/qdctl/exit_code.h"
#include "core/model/command.h"

namespace qd::ctl {

struct Question {
    Tier tier = Tier::Free;
    std::string verb;           ///< "cancel"; what has to be typed when the count is not known.
    std::string effect;         ///< "This cancels 12 tasks that are running."
    std::uint64_t affected = 0; ///< 0 = not known.
    bool yes = false;           ///< --yes was given.
};

/// Free and reversible ones pass. Disruptive: y/N. Destructive: the count or the verb has to be typed.
/// Without a terminal and without --yes it refuses (Usage): a script must say --yes.
[[nodiscard]] Answer<void> confirm(Console &console, const Question &question);

} // namespace qd::ctl
