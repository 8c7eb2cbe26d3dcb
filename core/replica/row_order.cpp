#include "core/replica/row_order.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <numeric>
#include <optional>

#include "core/replica/halves.h"

namespace qd {

namespace {

struct Keyed {
    std::int64_t key;
    std::uint64_t id;
    Slot slot;

    bool operator<(const Keyed &other) const noexcept { return key != other.key ? key < other.key : id < other.id; }
};

/// A piece of sixteen bytes of a text, comparable as two numbers, and where it came from.
struct Piece {
    std::uint64_t high;
    std::uint64_t low;
    Slot slot;

    bool operator<(const Piece &other) const noexcept {
        return high != other.high ? high < other.high : low < other.low;
    }
};
constexpr std::size_t kPieceBytes = 16;

bool isText(TaskColumn column) noexcept {
    return column == TaskColumn::Name || column == TaskColumn::Error;
}

/// A zero byte ends a text here, so that the pieces below and this agree.
std::string_view textOf(const TaskColumns &columns, TaskColumn column, Slot slot) noexcept {
    const std::string_view text = column == TaskColumn::Name ? columns.name(slot) : columns.error(slot);
    return text.substr(0, text.find('\0'));
}

std::uint64_t pieceOf(std::string_view text, std::size_t from) noexcept {
    std::uint64_t out = 0;
    if (from < text.size()) std::memcpy(&out, text.data() + from, std::min<std::size_t>(8, text.size() - from));
    if constexpr (std::endian::native == std::endian::little) out = __builtin_bswap64(out);
    return out;
}

std::int64_t numberOf(const TaskColumns &columns, TaskColumn column, Slot slot) noexcept {
    const TaskColumns::Block &b = columns.block(slot);
    const std::size_t i = TaskColumns::within(slot);
    switch (column) {
    case TaskColumn::State: return static_cast<std::int64_t>(b.state[i]);
    case TaskColumn::Priority: return b.priority[i];
    case TaskColumn::Attempts: return b.attempts[i];
    case TaskColumn::Deliveries: return b.deliveries[i];
    case TaskColumn::Worker: return b.worker[i];
    case TaskColumn::CreatedAt: return b.createdAt[i];
    case TaskColumn::StartedAt: return b.startedAt[i];
    case TaskColumn::FinishedAt: return b.finishedAt[i];
    case TaskColumn::RunTime: return b.runTime[i];
    case TaskColumn::Id:
    case TaskColumn::Name:
    case TaskColumn::Type:
    case TaskColumn::Queue:
    case TaskColumn::Error: break;
    }
    return 0; // ties, which the id decides
}

const std::string &sharedOf(const TaskColumns &columns, TaskColumn column, Slot slot) {
    const TaskColumns::Block &b = columns.block(slot);
    const std::size_t i = TaskColumns::within(slot);
    return columns.shared().text(column == TaskColumn::Type ? b.type[i] : b.queue[i]);
}

bool isShared(TaskColumn column) noexcept {
    return column == TaskColumn::Type || column == TaskColumn::Queue;
}

/// Place of each shared text among all of them.
std::vector<std::int64_t> ranks(const SharedTexts &texts) {
    std::vector<std::uint32_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&texts](std::uint32_t a, std::uint32_t b) { return texts.text(a) < texts.text(b); });
    std::vector<std::int64_t> out(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) out[order[i]] = static_cast<std::int64_t>(i);
    return out;
}

std::uint64_t idOf(const TaskColumns &columns, Slot slot) noexcept {
    return columns.block(slot).id[TaskColumns::within(slot)];
}

/// Rows that came one after the other often are in order already, and equal ones always.
template <typename At> void inOrder(At begin, At end) {
    if (std::is_sorted(begin, end)) return;
    const auto count = static_cast<std::size_t>(end - begin);
    inHalves(count, [begin](std::size_t first, std::size_t last) {
        std::sort(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last));
    });
    if (count >= kWorthHalving) std::inplace_merge(begin, begin + static_cast<std::ptrdiff_t>(count / 2), end);
}

/// Sorts by pieces of sixteen bytes: most comparisons are of numbers that lie beside each other, not of texts that lie
/// anywhere. Equal runs go on with the next piece; texts that have ended go by id.
class PieceSort {
public:
    PieceSort(const TaskColumns &columns, TaskColumn column, const std::function<bool()> &cancelled)
        : m_columns(columns), m_column(column), m_cancelled(cancelled) {}

    [[nodiscard]] bool sort(std::vector<Piece> &pieces) { return level(pieces.begin(), pieces.end(), 0); }

private:
    using At = std::vector<Piece>::iterator;

