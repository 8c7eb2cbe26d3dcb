#include "core/example/page_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <list>
#include <vector>

namespace qd::example {

namespace {

constexpr std::size_t kConnectionsMax = 256;
constexpr std::size_t kHeadBytesMax = 16U << 10U;
constexpr std::size_t kBodyBytesMax = 20U << 20U;

struct Connection {
    int socket = -1;
    std::string in;
    std::string out;
    std::size_t sent = 0;
    bool closeWhenSent = false;
};

std::string lowered(std::string_view text) {
    std::string low{text};
    for (char &c : low)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return low;
}

std::size_t contentLength(const std::string &lowHead) {
    const std::size_t at = lowHead.find("\r\ncontent-length:");
    if (at == std::string::npos) return 0;
    std::size_t from = at + 17;
    while (from < lowHead.size() && lowHead[from] == ' ') ++from;
    std::size_t length = 0;
    std::from_chars(lowHead.data() + from, lowHead.data() + lowHead.size(), length);
    return length;
}

std::string_view reasonOf(int status) {
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 413: return "Content Too Large";
    default: return "Status";
    }
}

void answer(Connection &connection, const Page &page, bool close) {
    connection.out +=
        fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: {}\r\n\r\n", page.status,
                    reasonOf(page.status), page.type, page.body.size(), close ? "close" : "keep-alive");
    connection.out += page.body;
    connection.closeWhenSent = connection.closeWhenSent || close;
}

/// Takes one request off `in`; false while it is incomplete.
bool takeRequest(Connection &connection, PageRequest &request, bool &bad) {
    const std::size_t end = connection.in.find("\r\n\r\n");
    if (end == std::string::npos) {
        bad = connection.in.size() > kHeadBytesMax;
        return bad;
    }
    const std::string head = connection.in.substr(0, end);
    const std::size_t length = contentLength(lowered(head));
    bad = end > kHeadBytesMax || length > kBodyBytesMax;
    if (bad) return true;
    if (connection.in.size() < end + 4 + length) return false;
    const std::size_t firstEnd = std::min(head.find("\r\n"), head.size());
    const std::size_t space = head.find(' ');
    const std::size_t second = space == std::string::npos ? space : head.find(' ', space + 1);
    bad = second == std::string::npos || second > firstEnd;
    if (bad) return true;
    request.method = head.substr(0, space);
    request.target = head.substr(space + 1, second - space - 1);
    request.headers = head.substr(std::min(firstEnd + 2, head.size()));
    request.body = connection.in.substr(end + 4, length);
    connection.in.erase(0, end + 4 + length);
    return true;
}

bool receive(Connection &connection) {
    std::array<char, 16'384> buffer{};
    for (;;) {
        const ssize_t got = recv(connection.socket, buffer.data(), buffer.size(), 0);
        if (got > 0)
            connection.in.append(buffer.data(), static_cast<std::size_t>(got));
        else
            return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
        if (connection.in.size() > kBodyBytesMax + kHeadBytesMax) return false;
        if (static_cast<std::size_t>(got) < buffer.size()) return true;
    }
}

bool transmit(Connection &connection) {
    while (connection.sent < connection.out.size()) {
        const ssize_t put = send(connection.socket, connection.out.data() + connection.sent,
                                 connection.out.size() - connection.sent, MSG_NOSIGNAL);
        if (put < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
        connection.sent += static_cast<std::size_t>(put);
    }
    connection.out.clear();
    connection.sent = 0;
    return !connection.closeWhenSent;
}

std::string systemError() {
    return std::strerror(errno);
} // NOLINT(concurrency-mt-unsafe): glibc's is safe for known codes

} // namespace

Result<std::unique_ptr<PageServer>> PageServer::start(PageHandler handler) {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0) return fail(ErrorCode::Io, "No socket for the page server: " + systemError());
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    std::array<int, 2> wake{-1, -1};
    if (bind(listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
        listen(listener, 128) != 0 || getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0 ||
        pipe2(wake.data(), O_CLOEXEC) != 0) {
        std::string reason = systemError();
        close(listener);
        return fail(ErrorCode::Io, "The page server cannot listen on 127.0.0.1: " + reason);
    }
    return std::unique_ptr<PageServer>(
        new PageServer(std::move(handler), listener, wake.data(), ntohs(address.sin_port)));
}

PageServer::PageServer(PageHandler handler, int listener, int wake[2], std::uint16_t port)
    : m_handler(std::move(handler)), m_listener(listener), m_wakeRead(wake[0]), m_wakeWrite(wake[1]), m_port(port),
      m_thread([this](const std::stop_token &stop) { run(stop); }) {}

PageServer::~PageServer() {
    m_thread.request_stop();
    [[maybe_unused]] const ssize_t woken = write(m_wakeWrite, "x", 1);
    m_thread.join();
    for (const int fd : {m_listener, m_wakeRead, m_wakeWrite}) close(fd);
}

std::string PageServer::url() const {
    return fmt::format("http://127.0.0.1:{}", m_port);
}

void PageServer::run(const std::stop_token &stop) {
    std::list<Connection> connections;
    std::vector<pollfd> polled;
    const auto serve = [this](Connection &connection) {
        PageRequest request;
        bool bad = false;
        while (!connection.closeWhenSent && takeRequest(connection, request, bad)) {
            if (bad) {
                answer(connection, {.status = 400, .type = "text/plain", .body = "bad request\n"}, true);
                return;
            }
            const Page page = m_handler(request);
            // Status 0: the connection is dropped without an answer (tests of lost connections use it).
            if (page.status == 0)
                connection.closeWhenSent = true;
            else
                answer(connection, page, lowered(request.headers).find("connection: close") != std::string::npos);
            m_served.fetch_add(1, std::memory_order_relaxed);
        }
    };
    while (!stop.stop_requested()) {
        polled.assign({{m_wakeRead, POLLIN, 0}});
        // At the limit new ones wait in the system's queue.
        polled.push_back({connections.size() < kConnectionsMax ? m_listener : -1, POLLIN, 0});
        for (const Connection &c : connections)
            polled.push_back({c.socket, static_cast<short>(c.out.empty() ? POLLIN : POLLOUT), 0});
        if (poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) break;
        std::size_t i = 2;
        for (auto it = connections.begin(); it != connections.end(); ++i) {
            bool alive = true;
            if ((polled[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0) alive = receive(*it);
            if (alive) serve(*it);
            if (alive) alive = transmit(*it);
            if (!alive) close(it->socket);
            it = alive ? std::next(it) : connections.erase(it);
        }
        if ((polled[1].revents & POLLIN) != 0) {
            const int socket = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
            if (socket >= 0) connections.push_back({.socket = socket, .in = {}, .out = {}});
        }
    }
    for (const Connection &connection : connections) close(connection.socket);
}

} // namespace qd::example
