// What is done from the frame: things found, tasks submitted, load, the example, dialogs about everything.

#include <QtCore/QPointer>
#include <QtCore/QUrl>
#include <QtGui/QDesktopServices>
#include <QtGui/QDropEvent>
#include <QtGui/QGuiApplication>

#include "app/quarterdeck/control_room.h"
#include "app/quarterdeck/example_runner.h"
#include "ui/desktop/desktop_notifier.h"
#include "ui/format/format.h"
#include "ui/models/notices_model.h"
#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/load_generator.h"
#include "ui/pages/common/preferences.h"
#include "ui/pages/common/table_columns.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/dialogs/about_dialog.h"
#include "ui/pages/dialogs/notices_dialog.h"
#include "ui/pages/dialogs/overrides_dialog.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/pages/dialogs/submit_dialog.h"
#include "ui/pages/tasks/submit_follow_up.h"
#include "ui/session/embedded_session.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/toast_stack.h"

namespace qd::app {

namespace {

/// Per worker and second: keeps a pool of the demonstration's kinds at about two thirds on average.
constexpr int kDemoRatePerWorker = 27;

} // namespace

/// The table that has the keyboard, else the largest one of the page on screen.
ui::TableView *ControlRoom::tableInView() const {
    ui::TableView *best = nullptr;
    const auto area = [](const QWidget *widget) { return widget->width() * widget->height(); };
    for (ui::TableView *table : activeFrame()->findChildren<ui::TableView *>()) {
        if (!table->isVisible() || table->window() != activeFrame()) continue;
        if (table->hasFocus()) return table;
        if (best == nullptr || area(table) > area(best)) best = table;
    }
    return best;
}

void ControlRoom::addTableActions(std::vector<ui::ShellAction> &actions) {
    const auto add = [&](const char *id, const QString &title, const QString &keywords,
                         std::function<void(ui::TableView *)> run, bool (*fits)(const ui::TableView *)) {
        actions.push_back({QString::fromLatin1(id),
                           title,
                           keywords,
                           {},
                           [this, run = std::move(run)] {
                               if (ui::TableView *table = tableInView()) run(table);
                           },
                           [this, fits] {
                               const ui::TableView *table = tableInView();
                               return table != nullptr && fits(table) ? QString{} : tr("no table is on screen");
                           }});
    };
    const auto canExport = [](const ui::TableView *table) { return table->canExport(); };
    const auto hasColumns = [](const ui::TableView *table) { return table->columns() != nullptr; };
    add(
        "export-csv", tr("Export the table as CSV…"), tr("save download rows file"),
        [](ui::TableView *table) { table->startExport(ui::ExportFormat::Csv); }, canExport);
    add(
        "export-json", tr("Export the table as JSON…"), tr("save download rows file"),
        [](ui::TableView *table) { table->startExport(ui::ExportFormat::Json); }, canExport);
    add(
        "columns", tr("Choose the table's columns…"), tr("hide show move order width"),
        [](ui::TableView *table) { table->columns()->openDialog(); }, hasColumns);
    actions.push_back({QStringLiteral("picture"),
                       tr("Save a picture of the page…"),
                       tr("PNG screenshot export image"),
                       {},
                       [this] { ui::savePicture(activeFrame()->centralWidget(), activeFrame()->currentPage(), *this); },
                       {}});
}

void ControlRoom::addWindowActions(std::vector<ui::ShellAction> &actions) {
    const auto add = [&](const char *id, const QString &title, const QString &keywords, std::function<void()> run) {
        actions.push_back({QString::fromLatin1(id), title, keywords, {}, std::move(run), {}});
    };
    const auto theme = [this](ui::ThemeChoice choice) { m_preferences->setTheme(choice); };
    add("theme-system", tr("Theme: as the desktop"), tr("dark light system"),
        [theme] { theme(ui::ThemeChoice::System); });
    add("theme-dark", tr("Theme: dark"), tr("night colours"), [theme] { theme(ui::ThemeChoice::Dark); });
    add("theme-light", tr("Theme: light"), tr("day colours"), [theme] { theme(ui::ThemeChoice::Light); });
    const auto zoom = [&](const char *id, const QString &title, const QString &keywords, const char *keys,
                          int direction) {
        actions.push_back({QString::fromLatin1(id),
                           title,
                           keywords,
                           QString::fromLatin1(keys),
                           [this, direction] { zoomBy(direction); },
                           {}});
    };
    zoom("zoom-in", tr("Zoom in: larger"), tr("zoom bigger presentation font scale"), "Ctrl++", 1);
    zoom("zoom-out", tr("Zoom out: smaller"), tr("zoom smaller font scale"), "Ctrl+-", -1);
    zoom("zoom-usual", tr("Zoom 100 %: the usual size"), tr("zoom reset normal font scale"), "Ctrl+0", 0);
    add("time-zone", tr("Switch between local time and UTC"), tr("clock times zone GMT"), [this] { toggleTimeZone(); });
    add("reset-layout", tr("Reset layout"), tr("size splitters columns default"), [this] { resetLayout(); });
    actions.push_back({QStringLiteral("new-window"),
                       tr("Open this page in a new window"),
                       tr("second window screen"),
                       QStringLiteral("Ctrl+Shift+N"),
                       [this] { openWindow(activeFrame()->currentPage()); },
                       {}});
    add("notices", tr("Show notices…"), tr("warnings errors bell unread"), [this] { showNotices(); });
    add("about", tr("About Quarterdeck…"), tr("version licence Qt help"), [this] { showAbout(); });
}

void ControlRoom::connectNotices() {
    connect(m_window.get(), &ui::MainWindow::noticesRequested, this, &ControlRoom::showNotices);
    connect(m_notices, &ui::NoticesModel::countsChanged, this, [this] { m_window->setNotices(m_notices->unread()); });
    keepNoticesOf(*m_window);
    connect(m_notices, &ui::NoticesModel::badNews, this, [this](const QString &text) {
        const bool looking = QGuiApplication::applicationState() == Qt::ApplicationActive;
        if (m_preferences->desktopNotices() && !looking) m_notifier->notify(text);
    });
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, m_notifier, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive) m_notifier->forget();
    });
    connect(m_notifier, &ui::DesktopNotifier::activated, this, [this] {
        m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
        m_window->raise();
        m_window->activateWindow();
        showNotices();
    });
}