    bool level(At begin, At end, std::size_t from) {
        if (end - begin > 4096 && m_cancelled && m_cancelled()) return false;
        const auto count = static_cast<std::size_t>(end - begin);
        inHalves(count, [this, begin, from](std::size_t first, std::size_t last) {
            const At stop = begin + static_cast<std::ptrdiff_t>(last);
            for (At at = begin + static_cast<std::ptrdiff_t>(first); at != stop; ++at) {
                const std::string_view text = textOf(m_columns, m_column, at->slot);
                at->high = pieceOf(text, from);
                at->low = pieceOf(text, from + 8);
            }
        });
        inOrder(begin, end);
        for (At run = begin; run != end;) {
            const At stop = std::find_if(run, end, [run](const Piece &piece) { return *run < piece; });
            if (stop - run > 1) {
                if ((run->low & 0xffU) == 0) { // The text ends here.
                    for (At at = run; at != stop; ++at) {
                        at->high = 0;
                        at->low = idOf(m_columns, at->slot);
                    }
                    inOrder(run, stop);
                } else if (!level(run, stop, from + kPieceBytes)) {
                    return false;
                }
            }
            run = stop;
        }
        return true;
    }
    const TaskColumns &m_columns;
    TaskColumn m_column;
    const std::function<bool()> &m_cancelled;
};

/// The rows that match, by slot.
bool collect(const TaskColumns &columns, const RowMatch &match, const std::function<bool()> &cancelled,
             std::vector<Slot> &found) {
    std::vector<Slot> upper;
    std::atomic<bool> stopped{false};
    inHalves(columns.slotEnd(), [&](std::size_t first, std::size_t last) {
        std::vector<Slot> &into = first == 0 ? found : upper;
        for (auto slot = static_cast<Slot>(first); slot < last && !stopped; ++slot) {
            if (slot % TaskColumns::kBlockRows == 0 && cancelled && cancelled()) stopped = true;
            if (columns.isUsed(slot) && match(slot)) into.push_back(slot);
        }
    });
    found.insert(found.end(), upper.begin(), upper.end());
    return !stopped;
}

} // namespace

bool RowOrder::isBefore(const TaskColumns &columns, Slot a, Slot b) const {
    if (isText(m_column)) {
        const int order = textOf(columns, m_column, a).compare(textOf(columns, m_column, b));
        if (order != 0) return order < 0;
    } else if (isShared(m_column)) {
        const int order = sharedOf(columns, m_column, a).compare(sharedOf(columns, m_column, b));
        if (order != 0) return order < 0;
    } else {
        const std::int64_t left = numberOf(columns, m_column, a);
        const std::int64_t right = numberOf(columns, m_column, b);
        if (left != right) return left < right;
    }
    return idOf(columns, a) < idOf(columns, b);
}

bool RowOrder::build(const TaskColumns &columns, const RowMatch &match, const std::function<bool()> &cancelled) {
    m_rows.clear();
    std::vector<Slot> found;
    if (!collect(columns, match, cancelled, found)) return false;
    if (isText(m_column)) {
        std::vector<Piece> pieces;
        pieces.reserve(found.size());
        for (const Slot slot : found) pieces.push_back({0, 0, slot});
        if (!PieceSort{columns, m_column, cancelled}.sort(pieces)) return false;
        for (std::size_t i = 0; i < found.size(); ++i) found[i] = pieces[i].slot;
    } else {
        const auto rank = isShared(m_column) ? ranks(columns.shared()) : std::vector<std::int64_t>{};
        std::vector<Keyed> keyed;
        keyed.reserve(found.size());
        for (const Slot slot : found) {
            const TaskColumns::Block &b = columns.block(slot);
            const std::size_t i = TaskColumns::within(slot);
            const std::int64_t key = isShared(m_column) ? rank[m_column == TaskColumn::Type ? b.type[i] : b.queue[i]]
                                                        : numberOf(columns, m_column, slot);
            keyed.push_back({key, b.id[i], slot});
        }
        if (cancelled && cancelled()) return false;
        inOrder(keyed.begin(), keyed.end()); // For ids and submission times they mostly are.
        for (std::size_t i = 0; i < found.size(); ++i) found[i] = keyed[i].slot;
    }
    m_rows = std::move(found);
    return true;
}

void RowOrder::mend(const TaskColumns &columns, const RowMatch &match, const std::vector<Slot> &changed) {
    if (changed.empty()) return;
    std::vector<bool> isChanged(columns.slotEnd());
    std::vector<Slot> fresh;
    for (const Slot slot : changed) {
        isChanged[slot] = true;
        if (columns.isUsed(slot) && match(slot)) fresh.push_back(slot);
    }
    const auto before = [&](Slot a, Slot b) { return isBefore(columns, a, b); };
    std::sort(fresh.begin(), fresh.end(), before);
    std::erase_if(m_rows, [&isChanged](Slot slot) { return isChanged[slot]; });
    // Few come into many: each one's place is looked up, and what lies between two of them moves as a whole.
    std::vector<Slot> merged;
    merged.reserve(m_rows.size() + fresh.size());
    auto from = m_rows.begin();
    for (const Slot slot : fresh) {
        const auto to = std::upper_bound(from, m_rows.end(), slot, before);
        merged.insert(merged.end(), from, to);
        merged.push_back(slot);
        from = to;
    }
    merged.insert(merged.end(), from, m_rows.end());
    m_rows = std::move(merged);
}

} // namespace qd
