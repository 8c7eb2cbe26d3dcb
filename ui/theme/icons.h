#pragma once
#include <QtCore/QString>
#include <QtGui/QIcon>
#include <QtGui/QPixmap>

#include "ui/theme/theme.h"

namespace qd::ui {

/// Makes the icons known to style sheets; ThemeManager does it.
void loadIcons();

/// An icon of resources/icons by its file name without ".svg", in the colour of the role: of the theme that is on
/// screen when it is painted, and in any size. An unknown name gives a null icon.
[[nodiscard]] QIcon icon(const QString &name, ColorRole role = ColorRole::TextSecond);
/// The same as a picture, as it is now: ask again after a change (onLook()).
[[nodiscard]] QPixmap iconPicture(const QString &name, ColorRole role, int size, qreal ratio);

} // namespace qd::ui
