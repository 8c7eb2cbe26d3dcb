#include "app/quarterdeck/side_window.h"

#include <QtGui/QShortcut>

#include "ui/pages/common/command_desk.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/pages/workers/workers_page.h"
#include "ui/session/session.h"
#include "ui/shell/main_window.h"

namespace qd::app {

SideWindow *SideWindow::open(ui::MainWindow &leader, const ui::PageContext &room, const QString &page) {
    auto *window = new ui::MainWindow;
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->setRemembered(false);
    auto *side = new SideWindow(*window, room);
    window->follow(leader);
    auto *close = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_W), window);
    connect(close, &QShortcut::activated, window, &QWidget::close);
    window->showPage(page);
    window->resize(leader.size().boundedTo({1280, 800}));
    window->fitToScreen();
    return side;
}

SideWindow::SideWindow(ui::MainWindow &window, const ui::PageContext &room)
    : QObject(&window), m_window(window), m_room(room.host),
      m_desk(new ui::CommandDesk(room.session, window.toasts(), &window)),
      m_context{room.session, room.metrics, *m_desk, room.load, *this, room.preferences},
      m_pages(addPages(window, m_context)) {
    connect(&room.session, &ui::Session::snapshotChanged, &window, &ui::MainWindow::refreshBadges);
}

void SideWindow::showInspector(const QString &title, const QString &subtitle, QWidget *body) {
    m_window.showInspector(title, subtitle, body);
}

void SideWindow::closeInspector() {
    m_window.closeInspector();
}

ui::ToastStack &SideWindow::toasts() {
    return m_window.toasts();
}

QWidget *SideWindow::window() {
    return &m_window;
}

void SideWindow::openTask(TaskId task) {
    m_window.showPage(QStringLiteral("tasks"));
    m_pages.tasks->showTask(task);
}

void SideWindow::openWorker(WorkerId worker) {
    m_window.showPage(QStringLiteral("workers"));
    m_pages.workers->showWorker(worker);
}

void SideWindow::openQueue(const QString &queue) {
    m_window.showPage(QStringLiteral("tasks"));
    m_pages.tasks->showQueue(queue);
}

void SideWindow::openTasksInState(const QString &state) {
    m_window.showPage(QStringLiteral("tasks"));
    m_pages.tasks->showState(state);
}

void SideWindow::openWorkers() {
    m_window.showPage(QStringLiteral("workers"));
}

} // namespace qd::app
