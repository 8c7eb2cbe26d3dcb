#pragma once
// The HTTP door of one engine: token, server, and the file by which others find it.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/http/http_server.h"

namespace qd::http {

struct DoorOptions {
    std::string program = "quarterdeckd"; ///< Who holds the engine, for qdctl and a second window.
    std::string version;
    /// POST /api/v1/shutdown. From the server's thread; must not block and must not stop the door itself.
    std::function<void(StopMode mode)> onShutdown;
    ServerLimits limits;
};

/// Thread: one owner. The engine must outlive the door; stop the door first.
class HttpDoor {
public:
    HttpDoor(Engine &engine, DoorOptions options);
    ~HttpDoor();
    HttpDoor(const HttpDoor &) = delete;
    HttpDoor &operator=(const HttpDoor &) = delete;

    /// Reads (or makes) the token, binds, announces itself in engine.json unless another engine of this data folder is
    /// announced there. With door.enabled = false it only says Ok.
    [[nodiscard]] Result<void> start();
    /// No new requests; answers under way get 2 s; engine.json goes. May come twice, and without start().
    void stop();

    [[nodiscard]] std::string url() const; ///< "http://127.0.0.1:7070"; empty while it is not open.
    /// Why engine.json does not name it, and how to reach it then; empty = it does, or the door is closed.
    [[nodiscard]] std::string notice() const;
    [[nodiscard]] std::filesystem::path tokenFile() const;
    [[nodiscard]] ServerCounters counters() const; ///< Thread: any.

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace qd::http
