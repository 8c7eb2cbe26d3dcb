#pragma once
// The arithmetic behind the theme's tests: WCAG contrast, and how colours look to people with colour-vision deficiency.

#include <QtGui/QColor>
#include <cstdint>

namespace qd::ui {

/// 1 (equal) .. 21 (black on white), WCAG 2.1 relative luminance.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

enum class ColorVision : std::uint8_t { Normal, Protanopia, Deuteranopia };
/// How far two colours are apart for such an eye (Machado 2009): 100 x distance in OKLab. Below 2 hardly visible.
[[nodiscard]] double perceivedDistance(const QColor &a, const QColor &b, ColorVision vision);

} // namespace qd::ui
