#pragma once
#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

#include "ui/widgets/toast_stack.h"

class QPushButton;

namespace qd::ui {

/// One notice of the stack: mark, text, button, close; a thin line shows the time that is left.
class Toast : public QWidget {
    Q_OBJECT
public:
    Toast(int id, ToastSpec spec, QWidget *parent);

    [[nodiscard]] int id() const { return m_id; }
    [[nodiscard]] bool hasAction() const { return m_button != nullptr; }
    void trigger();

signals:
    void finished(int id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tick();

    int m_id;
    ToastSpec m_spec;
    QPushButton *m_button = nullptr;
    QTimer m_timer;
    std::chrono::milliseconds m_left;
    bool m_done = false;
};

} // namespace qd::ui
