#include "core/workers/function_task.h"

#include <exception>
#include <utility>

#include "core/workers/work_threads.h"

namespace qd {

HandlerResult resultOfException() {
    HandlerResult result;
    result.outcome = OutcomeKind::Failed;
    try {
        throw;
    } catch (const std::exception &error) {
        result.error = error.what();
    } catch (...) {
        result.error = "The handler threw something that is no std::exception";
    }
    if (result.error.empty()) result.error = "The handler threw an exception without a text";
    return result;
}

std::unique_ptr<RunningTask> FunctionTask::start(HandlerFunction function, TaskContext task, HandlerDone done,
                                                 WorkThreads &threads, std::atomic<std::uint64_t> &exceptions) {
    auto stopped = std::make_shared<std::atomic<bool>>(false);
    threads.post(
        [function = std::move(function), &exceptions, stopped, task = std::move(task), done = std::move(done)] {
            const auto isStopped = [&stopped] { return stopped->load(std::memory_order_relaxed); };
            if (isStopped()) return;
            HandlerResult result;
            try {
                result = function(task, isStopped);
            } catch (...) {
                exceptions.fetch_add(1, std::memory_order_relaxed);
                result = resultOfException();
            }
            if (!isStopped()) done(std::move(result));
        });
    return std::unique_ptr<RunningTask>(new FunctionTask(std::move(stopped)));
}

/// A function has no output until it returns.
void FunctionTask::tail(std::string &output, std::string &errorOutput, std::uint64_t &bytes) const {
    output.clear();
    errorOutput.clear();
    bytes = 0;
}

} // namespace qd
