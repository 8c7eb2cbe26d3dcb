#pragma once
// Requests and replies as the door's handlers see them.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/mutex.h"
#include "core/base/time.h"

namespace qd::http {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method;                ///< "GET"; HEAD arrives as GET, the server drops the body.
    std::string path;                  ///< As sent, without the query.
    std::vector<std::string> segments; ///< Of the path, percent-decoded.
    Pairs query;                       ///< Percent-decoded, in order.
    Pairs headers;                     ///< Names in lower case.
    std::string body;

    /// The only header of this name; nothing when it is absent or given twice.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;
    [[nodiscard]] bool hasHeader(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const noexcept;
    /// Fails with Invalid naming the first parameter outside `known`, or one that comes twice.
    [[nodiscard]] Result<void> checkParameters(const std::vector<std::string_view> &known) const;
};

/// Splits "/a/b%20c?x=1&y": Invalid for anything that is no absolute path, bad escapes and control characters.
[[nodiscard]] Result<void> parseTarget(std::string_view target, Request &out);

/// Bytes that go on until the client leaves: called on the server's thread at every poll; empty = nothing new.
using Stream = std::move_only_function<std::string(Instant now)>;

struct Reply {
    int status = 200;
    std::string body;
    std::string contentType = "application/json";
    Pairs headers;
    Stream stream; ///< When set, its bytes follow and the reply has no length.
};

[[nodiscard]] Reply jsonReply(std::string body, int status = 200);
[[nodiscard]] Reply errorReply(const Error &error);
[[nodiscard]] Reply errorReply(const Error &error, int status);
[[nodiscard]] int statusOf(ErrorCode code) noexcept;
[[nodiscard]] std::string_view statusText(int status) noexcept;

/// One request under way. The handler keeps it until it has the reply.
class Exchange {
public:
    Exchange(Request request, std::function<void()> wake) : m_request(std::move(request)), m_wake(std::move(wake)) {}

    [[nodiscard]] const Request &request() const noexcept { return m_request; }
    [[nodiscard]] std::string takeBody() { return std::move(m_request.body); }
    /// Thread: any. The first reply counts; one that comes after the client left goes nowhere.
    void reply(Reply reply);
    /// Nobody waits any more.
    [[nodiscard]] bool isAbandoned() const;
    /// What is answered when no reply comes in time. Only from the handler, before it returns.
    void setPatience(Duration patience, Reply late);

    // For the server:
    [[nodiscard]] std::optional<Reply> takeReply();
    void close();
    [[nodiscard]] Duration patience() const noexcept { return m_patience; }
    [[nodiscard]] Reply takeLate() { return std::move(m_late); }

private:
    Request m_request;
    Duration m_patience = std::chrono::seconds{60};
    Reply m_late;
    mutable Mutex m_mutex;
    std::function<void()> m_wake QD_GUARDED_BY(m_mutex); ///< Empty once closed.
    std::optional<Reply> m_reply QD_GUARDED_BY(m_mutex);
    bool m_isReplied QD_GUARDED_BY(m_mutex) = false;
    bool m_isClosed QD_GUARDED_BY(m_mutex) = false;
};
using Handler = std::function<void(const std::shared_ptr<Exchange> &)>;

/// What the gate says to a request's head, before its body is read.
struct Admission {
    std::optional<Reply> refusal;
    Handler handler;
    bool isTrusted = false; ///< It showed the token; its connection may stay idle for longer.
};
using Gate = std::function<Admission(const Request &head)>;

} // namespace qd::http
