#pragma once
// A real HTTP server on a free loopback port, one thread for each connection; the test says what it answers.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <csignal>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace qd::test {

struct ServedRequest {
    std::string head; ///< Request line and headers.
    std::string body;
    int connection = 0; ///< 1 is the first connection that was accepted.

    [[nodiscard]] std::string line() const { return head.substr(0, head.find("\r\n")); }
    [[nodiscard]] bool has(const std::string &headerLine) const {
        return head.find("\r\n" + headerLine + "\r\n") != std::string::npos;
    }
};

struct ServedAnswer {
    enum class Then { Keep, Close, Hang };
    std::string bytes;
    Then then = Then::Keep;
};

inline std::string okAnswer(const std::string &body, const std::string &headers = {},
                            const std::string &status = "200 OK") {
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), headers, body);
}

class LoopbackServer {
public:
    using Serve = std::function<ServedAnswer(const ServedRequest &)>;

    /// With `tls` the server speaks TLS; the context is borrowed.
    explicit LoopbackServer(Serve serve, SSL_CTX *tls = nullptr) : m_serve(std::move(serve)), m_tls(tls) {
        std::signal(SIGPIPE, SIG_IGN); // SSL_write() to a client that hung up
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        ::listen(m_listener, 128);
        m_port = ntohs(address.sin_port);
        m_acceptor = std::thread([this] { acceptAll(); });
    }
    ~LoopbackServer() {
        ::shutdown(m_listener, SHUT_RDWR);
        m_acceptor.join();
        ::close(m_listener);
        {
            const std::scoped_lock lock(m_mutex);
            for (const int socket : m_sockets) ::shutdown(socket, SHUT_RDWR);
        }
        for (std::thread &thread : m_threads) thread.join();
        for (const int socket : m_sockets) ::close(socket);
    }
    LoopbackServer(const LoopbackServer &) = delete;
    LoopbackServer &operator=(const LoopbackServer &) = delete;

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] std::string url(const std::string &path = "/", const std::string &host = "127.0.0.1") const {
        return fmt::format("{}://{}:{}{}", m_tls ? "https" : "http", host, m_port, path);
    }
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] int requests() const { return m_requests; }
    [[nodiscard]] int busyMost() const { return m_busyMost; }
    /// Connections that the client left while the server hung.
    [[nodiscard]] int left() const { return m_left; }
    [[nodiscard]] int hanging() const { return m_hanging; }
    /// Lets all hanging connections go on (they are closed).
    void release() { m_isReleased = true; }

private:
    struct Peer {
        int socket;
        SSL *tls;
        [[nodiscard]] long read(char *into, std::size_t size) const {
            return tls ? SSL_read(tls, into, static_cast<int>(size)) : ::recv(socket, into, size, 0);
        }
        [[nodiscard]] bool write(const std::string &bytes) const {
            for (std::size_t sent = 0; sent < bytes.size();) {
                const std::size_t rest = bytes.size() - sent;
                const long count = tls ? SSL_write(tls, bytes.data() + sent, static_cast<int>(rest))
                                       : ::send(socket, bytes.data() + sent, rest, MSG_NOSIGNAL);
                if (count <= 0) return false;
                sent += static_cast<std::size_t>(count);
            }
            return true;
        }
    };

    void acceptAll() {
        for (;;) {
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) return;
            const int number = ++m_connections;
            const std::scoped_lock lock(m_mutex);
            m_sockets.push_back(socket);
            m_threads.emplace_back([this, socket, number] { serveConnection(socket, number); });
        }
    }

    void serveConnection(int socket, int number) {
        std::unique_ptr<SSL, void (*)(SSL *)> tls(m_tls ? SSL_new(m_tls) : nullptr, SSL_free);
        if (tls) {
            SSL_set_fd(tls.get(), socket);
            if (SSL_accept(tls.get()) != 1) {
                ::shutdown(socket, SHUT_RDWR);
                return;
            }
        }
        const Peer peer{socket, tls.get()};
        std::string input;
        ServedRequest request;
        while (readRequest(peer, input, request)) {
            request.connection = number;
            ++m_requests;
            const int busy = ++m_busy;
            for (int most = m_busyMost; busy > most && !m_busyMost.compare_exchange_weak(most, busy);) {
            }
            const ServedAnswer answer = m_serve(request);
            const bool isSent = peer.write(answer.bytes);
            if (answer.then == ServedAnswer::Then::Hang) hang(socket);
            --m_busy;
            if (!isSent || answer.then != ServedAnswer::Then::Keep) break;
        }
        if (tls) SSL_shutdown(tls.get());
        ::shutdown(socket, SHUT_RDWR);
    }

    static bool readRequest(const Peer &peer, std::string &input, ServedRequest &request) {
        char buffer[4096];
        for (;;) {
            const std::size_t end = input.find("\r\n\r\n");
            if (end != std::string::npos) {
                std::size_t length = 0;
                const std::size_t at = input.find("Content-Length: ");
                if (at < end) std::from_chars(input.data() + at + 16, input.data() + end, length);
                if (input.size() >= end + 4 + length) {
                    request.head = input.substr(0, end + 2);
                    request.body = input.substr(end + 4, length);
                    input.erase(0, end + 4 + length);
                    return true;
                }
            }
            const long got = peer.read(buffer, sizeof buffer);
            if (got <= 0) return false;
            input.append(buffer, static_cast<std::size_t>(got));
        }
    }

    void hang(int socket) {
        ++m_hanging;
        while (!m_isReleased) {
            pollfd watched = {socket, POLLIN | POLLRDHUP, 0};
            if (::poll(&watched, 1, 20) == 0) continue;
            ++m_left;
            break;
        }
        --m_hanging;
    }

    Serve m_serve;
    SSL_CTX *m_tls;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<int> m_connections = 0;
    std::atomic<int> m_requests = 0;
    std::atomic<int> m_busy = 0;
    std::atomic<int> m_busyMost = 0;
    std::atomic<int> m_left = 0;
    std::atomic<int> m_hanging = 0;
    std::atomic<bool> m_isReleased = false;
    std::mutex m_mutex;
    std::vector<int> m_sockets;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

} // namespace qd::test
