#pragma once
// The slider for synthetic load.

#include <QtWidgets/QFrame>

class QLabel;
class QPushButton;
class QSlider;
class QSpinBox;

namespace qd::ui {

class ElidedLabel;
class LoadGenerator;

/// Thread: GUI.
class LoadBar final : public QFrame {
    Q_OBJECT
public:
    explicit LoadBar(LoadGenerator &load, QWidget *parent = nullptr);
    [[nodiscard]] QSlider *slider() const { return m_slider; }

private:
    void refresh();
    void refreshCounts();

    LoadGenerator &m_load;
    QSlider *m_slider;
    QLabel *m_rate;
    ElidedLabel *m_counts;
    QSpinBox *m_seed;
    QPushButton *m_stop;
};

} // namespace qd::ui
