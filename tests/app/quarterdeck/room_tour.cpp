#include "tests/app/quarterdeck/room_tour.h"

#include <QtCore/QSettings>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QPushButton>
#include <algorithm>
#include <cstring>

#include "core/config/settings.h"
#include "ui/pages/common/table_columns.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/tasks/queues_panel.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/pages/workers/lanes_panel.h"
#include "ui/pages/workers/workers_page.h"
#include "ui/session/embedded_session.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/keys_overlay.h"
#include "ui/shell/rail.h"
#include "ui/widgets/action_id.h"
#include "ui/widgets/lane_chart.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_switch.h"

namespace qd::test {

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

Settings memorySettings(const QString &folder) {
    Settings settings;
    settings.dataFolder = folder.toStdString();
    settings.ledger.kind = LedgerKind::Memory;
    settings.door.port = 0;
    settings.pool.workers = 4;
    return settings;
}

/// Deletes what was deleted "later", so that the next stop does not find the last one's dialog.
void settle() {
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCoreApplication::processEvents();
}

} // namespace

void RoomTour::useOwnSettings(const QString &program) {
    static QTemporaryDir stored;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, stored.path());
    QCoreApplication::setOrganizationName(u("quarterdeck-test"));
    QCoreApplication::setApplicationName(program);
    QApplication::setQuitOnLastWindowClosed(false);
}

RoomTour::RoomTour(ui::ThemeChoice theme, QSize size, int zoom) : m_themes(theme) {
    m_themes.setZoom(zoom);
    m_host = std::make_unique<app::EngineHost>(memorySettings(m_folder.filePath(u("data"))));
    app::Options options;
    options.size = size;
    m_room = std::make_unique<app::ControlRoom>(*m_host, m_themes, options);
    QObject::connect(m_host.get(), &app::EngineHost::started, m_host.get(),
                     [this](const std::shared_ptr<Engine> &made) { m_engine = made; });
    m_room->show();
    window().activateWindow();
}

RoomTour::~RoomTour() {
    m_room.reset();
    m_engine.reset();
    m_host.reset();
}

