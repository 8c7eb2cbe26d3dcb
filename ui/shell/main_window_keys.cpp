// The window's keyboard: jumps, palette, help. Apart from the frame, because the rules who gets a key are delicate.
#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QPointer>
#include <QtGui/QAction>
#include <QtGui/QKeyEvent>
#include <QtGui/QShortcut>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QTextEdit>

#include "ui/shell/command_palette.h"
#include "ui/shell/keys_dialog.h"
#include "ui/shell/keys_overlay.h"
#include "ui/shell/main_window.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/top_strip.h"
#include "ui/widgets/time_bar.h"

namespace qd::ui {

namespace {

constexpr qint64 kJumpMs = 1500;
/// Where plus needs Shift, nobody presses it: the same key without it means the same.
const QKeySequence kPlus(QStringLiteral("Ctrl++"));
const QKeySequence kPlusUnshifted(QStringLiteral("Ctrl+="));

/// Letters belong to whoever is being typed into.
bool takesText(const QWidget *widget) {
    if (!widget) return false;
    if (const auto *edit = qobject_cast<const QPlainTextEdit *>(widget)) return !edit->isReadOnly();
    if (const auto *edit = qobject_cast<const QTextEdit *>(widget)) return !edit->isReadOnly();
    if (const auto *line = qobject_cast<const QLineEdit *>(widget)) return !line->isReadOnly();
    if (const auto *box = qobject_cast<const QComboBox *>(widget)) return box->isEditable();
    return qobject_cast<const QAbstractSpinBox *>(widget) != nullptr;
}

/// What else a button offers by its menu: the same as a line for a shell.
void addCopies(const QAbstractButton &button, const QString &title, const QString &disabledReason,
               std::vector<PaletteItem> &items) {
    for (QAction *copy : button.findChildren<QAction *>(Qt::FindDirectChildrenOnly)) {
        if (!copy->objectName().startsWith(QStringLiteral("copyAs"))) continue;
        const auto run = [copy = QPointer<QAction>(copy)] {
            if (copy) copy->trigger();
        };
        const QString reason = copy->isEnabled() ? disabledReason : copy->toolTip();
        items.push_back(
            {QStringLiteral("%1: %2").arg(copy->text(), title), MainWindow::tr("copy command shell"), {}, run, reason});
    }
}

/// "g q", and with all letters "g q  g t".
QString jumpText(const QString &keys) {
    QStringList chords;
    for (const QChar key : keys) chords << QStringLiteral("g ") + key;
    return chords.join(QStringLiteral("  "));
}

/// Of a frame that has the bar.
KeyGroup timeBarKeys(const QWidget &window) {
    KeyGroup group{MainWindow::tr("Time bar, once it has the focus"), {}};
    if (window.findChild<TimeBar *>() == nullptr) return group;
    group.keys = {{QStringLiteral("←  →"), MainWindow::tr("a second back or on")},
                  {QStringLiteral("PgUp  PgDown"), MainWindow::tr("half a minute back or on")},
                  {QStringLiteral("Ctrl+←  Ctrl+→"), MainWindow::tr("from mark to mark; Enter: there")},
                  {QStringLiteral("Shift+←  Shift+→"), MainWindow::tr("select a range")},
                  {QStringLiteral("Home"), MainWindow::tr("the oldest moment that is kept")},
                  {QStringLiteral("End"), MainWindow::tr("back to live")},
                  {QStringLiteral("Esc"), MainWindow::tr("clear the range")}};
    return group;
}

} // namespace

/// What the frame itself can do; their keys are edited as all others.
std::vector<ShellAction> MainWindow::ownActions() {
    std::vector<ShellAction> actions;
    const auto add = [&](const char *id, const QString &title, const QString &keywords, const char *keys, auto run) {
        actions.push_back({QString::fromLatin1(id), title, keywords, QString::fromLatin1(keys), run, {}});
    };
    add("palette", tr("Find or run a command"), tr("search palette"), "Ctrl+K", [this] { openCommandPalette(); });
    add("keys", tr("Show the keys"), tr("help shortcuts"), "F1", [this] { showKeys(); });
    add("edit-keys", tr("Edit the keys…"), tr("shortcuts change"), "", [this] { editKeys(); });
    add("undo", tr("Undo the last action, while its notice stands"), tr("revert back"), "Ctrl+Z",
        [this] { m_toasts->triggerNewest(); });
    add("freeze", tr("Freeze the view, or go on"), tr("pause live hold"), "Pause", [this] { emit freezeRequested(); });
    add("theme", tr("Change between dark and light"), tr("theme colours"), "", [this] { emit themeToggleRequested(); });
    return actions;
}

void MainWindow::setActions(std::vector<ShellAction> actions) {
    m_actions = std::move(actions);
    for (ShellAction &action : ownActions()) m_actions.push_back(std::move(action));
    declareKeys();
    installShortcuts();
}

void MainWindow::declareKeys() {
    Shortcuts &shortcuts = Shortcuts::instance();
    for (const ShellAction &action : m_actions)
        shortcuts.declare({action.id, action.title, {}, QKeySequence(action.shortcut)});
    for (const PageEntry &page : m_pages)
        for (const PageAction &action : pageActions(page.page, true))
            if (!action.id.isEmpty()) shortcuts.declare({action.id, action.title, page.title});
    for (const NamedActions &inspector : m_inspectors)
        for (const NamedAction &action : inspector.actions)
            shortcuts.declare({action.id, action.title, inspector.place, {}, true});
}

void MainWindow::setInspectorActions(std::vector<NamedActions> inspectors) {
    m_inspectors = std::move(inspectors);
    declareKeys();
    installShortcuts();
}

void MainWindow::addShortcut(const QKeySequence &keys, std::function<void()> run) {
    if (keys.isEmpty()) return;
    auto *shortcut = new QShortcut(keys, this);
    shortcut->setObjectName(QStringLiteral("action"));
    connect(shortcut, &QShortcut::activated, this, std::move(run));
}

/// Those of the window, and those of the page on screen; pages that are not may use the same keys.
void MainWindow::installShortcuts() {
    // Later: one of them may be what brought us here.
    for (QShortcut *old : findChildren<QShortcut *>(QStringLiteral("action"), Qt::FindDirectChildrenOnly)) {
        old->setObjectName({});
        old->setEnabled(false);
        old->deleteLater();
    }
    const Shortcuts &shortcuts = Shortcuts::instance();
    for (const ShellAction &action : m_actions) {
        if (!action.run) continue;
        const auto run = [this, action] { runAction(action); };
        addShortcut(shortcuts.keysOf(action.id), run);
        if (shortcuts.keysOf(action.id) == kPlus && !shortcuts.isTaken(kPlusUnshifted))
            addShortcut(kPlusUnshifted, run);
    }
    for (const PageAction &action : pageActions(pageOnScreen(), true)) {
        if (action.id.isEmpty()) continue;
        addShortcut(shortcuts.keysOf(action.id), [this, action] {
            const bool there = action.button && action.button->parentWidget()->isVisible();
            const auto press = [action] { action.button->click(); };
            runAction({action.id, action.title, {}, {}, press, [action, there] {
                           return there ? action.disabledReason() : tr("not on screen now");
                       }});
        });
    }
    addInspectorShortcuts();
    m_strip->setSearchKeys(shortcuts.keysOf(QStringLiteral("palette")).toString(QKeySequence::NativeText));
}

/// The same keys may be those of several inspectors, of which one is open: whose button is there is pressed.
void MainWindow::addInspectorShortcuts() {
    QMap<QKeySequence, QStringList> ids;
    for (const NamedActions &inspector : m_inspectors)
        for (const NamedAction &action : inspector.actions)
            if (const QKeySequence keys = Shortcuts::instance().keysOf(action.id); !keys.isEmpty())
                ids[keys] << action.id;
    for (auto it = ids.cbegin(); it != ids.cend(); ++it)
        addShortcut(it.key(), [this, all = it.value()] { pressInInspector(all); });
}

void MainWindow::pressInInspector(const QStringList &ids) {
    if (m_inspector->isVisible())
        for (const PageAction &action : pageActions(m_inspector)) {
            if (!ids.contains(action.id) || !action.button->isVisible()) continue;
            return runAction({action.id,
                              action.title,
                              {},
                              {},
                              [button = action.button] { button->click(); },
                              [action] { return action.disabledReason(); }});
        }
    for (const NamedActions &inspector : m_inspectors)
        for (const NamedAction &action : inspector.actions)
            if (action.id == ids.front())
                return runAction({action.id, inspector.place + QStringLiteral(": ") + action.title, {}, {}, {}, [] {
                                      return tr("not on screen now");
                                  }});
}

void MainWindow::runAction(const ShellAction &action) {
    const QString reason = action.disabledReason ? action.disabledReason() : QString();
    if (reason.isEmpty()) return action.run();
    m_toasts->show({Tone::Info, action.title + QStringLiteral(": ") + reason, {}, {}, std::chrono::seconds(5)});
}

void MainWindow::editKeys() {
    declareKeys(); // Buttons may have been added since.
    auto *dialog = new KeysDialog(Shortcuts::instance(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

std::vector<PageAction> MainWindow::actionsOnScreen() const {
    std::vector<PageAction> actions = pageActions(pageOnScreen());
    if (m_inspector->isVisible())
        for (PageAction &action : pageActions(m_inspector)) actions.push_back(std::move(action));
    return actions;
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
    for (const PageEntry &page : m_pages) {
        const auto open = [this, id = page.id] { emit newWindowRequested(id); };
        items.push_back({tr("Open %1 in a new window").arg(page.title), page.id, {}, open, {}});
    }
    for (const ShellAction &action : m_actions) {
        const QString reason = action.disabledReason ? action.disabledReason() : QString();
        if (action.id == QStringLiteral("palette")) continue; // Here it is.
        const QString keys = Shortcuts::instance().keysOf(action.id).toString(QKeySequence::NativeText);
        items.push_back({action.title, action.keywords, keys, action.run, reason});
    }
    for (const PageAction &action : actionsOnScreen()) {
        const QString own = Shortcuts::instance().keysOf(action.id).toString(QKeySequence::NativeText);
        const QString hint = !own.isEmpty() ? own : !action.mnemonic.isEmpty() ? action.mnemonic : tr("on this page");
        const auto press = [button = action.button] {
            if (button) button->click();
        };
        // The same verb may stand for the selection and for what is open beside it.
        const bool beside = action.button && m_inspector->isAncestorOf(action.button);
        const QString title = beside ? tr("%1 (%2)").arg(action.title, m_inspector->title()) : action.title;
        items.push_back({title, tr("on this page"), hint, press, action.disabledReason()});
        if (action.button) addCopies(*action.button, title, action.disabledReason(), items);
    }
    m_keys->hide();
    m_palette->open(std::move(items), [this](const QString &text) {
        PaletteFinds found;
        if (!m_finder) return found;
        const auto take = [](std::vector<ShellAction> actions, std::vector<PaletteItem> &into) {
            for (ShellAction &one : actions) into.push_back({one.title, {}, one.keywords, std::move(one.run), {}});
        };
        FoundThings things = m_finder(text);
        take(std::move(things.things), found.first);
        take(std::move(things.verbs), found.ranked);
        return found;
    });
}

void MainWindow::showKeys() {
    KeyGroup everywhere{tr("Everywhere"),
                        {{QStringLiteral("/"), tr("filter this page")},
                         {QStringLiteral("Esc"), tr("clear the selection, then close the inspector")},
                         {QStringLiteral("Space"), tr("freeze the view; again: go on")},
                         {QStringLiteral("l"), tr("back to live, while frozen")},
                         {QStringLiteral("?"), tr("these keys")}}};
    const auto keysOf = [](const QString &id) {
        return Shortcuts::instance().keysOf(id).toString(QKeySequence::NativeText);
    };
    for (const ShellAction &action : m_actions)
        if (const QString keys = keysOf(action.id); !keys.isEmpty()) everywhere.keys.push_back({keys, action.title});
    KeyGroup places{tr("Places"), {}};
    for (const PageEntry &page : m_pages)
        if (!page.keys.isEmpty()) places.keys.push_back({jumpText(page.keys), page.title});
    KeyGroup here{tr("This page"), m_pageKeys};
    for (const PageAction &action : actionsOnScreen()) {
        const QString own = keysOf(action.id);
        const QString gap = own.isEmpty() || action.mnemonic.isEmpty() ? QString() : QStringLiteral("  ");
        const QString both = own + gap + action.mnemonic;
        if (!both.isEmpty()) here.keys.push_back({both, action.title});
    }
    m_palette->hide();
    m_keys->open({everywhere, places, timeBarKeys(*this), here});
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

/// Wherever the keyboard is: a selection that is out of mind is the one that does harm.
bool MainWindow::clearSelectionOnScreen() {
    bool any = false;
    for (auto *view : pageOnScreen()->findChildren<QAbstractItemView *>()) {
        if (view->selectionMode() != QAbstractItemView::ExtendedSelection || view->selectionModel() == nullptr)
            continue;
        if (!view->isVisible() || !view->selectionModel()->hasSelection()) continue;
        view->clearSelection();
        any = true;
    }
    return any;
}

void MainWindow::keyPressEvent(QKeyEvent *event) {
    // Only what no control wanted arrives here.
    if (event->key() == Qt::Key_Escape && clearSelectionOnScreen()) return;
    if (event->key() == Qt::Key_Escape && m_inspector->isVisible())
        closeInspector();
    else if (event->key() == Qt::Key_Space)
        emit freezeRequested();
    else
        QMainWindow::keyPressEvent(event);
}

} // namespace qd::ui
