#pragma once
// A bounded queue of message batches between two threads, with the way back for emptied ones.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/mutex.h"

namespace qd {

/// What a push changed, so that the caller wakes the other side only when it may be asleep.
enum class PushResult : std::uint8_t {
    Queued,      ///< The receiver has not yet taken everything that came before; it will find this too.
    FirstInside, ///< The queue was empty: wake the receiver.
    Full,        ///< Not taken.
};

/// Thread: any. Batches are owned by exactly one side at a time; only pointers pass under the lock.
template <typename Batch> class BatchQueue {
public:
    explicit BatchQueue(std::size_t capacity) : m_ring(capacity) {
        QD_ASSERT(capacity >= 1);
        m_spares.reserve(kSparesMax);
    }

    [[nodiscard]] PushResult push(std::unique_ptr<Batch> &batch) QD_EXCLUDES(m_mutex) {
        const Lock lock{m_mutex};
        if (m_count == m_ring.size()) {
            m_refused = true;
            return PushResult::Full;
        }
        m_ring[(m_head + m_count) % m_ring.size()] = std::move(batch);
        return ++m_count == 1 ? PushResult::FirstInside : PushResult::Queued;
    }

    /// As push(), but a full queue has the batch appended to its newest one by `merge(into, from)`.
    template <typename Merge>
    [[nodiscard]] PushResult pushOrMerge(std::unique_ptr<Batch> &batch, Merge merge) QD_EXCLUDES(m_mutex) {
        const Lock lock{m_mutex};
        if (m_count == m_ring.size()) {
            merge(*m_ring[(m_head + m_count - 1) % m_ring.size()], *batch);
            return PushResult::Full;
        }
        m_ring[(m_head + m_count) % m_ring.size()] = std::move(batch);
        return ++m_count == 1 ? PushResult::FirstInside : PushResult::Queued;
    }

    /// Null when empty. `roomAgain` turns true when a push was refused since the last pop.
    [[nodiscard]] std::unique_ptr<Batch> pop(bool &roomAgain) QD_EXCLUDES(m_mutex) {
        const Lock lock{m_mutex};
        if (m_count == 0) return nullptr;
        roomAgain = std::exchange(m_refused, false);
        auto batch = std::move(m_ring[m_head]);
        m_head = (m_head + 1) % m_ring.size();
        --m_count;
        return batch;
    }

    [[nodiscard]] std::unique_ptr<Batch> spare() QD_EXCLUDES(m_mutex) {
        {
            const Lock lock{m_mutex};
            if (!m_spares.empty()) {
                auto batch = std::move(m_spares.back());
                m_spares.pop_back();
                return batch;
            }
        }
        return std::make_unique<Batch>();
    }

    void recycle(std::unique_ptr<Batch> batch) QD_EXCLUDES(m_mutex) {
        if (!batch) return;
        batch->clear();
        const Lock lock{m_mutex};
        if (m_spares.size() < kSparesMax) m_spares.push_back(std::move(batch));
    }

    [[nodiscard]] std::size_t size() const QD_EXCLUDES(m_mutex) {
        const Lock lock{m_mutex};
        return m_count;
    }

private:
    static constexpr std::size_t kSparesMax = 16;

    mutable Mutex m_mutex;
    std::vector<std::unique_ptr<Batch>> m_ring QD_GUARDED_BY(m_mutex);
    std::size_t m_head QD_GUARDED_BY(m_mutex) = 0;
    std::size_t m_count QD_GUARDED_BY(m_mutex) = 0;
    bool m_refused QD_GUARDED_BY(m_mutex) = false;
    std::vector<std::unique_ptr<Batch>> m_spares QD_GUARDED_BY(m_mutex);
};

} // namespace qd
