#pragma once
// The pages of one window.

#include <QtCore/QString>

#include "ui/pages/common/page_context.h"

namespace qd::ui {
class MainWindow;
class OverviewPage;
class SettingsPage;
class TasksPage;
class WorkersPage;
} // namespace qd::ui

namespace qd::app {

/// Owned by the window they were added to. Thread: GUI.
struct PageSet {
    ui::OverviewPage *overview = nullptr;
    ui::WorkersPage *workers = nullptr;
    ui::TasksPage *tasks = nullptr;
    ui::SettingsPage *settings = nullptr;

    void focusFilter(const QString &page) const;
};

/// Makes all pages for `context` and puts them into `window`.
[[nodiscard]] PageSet addPages(ui::MainWindow &window, const ui::PageContext &context);

} // namespace qd::app
