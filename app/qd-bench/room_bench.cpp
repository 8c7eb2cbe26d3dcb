// What the window costs and how fast it is: turns of its thread, time from an event to its figure on screen, memory,
// processor time while nobody can see it, what the engine pays for being watched, and whether memory grows.

#include <QtCore/QEvent>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

#include "app/qd-bench/bench_room.h"
#include "app/qd-bench/engine_load.h"
#include "app/qd-bench/gui_watch.h"

#include "ui/session/embedded_session.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/strip_button.h"

namespace qd::bench {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kManyWorkers = 10'000;
constexpr int kTasksFor10000Events = 3334; ///< A second; each is submitted, dispatched and ended.
constexpr int kTasksFor1000Events = 334;
constexpr int kRunMs = 1000;

Figure figure(const char *name, const char *unit, std::string note) {
    return {.name = name, .unit = unit, .values = {}, .ceilings = {}, .extras = {}, .note = std::move(note)};
}

Duration span(const Options &options) {
    return Duration{static_cast<std::int64_t>(options.seconds * 1e9)};
}

double milliseconds(Duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

double quantile(std::vector<double> values, double q) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

/// Adds up what the coordinator spends on pictures, by its own measure, over the time that they span.
class PublishCost {
public:
    explicit PublishCost(ui::MainWindow &window) : m_session(window.findChild<ui::EmbeddedSession *>()) {
        m_from = m_session->newest()->takenAt;
        m_connection = QObject::connect(m_session, &ui::Session::newestChanged, m_session, [this] {
            m_spent += m_session->newest()->publishCost;
            ++m_pictures;
        });
    }
    ~PublishCost() { QObject::disconnect(m_connection); }
    PublishCost(const PublishCost &) = delete;
    PublishCost &operator=(const PublishCost &) = delete;
    /// Of one core.
    [[nodiscard]] double share() const { return m_spent / std::chrono::duration<double>(passed()); }
    [[nodiscard]] double perSecond() const {
        return static_cast<double>(m_pictures) / std::chrono::duration<double>(passed()).count();
    }

private:
    [[nodiscard]] Duration passed() const {
        return std::max<Duration>(m_session->newest()->takenAt - m_from, Duration{1});
    }
    ui::EmbeddedSession *m_session;
    Instant m_from;
    QMetaObject::Connection m_connection;
    std::chrono::duration<double> m_spent{0};
    std::uint64_t m_pictures = 0;
};

/// The moment at which a widget has been painted with a text it did not have before.
class PaintWatch final : public QObject {
public:
    explicit PaintWatch(ui::StripButton &button) : m_button(button), m_before(button.strongText()) {
        button.installEventFilter(this);
    }
    [[nodiscard]] std::optional<Instant> paintedAt() const { return m_at; }

protected:
    bool eventFilter(QObject *, QEvent *event) override {
        if (event->type() != QEvent::Paint || m_at || m_button.strongText() == m_before) return false;
        // Painted when this event has been handled: the next one that is posted comes after it.
        QMetaObject::invokeMethod(this, [this] { m_at = m_at.value_or(bootNow()); }, Qt::QueuedConnection);
        return false;
    }

private:
    ui::StripButton &m_button;
    QString m_before;
    std::optional<Instant> m_at;
};

ui::StripButton *overridesButton(ui::MainWindow &window) {
    for (ui::StripButton *button : window.findChildren<ui::StripButton *>())
        if (button->strongText().contains(QStringLiteral("override"), Qt::CaseInsensitive)) return button;
    return nullptr;
}

/// From the commit of a command to the strip that counts the overrides, painted.
std::optional<double> eventToPaint(BenchRoom &room, bool pause) {
    PaintWatch watch(*overridesButton(room.window()));
    CommandBody body = Lift{OverrideKind::PauseQueue, "mail"};
    if (pause) {
        Override lease;
        lease.kind = OverrideKind::PauseQueue;
        lease.target = "mail";
        body = Impose{std::move(lease)};
    }
    std::atomic<std::int64_t> committed{0};
    const auto posted = room.engine().post({Uuid::random(), "bench", Origin::Api, 0, "measured", std::move(body)},
                                           [&committed](const Outcome &outcome) {
                                               if (outcome.ok) committed = bootNow().time_since_epoch().count();
                                           });
    if (!posted || !spinUntil([&] { return committed != 0 && watch.paintedAt().has_value(); }, 5s)) return std::nullopt;
    return milliseconds(*watch.paintedAt() - Instant{Duration{committed.load()}});
}

/// Least squares through (hours, megabytes): the slope and its standard error.
std::pair<double, double> slopeOf(std::span<const std::pair<double, double>> points) {
    const auto count = static_cast<double>(points.size());
    double meanX = 0;
    double meanY = 0;
    for (const auto &[x, y] : points) {
        meanX += x / count;
        meanY += y / count;
    }
    double across = 0;
    double along = 0;
    for (const auto &[x, y] : points) {
        across += (x - meanX) * (y - meanY);
        along += (x - meanX) * (x - meanX);
    }
    const double slope = across / along;
    double left = 0;
    for (const auto &[x, y] : points) left += std::pow(y - meanY - slope * (x - meanX), 2);
    return {slope, std::sqrt(left / std::max(1.0, count - 2) / along)};
}

/// The engine keeps the outcomes of the newest 100 000 commands, which fill up over half an hour of this load: what has
/// a bound is full before it is watched for growth. Of commands as large as those of the load, since an outcome names
/// the tasks it made.
Result<void> fillTickets(Engine &engine) {
    constexpr std::uint64_t kTickets = 100'000;
    constexpr std::uint32_t kTasks = kTasksFor1000Events / SteadyLoad::kCommandsPerSecond + 1;
    std::uint64_t sent = 0;
    const auto post = [&] {
        for (int i = 0; i < 500 && sent < kTickets; ++i) {
            if (!engine.post(batchOf(kTasks, "synthetic"), {})) return;
            ++sent;
        }
    };
    const bool done = spinUntil(
        [&] {
            post();
            return engine.snapshot()->totals.completed >= kTickets * kTasks;
        },
        300s);
    return done ? Result<void>{} : fail(ErrorCode::Timeout, "100 000 commands were not done within 300 s");
}

} // namespace

Result<std::vector<Figure>> uiFrame(const Options &options) {
    const std::string load = "4 windows of 1920x1080, 10 000 workers, 10 000 events/s";
    Figure frame = figure("ui.frame", "ms", "GUI thread's turn, p99; " + load);
    Figure publish = figure("ui.cost.publish", "cores", "coordinator's time for pictures; " + load);
    (void)application();
    std::vector<double> longest;
    std::vector<double> computed;
    std::vector<double> stolen;
    std::vector<double> gui;
    std::vector<double> turns;
    std::vector<double> pictures;
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        Settings settings = roomSettings(folder);
        settings.pool.workers = kManyWorkers;
        BenchRoom room{settings, {}};
        if (auto up = room.waitForEngine(); !up) return std::unexpected(up.error());
        for (const char *page : {"overview", "workers", "tasks"}) room.openWindow(QString::fromLatin1(page));
        const SteadyLoad steady{room.engine(), kTasksFor10000Events, kRunMs};
        spinFor(5s);
        GuiWatch watch;
        const StolenTime others;
        const PublishCost cost{room.window()};
        const Instant from = bootNow();
        const Duration before = threadCpu();
        spinFor(span(options));
        gui.push_back(std::chrono::duration<double>(threadCpu() - before) /
                      std::chrono::duration<double>(bootNow() - from));
        frame.values.push_back(watch.quantile(0.99));
        longest.push_back(watch.longest());
        computed.push_back(watch.computedQuantile(0.99));
        stolen.push_back(others.share());
        turns.push_back(static_cast<double>(watch.turns()) / options.seconds);
        publish.values.push_back(cost.share());
        pictures.push_back(cost.perSecond());
        if (steady.refused() > 0) frame.note += fmt::format("; {} batches refused", steady.refused());
    }
    frame.extras = {{"max", median(longest)},
                    {"p99_computed", median(computed)},
                    {"stolen", median(stolen)},
                    {"gui_cores", median(gui)},
                    {"turns_per_s", median(turns)}};
    publish.extras = {{"pictures_per_s", median(pictures)}};
    return std::vector{frame, publish};
}

