#pragma once
// Notifications of the desktop (org.freedesktop.Notifications), few and short.

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QTimer>
#include <chrono>
#include <cstdint>

namespace qd::ui {

/// Thread: GUI. Never blocks. One notification each `every`; what comes meanwhile is told as a number in the next one.
/// A later one replaces the earlier one, so that nobody comes back to a pile of them. Without a bus nothing happens.
class DesktopNotifier final : public QObject {
    Q_OBJECT
public:
    explicit DesktopNotifier(std::chrono::milliseconds every = std::chrono::seconds(15), QObject *parent = nullptr);

    void notify(const QString &text);
    /// Nobody needs to be told any more: somebody looks.
    void forget();
    [[nodiscard]] std::uint64_t sent() const { return m_sent; }

private slots:
    void onAction(uint id, const QString &action);

signals:
    /// The notification was clicked: the window should come to the front.
    void activated();

private:
    void send();

    std::chrono::milliseconds m_every;
    QTimer m_next;
    QString m_text;           ///< The newest that waits; empty = none.
    std::uint64_t m_more = 0; ///< Waiting besides it.
    std::uint64_t m_sent = 0;
    uint m_id = 0; ///< Of the notification that stands; 0 = none.
    bool m_listening = false;
};

} // namespace qd::ui
