#pragma once
// Puts the window together: frame, session, pages, and the values that the frame shows.

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "app/quarterdeck/observer_cost.h"
#include "app/quarterdeck/options.h"
#include "app/quarterdeck/page_set.h"
#include "app/quarterdeck/time_marks.h"
#include "core/engine/engine.h"
#include "ui/pages/common/page_context.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme_manager.h"
#include "ui/widgets/time_bar.h"

class QDialog;

namespace qd {
struct EngineAddress;
}

namespace qd::ui {
struct ConfirmSpec;
class CommandDesk;
class EmbeddedSession;
class KeyValueList;
class LoadGenerator;
class DesktopNotifier;
class MetricsHistory;
class NoticesDialog;
class NoticesModel;
class Preferences;
class SubmitFollowUp;
class TableView;
} // namespace qd::ui

namespace qd::app {

class ClosingWait;
class EngineHost;
class ExampleRunner;
struct StartFailure;

/// Thread: GUI.
class ControlRoom final : public QObject, public ui::PageHost {
    Q_OBJECT
public:
    ControlRoom(EngineHost &host, ui::ThemeManager &themes, Options options);
    ~ControlRoom() override;

    /// As asked for by hand, else as somebody left it.
    [[nodiscard]] static ui::ThemeChoice themeChoice(const Options &options);
    /// What the command line says, or what is stored.
    [[nodiscard]] static int zoomPercent(const Options &options);
    void show();
    [[nodiscard]] ui::MainWindow &frame() { return *m_window; }
    /// Opened beside it, without those that were closed.
    [[nodiscard]] std::vector<ui::MainWindow *> sideFrames() const;
    /// Stops the engine and then the program.
    void quit(StopMode mode);

    // PageHost
    void showInspector(const QString &title, const QString &subtitle, QWidget *body) override;
    void closeInspector() override;
    ui::ToastStack &toasts() override;
    QWidget *window() override;
    void openTask(TaskId task) override;
    void openWorker(WorkerId worker) override;
    void openQueue(const QString &queue) override;
    void openTasksInState(const QString &state) override;
    void openWorkers() override;
    void submitTask() override { submitFiles({}); }
    void startDemonstration() override;
    void runExample() override;
    void showOverrides() override;
    void showAbout() override;
    void resetLayout() override;

signals:
    void firstPainted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addPages();
    void connectFrame();
    [[nodiscard]] std::vector<ui::ShellAction> makeActions();
    void addWindowActions(std::vector<ui::ShellAction> &actions);
    void addTableActions(std::vector<ui::ShellAction> &actions);
    [[nodiscard]] ui::TableView *tableInView() const;
    void beginDemonstration();
    void beginExample();
    [[nodiscard]] int demoRate() const;
    [[nodiscard]] std::filesystem::path exampleReport() const;
    void askFirst(const ui::ConfirmSpec &spec, std::function<void()> go);
    [[nodiscard]] bool isDurable() const;
    void onStarted(std::shared_ptr<Engine> engine, const QString &url, const QString &problem);
    void onFailed(const StartFailure &failure);
    void takeOver(const EngineAddress &holder, StopMode mode);
    void endTakeOver();
    void onSnapshot();
    void onNewest();
    void onFrozen(); ///< Or another moment of a frozen view.
    void refreshStrip(const Snapshot &snapshot);
    void refreshOverall(const Snapshot &snapshot);
    void refreshBanners(const Snapshot &snapshot);
    void refreshTimeBar(const Snapshot &snapshot);
    void connectTimeBar();
    void tellOverviews();
    void goTo(WallTime moment);
    void setRange(std::optional<ui::TimeRange> range);
    void onSilence();
    void showObserverCost();
    void refreshObserverCost();
    void askBeforeClosing();
    void submitFiles(const QStringList &files);
    [[nodiscard]] bool takeDrag(QEvent *event);
    void closeWhenDone();
    void tellClosing();
    void stopEngine(StopMode mode);
    void pauseAll();
    void toggleTimeZone();
    /// To the next step, or at 0 back to 100 %; says what it is now.
    void zoomBy(int direction);
    void connectNotices();
    void keepNoticesOf(ui::MainWindow &window);
    void showNotices();
    void openWindow(const QString &page);
    void saveSides() const;
    void restoreSides();
    void closeSides();
    /// The window that has the keyboard, else the first one: where dialogs belong.
    [[nodiscard]] ui::MainWindow *activeFrame() const;
    void reportDemo(const Snapshot &snapshot);
    void takeScreenshot();
    void openWanted();
    void updatePace();
    [[nodiscard]] std::uint64_t runningTasks() const;

    EngineHost &m_host;
    ui::ThemeManager &m_themes;
    Options m_options;
    std::unique_ptr<ui::MainWindow> m_window;
    ui::EmbeddedSession *m_session = nullptr; ///< Child of the window, as all below.
    ui::MetricsHistory *m_metrics = nullptr;
    ui::CommandDesk *m_desk = nullptr;
    ui::LoadGenerator *m_load = nullptr;
    ui::Preferences *m_preferences = nullptr;
    ui::NoticesModel *m_notices = nullptr;
    ui::DesktopNotifier *m_notifier = nullptr;
    QPointer<ui::NoticesDialog> m_noticesDialog;
    QPointer<ui::ToastStack> m_zoomToasts; ///< Where the newest zoom was told.
    int m_zoomToast = 0;
    std::unique_ptr<ui::PageContext> m_context;
    ui::SubmitFollowUp *m_submitFollowUp = nullptr;
    PageSet m_pages;
    std::vector<QPointer<ui::MainWindow>> m_sides; ///< More windows on the same session.
    ui::TimeBar *m_timeBar = nullptr;
    TimeMarks m_marks;
    std::uint64_t m_nextEvent = 0;
    std::optional<WallTime> m_frozenAt; ///< The newest there was when the view was frozen.
    std::shared_ptr<Engine> m_engine;
    std::unique_ptr<ExampleRunner> m_example;
    QPointer<QWidget> m_question;     ///< "Close Quarterdeck?", while it stands.
    QTimer m_takingOver;              ///< Tells how long it has taken so far.
    ClosingWait *m_closing = nullptr; ///< While the running tasks are waited for.
    StopMode m_closingMode = StopMode::Drain;
    bool m_painted = false;
    bool m_demoReported = false;
    bool m_sawIdle = false;
    bool m_sawBusy = false;
    bool m_openedWanted = false;
    bool m_quitting = false;
    ObserverCost *m_cost = nullptr;
    QPointer<QDialog> m_costDialog;
    ui::KeyValueList *m_costRows = nullptr; ///< Of the dialog.
};

} // namespace qd::app