Result<std::vector<Figure>> uiLatency(const Options &options) {
    Figure out =
        figure("ui.latency", "ms", "commit of a command to the strip painted, p95; 12 workers, 1 000 events/s");
    (void)application();
    std::vector<double> middles;
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        Settings settings = roomSettings(folder);
        settings.pool.workers = 12;
        settings.pool.slotCount = 64;
        BenchRoom room{settings, {}};
        if (auto up = room.waitForEngine(); !up) return std::unexpected(up.error());
        const SteadyLoad steady{room.engine(), kTasksFor1000Events, 20};
        spinFor(2s);
        if (overridesButton(room.window()) == nullptr)
            return fail(ErrorCode::Internal, "The strip counts no overrides");
        std::vector<double> times;
        const Instant end = bootNow() + span(options);
        for (int i = 0; bootNow() < end; ++i) {
            const auto took = eventToPaint(room, i % 2 == 0);
            if (!took) return fail(ErrorCode::Timeout, "A pause was not shown within 5 s");
            times.push_back(*took);
            spinFor(Duration{(207 + i * 13 % 29) * 1ms}); // Not in step with the frames, and no storm of marks.
        }
        out.values.push_back(quantile(times, 0.95));
        middles.push_back(quantile(times, 0.5));
    }
    out.extras = {{"p50", median(middles)}};
    return std::vector{out};
}

