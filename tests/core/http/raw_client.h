#pragma once
// A blocking socket that says exactly what a test wants it to say, malformed requests included.

#include <QtTest/QTest>
#include <arpa/inet.h>
#include <cerrno>
#include <map>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace qd {

struct RawReply {
    int status = 0; ///< 0: the connection ended without a reply.
    std::string head;
    std::string body;
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port, int timeoutSeconds = 10) {
        m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const timeval timeout{timeoutSeconds, 0};
        ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
        ::setsockopt(m_fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_isConnected = ::connect(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~RawClient() { ::close(m_fd); }
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    [[nodiscard]] bool isConnected() const { return m_isConnected; }
    bool send(std::string_view text) {
        while (!text.empty()) {
            const ssize_t sent = ::send(m_fd, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void finishSending() { ::shutdown(m_fd, SHUT_WR); }
    /// Reads until `text` was seen (true) or the connection ended.
    bool readUntil(std::string_view text) {
        while (m_in.find(text) == std::string::npos)
            if (!readSome()) return false;
        return true;
    }
    RawReply readReply(bool withoutBody = false) {
        if (!readUntil("\r\n\r\n")) return {0, m_in, {}};
        RawReply out;
        const auto end = m_in.find("\r\n\r\n") + 4;
        out.head = m_in.substr(0, end);
        m_in.erase(0, end);
        out.status = std::atoi(out.head.substr(9, 3).c_str());
        const auto at = out.head.find("Content-Length: ");
        const std::size_t size = at == std::string::npos || withoutBody ? 0 : std::stoul(out.head.substr(at + 16));
        while (m_in.size() < size && readSome()) {
        }
        out.body = m_in.substr(0, size);
        m_in.erase(0, std::min(size, m_in.size()));
        return out;
    }
    /// Waits until the other side has closed, throwing away what still comes.
    bool isClosedByServer() {
        while (readSome()) {
        }
        return m_isEnded;
    }
    [[nodiscard]] const std::string &received() const { return m_in; }
    void forget() { m_in.clear(); }

private:
    bool readSome() {
        char bytes[16 * 1024];
        const ssize_t count = ::recv(m_fd, bytes, sizeof bytes, 0);
        m_isEnded = count == 0 || (count < 0 && errno == ECONNRESET);
        if (count <= 0) return false;
        m_in.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    int m_fd = -1;
    bool m_isConnected = false;
    bool m_isEnded = false;
    std::string m_in;
};

} // namespace qd
