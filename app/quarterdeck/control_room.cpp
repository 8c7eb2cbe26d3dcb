#include "app/quarterdeck/control_room.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QSettings>
#include <QtCore/QTimer>
#include <QtGui/QDropEvent>
#include <QtGui/QWindow>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <cstdio>

#include "app/quarterdeck/engine_host.h"
#include "app/quarterdeck/example_runner.h"
#include "ui/format/format.h"
#include "ui/models/metrics_history.h"
#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/load_generator.h"
#include "ui/pages/dialogs/overrides_dialog.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/pages/dialogs/submit_dialog.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/tasks/submit_follow_up.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/pages/workers/worker_actions.h"
#include "ui/pages/workers/workers_page.h"
#include "ui/session/embedded_session.h"

namespace qd::app {

using namespace std::chrono_literals;

namespace {

/// Per worker and second: keeps a pool of the demonstration's kinds at about two thirds on average.
constexpr int kDemoRatePerWorker = 27;
const QString kThemeKey = QStringLiteral("theme");

} // namespace

ControlRoom::ControlRoom(EngineHost &host, ui::ThemeManager &themes, Options options)
    : m_host(host), m_themes(themes), m_options(std::move(options)), m_window(std::make_unique<ui::MainWindow>()) {
    m_session = new ui::EmbeddedSession(m_window.get());
    m_metrics = new ui::MetricsHistory(*m_session, m_window.get());
    m_desk = new ui::CommandDesk(*m_session, m_window->toasts(), m_window.get());
    m_load = new ui::LoadGenerator(*m_session, m_window.get());
    m_context = std::make_unique<ui::PageContext>(ui::PageContext{*m_session, *m_metrics, *m_desk, *m_load, *this});
    m_submitFollowUp = new ui::SubmitFollowUp(*m_context, m_window.get());
    addPages();
    connectFrame();
    addActions();
    connect(&m_host, &EngineHost::started, this, &ControlRoom::onStarted);
    connect(&m_host, &EngineHost::failed, this, &ControlRoom::onFailed);
    connect(&m_host, &EngineHost::stopped, this, [] {
        QCoreApplication::exit(0); /* quit() would ask the window first, which says no. */
    });
    connect(&m_host, &EngineHost::stopRequested, this, &ControlRoom::quit);
    connect(m_session, &ui::Session::snapshotChanged, this, &ControlRoom::onSnapshot);
    connect(m_session, &ui::Session::newestChanged, this, &ControlRoom::onNewest);
    connect(m_session, &ui::Session::frozenChanged, this, &ControlRoom::onFrozen);
    connect(m_session, &ui::Session::dataAgeChanged, this, [this] { m_window->setDataAge(m_session->dataAge()); });
    m_window->installEventFilter(this);
    m_window->setAcceptDrops(true);
}

ControlRoom::~ControlRoom() {
    m_load->setRate(0);
    m_example.reset();
    m_window->removeEventFilter(this);
    m_session->detach();
}

void ControlRoom::addPages() {
    m_overview = new ui::OverviewPage(*m_context);
    m_workers = new ui::WorkersPage(*m_context);
    m_tasks = new ui::TasksPage(*m_context);
    m_settings = new ui::SettingsPage(*m_context);
    const auto count = [](std::uint64_t n) {
        return n == 0 ? ui::PageBadge{}
                      : ui::PageBadge{ui::formatCompact(static_cast<double>(n)), ui::Shape::None,
                                      ui::ColorRole::TextMuted};
    };
    m_window->addPage({QStringLiteral("overview"), tr("Overview"), ui::Section::Watch, QStringLiteral("o"),
                       QStringLiteral("overview"), m_overview});
    m_window->addPage({QStringLiteral("workers"), tr("Workers"), ui::Section::Watch, QStringLiteral("w"),
                       QStringLiteral("workers"), m_workers,
                       [this, count] { return count(m_session->snapshot()->workers.rows); }});
    m_window->addPage({QStringLiteral("tasks"), tr("Queues & tasks"), ui::Section::Watch, QStringLiteral("qt"),
                       QStringLiteral("queues"), m_tasks, [this, count] {
                           const auto &states = m_session->snapshot()->totals.byState;
                           return count(states[static_cast<std::size_t>(TaskState::Queued)] +
                                        states[static_cast<std::size_t>(TaskState::Retrying)]);
                       }});
    m_window->addPage({QStringLiteral("settings"), tr("Settings"), ui::Section::System, QStringLiteral("s"),
                       QStringLiteral("settings"), m_settings});
    m_timeBar = new ui::TimeBar;
    m_window->setBottomWidget(m_timeBar);
    m_window->restoreLayout();
    if (m_options.size.isValid()) m_window->resize(m_options.size);
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
    connect(window, &ui::MainWindow::overridesRequested, this, &ControlRoom::showOverrides);
    connect(window, &ui::MainWindow::freezeRequested, this, [this] {
        if (m_engine) m_session->setFrozen(!m_session->isFrozen());
    });
    connect(window, &ui::MainWindow::themeToggleRequested, this, [this] {
        m_themes.toggle();
        QSettings().setValue(kThemeKey, ui::ThemeManager::choiceText(m_themes.choice()));
    });
    connect(window, &ui::MainWindow::filterRequested, this, [this] {
        const QString page = m_window->currentPage();
        if (page == QStringLiteral("workers")) m_workers->focusFilter();
        if (page == QStringLiteral("tasks")) m_tasks->focusFilter();
        if (page == QStringLiteral("settings")) m_settings->focusFilter();
    });
}

void ControlRoom::addActions() {
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
    add("demo", tr("Start demonstration"), tr("synthetic load"), "", [this] { startDemonstration(); });
    add("demo-stop", tr("Stop synthetic load"), tr("demonstration"), "", [this] { m_load->setRate(0); });
    add("example", tr("Run the example"), tr("checksums http"), "", [this] { runExample(); });
    actions.push_back({QStringLiteral("quit"),
                       tr("Quit"),
                       tr("close exit"),
                       QStringLiteral("Ctrl+Q"),
                       [this] { askBeforeClosing(); },
                       {}});
    m_window->setActions(std::move(actions));
}

ui::ThemeChoice ControlRoom::themeChoice(const Options &options) {
    const QString stored = QSettings().value(kThemeKey).toString();
    return ui::ThemeManager::parseChoice(options.theme.isEmpty() ? stored : options.theme);
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
                emit firstPainted();
                m_host.start();
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

/// Whoever is not looked at asks seldom; whoever cannot be seen does not ask at all.
void ControlRoom::updatePace() {
    const bool hidden = !m_window->isVisible() || m_window->isMinimized();
    const QWindow *handle = m_window->windowHandle();
    const bool covered = handle != nullptr && m_painted && !handle->isExposed();
    m_session->setPace(hidden ? ui::Pace::Hidden : covered ? ui::Pace::Background : ui::Pace::Visible);
}

void ControlRoom::onStarted(std::shared_ptr<Engine> engine, const QString &url, const QString &problem) {
    m_engine = std::move(engine);
    m_session->attach(m_engine);
    m_window->setLiveMode(ui::LiveMode::Live);
    m_overview->clearTrouble();
    m_window->setApiUrl(url);
    if (!problem.isEmpty())
        m_window->setBanner(ui::MainWindow::BannerSlot::Connection, ui::Tone::Warning,
                            tr("qdctl cannot reach this engine"), problem);
    const Settings &settings = m_engine->settings();
    const bool memory = settings.ledger.kind == LedgerKind::Memory;
    m_window->setLedger(memory ? tr("memory ledger, lost on exit")
                               : QString::fromStdString(ledgerPath(settings).filename().string()),
                        memory ? QString{} : QString::fromStdString(ledgerPath(settings).string()));
    if (m_options.demo) startDemonstration();
    if (m_options.load) m_load->setRate(*m_options.load);
}

void ControlRoom::onFailed(const StartFailure &failure) {
    const QString detail = QString::fromStdString(failure.error.detail);
    m_window->setOverallState(ui::Overall::Failing, tr("no engine"));
    m_window->showPage(QStringLiteral("overview"));
    std::vector<std::pair<QString, std::function<void()>>> actions;
    QString title = tr("The engine could not start");
    if (failure.holder) {
        const EngineAddress holder = *failure.holder;
        title = tr("%1 (process %2) has the ledger").arg(QString::fromStdString(holder.program)).arg(holder.pid);
        actions.emplace_back(tr("Stop it and open here"), [this, holder] {
            m_overview->showTrouble(tr("Waiting for the other one to stop"), tr("It lets its running tasks finish."),
                                    {});
            m_host.takeOver(holder);
        });
    } else {
        actions.emplace_back(tr("Try again"), [this] { m_host.start(); });
    }
    actions.emplace_back(tr("Quit"), [this] { quit(StopMode::Now); });
    m_overview->showTrouble(title, detail, actions);
}

std::uint64_t ControlRoom::runningTasks() const {
    const auto &states = m_session->snapshot()->totals.byState;
    return states[static_cast<std::size_t>(TaskState::Assigned)] + states[static_cast<std::size_t>(TaskState::Running)];
}

void ControlRoom::askBeforeClosing() {
    if (m_quitting) return m_host.stop(StopMode::Now); // Asked again: no more patience.
    const std::uint64_t running = runningTasks();
    if (!m_engine || running == 0 || m_options.demo) return quit(StopMode::Now);
    if (m_question) return m_question->activateWindow(); // One question, however often it is asked for.
    auto *box = new QMessageBox(m_window.get());
    m_question = box;
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Close Quarterdeck?"));
    box->setText(tr("%n task(s) are running.", nullptr, static_cast<int>(running)));
    box->setInformativeText(
        m_engine->settings().ledger.kind == LedgerKind::Memory
            ? tr("The ledger is in memory: everything that is not finished is lost.")
            : tr("Stopped now, they are handed back without counting as tried, and run again at the next start."));
    QPushButton *drain = box->addButton(tr("Stop when they are &done"), QMessageBox::AcceptRole);
    QPushButton *now = box->addButton(tr("Stop &now"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(drain, &QPushButton::clicked, this, [this] { quit(StopMode::Drain); });
    connect(now, &QPushButton::clicked, this, [this] { quit(StopMode::Now); });
    box->open();
}

void ControlRoom::quit(StopMode mode) {
    m_quitting = true;
    m_load->setRate(0);
    if (m_example) m_example->stop();
    // What a picture was asked to look like is not how somebody left the window.
    if (m_options.screenshot.isEmpty() && m_options.size.isEmpty()) m_window->saveLayout();
    if (mode == StopMode::Drain)
        m_window->setBanner(ui::MainWindow::BannerSlot::Engine, ui::Tone::Info,
                            tr("Stopping when the running tasks are done"), {}, tr("Stop now"),
                            [this] { m_host.stop(StopMode::Now); });
    m_host.stop(mode);
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
    m_tasks->showTask(task);
}

void ControlRoom::openWorker(WorkerId worker) {
    m_window->showPage(QStringLiteral("workers"));
    m_workers->showWorker(worker);
}

void ControlRoom::openQueue(const QString &queue) {
    m_window->showPage(QStringLiteral("tasks"));
    m_tasks->showQueue(queue);
}

void ControlRoom::openTasksInState(const QString &state) {
    m_window->showPage(QStringLiteral("tasks"));
    m_tasks->showState(state);
}

void ControlRoom::openWorkers() {
    m_window->showPage(QStringLiteral("workers"));
}

/// Files may be dropped anywhere on the window; the dialog shows what they would become.
bool ControlRoom::takeDrag(QEvent *event) {
    auto *drag = static_cast<QDropEvent *>(event);
    const QStringList files = ui::SubmitDialog::filesOf(*drag);
    if (files.isEmpty() || m_engine == nullptr) return false;
    drag->acceptProposedAction();
    if (event->type() == QEvent::Drop) submitFiles(files);
    return true;
}

void ControlRoom::submitFiles(const QStringList &files) {
    auto *dialog = new ui::SubmitDialog(m_session->snapshot()->ledger, m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto action = [dialog, follow = m_submitFollowUp]() -> std::optional<ui::DeskAction> {
        auto submit = dialog->submission();
        if (!submit) return std::nullopt;
        ui::DeskAction made;
        made.affected = submit->tasks.size() * submit->repeat;
        made.body = std::move(*submit);
        made.carryOut = [follow](const ui::DeskAction &confirmed) { follow->submit(confirmed); };
        return made;
    };
    ui::offerCommandIn(dialog, *m_desk, [this, action] {
        const auto made = action();
        return made ? m_desk->commandText(*made) : QString{};
    });
    connect(dialog, &QDialog::accepted, this, [this, action] {
        if (const auto made = action()) m_desk->run(*made);
    });
    if (!files.isEmpty()) dialog->addFiles(files);
    dialog->open();
}

void ControlRoom::startDemonstration() {
    const int workers = std::max<int>(8, static_cast<int>(m_session->snapshot()->poolWanted));
    m_load->setSwinging(true);
    m_load->setRate(kDemoRatePerWorker * workers);
    m_window->showPage(m_window->currentPage());
}

void ControlRoom::runExample() {
    if (!m_engine || m_example) return;
    m_example =
        std::make_unique<ExampleRunner>(m_engine, dataFolder(m_engine->settings()) / "quarterdeck-example.sha256");
    const auto show = [this](const QString &text) {
        m_window->setBanner(ui::MainWindow::BannerSlot::Notice, ui::Tone::Info, tr("Example: %1").arg(text), {},
                            tr("Stop"), [this] { m_example->stop(); });
    };
    connect(m_example.get(), &ExampleRunner::progressed, this, show);
    connect(m_example.get(), &ExampleRunner::finished, this, [this](bool good, const QString &text) {
        m_window->setBanner(ui::MainWindow::BannerSlot::Notice, good ? ui::Tone::Good : ui::Tone::Warning,
                            good ? tr("Example finished and verified") : tr("Example ended"), text.simplified(),
                            tr("Close"), [this] { m_window->clearBanner(ui::MainWindow::BannerSlot::Notice); });
        m_example.release()->deleteLater(); // It is the sender: not before its signal has come to an end.
    });
    show(tr("choosing files"));
    m_example->start();
}

void ControlRoom::showOverrides() {
    auto *dialog = new ui::OverridesDialog(*m_session, *m_desk, m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ControlRoom::pauseAll() {
    auto *dialog = new ui::PauseDialog(tr("everything"), OverrideKind::PauseAll, {}, m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto action = [this, dialog] {
        ui::DeskAction made;
        made.question = tr("Pause everything?");
        made.effect = tr("No task is started anywhere until it ends or somebody resumes.");
        made.preview << tr("%n task(s) are running and will finish", nullptr, static_cast<int>(runningTasks()));
        made.verb = tr("Pause everything");
        made.done = tr("Everything is paused");
        made.undone = tr("Dispatching goes on");
        made.reason = dialog->reason();
        made.body = Impose{dialog->lease(m_session->snapshot()->wallAt)};
        return made;
    };
    ui::offerCommandIn(dialog, *m_desk, [this, action] { return m_desk->commandText(action()); });
    connect(dialog, &QDialog::accepted, this, [this, action] { m_desk->run(action()); });
    dialog->open();
}

} // namespace qd::app
