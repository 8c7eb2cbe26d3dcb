#include "core/net/detail/client_stream.h"

#include <sys/socket.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace qd::net::detail {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

Error cannotConnect(const Url &url, std::string_view why) {
    return {ErrorCode::Unavailable, fmt::format("Could not connect to {}: {}", url.endpoint(), why)};
}

/// A function of its own: within the coroutine gcc 12 under ASan took the wrong branch of the same expression.
std::string whyRefused(long verified, const std::string &host) {
    // The host name check only says no: OpenSSL then names the error "unspecified".
    if (verified == X509_V_ERR_UNSPECIFIED) return "it is not for " + host;
    return X509_verify_cert_error_string(verified);
}

} // namespace

std::string describe(const error_code &error) {
    std::string text = error.message();
    // "Connection refused" -> "connection refused", but "SSL ..." stays.
    if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a')
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

Result<std::shared_ptr<asio::ssl::context>> makeTlsContext(const std::string &caFile) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_verify_mode(asio::ssl::verify_peer);
    error_code error;
    if (caFile.empty())
        context->set_default_verify_paths(error);
    else
        context->load_verify_file(caFile, error);
    if (error)
        return fail(ErrorCode::Invalid, fmt::format("The certificates in \"{}\" cannot be used: {}",
                                                    caFile.empty() ? "the system's folder" : caFile, describe(error)));
    return context;
}

ClientStream::ClientStream(asio::io_context &context, std::shared_ptr<asio::ssl::context> tls)
    : m_resolver(context), m_socket(context), m_tlsContext(std::move(tls)) {}

asio::awaitable<Result<void>> ClientStream::open(const Url &url) {
    using Resolver = asio::ip::tcp::resolver;
    error_code error;
    Resolver::results_type endpoints;
    const asio::ip::address address = asio::ip::make_address(url.host, error);
    if (!error) {
        // An address needs no resolver, which is a thread of its own.
        const asio::ip::tcp::endpoint endpoint(address, url.port);
        endpoints = Resolver::results_type::create(endpoint, url.host, std::to_string(url.port));
    } else {
        error.clear();
        endpoints = co_await m_resolver.async_resolve(url.host, std::to_string(url.port),
                                                      asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return std::unexpected(cannotConnect(url, describe(error)));
    }
    if (m_isClosed) co_return std::unexpected(cannotConnect(url, "given up"));
    co_await asio::async_connect(m_socket, endpoints, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return std::unexpected(cannotConnect(url, describe(error)));
    error_code ignored;
    m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    if (url.tls) co_return co_await handshake(url);
    co_return Result<void>{};
}

asio::awaitable<Result<void>> ClientStream::handshake(const Url &url) {
    m_tls.emplace(m_socket, *m_tlsContext);
    error_code error;
    m_tls->set_verify_callback(asio::ssl::host_name_verification(url.host), error);
    error_code notAddress;
    (void)asio::ip::make_address(url.host, notAddress);
    // SNI carries names only (RFC 6066).
    if (notAddress) SSL_set_tlsext_host_name(m_tls->native_handle(), url.host.c_str());
    co_await m_tls->async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_return Result<void>{};
    const long verified = SSL_get_verify_result(m_tls->native_handle());
    if (verified == X509_V_OK) co_return std::unexpected(cannotConnect(url, fmt::format("TLS: {}", describe(error))));
    co_return std::unexpected(
        cannotConnect(url, fmt::format("its certificate is not accepted: {}", whyRefused(verified, url.host))));
}

asio::awaitable<std::size_t> ClientStream::read(char *into, std::size_t bytesMax, error_code &error) {
    const auto buffer = asio::buffer(into, bytesMax);
    if (m_tls) co_return co_await m_tls->async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
    co_return co_await m_socket.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
}

asio::awaitable<void> ClientStream::write(std::string_view bytes, error_code &error) {
    const auto buffer = asio::buffer(bytes.data(), bytes.size());
    if (m_tls)
        co_await asio::async_write(*m_tls, buffer, asio::redirect_error(asio::use_awaitable, error));
    else
        co_await asio::async_write(m_socket, buffer, asio::redirect_error(asio::use_awaitable, error));
}

void ClientStream::close() noexcept {
    m_isClosed = true;
    m_resolver.cancel();
    error_code ignored;
    m_socket.close(ignored);
}

bool ClientStream::isQuiet() noexcept {
    char byte = 0;
    const auto got = ::recv(m_socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

} // namespace qd::net::detail