/// What its toasts say of trouble is kept when they are gone.
void ControlRoom::keepNoticesOf(ui::MainWindow &window) {
    connect(&window.toasts(), &ui::ToastStack::shown, this, [this](ui::Tone tone, const QString &text) {
        if (tone == ui::Tone::Warning || tone == ui::Tone::Bad)
            m_notices->add(tone == ui::Tone::Bad ? Severity::Bad : Severity::Warning, text, wallNow());
    });
}

void ControlRoom::showNotices() {
    if (m_noticesDialog == nullptr) {
        m_noticesDialog = new ui::NoticesDialog(*m_notices, *this, m_window.get());
        m_noticesDialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_noticesDialog->show();
    m_noticesDialog->raise();
    m_noticesDialog->activateWindow();
}

void ControlRoom::toggleTimeZone() {
    const bool utc = m_preferences->timeZone() == ui::TimeZone::Utc;
    m_preferences->setTimeZone(utc ? ui::TimeZone::Local : ui::TimeZone::Utc);
}

void ControlRoom::zoomBy(int direction) {
    const int before = m_preferences->zoom();
    m_preferences->setZoom(direction == 0 ? ui::kZoomLeast : ui::zoomStep(before, direction));
    const int now = m_preferences->zoom();
    const bool atEnd = direction != 0 && now == before;
    const QString text = !atEnd          ? tr("Zoom %1 %").arg(now)
                         : direction > 0 ? tr("Zoom %1 %: it goes no further").arg(now)
                                         : tr("Zoom %1 %: smaller it does not get").arg(now);
    if (m_zoomToasts) m_zoomToasts->dismiss(m_zoomToast); // One that counts, not a pile.
    m_zoomToasts = &activeFrame()->toasts();
    m_zoomToast = m_zoomToasts->show({.tone = ui::Tone::Info, .text = text, .lifetime = std::chrono::seconds{3}});
}

void ControlRoom::resetLayout() {
    m_preferences->setZoom(ui::kZoomLeast);
    m_window->resetLayout();
    ui::TableColumns::resetAll(m_window.get());
    for (ui::MainWindow *side : sideFrames()) ui::TableColumns::resetAll(side);
}

void ControlRoom::showAbout() {
    auto *dialog = new ui::AboutDialog(QStringLiteral(QD_VERSION), activeFrame());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
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
    auto *dialog = new ui::SubmitDialog(m_session->snapshot()->ledger, activeFrame());
    const auto action = [dialog, follow = m_submitFollowUp]() -> std::optional<ui::DeskAction> {
        auto submit = dialog->submission();
        if (!submit) return std::nullopt;
        ui::DeskAction made;
        made.affected = submit->tasks.size() * submit->repeat;
        made.body = std::move(*submit);
        made.carryOut = [follow](const ui::DeskAction &confirmed) { follow->submit(confirmed); };
        // Hidden until then: a refusal must not cost what somebody typed.
        made.ended = [kept = QPointer(dialog)](bool done, const QString &why) {
            if (kept == nullptr) return; // Its window was closed meanwhile.
            if (done) return kept->deleteLater();
            kept->comeBack(why);
        };
        return made;
    };
    ui::offerCommandIn(dialog, *m_desk, [this, action] {
        const auto made = action();
        return made ? m_desk->commandText(*made) : ui::CommandText{};
    });
    connect(dialog, &QDialog::accepted, this, [this, dialog, action] {
        if (const auto made = action()) return m_desk->run(*made);
        dialog->comeBack({}); // Its own message says what to correct.
    });
    connect(dialog, &QDialog::rejected, dialog, &QObject::deleteLater);
    if (!files.isEmpty()) dialog->addFiles(files);
    dialog->open();
}

bool ControlRoom::isDurable() const {
    return m_engine && m_engine->settings().ledger.kind != LedgerKind::Memory;
}

void ControlRoom::askFirst(const ui::ConfirmSpec &spec, std::function<void()> go) {
    auto *dialog = new ui::ConfirmDialog(spec, activeFrame());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, std::move(go));
    dialog->open();
}

