#pragma once
// "Copy as command": the qdctl line that does the same as a click.

#include <QtCore/QString>

#include "core/model/command.h"

namespace qd::ui {

/// Empty where qdctl has no single line for it (a batch of different tasks).
[[nodiscard]] QString commandLine(const CommandBody &body, LedgerId ledger, WallTime now, const QString &reason = {});
/// A word as a POSIX shell reads it back unchanged.
[[nodiscard]] QString shellQuoted(const QString &word);

} // namespace qd::ui
