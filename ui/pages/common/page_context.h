#pragma once
// What a page is given. Pages do not know each other: whoever leaves a page asks the host.

#include <QtCore/QString>

#include "core/model/ids.h"

class QWidget;

namespace qd::ui {

class CommandDesk;
class LoadGenerator;
class MetricsHistory;
class Preferences;
class Session;
class ToastStack;

/// The frame as pages see it; app/ implements it over the shell. Thread: GUI.
class PageHost {
public:
    virtual ~PageHost() = default;

    /// `body` is owned by the inspector from then on.
    virtual void showInspector(const QString &title, const QString &subtitle, QWidget *body) = 0;
    virtual void closeInspector() = 0;
    virtual ToastStack &toasts() = 0;
    virtual QWidget *window() = 0; ///< Parent of dialogs.

    virtual void openTask(TaskId task) = 0;
    virtual void openWorker(WorkerId worker) = 0;
    virtual void openQueue(const QString &queue) = 0;        ///< Its tasks.
    virtual void openTasksInState(const QString &state) = 0; ///< "failed", "queued", ...; empty = all.
    virtual void openWorkers() = 0;

    virtual void submitTask() = 0;
    virtual void startDemonstration() = 0;
    virtual void runExample() = 0;
    virtual void showOverrides() = 0;
    virtual void showAbout() = 0;
    virtual void resetLayout() = 0; ///< Windows, splitters and tables as they were at first.
};

struct PageContext {
    Session &session;
    MetricsHistory &metrics;
    CommandDesk &desk;
    LoadGenerator &load;
    PageHost &host;
    Preferences &preferences;
};

} // namespace qd::ui
