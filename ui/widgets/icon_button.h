#pragma once
#include <QtWidgets/QToolButton>

#include "ui/theme/theme.h"

namespace qd::ui {

/// A tool button whose picture follows the theme. Thread: GUI.
class IconButton : public QToolButton {
    Q_OBJECT
public:
    /// `name` is what a screen reader says; also the tool tip, unless another is set.
    IconButton(QString iconName, const QString &name, QWidget *parent = nullptr);

private:
    QString m_iconName;
};

} // namespace qd::ui
