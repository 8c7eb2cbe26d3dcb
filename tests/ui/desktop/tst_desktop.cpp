#include <QtCore/QVariantMap>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusVariant>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include "tests/ui/support/private_bus.h"
#include "ui/desktop/desktop_notifier.h"
#include "ui/theme/system_scheme.h"
#include "ui/theme/theme_manager.h"

using namespace qd::ui;
using namespace std::chrono_literals;
using qd::test::PrivateBus;

/// The part of a desktop that shows notifications.
class NoticeServer : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Shown {
        QString title;
        QString body;
        uint replaces = 0;
        int urgency = -1;
    };
    QList<Shown> shown;
    QList<uint> closed;

public slots:
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &body,
                const QStringList &, const QVariantMap &hints, int) {
        shown.append({title, body, replaces, hints.value(QStringLiteral("urgency"), -1).toInt()});
        return replaces != 0 ? replaces : 41U + static_cast<uint>(shown.size());
    }
    void CloseNotification(uint id) { closed.append(id); }

signals:
    void ActionInvoked(uint id, const QString &action);
};

/// The part of a desktop that says whether it is dark.
class Portal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    uint scheme = 1;
    int asked = 0;

public slots:
    QDBusVariant Read(const QString &, const QString &) {
        ++asked;
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }

signals:
    void SettingChanged(const QString &space, const QString &key, const QDBusVariant &value);
};

class TstDesktop : public QObject {
    Q_OBJECT
public:
    explicit TstDesktop(const QString &address) : m_address(address) {}

private slots:
    void initTestCase() {
        if (m_address.isEmpty()) QSKIP("dbus-daemon is not installed: packaging/install-dependencies.sh test");
        QDBusConnection bus = QDBusConnection::connectToBus(m_address, QStringLiteral("desktop"));
        QVERIFY(bus.isConnected());
        const auto all = QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals;
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_notices, all));
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &m_portal, all));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
    }
    void init() {
        m_notices.shown.clear();
        m_notices.closed.clear();
    }
    void theDesktopIsToldAtOnceAndThenSeldom() {
        DesktopNotifier notifier(300ms);
        notifier.notify(QStringLiteral("Worker w-3 is lost"));
        QTRY_COMPARE(m_notices.shown.size(), 1);
        QCOMPARE(m_notices.shown[0].body, QStringLiteral("Worker w-3 is lost"));
        QCOMPARE(m_notices.shown[0].urgency, 2);
        QTRY_COMPARE(notifier.sent(), 1U);
        for (int i = 0; i < 50; ++i) notifier.notify(QStringLiteral("Task %1 failed").arg(i));
        QCOMPARE(m_notices.shown.size(), 1);
        QTRY_COMPARE(m_notices.shown.size(), 2);
        QVERIFY(m_notices.shown[1].body.startsWith(QStringLiteral("Task 49 failed\n")));
        QVERIFY(m_notices.shown[1].body.contains(QStringLiteral("49")));
        QVERIFY(m_notices.shown[1].replaces != 0); // One notification, not a pile.
    }
    void textsOfStrangersAreNoMarkup() {
        DesktopNotifier notifier;
        notifier.notify(QStringLiteral("<a href='x'>click</a>") + QString(5000, QLatin1Char('x')));
        QTRY_COMPARE(m_notices.shown.size(), 1);
        QVERIFY(!m_notices.shown[0].body.contains(QLatin1Char('<')));
        QVERIFY(m_notices.shown[0].body.size() < 400);
    }
    void aClickBringsTheWindowAndLookingClosesTheNotice() {
        DesktopNotifier notifier;
        QSignalSpy activated(&notifier, &DesktopNotifier::activated);
        notifier.notify(QStringLiteral("x"));
        QTRY_COMPARE(notifier.sent(), 1U);
        emit m_notices.ActionInvoked(7, QStringLiteral("default")); // Somebody else's.
        emit m_notices.ActionInvoked(42, QStringLiteral("default"));
        QTRY_COMPARE(activated.size(), 1);
        notifier.forget();
        QTRY_COMPARE(m_notices.closed, QList<uint>{42});
        QCOMPARE(activated.size(), 1);
    }
    void theThemeFollowsTheDesktopWhileItRuns() {
        m_portal.scheme = 1;
        ThemeManager themes(ThemeChoice::System);
        QTRY_VERIFY(m_portal.asked > 0);
        QTRY_VERIFY(theme().isDark());
        emit m_portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                                     QDBusVariant(2U));
        QTRY_VERIFY(!theme().isDark());
        emit m_portal.SettingChanged(QStringLiteral("org.gnome.desktop.interface"), QStringLiteral("color-scheme"),
                                     QDBusVariant(1U)); // Another setting of the same name.
        emit m_portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                                     QDBusVariant(QVariant::fromValue(QDBusVariant(1U))));
        QTRY_VERIFY(theme().isDark());
        // A choice by hand holds whatever the desktop says, and "as the desktop" takes its newest word.
        themes.setChoice(ThemeChoice::Dark);
        QSignalSpy changed(&themes, &ThemeManager::themeChanged);
        emit m_portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                                     QDBusVariant(2U));
        SystemScheme witness; // Hears the same signal later than the manager does.
        m_portal.scheme = 2;
        QTRY_COMPARE(witness.preferred(), std::optional(ThemeKind::Light));
        QVERIFY(theme().isDark());
        QCOMPARE(changed.size(), 0);
        themes.setChoice(ThemeChoice::System);
        QVERIFY(!theme().isDark());
    }

private:
    QString m_address;
    NoticeServer m_notices;
    Portal m_portal;
};

int main(int argc, char **argv) {
    const PrivateBus bus;
    QApplication application(argc, argv);
    TstDesktop test(bus.address());
    return QTest::qExec(&test, argc, argv);
}
#include "tst_desktop.moc"
