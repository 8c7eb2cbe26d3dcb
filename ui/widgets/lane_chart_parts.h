#pragma once
// Sizes and judgements that the two halves of LaneChart share. For them alone.

#include "ui/theme/theme.h"

namespace qd::ui::lanes {

constexpr Px kAxisHeight{22};
constexpr Px kLaneHeight{22};
constexpr Px kBarHeight{14};
constexpr Px kNameWidth{92};
constexpr Px kShareWidth{52};

/// A piece of several bars has the colour of the worst of them.
[[nodiscard]] constexpr int rank(ColorRole role) {
    switch (role) {
    case ColorRole::Failing: return 3;
    case ColorRole::Degraded: return 2;
    case ColorRole::Paused: return 1;
    default: return 0;
    }
}

} // namespace qd::ui::lanes
