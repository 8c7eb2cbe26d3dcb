#pragma once
// The shapes of the state vocabulary: each is told apart without colour, at 8 px and up.

#include <QtCore/QRectF>
#include <QtGui/QColor>
#include <cstdint>

class QPainter;

namespace qd::ui {

enum class Shape : std::uint8_t {
    None,
    Circle,   ///< Filled: at work, healthy.
    Ring,     ///< Idle, waiting.
    Dot,      ///< Small and filled: queued.
    Half,     ///< Half filled: starting, half-open, assigned.
    Square,   ///< Stopped.
    Bars,     ///< Paused.
    Diamond,  ///< Imposed by a person.
    Arrow,    ///< Downwards: draining.
    Hatch,    ///< Unknown.
    Cross,    ///< Failed, lost.
    Check,    ///< Completed.
    Triangle, ///< Warning, degraded, slow.
    Loop,     ///< Retrying.
    Play,     ///< Live.
    Dash,     ///< Cancelled, gone.
};
constexpr int kShapes = 16;

/// Paints the shape into the middle square of `box`. Antialiasing is switched on and restored.
void paintShape(QPainter &painter, const QRectF &box, Shape shape, const QColor &color);

} // namespace qd::ui
