#pragma once
// The handlers behind the routes: each turns a request into calls of the Engine and its answer into JSON.

#include <functional>
#include <span>
#include <string>

#include "core/engine/engine.h"
#include "core/http/http_server.h"
#include "core/http/route_table.h"
#include "core/model/codec/json_codec.h"

namespace qd::http {

/// Thread: the server's. Answers of the engine come back on its own threads and may come when the Api is gone, so
/// they hold the engine and the exchange only.
class Api {
public:
    /// False: this program cannot be stopped from here.
    using Shutdown = std::function<bool(StopMode mode)>;

    Api(Engine &engine, ProgramInfo program, Shutdown shutdown, std::function<ServerCounters()> counters)
        : m_engine(engine), m_program(std::move(program)), m_shutdown(std::move(shutdown)),
          m_counters(std::move(counters)) {}

    /// Every request the door answers is a row of this table.
    [[nodiscard]] static std::span<const Route> routes();

    void live(const std::shared_ptr<Exchange> &exchange);
    void status(const std::shared_ptr<Exchange> &exchange);
    void tasks(const std::shared_ptr<Exchange> &exchange);
    void task(const std::shared_ptr<Exchange> &exchange);
    void taskWhy(const std::shared_ptr<Exchange> &exchange);
    void submit(const std::shared_ptr<Exchange> &exchange);
    void queues(const std::shared_ptr<Exchange> &exchange);
    void workers(const std::shared_ptr<Exchange> &exchange);
    void workerWhy(const std::shared_ptr<Exchange> &exchange);
    void overrides(const std::shared_ptr<Exchange> &exchange);
    void command(const std::shared_ptr<Exchange> &exchange);
    void outcome(const std::shared_ptr<Exchange> &exchange);
    void decisions(const std::shared_ptr<Exchange> &exchange);
    void events(const std::shared_ptr<Exchange> &exchange);
    void eventStream(const std::shared_ptr<Exchange> &exchange);
    void settings(const std::shared_ptr<Exchange> &exchange);
    void allowProgram(const std::shared_ptr<Exchange> &exchange);
    void backup(const std::shared_ptr<Exchange> &exchange);
    void check(const std::shared_ptr<Exchange> &exchange);
    void shutdown(const std::shared_ptr<Exchange> &exchange);
    void metrics(const std::shared_ptr<Exchange> &exchange);

private:
    [[nodiscard]] JsonContext context();
    void post(const std::shared_ptr<Exchange> &exchange, Command command, SubmitBatch batch);

    Engine &m_engine;
    ProgramInfo m_program;
    Shutdown m_shutdown;
    std::function<ServerCounters()> m_counters;
};

} // namespace qd::http
