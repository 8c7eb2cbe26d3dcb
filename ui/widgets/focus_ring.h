#pragma once
#include <QtWidgets/QWidget>

namespace qd::ui {

/// A ring around a control that paints none itself, while the keyboard has brought the focus there. It lies over the
/// control, which owns it. Thread: GUI.
class FocusRing final : public QWidget {
    Q_OBJECT
public:
    explicit FocusRing(QWidget *around);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace qd::ui
