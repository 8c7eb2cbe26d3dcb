#pragma once
#include "ui/widgets/painting.h"

namespace qd::ui {

/// An id or a path without spaces: shortened in the middle, whole in the tool tip, copied by Ctrl+C, double click or
/// its menu. Thread: GUI.
class CopyLabel : public ElidedLabel {
    Q_OBJECT
public:
    explicit CopyLabel(const QString &text, QWidget *parent = nullptr);

    void copy() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
};

} // namespace qd::ui
