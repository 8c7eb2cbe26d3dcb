#pragma once
// The rows of the memory ledger: pages of 1024 rows found by sequence, each with its own text chunks, so that a task
// costs no allocation of its own. Emptied pages are used again.

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/model/ledger.h"

namespace qd {

/// Short texts that many rows share (types, queues), counted so that unused ones go away.
class TextTable {
public:
    std::uint32_t take(std::string_view text);
    void release(std::uint32_t symbol);
    [[nodiscard]] const std::string &text(std::uint32_t symbol) const { return *m_slots[symbol].text; }
    [[nodiscard]] std::size_t size() const noexcept { return m_index.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    struct Slot {
        const std::string *text = nullptr; ///< The key in m_index, whose address is stable.
        std::uint64_t uses = 0;
    };
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> m_index;
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_free;
    std::uint32_t m_last = 0; ///< Neighbours mostly have the same text.
};

/// Several texts of one row behind each other in a chunk of its page.
struct PackedTexts {
    char *data = nullptr;
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;
};

struct MemoryRow {
    bool used = false;
    TaskState state = TaskState::Queued;
    Reason reason = Reason::None;
    std::uint8_t priority = 5;
    std::uint16_t attempts = 0;
    std::uint16_t attemptsMax = 0;
    std::uint16_t deliveries = 0;
    std::uint16_t deliveriesMax = 0;
    std::uint32_t epoch = 0;
    WorkerId worker;
    std::int32_t exitCode = 0;
    std::uint32_t type = 0;
    std::uint32_t queue = 0;
    WallTime createdAt;
    WallTime changedAt;
    WallTime startedAt;
    WallTime finishedAt;
    WallTime runAt;
    WallTime deadline;
    Duration timeout{};
    Duration runTime{};
    std::uint64_t outputBytes = 0;
    PackedTexts fixed; ///< name, payload, extras: set once.
    PackedTexts late;  ///< history, error, output, errorOutput: replaced as the task goes on.
};

constexpr std::size_t kFixedTexts = 3;
constexpr std::size_t kLateTexts = 4;
enum class FixedText : std::size_t { Name, Payload, Extras };
enum class LateText : std::size_t { History, Error, Output, ErrorOutput };

/// Thread: guarded by the owner's lock.
class MemoryRows {
public:
    static constexpr std::size_t kPageRows = 1024;

    struct Page {
        std::uint64_t index = 0;
        std::uint32_t used = 0;
        std::vector<std::unique_ptr<char[]>> chunks;
        char *at = nullptr; ///< Free space in the newest shared chunk.
        std::size_t left = 0;
        std::size_t bytes = 0; ///< Of all chunks.
        std::size_t waste = 0; ///< Of them, left behind by replaced texts.
        std::array<MemoryRow, kPageRows> rows;
    };

    [[nodiscard]] MemoryRow *find(TaskId id);
    /// Makes the row when it is missing; `isNew` tells.
    MemoryRow &place(TaskId id, bool &isNew);
    void remove(TaskId id);
    void setFixed(TaskId id, MemoryRow &row, const std::array<std::string_view, kFixedTexts> &texts);
    void setLate(TaskId id, MemoryRow &row, const std::array<std::string_view, kLateTexts> &texts);
    [[nodiscard]] static std::string_view text(const MemoryRow &row, FixedText which) noexcept;
    [[nodiscard]] static std::string_view text(const MemoryRow &row, LateText which) noexcept;

    [[nodiscard]] std::uint64_t count() const noexcept { return m_count; }
    /// Pages and texts, in bytes.
    [[nodiscard]] std::uint64_t bytes() const noexcept { return m_textBytes + m_pages.size() * sizeof(Page); }
    /// Page numbers in id order; a page may be gone when it is asked for later.
    [[nodiscard]] std::vector<std::uint64_t> pageNumbers() const;
    [[nodiscard]] const Page *page(std::uint64_t number) const;
    [[nodiscard]] static TaskId idOf(const Page &page, std::size_t row) noexcept {
        return TaskId{page.index * kPageRows + row};
    }
    TextTable symbols;

private:
    [[nodiscard]] Page *pageOf(TaskId id);
    Page &makePage(std::uint64_t index);
    char *allocate(Page &page, std::size_t size);
    void store(Page &page, PackedTexts &where, const std::string_view *texts, std::size_t count);
    void compact(Page &page);

    std::unordered_map<std::uint64_t, std::unique_ptr<Page>> m_pages;
    std::vector<std::unique_ptr<Page>> m_spare; ///< At most kSparePages.
    Page *m_lastPage = nullptr;                 ///< Sequential ids mostly hit the same page again.
    std::uint64_t m_count = 0;
    std::uint64_t m_textBytes = 0;
};

} // namespace qd
