#pragma once
// Inter for text, JetBrains Mono for figures and ids: Inter's digits are proportional and Qt 6.4 cannot switch them,
// so live numbers in Inter would jitter.

#include <QtGui/QFont>
#include <cstdint>

namespace qd::ui {

enum class FontRole : std::uint8_t {
    Body, ///< 13 px
    BodyStrong,
    Second,    ///< 12 px
    Small,     ///< 11 px: axes, section heads
    Title,     ///< 13 px semibold: card titles
    PageTitle, ///< 18 px semibold
    Figure,    ///< Mono, 24 px semibold
    Mono,      ///< Mono, 12 px: ids, numbers in tables
    MonoSmall, ///< Mono, 11 px
    MonoStrong,
};

/// Registers the embedded fonts; call once after the QGuiApplication exists. Where one cannot be loaded the system's
/// font stands in. ThemeManager does it.
void loadFonts();
/// At the zoom on screen: ask again after a change.
[[nodiscard]] QFont fontOf(FontRole role);

} // namespace qd::ui
