#pragma once
// Events that say the same are one line with a count: a flood of one kind must not push the others out of sight.
//
// The same are two events of one kind, severity and worker whose texts are equal; when they are about tasks, equal but
// for the figures in them (which task, which attempt, which worker). A line takes up repeats for kRepeatSpan, then
// another one begins.

#include <QtCore/QString>
#include <cstdint>
#include <string>

#include "core/base/time.h"

namespace qd {
struct Event;
}

namespace qd::ui {

constexpr Duration kRepeatSpan = std::chrono::minutes{5};
constexpr std::size_t kRepeatsMost = 500; ///< Told ones; what each of them counts besides itself does not matter.

/// What `event` is a repeat of.
[[nodiscard]] std::string repeatKey(const Event &event);
/// How many this one event stands for: itself and those that its text counts.
[[nodiscard]] std::uint64_t repeatsIn(const Event &event);
/// "× 37"; empty for one.
[[nodiscard]] QString repeatText(std::uint64_t repeats);

} // namespace qd::ui
