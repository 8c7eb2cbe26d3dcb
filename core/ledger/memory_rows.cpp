#include "core/ledger/memory_rows.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/assert.h"

namespace qd {

namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::size_t kSparePages = 16;

std::string_view packed(const PackedTexts &texts, std::size_t count, std::size_t which) noexcept {
    if (texts.size == 0) return {};
    std::uint32_t sizes[kLateTexts];
    std::memcpy(sizes, texts.data, count * sizeof(std::uint32_t));
    std::size_t offset = count * sizeof(std::uint32_t);
    for (std::size_t i = 0; i < which; ++i) offset += sizes[i];
    return {texts.data + offset, sizes[which]};
}

} // namespace

std::uint32_t TextTable::take(std::string_view text) {
    if (m_last < m_slots.size() && m_slots[m_last].uses > 0 && *m_slots[m_last].text == text) {
        ++m_slots[m_last].uses;
        return m_last;
    }
    auto found = m_index.find(text);
    if (found == m_index.end()) {
        std::uint32_t symbol = static_cast<std::uint32_t>(m_slots.size());
        if (m_free.empty()) {
            m_slots.emplace_back();
        } else {
            symbol = m_free.back();
            m_free.pop_back();
        }
        found = m_index.emplace(text, symbol).first;
        m_slots[symbol] = {&found->first, 0};
    }
    m_last = found->second;
    ++m_slots[m_last].uses;
    return m_last;
}

void TextTable::release(std::uint32_t symbol) {
    Slot &slot = m_slots[symbol];
    QD_ASSERT(slot.uses > 0);
    if (--slot.uses > 0) return;
    m_index.erase(m_index.find(std::string_view{*slot.text}));
    slot.text = nullptr;
    m_free.push_back(symbol);
}

MemoryRows::Page *MemoryRows::pageOf(TaskId id) {
    const std::uint64_t index = id.value / kPageRows;
    if (m_lastPage != nullptr && m_lastPage->index == index) return m_lastPage;
    const auto found = m_pages.find(index);
    if (found == m_pages.end()) return nullptr;
    return m_lastPage = found->second.get();
}

MemoryRows::Page &MemoryRows::makePage(std::uint64_t index) {
    std::unique_ptr<Page> page;
    if (m_spare.empty()) {
        page = std::make_unique<Page>();
    } else {
        page = std::move(m_spare.back());
        m_spare.pop_back();
        m_textBytes += page->bytes;
    }
    page->index = index;
    m_lastPage = page.get();
    m_pages.emplace(index, std::move(page));
    return *m_lastPage;
}

MemoryRow *MemoryRows::find(TaskId id) {
    Page *page = pageOf(id);
    if (page == nullptr) return nullptr;
    MemoryRow &row = page->rows[id.value % kPageRows];
    return row.used ? &row : nullptr;
}

MemoryRow &MemoryRows::place(TaskId id, bool &isNew) {
    Page *page = pageOf(id);
    if (page == nullptr) page = &makePage(id.value / kPageRows);
    MemoryRow &row = page->rows[id.value % kPageRows];
    isNew = !row.used;
    if (isNew) {
        row = {};
        row.used = true;
        ++page->used;
        ++m_count;
    }
    return row;
}

void MemoryRows::remove(TaskId id) {
    MemoryRow *row = find(id);
    if (row == nullptr) return;
    Page &page = *pageOf(id);
    symbols.release(row->type);
    symbols.release(row->queue);
    page.waste += row->fixed.capacity + row->late.capacity;
    row->used = false;
    --m_count;
    if (--page.used > 0) return;
    // The page is empty: keep it for its next life, give its texts back.
    m_textBytes -= page.bytes;
    const auto found = m_pages.find(page.index);
    std::unique_ptr<Page> owned = std::move(found->second);
    m_pages.erase(found);
    m_lastPage = nullptr;
    if (m_spare.size() >= kSparePages) return;
    owned->chunks.clear();
    owned->bytes = owned->left = owned->waste = 0;
    owned->at = nullptr;
    m_spare.push_back(std::move(owned));
}

