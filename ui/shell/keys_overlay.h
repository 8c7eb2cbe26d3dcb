#pragma once
#include <QtWidgets/QFrame>
#include <vector>

#include "ui/shell/main_window.h"

class QScrollArea;

namespace qd::ui {

struct KeyGroup {
    QString title;
    std::vector<KeyHelp> keys;
};

/// `?`: which keys there are. Closed by any key but those that scroll it, or a click. Thread: GUI.
class KeysOverlay : public QFrame {
    Q_OBJECT
public:
    explicit KeysOverlay(QWidget *parent);

    /// Short groups share a column.
    void open(const std::vector<KeyGroup> &groups);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void dismiss();

    QScrollArea *m_scroll;
    QPointer<QWidget> m_before;
};

} // namespace qd::ui
