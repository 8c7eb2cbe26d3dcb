#include "core/replica/task_columns.h"

#include <utility>

#include "core/model/blob_codec.h"
#include "core/model/task_match.h"

namespace qd {

namespace {

constexpr std::size_t kWasteMin = std::size_t{1} << 20; ///< Less is not worth looking at.

std::int64_t ticks(WallTime time) noexcept {
    return time.time_since_epoch().count();
}
WallTime wall(std::int64_t ticks) noexcept {
    return WallTime{std::chrono::microseconds{ticks}};
}

/// Each tag with a newline behind it; a blob that cannot be read has none (the ledger check tells it is damaged).
std::string tagsOf(std::string_view extras) {
    std::string out;
    if (extras.empty()) return out;
    if (const auto decoded = decodeExtras(extras))
        for (const std::string &tag : decoded->tags) out += tag + '\n';
    return out;
}

} // namespace

Slot TaskColumns::take(TaskId id) {
    Slot slot = m_slots;
    if (m_free.empty()) {
        if (slot >> kBlockBits == m_blocks.size()) m_blocks.push_back(std::make_unique<Block>());
        ++m_slots;
    } else {
        slot = m_free.back();
        m_free.pop_back();
    }
    m_index.insert(id, slot);
    Block &b = blockOf(slot);
    b.id[within(slot)] = id.value;
    b.name[within(slot)] = b.error[within(slot)] = 0;
    return slot;
}

template <typename Row> void TaskColumns::copyHot(Slot slot, const Row &row) {
    Block &b = blockOf(slot);
    const std::size_t i = within(slot);
    b.state[i] = row.state == TaskState::Running ? TaskState::Assigned : row.state; // as the ledgers store it
    b.reason[i] = row.reason;
    b.priority[i] = row.priority;
    b.attempts[i] = row.attempts;
    b.attemptsMax[i] = row.attemptsMax;
    b.deliveries[i] = row.deliveries;
    b.epoch[i] = row.epoch;
    b.worker[i] = row.worker.value;
    b.exitCode[i] = row.exitCode;
    b.createdAt[i] = ticks(row.createdAt);
    b.startedAt[i] = ticks(row.startedAt);
    b.finishedAt[i] = ticks(row.finishedAt);
    b.runAt[i] = ticks(row.runAt);
    b.runTime[i] = row.runTime.count();
}

void TaskColumns::setError(Slot slot, std::string_view error) {
    std::uint32_t &ref = blockOf(slot).error[within(slot)];
    error = error.substr(0, kBriefErrorBytes);
    if (m_texts.view(ref) == error) return;
    m_texts.drop(ref);
    ref = m_texts.add(error);
}

void TaskColumns::setFixed(Slot slot, std::string_view type, std::string_view queue, std::string_view name,
                           std::string_view extras) {
    Block &b = blockOf(slot);
    const std::size_t i = within(slot);
    b.type[i] = m_shared.number(type);
    b.queue[i] = m_shared.number(queue.empty() ? type : queue);
    b.tags[i] = m_shared.number(tagsOf(extras));
    m_texts.drop(b.name[i]);
    b.name[i] = m_texts.add(name);
}

Slot TaskColumns::put(const ScannedRow &row) {
    Slot slot = find(row.id);
    if (slot == kNoSlot) slot = take(row.id);
    copyHot(slot, row);
    setFixed(slot, row.type, row.queue, row.name, row.extras);
    setError(slot, row.error);
    moveTexts();
    return slot;
}

Slot TaskColumns::apply(const RowChange &change, const TextArena &text) {
    if (change.op == RowOp::Delete) return remove(change.id);
    Slot slot = find(change.id);
    if (slot == kNoSlot && change.op != RowOp::Insert) return kNoSlot;
    if (slot == kNoSlot) slot = take(change.id);
    copyHot(slot, change);
    if (change.op == RowOp::Insert)
        setFixed(slot, text.view(change.type), text.view(change.queue), text.view(change.name),
                 text.view(change.extras));
    setError(slot, text.view(change.error));
    moveTexts();
    return slot;
}

Slot TaskColumns::remove(TaskId id) {
    const Slot slot = find(id);
    if (slot == kNoSlot) return kNoSlot;
    Block &b = blockOf(slot);
    const std::size_t i = within(slot);
    m_texts.drop(b.name[i]);
    m_texts.drop(b.error[i]);
    b.name[i] = b.error[i] = 0;
    b.id[i] = 0;
    m_index.erase(id);
    m_free.push_back(slot);
    return slot;
}

/// When more than half is waste: all that is still needed goes into a fresh store, some 30 ms per million rows.
void TaskColumns::moveTexts() {
    if (m_texts.waste() < kWasteMin || m_texts.waste() < m_texts.bytes() / 2) return;
    const TextStore old = std::exchange(m_texts, {});
    for (Slot slot = 0; slot < m_slots; ++slot) {
        if (!isUsed(slot)) continue;
        Block &b = blockOf(slot);
        const std::size_t i = within(slot);
        b.name[i] = m_texts.add(old.view(b.name[i]));
        b.error[i] = m_texts.add(old.view(b.error[i]));
    }
}

TaskBrief TaskColumns::brief(Slot slot) const {
    const Block &b = block(slot);
    const std::size_t i = within(slot);
    TaskBrief out;
    out.id.value = b.id[i];
    out.state = b.state[i];
    out.reason = b.reason[i];
    out.priority = b.priority[i];
    out.attempts = b.attempts[i];
    out.attemptsMax = b.attemptsMax[i];
    out.deliveries = b.deliveries[i];
    out.epoch = b.epoch[i];
    out.worker.value = b.worker[i];
    out.exitCode = b.exitCode[i];
    out.createdAt = wall(b.createdAt[i]);
    out.startedAt = wall(b.startedAt[i]);
    out.finishedAt = wall(b.finishedAt[i]);
    out.runAt = wall(b.runAt[i]);
    out.runTime = Duration{b.runTime[i]};
    out.name = name(slot);
    out.type = m_shared.text(b.type[i]);
    out.queue = m_shared.text(b.queue[i]);
    out.error = error(slot);
    return out;
}

std::size_t TaskColumns::bytes() const noexcept {
    return m_blocks.size() * sizeof(Block) + m_free.capacity() * sizeof(Slot) + m_index.bytes() + m_texts.bytes();
}

} // namespace qd
