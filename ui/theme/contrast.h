#pragma once
// The arithmetic behind the theme's tests: WCAG contrast, and how colours look to people with colour-vision deficiency.

#include <QtGui/QColor>
#include <array>
#include <cstdint>

namespace qd::ui {

/// 1 (equal) .. 21 (black on white), WCAG 2.1 relative luminance.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

enum class ColorVision : std::uint8_t { Normal, Protanopia, Deuteranopia };
/// Distance of two colours of CIE L*a*b* (Sharma, Wu, Dalal 2005); 1 is just visible, 15 is another colour.
[[nodiscard]] double ciede2000(const std::array<double, 3> &left, const std::array<double, 3> &right);
/// How far two colours are apart for such an eye (Machado, Oliveira, Fernandes 2009), by CIEDE2000.
[[nodiscard]] double perceivedDistance(const QColor &a, const QColor &b, ColorVision vision);

} // namespace qd::ui
