#pragma once
// "Copy as command": the lines that do the same as a click, one for qdctl and one for curl.

#include <QtCore/QString>

#include "core/model/codec/json_requests.h"
#include "ui/session/session.h"

namespace qd::ui {

/// What a control would do, for a shell. Several commands are several lines.
struct CommandText {
    QString qdctl; ///< Empty: qdctl has no single line for it.
    QString curl;  ///< Empty: neither has the door, or there is none; curlNote says why.
    QString curlNote{};
};

/// Empty where qdctl has no single line for it (a batch of different tasks).
[[nodiscard]] QString commandLine(const CommandBody &body, LedgerId ledger, WallTime now, const QString &reason = {});
/// Through the HTTP door. The token is read from its file when the line runs: nothing secret is copied.
[[nodiscard]] CommandText commandText(const CommandBody &body, const QString &reason, const JsonContext &context,
                                      const DoorAddress &door);
[[nodiscard]] CommandText allowText(const QString &program, const DoorAddress &door);
/// Of a form in which one of them has no line, all have none: half of them would be another action.
[[nodiscard]] CommandText joined(const std::vector<CommandText> &texts);
/// A word as a POSIX shell reads it back unchanged.
[[nodiscard]] QString shellQuoted(const QString &word);

} // namespace qd::ui
