#pragma once
// What a command is called while it is under way: "Pause queue mail". Questions and outcomes have words of their own.

#include <QtCore/QString>
#include <cstdint>

#include "core/model/command.h"

namespace qd::ui {

/// "3 tasks"
[[nodiscard]] QString countOfTasks(std::uint64_t count);
/// `affected`: how many tasks it will touch, as far as known. A submit counts its own.
[[nodiscard]] QString commandTitle(const CommandBody &body, std::uint64_t affected);

} // namespace qd::ui
