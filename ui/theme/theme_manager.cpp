#include "ui/theme/theme_manager.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QStyleFactory>

#include "ui/theme/current_theme.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/system_scheme.h"

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
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(fontOf(FontRole::Body));
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
    if (m_applied && next.kind == theme().kind) return;
    m_applied = true;
    setCurrentTheme(next);
    QApplication::setPalette(paletteOf(next));
    qApp->setStyleSheet(styleSheetOf(next));
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
