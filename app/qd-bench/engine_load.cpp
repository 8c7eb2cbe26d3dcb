#include "app/qd-bench/engine_load.h"

#include <sys/prctl.h>

#include <thread>

#include <fmt/format.h>

namespace qd::bench {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kWindow = 100'000; // accepted and not yet recorded
constexpr std::uint32_t kPerTick = 50;

/// Ends a task at once.
class NothingHandler final : public Handler {
public:
    [[nodiscard]] std::unique_ptr<RunningTask> start(TaskContext, HandlerDone done) override {
        done({});
        return nullptr;
    }
};

constexpr const char *kTypes[] = {"invoice", "mail", "report", "search", "thumbnail"};

} // namespace

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

Result<double> throughput(Engine &engine, double seconds, std::uint32_t batch) {
    std::atomic<bool> stop{false};
    std::atomic<std::uint64_t> accepted{0};
    const std::uint64_t before = engine.snapshot()->totals.completed;
    std::jthread client{[&] {
        while (!stop.load(std::memory_order_relaxed)) {
            const std::uint64_t done = engine.snapshot()->totals.completed - before;
            if (accepted.load() > done + kWindow) {
                std::this_thread::sleep_for(300us);
                continue;
            }
            if (engine.post(batchOf(batch, "synthetic"), {})) {
                accepted.fetch_add(batch);
            } else {
                std::this_thread::sleep_for(200us);
            }
        }
    }};
    std::this_thread::sleep_for(1000ms); // warm-up
    const auto fresh = [&engine] {
        const std::uint64_t seen = engine.snapshot()->revision;
        for (int i = 0; i < 1000; ++i) {
            const auto next = engine.snapshot();
            if (next->revision > seen + 1) return next;
            std::this_thread::sleep_for(1ms);
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

void openLoop(Instant from, Instant until, Duration tick, const std::function<void(Instant)> &send) {
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); // ns; the usual 50 us are longer than a tick
    for (Instant next = from; next < until; next += tick) {
        while (bootNow() < next) {
            // A client that spins takes a core from what it measures.
            const Duration left = next - bootNow();
            if (left > 20us) {
                std::this_thread::sleep_for(left - 5us);
            } else {
                std::this_thread::yield();
            }
        }
        send(next);
    }
}

Result<DispatchRun> dispatchLatency(Engine &engine, ProbeHandler &probe, const DispatchLoad &wanted) {
    DispatchRun run;
    if (wanted.perSecond) {
        run.load = *wanted.perSecond;
    } else {
        // What the engine can take in pieces of this size: the load is a part of that.
        const auto rate = throughput(engine, std::min(wanted.seconds, 2.0), kPerTick);
        if (!rate) return std::unexpected(rate.error());
        run.load = wanted.share * *rate;
    }
    run.tick = Duration{static_cast<std::int64_t>(1e9 * kPerTick / run.load)};
    const Duration span{static_cast<std::int64_t>(wanted.seconds * 1e9)};
    const Instant start = bootNow() + 500ms;
    const Instant warm = start + 500ms;
    openLoop(start, warm + span, run.tick, [&](Instant due) {
        if (due >= warm) probe.recording = true;
        Command command = batchOf(kPerTick, "synthetic");
        TaskSpec &sample = std::get<SubmitTasks>(command.body).tasks[kPerTick / 2];
        sample.type = "probe";
        sample.queue = "synthetic";
        sample.payload = fmt::format("{}", due.time_since_epoch().count());
        if (!engine.post(std::move(command), {})) ++run.refused;
    });
    return run;
}

std::shared_ptr<HandlerTable> endingHandlers() {
    auto handlers = std::make_shared<HandlerTable>();
    for (const char *type : kTypes) handlers->add(type, std::make_shared<NothingHandler>());
    return handlers;
}

Command TaskMaker::batch(std::size_t count) {
    SubmitTasks submit;
    submit.tasks.resize(count);
    for (TaskSpec &spec : submit.tasks) {
        const std::uint64_t n = m_made++;
        spec.type = kTypes[m_random() % 5];
        spec.name = fmt::format("{} of customer {}", spec.type, m_random() % 1'000'000);
        spec.payload = fmt::format(R"({{"number":{},"customer":"c{}","note":")", n, m_random() % 100'000);
        spec.payload.resize(m_payloadBytes - 2, static_cast<char>('a' + n % 26));
        spec.payload += "\"}";
    }
    return {Uuid::random(), "bench", Origin::Api, 0, {}, std::move(submit)};
}

Result<void> fillWithEnded(Engine &engine, TaskMaker &maker, std::uint64_t rows) {
    const auto done = [&engine] { return engine.snapshot()->totals.completed; };
    std::uint64_t sent = 0;
    const Instant end = bootNow() + 600s;
    while (done() < rows) {
        if (bootNow() > end) return fail(ErrorCode::Timeout, "The rows could not be made within 600 s");
        if (sent < rows + 1000 && sent < done() + 50'000) {
            if (engine.post(maker.batch(500), {})) sent += 500;
        } else {
            std::this_thread::sleep_for(1ms);
        }
    }
    return {};
}

} // namespace qd::bench
