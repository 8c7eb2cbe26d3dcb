#pragma once
// Another window on the same session: pages, filters, selection and inspector of its own; figures are the session's.

#include <QtCore/QObject>

#include "app/quarterdeck/page_set.h"

namespace qd::ui {
class CommandDesk;
class MainWindow;
} // namespace qd::ui

namespace qd::app {

/// Thread: GUI. Child of its window, which deletes itself when it is closed; the engine and the first window go on.
class SideWindow final : public QObject, public ui::PageHost {
    Q_OBJECT
public:
    /// `room`: whoever does what is not a window's own affair. `leader`: the window whose figures are followed.
    [[nodiscard]] static SideWindow *open(ui::MainWindow &leader, const ui::PageContext &room, const QString &page);

    [[nodiscard]] ui::MainWindow &frame() { return m_window; }
    /// What its pages were given.
    [[nodiscard]] const ui::PageContext &room() const { return m_context; }

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
    void submitTask() override { m_room.submitTask(); }
    void startDemonstration() override { m_room.startDemonstration(); }
    void runExample() override { m_room.runExample(); }
    void showOverrides() override { m_room.showOverrides(); }
    void showAbout() override { m_room.showAbout(); }
    void resetLayout() override { m_room.resetLayout(); }

private:
    SideWindow(ui::MainWindow &window, const ui::PageContext &room);

    ui::MainWindow &m_window;
    ui::PageHost &m_room;
    ui::CommandDesk *m_desk;
    ui::PageContext m_context;
    PageSet m_pages;
};

} // namespace qd::app
