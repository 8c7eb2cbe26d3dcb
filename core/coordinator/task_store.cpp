#include "core/coordinator/task_store.h"

#include <algorithm>
#include <cstring>

#include "core/base/assert.h"

namespace qd {

namespace {
constexpr std::uint32_t kAbsent = 0xffffffffU;
}

std::uint32_t *TaskStore::entry(TaskId id, bool make) {
    const auto page = static_cast<std::size_t>(sequenceOf(id) / kPage);
    if (page >= m_index.size()) {
        if (!make) return nullptr;
        m_index.resize(page + 1);
    }
    auto &slot = m_index[page];
    if (!slot) {
        if (!make) return nullptr;
        slot = std::make_unique<IndexPage>();
        std::fill(std::begin(slot->entries), std::end(slot->entries), kAbsent);
        ++m_pages;
        dropOldPages();
    }
    return &slot->entries[sequenceOf(id) % kPage];
}

const std::uint32_t *TaskStore::entry(TaskId id) const noexcept {
    const auto page = static_cast<std::size_t>(sequenceOf(id) / kPage);
    if (page >= m_index.size() || !m_index[page]) return nullptr;
    return &m_index[page]->entries[sequenceOf(id) % kPage];
}

void TaskStore::dropOldPages() {
    // Pages hold consecutive sequences, so the first ones are the oldest. Pages with unfinished tasks stay.
    while (m_pages > kFinalPagesMax && m_dropCursor + kFinalPagesMax / 2 < m_index.size()) {
        auto &page = m_index[m_dropCursor];
        if (page && page->live == 0) {
            page.reset();
            --m_pages;
        }
        ++m_dropCursor;
    }
}

TaskSlot TaskStore::insert(TaskId id) {
    TaskSlot slot = 0;
    if (!m_free.empty()) {
        slot = m_free.back();
        m_free.pop_back();
    } else {
        slot = m_used++;
        if (slot / kPage >= m_nodes.size()) m_nodes.push_back(std::make_unique<TaskNode[]>(kPage));
    }
    std::uint32_t *e = entry(id, true);
    QD_ASSERT(*e >= kFinalTag);
    *e = slot;
    ++m_index[static_cast<std::size_t>(sequenceOf(id) / kPage)]->live;
    (*this)[slot] = TaskNode{};
    (*this)[slot].id = id;
    ++m_size;
    return slot;
}

void TaskStore::retire(TaskSlot slot, TaskState finalState) {
    TaskNode &node = (*this)[slot];
    *entry(node.id, false) = kFinalTag + static_cast<std::uint32_t>(finalState);
    --m_index[static_cast<std::size_t>(sequenceOf(node.id) / kPage)]->live;
    m_blobs.release(node.blob);
    node.id = {};
    node.blob = {};
    m_free.push_back(slot);
    --m_size;
}

void TaskStore::rememberFinal(TaskId id, TaskState finalState) {
    std::uint32_t *e = entry(id, true);
    if (*e >= kFinalTag) *e = kFinalTag + static_cast<std::uint32_t>(finalState);
}

void TaskStore::forget(TaskId id) {
    if (std::uint32_t *e = entry(id, false); e && *e >= kFinalTag) *e = kAbsent;
}

TaskSlot TaskStore::find(TaskId id) const noexcept {
    const std::uint32_t *e = entry(id);
    // The whole id is compared: the index knows sequences, not partitions.
    if (!e || *e >= kFinalTag || (*this)[*e].id != id) return kNoSlot;
    return *e;
}

std::optional<TaskState> TaskStore::finalState(TaskId id) const noexcept {
    const std::uint32_t *e = entry(id);
    if (!e || *e < kFinalTag || *e == kAbsent) return std::nullopt;
    return static_cast<TaskState>(*e - kFinalTag);
}

void TaskStore::setTexts(TaskNode &node, std::string_view name, std::string_view payload, std::string_view extras) {
    node.blob = m_blobs.allocate(name.size() + payload.size() + extras.size());
    node.nameSize = static_cast<std::uint32_t>(name.size());
    node.payloadSize = static_cast<std::uint32_t>(payload.size());
    node.extrasSize = static_cast<std::uint32_t>(extras.size());
    char *out = m_blobs.data(node.blob);
    for (const std::string_view part : {name, payload, extras}) {
        if (!part.empty()) std::memcpy(out, part.data(), part.size());
        out += part.size();
    }
}

} // namespace qd
