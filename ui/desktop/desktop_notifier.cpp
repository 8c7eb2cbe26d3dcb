#include "ui/desktop/desktop_notifier.h"

#include <QtCore/QVariantMap>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <algorithm>

namespace qd::ui {

namespace {
const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
constexpr int kTextMost = 300;
constexpr int kAnswerMs = 5000;

/// Bodies may be read as markup, and events quote what strangers wrote.
QString harmless(const QString &text) {
    return text.left(kTextMost).toHtmlEscaped();
}

bool hasBus() {
    // Only an existing bus is asked; Qt would start one of its own where there is a display and none is named.
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") || !qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR");
}
} // namespace

DesktopNotifier::DesktopNotifier(std::chrono::milliseconds every, QObject *parent) : QObject(parent), m_every(every) {
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &DesktopNotifier::send);
}

void DesktopNotifier::notify(const QString &text) {
    if (!m_text.isEmpty()) ++m_more;
    m_text = text;
    if (!m_next.isActive()) send();
}

void DesktopNotifier::forget() {
    m_text.clear();
    m_more = 0;
    if (m_id == 0) return;
    QDBusMessage close = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("CloseNotification"));
    close << std::exchange(m_id, 0U);
    QDBusConnection::sessionBus().asyncCall(close, kAnswerMs);
}

void DesktopNotifier::send() {
    if (m_text.isEmpty() || !hasBus()) return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    if (!std::exchange(m_listening, true))
        bus.connect(kService, kPath, kService, QStringLiteral("ActionInvoked"), this, SLOT(onAction(uint, QString)));
    QString body = harmless(m_text);
    if (m_more > 0)
        body += QLatin1Char('\n') +
                tr("and %n more", nullptr, static_cast<int>(std::min<std::uint64_t>(m_more, 1'000'000)));
    m_text.clear();
    m_more = 0;
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    const QVariantMap hints{{QStringLiteral("urgency"), QVariant::fromValue<uchar>(2)},
                            {QStringLiteral("desktop-entry"), QStringLiteral("quarterdeck")}};
    call << QStringLiteral("Quarterdeck") << m_id << QStringLiteral("quarterdeck") << tr("Quarterdeck needs attention")
         << body << QStringList{QStringLiteral("default"), tr("Show")} << hints << -1;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, kAnswerMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *done) {
        const QDBusPendingReply<uint> reply = *done;
        if (reply.isValid()) {
            m_id = reply.value();
            ++m_sent;
        }
        done->deleteLater();
    });
    m_next.start(static_cast<int>(m_every.count()));
}

void DesktopNotifier::onAction(uint id, const QString &) {
    if (id == m_id && id != 0) emit activated();
}

} // namespace qd::ui
