// More windows on the same session, and how fast the pictures come for all of them.

#include <QtCore/QSettings>
#include <QtGui/QWindow>
#include <QtWidgets/QApplication>
#include <algorithm>

#include "app/quarterdeck/control_room.h"
#include "app/quarterdeck/side_window.h"
#include "app/quarterdeck/thing_finder.h"
#include "ui/models/notices_model.h"
#include "ui/session/embedded_session.h"
#include "ui/widgets/toast_stack.h"

namespace qd::app {

namespace {

/// Each shows whole pages, and all are painted on one thread.
constexpr std::size_t kSidesMost = 7;

const QString kSides = QStringLiteral("windows"); // In the settings.
const QString kSidePage = QStringLiteral("page");
const QString kSideGeometry = QStringLiteral("geometry");

ui::Pace paceOf(const ui::MainWindow &window) {
    if (!window.isVisible() || window.isMinimized()) return ui::Pace::Hidden;
    const QWindow *handle = window.windowHandle();
    return handle != nullptr && !handle->isExposed() ? ui::Pace::Background : ui::Pace::Visible;
}

} // namespace

std::vector<ui::MainWindow *> ControlRoom::sideFrames() const {
    std::vector<ui::MainWindow *> frames;
    for (const QPointer<ui::MainWindow> &side : m_sides)
        if (side) frames.push_back(side);
    return frames;
}

ui::MainWindow *ControlRoom::activeFrame() const {
    const QWidget *active = QApplication::activeWindow();
    for (ui::MainWindow *side : sideFrames())
        if (side == active || (active != nullptr && active->parentWidget() == side)) return side;
    return m_window.get();
}

void ControlRoom::openWindow(const QString &page) {
    std::erase_if(m_sides, [](const QPointer<ui::MainWindow> &side) { return side == nullptr; });
    if (m_quitting) return;
    if (m_sides.size() >= kSidesMost) {
        activeFrame()->toasts().show({.tone = ui::Tone::Info,
                                      .text = tr("%n windows are open already; close one of them first", nullptr,
                                                 static_cast<int>(kSidesMost) + 1)});
        return;
    }
    SideWindow *side = SideWindow::open(*m_window, *m_context, page);
    ui::MainWindow *window = &side->frame();
    window->setActions(makeActions());
    window->setFinder([side](const QString &text) { return findThings(side->room(), text); });
    window->installEventFilter(this);
    window->setAcceptDrops(true);
    // Later: while a widget says that it goes, its QPointer still names what is no window any more.
    connect(window, &QObject::destroyed, this, &ControlRoom::updatePace, Qt::QueuedConnection);
    keepNoticesOf(*window);
    m_sides.emplace_back(window);
    // What the others know already; from now on it hears of changes.
    if (m_engine) {
        refreshStrip(*m_session->snapshot());
        refreshOverall(*m_session->snapshot());
        m_window->setLiveMode(ui::LiveMode::Live);
        if (m_session->isFrozen()) onFrozen();
    }
    tellOverviews();
    m_window->setNotices(m_notices->unread());
    window->refreshBadges();
    window->show();
}

/// What a picture was asked to look like is not how somebody left the windows.
void ControlRoom::saveSides() const {
    if (!m_options.screenshot.isEmpty() || !m_options.size.isEmpty()) return;
    QSettings settings;
    settings.remove(kSides);
    settings.beginWriteArray(kSides);
    int index = 0;
    for (const ui::MainWindow *side : sideFrames()) {
        settings.setArrayIndex(index++);
        settings.setValue(kSidePage, side->currentPage());
        settings.setValue(kSideGeometry, side->saveGeometry());
    }
    settings.endArray();
}

/// As they were left, once the first window is there.
void ControlRoom::restoreSides() {
    if (!m_options.screenshot.isEmpty() || !m_options.size.isEmpty()) return;
    QSettings settings;
    struct Side {
        QString page;
        QByteArray geometry;
    };
    std::vector<Side> sides;
    const int count = std::min(settings.beginReadArray(kSides), static_cast<int>(kSidesMost));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        sides.push_back({settings.value(kSidePage).toString(), settings.value(kSideGeometry).toByteArray()});
    }
    settings.endArray();
    for (const Side &side : sides) {
        openWindow(side.page);
        if (!m_sides.empty() && m_sides.back()) m_sides.back()->restoreGeometry(side.geometry);
    }
}

void ControlRoom::closeSides() {
    for (ui::MainWindow *side : sideFrames()) {
        side->removeEventFilter(this);
        disconnect(side, nullptr, this, nullptr);
        delete side;
    }
    m_sides.clear();
}

/// Whoever is not looked at asks seldom; whoever cannot be seen does not ask at all.
void ControlRoom::updatePace() {
    const auto rank = [](ui::Pace pace) {
        return pace == ui::Pace::Visible ? 2 : pace == ui::Pace::Background ? 1 : 0;
    };
    // Before the first paint nothing is exposed, and the picture is wanted all the same.
    ui::Pace best = m_painted || !m_window->isVisible() ? paceOf(*m_window) : ui::Pace::Visible;
    for (const ui::MainWindow *side : sideFrames())
        if (rank(paceOf(*side)) > rank(best)) best = paceOf(*side);
    m_session->setPace(best);
}

} // namespace qd::app
