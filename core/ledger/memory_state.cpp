#include "core/ledger/memory_state.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/model/blob_codec.h"
#include "core/model/task_match.h"

namespace qd {

namespace {

/// Expired rows and claims go in slices, so that no single write pays for a whole backlog.
constexpr std::size_t kSliceMax = 8192;

void copyHot(MemoryRow &row, const RowChange &change) {
    row.state = change.state == TaskState::Running ? TaskState::Assigned : change.state;
    row.reason = change.reason;
    row.priority = change.priority;
    row.attempts = change.attempts;
    row.attemptsMax = change.attemptsMax;
    row.deliveries = change.deliveries;
    row.deliveriesMax = change.deliveriesMax;
    row.epoch = change.epoch;
    row.worker = change.worker;
    row.exitCode = change.exitCode;
    row.createdAt = change.createdAt;
    row.changedAt = change.changedAt;
    row.startedAt = change.startedAt;
    row.finishedAt = change.finishedAt;
    row.runAt = change.runAt;
    row.deadline = change.deadline;
    row.timeout = change.timeout;
    row.runTime = change.runTime;
}

} // namespace

std::optional<Error> MemoryState::refuses(const LedgerBatch &batch, Fence fence) const {
    const auto known = m_partitions.find(fence.partition);
    if (known != m_partitions.end() && fence.epoch < known->second.fence)
        return Error{
            ErrorCode::Conflict,
            fmt::format("Partition {} is written by a newer owner (fence {}, ours is {}); this engine must stop",
                        fence.partition, known->second.fence, fence.epoch)};
    for (const RowChange &change : batch.rows) {
        if (change.op != RowOp::Insert || change.idempotencyKey.size == 0) continue;
        const auto claimed = m_claims.find(batch.text.view(change.idempotencyKey));
        if (claimed != m_claims.end() && claimed->second.task != change.id &&
            claimed->second.expires > change.createdAt)
            return Error{ErrorCode::Conflict, fmt::format("The idempotency key of task {} is still claimed by task {}",
                                                          sequenceOf(change.id), sequenceOf(claimed->second.task))};
    }
    return std::nullopt;
}

void MemoryState::apply(const LedgerBatch &batch, Fence fence, LedgerId ledger, Committed &done) {
    for (const RowChange &change : batch.rows) applyRow(batch, change);
    for (const OverrideChange &change : batch.overrides) {
        if (change.removed)
            m_leases.erase(change.lease.id);
        else
            m_leases.insert_or_assign(change.lease.id, change.lease);
    }
    for (const TicketRecord &record : batch.tickets) keepTicket(record);
    for (const PurgeRequest &request : batch.purges) done.purged.push_back(purge(request, ledger));
    Partition &partition = m_partitions[fence.partition];
    partition.fence = fence.epoch;
    partition.nextSequence = std::max(partition.nextSequence, batch.nextSequence);
    revision = batch.number;
    prune();
    dropExpiredClaims();
}

void MemoryState::applyRow(const LedgerBatch &batch, const RowChange &change) {
    m_newest = std::max(m_newest, change.changedAt);
    if (change.op == RowOp::Delete) {
        if (const MemoryRow *row = rows.find(change.id))
            forget(change.id, *row);
        else
            ++missed;
        return;
    }
    MemoryRow *row = nullptr;
    const auto text = [&batch](TextRef ref) { return batch.text.view(ref); };
    if (change.op == RowOp::Insert) {
        bool isNew = false;
        row = &rows.place(change.id, isNew);
        const std::uint32_t type = rows.symbols.take(text(change.type));
        const std::uint32_t queue = rows.symbols.take(text(change.queue));
        if (!isNew) {
            rows.symbols.release(row->type);
            rows.symbols.release(row->queue);
        }
        row->type = type;
        row->queue = queue;
        rows.setFixed(change.id, *row, {text(change.name), text(change.payload), text(change.extras)});
        if (isNew) row->state = TaskState::Pending; // Not final yet, whatever a page's earlier life left.
        if (change.idempotencyKey.size > 0) claim(text(change.idempotencyKey), change);
    } else {
        row = rows.find(change.id);
        if (row == nullptr) {
            ++missed;
            return;
        }
    }
    const bool wasPrunable = isPrunable(row->state);
    copyHot(*row, change);
    if (change.op == RowOp::Update) {
        const auto history = change.withHistory ? text(change.history) : MemoryRows::text(*row, LateText::History);
        const std::string error{text(change.error)};
        if (change.withHistory || error != MemoryRows::text(*row, LateText::Error)) {
            // Copies: what stays is stored where it already stands.
            const std::string kept[] = {std::string{history}, std::string{MemoryRows::text(*row, LateText::Output)},
                                        std::string{MemoryRows::text(*row, LateText::ErrorOutput)}};
            rows.setLate(change.id, *row, {kept[0], error, kept[1], kept[2]});
        }
    } else {
        row->outputBytes = change.outputBytes;
        rows.setLate(change.id, *row,
                     {text(change.history), text(change.error), text(change.output), text(change.errorOutput)});
    }
    if (isPrunable(row->state) && !wasPrunable) notePrunable(change.id);
    if (!isPrunable(row->state) && wasPrunable) --finalRows; // Its insert was written again.
}

void MemoryState::notePrunable(TaskId id) {
    ++finalRows;
    m_finals.push_back(id);
    // Purged rows leave their ids behind; rid of them before they outnumber the living.
    if (m_finals.size() > 2 * finalRows + kSliceMax)
        std::erase_if(m_finals, [this](TaskId final) {
            const MemoryRow *row = rows.find(final);
            return row == nullptr || !isPrunable(row->state);
        });
}

void MemoryState::claim(std::string_view key, const RowChange &change) {
    const auto found = m_claims.find(key);
    if (found != m_claims.end())
        found->second = {change.id, change.keyExpiresAt};
    else
        m_claims.emplace(key, Claim{change.id, change.keyExpiresAt});
    m_claimsByExpiry.emplace_back(change.keyExpiresAt, key);
}

void MemoryState::dropExpiredClaims() {
    for (std::size_t i = 0; i < kSliceMax && !m_claimsByExpiry.empty(); ++i) {
        if (m_claimsByExpiry.front().first > m_newest) return;
        const auto found = m_claims.find(m_claimsByExpiry.front().second);
        if (found != m_claims.end() && found->second.expires <= m_newest) m_claims.erase(found);
        m_claimsByExpiry.pop_front();
    }
}

void MemoryState::keepTicket(const TicketRecord &record) {
    const auto found = m_ticketIndex.find(record.ticket);
    if (found != m_ticketIndex.end()) {
        m_tickets[found->second - m_ticketsDropped].outcome = record.outcome;
        return;
    }
    m_ticketIndex.emplace(record.ticket, m_ticketsDropped + m_tickets.size());
    m_tickets.push_back({record.ticket, record.at, record.outcome});
    while (m_tickets.size() > kTicketsKept || m_tickets.front().at + kTicketsKeptFor < record.at) {
        m_ticketIndex.erase(m_tickets.front().ticket);
        m_tickets.pop_front();
        ++m_ticketsDropped;
    }
}

std::uint64_t MemoryState::purge(const PurgeRequest &request, LedgerId ledger) {
    const TaskFilter &filter = request.which.filter;
    const std::uint16_t states = purgeableStates(filter);
    const TextMatch match{filter.text, ledger};
    std::vector<TaskId> doomed;
    const auto consider = [&](TaskId id, const MemoryRow &row) {
        if ((states & TaskFilter::bit(row.state)) == 0) return;
        if (matches(row, id, filter, match, request.now)) doomed.push_back(id);
    };
    if (filter.ids.empty()) {
        for (const std::uint64_t number : rows.pageNumbers()) {
            const MemoryRows::Page &page = *rows.page(number);
            for (std::size_t i = 0; i < page.rows.size() && doomed.size() < request.which.limit; ++i)
                if (page.rows[i].used) consider(MemoryRows::idOf(page, i), page.rows[i]);
        }
    } else {
        for (const TaskId id : filter.ids)
            if (const MemoryRow *row = rows.find(id); row != nullptr && doomed.size() < request.which.limit)
                consider(id, *row);
        std::sort(doomed.begin(), doomed.end());
        doomed.erase(std::unique(doomed.begin(), doomed.end()), doomed.end());
    }
    for (const TaskId id : doomed) forget(id, *rows.find(id));
    return doomed.size();
}

bool MemoryState::matches(const MemoryRow &row, TaskId id, const TaskFilter &filter, const TextMatch &match,
                          WallTime now) const {
    const std::uint16_t states = storedStates(filter.states);
    if (states != 0 && (states & TaskFilter::bit(row.state)) == 0) return false;
    if (filter.worker && row.worker != filter.worker) return false;
    if (row.priority < filter.priorityMin) return false;
    if (filter.finishedBefore > Duration::zero() &&
        (!isFinal(row.state) || row.finishedAt == kNoWallTime || now - row.finishedAt < filter.finishedBefore))
        return false;
    if (!filter.type.empty() && rows.symbols.text(row.type) != filter.type) return false;
    if (!filter.queue.empty() && rows.symbols.text(row.queue) != filter.queue) return false;
    return match.always() || match(MemoryRows::text(row, FixedText::Name), MemoryRows::text(row, LateText::Error), id);
}

void MemoryState::forget(TaskId id, const MemoryRow &row) {
    if (isPrunable(row.state)) --finalRows;
    ++removed[static_cast<std::size_t>(row.state)];
    if (keepForgotten) forgotten.push_back(id);
    rows.remove(id);
}

void MemoryState::prune() {
    for (std::size_t i = 0; i < kSliceMax && !m_finals.empty(); ++i) {
        const TaskId id = m_finals.front();
        const MemoryRow *row = rows.find(id);
        const bool gone = row == nullptr || !isPrunable(row->state);
        if (!gone && finalRows <= m_options.keepRows && rows.bytes() <= m_options.keepBytes &&
            m_newest - row->finishedAt <= m_options.keepFor)
            return;
        m_finals.pop_front();
        if (gone) continue;
        forget(id, *row);
        ++pruned;
    }
}

TaskBrief MemoryState::brief(const MemoryRow &row, TaskId id) const {
    return briefOf(scanned(row, id, false));
}

ScannedRow MemoryState::scanned(const MemoryRow &row, TaskId id, bool payloadOnly) const {
    ScannedRow out;
    out.id = id;
    if (payloadOnly) {
        out.payload = MemoryRows::text(row, FixedText::Payload);
        return out;
    }
    out.state = row.state;
    out.reason = row.reason;
    out.priority = row.priority;
    out.attempts = row.attempts;
    out.attemptsMax = row.attemptsMax;
    out.deliveries = row.deliveries;
    out.epoch = row.epoch;
    out.worker = row.worker;
    out.exitCode = row.exitCode;
    out.createdAt = row.createdAt;
    out.startedAt = row.startedAt;
    out.finishedAt = row.finishedAt;
    out.runAt = row.runAt;
    out.runTime = row.runTime;
    out.type = rows.symbols.text(row.type);
    out.queue = rows.symbols.text(row.queue);
    out.name = MemoryRows::text(row, FixedText::Name);
    out.error = MemoryRows::text(row, LateText::Error);
    out.extras = MemoryRows::text(row, FixedText::Extras);
    return out;
}

std::optional<TaskRecord> MemoryState::record(TaskId id) {
    const MemoryRow *row = rows.find(id);
    if (row == nullptr) return std::nullopt;
    TaskRecord out;
    out.id = id;
    out.spec.type = rows.symbols.text(row->type);
    out.spec.queue = rows.symbols.text(row->queue);
    out.spec.name = MemoryRows::text(*row, FixedText::Name);
    out.spec.payload = MemoryRows::text(*row, FixedText::Payload);
    out.spec.priority = row->priority;
    out.spec.attemptsMax = row->attemptsMax;
    out.spec.deliveriesMax = row->deliveriesMax;
    out.spec.timeout = row->timeout;
    out.spec.runAt = row->runAt;
    out.spec.deadline = row->deadline;
    if (const auto extras = MemoryRows::text(*row, FixedText::Extras); !extras.empty())
        if (auto decoded = decodeExtras(extras))
            out.spec.extras = std::make_shared<const TaskExtras>(std::move(*decoded));
    out.state = row->state;
    out.reason = row->reason;
    out.epoch = row->epoch;
    out.attempts = row->attempts;
    out.deliveries = row->deliveries;
    out.worker = row->worker;
    out.createdAt = row->createdAt;
    out.changedAt = row->changedAt;
    out.startedAt = row->startedAt;
    out.finishedAt = row->finishedAt;
    out.runTime = row->runTime;
    out.result.exitCode = row->exitCode;
    out.result.error = MemoryRows::text(*row, LateText::Error);
    out.result.output = MemoryRows::text(*row, LateText::Output);
    out.result.errorOutput = MemoryRows::text(*row, LateText::ErrorOutput);
    out.result.outputBytes = row->outputBytes;
    if (auto history = decodeHistory(MemoryRows::text(*row, LateText::History))) {
        out.history = std::move(history->attempts);
        out.historyDropped = history->dropped;
    }
    return out;
}

const std::string *MemoryState::outcome(const Ticket &ticket) const {
    const auto found = m_ticketIndex.find(ticket);
    return found == m_ticketIndex.end() ? nullptr : &m_tickets[found->second - m_ticketsDropped].outcome;
}

} // namespace qd
