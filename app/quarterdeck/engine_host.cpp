#include "app/quarterdeck/engine_host.h"

#include <QtCore/QMetaObject>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <utility>

#include "core/http/discovery.h"
#include "core/http/http_door.h"
#include "core/net/http_client.h"

namespace qd::app {

using namespace std::chrono_literals;

namespace {

bool isAlive(std::int64_t pid) {
    return ::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM;
}

Result<void> askToStop(const EngineAddress &holder, StopMode mode) {
    std::ifstream file(holder.tokenFile);
    std::string token;
    if (!std::getline(file, token))
        return fail(ErrorCode::Denied, "Cannot read its token in " + holder.tokenFile + "; stop it yourself");
    net::HttpRequest request;
    request.method = "POST";
    request.url = holder.url + "/api/v1/shutdown";
    request.headers = {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}};
    request.body = mode == StopMode::Now ? R"({"mode":"now"})" : R"({"mode":"drain"})";
    request.timeout = 10s;
    const auto response = net::fetch(request);
    if (!response) return std::unexpected(response.error());
    if (response->status >= 300)
        return fail(ErrorCode::Unavailable,
                    "It answered " + std::to_string(response->status) + ": " + response->body.substr(0, 200));
    return {};
}

} // namespace

EngineHost::EngineHost(Settings settings, std::shared_ptr<HandlerTable> handlers, QObject *parent)
    : QObject(parent), m_settings(std::move(settings)), m_handlers(std::move(handlers)) {}

EngineHost::~EngineHost() {
    m_waiting = false;
    if (m_thread.joinable()) m_thread.join();
    if (m_hurry.joinable()) m_hurry.join();
    m_door.reset();
    m_engine.reset();
}

void EngineHost::run(std::function<void()> work) {
    if (m_thread.joinable()) m_thread.join(); // Its last act was to tell us, so this does not wait.
    m_thread = std::jthread([work = std::move(work)] { work(); });
}

void EngineHost::tell(std::function<void()> signal) {
    QMetaObject::invokeMethod(this, std::move(signal), Qt::QueuedConnection);
}

void EngineHost::start() {
    run([this] { open(); });
}

/// On the work thread: opening and checking a ledger may take seconds.
void EngineHost::open() {
    auto made = makeEngine(m_settings, m_handlers);
    Result<void> running = made ? (*made)->start() : std::unexpected(made.error());
    if (!running) {
        StartFailure failure{running.error(), std::nullopt};
        if (auto holder = http::readEngineAddress(dataFolder(m_settings)); holder && isAlive(holder->pid))
            failure.holder = std::move(*holder);
        if (made) (*made)->stop(StopMode::Now);
        tell([this, failure] { emit failed(failure); });
        return;
    }
    m_engine = std::move(*made);
    http::DoorOptions options;
    options.program = "quarterdeck";
    options.version = QD_VERSION;
    options.onShutdown = [this](StopMode mode) { tell([this, mode] { emit stopRequested(mode); }); };
    m_door = std::make_unique<http::HttpDoor>(*m_engine, std::move(options));
    QString problem; // The window works without a door; qdctl does not, so it is said.
    if (const auto opened = m_door->start(); !opened)
        problem = QString::fromStdString(opened.error().detail);
    else
        problem = QString::fromStdString(m_door->notice());
    const QString url = QString::fromStdString(m_door->url());
    tell([this, url, problem] { emit started(m_engine, url, problem); });
}

void EngineHost::stop(StopMode mode) {
    if (m_stopping) {
        if (mode == StopMode::Now && m_engine && !m_hurry.joinable())
            m_hurry = std::jthread([engine = m_engine] { engine->stop(StopMode::Now); });
        return;
    }
    m_stopping = true;
    m_waiting = false;
    run([this, mode] {
        if (m_door) m_door->stop();
        if (m_engine) m_engine->stop(mode);
        tell([this] { emit stopped(); });
    });
}

void EngineHost::takeOver(const EngineAddress &holder, StopMode mode) {
    m_waiting = true;
    run([this, holder, mode] {
        const auto giveUp = [this, &holder](const Error &error) {
            const StartFailure failure{error, holder};
            tell([this, failure] { emit failed(failure); });
        };
        if (const auto asked = askToStop(holder, mode); !asked) return giveUp(asked.error());
        while (isAlive(holder.pid)) {
            if (!m_waiting) return giveUp({ErrorCode::Cancelled, "It has been asked to stop and is still at it"});
            std::this_thread::sleep_for(50ms);
        }
        open();
    });
}

} // namespace qd::app
