#include "ui/theme/theme_manager.h"

#include <QtWidgets/QApplication>
#include <algorithm>

#include "ui/theme/current_theme.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/system_scheme.h"
#include "ui/theme/zoom_style.h"

namespace qd::ui {

namespace {

/// Where no portal answers: what the platform's own palette was before ours replaced it.
ThemeKind paletteKind() {
    static const ThemeKind kind =
        QApplication::palette().color(QPalette::Window).lightness() < 128 ? ThemeKind::Dark : ThemeKind::Light;
    return kind;
}

} // namespace

ThemeManager::ThemeManager(ThemeChoice choice, QObject *parent)
    : QObject(parent), m_choice(choice), m_system(std::make_unique<SystemScheme>()) {
    static_cast<void>(paletteKind()); // remembered before the first apply()
    loadFonts();
    loadIcons();
    QApplication::setStyle(new ZoomStyle);
    connect(m_system.get(), &SystemScheme::changed, this, &ThemeManager::apply);
    apply();
}

ThemeManager::~ThemeManager() = default;

void ThemeManager::setChoice(ThemeChoice choice) {
    if (choice == m_choice) return;
    m_choice = choice;
    emit choiceChanged(choice);
    apply();
}

void ThemeManager::toggle() {
    setChoice(theme().isDark() ? ThemeChoice::Light : ThemeChoice::Dark);
}

void ThemeManager::setZoom(int percent) {
    const int wanted = std::clamp(percent, kZoomLeast, kZoomMost);
    if (wanted == m_zoom) return;
    m_zoom = wanted;
    apply();
    emit zoomChanged(m_zoom);
}

ThemeKind ThemeManager::wanted() const {
    switch (m_choice) {
    case ThemeChoice::Dark: return ThemeKind::Dark;
    case ThemeChoice::Light: return ThemeKind::Light;
    case ThemeChoice::System: return m_system->preferred().value_or(paletteKind());
    }
    return ThemeKind::Dark;
}

void ThemeManager::apply() {
    const Theme &next = wanted() == ThemeKind::Dark ? darkTheme() : lightTheme();
    if (m_applied && next.kind == theme().kind && m_zoom == zoomPercent()) return;
    m_applied = true;
    setCurrentTheme(next);
    setCurrentZoom(m_zoom);
    QApplication::setFont(fontOf(FontRole::Body));
    QApplication::setPalette(paletteOf(next));
    qApp->setStyleSheet(styleSheetOf(next));
    announceLook();
    emit themeChanged(next);
}

QString ThemeManager::choiceText(ThemeChoice choice) {
    switch (choice) {
    case ThemeChoice::System: return QStringLiteral("system");
    case ThemeChoice::Dark: return QStringLiteral("dark");
    case ThemeChoice::Light: return QStringLiteral("light");
    }
    return QStringLiteral("system");
}

ThemeChoice ThemeManager::parseChoice(const QString &text) {
    if (text == QLatin1String("dark")) return ThemeChoice::Dark;
    if (text == QLatin1String("light")) return ThemeChoice::Light;
    return ThemeChoice::System;
}

} // namespace qd::ui
