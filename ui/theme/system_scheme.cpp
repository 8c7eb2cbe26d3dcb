#include "ui/theme/system_scheme.h"

#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtDBus/QDBusVariant>

namespace qd::ui {

namespace {
const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kSpace = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");
} // namespace

SystemScheme::SystemScheme(QObject *parent) : QObject(parent) {
    // sessionBus() with no bus address but a display would start a bus of its own; we only ever ask an existing one.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") && qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
                SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage read = QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    read << kSpace << kKey;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(read, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *call) {
        const QDBusPendingReply<QDBusVariant> reply = *call;
        if (reply.isValid()) take(parse(QVariant::fromValue(reply.value())));
        call->deleteLater();
    });
}

std::optional<ThemeKind> SystemScheme::parse(QVariant value) {
    // Read() wraps the number twice, SettingChanged once; some portals wrap once more. Bounded, it comes from outside.
    for (int depth = 0; depth < 4 && value.userType() == qMetaTypeId<QDBusVariant>(); ++depth)
        value = qvariant_cast<QDBusVariant>(value).variant();
    bool isNumber = false;
    const uint scheme = value.toUInt(&isNumber);
    if (!isNumber) return std::nullopt;
    if (scheme == 1) return ThemeKind::Dark;
    if (scheme == 2) return ThemeKind::Light;
    return std::nullopt;
}

void SystemScheme::onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value) {
    if (space == kSpace && key == kKey) take(parse(QVariant::fromValue(value)));
}

void SystemScheme::take(std::optional<ThemeKind> kind) {
    if (kind == m_preferred) return;
    m_preferred = kind;
    emit changed();
}

} // namespace qd::ui
