#pragma once
// Unfinished tasks in a slab, found by id in O(1). A final task leaves the slab with its last row change; what stays
// is one entry that remembers its final state, for parents and for clear errors.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/coordinator/blob_pool.h"
#include "core/model/ids.h"
#include "core/model/ledger.h"
#include "core/model/task.h"

namespace qd {

using TaskSlot = std::uint32_t;
constexpr TaskSlot kNoSlot = 0xffffffffU;

/// The coordinator's own picture of a task. Kept small: a million of them must be cheap.
struct TaskNode {
    TaskId id;
    TaskSlot prev = kNoSlot; ///< In its lane while ready, in its worker's list while leased; never both.
    TaskSlot next = kNoSlot;
    TaskState state = TaskState::Queued;
    Reason reason = Reason::Submitted;
    std::uint8_t priority = 5;
    bool inLane = false;
    bool dirty = false;
    bool withHistory = false; ///< A history entry was added in this step.
    RowOp op = RowOp::Insert; ///< Of the pending row change while dirty.
    std::uint16_t attempts = 0;
    std::uint16_t attemptsMax = 1;
    std::uint16_t deliveries = 0;
    std::uint16_t deliveriesMax = 3;
    std::uint16_t parentsLeft = 0;
    std::uint32_t epoch = 0;
    WorkerId worker;
    std::uint32_t queue = 0; ///< Index of its queue.
    Symbol type;
    BlobRef blob; ///< name, payload, extras, one after the other.
    std::uint32_t nameSize = 0;
    std::uint32_t payloadSize = 0;
    std::uint32_t extrasSize = 0;
    std::uint32_t result = kNoSlot; ///< Index into this step's results while dirty and ended.
    std::uint32_t key = 0;          ///< Bytes of the idempotency key inside extras' blob; 0 = none.
    WallTime createdAt;
    WallTime changedAt;
    WallTime startedAt;
    WallTime runAt;
    WallTime deadline;
    Instant readyAt; ///< Since when it could have been dispatched.
    Instant submittedAt;
    Instant leaseUntil; ///< kNever while the dispatch is not yet committed.
    Duration timeout{};
};

/// Thread: coordinator.
class TaskStore {
public:
    [[nodiscard]] TaskSlot insert(TaskId id);
    /// Forgets the task but remembers how it ended.
    void retire(TaskSlot slot, TaskState finalState);
    void rememberFinal(TaskId id, TaskState finalState);
    /// Removes every trace (a retried task that comes back gets a new slot).
    void forget(TaskId id);

    [[nodiscard]] TaskNode &operator[](TaskSlot slot) noexcept { return m_nodes[slot / kPage][slot % kPage]; }
    [[nodiscard]] const TaskNode &operator[](TaskSlot slot) const noexcept {
        return m_nodes[slot / kPage][slot % kPage];
    }
    [[nodiscard]] TaskSlot find(TaskId id) const noexcept;
    /// How a task that is no longer here ended, as far as remembered.
    [[nodiscard]] std::optional<TaskState> finalState(TaskId id) const noexcept;
    /// A hint that a message carried: checked, never trusted.
    [[nodiscard]] TaskSlot findHinted(TaskId id, TaskSlot hint) const noexcept {
        if (hint < m_used && (*this)[hint].id == id) return hint;
        return find(id);
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    /// Slots ever used; for walks over all tasks: skip those whose id is 0.
    [[nodiscard]] TaskSlot slotsUsed() const noexcept { return m_used; }

    void setTexts(TaskNode &node, std::string_view name, std::string_view payload, std::string_view extras);
    [[nodiscard]] std::string_view name(const TaskNode &node) const noexcept {
        return {m_blobs.data(node.blob), node.nameSize};
    }
    [[nodiscard]] std::string_view payload(const TaskNode &node) const noexcept {
        return {m_blobs.data(node.blob) + node.nameSize, node.payloadSize};
    }
    [[nodiscard]] std::string_view extras(const TaskNode &node) const noexcept {
        return {m_blobs.data(node.blob) + node.nameSize + node.payloadSize, node.extrasSize};
    }
    [[nodiscard]] std::uint64_t payloadBytes() const noexcept { return m_blobs.bytesUsed(); }

private:
    static constexpr std::size_t kPage = 1024;
    static constexpr std::uint32_t kFinalTag = 0xfffffff0U; ///< kFinalTag + state
    static constexpr std::size_t kFinalPagesMax = 2048;     ///< About two million final states are remembered.

    struct IndexPage {
        std::uint32_t live = 0; ///< Entries that are slots: such a page is never dropped.
        std::uint32_t entries[kPage];
    };

    [[nodiscard]] std::uint32_t *entry(TaskId id, bool make);
    [[nodiscard]] const std::uint32_t *entry(TaskId id) const noexcept;
    void dropOldPages();

    std::vector<std::unique_ptr<TaskNode[]>> m_nodes;
    std::vector<TaskSlot> m_free;
    TaskSlot m_used = 0;
    std::size_t m_size = 0;
    std::vector<std::unique_ptr<IndexPage>> m_index; ///< By sequence / kPage, of the one partition.
    std::size_t m_pages = 0;
    std::size_t m_dropCursor = 0;
    BlobPool m_blobs;
};

} // namespace qd
