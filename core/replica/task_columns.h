#pragma once
// The rows, column after column in blocks of 4096. A row keeps its place ("slot") as long as it lives; places of rows
// that went are used again. About 95 bytes per row and its name.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/model/ledger.h"
#include "core/model/query.h"
#include "core/replica/id_index.h"
#include "core/replica/text_store.h"

namespace qd {

using Slot = std::uint32_t;

/// Thread: the owner's.
class TaskColumns {
public:
    static constexpr unsigned kBlockBits = 12;
    static constexpr std::size_t kBlockRows = std::size_t{1} << kBlockBits;
    static constexpr Slot kNoSlot = IdIndex::kNone;

    struct Block {
        std::array<std::uint64_t, kBlockRows> id; ///< 0 = the place is free.
        std::array<std::int64_t, kBlockRows> createdAt;
        std::array<std::int64_t, kBlockRows> startedAt;
        std::array<std::int64_t, kBlockRows> finishedAt;
        std::array<std::int64_t, kBlockRows> runAt;
        std::array<std::int64_t, kBlockRows> runTime;
        std::array<std::uint32_t, kBlockRows> worker;
        std::array<std::uint32_t, kBlockRows> epoch;
        std::array<std::int32_t, kBlockRows> exitCode;
        std::array<std::uint32_t, kBlockRows> type;  ///< Of shared().
        std::array<std::uint32_t, kBlockRows> queue; ///< Of shared().
        std::array<std::uint32_t, kBlockRows> tags;  ///< Of shared(): each tag followed by a newline.
        std::array<std::uint32_t, kBlockRows> name;  ///< Of texts().
        std::array<std::uint32_t, kBlockRows> error; ///< Of texts().
        std::array<std::uint16_t, kBlockRows> attempts;
        std::array<std::uint16_t, kBlockRows> attemptsMax;
        std::array<std::uint16_t, kBlockRows> deliveries;
        std::array<TaskState, kBlockRows> state;
        std::array<Reason, kBlockRows> reason;
        std::array<std::uint8_t, kBlockRows> priority;
    };

    /// Adds the row, or replaces what is there. The slot.
    Slot put(const ScannedRow &row);
    /// A change out of a batch; kNoSlot when the row is not here (an update of one that was never read).
    Slot apply(const RowChange &change, const TextArena &text);
    /// kNoSlot when it was not here.
    Slot remove(TaskId id);
    [[nodiscard]] Slot find(TaskId id) const noexcept { return m_index.find(id); }

    [[nodiscard]] std::size_t count() const noexcept { return m_index.size(); }
    [[nodiscard]] Slot slotEnd() const noexcept { return m_slots; } ///< All places are below, used or free.
    [[nodiscard]] bool isUsed(Slot slot) const noexcept { return block(slot).id[within(slot)] != 0; }
    [[nodiscard]] const Block &block(Slot slot) const noexcept { return *m_blocks[slot >> kBlockBits]; }
    [[nodiscard]] static std::size_t within(Slot slot) noexcept { return slot & (kBlockRows - 1); }
    [[nodiscard]] std::string_view name(Slot slot) const noexcept {
        return m_texts.view(block(slot).name[within(slot)]);
    }
    [[nodiscard]] std::string_view error(Slot slot) const noexcept {
        return m_texts.view(block(slot).error[within(slot)]);
    }
    [[nodiscard]] const SharedTexts &shared() const noexcept { return m_shared; }
    [[nodiscard]] TaskBrief brief(Slot slot) const;
    [[nodiscard]] std::size_t bytes() const noexcept;

private:
    Block &blockOf(Slot slot) noexcept { return *m_blocks[slot >> kBlockBits]; }
    Slot take(TaskId id);
    template <typename Row> void copyHot(Slot slot, const Row &row);
    void setError(Slot slot, std::string_view error);
    void setFixed(Slot slot, std::string_view type, std::string_view queue, std::string_view name,
                  std::string_view extras);
    void moveTexts();

    std::vector<std::unique_ptr<Block>> m_blocks;
    std::vector<Slot> m_free;
    IdIndex m_index;
    TextStore m_texts;
    SharedTexts m_shared;
    Slot m_slots = 0;
};

} // namespace qd
