#pragma once
// In which zone times are shown: one choice for everything on screen, so that two figures side by side never disagree.

#include <QtCore/QObject>

namespace qd::ui {

enum class TimeZone { Local, Utc };

/// Thread: GUI; zone() any. Formatting asks it by itself; whoever keeps text or a picture follows changed().
class TimeDisplay final : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] static TimeDisplay &instance();

    void setZone(TimeZone zone);
    [[nodiscard]] TimeZone zone() const;

signals:
    void changed();

private:
    TimeDisplay() = default;
};

/// The zone on screen now.
[[nodiscard]] TimeZone shownZone();

} // namespace qd::ui
