#pragma once
// The foot of a window that follows another: whose time it shows, and the way back to now.

#include <QtWidgets/QWidget>
#include <optional>

#include "core/base/time.h"
#include "ui/theme/shapes.h"
#include "ui/theme/theme.h"

class QLabel;
class QPushButton;

namespace qd::ui {

enum class LiveMode : std::uint8_t;

/// Thread: GUI.
class FollowLine final : public QWidget {
    Q_OBJECT
public:
    explicit FollowLine(QWidget *parent = nullptr);

    void setLiveMode(LiveMode mode, std::optional<WallTime> moment);
    [[nodiscard]] QString text() const;

signals:
    void freezeRequested(); ///< Freezes or goes on.
    void leaderRequested(); ///< The window with the time bar shall come to the front.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_text;
    QPushButton *m_live;
    QPushButton *m_leader;
    Shape m_shape = Shape::Ring;
    ColorRole m_role = ColorRole::TextMuted;
};

} // namespace qd::ui
