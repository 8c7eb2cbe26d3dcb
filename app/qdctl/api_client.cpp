#include "app/qdctl/api_client.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/uuid.h"
#include "core/net/http_client.h"

namespace qd::ctl {

namespace {

using Json = nlohmann::json;

constexpr int kPollsOfOutcome = 60;
constexpr std::uint32_t kConnectionsAtOnce = 8;
constexpr std::chrono::seconds kStreamSilence{60}; // The door sends a heartbeat each 15 s.

std::optional<ErrorCode> parseErrorCode(std::string_view text) {
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
        if (toText(static_cast<ErrorCode>(code)) == text) return static_cast<ErrorCode>(code);
    return std::nullopt;
}

ErrorCode codeOfStatus(int status) {
    switch (status) {
    case 400: return ErrorCode::Invalid;
    case 401:
    case 403: return ErrorCode::Denied;
    case 404: return ErrorCode::NotFound;
    case 405: return ErrorCode::Unsupported;
    case 409: return ErrorCode::Conflict;
    case 429: return ErrorCode::Overloaded;
    case 503: return ErrorCode::Unavailable;
    case 504: return ErrorCode::Timeout;
    default: return ErrorCode::Internal;
    }
}

/// For the owner of overrides and the audit: who typed it. The token is the right, this is only the name.
const std::string &userName() {
    static const std::string name = [] {
        const passwd *user = getpwuid(geteuid()); // NOLINT(concurrency-mt-unsafe): once, at the first request
        return std::string{user != nullptr && user->pw_name != nullptr ? user->pw_name : "qdctl"};
    }();
    return name;
}

net::HttpRequest requestFor(const Endpoint &endpoint, std::string_view method, const std::string &path) {
    net::HttpRequest request;
    request.method = std::string{method};
    request.url = endpoint.url + path;
    request.headers.emplace_back("Authorization", "Bearer " + endpoint.token);
    request.headers.emplace_back("User-Agent", "qdctl/" QD_VERSION);
    request.headers.emplace_back("X-Quarterdeck-User", userName());
    return request;
}

Answer<Json> parsed(int status, const std::string &body) {
    if (status < 200 || status > 299) return std::unexpected(failureOf(status, body));
    Json json = Json::parse(body.empty() ? "{}" : body, nullptr, false);
    if (json.is_discarded())
        return failWith(Exit::Refused, ErrorCode::Corrupt,
                        "The answer is not JSON. Is this a Quarterdeck engine, and of the same version?");
    return json;
}

/// The outcome of a command, if that is what the body holds.
std::optional<Json> outcomeIn(const std::string &body) {
    Json json = Json::parse(body, nullptr, false);
    if (!json.is_object() || !json.contains("ok")) return std::nullopt;
    return json;
}

/// For quoting a sentence within another one.
std::string withoutPeriod(std::string text) {
    while (text.ends_with('.') || text.ends_with(' ')) text.pop_back();
    return text;
}

} // namespace

Failure failureOf(int status, const std::string &body) {
    Failure failure{Exit::Refused,
                    Error{codeOfStatus(status), fmt::format("The engine answered with status {}.", status)}};
    const Json json = Json::parse(body, nullptr, false);
    if (json.is_object() && json.contains("error") && json["error"].is_object()) {
        const Json &error = json["error"];
        if (const auto it = error.find("detail"); it != error.end() && it->is_string())
            failure.error.detail = it->get<std::string>();
        if (const auto it = error.find("code"); it != error.end() && it->is_string())
            failure.error.code = parseErrorCode(it->get<std::string>()).value_or(failure.error.code);
    }
    if (failure.error.code == ErrorCode::Timeout) failure.exit = Exit::Timeout;
    return failure;
}

Answer<ApiClient> ApiClient::open(ClientOptions options) {
    auto endpoint = locateEngine(options.locate);
    if (!endpoint) return std::unexpected(endpoint.error());
    ApiClient client(std::move(options), *std::move(endpoint));
    // Without this a dead address would be tried for seconds, as if an engine were just starting again.
    if (const auto alive = client.once("GET", "/health/live", {}); !alive)
        return std::unexpected(client.lost(alive.error()));
    return client;
}

Failure ApiClient::lost(const Error &error) const {
    if (error.code == ErrorCode::Timeout)
        return {Exit::Timeout, Error{ErrorCode::Timeout, fmt::format("{} does not answer: {}", m_endpoint.url,
                                                                     withoutPeriod(error.detail))}};
    if (error.code == ErrorCode::Invalid) return {Exit::Usage, error};
    return {Exit::NoEngine, Error{error.code, fmt::format("No engine answers at {}: {}. Start the window "
                                                          "(packaging/run.sh) or quarterdeckd.",
                                                          m_endpoint.url, withoutPeriod(error.detail))}};
}

Result<ApiClient::Reply> ApiClient::once(std::string_view method, const std::string &path,
                                         const std::string &body) const {
    net::HttpRequest request = requestFor(m_endpoint, method, path);
    request.timeout = m_options.timeout;
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    request.body = body;
    request.responseBytesMax = 64ULL << 20; // 10 000 rows with long names and errors
    auto response = net::fetch(request);
    if (!response) return std::unexpected(response.error());
    return Reply{response->status, std::move(response->body)};
}

Answer<ApiClient::Reply> ApiClient::repeated(std::string_view method, const std::string &path,
                                             const std::string &body) {
    auto pause = m_options.pause;
    for (int round = 0;; ++round, pause *= 2) {
        auto reply = once(method, path, body);
        // A full inbox empties again; an outcome is the engine's last word on this ticket.
        const bool isFull = reply && reply->status == 429 && !outcomeIn(reply->body);
        if (reply && !isFull) return *std::move(reply);
        if (!reply && reply.error().code != ErrorCode::Unavailable && reply.error().code != ErrorCode::Io)
            return std::unexpected(lost(reply.error()));
        if (round >= m_options.repeats) {
            if (isFull) return *std::move(reply);
            return std::unexpected(lost(reply.error()));
        }
        std::this_thread::sleep_for(pause);
        // The engine may have come back on another port.
        if (auto endpoint = locateEngine(m_options.locate); endpoint) m_endpoint = *std::move(endpoint);
    }
}

Answer<Json> ApiClient::get(const std::string &path) {
    auto reply = repeated("GET", path, {});
    if (!reply) return std::unexpected(reply.error());
    return parsed(reply->status, reply->body);
}

Answer<std::vector<Json>> ApiClient::getAll(const std::vector<std::string> &paths) {
    if (!m_pool) {
        net::HttpClientOptions options;
        options.connectionsMax = kConnectionsAtOnce;
        m_pool = std::make_shared<net::HttpClient>(options);
    }
    std::vector<Result<net::HttpResponse>> responses(paths.size(), fail(ErrorCode::Unavailable, "no answer"));
    std::latch open(static_cast<std::ptrdiff_t>(paths.size()));
    std::vector<std::unique_ptr<net::HttpCall>> calls;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        net::HttpRequest request = requestFor(m_endpoint, "GET", paths[i]);
        request.timeout = m_options.timeout;
        calls.push_back(m_pool->start(std::move(request), [&responses, &open, i](Result<net::HttpResponse> response) {
            responses[i] = std::move(response);
            open.count_down();
        }));
    }
    open.wait();
    std::vector<Json> answers;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        auto answer = responses[i] ? parsed(responses[i]->status, responses[i]->body) : get(paths[i]);
        if (!answer) return std::unexpected(answer.error());
        answers.push_back(*std::move(answer));
    }
    return answers;
}

