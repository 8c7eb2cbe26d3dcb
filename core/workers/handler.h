#pragma once
// How work is done: a handler per task type. Handlers never touch the engine; they get a task, say how it ended,
// and must notice being stopped.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/model/exit_code.h"
#include "core/model/ids.h"
#include "core/model/task.h"

namespace qd {

/// What a handler is given. Owns its texts: it outlives the message it came in.
struct TaskContext {
    TaskId task;
    std::string taskText; ///< Public id, for QD_TASK_ID and headers.
    std::uint32_t epoch = 0;
    std::uint16_t attempt = 1;
    std::string type;
    std::string name;
    std::string payload;
    std::string traceparent;
    Duration timeout{};     ///< 0 = none. Enforced by the runner as well.
    std::uint64_t seat = 0; ///< Names one slot of one worker: what runs there runs alone. 0 = no slot.
};

/// How it ended.
struct HandlerResult {
    OutcomeKind outcome = OutcomeKind::Succeeded;
    std::int32_t exitCode = kNoExitCode; ///< Of a program that ended, or an HTTP status.
    std::string error{};
    std::string output{}; ///< Tail, at most kOutputTailBytesMax.
    std::string errorOutput{};
    std::uint64_t outputBytes = 0; ///< All that was written to both, kept or not; less than what is kept: that.
    Duration retryAfter{};
};

/// One running task. Destroying it before it is done means: stop at once (kill the process group, close the
/// connection) and never call `done`.
class RunningTask {
public:
    virtual ~RunningTask() = default;
    /// Live tails for the inspector. Thread: any.
    virtual void tail(std::string &output, std::string &errorOutput, std::uint64_t &bytes) const = 0;
};

using HandlerDone = std::function<void(HandlerResult)>;

/// Starts work and returns at once. `done` is called exactly once from any thread, possibly before start() returns;
/// a null RunningTask means that `done` was called already.
/// Thread: start() from the runner's thread only.
class Handler {
public:
    virtual ~Handler() = default;
    [[nodiscard]] virtual std::unique_ptr<RunningTask> start(TaskContext task, HandlerDone done) = 0;
};

/// A plain C++ function for embedders; it runs on one of the pool's threads and may block. `stopped` turns true when
/// the task was withdrawn or timed out.
using HandlerFunction = std::function<HandlerResult(const TaskContext &task, const std::function<bool()> &stopped)>;

/// Handlers by task type. Filled before the engine starts, read-only afterwards.
class HandlerTable {
public:
    void add(std::string type, std::shared_ptr<Handler> handler) { m_handlers[std::move(type)] = std::move(handler); }
    /// Registered functions, wrapped by the worker pool when it starts.
    void addFunction(std::string type, HandlerFunction function) { m_functions[std::move(type)] = std::move(function); }
    [[nodiscard]] const std::map<std::string, HandlerFunction, std::less<>> &functions() const { return m_functions; }
    [[nodiscard]] Handler *find(std::string_view type) const {
        const auto it = m_handlers.find(type);
        return it == m_handlers.end() ? nullptr : it->second.get();
    }
    /// Visits the types with a handler (not those with a function), sorted.
    template <typename Visit> void forEachType(Visit visit) const {
        for (const auto &[type, handler] : m_handlers) visit(type);
    }

private:
    std::map<std::string, std::shared_ptr<Handler>, std::less<>> m_handlers;
    std::map<std::string, HandlerFunction, std::less<>> m_functions;
};

} // namespace qd
