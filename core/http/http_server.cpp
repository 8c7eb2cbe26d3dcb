// Asio coroutines with Beast's parser only: reading and writing are ours, which is what the limits need (and half of
// the cost of Beast's own). Everything but start(), stop() and counters() runs on the io thread.

#include "core/http/http_server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <thread>
#include <unordered_set>

namespace qd::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Code = boost::system::error_code;

namespace {

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr int kPortsTried = 20;
constexpr int kAcceptedAtOnce = 32;
/// What a refused client may still send before its connection is cut: a reset would eat the reply.
constexpr std::size_t kLingerBytes = 32U * 1024 * 1024;
constexpr std::chrono::seconds kLingerTime{2};

struct Connection {
    explicit Connection(tcp::socket s) : socket(std::move(s)), deadline(socket.get_executor()) {}

    tcp::socket socket;
    asio::steady_timer deadline;
    bool isIdle = true;
    bool isTimedOut = false;
    bool isTrusted = false;   ///< A request on it showed the token.
    bool isPushedOut = false; ///< Closed to make room; its coroutine has yet to notice.
    std::uint64_t number = 0; ///< In order of arrival.
};
using ConnectionPtr = std::shared_ptr<Connection>;

/// Cuts the connection at an absolute time; arming again replaces the deadline.
void arm(const ConnectionPtr &connection, Duration patience) {
    connection->deadline.expires_after(patience);
    connection->deadline.async_wait([weak = std::weak_ptr(connection)](const Code &error) {
        const auto self = weak.lock();
        // A wait that had fired before it was replaced arrives without an error: look at the clock again.
        if (error || !self || self->deadline.expiry() > asio::steady_timer::clock_type::now()) return;
        self->isTimedOut = true;
        Code ignored;
        self->socket.close(ignored);
    });
}

std::string head(const Reply &reply, bool keepAlive) {
    std::string out = fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\nCache-Control: no-store\r\n"
                                  "X-Content-Type-Options: nosniff\r\n",
                                  reply.status, statusText(reply.status), reply.contentType);
    for (const auto &[name, value] : reply.headers) out += fmt::format("{}: {}\r\n", name, value);
    if (!reply.stream) out += fmt::format("Content-Length: {}\r\n", reply.body.size());
    out += keepAlive && !reply.stream ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return out;
}

Reply parseErrorReply(const Code &error, const ServerLimits &limits) {
    using HttpError = beast::http::error;
    if (error == HttpError::body_limit)
        return errorReply({ErrorCode::Invalid, fmt::format("The body is larger than {} bytes", limits.bodyBytes)}, 413);
    if (error == HttpError::header_limit)
        return errorReply({ErrorCode::Invalid, fmt::format("The head is larger than {} bytes", limits.headerBytes)},
                          431);
    return errorReply({ErrorCode::Invalid, fmt::format("This is no HTTP/1.1 request: {}", error.message())});
}

std::string_view view(const auto &text) {
    return {text.data(), text.size()};
}

std::string lowered(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return out;
}

} // namespace

class Server::Impl {
public:
    Impl(Gate gate, ServerLimits limits) : m_gate(std::move(gate)), m_limits(limits) {}

    Result<void> start(const std::string &address, std::uint16_t port);
    void stop();
    [[nodiscard]] ServerCounters counters() const;

    std::uint16_t m_port = 0;
    std::string m_authority;

private:
    using Parser = beast::http::request_parser<beast::http::string_body>;

    /// What one request needs while it is read and answered.
    struct Incoming {
        Parser parser;
        Request request;
        Handler handler;
        std::optional<Reply> refusal;
        bool isHead = false;
        bool keepAlive = false;
    };
    /// Counts a connection, a stream or bytes in, and out again however the coroutine ends.
    template <typename T> class Share {
    public:
        Share(T &total, T amount) : m_total(total), m_amount(amount) { m_total += m_amount; }
        ~Share() { m_total -= m_amount; }
        Share(const Share &) = delete;
        Share &operator=(const Share &) = delete;
        void growTo(T amount) {
            m_total += amount - m_amount;
            m_amount = amount;
        }

    private:
        T &m_total;
        T m_amount;
    };

