#pragma once
// A real window over a real engine in memory, led through every page, state and dialog: whoever looks at "everything
// on screen" (keyboard, names, words, pictures) looks along this way, so that a new page is added in one place.

#include <QtCore/QString>
#include <QtCore/QTemporaryDir>
#include <functional>
#include <memory>

#include "app/quarterdeck/control_room.h"
#include "app/quarterdeck/engine_host.h"
#include "ui/theme/theme_manager.h"

namespace qd::test {

class RoomTour {
public:
    /// Call useOwnSettings() before the first one.
    explicit RoomTour(ui::ThemeChoice theme = ui::ThemeChoice::Dark, QSize size = {1280, 800}, int zoom = 100);
    ~RoomTour();
    RoomTour(const RoomTour &) = delete;
    RoomTour &operator=(const RoomTour &) = delete;

    /// `surface` is the window, or the dialog on top of it.
    using Look = std::function<void(const QString &stop, QWidget *surface)>;
    /// The whole way; false when something did not come that should have: trouble() says what.
    [[nodiscard]] bool walk(const Look &look);
    [[nodiscard]] QString trouble() const { return m_trouble; }

    [[nodiscard]] ui::MainWindow &window() { return m_room->frame(); }
    [[nodiscard]] ui::ThemeManager &themes() { return m_themes; }
    [[nodiscard]] app::ControlRoom &room() { return *m_room; }
    [[nodiscard]] const std::shared_ptr<Engine> &engine() const { return m_engine; }
    [[nodiscard]] bool waitForEngine();
    /// Finished, failed, running and waiting tasks, a paused queue and a paused worker.
    [[nodiscard]] bool fill();
    /// So many more that are queued for a later hour.
    [[nodiscard]] bool schedule(std::uint32_t count);

    /// Settings of this test program alone, in a folder that goes away with it.
    static void useOwnSettings(const QString &program);

private:
    [[nodiscard]] bool wait(const QString &what, const std::function<bool()> &fact);
    void post(CommandBody body);
    void submit(const std::string &queue, const std::string &name, const std::string &payload, std::uint32_t count);
    void page(const Look &look, const QString &id, const QString &name);
    [[nodiscard]] bool overviewStops(const Look &look);
    [[nodiscard]] bool workerStops(const Look &look);
    [[nodiscard]] bool taskStops(const Look &look);
    [[nodiscard]] bool settingsStops(const Look &look);
    [[nodiscard]] bool sideStops(const Look &look);
    [[nodiscard]] bool overlayStops(const Look &look);
    /// Runs `open`, waits for the dialog that it opens, looks, closes it.
    [[nodiscard]] bool dialog(const Look &look, const QString &name, const std::function<void()> &open);
    [[nodiscard]] bool filterToNothing(const Look &look, QWidget *page, const QString &name);

    QTemporaryDir m_folder;
    ui::ThemeManager m_themes;
    std::unique_ptr<app::EngineHost> m_host;
    std::unique_ptr<app::ControlRoom> m_room;
    std::shared_ptr<Engine> m_engine;
    QString m_trouble;
};

} // namespace qd::test