void ControlRoom::startDemonstration() {
    if (!isDurable()) return beginDemonstration();
    ui::ConfirmSpec spec;
    spec.title = tr("Start made-up load on this ledger?");
    spec.text = tr("Its tasks do nothing but take time, and they are stored among your own: about %1 a second in %2, "
                   "until you stop the load. They stay there afterwards, as long as finished tasks are kept.\n\n"
                   "\"quarterdeck --demo\" shows the same on a ledger that is thrown away.")
                    .arg(ui::formatCount(static_cast<std::uint64_t>(demoRate())),
                         QString::fromStdString(ledgerPath(m_engine->settings()).filename().string()));
    spec.verb = tr("Start load");
    askFirst(spec, [this] { beginDemonstration(); });
}

int ControlRoom::demoRate() const {
    return kDemoRatePerWorker * std::max<int>(8, static_cast<int>(m_session->snapshot()->poolWanted));
}

void ControlRoom::beginDemonstration() {
    m_load->setSwinging(true);
    m_load->setRate(demoRate());
}

void ControlRoom::runExample() {
    if (!m_engine || m_example) return;
    ui::ConfirmSpec spec;
    spec.title = tr("Run the example?");
    spec.text = tr("It takes the checksums of files on this machine and fetches pages from a server of its own: 10 000 "
                   "real tasks, checked at the end.");
    spec.preview << tr("allows the program sha256sum for every task submitted here (command.allow)");
    if (isDurable())
        spec.preview << tr("stores its tasks in %1, beside your own")
                            .arg(QString::fromStdString(ledgerPath(m_engine->settings()).filename().string()));
    spec.preview << tr("writes its report to %1").arg(QString::fromStdString(exampleReport().string()));
    spec.verb = tr("Run the example");
    askFirst(spec, [this] { beginExample(); });
}

std::filesystem::path ControlRoom::exampleReport() const {
    return dataFolder(m_engine->settings()) / "quarterdeck-example.sha256";
}

void ControlRoom::beginExample() {
    if (!m_engine || m_example) return;
    m_example = std::make_unique<ExampleRunner>(m_engine, exampleReport());
    const auto show = [this](const QString &text) {
        m_window->setBanner(ui::MainWindow::BannerSlot::Notice, ui::Tone::Info, tr("Example: %1").arg(text), {},
                            tr("Stop"), [this] { m_example->stop(); });
    };
    connect(m_example.get(), &ExampleRunner::progressed, this, show);
    connect(m_example.get(), &ExampleRunner::finished, this, [this](bool good, const QString &text) {
        // Lines of a report, in one line.
        const QString line = text.trimmed().split(QLatin1Char('\n'), Qt::SkipEmptyParts).join(QStringLiteral(" · "));
        const QUrl folder = QUrl::fromLocalFile(QString::fromStdString(exampleReport().parent_path().string()));
        m_window->setBanner(ui::MainWindow::BannerSlot::Notice, good ? ui::Tone::Good : ui::Tone::Warning,
                            good ? tr("Example finished and verified") : tr("Example ended"), line, tr("Open folder"),
                            [folder] { QDesktopServices::openUrl(folder); },
                            {tr("Close"), [this] { m_window->clearBanner(ui::MainWindow::BannerSlot::Notice); }});
        m_example.release()->deleteLater(); // It is the sender: not before its signal has come to an end.
    });
    show(tr("choosing files"));
    m_example->start();
}

void ControlRoom::showOverrides() {
    auto *dialog = new ui::OverridesDialog(*m_session, *m_desk, activeFrame());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    ui::offerExport(dialog->table(), *this);
    dialog->open();
}

void ControlRoom::pauseAll() {
    auto *dialog = new ui::PauseDialog(tr("everything"), OverrideKind::PauseAll, {}, activeFrame());
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
