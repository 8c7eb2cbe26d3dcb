#include "ui/pages/common/preferences.h"

#include <QtCore/QSettings>

namespace qd::ui {

namespace {
const QString kThemeKey = QStringLiteral("theme");
const QString kZoomKey = QStringLiteral("zoom");
const QString kZoneKey = QStringLiteral("timeZone");
const QString kNoticesKey = QStringLiteral("desktopNotices");
const QString kUtc = QStringLiteral("utc");
} // namespace

Preferences::Preferences(ThemeManager *themes, QObject *parent) : QObject(parent), m_themes(themes) {
    const QSettings settings;
    const bool utc = settings.value(kZoneKey).toString() == kUtc; // Anything else, nonsense too, is local.
    TimeDisplay::instance().setZone(utc ? TimeZone::Utc : TimeZone::Local);
    m_desktopNotices = settings.value(kNoticesKey, true).toBool();
    connect(&TimeDisplay::instance(), &TimeDisplay::changed, this, &Preferences::changed);
    if (m_themes == nullptr) return;
    connect(m_themes, &ThemeManager::choiceChanged, this, &Preferences::changed);
    connect(m_themes, &ThemeManager::zoomChanged, this, &Preferences::changed);
}

ThemeChoice Preferences::theme() const {
    return m_themes != nullptr ? m_themes->choice() : ThemeChoice::System;
}

void Preferences::setTheme(ThemeChoice choice) {
    QSettings().setValue(kThemeKey, ThemeManager::choiceText(choice));
    if (m_themes != nullptr) m_themes->setChoice(choice);
}

ThemeChoice Preferences::storedTheme() {
    return ThemeManager::parseChoice(QSettings().value(kThemeKey).toString());
}

void Preferences::setZoom(int percent) {
    if (m_themes == nullptr) return;
    m_themes->setZoom(percent);
    QSettings().setValue(kZoomKey, zoom());
}

int Preferences::storedZoom() {
    bool isNumber = false;
    const int percent = QSettings().value(kZoomKey).toString().toInt(&isNumber);
    return isNumber && percent >= kZoomLeast && percent <= kZoomMost ? percent : kZoomLeast;
}

TimeZone Preferences::timeZone() const {
    return shownZone();
}

void Preferences::setTimeZone(TimeZone zone) {
    QSettings().setValue(kZoneKey, zone == TimeZone::Utc ? kUtc : QStringLiteral("local"));
    TimeDisplay::instance().setZone(zone);
}

void Preferences::setDesktopNotices(bool wanted) {
    if (wanted == m_desktopNotices) return;
    m_desktopNotices = wanted;
    QSettings().setValue(kNoticesKey, wanted);
    emit changed();
}

} // namespace qd::ui
