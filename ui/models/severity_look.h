#pragma once
#include <QtCore/QVariant>

#include "core/model/event.h"
#include "ui/theme/state_look.h"

namespace qd::ui {

/// How grave an event is, as shape, word and colour.
[[nodiscard]] StateLook lookOf(Severity severity);
[[nodiscard]] QVariant severityId(Severity severity); ///< MachineRole: "warning".

} // namespace qd::ui
