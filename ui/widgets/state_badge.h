#pragma once
#include <QtWidgets/QWidget>

#include "ui/theme/state_look.h"

namespace qd::ui {

/// Shape, word and colour of a state. Framed = with a tinted pill around it, else bare (for lines of text).
/// Thread: GUI.
class StateBadge : public QWidget {
    Q_OBJECT
public:
    explicit StateBadge(StateLook look = unknownLook(), bool framed = true, QWidget *parent = nullptr);

    void setLook(const StateLook &look);
    [[nodiscard]] const StateLook &look() const { return m_look; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    StateLook m_look;
    bool m_framed;
};

} // namespace qd::ui
