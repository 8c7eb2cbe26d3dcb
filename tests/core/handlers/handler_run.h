#pragma once
// One task in a handler, and what came of it.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/workers/handler.h"

namespace qd::test {

inline TaskContext taskWith(std::string payload) {
    static std::atomic<std::uint64_t> next = 42;
    TaskContext task;
    task.task = makeTaskId(0, next++); // One task runs once at a time.
    task.taskText = "9c41e0-42";
    task.epoch = 7;
    task.attempt = 2;
    task.payload = std::move(payload);
    return task;
}

class HandlerRun {
public:
    HandlerRun(Handler &handler, TaskContext task)
        : m_running(handler.start(std::move(task), [state = m_state](HandlerResult result) {
              {
                  const std::scoped_lock lock(state->mutex);
                  state->result = std::move(result);
              }
              ++state->calls;
          })) {}

    [[nodiscard]] bool isDone() const { return m_state->calls > 0; }
    [[nodiscard]] int calls() const { return m_state->calls; }
    [[nodiscard]] HandlerResult result() const {
        const std::scoped_lock lock(m_state->mutex);
        return m_state->result;
    }
    [[nodiscard]] std::string liveOutput() const {
        std::string output;
        std::string errorOutput;
        std::uint64_t bytes = 0;
        if (m_running) m_running->tail(output, errorOutput, bytes);
        return output;
    }
    void withdraw() { m_running.reset(); }

private:
    struct State {
        std::mutex mutex;
        HandlerResult result;
        std::atomic<int> calls = 0;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
    std::unique_ptr<RunningTask> m_running;
};

} // namespace qd::test
