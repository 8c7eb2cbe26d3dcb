#pragma once
// The border between coordinator and hosts.

#include <functional>
#include <memory>

#include "core/model/host_messages.h"

namespace qd {

/// A place in the stream of received messages; acknowledged only after the commit of what it caused.
struct Position {
    std::uint64_t value = 0;
};

/// The coordinator's end. Thread: send() and receive() from the coordinator, the wake callback from any.
class Transport {
public:
    virtual ~Transport() = default;
    /// Takes the batch; spare() gives empty ones with grown buffers back.
    virtual void send(std::unique_ptr<ToHosts> batch) = 0;
    [[nodiscard]] virtual std::unique_ptr<ToHosts> spare() = 0;
    /// The next waiting batch, or null. Give it back through recycle().
    [[nodiscard]] virtual std::unique_ptr<FromHosts> receive(Position &position) = 0;
    virtual void recycle(std::unique_ptr<FromHosts> batch) = 0;
    virtual void acknowledge(Position position) = 0;
    /// Called whenever receive() has something after having had nothing. Set before the first host connects.
    virtual void onReceivable(std::function<void()> wake) = 0;
};

} // namespace qd
