#pragma once
// Load for an engine, from outside: as much as it takes, or at a rate that does not wait for it.

#include <atomic>
#include <functional>
#include <optional>
#include <random>

#include "core/base/histogram.h"
#include "core/engine/engine.h"
#include "core/workers/handler.h"

namespace qd::bench {

[[nodiscard]] Command batchOf(std::uint32_t count, std::string_view type);

/// Posts as fast as a window of unrecorded tasks allows; returns recorded results per second.
[[nodiscard]] Result<double> throughput(Engine &engine, double seconds, std::uint32_t batch);

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
void openLoop(Instant from, Instant until, Duration tick, const std::function<void(Instant)> &send);

struct DispatchLoad {
    double share = 0.5; ///< Of what the engine can take, measured first.
    double seconds = 5;
    std::optional<double> perSecond; ///< Tasks; instead of a share.
};
struct DispatchRun {
    double load = 0; ///< Tasks per second.
    Duration tick{};
    std::uint64_t refused = 0; ///< Batches that met a full inbox.
};
/// Fills `probe` with the time from post() to handler, under that load; the queue is drained when it returns.
/// Blocks the calling thread.
[[nodiscard]] Result<DispatchRun> dispatchLatency(Engine &engine, ProbeHandler &probe, const DispatchLoad &load);

/// Handlers that end a task at once: where rows are wanted and not work.
[[nodiscard]] std::shared_ptr<HandlerTable> endingHandlers();

/// Makes tasks that look like a shop's, for endingHandlers(); the same ones each time.
class TaskMaker {
public:
    explicit TaskMaker(std::size_t payloadBytes) : m_payloadBytes(payloadBytes) {}
    [[nodiscard]] Command batch(std::size_t count);

private:
    std::size_t m_payloadBytes;
    std::mt19937 m_random{42}; // NOLINT(bugprone-random-generator-seed): the same rows each time
    std::uint64_t m_made = 0;
};
/// Submits until so many rows have ended. Blocks the calling thread.
[[nodiscard]] Result<void> fillWithEnded(Engine &engine, TaskMaker &maker, std::uint64_t rows);

} // namespace qd::bench
