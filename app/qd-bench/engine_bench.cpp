// The whole engine over the memory ledger: a client thread posts batches, the coordinator dispatches, the runner
// executes, the ledger records. Nothing is left out: telemetry, history, deduplication by ticket are on.

#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "app/qd-bench/bench.h"
#include "app/qd-bench/engine_load.h"
#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "core/workers/handler.h"

namespace qd::bench {

namespace {

constexpr std::uint32_t kBatch = 500;

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
        const auto measured =
            dispatchLatency(**engine, *probe, {.share = 0.7, .seconds = options.seconds, .perSecond = {}});
        if (!measured) return std::unexpected(measured.error());
        (*engine)->stop(StopMode::Drain);
        p99.ceilings.push_back(bareHandoverP99(measured->tick, options.seconds));
        if (measured->refused > 0) p99.note += fmt::format("; {} batches met a full inbox", measured->refused);
        p99.values.push_back(static_cast<double>(probe->latency.quantile(0.99).count()) / 1e3);
        medians.push_back(static_cast<double>(probe->latency.quantile(0.5).count()) / 1e3);
        loads.push_back(measured->load);
    }
    p99.extras = {{"p50", median(medians)}, {"load", median(loads)}};
    return std::vector{p99};
}

} // namespace qd::bench
