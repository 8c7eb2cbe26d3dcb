#pragma once
#include <QtCore/QString>
#include <QtGui/QIcon>
#include <QtGui/QPixmap>

#include "ui/theme/theme.h"

namespace qd::ui {

/// Makes the icons known to style sheets; ThemeManager does it.
void loadIcons();

/// An icon of resources/icons by its file name without ".svg", in the colour of the role and the theme on screen.
/// Ask again after a theme change. An unknown name gives a null icon.
[[nodiscard]] QIcon icon(const QString &name, ColorRole role = ColorRole::TextSecond);
/// The same at another size, drawn for it: an icon never grows beyond 16.
[[nodiscard]] QPixmap iconPicture(const QString &name, ColorRole role, int size, qreal ratio);

} // namespace qd::ui
