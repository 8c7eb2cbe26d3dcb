#pragma once
// The window of the program itself, in this process: so that the turns of its thread can be watched from inside.

#include <QtCore/QElapsedTimer>
#include <functional>
#include <memory>

#include "app/qd-bench/bench.h"
#include "app/quarterdeck/control_room.h"
#include "app/quarterdeck/engine_host.h"
#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "core/workers/handler.h"
#include "ui/theme/theme_manager.h"

class QApplication;

namespace qd::bench {

/// One per process, never destroyed. Offscreen unless the environment says otherwise; its settings go with the process.
QApplication &application();
/// Lets the window live, in a real event loop, until `done`, which is looked at so often.
bool spinUntil(const std::function<bool()> &done, Duration patience, Duration every = std::chrono::milliseconds{1});
void spinFor(Duration time);
/// Processor time of this thread so far.
[[nodiscard]] Duration threadCpu();
/// What a virtual machine's host gave to others of its cores' time: the share since construction, 0..1. Turns and
/// latencies that are longer than the work in them have it to thank.
class StolenTime {
public:
    StolenTime() : m_from(now()) {}
    [[nodiscard]] double share() const;

private:
    struct Ticks {
        double stolen = 0;
        double all = 0;
    };
    static Ticks now();
    Ticks m_from;
};
/// Megabytes of this process in memory.
[[nodiscard]] double residentMegabytes();

/// Memory ledger below `folder`, no door.
[[nodiscard]] Settings roomSettings(const ScratchFolder &folder);

/// Thread: GUI.
class BenchRoom {
public:
    /// Without a window the engine runs alone, behind the same host.
    BenchRoom(const Settings &settings, std::shared_ptr<HandlerTable> handlers, bool withWindow = true);
    ~BenchRoom();
    BenchRoom(const BenchRoom &) = delete;
    BenchRoom &operator=(const BenchRoom &) = delete;

    /// Until the engine runs and all its workers are there.
    [[nodiscard]] Result<void> waitForEngine();
    [[nodiscard]] Engine &engine() { return *m_engine; }
    [[nodiscard]] app::ControlRoom &room() { return *m_room; }
    [[nodiscard]] ui::MainWindow &window() { return m_room->frame(); }
    /// One more window, 1920x1080 as all.
    void openWindow(const QString &page);

private:
    std::uint32_t m_workers;
    std::unique_ptr<ui::ThemeManager> m_themes;
    std::unique_ptr<app::EngineHost> m_host;
    std::unique_ptr<app::ControlRoom> m_room;
    std::shared_ptr<Engine> m_engine;
    std::optional<Error> m_problem;
};

/// Submits tasks of `runMs` each from a thread of its own, evenly, until it goes. Each is three events: submitted,
/// dispatched, ended.
class SteadyLoad {
public:
    static constexpr int kCommandsPerSecond = 50;
    SteadyLoad(Engine &engine, int tasksPerSecond, int runMs);
    ~SteadyLoad();
    SteadyLoad(const SteadyLoad &) = delete;
    SteadyLoad &operator=(const SteadyLoad &) = delete;
    [[nodiscard]] std::uint64_t refused() const { return m_refused; }

private:
    void run(int tasksPerSecond, int runMs);
    Engine &m_engine;
    std::atomic<bool> m_stop{false};
    std::atomic<std::uint64_t> m_refused{0};
    std::thread m_thread;
};

} // namespace qd::bench