    Result<void> listen(const tcp::endpoint &endpoint);
    asio::awaitable<void> acceptAll();
    bool acceptOne();
    bool makeRoom();
    asio::awaitable<void> serve(ConnectionPtr connection);
    asio::awaitable<bool> serveOne(const ConnectionPtr &connection, std::string &buffered);
    asio::awaitable<bool> readMore(Connection &connection, std::string &buffered);
    asio::awaitable<bool> readRequest(const ConnectionPtr &connection, std::string &buffered, Incoming &in,
                                      Share<std::size_t> &bodyShare);
    asio::awaitable<bool> admit(const ConnectionPtr &connection, Incoming &in, bool bodyIsThere);
    asio::awaitable<Reply> answer(Incoming &in);
    asio::awaitable<bool> writeAll(const ConnectionPtr &connection, std::string bytes);
    asio::awaitable<void> runStream(const ConnectionPtr &connection, Stream stream);
    asio::awaitable<void> linger(const ConnectionPtr &connection);
    asio::awaitable<void> pause(Duration length);
    void beginStop();

    Gate m_gate;
    ServerLimits m_limits;
    std::atomic<bool> m_isStopping = false;
    std::atomic<std::uint64_t> m_requests = 0;
    std::atomic<std::uint64_t> m_accepted = 0;
    std::atomic<std::uint64_t> m_connectionsRefused = 0;
    std::atomic<std::uint64_t> m_requestsRefused = 0;
    std::atomic<std::uint64_t> m_timeouts = 0;
    std::atomic<std::uint32_t> m_open = 0;
    std::atomic<std::uint32_t> m_streams = 0;
    std::size_t m_bodyBytes = 0; ///< In memory now, all connections together.
    std::unordered_set<Connection *> m_connections;
    std::mutex m_drainMutex;
    std::condition_variable m_drained;
    std::thread m_thread;
    // Last: destroying it destroys the coroutines' frames, and those refer to all of the above.
    asio::io_context m_io{1};
    tcp::acceptor m_acceptor{m_io};
};

Result<void> Server::Impl::listen(const tcp::endpoint &endpoint) {
    const auto failure = [&endpoint](const char *what, int error) {
        return fail(
            error == EADDRINUSE ? ErrorCode::Conflict : ErrorCode::Io,
            fmt::format("{} {}:{}: {}", what, endpoint.address().to_string(), endpoint.port(), std::strerror(error)));
    };
    const int fd = ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return failure("Cannot make a socket for", errno);
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(fd, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0 || ::listen(fd, 512) != 0) {
        const int error = errno;
        ::close(fd);
        return failure("Cannot listen on", error);
    }
    Code code;
    m_acceptor.assign(endpoint.protocol(), fd, code);
    if (code) return fail(ErrorCode::Internal, code.message());
    m_port = m_acceptor.local_endpoint().port();
    return {};
}

