#pragma once
// Registered C++ functions and burning work: a job on the pool's threads, and the flag that asks it to stop.

#include <atomic>
#include <memory>
#include <string>

#include "core/workers/handler.h"

namespace qd {

class WorkThreads;

/// Destroying it sets the flag; the function may go on for a while, but its result is dropped.
class FunctionTask final : public RunningTask {
public:
    /// `function` is called on one of `threads`; what it throws becomes Failed with what(). `exceptions` counts those.
    [[nodiscard]] static std::unique_ptr<RunningTask> start(HandlerFunction function, TaskContext task,
                                                            HandlerDone done, WorkThreads &threads,
                                                            std::atomic<std::uint64_t> &exceptions);
    ~FunctionTask() override { m_stopped->store(true, std::memory_order_relaxed); }

    void tail(std::string &output, std::string &errorOutput, std::uint64_t &bytes) const override;

private:
    explicit FunctionTask(std::shared_ptr<std::atomic<bool>> stopped) : m_stopped(std::move(stopped)) {}

    std::shared_ptr<std::atomic<bool>> m_stopped;
};

/// What a thrown exception is to a task; call inside a catch block.
[[nodiscard]] HandlerResult resultOfException();

} // namespace qd
