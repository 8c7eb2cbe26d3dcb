#pragma once
// The door's HTTP API as calls. Every command carries a ticket made here, so that repeating it after a lost
// connection does nothing twice.

#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "app/qdctl/engine_locator.h"
#include "app/qdctl/exit_code.h"

namespace qd::net {
class HttpClient;
}

namespace qd::ctl {

struct ClientOptions {
    LocateOptions locate;
    std::chrono::milliseconds timeout{35'000}; ///< Per request; the door itself waits 30 s for a commit.
    int repeats = 5;                           ///< After a lost connection or a full inbox.
    std::chrono::milliseconds pause{200};      ///< Before the first repeat; doubles each time.
    std::chrono::milliseconds slowAfter{3'000};
    /// Why a command has not been confirmed for that long; each reason once. Called from a thread of its own while
    /// command() waits.
    std::function<void(const std::string &)> onSlow;
};

/// One SSE event of a stream.
struct StreamEvent {
    std::string id;
    std::string kind;
    std::string data;
};

/// Thread: one at a time.
class ApiClient {
public:
    using Json = nlohmann::json;

    /// Finds the engine; no connection is made yet.
    [[nodiscard]] static Answer<ApiClient> open(ClientOptions options);

    /// `path` begins with "/api/v1/...". GET is repeated after a lost connection.
    [[nodiscard]] Answer<Json> get(const std::string &path);
    /// Several GETs at once over kept-alive connections; in order. One that gets lost is asked for again by get().
    [[nodiscard]] Answer<std::vector<Json>> getAll(const std::vector<std::string> &paths);
    /// Not repeated: for the few calls that carry no ticket (allow, backup, check).
    [[nodiscard]] Answer<Json> post(const std::string &path, const Json &body);
    /// Posts {"ticket":..., ...body}, repeats with the same ticket, waits for the outcome and gives it back.
    /// A refused command is an Outcome with ok=false, not a Failure.
    [[nodiscard]] Answer<Json> command(const std::string &path, Json body);

    /// Calls `onEvent` for each event until it says false, the stream ends or the connection is lost.
    [[nodiscard]] Answer<void> stream(const std::string &path, const std::function<bool(const StreamEvent &)> &onEvent);

    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }

private:
    struct Reply {
        int status = 0;
        std::string body;
    };

    ApiClient(ClientOptions options, Endpoint endpoint)
        : m_options(std::move(options)), m_endpoint(std::move(endpoint)) {}
    [[nodiscard]] Result<Reply> once(std::string_view method, const std::string &path, const std::string &body) const;
    [[nodiscard]] Answer<Reply> repeated(std::string_view method, const std::string &path, const std::string &body);
    void tellWhileSlow(const std::stop_token &stop) const;
    [[nodiscard]] Answer<Json> outcomeOf(const std::string &ticket, Reply reply);
    [[nodiscard]] Failure lost(const Error &error) const;

    ClientOptions m_options;
    Endpoint m_endpoint;
    std::shared_ptr<net::HttpClient> m_pool; ///< Made by the first getAll().
};

/// The failure that an answer of this status and body stands for.
[[nodiscard]] Failure failureOf(int status, const std::string &body);

} // namespace qd::ctl
