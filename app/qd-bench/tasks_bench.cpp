// A table of a million tasks in a window, while ten thousand rows change every second: how long until the rows stand in
// their new order, and how long the window does not answer meanwhile. Session, model and table are the window's own.

#include <QtCore/QTimer>
#include <QtWidgets/QApplication>

#include <atomic>
#include <optional>
#include <random>
#include <thread>

#include <fmt/format.h>

#include "app/qd-bench/bench.h"
#include "app/qd-bench/bench_room.h"
#include "app/qd-bench/engine_load.h"
#include "app/qd-bench/gui_watch.h"
#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "ui/models/tasks_model.h"
#include "ui/pages/common/table_view.h"
#include "ui/session/embedded_session.h"
#include "ui/theme/theme_manager.h"

namespace qd::bench {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPayloadBytes = 200;
constexpr int kChangesPerTask = 3; ///< Submitted, dispatched, ended.
constexpr int kChangesPerSecond = 10'000;
constexpr int kLookups = 200;

/// The engine, the session, and a table in a window of 1920x1080.
class Room {
public:
    explicit Room(const Options &options) : m_folder(options), m_rows(options.rows) {
        Settings settings;
        settings.ledger.kind = LedgerKind::Memory;
        settings.dataFolder = m_folder.path();
        settings.ledger.keepRows = m_rows;
        settings.pool.workers = 4;
        settings.pool.slotCount = 256;
        settings.door.enabled = false;
        auto made = makeEngine(settings, endingHandlers());
        if (!made) {
            m_problem = made.error();
            return;
        }
        m_engine = std::move(*made);
        if (auto started = m_engine->start(); !started) m_problem = started.error();
    }
    ~Room() {
        m_stop = true;
        if (m_load.joinable()) m_load.join();
        m_session.detach();
        if (m_engine) m_engine->stop(StopMode::Now);
    }
    Room(const Room &) = delete;
    Room &operator=(const Room &) = delete;

    /// Submits until so many rows have ended, shows the table, and goes on with a steady load.
    Result<void> fill() {
        if (m_problem) return std::unexpected(*m_problem);
        m_session.attach(m_engine);
        if (auto filled = fillWithEnded(*m_engine, m_maker, m_rows); !filled) return filled;
        if (!spinUntil([this] { return m_engine->replicaStats().complete; }, 120s))
            return fail(ErrorCode::Timeout, "The replica was not complete within 120 s");
        m_table.setModelAndWidths(&m_model, {120, 106, 170, 100, 120, 70, 84, 70, 96, 90, 90, 96, -1});
        m_table.resize(1920, 1080);
        m_table.show();
        m_model.setActive(true);
        m_load = std::thread{[this] { load(); }};
        spinUntil([this] { return m_model.count() > 0 && !m_model.loading(); }, 30s);
        QTimer settle;
        settle.setSingleShot(true);
        settle.start(2000);
        spinUntil([&settle] { return !settle.isActive(); }, 10s);
        return {};
    }
    /// From the wish to the first page of its rows in the table; milliseconds.
    double until(const std::function<void()> &wish) {
        const Instant from = bootNow();
        bool loaded = false;
        const auto connection = QObject::connect(&m_model, &ui::TasksModel::countsChanged, &m_model, [&] {
            if (!m_model.loading()) loaded = true;
        });
        wish();
        spinUntil([&loaded] { return loaded; }, 60s);
        QObject::disconnect(connection);
        return std::chrono::duration<double, std::milli>(bootNow() - from).count();
    }
    /// A query by id, from asking to the row on the GUI thread; milliseconds.
    double lookUp(TaskId id) {
        const Instant from = bootNow();
        TaskQuery query;
        query.filter.ids = {id};
        query.limit = 1;
        bool answered = false;
        const auto handle = m_session.query(query, [&answered](const Result<TaskPage> &) { answered = true; });
        spinUntil([&answered] { return answered; }, 10s);
        return std::chrono::duration<double, std::milli>(bootNow() - from).count();
    }
    ui::TasksModel &model() { return m_model; }
    Engine &engine() { return *m_engine; }
    GuiWatch watch;

private:
    void load() {
        constexpr int kPerSecond = 50;
        constexpr std::size_t kTasks = kChangesPerSecond / kChangesPerTask / kPerSecond;
        for (Instant next = bootNow(); !m_stop; next += 1000ms / kPerSecond) {
            std::this_thread::sleep_for(std::max(Duration::zero(), next - bootNow()));
            (void)m_engine->post(m_maker.batch(kTasks), {});
        }
    }

