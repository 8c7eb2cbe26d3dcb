#pragma once
// The frame. It knows no page and no engine: app/ gives it pages and actions, and values by the setters below; each is
// cheap and repaints only what changed, so they may be called with every frame.

#include <QtCore/QMargins>
#include <QtCore/QPointer>
#include <QtCore/QRect>
#include <QtWidgets/QMainWindow>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/time.h"
#include "ui/shell/page_actions.h"
#include "ui/theme/state_look.h"
#include "ui/widgets/action_id.h"
#include "ui/widgets/inspector_panel.h"
#include "ui/widgets/toast_stack.h"

class QStackedWidget;

namespace qd::ui {

class Banner;
class CommandPalette;
class FollowLine;
class KeysOverlay;
class Rail;
class StatusLine;
class TopStrip;

enum class Section : std::uint8_t { Watch, Resilience, Experiment, System };

/// What stands at the right of a page's name in the rail.
struct PageBadge {
    QString text;              ///< "128"; empty = none.
    Shape shape = Shape::None; ///< With a shape it is a warning; without, a count.
    ColorRole role = ColorRole::TextMuted;

    bool operator==(const PageBadge &) const = default;
};

struct PageEntry {
    QString id;    ///< Stable, kept in settings: "overview".
    QString title; ///< Translated: "Overview".
    Section section = Section::Watch;
    QString keys;                       ///< g + one of these letters jumps there; the first is the advertised one.
    QString iconName;                   ///< Of resources/icons; empty = none.
    QWidget *page = nullptr;            ///< Owned by the window from then on.
    std::function<PageBadge()> badge{}; ///< Asked by refreshBadges(); may be empty.
};

/// A line of the command palette besides the pages.
struct ShellAction {
    QString id;
    QString title;      ///< "Pause all workers"
    QString keywords{}; ///< More words to find it by.
    QString shortcut{}; ///< The usual keys, "Ctrl+Shift+P"; empty = none. People may choose others.
    std::function<void()> run;
    /// Empty = enabled; else why it cannot run now (shown instead of running).
    std::function<QString()> disabledReason{};
};

/// What typed text finds besides the window's own actions.
struct FoundThings {
    std::vector<ShellAction> things{}; ///< By name: these stand first. `keywords` is shown as what kind of thing it is.
    std::vector<ShellAction> verbs{};  ///< What can be done to things: among the other actions, as well as they fit.
};

/// A key and what it does, for the `?` overlay.
struct KeyHelp {
    QString keys;
    QString text;
};

/// None: there is nothing to look at (yet).
enum class LiveMode : std::uint8_t { None, Live, Frozen, Replay };

/// What being watched costs, for the status line.
struct WatchingCost {
    std::optional<double> engine; ///< For its pictures: share of one core, 0.004 = 0.4 %; empty = not measured yet.
    std::optional<double> window; ///< The same, of this window's thread.
    std::uint64_t bytesHeld = 0;  ///< Pictures, histories, the copy of the tasks.
    std::uint64_t lateFrames = 0; ///< Since the start.
};

/// Thread: GUI.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    // Places and actions
    void addPage(const PageEntry &entry);
    void showPage(const QString &id);
    [[nodiscard]] QString currentPage() const;
    /// Asks every page's badge function; call it when a snapshot arrived.
    void refreshBadges();
    void setActions(std::vector<ShellAction> actions);
    /// The window's own and those that were set: what the palette lists besides places and the page's buttons.
    [[nodiscard]] const std::vector<ShellAction> &actions() const { return m_actions; }
    /// Asked with what is typed into the palette.
    void setFinder(std::function<FoundThings(const QString &text)> finder) { m_finder = std::move(finder); }
    /// What the inspectors' buttons are called, so that they can be given keys before one is opened.
    void setInspectorActions(std::vector<NamedActions> inspectors);
    /// Keys of the page on screen, below the window's own.
    void setPageKeys(std::vector<KeyHelp> keys);

    // Top strip
    /// `subtitle`: "memory transport · SQLite".
    void setConnection(const QString &title, const QString &subtitle, bool production = false);
    /// `detail`: the reason in a few words, e.g. "2 workers lost".
    void setOverallState(Overall overall, const QString &detail);
    /// `moment`: what a frozen view shows.
    void setLiveMode(LiveMode mode, std::optional<WallTime> moment = {});
    void setDataAge(Duration age);
    /// `next`: time until the next one ends; empty when none ends by itself.
    void setOverrides(int active, std::optional<Duration> nextEnds);

    /// Beside the bell.
    void setNotices(int unread);

    // Status line
    void setEngineRate(double tasksPerSecond);
    void setWatchingCost(const WatchingCost &cost);
    /// Name for people, tool tip with the path.
    void setLedger(const QString &text, const QString &path);
    void setApiUrl(const QString &url); ///< Empty: "API off".
    void setCompleteness(std::uint64_t shown, std::uint64_t kept, std::uint64_t seen, const QString &noun);
    void setUser(const QString &user);
    void setClock(WallTime now); ///< In the zone that all times are shown in.