Answer<Json> ApiClient::post(const std::string &path, const Json &body) {
    const auto reply = once("POST", path, body.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!reply) return std::unexpected(lost(reply.error()));
    return parsed(reply->status, reply->body);
}

/// A command waits for its commit; a full disk makes that long, and silence is no answer.
void ApiClient::tellWhileSlow(const std::stop_token &stop) const {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::string told;
    while (true) {
        {
            std::unique_lock lock(mutex);
            wake.wait_for(lock, stop, m_options.slowAfter, [] { return false; });
        }
        if (stop.stop_requested()) return;
        const auto status = once("GET", "/api/v1/status", {});
        const Json json = status ? Json::parse(status->body, nullptr, false) : Json{};
        if (stop.stop_requested() || !json.is_object()) continue; // A lost engine is the waiting call's to tell.
        const Json ledger = json.value("ledger", Json::object());
        const std::string text =
            ledger.value("stalled", false)
                ? fmt::format("The ledger cannot write ({}); waiting until it can.", ledger.value("stall_reason", ""))
                : std::string{"The engine has not confirmed the command yet; waiting."};
        if (text != told) m_options.onSlow(text);
        told = text;
    }
}

Answer<Json> ApiClient::command(const std::string &path, Json body) {
    const std::string ticket = Uuid::random().text();
    body["ticket"] = ticket;
    ApiClient asker = *this; // On a connection of its own; a stopped engine must not hold the end up.
    asker.m_options.timeout = std::min(m_options.timeout, m_options.slowAfter);
    const std::jthread watch = m_options.onSlow
                                   ? std::jthread{[&asker](const std::stop_token &stop) { asker.tellWhileSlow(stop); }}
                                   : std::jthread{};
    auto reply = repeated("POST", path, body.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!reply) {
        if (reply.error().exit == Exit::Timeout)
            reply.error().error.detail +=
                fmt::format(" The command may still be carried out; its ticket is {}.", ticket);
        return std::unexpected(reply.error());
    }
    return outcomeOf(ticket, *std::move(reply));
}

