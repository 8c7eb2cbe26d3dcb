#include "app/quarterdeck/page_set.h"

#include <QtCore/QCoreApplication>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/queue_flow.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/tasks/queue_inspector.h"
#include "ui/pages/tasks/task_inspector.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/pages/workers/worker_inspector.h"
#include "ui/pages/workers/workers_page.h"
#include "ui/session/session.h"
#include "ui/shell/main_window.h"

namespace qd::app {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PageSet)
};

ui::PageBadge countBadge(std::uint64_t n) {
    if (n == 0) return {};
    return {ui::formatCompact(static_cast<double>(n)), ui::Shape::None, ui::ColorRole::TextMuted};
}

/// Where a page is more than tables and buttons, which say their keys themselves.
std::vector<ui::KeyHelp> keysOn(const QString &page) {
    if (page != QLatin1String("overview")) return {};
    return {{QStringLiteral("Tab  Shift+Tab"), Words::tr("from figure to chart to list")},
            {QStringLiteral("Enter"), Words::tr("on a figure or a line: show what it stands for")},
            {QStringLiteral("↑  ↓"), Words::tr("through the lines of a list")},
            {QStringLiteral("←  →  Home  End"), Words::tr("read a chart, moment by moment")}};
}

} // namespace

PageSet addPages(ui::MainWindow &window, const ui::PageContext &context) {
    const PageSet pages{new ui::OverviewPage(context), new ui::WorkersPage(context), new ui::TasksPage(context),
                        new ui::SettingsPage(context)};
    const auto name = [](const char *text) { return QString::fromLatin1(text); };
    ui::Session *session = &context.session;
    window.addPage(
        {name("overview"), Words::tr("Overview"), ui::Section::Watch, name("o"), name("overview"), pages.overview});
    window.addPage({name("workers"), Words::tr("Workers"), ui::Section::Watch, name("w"), name("workers"),
                    pages.workers, [session] { return countBadge(session->snapshot()->workers.rows); }});
    window.addPage({name("tasks"), Words::tr("Queues & tasks"), ui::Section::Watch, name("qt"), name("queues"),
                    pages.tasks, [session] { return countBadge(ui::readyTasks(*session->snapshot())); }});
    window.addPage(
        {name("settings"), Words::tr("Settings"), ui::Section::System, name("s"), name("settings"), pages.settings});
    window.setInspectorActions(
        {ui::WorkerInspector::namedActions(), ui::TaskInspector::namedActions(), ui::QueueInspector::namedActions()});
    QObject::connect(pages.settings, &ui::SettingsPage::keysWanted, &window, &ui::MainWindow::editKeys);
    QObject::connect(&window, &ui::MainWindow::filterRequested, pages.overview,
                     [&window, pages] { pages.focusFilter(window.currentPage()); });
    const auto tellKeys = [&window](const QString &page) { window.setPageKeys(keysOn(page)); };
    QObject::connect(&window, &ui::MainWindow::pageChanged, &window, tellKeys);
    tellKeys(window.currentPage());
    return pages;
}

void PageSet::focusFilter(const QString &page) const {
    if (page == QLatin1String("workers")) workers->focusFilter();
    if (page == QLatin1String("tasks")) tasks->focusFilter();
    if (page == QLatin1String("settings")) settings->focusFilter();
}

} // namespace qd::app
