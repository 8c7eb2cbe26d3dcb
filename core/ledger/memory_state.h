#pragma once
// What the memory ledger holds, and how one batch changes it. No threads here; the owner locks.

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/ledger/memory_ledger.h"
#include "core/ledger/memory_rows.h"
#include "core/model/ledger.h"

namespace qd {

class TextMatch;

constexpr std::size_t kTicketsKept = 100'000;
constexpr Duration kTicketsKeptFor = std::chrono::hours{1};

class MemoryState {
public:
    explicit MemoryState(const MemoryLedgerOptions &options) : m_options(options) {
        m_ticketIndex.reserve(kTicketsKept + 1); // at once: a table that grows under load stops the engine meanwhile
    }

    /// Why the batch cannot be written (older fence, key claimed by another task), before anything of it is applied.
    [[nodiscard]] std::optional<Error> refuses(const LedgerBatch &batch, Fence fence) const;
    void apply(const LedgerBatch &batch, Fence fence, LedgerId ledger, Committed &done);

    [[nodiscard]] std::optional<TaskRecord> record(TaskId id);
    [[nodiscard]] bool matches(const MemoryRow &row, TaskId id, const TaskFilter &filter, const TextMatch &match,
                               WallTime now) const;
    [[nodiscard]] ScannedRow scanned(const MemoryRow &row, TaskId id, bool payloadOnly) const;
    [[nodiscard]] TaskBrief brief(const MemoryRow &row, TaskId id) const;
    [[nodiscard]] const std::string *outcome(const Ticket &ticket) const;

    MemoryRows rows;
    std::uint64_t finalRows = 0; ///< Completed and cancelled.
    std::uint64_t pruned = 0;
    std::array<std::uint64_t, kTaskStates> removed{}; ///< Purged and pruned rows, by state.
    std::uint64_t missed = 0;
    std::uint64_t revision = 0;
    bool keepForgotten = false;    ///< Somebody takes `forgotten` after each batch.
    std::vector<TaskId> forgotten; ///< Rows that went.

private:
    struct Claim {
        TaskId task;
        WallTime expires;
    };
    struct KeptTicket {
        Ticket ticket;
        WallTime at;
        std::string outcome;
    };
    struct Partition {
        std::uint64_t fence = 0;
        std::uint64_t nextSequence = 1;
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    struct UuidHash {
        std::size_t operator()(const Uuid &id) const noexcept { return id.high ^ (id.low * 0x9e3779b97f4a7c15ULL); }
    };

    void applyRow(const LedgerBatch &batch, const RowChange &change);
    void claim(std::string_view key, const RowChange &change);
    void dropExpiredClaims();
    void keepTicket(const TicketRecord &record);
    std::uint64_t purge(const PurgeRequest &request, LedgerId ledger);
    void forget(TaskId id, const MemoryRow &row);
    void prune();
    void notePrunable(TaskId id);

    MemoryLedgerOptions m_options;
    std::map<std::uint32_t, Partition> m_partitions;
    std::unordered_map<std::string, Claim, TextHash, std::equal_to<>> m_claims;
    std::deque<std::pair<WallTime, std::string>> m_claimsByExpiry; ///< Roughly in order: one window for all.
    std::map<OverrideId, Override> m_leases;
    std::deque<KeptTicket> m_tickets;
    std::unordered_map<Ticket, std::uint64_t, UuidHash> m_ticketIndex; ///< Ticket -> m_ticketsDropped + position.
    std::uint64_t m_ticketsDropped = 0;
    std::deque<TaskId> m_finals; ///< In the order in which they became final; purged ones are skipped.
    WallTime m_newest;           ///< Of all changes seen.
};

} // namespace qd
