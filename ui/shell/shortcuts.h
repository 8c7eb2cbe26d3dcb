#pragma once
// Which keys run which action: what is usual, and what somebody made of it. One table for all windows, stored with a
// version; palette, `?`, the dialog and the shortcuts themselves read it.

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtGui/QKeySequence>
#include <vector>

namespace qd::ui {

struct ShortcutEntry {
    QString id;
    QString title;
    QString place; ///< Of one page alone ("Workers"); empty = everywhere.
    QKeySequence usual{};
    bool besidePages = false; ///< Its place is an inspector: on screen together with any page, never with another one.
};

/// Thread: GUI.
class Shortcuts final : public QObject {
    Q_OBJECT
public:
    /// The one of this program; it lives as long as the application.
    [[nodiscard]] static Shortcuts &instance();
    explicit Shortcuts(QObject *parent = nullptr);

    /// The same id again only renews the words.
    void declare(const ShortcutEntry &entry);
    [[nodiscard]] const std::vector<ShortcutEntry> &entries() const { return m_entries; }
    [[nodiscard]] QKeySequence keysOf(const QString &id) const;
    /// By any action, on any page.
    [[nodiscard]] bool isTaken(const QKeySequence &keys) const;
    [[nodiscard]] bool isChanged(const QString &id) const;
    /// Empty when the keys are in force and stored; else why they cannot be. No keys is a choice, too.
    [[nodiscard]] QString setKeys(const QString &id, const QKeySequence &keys);
    [[nodiscard]] QString reset(const QString &id);
    void resetAll();
    /// As stored; whatever is not understood is left out and the usual keys stand.
    void load();

signals:
    void changed();

private:
    [[nodiscard]] const ShortcutEntry *find(const QString &id) const;
    [[nodiscard]] const ShortcutEntry *holderOf(const QKeySequence &keys, const ShortcutEntry &but) const;
    [[nodiscard]] QString refusal(const ShortcutEntry &entry, const QKeySequence &keys) const;
    void store() const;

    std::vector<ShortcutEntry> m_entries;
    QHash<QString, QKeySequence> m_own; ///< By id; only what differs from the usual.
};

} // namespace qd::ui
