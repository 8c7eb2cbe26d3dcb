#pragma once
#include "core/model/event.h"
#include "ui/theme/state_look.h"

namespace qd::ui {

/// How grave an event is, as shape, word and colour.
[[nodiscard]] StateLook lookOf(Severity severity);

} // namespace qd::ui