Answer<Json> ApiClient::outcomeOf(const std::string &ticket, Reply reply) {
    for (int round = 0; reply.status == 202; ++round) {
        if (round >= kPollsOfOutcome)
            return failWith(Exit::Timeout, ErrorCode::Timeout,
                            fmt::format("The engine has not confirmed the command yet; its ticket is {}.", ticket));
        std::this_thread::sleep_for(std::min(m_options.pause * (round + 1), std::chrono::milliseconds{1'000}));
        auto again = repeated("GET", "/api/v1/commands/" + ticket, {});
        if (!again) return std::unexpected(again.error());
        reply = *std::move(again);
    }
    // A refused command comes with its outcome as body; only what has none is a failure of the call.
    if (reply.status >= 400)
        if (auto outcome = outcomeIn(reply.body)) return *std::move(outcome);
    return parsed(reply.status, reply.body);
}

Answer<void> ApiClient::stream(const std::string &path, const std::function<bool(const StreamEvent &)> &onEvent) {
    net::HttpRequest request = requestFor(m_endpoint, "GET", path);
    request.timeout = kStreamSilence;
    request.headers.emplace_back("Accept", "text/event-stream");
    StreamEvent event;
    const auto valueOf = [](std::string_view line, std::string_view field) -> std::optional<std::string_view> {
        if (!line.starts_with(field) || line.size() <= field.size() || line[field.size()] != ':') return std::nullopt;
        line.remove_prefix(field.size() + 1);
        if (line.starts_with(' ')) line.remove_prefix(1);
        return line;
    };
    const auto done = net::streamLines(request, [&](std::string_view line) {
        if (line.empty()) { // An event ends with an empty line; comments (heartbeats) leave none behind.
            const bool goOn = event.data.empty() && event.kind.empty() ? true : onEvent(event);
            event = {};
            return goOn;
        }
        if (const auto id = valueOf(line, "id")) event.id = *id;
        if (const auto kind = valueOf(line, "event")) event.kind = *kind;
        if (const auto data = valueOf(line, "data"))
            event.data += (event.data.empty() ? "" : "\n") + std::string{*data};
        return true;
    });
    if (done) return {};
    if (done.error().code == ErrorCode::Denied || done.error().code == ErrorCode::NotFound)
        return failWith(Exit::Refused, done.error().code, done.error().detail);
    return std::unexpected(lost(done.error()));
}

} // namespace qd::ctl
