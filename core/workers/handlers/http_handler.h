#pragma once
// Tasks of type "http": one request each.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "core/base/time.h"
#include "core/net/http_client.h"
#include "core/workers/handler.h"

namespace qd {

struct HttpHandlerOptions {
    std::uint32_t connections = 64;              ///< http.connections: at once, 1 .. 4096; surplus waits in order.
    std::uint64_t responseBytesMax = 1ULL << 20; ///< http.response_max_kb: a longer answer is an error.
    std::filesystem::path caFile;                ///< http.ca_file: empty = the system's.
    Duration connectTimeout = std::chrono::seconds{5};
    Duration idleTimeout = std::chrono::seconds{15}; ///< Of kept-alive connections.
};

/// Payload: {"method":"GET","url":"http://..","headers":{},"body":"","expect":[200] or "2xx","follow_redirects":false}.
/// Sent along: Idempotency-Key (the task's id: all attempts share it) and traceparent. The answer's status is the exit
/// code, the tail of its body the output. Connection errors, 408, 425, 429 and 5xx may be tried again (Retry-After is
/// kept), any other unexpected status is final.
/// Thread: start() as Handler says. All requests run on one thread of its own. It outlives its RunningTasks.
class HttpHandler final : public Handler {
public:
    explicit HttpHandler(HttpHandlerOptions options);
    ~HttpHandler() override;

    [[nodiscard]] std::unique_ptr<RunningTask> start(TaskContext task, HandlerDone done) override;
    /// Thread: any.
    [[nodiscard]] net::HttpClientCounters counters() const { return m_client.counters(); }

private:
    HttpHandlerOptions m_options;
    net::HttpClient m_client;
};

/// Retry-After as seconds or as an HTTP date; 0 when absent, in the past or not understood; at most a day.
[[nodiscard]] Duration parseRetryAfter(std::string_view value, WallTime now) noexcept;

} // namespace qd
