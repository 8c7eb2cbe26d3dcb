#pragma once
// What a page stands in when it is tested: a session made by hand, and a frame that remembers what was asked of it.

#include <QtCore/QSettings>
#include <QtCore/QStringList>
#include <QtCore/QTemporaryDir>
#include <QtWidgets/QWidget>
#include <memory>

#include "tests/ui/support/fake_session.h"
#include "ui/models/metrics_history.h"
#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/load_generator.h"
#include "ui/pages/common/page_context.h"
#include "ui/pages/common/preferences.h"
#include "ui/widgets/toast_stack.h"

namespace qd::test {

/// A frame that remembers what pages asked of it.
class FakeHost final : public ui::PageHost {
public:
    QWidget frame;
    ui::ToastStack stack{&frame};
    std::unique_ptr<QWidget> inspected;
    QStringList calls;

    void showInspector(const QString &title, const QString &, QWidget *body) override {
        calls << title;
        inspected.reset(body);
    }
    void closeInspector() override { inspected.reset(); }
    ui::ToastStack &toasts() override { return stack; }
    QWidget *window() override { return &frame; }
    void openTask(TaskId task) override { calls << QStringLiteral("task %1").arg(task.value); }
    void openWorker(WorkerId worker) override { calls << QStringLiteral("worker %1").arg(worker.value); }
    void openQueue(const QString &queue) override { calls << QStringLiteral("queue ") + queue; }
    void openTasksInState(const QString &state) override { calls << QStringLiteral("state ") + state; }
    void openWorkers() override { calls << QStringLiteral("workers"); }
    void submitTask() override { calls << QStringLiteral("submit"); }
    void startDemonstration() override { calls << QStringLiteral("demo"); }
    void runExample() override { calls << QStringLiteral("example"); }
    void showOverrides() override { calls << QStringLiteral("overrides"); }
    void showAbout() override { calls << QStringLiteral("about"); }
    void resetLayout() override { calls << QStringLiteral("reset layout"); }
};

/// Pages remember what people chose: never beside the settings of whoever runs the test.
class OwnSettings {
public:
    OwnSettings() {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    }

private:
    QTemporaryDir m_folder;
};

struct PageWorld {
    OwnSettings settings;
    FakeSession session;
    FakeHost host;
    ui::MetricsHistory metrics{session};
    ui::CommandDesk desk{session, host.stack, &host.frame};
    ui::LoadGenerator load{session};
    ui::Preferences preferences;
    ui::PageContext context{session, metrics, desk, load, host, preferences};
};

template <typename T> T *dialogOf(FakeHost &host) {
    return host.frame.findChild<T *>();
}

} // namespace qd::test