    // Conditions and notices
    enum class BannerSlot : std::uint8_t { Engine, Ledger, Connection, Frozen, Synthetic, Notice };
    struct BannerAction {
        QString text;
        std::function<void()> run;
    };
    /// One line; the most important slot that is set is shown (in the order above), and how many more there are.
    void setBanner(BannerSlot slot, Tone tone, const QString &text, const QString &detail = {},
                   const QString &actionText = {}, std::function<void()> action = {}, BannerAction other = {});
    void clearBanner(BannerSlot slot);
    [[nodiscard]] ToastStack &toasts() { return *m_toasts; }

    // Several windows
    /// From now on strip, status line and banners of this window are those of `leader`, and what is asked for in the
    /// strip is asked of it. Figures are handed on as they are, so two windows never disagree. The moment shown is the
    /// leader's too, and a line at the foot says so.
    void follow(MainWindow &leader);
    /// false: size, place and page of this window are not kept. Default true.
    void setRemembered(bool remembered) { m_remembered = remembered; }

    // Inspector: one panel at the right, shared by all pages.
    /// Puts `body` into the panel (owned by it) and shows it.
    void showInspector(const QString &title, const QString &subtitle, QWidget *body);
    void closeInspector();
    [[nodiscard]] InspectorPanel &inspector() { return *m_inspector; }
    /// A line below all pages, e.g. the TimeBar. Owned by the window.
    void setBottomWidget(QWidget *widget);

    /// Size, place, page and inspector width from QSettings; call once after the pages are added.
    void restoreLayout();
    void saveLayout() const;
    /// As on a first start; what is stored is forgotten.
    void resetLayout();
    /// `wanted` (without frame) so that it lies on `available` with its frame; never smaller than `least`.
    [[nodiscard]] static QRect placedOn(const QRect &available, const QRect &wanted, const QMargins &frame,
                                        const QSize &least);
    /// Never larger than the screen it is on, nor beside it.
    void fitToScreen();

    void openCommandPalette();
    void showKeys();
    /// The dialog in which keys are given to actions.
    void editKeys();

signals:
    void pageChanged(const QString &id);
    void themeToggleRequested();
    void timeZoneToggleRequested();
    void noticesRequested();
    /// This page in a window of its own.
    void newWindowRequested(const QString &page);
    void overridesRequested();
    void overallStateClicked();
    void connectionClicked();
    void watchingCostClicked();
    void inspectorClosed();
    /// The Pause key, or Space where no control wants it; L too while the view is frozen. Freezes or goes on.
    void freezeRequested();
    /// The user wants to close; connect and call setCloseAllowed(true) + close(), or leave it unconnected.
    void closeRequested();
    /// `/` was pressed: the page on screen should focus its filter.
    void filterRequested();

public:
    /// false = close() only emits closeRequested(). Default true.
    void setCloseAllowed(bool allowed) { m_closeAllowed = allowed; }

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct BannerText {
        BannerSlot slot;
        Tone tone;
        QString text;
        QString detail;
        BannerAction action;
        BannerAction other;
    };
    void buildFrame();
    void shareRoom();
    [[nodiscard]] QWidget *pageOnScreen() const;
    bool clearSelectionOnScreen();
    [[nodiscard]] std::vector<ShellAction> ownActions();
    void declareKeys();
    void installShortcuts();
    void addInspectorShortcuts();
    void pressInInspector(const QStringList &ids);
    void addShortcut(const QKeySequence &keys, std::function<void()> run);
    void runAction(const ShellAction &action);
    [[nodiscard]] std::vector<PageAction> actionsOnScreen() const;
    void showTopBanner();
    void showLiveMode(LiveMode mode, std::optional<WallTime> moment);
    void onStrips(const std::function<void(TopStrip &strip)> &set);
    bool handleJumpKey(const QKeyEvent &event);

    std::vector<PageEntry> m_pages;
    std::vector<ShellAction> m_actions;
    std::function<FoundThings(const QString &text)> m_finder;
    std::vector<KeyHelp> m_pageKeys;
    std::vector<NamedActions> m_inspectors;
    std::vector<BannerText> m_banners;
    Rail *m_rail = nullptr;
    TopStrip *m_strip = nullptr;
    StatusLine *m_status = nullptr;
    Banner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr;
    InspectorPanel *m_inspector = nullptr;
    QWidget *m_bottom = nullptr;
    ToastStack *m_toasts = nullptr;
    CommandPalette *m_palette = nullptr;
    KeysOverlay *m_keys = nullptr;
    QPointer<QWidget> m_focusBeforeInspector;
    qint64 m_jumpSinceMs = 0; ///< When g was pressed; 0 = not.
    LiveMode m_liveMode = LiveMode::Live;
    std::optional<WallTime> m_moment;   ///< What a frozen view shows.
    FollowLine *m_followLine = nullptr; ///< Of a follower.
    std::vector<QPointer<MainWindow>> m_followers;
    bool m_closeAllowed = true;
    bool m_remembered = true;
    bool m_placed = false; ///< Where somebody left it, not where the desktop puts it.
};

} // namespace qd::ui
