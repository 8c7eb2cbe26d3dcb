#include "app/quarterdeck/control_room.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QTimer>
#include <QtCore/QUrl>
#include <QtGui/QDesktopServices>
#include <QtGui/QWindow>
#include <cstdio>
#include <filesystem>

#include "app/quarterdeck/engine_host.h"
#include "app/quarterdeck/example_runner.h"
#include "app/quarterdeck/thing_finder.h"
#include "ui/desktop/desktop_notifier.h"
#include "ui/format/format.h"
#include "ui/models/metrics_history.h"
#include "ui/models/notices_model.h"
#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/load_generator.h"
#include "ui/pages/common/preferences.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/tasks/submit_follow_up.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/pages/workers/worker_actions.h"
#include "ui/pages/workers/workers_page.h"
#include "ui/session/embedded_session.h"

namespace qd::app {

using namespace std::chrono_literals;

namespace {

constexpr auto kNoticeEvery = 15s; ///< At most one notification of the desktop.

ui::DoorAddress doorAddress(const Settings &settings, const QString &url, const QString &problem) {
    ui::DoorAddress door{url, QString::fromStdString(std::filesystem::absolute(tokenPath(settings)).string()), problem};
    const std::filesystem::path folder = dataFolder(settings);
    if (folder != dataFolder(Settings{}))
        door.dataFolder = QString::fromStdString(std::filesystem::absolute(folder).string());
    if (!settings.door.enabled) door.problem = ControlRoom::tr("door.enabled is off in the settings");
    return door;
}

} // namespace

ControlRoom::ControlRoom(EngineHost &host, ui::ThemeManager &themes, Options options)
    : m_host(host), m_themes(themes), m_options(std::move(options)), m_window(std::make_unique<ui::MainWindow>()) {
    m_session = new ui::EmbeddedSession(m_window.get());
    m_metrics = new ui::MetricsHistory(*m_session, m_window.get());
    m_cost = new ObserverCost(m_window.get());
    m_desk = new ui::CommandDesk(*m_session, m_window->toasts(), m_window.get());
    m_load = new ui::LoadGenerator(*m_session, m_window.get());
    m_preferences = new ui::Preferences(&m_themes, m_window.get());
    m_context = std::make_unique<ui::PageContext>(
        ui::PageContext{*m_session, *m_metrics, *m_desk, *m_load, *this, *m_preferences});
    m_notices = new ui::NoticesModel(*m_session, m_window.get());
    m_notifier = new ui::DesktopNotifier(kNoticeEvery, m_window.get());
    m_submitFollowUp = new ui::SubmitFollowUp(*m_context, m_window.get());
    addPages();
    connectFrame();
    connectNotices();
    m_session->setDoor({{}, {}, tr("the engine is not running")});
    m_window->setActions(makeActions());
    m_window->setFinder([this](const QString &text) { return findThings(*m_context, text); });
    connect(&m_host, &EngineHost::started, this, &ControlRoom::onStarted);
    connect(&m_host, &EngineHost::failed, this, &ControlRoom::onFailed);
    connect(&m_host, &EngineHost::stopped, this, [] {
        QCoreApplication::exit(0); /* quit() would ask the window first, which says no. */
    });
    connect(&m_host, &EngineHost::stopRequested, this, &ControlRoom::quit);
    connect(m_session, &ui::Session::snapshotChanged, this, &ControlRoom::onSnapshot);
    connect(m_session, &ui::Session::newestChanged, this, &ControlRoom::onNewest);
    connect(m_session, &ui::Session::frozenChanged, this, &ControlRoom::onFrozen);
    connect(m_session, &ui::Session::silenceChanged, this, &ControlRoom::onSilence);
    connect(m_session, &ui::Session::momentChanged, this, &ControlRoom::onFrozen);
    connect(m_session, &ui::Session::dataAgeChanged, this, [this] { m_window->setDataAge(m_session->dataAge()); });
    m_window->installEventFilter(this);
    m_window->setAcceptDrops(true);
}

ControlRoom::~ControlRoom() {
    closeSides();
    m_load->setRate(0);
    m_example.reset();
    m_window->removeEventFilter(this);
    m_session->detach();
}

void ControlRoom::addPages() {
    m_pages = qd::app::addPages(*m_window, *m_context);
    m_timeBar = new ui::TimeBar;
    m_window->setBottomWidget(m_timeBar);
    m_window->restoreLayout();
    if (m_options.size.isValid()) m_window->resize(m_options.size); // Also a picture larger than the screen.
    // A demonstration begins where there is most to see.
    const QString page = m_options.page.isEmpty() && m_options.demo ? QStringLiteral("overview") : m_options.page;
    if (!page.isEmpty()) m_window->showPage(page);
}

void ControlRoom::connectFrame() {
    ui::MainWindow *window = m_window.get();
    window->setUser(qEnvironmentVariable("USER", QStringLiteral("operator")));
    window->setConnection(m_session->title(), m_session->subtitle());
    window->setOverallState(ui::Overall::Unknown, tr("starting"));
    window->setLiveMode(ui::LiveMode::None);
    window->setCloseAllowed(false);
    connect(window, &ui::MainWindow::closeRequested, this, &ControlRoom::askBeforeClosing);
    connectTimeBar();
    connect(window, &ui::MainWindow::watchingCostClicked, this, &ControlRoom::showObserverCost);
    connect(window, &ui::MainWindow::overridesRequested, this, &ControlRoom::showOverrides);
    connect(window, &ui::MainWindow::freezeRequested, this, [this] {
        if (m_engine) m_session->setFrozen(!m_session->isFrozen());
    });
    connect(window, &ui::MainWindow::themeToggleRequested, this,
            [this] { m_preferences->setTheme(ui::theme().isDark() ? ui::ThemeChoice::Light : ui::ThemeChoice::Dark); });
    connect(window, &ui::MainWindow::timeZoneToggleRequested, this, &ControlRoom::toggleTimeZone);
    connect(window, &ui::MainWindow::newWindowRequested, this, &ControlRoom::openWindow);
    connect(m_preferences, &ui::Preferences::changed, this, [this] {
        if (m_engine) refreshStrip(*m_session->snapshot());
        if (m_session->isFrozen()) onFrozen();
    });
}

std::vector<ui::ShellAction> ControlRoom::makeActions() {
    const auto needsEngine = [this] { return m_engine ? QString{} : tr("the engine is not running"); };
    std::vector<ui::ShellAction> actions;
    const auto add = [&](const char *id, const QString &title, const QString &keywords, const char *shortcut,
                         std::function<void()> run) {
        actions.push_back(
            {QString::fromLatin1(id), title, keywords, QString::fromLatin1(shortcut), std::move(run), needsEngine});
    };
    add("submit", tr("Submit a task…"), tr("new run add"), "Ctrl+N", [this] { submitTask(); });
    add("pause-all", tr("Pause everything…"), tr("stop hold dispatch"), "", [this] { pauseAll(); });
    add("resume-all", tr("Resume everything"), tr("continue"), "", [this] {
        ui::DeskAction action;
        action.done = tr("Dispatching goes on");
        action.question = tr("Resume everything?");
        action.verb = tr("Resume");
        action.body = Lift{OverrideKind::PauseAll, {}};
        m_desk->run(action);
    });
    add("resize", tr("Resize the pool…"), tr("workers scale"), "", [this] { ui::resizePool(*m_context); });
    add("overrides", tr("Show overrides…"), tr("leases imposed revert"), "Ctrl+Shift+O", [this] { showOverrides(); });
    add("cost", tr("What watching costs…"), tr("observer cpu memory frames late"), "", [this] { showObserverCost(); });
    add("demo", tr("Start demonstration"), tr("synthetic load"), "", [this] { startDemonstration(); });
    add("demo-stop", tr("Stop synthetic load"), tr("demonstration"), "", [this] { m_load->setRate(0); });
    add("example", tr("Run the example"), tr("checksums http"), "", [this] { runExample(); });
    addTableActions(actions);
    addWindowActions(actions);
    actions.push_back({QStringLiteral("quit"),
                       tr("Quit"),
                       tr("close exit"),
                       QStringLiteral("Ctrl+Q"),
                       [this] { askBeforeClosing(); },
                       {}});
    return actions;
}

ui::ThemeChoice ControlRoom::themeChoice(const Options &options) {
    return options.theme.isEmpty() ? ui::Preferences::storedTheme() : ui::ThemeManager::parseChoice(options.theme);
}

int ControlRoom::zoomPercent(const Options &options) {
    return options.zoom.value_or(ui::Preferences::storedZoom());
}

void ControlRoom::show() {
    m_window->show();
}

bool ControlRoom::eventFilter(QObject *watched, QEvent *event) {
    switch (event->type()) {
    case QEvent::Paint:
        if (!std::exchange(m_painted, true)) {
            // After this event: the paint is done and flushed, and only now may anything slow begin.
            QTimer::singleShot(0, this, [this] {
                if (m_options.reportTimes) {
                    std::printf("first-paint %lld\n", static_cast<long long>(bootNow().time_since_epoch().count()));
                    std::fflush(stdout);
                }
                if (!m_options.size.isValid()) m_window->fitToScreen(); // Its frame is known now.
                emit firstPainted();
                m_host.start();
                restoreSides();
                if (!m_options.screenshot.isEmpty())
                    QTimer::singleShot(static_cast<int>(m_options.afterSeconds * 1000), this,
                                       &ControlRoom::takeScreenshot);
            });
        }
        break;
    case QEvent::Show:
    case QEvent::Hide:
    case QEvent::WindowStateChange: updatePace(); break;
    case QEvent::DragEnter:
    case QEvent::Drop:
        if (takeDrag(event)) return true;
        break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

void ControlRoom::onStarted(std::shared_ptr<Engine> engine, const QString &url, const QString &problem) {
    endTakeOver();
    m_engine = std::move(engine);
    m_session->attach(m_engine);
    m_window->setLiveMode(ui::LiveMode::Live);
    m_pages.overview->clearTrouble();
    m_window->setApiUrl(url);
    m_session->setDoor(doorAddress(m_engine->settings(), url, problem));
    if (!problem.isEmpty())
        m_window->setBanner(ui::MainWindow::BannerSlot::Connection, ui::Tone::Warning,
                            tr("qdctl cannot reach this engine"), problem);
    const Settings &settings = m_engine->settings();
    const bool memory = settings.ledger.kind == LedgerKind::Memory;
    m_window->setLedger(memory ? tr("in memory, lost on exit")
                               : QString::fromStdString(ledgerPath(settings).filename().string()),
                        memory ? QString{} : QString::fromStdString(ledgerPath(settings).string()));
    if (m_options.demo) beginDemonstration();
    if (m_options.load) m_load->setRate(*m_options.load);
}

void ControlRoom::onFailed(const StartFailure &failure) {
    endTakeOver();
    const QString detail = QString::fromStdString(failure.error.detail);
    m_window->setOverallState(ui::Overall::Failing, tr("no engine"));
    m_window->showPage(QStringLiteral("overview"));
    std::vector<std::pair<QString, std::function<void()>>> actions;
    QString title = tr("The engine could not start");
    if (failure.holder) {
        const EngineAddress holder = *failure.holder;
        title = tr("%1 (process %2) has the ledger").arg(QString::fromStdString(holder.program)).arg(holder.pid);
        actions.emplace_back(tr("Stop it and open here"), [this, holder] { takeOver(holder, StopMode::Drain); });
        actions.emplace_back(tr("Stop it now and open here"), [this, holder] { takeOver(holder, StopMode::Now); });
    } else {
        actions.emplace_back(tr("Try again"), [this] { m_host.start(); });
        actions.emplace_back(tr("Open folder"), [this] {
            QDesktopServices::openUrl(
                QUrl::fromLocalFile(QString::fromStdString(dataFolder(m_host.settings()).string())));
        });
    }
    actions.emplace_back(tr("Quit"), [this] { quit(StopMode::Now); });
    m_pages.overview->showTrouble(title, detail, actions);
}

void ControlRoom::takeOver(const EngineAddress &holder, StopMode mode) {
    const QString name = QStringLiteral("%1 (%2)").arg(QString::fromStdString(holder.program)).arg(holder.pid);
    m_pages.overview->showTrouble(tr("Waiting for %1 to stop").arg(name), {},
                                  {{tr("Cancel"), [this] { m_host.cancelTakeOver(); }}});
    const auto tell = [this, mode, since = bootNow()] {
        const QString promise =
            mode == StopMode::Now
                ? tr("It hands its running tasks back; they run again from their start here.")
                : tr("Its running tasks have as long as its shutdown.drain says (25 s, unless it was set); what is not "
                     "done by then runs again from its start here.");
        const auto seconds = std::chrono::floor<std::chrono::seconds>(bootNow() - since);
        m_pages.overview->tellTrouble(tr("%1\n%2 so far.").arg(promise, ui::formatDuration(seconds)));
    };
    tell();
    connect(&m_takingOver, &QTimer::timeout, this, tell);
    m_takingOver.start(1000);
    m_host.takeOver(holder, mode);
}

void ControlRoom::endTakeOver() {
    m_takingOver.stop();
    m_takingOver.disconnect(this);
}

std::uint64_t ControlRoom::runningTasks() const {
    const auto snapshot = m_engine ? m_engine->snapshot() : m_session->newest(); // Not a frozen or minimised picture.
    const auto &states = snapshot->totals.byState;
    return states[static_cast<std::size_t>(TaskState::Assigned)] + states[static_cast<std::size_t>(TaskState::Running)];
}

void ControlRoom::takeScreenshot() {
    if (!m_window->grab().save(m_options.screenshot, "PNG")) {
        std::fprintf(stderr, "quarterdeck: cannot write %s\n", qPrintable(m_options.screenshot));
    }
    quit(StopMode::Now);
}

// ---- PageHost

void ControlRoom::showInspector(const QString &title, const QString &subtitle, QWidget *body) {
    m_window->showInspector(title, subtitle, body);
}

void ControlRoom::closeInspector() {
    m_window->closeInspector();
}

ui::ToastStack &ControlRoom::toasts() {
    return m_window->toasts();
}

QWidget *ControlRoom::window() {
    return m_window.get();
}

void ControlRoom::openTask(TaskId task) {
    m_window->showPage(QStringLiteral("tasks"));
    m_pages.tasks->showTask(task);
}

void ControlRoom::openWorker(WorkerId worker) {
    m_window->showPage(QStringLiteral("workers"));
    m_pages.workers->showWorker(worker);
}

void ControlRoom::openQueue(const QString &queue) {
    m_window->showPage(QStringLiteral("tasks"));
    m_pages.tasks->showQueue(queue);
}

void ControlRoom::openTasksInState(const QString &state) {
    m_window->showPage(QStringLiteral("tasks"));
    m_pages.tasks->showState(state);
}

void ControlRoom::openWorkers() {
    m_window->showPage(QStringLiteral("workers"));
}

} // namespace qd::app
