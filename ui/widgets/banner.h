#pragma once
#include <QtWidgets/QWidget>

#include "ui/theme/state_look.h"

class QPushButton;

namespace qd::ui {

class ElidedLabel;

/// One line over the page for a condition that lasts: what is wrong and what to do. Hidden while there is no text.
/// Thread: GUI.
class Banner : public QWidget {
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);

    /// Up to two buttons; the first is what to do most likely.
    void setMessage(Tone tone, const QString &text, const QString &detail = {}, const QString &actionText = {},
                    const QString &otherText = {});
    void clear();
    [[nodiscard]] QString text() const;

signals:
    void actionTriggered();
    void otherTriggered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Info;
    ElidedLabel *m_text;
    ElidedLabel *m_detail;
    QPushButton *m_action;
    QPushButton *m_other;
};

} // namespace qd::ui
