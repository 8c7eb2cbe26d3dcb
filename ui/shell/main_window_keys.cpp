// The window's keyboard: jumps, palette, help. Apart from the frame, because the rules who gets a key are delicate.
#include <QtCore/QDateTime>
#include <QtGui/QKeyEvent>
#include <QtGui/QShortcut>
#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QTextEdit>

#include "ui/shell/command_palette.h"
#include "ui/shell/keys_overlay.h"
#include "ui/shell/main_window.h"

namespace qd::ui {

namespace {

constexpr qint64 kJumpMs = 1500;

/// Letters belong to whoever is being typed into.
bool takesText(const QWidget *widget) {
    if (!widget) return false;
    if (const auto *edit = qobject_cast<const QPlainTextEdit *>(widget)) return !edit->isReadOnly();
    if (const auto *edit = qobject_cast<const QTextEdit *>(widget)) return !edit->isReadOnly();
    if (const auto *line = qobject_cast<const QLineEdit *>(widget)) return !line->isReadOnly();
    if (const auto *box = qobject_cast<const QComboBox *>(widget)) return box->isEditable();
    return qobject_cast<const QAbstractSpinBox *>(widget) != nullptr;
}

/// "g q", and with all letters "g q  g t".
QString jumpText(const QString &keys) {
    QStringList chords;
    for (const QChar key : keys) chords << QStringLiteral("g ") + key;
    return chords.join(QStringLiteral("  "));
}

} // namespace

void MainWindow::installShortcuts() {
    const auto add = [this](const QKeySequence &keys, auto &&run) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, run);
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openCommandPalette(); });
    add(QKeySequence(Qt::Key_F1), [this] { showKeys(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Z), [this] { m_toasts->triggerNewest(); });
    add(QKeySequence(Qt::Key_Pause), [this] { emit freezeRequested(); });
    // Tables search by letter and would swallow the jump keys, so they are looked at before the widgets get them.
    qApp->installEventFilter(this);
}

void MainWindow::setActions(std::vector<ShellAction> actions) {
    const QList<QShortcut *> old = findChildren<QShortcut *>(QStringLiteral("action"), Qt::FindDirectChildrenOnly);
    qDeleteAll(old);
    m_actions = std::move(actions);
    for (const ShellAction &action : m_actions) {
        if (action.shortcut.isEmpty() || !action.run) continue;
        auto *shortcut = new QShortcut(QKeySequence(action.shortcut), this);
        shortcut->setObjectName(QStringLiteral("action"));
        connect(shortcut, &QShortcut::activated, this, [this, action] {
            const QString reason = action.disabledReason ? action.disabledReason() : QString();
            if (reason.isEmpty())
                action.run();
            else
                m_toasts->show(
                    {Tone::Info, action.title + QStringLiteral(": ") + reason, {}, {}, std::chrono::seconds(5)});
        });
    }
}

void MainWindow::setPageKeys(std::vector<KeyHelp> keys) {
    m_pageKeys = std::move(keys);
}

void MainWindow::openCommandPalette() {
    std::vector<PaletteItem> items;
    items.reserve(m_pages.size() + m_actions.size());
    for (const PageEntry &page : m_pages) {
        const QString hint = jumpText(page.keys.left(1));
        items.push_back({tr("Go to %1").arg(page.title), page.id, hint, [this, id = page.id] { showPage(id); }, {}});
    }
    for (const ShellAction &action : m_actions) {
        const QString reason = action.disabledReason ? action.disabledReason() : QString();
        items.push_back({action.title, action.keywords, action.shortcut, action.run, reason});
    }
    m_keys->hide();
    m_palette->open(std::move(items), [this](const QString &text) {
        std::vector<PaletteItem> found;
        if (!m_finder) return found;
        for (ShellAction &thing : m_finder(text))
            found.push_back({thing.title, {}, thing.keywords, std::move(thing.run), {}});
        return found;
    });
}

void MainWindow::showKeys() {
    KeyGroup everywhere{tr("Everywhere"),
                        {{QStringLiteral("Ctrl+K"), tr("find or run a command")},
                         {QStringLiteral("/"), tr("filter this page")},
                         {QStringLiteral("Esc"), tr("clear the selection, then close the inspector")},
                         {QStringLiteral("Ctrl+Z"), tr("undo the last action, while its notice stands")},
                         {QStringLiteral("Pause  Space"), tr("freeze the view; again: go on")},
                         {QStringLiteral("l"), tr("back to live, while frozen")},
                         {QStringLiteral("?  F1"), tr("these keys")}}};
    for (const ShellAction &action : m_actions)
        if (!action.shortcut.isEmpty()) everywhere.keys.push_back({action.shortcut, action.title});
    KeyGroup places{tr("Places"), {}};
    for (const PageEntry &page : m_pages)
        if (!page.keys.isEmpty()) places.keys.push_back({jumpText(page.keys), page.title});
    m_palette->hide();
    m_keys->open({everywhere, places, {tr("This page"), m_pageKeys}});
}

bool MainWindow::handleJumpKey(const QKeyEvent &event) {
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const bool waiting = m_jumpSinceMs > 0 && now - m_jumpSinceMs < kJumpMs;
    m_jumpSinceMs = 0;
    const QString text = event.text().toLower();
    if (text.size() != 1) return false;
    if (waiting) {
        for (const PageEntry &page : m_pages) {
            if (!page.keys.contains(text[0], Qt::CaseInsensitive)) continue;
            showPage(page.id);
            return true;
        }
        return false;
    }
    if (text[0] == QLatin1Char('l') && m_liveMode != LiveMode::Live && m_liveMode != LiveMode::None) {
        emit freezeRequested();
        return true;
    }
    if (text[0] != QLatin1Char('g')) return false;
    m_jumpSinceMs = now;
    return true;
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() != QEvent::KeyPress) return false;
    QWidget *focus = QApplication::focusWidget();
    // Once per key, at its first receiver; not for other windows, dialogs, menus.
    const bool first = watched == focus || (!focus && watched == this);
    if (!first || (focus && focus->window() != this)) return false;
    if (QApplication::activeModalWidget() || QApplication::activePopupWidget()) return false;
    const auto &key = *static_cast<QKeyEvent *>(event);
    if (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    if (takesText(focus) || m_keys->isVisible()) {
        m_jumpSinceMs = 0;
        return false;
    }
    if (key.text() == QLatin1String("?")) {
        showKeys();
        return true;
    }
    if (key.text() == QLatin1String("/")) {
        emit filterRequested();
        return true;
    }
    return handleJumpKey(key);
}

void MainWindow::keyPressEvent(QKeyEvent *event) {
    // Only what no control wanted arrives here.
    if (event->key() == Qt::Key_Escape && m_inspector->isVisible())
        closeInspector();
    else if (event->key() == Qt::Key_Space)
        emit freezeRequested();
    else
        QMainWindow::keyPressEvent(event);
}

} // namespace qd::ui
