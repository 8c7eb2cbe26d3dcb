#pragma once
// The one table of colours. Every role exists in both themes; nothing is painted in a colour that is not a role.
// Each colour is checked by a test: text roles reach 4.5:1, shapes 3:1 on every surface they may stand on.

#include <QtGui/QColor>
#include <QtGui/QPalette>
#include <array>
#include <cstddef>
#include <cstdint>

#include "ui/theme/zoom.h"

namespace qd::ui {

enum class ThemeKind : std::uint8_t { Dark, Light };

enum class ColorRole : std::uint8_t {
    // Surfaces
    Window,
    Rail,
    Bar, ///< Top strip, status bar, time bar.
    Card,
    Field, ///< Inputs, buttons, tool tips.
    Hover,
    Selected,
    // Lines
    CardBorder,
    FieldBorder,
    Grid,  ///< Chart grid, table lines: decoration, never the only carrier of a meaning.
    Track, ///< The empty part of a bar.
    Focus,
    // Text
    Text,
    TextSecond,
    TextMuted,
    Link,
    // Buttons
    Primary,
    PrimaryText,
    Danger,
    DangerBorder,
    DangerText,
    // State; good as shape and as text on every surface
    Healthy,
    Idle,
    Degraded,
    Failing,
    Paused,
    Draining,
    Imposed, ///< By a person: outlines.
    Fault,
    Unknown,
    OnState, ///< Glyphs on a cell filled with one of the state colours.
    // Lines of charts, in the order in which they are handed out
    Series1,
    Series2,
    Series3,
    Series4,
    Series5,
    Series6,
};
constexpr std::size_t kColorRoles = 37;

struct Theme {
    ThemeKind kind = ThemeKind::Dark;
    std::array<QColor, kColorRoles> colors;

    [[nodiscard]] const QColor &color(ColorRole role) const noexcept { return colors[static_cast<std::size_t>(role)]; }
    /// `role` laid over `surface` with this opacity, as an opaque colour: tints stay crisp and are cheap to paint.
    [[nodiscard]] QColor tint(ColorRole role, double opacity, ColorRole surface = ColorRole::Card) const;
    [[nodiscard]] bool isDark() const noexcept { return kind == ThemeKind::Dark; }
};

[[nodiscard]] const Theme &darkTheme();
[[nodiscard]] const Theme &lightTheme();
/// The full palette, disabled and inactive groups included.
[[nodiscard]] QPalette paletteOf(const Theme &theme);

/// The theme on screen. Thread: GUI. Changes are announced by ThemeManager::themeChanged and arrive at every widget as
/// QEvent::PaletteChange, so painted widgets only need to read theme() while painting.
[[nodiscard]] const Theme &theme();

// Sizes that many share.
constexpr Px kGrid{12};
constexpr Px kCardRadius{8};
constexpr Px kControlRadius{6};
constexpr Px kRowHeight{28};

} // namespace qd::ui
