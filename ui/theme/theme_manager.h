#pragma once
// Owns the choice of the theme (system, dark or light) and of the zoom; applies style, palette, style sheet and fonts
// to the application and follows the desktop's colour scheme live.

#include <QtCore/QObject>
#include <memory>

#include "ui/theme/theme.h"

namespace qd::ui {

class SystemScheme;

enum class ThemeChoice : std::uint8_t { System, Dark, Light };

/// Thread: GUI. Create one, after the QApplication and before the first widget; it applies its theme at once.
class ThemeManager : public QObject {
    Q_OBJECT
public:
    explicit ThemeManager(ThemeChoice choice = ThemeChoice::System, QObject *parent = nullptr);
    ~ThemeManager() override;

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    /// Dark if light is on screen, and the other way round; no longer follows the system.
    void toggle();
    /// Percent; brought into kZoomLeast .. kZoomMost.
    void setZoom(int percent);
    [[nodiscard]] const Theme &current() const { return theme(); }
    /// The stored choice ("system", "dark", "light") and back; unknown text means System.
    [[nodiscard]] static QString choiceText(ThemeChoice choice);
    [[nodiscard]] static ThemeChoice parseChoice(const QString &text);

signals:
    void themeChanged(const qd::ui::Theme &theme);
    void choiceChanged(qd::ui::ThemeChoice choice);
    void zoomChanged(int percent);

private:
    void apply();
    [[nodiscard]] ThemeKind wanted() const;

    ThemeChoice m_choice;
    int m_zoom = kZoomLeast;
    std::unique_ptr<SystemScheme> m_system;
    bool m_applied = false;
};

} // namespace qd::ui
