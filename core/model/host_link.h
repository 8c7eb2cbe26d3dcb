#pragma once
// The border between hosts and coordinator, seen from the hosts' end (Transport is the coordinator's end).

#include <functional>
#include <memory>

#include "core/model/host_messages.h"

namespace qd {

/// Thread: one owner (the runner of the host process), but for the wake callback, which comes from any thread.
class HostLink {
public:
    virtual ~HostLink() = default;
    /// Takes the batch and answers true. False: no room just now, the batch stays with the caller, who goes on
    /// appending to it; the wake callback comes when there is room.
    [[nodiscard]] virtual bool send(std::unique_ptr<FromHosts> &batch) = 0;
    /// An empty batch, with grown buffers when there is a used one.
    [[nodiscard]] virtual std::unique_ptr<FromHosts> spare() = 0;
    /// The next waiting batch, or null. Give it back through recycle().
    [[nodiscard]] virtual std::unique_ptr<ToHosts> receive() = 0;
    virtual void recycle(std::unique_ptr<ToHosts> batch) = 0;
    /// Called whenever receive() has something after having had nothing, and when a refused send() may work again.
    virtual void onReady(std::function<void()> wake) = 0;
};

} // namespace qd