Result<std::vector<Figure>> uiMinimised(const Options &options) {
    Figure out = figure("ui.cpu.minimised", "cores", "GUI thread; 1 000 workers, 1 000 events/s");
    (void)application();
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        Settings settings = roomSettings(folder);
        settings.pool.workers = 1000;
        BenchRoom room{settings, {}};
        if (auto up = room.waitForEngine(); !up) return std::unexpected(up.error());
        const SteadyLoad steady{room.engine(), kTasksFor1000Events, kRunMs};
        spinFor(2s);
        room.window().showMinimized();
        spinFor(2s);
        const Instant from = bootNow();
        const Duration before = threadCpu();
        spinFor(span(options));
        out.values.push_back(std::chrono::duration<double>(threadCpu() - before) /
                             std::chrono::duration<double>(bootNow() - from));
    }
    return std::vector{out};
}

Result<std::vector<Figure>> uiMemory(const Options &options) {
    constexpr std::size_t kPayload = 200;
    Figure out = figure("ui.memory", "MB",
                        fmt::format("whole process, {} ended tasks of {} B payload, SQLite ledger; memory_ledger: the "
                                    "same with all of them in memory",
                                    options.rows, kPayload));
    (void)application();
    for (const LedgerKind kind : {LedgerKind::Sqlite, LedgerKind::Memory}) {
        const ScratchFolder folder{options};
        Settings settings = roomSettings(folder);
        settings.ledger.kind = kind;
        settings.ledger.keepRows = options.rows;
        settings.pool.workers = 4;
        settings.pool.slotCount = 256;
        BenchRoom room{settings, endingHandlers()};
        if (auto up = room.waitForEngine(); !up) return std::unexpected(up.error());
        const double empty = residentMegabytes();
        TaskMaker maker{kPayload};
        if (auto filled = fillWithEnded(room.engine(), maker, options.rows); !filled)
            return std::unexpected(filled.error());
        if (!spinUntil([&] { return room.engine().replicaStats().complete; }, 120s, 20ms))
            return fail(ErrorCode::Timeout, "The table's copy was not complete within 120 s");
        room.window().showPage(QStringLiteral("tasks"));
        spinFor(5s);
        const double whole = residentMegabytes();
        if (kind == LedgerKind::Memory) {
            out.extras.emplace_back("memory_ledger", whole);
            continue;
        }
        out.values.push_back(whole);
        out.extras = {{"empty", empty}, {"replica", static_cast<double>(room.engine().replicaStats().bytes) / 1e6}};
    }
    return std::vector{out};
}

