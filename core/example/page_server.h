#pragma once
// A small HTTP/1.1 server on a free loopback port, for the example's pages. GET only, keep-alive, one thread.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/error.h"

namespace qd::example {

struct PageRequest {
    std::string method;
    std::string target;  ///< Path and query as sent.
    std::string headers; ///< All header lines, CR LF between them.
    std::string body;    ///< At most 20 MiB.
};

struct Page {
    int status = 200;
    std::string type = "text/html; charset=utf-8";
    std::string body{};
};

/// Runs on the server's thread, one call at a time.
using PageHandler = std::function<Page(const PageRequest &)>;

class PageServer {
public:
    /// Binds 127.0.0.1 with a port the system chooses. Io when it cannot.
    [[nodiscard]] static Result<std::unique_ptr<PageServer>> start(PageHandler handler);
    ~PageServer();
    PageServer(const PageServer &) = delete;
    PageServer &operator=(const PageServer &) = delete;

    /// "http://127.0.0.1:40123"
    [[nodiscard]] std::string url() const;
    /// Thread: any.
    [[nodiscard]] std::uint64_t served() const { return m_served.load(std::memory_order_relaxed); }

private:
    PageServer(PageHandler handler, int listener, int wake[2], std::uint16_t port);
    void run(const std::stop_token &stop);

    PageHandler m_handler;
    int m_listener = -1;
    int m_wakeRead = -1;
    int m_wakeWrite = -1;
    std::uint16_t m_port = 0;
    std::atomic<std::uint64_t> m_served{0};
    std::jthread m_thread;
};

} // namespace qd::example
