#pragma once
// The last minutes as pictures, so that the view can go back to one of them.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>

#include "core/model/snapshot.h"

namespace qd::ui {

/// Thread: GUI. About one picture a second for five minutes. Pictures share the chunks that did not change, and each
/// chunk counts once. Over the byte budget older pictures are thinned out first; at worst the newest one stays.
class PictureMemory {
public:
    static constexpr Duration kKept = std::chrono::minutes{5};
    static constexpr Duration kSpacing = std::chrono::seconds{1};
    static constexpr std::size_t kBytesMax = 64U * 1024 * 1024;
    /// Five minutes before a frozen moment and five since.
    static constexpr std::size_t kPicturesMax = 640;

    explicit PictureMemory(std::size_t bytesMax = kBytesMax) : m_bytesMax(bytesMax) {}

    /// Kept when the newest kept one is a second older. One of another engine run starts the memory anew.
    void take(const std::shared_ptr<const Snapshot> &picture);
    /// Kept in any case: the picture at which a view was frozen.
    void keep(const std::shared_ptr<const Snapshot> &picture);
    /// A frozen view: what is not newer than `until` is not forgotten for its age. nullopt: a live view again.
    void pin(std::optional<Instant> until);
    /// The newest kept picture that is not newer than `moment`, else the oldest; null while there is none.
    [[nodiscard]] std::shared_ptr<const Snapshot> at(WallTime moment) const;
    [[nodiscard]] std::optional<WallTime> from() const; ///< Of the oldest picture.

    [[nodiscard]] std::size_t count() const { return m_pictures.size(); }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    [[nodiscard]] std::size_t bytesMax() const { return m_bytesMax; }
    [[nodiscard]] std::uint64_t thinned() const { return m_thinned; } ///< Left out because of the budget, ever.

private:
    struct Share {
        std::size_t users = 0;
        std::size_t bytes = 0;
    };
    void count(const Snapshot &picture);
    void uncount(const Snapshot &picture);
    void forget(std::size_t index);
    void forgetOld();
    void thinOut();

    std::deque<std::shared_ptr<const Snapshot>> m_pictures; ///< Oldest first.
    std::unordered_map<const void *, Share> m_shares;       ///< Chunks and lists, each with how many pictures use it.
    std::optional<Instant> m_pinnedUntil;
    std::size_t m_bytesMax;
    std::size_t m_bytes = 0;
    std::uint64_t m_thinned = 0;
};

} // namespace qd::ui