char *MemoryRows::allocate(Page &page, std::size_t size) {
    if (size > kChunkBytes / 4) { // Big ones get a chunk of their own; the shared one stays open.
        page.chunks.push_back(std::make_unique_for_overwrite<char[]>(size));
        page.bytes += size;
        m_textBytes += size;
        return page.chunks.back().get();
    }
    if (page.left < size) {
        page.waste += page.left;
        page.chunks.push_back(std::make_unique_for_overwrite<char[]>(kChunkBytes));
        page.at = page.chunks.back().get();
        page.left = kChunkBytes;
        page.bytes += kChunkBytes;
        m_textBytes += kChunkBytes;
    }
    char *out = page.at;
    page.at += size;
    page.left -= size;
    return out;
}

void MemoryRows::store(Page &page, PackedTexts &where, const std::string_view *texts, std::size_t count) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < count; ++i) size += texts[i].size();
    if (size == 0) {
        where.size = 0;
        return;
    }
    size += count * sizeof(std::uint32_t);
    if (size > where.capacity) {
        page.waste += where.capacity;
        where.data = allocate(page, size);
        where.capacity = static_cast<std::uint32_t>(size);
    }
    where.size = static_cast<std::uint32_t>(size);
    char *at = where.data + count * sizeof(std::uint32_t);
    for (std::size_t i = 0; i < count; ++i) {
        const auto length = static_cast<std::uint32_t>(texts[i].size());
        std::memcpy(where.data + i * sizeof length, &length, sizeof length);
        if (length > 0) std::memcpy(at, texts[i].data(), length);
        at += length;
    }
}

void MemoryRows::compact(Page &page) {
    auto old = std::exchange(page.chunks, {});
    m_textBytes -= page.bytes;
    page.bytes = page.left = page.waste = 0;
    page.at = nullptr;
    for (MemoryRow &row : page.rows) {
        if (!row.used) continue;
        for (PackedTexts *texts : {&row.fixed, &row.late}) {
            const char *from = texts->data;
            texts->capacity = texts->size;
            texts->data = texts->size > 0 ? allocate(page, texts->size) : nullptr;
            if (texts->size > 0) std::memcpy(texts->data, from, texts->size);
        }
    }
}

void MemoryRows::setFixed(TaskId id, MemoryRow &row, const std::array<std::string_view, kFixedTexts> &texts) {
    store(*pageOf(id), row.fixed, texts.data(), texts.size());
}

void MemoryRows::setLate(TaskId id, MemoryRow &row, const std::array<std::string_view, kLateTexts> &texts) {
    Page &page = *pageOf(id);
    store(page, row.late, texts.data(), texts.size());
    // Tasks that are retried for ever replace their history again and again; what they leave behind is bounded.
    if (page.waste > 2 * kChunkBytes && page.waste > page.bytes / 2) compact(page);
}

std::string_view MemoryRows::text(const MemoryRow &row, FixedText which) noexcept {
    return packed(row.fixed, kFixedTexts, static_cast<std::size_t>(which));
}

std::string_view MemoryRows::text(const MemoryRow &row, LateText which) noexcept {
    return packed(row.late, kLateTexts, static_cast<std::size_t>(which));
}

std::vector<std::uint64_t> MemoryRows::pageNumbers() const {
    std::vector<std::uint64_t> out;
    out.reserve(m_pages.size());
    for (const auto &[number, page] : m_pages) out.push_back(number);
    std::sort(out.begin(), out.end());
    return out;
}

const MemoryRows::Page *MemoryRows::page(std::uint64_t number) const {
    const auto found = m_pages.find(number);
    return found == m_pages.end() ? nullptr : found->second.get();
}

} // namespace qd
