#pragma once
// What the desktop prefers, asked of its portal (org.freedesktop.portal.Settings) over the session bus.

#include <QtCore/QObject>
#include <QtCore/QVariant>
#include <optional>

#include "ui/theme/theme.h"

class QDBusVariant;

namespace qd::ui {

/// Thread: GUI. Never blocks: the answer comes by changed(). Without bus or portal preferred() stays empty.
class SystemScheme : public QObject {
    Q_OBJECT
public:
    explicit SystemScheme(QObject *parent = nullptr);

    [[nodiscard]] std::optional<ThemeKind> preferred() const { return m_preferred; }
    /// The portal's number (1 dark, 2 light, anything else no preference), however often it is wrapped in variants.
    [[nodiscard]] static std::optional<ThemeKind> parse(QVariant value);

signals:
    void changed();

private slots:
    void onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void take(std::optional<ThemeKind> kind);

    std::optional<ThemeKind> m_preferred;
};

} // namespace qd::ui
