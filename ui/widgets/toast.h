#pragma once
#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

#include "ui/widgets/toast_stack.h"

class QLabel;
class QPushButton;

namespace qd::ui {

/// One notice of the stack: mark, text, button, close; a thin line shows the time that is left.
class Toast : public QWidget {
    Q_OBJECT
public:
    Toast(int id, ToastSpec spec, QWidget *parent);

    [[nodiscard]] int id() const { return m_id; }
    [[nodiscard]] bool hasAction() const { return m_button != nullptr; }
    [[nodiscard]] Tone tone() const { return m_spec.tone; }
    [[nodiscard]] bool isStanding() const { return m_spec.standing; }
    void trigger();
    void revise(Tone tone, const QString &text);

signals:
    void finished(int id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tick();

    int m_id;
    ToastSpec m_spec;
    QLabel *m_text;
    QPushButton *m_button = nullptr;
    QTimer m_timer;
    std::chrono::milliseconds m_left;
    bool m_done = false;
};

} // namespace qd::ui