    ScratchFolder m_folder;
    std::uint64_t m_rows;
    std::optional<Error> m_problem;
    std::shared_ptr<Engine> m_engine;
    ui::EmbeddedSession m_session;
    ui::TasksModel m_model{m_session};
    ui::TableView m_table;
    TaskMaker m_maker{kPayloadBytes};
    std::atomic<bool> m_stop{false};
    std::thread m_load;
};

Figure figure(std::string name, std::string unit, std::string note) {
    return {.name = std::move(name),
            .unit = std::move(unit),
            .values = {},
            .ceilings = {},
            .extras = {},
            .note = std::move(note)};
}

struct Sample {
    std::vector<double> times;
    double stall = 0;

    void take(Room &room, const std::function<void()> &wish) {
        room.watch.restart();
        times.push_back(room.until(wish));
        stall = std::max(stall, room.watch.longest());
    }
};

TaskFilter typed(std::string expression) {
    TaskFilter filter;
    filter.expression = std::move(expression);
    return filter;
}

void measureSorts(Room &room, Figure &out, double &stall) {
    using Model = ui::TasksModel;
    double worst = 0;
    // A column that was not looked at lately each time, so that every order is made from nothing.
    for (const int column : {int{Model::Name}, int{Model::RunTime}, int{Model::Queue}, int{Model::Finished}}) {
        Sample sample;
        sample.take(room, [&] { room.model().sort(column, Qt::DescendingOrder); });
        worst = std::max(worst, sample.times.back());
        stall = std::max(stall, sample.stall);
    }
    out.values.push_back(worst);
    room.until([&] { room.model().sort(Model::Id, Qt::DescendingOrder); });
}

void measureFilters(Room &room, int run, Figure &out, double &stall) {
    double worst = 0;
    const std::string needle = fmt::format("customer {}", 1000 + run * 7);
    for (const std::string &text : {needle, "mail " + needle, fmt::format("type:report !name:{} age<1d", run)}) {
        Sample sample;
        sample.take(room, [&] { room.model().setFilter(typed(text)); });
        worst = std::max(worst, sample.times.back());
        stall = std::max(stall, sample.stall);
    }
    out.values.push_back(worst);
    room.until([&] { room.model().setFilter({}); });
}

void measureFind(Room &room, Figure &out, double &stall) {
    std::mt19937 random{7}; // NOLINT(bugprone-random-generator-seed)
    std::vector<double> times;
    room.watch.restart();
    for (int i = 0; i < kLookups; ++i)
        times.push_back(room.lookUp(makeTaskId(0, 1 + random() % std::max<std::uint64_t>(1, room.model().kept()))));
    stall = std::max(stall, room.watch.longest());
    std::sort(times.begin(), times.end());
    out.values.push_back(times[times.size() * 95 / 100]);
}

void measurePayload(Room &room, int run, Figure &out, double &stall) {
    Sample sample;
    sample.take(room, [&] { room.model().setFilter(typed(fmt::format("payload:c{}", 31'000 + run))); });
    out.values.push_back(sample.times.back() / 1000);
    stall = std::max(stall, sample.stall);
    room.until([&] { room.model().setFilter({}); });
}

} // namespace

Result<std::vector<Figure>> uiTasks(const Options &options) {
    const std::string rows = fmt::format("{} rows, {} row changes/s, memory ledger", options.rows, kChangesPerSecond);
    Figure sort = figure("ui.tasks.sort", "ms", "worst of name, run time, queue, finished; " + rows);
    Figure filter = figure("ui.tasks.filter", "ms", "worst of a substring, two, and three fields; " + rows);
    Figure find = figure("ui.tasks.find", "ms", "by id, p95 of 200; " + rows);
    Figure payload =
        figure("ui.tasks.payload", "s", fmt::format("substring of {} bytes each; {}", kPayloadBytes, rows));
    (void)application();
    const ui::ThemeManager themes; // as in the window: fonts, style, colours
    Room room{options};
    if (auto filled = room.fill(); !filled) return std::unexpected(filled.error());
    double stalls[4] = {};
    for (int run = 0; run < options.runs; ++run) {
        measureSorts(room, sort, stalls[0]);
        measureFilters(room, run, filter, stalls[1]);
        measureFind(room, find, stalls[2]);
        measurePayload(room, run, payload, stalls[3]);
    }
    Figure *const all[] = {&sort, &filter, &find, &payload};
    for (std::size_t i = 0; i < 4; ++i) all[i]->extras.emplace_back("stall", stalls[i]);
    const ReplicaStats replica = room.engine().replicaStats();
    sort.extras.emplace_back("replica_mb", static_cast<double>(replica.bytes) / 1e6);
    sort.extras.emplace_back("replica_restarts", static_cast<double>(replica.restarts));
    return std::vector{sort, filter, find, payload};
}

} // namespace qd::bench