Result<void> Server::Impl::start(const std::string &address, std::uint16_t port) {
    Code code;
    std::string plain = address == "localhost" ? "127.0.0.1" : address;
    std::erase_if(plain, [](char c) { return c == '[' || c == ']'; });
    const auto ip = asio::ip::make_address(plain, code);
    if (code) return fail(ErrorCode::Invalid, fmt::format("\"{}\" is no IP address", address));
    if (!ip.is_loopback())
        return fail(
            ErrorCode::Denied,
            fmt::format("{} is not a loopback address: without TLS and roles the door stays on this machine", address));
    Result<void> done = listen({ip, port});
    for (int i = 1; !done && done.error().code == ErrorCode::Conflict && i <= kPortsTried; ++i)
        done = listen({ip, port + i <= 65'535 ? static_cast<std::uint16_t>(port + i) : std::uint16_t{0}});
    if (!done && done.error().code == ErrorCode::Conflict) done = listen({ip, 0});
    if (!done) return done;
    m_authority = fmt::format("{}:{}", ip.is_v6() ? fmt::format("[{}]", ip.to_string()) : ip.to_string(), m_port);
    asio::co_spawn(m_io, acceptAll(), asio::detached);
    m_thread = std::thread([this] { m_io.run(); });
    return {};
}

asio::awaitable<void> Server::Impl::pause(Duration length) {
    asio::steady_timer timer{m_io, length};
    co_await timer.async_wait(kTuple);
}

asio::awaitable<void> Server::Impl::acceptAll() {
    while (!m_isStopping) {
        const auto [error] = co_await m_acceptor.async_wait(tcp::acceptor::wait_read, kTuple);
        if (error || m_isStopping) co_return;
        // A few at a time: whoever sends a token at once must be heard before a flood pushes him out again.
        int round = 0;
        while (round < kAcceptedAtOnce && acceptOne()) ++round;
        if (round == kAcceptedAtOnce) {
            co_await pause(Duration{});
            continue;
        }
        // Out of file descriptors: waiting helps, spinning does not.
        if (errno != EAGAIN && errno != EWOULDBLOCK) co_await pause(std::chrono::milliseconds{100});
    }
}

/// The oldest connection that has not shown the token yet gives way: idle strangers must not lock everybody out.
bool Server::Impl::makeRoom() {
    Connection *oldest = nullptr;
    std::size_t leaving = 0;
    for (Connection *connection : m_connections) {
        leaving += connection->isPushedOut ? 1 : 0;
        if (connection->isTrusted || connection->isPushedOut) continue;
        if (oldest == nullptr || connection->number < oldest->number) oldest = connection;
    }
    if (m_connections.size() - leaving < m_limits.connections) return true;
    if (oldest == nullptr) return false;
    oldest->isPushedOut = true;
    ++m_connectionsRefused;
    Code ignored;
    oldest->socket.close(ignored);
    return true;
}

/// By hand instead of async_accept: only accept4 closes the race with a fork that would pass the socket on.
bool Server::Impl::acceptOne() {
    const int fd = ::accept4(m_acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return errno == ECONNABORTED || errno == EINTR;
    tcp::socket socket{m_io};
    Code code;
    socket.assign(m_acceptor.local_endpoint().protocol(), fd, code);
    ++m_accepted;
    if (m_connections.size() >= m_limits.connections && !makeRoom()) {
        ++m_connectionsRefused;
        Reply reply = errorReply(
            {ErrorCode::Overloaded, fmt::format("All {} connections are in use by programs that hold the token; close "
                                                "some windows, `qdctl watch` or scripts",
                                                m_limits.connections)},
            503);
        const std::string text = head(reply, false) + reply.body;
        // A fresh socket's buffer takes this much; whoever does not get it is refused all the same.
        [[maybe_unused]] const auto sent = ::send(fd, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        return true;
    }
    socket.set_option(tcp::no_delay{true}, code);
    auto connection = std::make_shared<Connection>(std::move(socket));
    connection->number = m_accepted;
    // Counted here: the coroutine begins later, and many may be accepted before.
    m_connections.insert(connection.get());
    ++m_open;
    asio::co_spawn(m_io, serve(std::move(connection)), asio::detached);
    return true;
}

asio::awaitable<void> Server::Impl::serve(ConnectionPtr connection) {
    struct Registration {
        Impl &server;
        Connection *connection;
        Registration(Impl &s, Connection *c) : server(s), connection(c) {}
        Registration(const Registration &) = delete;
        Registration &operator=(const Registration &) = delete;
        ~Registration() {
            server.m_connections.erase(connection);
            const std::lock_guard lock(server.m_drainMutex);
            if (--server.m_open == 0) server.m_drained.notify_all();
        }
    };
    const Registration registration{*this, connection.get()};
    std::string buffered;
    while (!m_isStopping) {
        const bool goOn = co_await serveOne(connection, buffered);
        if (!goOn) break;
    }
    if (connection->isTimedOut)
        ++m_timeouts;
    else
        co_await linger(connection);
    connection->deadline.cancel();
}

asio::awaitable<bool> Server::Impl::readMore(Connection &connection, std::string &buffered) {
    const std::size_t old = buffered.size();
    buffered.resize(old + kReadBytes);
    const auto target = asio::buffer(buffered.data() + old, kReadBytes);
    const auto [error, count] = co_await connection.socket.async_read_some(target, kTuple);
    buffered.resize(old + count);
    co_return !error;
}

asio::awaitable<bool> Server::Impl::serveOne(const ConnectionPtr &connection, std::string &buffered) {
    Incoming in;
    Share<std::size_t> bodyShare{m_bodyBytes, 0};
    const bool isRead = co_await readRequest(connection, buffered, in, bodyShare);
    if (!isRead) co_return false;
    ++m_requests;
    if (in.refusal) ++m_requestsRefused;
    // A refused request's body was not read: what follows on this connection is not a request.
    const bool keepAlive = in.keepAlive && !in.refusal && !m_isStopping;
    Reply reply;
    if (in.refusal) {
        reply = std::move(*in.refusal);
    } else {
        connection->deadline.cancel(); // The handler has its own patience.
        reply = co_await answer(in);
    }
    if (reply.stream && m_streams >= m_limits.streams)
        reply = errorReply({ErrorCode::Overloaded, fmt::format("All {} event streams are in use", m_limits.streams)});
    std::string bytes = head(reply, keepAlive);
    if (!in.isHead) bytes += reply.body;
    const bool isWritten = co_await writeAll(connection, std::move(bytes));
    if (!isWritten) co_return false;
    if (reply.stream && !in.isHead) {
        co_await runStream(connection, std::move(reply.stream));
        co_return false;
    }
    co_return keepAlive;
}

asio::awaitable<bool> Server::Impl::readRequest(const ConnectionPtr &connection, std::string &buffered, Incoming &in,
                                                Share<std::size_t> &bodyShare) {
    in.parser.header_limit(static_cast<std::uint32_t>(m_limits.headerBytes));
    in.parser.body_limit(m_limits.bodyBytes);
    connection->isIdle = buffered.empty();
    arm(connection, connection->isTrusted ? m_limits.idleTime : std::min(m_limits.idleTime, m_limits.strangerTime));
    if (buffered.empty()) {
        const bool isThere = co_await readMore(*connection, buffered);
        if (!isThere) co_return false;
    }
    connection->isIdle = false;
    arm(connection, m_limits.headTime);
    const auto begun = asio::steady_timer::clock_type::now();
    bool isAdmitted = false;
    while (!in.parser.is_done()) {
        Code error;
        const std::size_t used = in.parser.put(asio::buffer(buffered), error);
        buffered.erase(0, used);
        const bool needsMore = error == beast::http::error::need_more;
        if (error && !needsMore) {
            in.refusal = parseErrorReply(error, m_limits);
            co_return true;
        }
        if (in.parser.is_header_done() && !isAdmitted) {
            isAdmitted = true;
            arm(connection, m_limits.bodyTime - (asio::steady_timer::clock_type::now() - begun));
            const bool goOn = co_await admit(connection, in, in.parser.is_done() || !buffered.empty());
            if (!goOn || in.refusal) co_return goOn;
        }
        if (isAdmitted) // What is announced counts at once, what comes in chunks as it comes.
            bodyShare.growTo(std::max(in.parser.get().body().size(),
                                      static_cast<std::size_t>(in.parser.content_length().value_or(0))));
        if (m_bodyBytes > m_limits.bodyBytesAtOnce) {
            in.refusal = errorReply({ErrorCode::Overloaded, "Too many large requests at once; try again later"});
            co_return true;
        }
        if (in.parser.is_done() || (!needsMore && !buffered.empty())) continue;
        if (buffered.size() > m_limits.headerBytes + kReadBytes) { // A chunk's head that never ends.
            in.refusal = parseErrorReply(beast::http::error::bad_chunk, m_limits);
            co_return true;
        }
        const bool isThere = co_await readMore(*connection, buffered);
        if (!isThere) co_return false;
    }
    in.request.body = std::move(in.parser.get().body());
    co_return true;
}

/// Asks the gate, with the head alone: nobody's 16 MiB are read before it is clear that he may send them.
asio::awaitable<bool> Server::Impl::admit(const ConnectionPtr &connection, Incoming &in, bool bodyIsThere) {
    const auto &message = in.parser.get();
    in.keepAlive = message.keep_alive();
    in.request.method = view(message.method_string());
    in.isHead = in.request.method == "HEAD";
    if (in.isHead) in.request.method = "GET";
    for (const auto &field : message)
        in.request.headers.emplace_back(lowered(view(field.name_string())), view(field.value()));
    if (const auto parsed = parseTarget(view(message.target()), in.request); !parsed) {
        in.refusal = errorReply(parsed.error());
        co_return true;
    }
    Admission admission = m_gate(in.request);
    in.refusal = std::move(admission.refusal);
    in.handler = std::move(admission.handler);
    connection->isTrusted = connection->isTrusted || admission.isTrusted;
    if (in.refusal || bodyIsThere) co_return true;
    const auto expect = in.request.header("expect");
    if (expect && lowered(*expect) == "100-continue") {
        const std::string text = "HTTP/1.1 100 Continue\r\n\r\n";
        const auto bytes = asio::buffer(text);
        const auto [error, count] = co_await asio::async_write(connection->socket, bytes, kTuple);
        co_return !error;
    }
    co_return true;
}

asio::awaitable<Reply> Server::Impl::answer(Incoming &in) {
    asio::steady_timer ready{m_io};
    // The wake-up is posted: reply() may be called from any thread, the timer is touched on this one only. The weak
    // pointer covers a wake-up that arrives after this frame is gone.
    const auto alive = std::make_shared<asio::steady_timer *>(&ready);
    const auto exchange = std::make_shared<Exchange>(std::move(in.request), [this, weak = std::weak_ptr(alive)] {
        asio::post(m_io, [weak] {
            if (const auto timer = weak.lock()) (*timer)->cancel();
        });
    });
    struct Closer {
        Exchange &exchange;
        ~Closer() { exchange.close(); }
    };
    const Closer closer{*exchange};
    in.handler(exchange);
    ready.expires_after(exchange->patience());
    auto reply = exchange->takeReply();
    if (!reply) {
        co_await ready.async_wait(kTuple);
        reply = exchange->takeReply();
    }
    if (reply) co_return std::move(*reply);
    Reply late = exchange->takeLate();
    if (late.body.empty()) late = errorReply({ErrorCode::Timeout, "The engine did not answer in time"});
    co_return late;
}

asio::awaitable<bool> Server::Impl::writeAll(const ConnectionPtr &connection, std::string bytes) {
    arm(connection, m_limits.writeTime);
    const auto buffer = asio::buffer(bytes);
    const auto [error, count] = co_await asio::async_write(connection->socket, buffer, kTuple);
    connection->deadline.cancel();
    co_return !error && !connection->isTimedOut;
}

asio::awaitable<void> Server::Impl::runStream(const ConnectionPtr &connection, Stream stream) {
    ++m_streams;
    struct Leave {
        std::atomic<std::uint32_t> &streams;
        ~Leave() { --streams; }
    };
    const Leave leave{m_streams};
    connection->isIdle = true;
    while (!m_isStopping && connection->socket.is_open()) {
        std::string bytes = stream(bootNow());
        if (!bytes.empty()) {
            const bool isWritten = co_await writeAll(connection, std::move(bytes));
            if (!isWritten) co_return;
            continue;
        }
        co_await pause(m_limits.streamPoll);
        // The client says nothing on a stream; if there is something to read, it is the end.
        char byte = 0;
        if (connection->socket.is_open() &&
            ::recv(connection->socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
            co_return;
    }
}

/// Closing a socket with unread bytes sends a reset, which may overtake the reply: say "done", read on for a while.
asio::awaitable<void> Server::Impl::linger(const ConnectionPtr &connection) {
    Code error;
    connection->socket.shutdown(tcp::socket::shutdown_send, error);
    if (error || m_isStopping) co_return;
    connection->isIdle = true; // Nothing is lost when the server stops now.
    arm(connection, kLingerTime);
    std::string rest;
    for (std::size_t total = 0; total < kLingerBytes; total += rest.size()) {
        rest.clear();
        const bool isThere = co_await readMore(*connection, rest);
        if (!isThere) co_return;
    }
}

void Server::Impl::beginStop() {
    Code ignored;
    m_acceptor.close(ignored);
    for (Connection *connection : m_connections)
        if (connection->isIdle) connection->socket.close(ignored);
}

void Server::Impl::stop() {
    if (!m_thread.joinable()) return;
    m_isStopping = true;
    asio::post(m_io, [this] { beginStop(); });
    {
        std::unique_lock lock(m_drainMutex);
        m_drained.wait_for(lock, m_limits.stopTime, [this] { return m_open == 0; });
    }
    m_io.stop();
    m_thread.join();
}

ServerCounters Server::Impl::counters() const {
    return {.requests = m_requests,
            .connections = m_accepted,
            .connectionsRefused = m_connectionsRefused,
            .requestsRefused = m_requestsRefused,
            .timeouts = m_timeouts,
            .open = m_open,
            .streams = m_streams};
}

Server::Server(Gate gate, ServerLimits limits) : m_impl(std::make_unique<Impl>(std::move(gate), limits)) {}
Server::~Server() {
    stop();
}
Result<void> Server::start(const std::string &address, std::uint16_t port) {
    return m_impl->start(address, port);
}
void Server::stop() {
    m_impl->stop();
}
std::uint16_t Server::port() const noexcept {
    return m_impl->m_port;
}
std::string Server::authority() const {
    return m_impl->m_authority;
}
ServerCounters Server::counters() const {
    return m_impl->counters();
}

} // namespace qd::http
