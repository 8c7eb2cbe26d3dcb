#include "ui/widgets/icon_button.h"

#include <QtCore/QEvent>

#include "ui/theme/icons.h"

namespace qd::ui {

IconButton::IconButton(QString iconName, const QString &name, QWidget *parent)
    : QToolButton(parent), m_iconName(std::move(iconName)) {
    setIcon(ui::icon(m_iconName, ColorRole::TextSecond));
    setAccessibleName(name);
    setToolTip(name);
    setFocusPolicy(Qt::TabFocus);
}

} // namespace qd::ui
