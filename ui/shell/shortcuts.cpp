#include "ui/shell/shortcuts.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QSettings>
#include <algorithm>
#include <array>

namespace qd::ui {

namespace {

constexpr int kVersion = 1;
constexpr qsizetype kStoredMost = 500; ///< A file that somebody filled must not fill the memory.

const QString kGroup = QStringLiteral("keys");
const QString kVersionKey = QStringLiteral("version");
const QString kList = QStringLiteral("actions");

/// They belong to whatever has the focus: text fields and tables everywhere, and closing a dialog.
bool belongsToControls(const QKeySequence &keys) {
    static const std::array kOurs{QKeySequence::Copy, QKeySequence::Cut, QKeySequence::Paste, QKeySequence::SelectAll};
    return std::any_of(kOurs.begin(), kOurs.end(),
                       [&](QKeySequence::StandardKey key) { return QKeySequence::keyBindings(key).contains(keys); });
}

bool isFunctionKey(Qt::Key key) {
    return (key >= Qt::Key_F1 && key <= Qt::Key_F35) || key == Qt::Key_Pause || key == Qt::Key_Print ||
           key == Qt::Key_ScrollLock || (key >= Qt::Key_Back && key <= Qt::Key_LaunchH);
}

} // namespace

Shortcuts &Shortcuts::instance() {
    static QPointer<Shortcuts> one;
    if (!one) one = new Shortcuts(QCoreApplication::instance());
    return *one;
}

Shortcuts::Shortcuts(QObject *parent) : QObject(parent) {
    load();
}

void Shortcuts::load() {
    m_own.clear();
    QSettings settings;
    settings.beginGroup(kGroup);
    if (settings.value(kVersionKey).toInt() == kVersion) {
        const int count = static_cast<int>(std::min<qsizetype>(settings.beginReadArray(kList), kStoredMost));
        for (int i = 0; i < count; ++i) {
            settings.setArrayIndex(i);
            const QString text = settings.value(QStringLiteral("keys")).toString();
            const QKeySequence keys = QKeySequence::fromString(text, QKeySequence::PortableText);
            if (text.isEmpty() != keys.isEmpty() || keys.count() > 1) continue;
            m_own.insert(settings.value(QStringLiteral("id")).toString(), keys);
        }
        settings.endArray();
    }
    emit changed();
}

void Shortcuts::store() const {
    QSettings settings;
    settings.beginGroup(kGroup);
    settings.remove(QString());
    settings.setValue(kVersionKey, kVersion);
    QStringList ids = m_own.keys();
    ids.sort();
    settings.beginWriteArray(kList, static_cast<int>(ids.size()));
    for (int i = 0; i < ids.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("id"), ids[i]);
        settings.setValue(QStringLiteral("keys"), m_own.value(ids[i]).toString(QKeySequence::PortableText));
    }
    settings.endArray();
}

void Shortcuts::declare(const ShortcutEntry &entry) {
    const auto known =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const ShortcutEntry &one) { return one.id == entry.id; });
    if (known != m_entries.end()) {
        *known = entry;
        return;
    }
    // Edited by hand, or of another version: two actions on one key would mean that neither runs.
    const auto own = m_own.constFind(entry.id);
    if (own != m_own.constEnd() && !own->isEmpty() && !refusal(entry, *own).isEmpty()) m_own.remove(entry.id);
    m_entries.push_back(entry);
}

const ShortcutEntry *Shortcuts::find(const QString &id) const {
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const ShortcutEntry &entry) { return entry.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

QKeySequence Shortcuts::keysOf(const QString &id) const {
    const auto own = m_own.constFind(id);
    if (own != m_own.constEnd()) return *own;
    const ShortcutEntry *entry = find(id);
    return entry == nullptr ? QKeySequence() : entry->usual;
}

bool Shortcuts::isTaken(const QKeySequence &keys) const {
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&](const ShortcutEntry &entry) { return keysOf(entry.id) == keys; });
}

bool Shortcuts::isChanged(const QString &id) const {
    return m_own.contains(id);
}

const ShortcutEntry *Shortcuts::holderOf(const QKeySequence &keys, const ShortcutEntry &but) const {
    // Two pages, or two inspectors, may use the same keys: only one of them is on screen.
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const ShortcutEntry &entry) {
        const bool meet = entry.place.isEmpty() || but.place.isEmpty() || entry.place == but.place ||
                          entry.besidePages != but.besidePages;
        return entry.id != but.id && meet && keysOf(entry.id) == keys;
    });
    return found == m_entries.end() ? nullptr : &*found;
}

QString Shortcuts::refusal(const ShortcutEntry &entry, const QKeySequence &keys) const {
    if (keys.isEmpty()) return {};
    const Qt::KeyboardModifiers held = keys[0].keyboardModifiers();
    const Qt::Key key = keys[0].key();
    const QString text = keys.toString(QKeySequence::NativeText);
    if (!(held & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) && !isFunctionKey(key))
        return tr("%1 alone is needed for typing and moving; add Ctrl or Alt, or take a function key.").arg(text);
    if (held == Qt::AltModifier && key >= Qt::Key_A && key <= Qt::Key_Z)
        return tr("Alt and a letter press the buttons in which that letter is underlined; add Ctrl or Shift.");
    if (belongsToControls(keys)) return tr("%1 belongs to text fields and tables.").arg(text);
    if (const ShortcutEntry *holder = holderOf(keys, entry))
        return tr("%1 already runs \"%2\"; give that one other keys first.").arg(text, holder->title);
    return {};
}

QString Shortcuts::setKeys(const QString &id, const QKeySequence &keys) {
    const ShortcutEntry *entry = find(id);
    if (entry == nullptr) return tr("There is no such action any more.");
    if (QString why = refusal(*entry, keys); !why.isEmpty()) return why;
    if (keys == entry->usual)
        m_own.remove(id);
    else
        m_own.insert(id, keys);
    store();
    emit changed();
    return {};
}

QString Shortcuts::reset(const QString &id) {
    const ShortcutEntry *entry = find(id);
    return entry == nullptr ? QString() : setKeys(id, entry->usual);
}

void Shortcuts::resetAll() {
    m_own.clear();
    store();
    emit changed();
}

} // namespace qd::ui
