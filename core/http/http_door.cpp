#include "core/http/http_door.h"

#include <fmt/format.h>
#include <unistd.h>

#include "core/base/file_lock.h"
#include "core/config/settings.h"
#include "core/http/api.h"
#include "core/http/discovery.h"
#include "core/http/loopback_check.h"
#include "core/http/token_file.h"

namespace qd::http {

class HttpDoor::Impl {
public:
    Impl(Engine &engine, DoorOptions options)
        : m_engine(engine), m_options(std::move(options)), m_startedAt(wallNow()),
          m_api(
              engine, {::getpid(), m_options.program, m_options.version, m_startedAt},
              [this](StopMode mode) {
                  if (m_options.onShutdown) m_options.onShutdown(mode);
                  return m_options.onShutdown != nullptr;
              },
              [this] { return m_server.counters(); }),
          m_server([this](const Request &head) { return admit(head); }, m_options.limits) {}

    Result<void> start();
    void stop();

    Engine &m_engine;
    DoorOptions m_options;
    WallTime m_startedAt;
    std::string m_token;
    bool m_isOpen = false;
    FileLock m_announcement; ///< Of engine.json.
    std::string m_notice;
    Api m_api;
    Server m_server; ///< Last: its thread uses all of the above.

private:
    [[nodiscard]] Admission admit(const Request &head);
};

/// The order matters: foreign pages learn nothing, strangers learn no routes.
Admission HttpDoor::Impl::admit(const Request &head) {
    if (auto error = checkHostAndOrigin(head, m_server.port()))
        return {.refusal = errorReply(*error, 403), .handler = {}};
    const RouteMatch match = findRoute(Api::routes(), head.method, head.segments);
    const bool isTrusted = isBearer(head.header("authorization").value_or(""), m_token);
    const bool isOpenToAll = match.route != nullptr && match.route->access == Access::Anybody;
    if (!isOpenToAll && !isTrusted) {
        Reply reply =
            errorReply({ErrorCode::Denied, "The admin token is missing or wrong (Authorization: Bearer ...)"}, 401);
        reply.headers.emplace_back("WWW-Authenticate", "Bearer");
        return {.refusal = std::move(reply), .handler = {}};
    }
    Admission out{.refusal = {}, .handler = {}, .isTrusted = isTrusted};
    if (match.route == nullptr && match.allowed.empty()) {
        out.refusal =
            errorReply({ErrorCode::NotFound, fmt::format("There is nothing at {}", head.path.substr(0, 200))});
        return out;
    }
    if (match.route == nullptr) {
        Reply reply = errorReply({ErrorCode::Unsupported, fmt::format("Only {} here", match.allowed)}, 405);
        reply.headers.emplace_back("Allow", match.allowed);
        out.refusal = std::move(reply);
        return out;
    }
    out.handler = [this, route = match.route](const std::shared_ptr<Exchange> &exchange) {
        route->handle(m_api, exchange);
    };
    return out;
}

Result<void> HttpDoor::Impl::start() {
    const Settings &settings = m_engine.settings();
    if (!settings.door.enabled) return {};
    auto token = loadOrMakeToken(tokenPath(settings));
    if (!token) return std::unexpected(token.error());
    m_token = std::move(*token);
    if (auto started = m_server.start(settings.door.address, settings.door.port); !started) return started;
    m_isOpen = true;
    auto announcement = FileLock::take(engineAddressFile(dataFolder(settings)), m_options.program);
    if (!announcement) {
        // Another ledger, the same folder: taking engine.json over would send qdctl to this engine, and to none later.
        const std::string why =
            announcement.error().code == ErrorCode::Conflict
                ? fmt::format("{} is announced in {}", announcement.error().detail, dataFolder(settings).string())
                : announcement.error().detail;
        m_notice = fmt::format("qdctl does not find this engine by itself ({}). Reach it with: qdctl --url http://{} "
                               "--token-file {}",
                               why, m_server.authority(), std::filesystem::absolute(tokenPath(settings)).string());
        return {};
    }
    m_announcement = std::move(*announcement);
    const bool isFile = settings.ledger.kind == LedgerKind::Sqlite;
    return writeEngineAddress(dataFolder(settings),
                              {.pid = ::getpid(),
                               .program = m_options.program,
                               .url = fmt::format("http://{}", m_server.authority()),
                               .tokenFile = std::filesystem::absolute(tokenPath(settings)).string(),
                               .ledger = isFile ? std::filesystem::absolute(ledgerPath(settings)).string() : "",
                               .startedAt = m_startedAt});
}

void HttpDoor::Impl::stop() {
    m_server.stop();
    if (m_announcement.isHeld()) removeEngineAddress(dataFolder(m_engine.settings()));
    m_announcement.release();
    m_isOpen = false;
}

HttpDoor::HttpDoor(Engine &engine, DoorOptions options) : m_impl(std::make_unique<Impl>(engine, std::move(options))) {}
HttpDoor::~HttpDoor() {
    stop();
}
Result<void> HttpDoor::start() {
    return m_impl->start();
}
void HttpDoor::stop() {
    m_impl->stop();
}
std::string HttpDoor::url() const {
    return m_impl->m_isOpen ? fmt::format("http://{}", m_impl->m_server.authority()) : std::string{};
}
std::string HttpDoor::notice() const {
    return m_impl->m_notice;
}
std::filesystem::path HttpDoor::tokenFile() const {
    return tokenPath(m_impl->m_engine.settings());
}
ServerCounters HttpDoor::counters() const {
    return m_impl->m_server.counters();
}

} // namespace qd::http
