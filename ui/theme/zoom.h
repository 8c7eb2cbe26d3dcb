#pragma once
// The one factor that makes the whole window larger, for people who show it in a room. Sizes are written in design
// pixels, what they measure at 100 %, and become pixels wherever they are used as a number: 28_px is 42 at 150 %.

#include <QtCore/QMargins>
#include <array>
#include <functional>

class QLayout;
class QObject;
class QWidget;

namespace qd::ui {

constexpr int kZoomLeast = 100; ///< Percent.
constexpr int kZoomMost = 200;
inline constexpr std::array kZoomSteps{100, 110, 125, 150, 175, 200};
/// The next step in this direction; at the ends the same again.
[[nodiscard]] int zoomStep(int percent, int direction);

/// The zoom on screen, percent. Thread: GUI. ThemeManager sets it.
[[nodiscard]] int zoomPercent() noexcept;
/// Design pixels as pixels, and back; the way back is for what people dragged and what is stored.
[[nodiscard]] int px(int design) noexcept;
[[nodiscard]] int designOf(int pixels) noexcept;

struct Px {
    int design;
    operator int() const noexcept { return px(design); }
};
struct PxF {
    double design;
    operator double() const noexcept { return design * zoomPercent() / 100; }
};
[[nodiscard]] constexpr Px operator""_px(unsigned long long design) {
    return {static_cast<int>(design)};
}
[[nodiscard]] constexpr PxF operator""_px(long double design) {
    return {static_cast<double>(design)};
}

/// For what is told once and then stands: fixed sizes, fonts, pictures. Runs now and whenever theme or zoom changed,
/// after the style sheet, for as long as `context` lives. What is painted or asked for by a sizeHint() needs none: it
/// reads px() each time.
void onLook(QObject *context, std::function<void()> apply);
/// onLook() for the commonest; all in design pixels. The last call holds.
void setMargins(QLayout *layout, const QMargins &design);
void setMargins(QWidget *widget, const QMargins &design);
void setSpacing(QLayout *layout, int design);

} // namespace qd::ui
