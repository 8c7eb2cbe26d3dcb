#pragma once
// Single lines of text as tables and painted widgets need them: many, mostly the same as a moment ago. Finding the
// glyphs of a line takes ten times as long as painting them, so lines that were painted lately are kept with their
// glyphs.

#include <QtCore/QRect>
#include <QtCore/QString>
#include <QtGui/QFont>

class QPainter;

namespace qd::ui {

/// Paints `text` on one line in `rect`, in the painter's pen; what does not fit is shortened as `elide` says.
/// Thread: GUI.
void paintLine(QPainter &painter, const QRect &rect, Qt::Alignment alignment, const QString &text, const QFont &font,
               Qt::TextElideMode elide = Qt::ElideRight);
/// The width that the line takes, in pixels; as cheap for a line that is known.
[[nodiscard]] int lineWidth(const QString &text, const QFont &font);

} // namespace qd::ui
