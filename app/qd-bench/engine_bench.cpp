// The whole engine over the memory ledger: a client thread posts batches, the coordinator dispatches, the runner
// executes, the ledger records. Nothing is left out: telemetry, history, deduplication by ticket are on.

#include <sys/prctl.h>

#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "app/qd-bench/bench.h"
#include "core/base/histogram.h"
#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "core/workers/handler.h"

namespace qd::bench {

namespace {

constexpr std::uint32_t kBatch = 500;
constexpr std::uint64_t kWindow = 100'000; // accepted and not yet recorded

Settings memorySettings(const ScratchFolder &folder) {
    Settings settings;
    settings.ledger.kind = LedgerKind::Memory;
    settings.dataFolder = folder.path();
    settings.pool.workers = 4;
    settings.pool.slotCount = 1024;
    settings.door.enabled = false;
    return settings;
}

Result<std::unique_ptr<Engine>> startEngine(const Settings &settings, std::shared_ptr<HandlerTable> handlers = {}) {
    auto engine = makeEngine(settings, std::move(handlers));
    if (!engine) return engine;
    if (auto started = (*engine)->start(); !started) return std::unexpected(started.error());
    const Instant until = bootNow() + std::chrono::seconds{60};
    for (;;) {
        const auto snapshot = (*engine)->snapshot();
        bool live = snapshot->phase == EnginePhase::Running && snapshot->workers.rows > 0;
        for (std::size_t row = 0; live && row < snapshot->workers.rows; ++row)
            live = snapshot->workers.worker(WorkerColumn::Lifecycle, row) ==
                   static_cast<std::int64_t>(WorkerLifecycle::Live);
        if (live) return engine;
        if (snapshot->phase == EnginePhase::Failed) return fail(ErrorCode::Internal, snapshot->failure);
        if (bootNow() > until) return fail(ErrorCode::Timeout, "The engine did not start within 60 s");
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

Command batchOf(std::uint32_t count, std::string_view type) {
    SubmitTasks submit;
    submit.tasks.resize(count);
    for (TaskSpec &spec : submit.tasks) spec.type = type;
    return {.ticket = Uuid::random(),
            .principal = "bench",
            .origin = Origin::Api,
            .revisionSeen = 0,
            .reason = {},
            .body = std::move(submit)};
}

/// Posts as fast as the window allows; returns recorded results per second.
Result<double> throughput(Engine &engine, double seconds, std::uint32_t batch) {
    std::atomic<bool> stop{false};
    std::atomic<std::uint64_t> accepted{0};
    const std::uint64_t before = engine.snapshot()->totals.completed;
    std::jthread client{[&] {
        while (!stop.load(std::memory_order_relaxed)) {
            const std::uint64_t done = engine.snapshot()->totals.completed - before;
            if (accepted.load() > done + kWindow) {
                std::this_thread::sleep_for(std::chrono::microseconds{300});
                continue;
            }
            if (engine.post(batchOf(batch, "synthetic"), {})) {
                accepted.fetch_add(batch);
            } else {
                std::this_thread::sleep_for(std::chrono::microseconds{200});
            }
        }
    }};
    std::this_thread::sleep_for(std::chrono::milliseconds{1000}); // warm-up
    const auto fresh = [&engine] {
        const std::uint64_t seen = engine.snapshot()->revision;
        for (int i = 0; i < 1000; ++i) {
            const auto next = engine.snapshot();
            if (next->revision > seen + 1) return next;
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
        return engine.snapshot();
    };
    const auto first = fresh();
    std::this_thread::sleep_for(std::chrono::duration<double>{seconds});
    const auto last = fresh();
    stop = true;
    client.join();
    const double span = std::chrono::duration<double>(last->takenAt - first->takenAt).count();
    if (span <= 0) return fail(ErrorCode::Internal, "The engine published nothing");
    return static_cast<double>(last->totals.completed - first->totals.completed) / span;
}

/// Stands for a handler: notes how long ago its task was posted (the stamp is the payload).
class ProbeHandler final : public Handler {
public:
    [[nodiscard]] std::unique_ptr<RunningTask> start(TaskContext task, HandlerDone done) override {
        if (recording.load(std::memory_order_relaxed))
            latency.add(bootNow() - Instant{Duration{std::strtoll(task.payload.c_str(), nullptr, 10)}});
        done({});
        return nullptr;
    }
    Histogram latency; ///< Written by the runner's thread; read when the engine has stopped.
    std::atomic<bool> recording{false};
};

/// Open loop: `send(due)` once per tick, as the clock says and not as the receiver keeps up. A late sender catches up,
/// and what it sends keeps its due time (no coordinated omission).
template <typename Send> void openLoop(Instant from, Instant until, Duration tick, Send send) {
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); // ns; the usual 50 us are longer than a tick
    for (Instant next = from; next < until; next += tick) {
        while (bootNow() < next) {
            // A client that spins takes a core from what it measures.
            const Duration left = next - bootNow();
            if (left > std::chrono::microseconds{20}) {
                std::this_thread::sleep_for(left - std::chrono::microseconds{5});
            } else {
                std::this_thread::yield();
            }
        }
        send(next);
    }
}

/// What this machine gives at best: the same arrivals, and a second thread that does nothing but wait for them. Its p99
/// is the time that the cores were not there (other machines' turns, interrupts), for whoever wants both of them.
double bareHandoverP99(Duration tick, double seconds) {
    constexpr std::size_t kRing = 1U << 16U;
    std::vector<std::int64_t> ring(kRing);
    std::atomic<std::size_t> written{0};
    std::atomic<std::size_t> read{0};
    std::atomic<bool> stop{false};
    Histogram latency;
    std::jthread receiver{[&] {
        for (std::size_t at = 0; !stop.load(std::memory_order_relaxed);) {
            if (at == written.load(std::memory_order_acquire)) continue;
            latency.add(bootNow() - Instant{Duration{ring[at % kRing]}});
            read.store(++at, std::memory_order_release);
        }
    }};
    const Instant from = bootNow() + std::chrono::milliseconds{10};
    openLoop(from, from + Duration{static_cast<std::int64_t>(seconds * 1e9)}, tick, [&](Instant due) {
        const std::size_t at = written.load(std::memory_order_relaxed);
        while (at - read.load(std::memory_order_acquire) >= kRing) std::this_thread::yield();
        ring[at % kRing] = due.time_since_epoch().count();
        written.store(at + 1, std::memory_order_release);
    });
    stop = true;
    receiver.join();
    return static_cast<double>(latency.quantile(0.99).count()) / 1e3;
}

} // namespace

Result<std::vector<Figure>> engineMemory(const Options &options) {
    Figure figure{.name = "engine.memory", .unit = "tasks/s", .values = {}, .ceilings = {}, .extras = {}, .note = {}};
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        auto engine = startEngine(memorySettings(folder));
        if (!engine) return std::unexpected(engine.error());
        const auto rate = throughput(**engine, options.seconds, kBatch);
        (*engine)->stop(StopMode::Now);
        if (!rate) return std::unexpected(rate.error());
        figure.values.push_back(*rate);
    }
    return std::vector{figure};
}

Result<std::vector<Figure>> engineMemoryLatency(const Options &options) {
    Figure p99{.name = "engine.memory.latency",
               .unit = "us",
               .values = {},
               .ceilings = {},
               .extras = {},
               .note = "p99, post() to handler, 70 % load, open loop; ceiling: a bare handover between two threads"};
    std::vector<double> medians;
    std::vector<double> loads;
    for (int run = 0; run < options.runs; ++run) {
        const ScratchFolder folder{options};
        auto probe = std::make_shared<ProbeHandler>();
        auto handlers = std::make_shared<HandlerTable>();
        handlers->add("probe", probe);
        auto engine = startEngine(memorySettings(folder), handlers);
        if (!engine) return std::unexpected(engine.error());
        // What the engine can take in pieces of this size: the load is a part of that.
        constexpr std::uint32_t perTick = 50;
        const auto rate = throughput(**engine, std::min(options.seconds, 2.0), perTick);
        if (!rate) return std::unexpected(rate.error());
        const double load = 0.7 * *rate;
        const Duration tick{static_cast<std::int64_t>(1e9 * perTick / load)};
        const Duration span{static_cast<std::int64_t>(options.seconds * 1e9)};
        const Instant start = bootNow() + std::chrono::milliseconds{500};
        const Instant warm = start + std::chrono::milliseconds{500};
        std::uint64_t refused = 0;
        openLoop(start, warm + span, tick, [&](Instant due) {
            if (due >= warm) probe->recording = true;
            Command command = batchOf(perTick, "synthetic");
            TaskSpec &sample = std::get<SubmitTasks>(command.body).tasks[perTick / 2];
            sample.type = "probe";
            sample.queue = "synthetic";
            sample.payload = fmt::format("{}", due.time_since_epoch().count());
            if (!(*engine)->post(std::move(command), {})) ++refused;
        });
        (*engine)->stop(StopMode::Drain);
        p99.ceilings.push_back(bareHandoverP99(tick, options.seconds));
        if (refused > 0) p99.note += fmt::format("; {} batches met a full inbox", refused);
        p99.values.push_back(static_cast<double>(probe->latency.quantile(0.99).count()) / 1e3);
        medians.push_back(static_cast<double>(probe->latency.quantile(0.5).count()) / 1e3);
        loads.push_back(load);
    }
    p99.extras = {{"p50", median(medians)}, {"load", median(loads)}};
    return std::vector{p99};
}

} // namespace qd::bench