bool RoomTour::wait(const QString &what, const std::function<bool()> &fact) {
    if (QTest::qWaitFor(fact, 10'000)) return true;
    m_trouble = u("waited in vain: ") + what;
    return false;
}

bool RoomTour::waitForEngine() {
    return wait(u("the engine"), [this] { return m_engine != nullptr; });
}

void RoomTour::post(CommandBody body) {
    Command command;
    command.ticket = Uuid::random();
    command.principal = "operator";
    command.body = std::move(body);
    if (!m_engine->post(std::move(command), [](const Outcome &) {})) m_trouble = u("a command was refused");
}

void RoomTour::submit(const std::string &queue, const std::string &name, const std::string &payload,
                      std::uint32_t count) {
    SubmitTasks submit;
    submit.tasks.resize(1);
    submit.tasks[0].type = "synthetic";
    submit.tasks[0].queue = queue;
    submit.tasks[0].name = name;
    submit.tasks[0].payload = payload;
    submit.tasks[0].attemptsMax = 1;
    submit.repeat = count;
    post(std::move(submit));
}

bool RoomTour::fill() {
    const auto in = [this](TaskState state) {
        return m_engine->snapshot()->totals.byState[static_cast<std::size_t>(state)];
    };
    submit("synthetic", "quick one", R"({"ms":1})", 60);
    submit("synthetic", "bound to fail", R"({"ms":1,"fail_permille":1000})", 7);
    if (!wait(u("finished tasks"), [&] { return in(TaskState::Completed) == 60 && in(TaskState::Failed) == 7; }))
        return false;
    Override lease;
    lease.reason = "the archive is being moved";
    lease.kind = OverrideKind::PauseWorker;
    lease.target = "w-4";
    lease.expiresAt = m_engine->snapshot()->wallAt + std::chrono::hours{1};
    post(Impose{lease});
    if (!wait(u("the pause"), [this] { return !m_engine->snapshot()->overrides->empty(); })) return false;
    submit("synthetic", "a long one", R"({"ms":600000})", 12);
    if (!wait(u("running tasks"), [&] { return in(TaskState::Running) == 3 && in(TaskState::Queued) == 9; }))
        return false;
    return wait(u("the window's picture of it"), [this] {
        const auto places = window().findChildren<ui::RailItem *>();
        return std::any_of(places.begin(), places.end(), [](const ui::RailItem *item) {
            return item->id() == u("tasks") && item->accessibleDescription() == u("9");
        });
    });
}

bool RoomTour::schedule(std::uint32_t count) {
    const auto *session = window().findChild<ui::EmbeddedSession *>();
    const auto queued = [session] {
        return session->snapshot()->totals.byState[static_cast<std::size_t>(TaskState::Queued)];
    };
    const std::uint64_t before = queued();
    SubmitTasks submit;
    submit.tasks.resize(1);
    submit.tasks[0].type = "synthetic";
    submit.tasks[0].queue = "synthetic";
    submit.tasks[0].name = "for later";
    submit.tasks[0].runAt = m_engine->snapshot()->wallAt + std::chrono::hours{5};
    submit.repeat = count;
    post(std::move(submit));
    return wait(u("scheduled tasks"), [&] { return queued() == before + count; });
}

void RoomTour::page(const Look &look, const QString &id, const QString &name) {
    window().showPage(id);
    settle();
    look(name, &window());
}

bool RoomTour::dialog(const Look &look, const QString &name, const std::function<void()> &open) {
    open();
    QPointer<QDialog> shown;
    const bool came = wait(name, [&] {
        for (QDialog *one : window().findChildren<QDialog *>())
            if (one->isVisible()) shown = one;
        return !shown.isNull();
    });
    if (!came) return false;
    shown->activateWindow();
    settle();
    look(name, shown);
    if (shown) shown->reject();
    settle();
    window().activateWindow(); // As a window manager does when a dialog goes.
    return wait(u("the window is active again"), [this] { return window().isActiveWindow(); });
}

bool RoomTour::filterToNothing(const Look &look, QWidget *page, const QString &name) {
    auto *field = page->findChild<ui::SearchField *>();
    field->setText(u("q9")); // No word: filter chips show what was typed, and that is nobody's to translate.
    QTest::keyClick(field, Qt::Key_Return);
    const bool filtered = wait(name, [&] {
        const auto tables = page->findChildren<ui::TableView *>();
        return std::any_of(tables.begin(), tables.end(), [](const ui::TableView *one) {
            return one->model() != nullptr && one->model()->rowCount() == 0;
        });
    });
    if (!filtered) return false;
    settle();
    look(name, &window());
    field->clear();
    QTest::keyClick(field, Qt::Key_Return);
    settle();
    return true;
}

bool RoomTour::overviewStops(const Look &look) {
    page(look, u("overview"), u("overview"));
    QTest::keyClick(&window(), Qt::Key_Pause);
    settle();
    look(u("overview-frozen"), &window());
    QTest::keyClick(&window(), Qt::Key_Pause);
    settle();
    const auto buttons = window().findChild<ui::OverviewPage *>()->findChildren<QAbstractButton *>();
    const auto data = std::find_if(buttons.begin(), buttons.end(), [](const QAbstractButton *one) {
        return one->property(ui::kActionId) == u("chart-data-flow");
    });
    return data != buttons.end() && dialog(look, u("dialog-chart-data"), [&] { (*data)->click(); });
}

bool RoomTour::workerStops(const Look &look) {
    page(look, u("workers"), u("workers"));
    auto *workers = window().findChild<ui::WorkersPage *>();
    if (!filterToNothing(look, workers, u("workers-filtered"))) return false;
    if (!wait(u("workers"), [&] { return workers->table()->model()->rowCount() == 4; })) return false;
    workers->table()->selectRow(0);
    settle();
    look(u("workers-selected"), &window());
    if (!dialog(look, u("dialog-pause-worker"), [&] { workers->pauseButton()->click(); })) return false;
    if (!dialog(look, u("dialog-drain"), [&] { workers->drainButton()->click(); })) return false;
    if (!dialog(look, u("dialog-columns"), [&] { workers->table()->columns()->openDialog(); })) return false;
    workers->showWorker(WorkerId{1});
    settle();
    look(u("workers-inspector"), &window());
    window().closeInspector();
    const auto views = workers->viewSwitch()->findChildren<QPushButton *>();
    views.at(1)->click();
    if (!wait(u("lanes"), [&] { return workers->lanes()->chart()->lanes().size() == 4; })) return false;
    settle();
    look(u("workers-lanes"), &window());
    views.at(0)->click();
    return true;
}

bool RoomTour::taskStops(const Look &look) {
    auto *tasks = window().findChild<ui::TasksPage *>();
    window().showPage(u("tasks"));
    if (!wait(u("tasks"), [&] { return tasks->tasksTable()->model()->rowCount() == 79; })) return false;
    page(look, u("tasks"), u("tasks"));
    QTest::keyClick(&window(), Qt::Key_Pause);
    settle();
    look(u("tasks-frozen"), &window());
    QTest::keyClick(&window(), Qt::Key_Pause);
    if (!filterToNothing(look, tasks, u("tasks-filtered"))) return false;
    if (!wait(u("tasks again"), [&] { return tasks->tasksTable()->model()->rowCount() == 79; })) return false;
    tasks->queues()->table()->selectRow(0);
    tasks->queues()->detailsButton()->click();
    settle();
    look(u("queue-inspector"), &window());
    window().closeInspector();
    if (!dialog(look, u("dialog-pause-queue"), [&] { tasks->queues()->pauseButton()->click(); })) return false;
    tasks->showState(u("failed"));
    if (!wait(u("failed tasks"), [&] { return tasks->tasksTable()->model()->rowCount() == 7; })) return false;
    tasks->tasksTable()->selectAll();
    settle();
    look(u("tasks-selected"), &window());
    tasks->tasksTable()->clearSelection();
    tasks->tasksTable()->setCurrentIndex(tasks->tasksTable()->model()->index(0, 0));
    QTest::keyClick(tasks->tasksTable(), Qt::Key_Return);
    if (!wait(u("the inspector"), [this] { return window().inspector().isVisible(); })) return false;
    settle();
    look(u("tasks-inspector"), &window());
    window().closeInspector();
    tasks->tasksTable()->clearSelection();
    tasks->showState({});
    return true;
}

bool RoomTour::settingsStops(const Look &look) {
    page(look, u("settings"), u("settings"));
    return filterToNothing(look, window().findChild<ui::SettingsPage *>(), u("settings-filtered"));
}

/// Also at the least size that a window can have.
bool RoomTour::sideStops(const Look &look) {
    emit window().newWindowRequested(u("tasks"));
    const auto sides = m_room->sideFrames();
    if (sides.size() != 1) return false;
    ui::MainWindow *side = sides.front();
    for (const char *name : {"overview", "workers", "tasks"}) {
        side->resize(std::strcmp(name, "workers") == 0 ? QSize(960, 600) : QSize(1120, 700));
        side->showPage(QString::fromLatin1(name));
        settle();
        look(u("side-") + QString::fromLatin1(name), side);
    }
    side->close();
    return wait(u("the side window to go"), [this] { return m_room->sideFrames().empty(); });
}

bool RoomTour::overlayStops(const Look &look) {
    window().showPage(u("overview"));
    if (!dialog(look, u("dialog-submit"), [this] { m_room->submitTask(); })) return false;
    if (!dialog(look, u("dialog-overrides"), [this] { m_room->showOverrides(); })) return false;
    if (!dialog(look, u("dialog-example"), [this] { m_room->runExample(); })) return false;
    for (const ui::ShellAction &action : window().actions()) {
        static const QStringList kDialogs{u("pause-all"), u("resize"), u("edit-keys"), u("notices"), u("about")};
        if (!kDialogs.contains(action.id)) continue;
        if (!dialog(look, u("dialog-") + action.id, action.run)) return false;
    }
    if (!dialog(look, u("dialog-close"), [this] { window().close(); })) return false;
    window().openCommandPalette();
    settle();
    look(u("palette"), &window());
    window().findChild<ui::CommandPalette *>()->closeAndReturnFocus();
    window().showKeys();
    settle();
    look(u("keys"), &window());
    QTest::keyClick(window().findChild<ui::KeysOverlay *>(), Qt::Key_Escape);
    settle();
    return true;
}

bool RoomTour::walk(const Look &look) {
    if (!waitForEngine()) return false;
    const auto *overview = window().findChild<ui::OverviewPage *>();
    if (!wait(u("the empty state"), [&] { return overview->isEmptyStateShown(); })) return false;
    page(look, u("overview"), u("overview-empty"));
    page(look, u("tasks"), u("tasks-empty"));
    if (!fill()) return false;
    return overviewStops(look) && workerStops(look) && taskStops(look) && settingsStops(look) && sideStops(look) &&
           overlayStops(look) && m_trouble.isEmpty();
}

} // namespace qd::test
