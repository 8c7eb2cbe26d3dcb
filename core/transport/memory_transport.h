#pragma once
// Coordinator and hosts in one process: batches change hands by pointer, through two bounded queues. Each end is woken
// only when its queue turns from empty to non-empty, so an end must receive until it gets null before it sleeps.
//
// Bounds: messages to the hosts are bounded by slot credits; a full queue merges them into its newest batch, nothing
// is lost. Messages of the hosts are refused when the coordinator is behind; the host keeps them and its workers then
// wait for new tasks.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/mutex.h"
#include "core/model/host_link.h"
#include "core/model/transport.h"
#include "core/transport/batch_queue.h"

namespace qd {

/// Appends all records of `from`, their texts included.
void append(ToHosts &into, const ToHosts &from);

/// A wake-up call that may be set late and called from any thread.
class WakeCallback {
public:
    void set(std::function<void()> wake) QD_EXCLUDES(m_mutex);
    void call() const QD_EXCLUDES(m_mutex);

private:
    mutable Mutex m_mutex;
    std::shared_ptr<const std::function<void()>> m_wake QD_GUARDED_BY(m_mutex);
};

/// Thread: the Transport side from the coordinator, hostEnd() from the runner of the hosts.
class MemoryTransport final : public Transport {
public:
    static constexpr std::size_t kCapacity = 256; ///< Batches in each direction.

    explicit MemoryTransport(std::size_t capacity = kCapacity);

    void send(std::unique_ptr<ToHosts> batch) override;
    [[nodiscard]] std::unique_ptr<ToHosts> spare() override;
    [[nodiscard]] std::unique_ptr<FromHosts> receive(Position &position) override;
    void recycle(std::unique_ptr<FromHosts> batch) override;
    void acknowledge(Position position) override;
    void onReceivable(std::function<void()> wake) override;

    [[nodiscard]] HostLink &hostEnd() noexcept { return m_hostEnd; }

    /// How many batches to the hosts were merged because the hosts were behind. Thread: any.
    [[nodiscard]] std::uint64_t mergedCount() const noexcept { return m_merged.load(std::memory_order_relaxed); }
    [[nodiscard]] Position acknowledged() const noexcept { return {m_acknowledged.load(std::memory_order_relaxed)}; }

private:
    class HostEnd final : public HostLink {
    public:
        explicit HostEnd(MemoryTransport &transport) : m_transport(transport) {}
        [[nodiscard]] bool send(std::unique_ptr<FromHosts> &batch) override;
        [[nodiscard]] std::unique_ptr<FromHosts> spare() override;
        [[nodiscard]] std::unique_ptr<ToHosts> receive() override;
        void recycle(std::unique_ptr<ToHosts> batch) override;
        void onReady(std::function<void()> wake) override;

    private:
        MemoryTransport &m_transport;
    };

    BatchQueue<ToHosts> m_down;
    BatchQueue<FromHosts> m_up;
    WakeCallback m_wakeCoordinator;
    WakeCallback m_wakeHosts;
    std::uint64_t m_received = 0; ///< Coordinator's thread only.
    std::atomic<std::uint64_t> m_acknowledged{0};
    std::atomic<std::uint64_t> m_merged{0};
    HostEnd m_hostEnd{*this};
};

} // namespace qd
