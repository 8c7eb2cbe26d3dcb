#include "ui/session/picture_memory.h"

#include <algorithm>
#include <limits>

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

std::size_t bytesOf(const std::vector<std::string> &texts) {
    std::size_t bytes = texts.capacity() * sizeof(std::string);
    for (const std::string &text : texts) bytes += text.size() > 15 ? text.capacity() : 0; // Short ones live inside.
    return bytes;
}

/// Calls `visit(address, bytes)` for each part that pictures may share; the bytes are a function, asked for new parts.
template <typename Visit> void visitParts(const Snapshot &picture, Visit visit) {
    for (const Table *table : {&picture.workers, &picture.queues})
        for (const auto &chunk : table->chunks)
            visit(chunk.get(), [&] { return sizeof(Chunk) + chunk->values.capacity() * sizeof(std::int64_t); });
    if (picture.overrides)
        visit(picture.overrides.get(), [&] { return picture.overrides->capacity() * sizeof(Override); });
    if (picture.texts) visit(picture.texts.get(), [&] { return bytesOf(*picture.texts); });
}

std::size_t ownBytes(const Snapshot &picture) {
    return sizeof(Snapshot) + picture.failure.capacity() +
           (picture.workers.chunks.capacity() + picture.queues.chunks.capacity()) * sizeof(std::shared_ptr<Chunk>);
}

} // namespace

void PictureMemory::take(const std::shared_ptr<const Snapshot> &picture) {
    if (picture->revision == 0) return; // Nothing published yet.
    if (!m_pictures.empty() && picture->takenAt >= m_pictures.back()->takenAt &&
        picture->takenAt - m_pictures.back()->takenAt < kSpacing)
        return;
    keep(picture);
}

void PictureMemory::keep(const std::shared_ptr<const Snapshot> &picture) {
    if (!m_pictures.empty() && picture->takenAt < m_pictures.back()->takenAt) // Another engine run.
        while (!m_pictures.empty()) forget(m_pictures.size() - 1);
    if (!m_pictures.empty() && m_pictures.back() == picture) return;
    m_pictures.push_back(picture);
    count(*picture);
    forgetOld();
    thinOut();
}

void PictureMemory::pin(std::optional<Instant> until) {
    m_pinnedUntil = until;
    forgetOld();
}

std::shared_ptr<const Snapshot> PictureMemory::at(WallTime moment) const {
    for (auto it = m_pictures.rbegin(); it != m_pictures.rend(); ++it)
        if ((*it)->wallAt <= moment) return *it;
    return m_pictures.empty() ? nullptr : m_pictures.front();
}

std::optional<WallTime> PictureMemory::from() const {
    return m_pictures.empty() ? std::nullopt : std::optional(m_pictures.front()->wallAt);
}

void PictureMemory::count(const Snapshot &picture) {
    m_bytes += ownBytes(picture);
    visitParts(picture, [this](const void *part, auto size) {
        Share &share = m_shares[part];
        if (share.users++ > 0) return;
        share.bytes = size();
        m_bytes += share.bytes;
    });
}

void PictureMemory::uncount(const Snapshot &picture) {
    m_bytes -= ownBytes(picture);
    visitParts(picture, [this](const void *part, auto) {
        const auto it = m_shares.find(part);
        if (--it->second.users > 0) return;
        m_bytes -= it->second.bytes;
        m_shares.erase(it);
    });
}

void PictureMemory::forget(std::size_t index) {
    uncount(*m_pictures[index]);
    m_pictures.erase(m_pictures.begin() + static_cast<std::ptrdiff_t>(index));
}

void PictureMemory::forgetOld() {
    if (m_pictures.empty()) return;
    const Instant newest = m_pictures.back()->takenAt;
    for (std::size_t i = 0; i + 1 < m_pictures.size();) {
        const Instant at = m_pictures[i]->takenAt;
        if (newest - at <= kKept) break;
        if (m_pinnedUntil && at <= *m_pinnedUntil)
            ++i;
        else
            forget(i);
    }
}

/// The one whose absence leaves the smallest hole for its age: far back a coarse memory is enough.
void PictureMemory::thinOut() {
    while (m_pictures.size() > 2 && (m_bytes > m_bytesMax || m_pictures.size() > kPicturesMax)) {
        const Instant newest = m_pictures.back()->takenAt;
        std::size_t least = 1;
        double smallest = std::numeric_limits<double>::infinity();
        for (std::size_t i = 1; i + 1 < m_pictures.size(); ++i) {
            const Duration hole = m_pictures[i + 1]->takenAt - m_pictures[i - 1]->takenAt;
            const Duration age = newest - m_pictures[i]->takenAt;
            const double share = std::chrono::duration<double>(hole) / std::chrono::duration<double>(age + 10s);
            if (share >= smallest) continue;
            smallest = share;
            least = i;
        }
        forget(least);
        ++m_thinned;
    }
    // Two pictures that are too large together: the older one goes.
    while (m_pictures.size() > 1 && m_bytes > m_bytesMax) {
        forget(0);
        ++m_thinned;
    }
}

} // namespace qd::ui
