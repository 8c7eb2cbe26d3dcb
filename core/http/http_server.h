#pragma once
// A small HTTP/1.1 server on one thread of its own, for loopback. It knows bytes, limits and deadlines; what may be
// asked is the gate's business. No Boost in here.

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/http/http_message.h"

namespace qd::http {

struct ServerLimits {
    std::size_t headerBytes = 16 * 1024;
    std::size_t bodyBytes = 16U * 1024 * 1024;
    std::size_t bodyBytesAtOnce = 128U * 1024 * 1024; ///< Of all connections together.
    std::uint32_t connections = 256;
    std::uint32_t streams = 64;                      ///< Of the connections, how many may be endless.
    Duration headTime = std::chrono::seconds{10};    ///< From the first byte to the end of the head.
    Duration bodyTime = std::chrono::seconds{60};    ///< From the first byte to the end of the body. Absolute: a client
                                                     ///< that dribbles does not get more time.
    Duration idleTime = std::chrono::seconds{75};    ///< Between two requests.
    Duration strangerTime = std::chrono::seconds{5}; ///< Instead, until a request showed the token.
    Duration writeTime = std::chrono::seconds{30};   ///< For a whole reply, or one piece of a stream.
    Duration streamPoll = std::chrono::milliseconds{50};
    Duration stopTime = std::chrono::seconds{2}; ///< For replies under way when the server stops.
};

struct ServerCounters {
    std::uint64_t requests = 0;
    std::uint64_t connections = 0;        ///< Accepted since the start.
    std::uint64_t connectionsRefused = 0; ///< The limit was reached: turned away, or pushed out by a newer one.
    std::uint64_t requestsRefused = 0;    ///< By the gate, or because they could not be read.
    std::uint64_t timeouts = 0;           ///< Connections dropped because a deadline passed.
    std::uint32_t open = 0;
    std::uint32_t streams = 0;
};

class Server {
public:
    Server(Gate gate, ServerLimits limits);
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// Binds and starts the thread. A taken port: the next 20 are tried, then any free one. Denied when the address
    /// is not loopback.
    [[nodiscard]] Result<void> start(const std::string &address, std::uint16_t port);
    /// No new requests, replies under way get stopTime. Returns when the thread has ended. May come twice.
    void stop();
    [[nodiscard]] std::uint16_t port() const noexcept; ///< 0 before start().
    [[nodiscard]] std::string authority() const;       ///< "127.0.0.1:7070", "[::1]:7070"
    [[nodiscard]] ServerCounters counters() const;     ///< Thread: any.

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace qd::http
