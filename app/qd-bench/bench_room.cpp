#include "app/qd-bench/bench_room.h"

#include <QtCore/QEventLoop>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <ctime>
#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

#include "app/quarterdeck/options.h"

namespace qd::bench {

using namespace std::chrono_literals;

QApplication &application() {
    static int count = 1;
    static char name[] = "qd-bench";
    static char *words[] = {name, nullptr};
    qputenv("QT_NO_GLIB", "1"); // GLib's dispatcher says `awake` after the events, not before them.
    if (!qEnvironmentVariableIsSet("QT_NO_GUI_THREADPOOL")) qputenv("QT_NO_GUI_THREADPOOL", "1"); // As the window does.
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    // Never destroyed: at exit, after the fonts' own statics, it would crash.
    static auto *const app = [] {
        auto *made = new QApplication(count, words);
        static const QTemporaryDir stored; // What people have set must not change what is measured.
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, stored.path());
        QCoreApplication::setOrganizationName(QStringLiteral("quarterdeck-bench"));
        QApplication::setQuitOnLastWindowClosed(false);
        return made;
    }();
    return *app;
}

bool spinUntil(const std::function<bool()> &done, Duration patience, Duration every) {
    const Instant end = bootNow() + patience;
    QEventLoop loop;
    QTimer look;
    look.setTimerType(Qt::PreciseTimer);
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (done() || bootNow() > end) loop.quit();
    });
    look.start(std::chrono::duration_cast<std::chrono::milliseconds>(every));
    loop.exec();
    return done();
}

void spinFor(Duration time) {
    QEventLoop loop;
    QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(time), &loop, &QEventLoop::quit);
    loop.exec();
}

Duration threadCpu() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds{spent.tv_sec} + std::chrono::nanoseconds{spent.tv_nsec};
}

/// The first line of /proc/stat: "cpu user nice system idle iowait irq softirq steal ...", in ticks.
StolenTime::Ticks StolenTime::now() {
    constexpr int kSteal = 7;
    std::ifstream in{"/proc/stat"};
    std::string name;
    in >> name;
    Ticks out;
    for (int column = 0; column <= kSteal; ++column) {
        double ticks = 0;
        in >> ticks;
        out.all += ticks;
        if (column == kSteal) out.stolen = ticks;
    }
    return out;
}

double StolenTime::share() const {
    const Ticks to = now();
    return to.all > m_from.all ? (to.stolen - m_from.stolen) / (to.all - m_from.all) : 0;
}

double residentMegabytes() {
    std::ifstream in{"/proc/self/statm"};
    double pages = 0;
    in >> pages >> pages;
    return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

Settings roomSettings(const ScratchFolder &folder) {
    Settings settings;
    settings.ledger.kind = LedgerKind::Memory;
    settings.dataFolder = folder.path();
    settings.door.enabled = false;
    return settings;
}

BenchRoom::BenchRoom(const Settings &settings, std::shared_ptr<HandlerTable> handlers, bool withWindow)
    : m_workers(settings.pool.workers), m_themes(std::make_unique<ui::ThemeManager>()),
      m_host(std::make_unique<app::EngineHost>(settings, std::move(handlers))) {
    QObject::connect(m_host.get(), &app::EngineHost::started, m_host.get(),
                     [this](const std::shared_ptr<Engine> &made) { m_engine = made; });
    QObject::connect(m_host.get(), &app::EngineHost::failed, m_host.get(),
                     [this](const app::StartFailure &failure) { m_problem = failure.error; });
    if (!withWindow) {
        m_host->start();
        return;
    }
    app::Options options;
    options.size = {1920, 1080};
    options.theme = QStringLiteral("dark");
    m_room = std::make_unique<app::ControlRoom>(*m_host, *m_themes, options);
    m_room->show();
}

BenchRoom::~BenchRoom() {
    m_room.reset();
    if (m_engine) m_engine->stop(StopMode::Now);
    m_engine.reset();
    m_host.reset();
}

Result<void> BenchRoom::waitForEngine() {
    spinUntil([this] { return m_engine != nullptr || m_problem.has_value(); }, 60s);
    if (m_problem) return std::unexpected(*m_problem);
    const auto allThere = [this] {
        const auto snapshot = m_engine->snapshot();
        std::uint32_t live = 0;
        for (std::size_t row = 0; row < snapshot->workers.rows; ++row)
            live += snapshot->workers.worker(WorkerColumn::Lifecycle, row) ==
                            static_cast<std::int64_t>(WorkerLifecycle::Live)
                        ? 1
                        : 0;
        return live >= m_workers;
    };
    if (m_engine == nullptr || !spinUntil(allThere, 60s, 50ms))
        return fail(ErrorCode::Timeout, "The engine's workers did not come within 60 s");
    return {};
}

void BenchRoom::openWindow(const QString &page) {
    emit window().newWindowRequested(page);
    for (ui::MainWindow *side : m_room->sideFrames()) side->resize(1920, 1080);
}

SteadyLoad::SteadyLoad(Engine &engine, int tasksPerSecond, int runMs)
    : m_engine(engine), m_thread([this, tasksPerSecond, runMs] { run(tasksPerSecond, runMs); }) {}

SteadyLoad::~SteadyLoad() {
    m_stop = true;
    m_thread.join();
}

void SteadyLoad::run(int tasksPerSecond, int runMs) {
    static constexpr const char *kQueues[] = {"invoices", "mail", "reports", "search", "thumbnails"};
    double owed = 0;
    std::uint64_t number = 0;
    for (Instant next = bootNow(); !m_stop; next += 1000ms / kCommandsPerSecond) {
        std::this_thread::sleep_for(std::max(Duration::zero(), next - bootNow()));
        owed += static_cast<double>(tasksPerSecond) / kCommandsPerSecond;
        SubmitTasks submit;
        for (; owed >= 1; owed -= 1, ++number) {
            TaskSpec task;
            task.type = "synthetic";
            task.queue = kQueues[number % 5];
            task.name = fmt::format("{} {}", task.queue, number);
            task.payload = fmt::format(R"({{"mean_ms":{},"seed":{}}})", runMs, number % 1'000'000);
            submit.tasks.push_back(std::move(task));
        }
        if (submit.tasks.empty()) continue;
        if (!m_engine.post({Uuid::random(), "bench", Origin::Api, 0, {}, std::move(submit)}, {})) ++m_refused;
    }
}

} // namespace qd::bench
