#include "core/transport/memory_transport.h"

#include <utility>

#include "core/base/assert.h"

namespace qd {

void append(ToHosts &into, const ToHosts &from) {
    into.dispatches.reserve(into.dispatches.size() + from.dispatches.size());
    for (const Dispatch &message : from.dispatches) {
        Dispatch &copy = into.dispatches.emplace_back(message);
        copy.type = into.text.add(from.text.view(message.type));
        copy.name = into.text.add(from.text.view(message.name));
        copy.payload = into.text.add(from.text.view(message.payload));
        copy.traceparent = into.text.add(from.text.view(message.traceparent));
    }
    into.withdrawals.insert(into.withdrawals.end(), from.withdrawals.begin(), from.withdrawals.end());
    into.acks.insert(into.acks.end(), from.acks.begin(), from.acks.end());
    into.drains.insert(into.drains.end(), from.drains.begin(), from.drains.end());
}

void WakeCallback::set(std::function<void()> wake) {
    auto next = wake ? std::make_shared<const std::function<void()>>(std::move(wake)) : nullptr;
    const Lock lock{m_mutex};
    m_wake = std::move(next);
}

void WakeCallback::call() const {
    std::shared_ptr<const std::function<void()>> wake;
    {
        const Lock lock{m_mutex};
        wake = m_wake;
    }
    if (wake) (*wake)();
}

MemoryTransport::MemoryTransport(std::size_t capacity) : m_down(capacity), m_up(capacity) {}

// --- the coordinator's end ---------------------------------------------------------------------------------------

void MemoryTransport::send(std::unique_ptr<ToHosts> batch) {
    if (!batch || batch->empty()) {
        m_down.recycle(std::move(batch));
        return;
    }
    // Merging keeps the meaning: within a batch withdrawals come first, and a host remembers withdrawn epochs.
    switch (m_down.pushOrMerge(batch, append)) {
    case PushResult::Queued: break;
    case PushResult::FirstInside: m_wakeHosts.call(); break;
    case PushResult::Full:
        m_merged.fetch_add(1, std::memory_order_relaxed);
        m_down.recycle(std::move(batch));
        break;
    }
}

std::unique_ptr<ToHosts> MemoryTransport::spare() {
    return m_down.spare();
}

std::unique_ptr<FromHosts> MemoryTransport::receive(Position &position) {
    bool roomAgain = false;
    auto batch = m_up.pop(roomAgain);
    if (batch) position.value = ++m_received;
    if (roomAgain) m_wakeHosts.call();
    return batch;
}

void MemoryTransport::recycle(std::unique_ptr<FromHosts> batch) {
    m_up.recycle(std::move(batch));
}

/// Nothing to keep for a second delivery: both ends live and die together.
void MemoryTransport::acknowledge(Position position) {
    QD_ASSERT(position.value <= m_received);
    m_acknowledged.store(position.value, std::memory_order_relaxed);
}

void MemoryTransport::onReceivable(std::function<void()> wake) {
    m_wakeCoordinator.set(std::move(wake));
}

// --- the hosts' end ----------------------------------------------------------------------------------------------

bool MemoryTransport::HostEnd::send(std::unique_ptr<FromHosts> &batch) {
    switch (m_transport.m_up.push(batch)) {
    case PushResult::Queued: return true;
    case PushResult::FirstInside: m_transport.m_wakeCoordinator.call(); return true;
    case PushResult::Full: return false;
    }
    return false;
}

std::unique_ptr<FromHosts> MemoryTransport::HostEnd::spare() {
    return m_transport.m_up.spare();
}

std::unique_ptr<ToHosts> MemoryTransport::HostEnd::receive() {
    bool roomAgain = false;
    return m_transport.m_down.pop(roomAgain);
}

void MemoryTransport::HostEnd::recycle(std::unique_ptr<ToHosts> batch) {
    m_transport.m_down.recycle(std::move(batch));
}

void MemoryTransport::HostEnd::onReady(std::function<void()> wake) {
    m_transport.m_wakeHosts.set(std::move(wake));
}

} // namespace qd
