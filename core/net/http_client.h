#pragma once
// HTTP/1.1 client over TCP or TLS: blocking calls for command lines, a pooled one for the `http` handler.
// No Boost in here: whoever includes this must not pay for it.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"

namespace qd::net {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// The first header of this name (case does not matter), or nothing.
[[nodiscard]] std::optional<std::string_view> findHeader(const HttpHeaders &headers, std::string_view name) noexcept;

struct HttpRequest {
    std::string method = "GET"; ///< GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.
    std::string url;            ///< http:// or https://, without user name or password.
    HttpHeaders headers;        ///< Host, Connection and the framing headers are set by the client and refused here.
    std::string body;
    /// fetch() and HttpClient: for everything, waiting for a connection included. streamLines(): the longest silence.
    /// 0 = none.
    std::chrono::nanoseconds timeout = std::chrono::seconds{30};
    std::chrono::nanoseconds connectTimeout = std::chrono::seconds{5}; ///< Name, TCP and TLS together.
    std::uint64_t responseBytesMax = 16ULL << 20; ///< A longer body is an error (Overloaded). Not for streamLines().
    bool followRedirects = false; ///< At most 5; never from https to http; credentials stay with their origin.
    std::filesystem::path caFile; ///< PEM with the trusted roots; empty = the system's. HttpClient: see its options.
};

struct HttpResponse {
    int status = 0;
    HttpHeaders headers;
    std::string body;

    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept {
        return findHeader(headers, name);
    }
};

/// One request on its own connection; any status is a response. Errors: Invalid (request), Unavailable (cannot
/// connect, connection lost), Timeout, Overloaded (response too long), Corrupt (not HTTP). Thread: any; blocks.
[[nodiscard]] Result<HttpResponse> fetch(const HttpRequest &request);

/// Hands over the response's lines (without their line end) as they arrive, e.g. server-sent events, until the server
/// ends the response or `onLine` returns false; both are success. A status other than 2xx is an error with the first
/// KiB of its body: NotFound for 404, Denied for 401/403, else Unavailable. Lines over 1 MiB: Overloaded.
/// Thread: any; blocks and calls `onLine` on the same thread.
[[nodiscard]] Result<void> streamLines(const HttpRequest &request, std::function<bool(std::string_view line)> onLine);

/// A request under way. Destroying it aborts the request: the connection is closed, no callback comes after the
/// destructor (which waits for one that runs on another thread at this moment).
class HttpCall {
public:
    virtual ~HttpCall() = default;
};

struct HttpClientOptions {
    std::uint32_t connectionsMax = 64;  ///< At once, all origins together; further requests wait in order.
    std::uint32_t waitingMax = 100'000; ///< More waiting requests than this are refused (Unavailable).
    std::chrono::nanoseconds idleTimeout = std::chrono::seconds{15}; ///< Kept-alive connections are closed after it.
    std::filesystem::path caFile; ///< As HttpRequest::caFile, for all requests of this client.
};

/// What the client did so far. Everything that was refused or thrown away is counted here.
struct HttpClientCounters {
    std::uint64_t connectionsOpened = 0;
    std::uint64_t connectionsReused = 0;
    std::uint64_t requestsRefused = 0; ///< waitingMax was reached.
    std::uint32_t connectionsOpen = 0; ///< Busy and idle ones, now.
    std::uint32_t requestsWaiting = 0; ///< For a connection, now.
};

/// Requests in parallel on one thread of its own, over kept-alive connections pooled by origin.
class HttpClient {
public:
    /// Called on the client's thread, one piece at a time; `body` is only valid during the call.
    using OnBody = std::function<void(std::string_view body)>;
    /// Called once on the client's thread. With OnBody given, the response's body is empty.
    using OnDone = std::function<void(Result<HttpResponse> response)>;

    explicit HttpClient(HttpClientOptions options = {});
    /// Aborts what is under way; their OnDone are not called. May wait for a name that is being looked up (the system's
    /// resolver cannot be interrupted).
    ~HttpClient();
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    /// Thread: any. The client must outlive the call.
    [[nodiscard]] std::unique_ptr<HttpCall> start(HttpRequest request, OnDone onDone, OnBody onBody = {});
    /// Thread: any.
    [[nodiscard]] HttpClientCounters counters() const;

private:
    class Impl;
    friend Result<HttpResponse> fetch(const HttpRequest &request);
    friend Result<void> streamLines(const HttpRequest &request, std::function<bool(std::string_view line)> onLine);

    std::unique_ptr<Impl> m_impl;
};

} // namespace qd::net