Result<std::vector<Figure>> uiSoak(const Options &options) {
    Figure out = figure("ui.soak", "MB/h", "");
    (void)application();
    const ScratchFolder folder{options};
    Settings settings = roomSettings(folder);
    settings.ledger.kind = LedgerKind::Sqlite;
    settings.ledger.keepRows = 20'000;
    settings.pool.workers = 12;
    settings.pool.slotCount = 8;
    BenchRoom room{settings, {}};
    if (auto up = room.waitForEngine(); !up) return std::unexpected(up.error());
    const double empty = residentMegabytes();
    if (auto filled = fillTickets(room.engine()); !filled) return std::unexpected(filled.error());
    const double filled = residentMegabytes();
    const SteadyLoad steady{room.engine(), kTasksFor1000Events, 20};
    const QStringList pages{QStringLiteral("overview"), QStringLiteral("workers"), QStringLiteral("tasks"),
                            QStringLiteral("settings")};
    std::vector<std::pair<double, double>> points;
    const Instant from = bootNow();
    // What fills up on purpose (rows kept, the time bar's five minutes, the charts' history) is full by then.
    const Duration warm = span(options) * 2 / 5;
    for (qsizetype step = 0; bootNow() - from < span(options); ++step) {
        room.window().showPage(pages[step % pages.size()]);
        spinFor(5s);
        const Duration at = bootNow() - from;
        if (at >= warm)
            points.emplace_back(std::chrono::duration<double, std::ratio<3600>>(at).count(), residentMegabytes());
    }
    if (points.size() < 10) return fail(ErrorCode::Invalid, "Too short for a slope: use --seconds 1800");
    const auto [slope, error] = slopeOf(points);
    out.values = {slope};
    out.extras = {{"standard_error", error}, {"first_mb", points.front().second}, {"last_mb", points.back().second},
                  {"empty_mb", empty},       {"tickets_mb", filled - empty},      {"seconds", options.seconds}};
    out.note = "resident memory by regression over the last three fifths; SQLite, 1 000 events/s, pages in turn";
    return std::vector{out};
}

Result<std::vector<Figure>> uiCostLatency(const Options &options) {
    Figure out = figure("ui.cost.latency", "ms", "dispatch p99 at 50 % load, one window open; ceiling: no window");
    (void)application();
    std::vector<double> loads;
    const StolenTime others;
    for (int run = 0; run < options.runs; ++run) {
        std::optional<double> load; // What is half without a window is the load with one, too.
        for (const bool withWindow : {false, true}) {
            const ScratchFolder folder{options};
            auto probe = std::make_shared<ProbeHandler>();
            auto handlers = std::make_shared<HandlerTable>();
            handlers->add("probe", probe);
            Settings settings = roomSettings(folder);
            settings.pool.workers = 4;
            settings.pool.slotCount = 1024;
            BenchRoom room{settings, handlers, withWindow};
            if (auto up = room.waitForEngine(); !up) return std::unexpected(up.error());
            std::atomic<bool> done{false};
            Result<DispatchRun> measured;
            const std::jthread client{[&] {
                measured = dispatchLatency(room.engine(), *probe,
                                           {.share = 0.5, .seconds = options.seconds, .perSecond = load});
                done = true;
            }};
            while (!done) spinFor(50ms); // Seldom: looking must not be what is measured.
            if (!measured) return std::unexpected(measured.error());
            load = measured->load;
            loads.push_back(measured->load);
            room.engine().stop(StopMode::Drain); // Its thread writes the histogram until then.
            const double p99 = milliseconds(probe->latency.quantile(0.99));
            (withWindow ? out.values : out.ceilings).push_back(p99);
            if (measured->refused > 0) out.note += fmt::format("; {} batches met a full inbox", measured->refused);
        }
    }
    out.extras = {{"load", median(loads)}, {"stolen", others.share()}};
    return std::vector{out};
}

} // namespace qd::bench
