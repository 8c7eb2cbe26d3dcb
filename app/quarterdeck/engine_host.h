#pragma once
// The engine's life beside the window: opened, started and stopped off the GUI thread.

#include <QtCore/QObject>
#include <QtCore/QString>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "core/config/settings.h"
#include "core/engine/engine.h"
#include "core/model/codec/json_codec.h"

namespace qd::http {
class HttpDoor;
}

namespace qd::app {

/// Why there is no engine, and who has the ledger if that is the reason.
struct StartFailure {
    Error error;
    std::optional<EngineAddress> holder;
};

/// Thread: GUI; what takes time runs on a thread of its own and comes back as a signal.
class EngineHost : public QObject {
    Q_OBJECT
public:
    /// `handlers`: functions of whoever embeds the window, beside the ones that every engine has; null = none.
    explicit EngineHost(Settings settings, std::shared_ptr<HandlerTable> handlers = nullptr, QObject *parent = nullptr);
    /// Waits for a start or stop under way.
    ~EngineHost() override;

    /// makeEngine, start, door. Answers with started() or failed().
    void start();
    /// Door, then engine. Answers with stopped(). A second call with Now shortens a running Drain.
    void stop(StopMode mode);
    [[nodiscard]] bool isStopping() const { return m_stopping; }
    [[nodiscard]] const Settings &settings() const { return m_settings; }
    /// Asks the other program to stop, waits until it is gone, then starts here. How long that takes is up to the
    /// other one's tasks and settings; cancelTakeOver() is for who has had enough.
    void takeOver(const EngineAddress &holder, StopMode mode = StopMode::Drain);
    /// Waits no longer: failed() with the holder. The other one goes on stopping.
    void cancelTakeOver() { m_waiting = false; }

signals:
    void started(std::shared_ptr<qd::Engine> engine, const QString &doorUrl, const QString &doorProblem);
    void failed(const qd::app::StartFailure &failure);
    void stopped();
    /// POST /api/v1/shutdown, e.g. from another window that takes over.
    void stopRequested(qd::StopMode mode);

private:
    void run(std::function<void()> work);
    void open();
    void tell(std::function<void()> signal);

    Settings m_settings;
    std::shared_ptr<HandlerTable> m_handlers;
    std::jthread m_thread;
    std::jthread m_hurry;
    std::shared_ptr<Engine> m_engine; ///< Written by the work thread before started(), read by the GUI after it.
    std::unique_ptr<http::HttpDoor> m_door;
    bool m_stopping = false;
    std::atomic<bool> m_waiting{false}; ///< For another program; cleared by who has had enough.
};

} // namespace qd::app
