#pragma once
// What people choose about the window itself, kept in their settings: theme, zoom, time zone, notices.

#include <QtCore/QObject>

#include "ui/format/time_display.h"
#include "ui/theme/theme_manager.h"

namespace qd::ui {

/// Thread: GUI. One for all windows. Applies what is stored when it is made; every setter acts and stores at once.
class Preferences final : public QObject {
    Q_OBJECT
public:
    /// `themes` may be null: then theme and zoom are nobody's to choose.
    explicit Preferences(ThemeManager *themes = nullptr, QObject *parent = nullptr);

    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);
    [[nodiscard]] static ThemeChoice storedTheme();

    /// Percent. Bounded; what is stored and is no number between the bounds is 100.
    [[nodiscard]] int zoom() const { return zoomPercent(); }
    void setZoom(int percent);
    [[nodiscard]] static int storedZoom();

    [[nodiscard]] TimeZone timeZone() const;
    void setTimeZone(TimeZone zone);

    /// Through the desktop, while no window of ours is in front.
    [[nodiscard]] bool desktopNotices() const { return m_desktopNotices; }
    void setDesktopNotices(bool wanted);

signals:
    void changed();

private:
    ThemeManager *m_themes;
    bool m_desktopNotices = true;
};

} // namespace qd::ui
