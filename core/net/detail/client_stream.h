#pragma once
// One outgoing connection, plain or TLS, as coroutines. For .cpp files of core/net only: this header costs seconds.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "core/base/error.h"
#include "core/net/url.h"

namespace qd::net::detail {

/// Trusts the roots of a PEM file, or the system's when the path is empty. TLS 1.2 and newer, peers verified.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>> makeTlsContext(const std::string &caFile);

/// "connection refused": the system's words, as they stand inside a sentence.
[[nodiscard]] std::string describe(const boost::system::error_code &error);

/// Thread: the io_context's.
class ClientStream {
public:
    /// `tls` may be null when only http:// is opened.
    ClientStream(boost::asio::io_context &context, std::shared_ptr<boost::asio::ssl::context> tls);

    /// Name, connection, and for https the handshake with name check and SNI. Errors: Unavailable.
    [[nodiscard]] boost::asio::awaitable<Result<void>> open(const Url &url);
    /// At least one byte, or an error (asio::error::eof: the peer ended it in good order).
    [[nodiscard]] boost::asio::awaitable<std::size_t> read(char *into, std::size_t bytesMax,
                                                           boost::system::error_code &error);
    [[nodiscard]] boost::asio::awaitable<void> write(std::string_view bytes, boost::system::error_code &error);
    /// At once, without goodbye; what waits in open(), read() or write() ends with an error. May come twice.
    void close() noexcept;
    /// Idle, and the peer has neither closed it nor said anything: safe to send the next request.
    [[nodiscard]] bool isQuiet() noexcept;

private:
    [[nodiscard]] boost::asio::awaitable<Result<void>> handshake(const Url &url);

    using Tls = boost::asio::ssl::stream<boost::asio::ip::tcp::socket &>;

    boost::asio::ip::tcp::resolver m_resolver;
    boost::asio::ip::tcp::socket m_socket;
    std::shared_ptr<boost::asio::ssl::context> m_tlsContext;
    std::optional<Tls> m_tls;
    bool m_isClosed = false;
};

} // namespace qd::net::detail
