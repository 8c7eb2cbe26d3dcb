#include "ui/models/table_model.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "ui/models/roles.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

/// Rows that jump more often than this cannot be read.
constexpr Duration kResortEvery = 1s;
constexpr Duration kAgesEvery = 250ms;

/// A value made ready to be compared: ten thousand rows are compared a hundred thousand times.
struct SortKey {
    bool valid = false;
    long double number = 0; ///< Holds every qlonglong and every double.
    QString text;

    explicit SortKey(const QVariant &value) : valid(value.isValid()) {
        if (value.typeId() == QMetaType::QString)
            text = value.toString();
        else if (value.typeId() == QMetaType::Double)
            number = static_cast<long double>(value.toDouble());
        else
            number = static_cast<long double>(value.toLongLong());
    }
};

bool isLess(const SortKey &a, const SortKey &b) {
    if (a.number != b.number) return a.number < b.number;
    return !(a.text.isEmpty() && b.text.isEmpty()) && QString::localeAwareCompare(a.text, b.text) < 0;
}

} // namespace

void SnapshotTableModel::apply(std::shared_ptr<const Snapshot> next, Instant now) {
    const auto before = m_snapshot;
    m_now = now;
    const bool same = before && before->revision == next->revision;
    if (!same) {
        const std::vector<Row> rows = rowsOf(*next);
        // Mostly nobody comes or goes, and then there is nothing to look up.
        const bool sameRows = before && std::ranges::equal(rows, m_known, {}, &Row::key, &Row::key) &&
                              std::ranges::equal(rows, m_known, {}, &Row::source, &Row::source);
        if (before && !sameRows) removeGone(rows);
        m_snapshot = std::move(next);
        if (!sameRows) appendNew(rows);
        m_known = rows;
    }
    tellChanges(before.get());
    if (m_sortColumn >= 0 && !m_holdOrder && now - m_sortedAt >= kResortEvery) resort();
}

std::vector<SnapshotTableModel::Row> SnapshotTableModel::rowsOf(const Snapshot &snapshot) const {
    std::vector<Row> rows;
    const std::size_t count = tableOf(snapshot).rows;
    rows.reserve(count);
    for (std::size_t source = 0; source < count; ++source) {
        if (m_text.isEmpty() || matches(snapshot, source, m_text)) rows.push_back({keyOf(snapshot, source), source});
    }
    return rows;
}

/// Takes out what is gone and points the rest at their new places; the old snapshot is still the shown one until the
/// last removal is told, so the places of rows on screen are switched only afterwards.
void SnapshotTableModel::removeGone(const std::vector<Row> &next) {
    std::unordered_map<std::int64_t, std::size_t> places;
    places.reserve(next.size());
    for (const Row &row : next) places.emplace(row.key, row.source);
    for (int last = static_cast<int>(m_rows.size()) - 1; last >= 0; --last) {
        if (places.contains(m_rows[static_cast<std::size_t>(last)].key)) continue;
        int first = last;
        while (first > 0 && !places.contains(m_rows[static_cast<std::size_t>(first - 1)].key)) --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
    // Nobody is told between here and the swap in apply(), so no reader sees new places with old values.
    for (Row &row : m_rows) row.source = places.at(row.key);
}

void SnapshotTableModel::appendNew(const std::vector<Row> &next) {
    if (next.size() == m_rows.size()) return;
    std::unordered_set<std::int64_t> known;
    known.reserve(m_rows.size());
    for (const Row &row : m_rows) known.insert(row.key);
    std::vector<Row> added;
    for (const Row &row : next)
        if (!known.contains(row.key)) added.push_back(row);
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
    m_rows.insert(m_rows.end(), added.begin(), added.end());
    endInsertRows();
    m_sortedAt = {}; // New rows go to their place at once.
}

/// One coalesced range: a range costs one repaint of the visible part, however long it is.
void SnapshotTableModel::tellChanges(const Snapshot *before) {
    if (m_rows.empty()) return;
    const Table &table = tableOf(*m_snapshot);
    int first = -1;
    int last = -1;
    for (std::size_t row = 0; before != m_snapshot.get() && row < m_rows.size(); ++row) {
        const std::size_t chunk = m_rows[row].source / kChunkRows;
        const bool same = before != nullptr && chunk < tableOf(*before).chunks.size() &&
                          tableOf(*before).chunks[chunk]->revision == table.chunks[chunk]->revision;
        if (same) continue;
        if (first < 0) first = static_cast<int>(row);
        last = static_cast<int>(row);
    }
    if (first >= 0) emit dataChanged(index(first, 0), index(last, columnCount() - 1));
    if (m_now - m_agesToldAt < kAgesEvery) return;
    m_agesToldAt = m_now;
    const auto [from, to] = ageColumns();
    emit dataChanged(index(0, from), index(static_cast<int>(m_rows.size()) - 1, to), {Qt::DisplayRole, ValueRole});
}

void SnapshotTableModel::setTextFilter(const QString &text) {
    if (text == m_text) return;
    m_text = text;
    if (!m_snapshot) return;
    const std::vector<Row> rows = rowsOf(*m_snapshot);
    removeGone(rows);
    appendNew(rows);
    m_known = rows;
    if (m_sortColumn >= 0) resort();
}

int SnapshotTableModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SnapshotTableModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    return cell(m_rows[static_cast<std::size_t>(index.row())].source, index.column(), role);
}

void SnapshotTableModel::sort(int column, Qt::SortOrder order) {
    m_sortColumn = column;
    m_sortOrder = order;
    if (m_snapshot && column >= 0) resort();
}

void SnapshotTableModel::resort() {
    m_sortedAt = m_now;
    std::vector<std::pair<SortKey, Row>> sorted;
    sorted.reserve(m_rows.size());
    for (const Row &row : m_rows) sorted.emplace_back(SortKey(cell(row.source, m_sortColumn, ValueRole)), row);
    std::stable_sort(sorted.begin(), sorted.end(), [this](const auto &a, const auto &b) {
        // Rows without a value come last, whichever way the others run.
        if (a.first.valid != b.first.valid) return a.first.valid;
        return m_sortOrder == Qt::AscendingOrder ? isLess(a.first, b.first) : isLess(b.first, a.first);
    });
    const bool same = std::equal(sorted.begin(), sorted.end(), m_rows.begin(),
                                 [](const auto &a, const Row &b) { return a.second.key == b.key; });
    if (same) return;
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    std::vector<std::int64_t> keys;
    for (const QModelIndex &index : from) keys.push_back(keyAt(index.row()));
    for (std::size_t row = 0; row < sorted.size(); ++row) m_rows[row] = sorted[row].second;
    std::unordered_map<std::int64_t, int> places;
    for (std::size_t row = 0; row < m_rows.size(); ++row) places.emplace(m_rows[row].key, static_cast<int>(row));
    QModelIndexList to;
    for (qsizetype i = 0; i < from.size(); ++i)
        to.push_back(index(places.at(keys[static_cast<std::size_t>(i)]), from[i].column()));
    changePersistentIndexList(from, to);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

int SnapshotTableModel::rowOf(std::int64_t key) const {
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [key](const Row &row) { return row.key == key; });
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

std::size_t SnapshotTableModel::kept() const {
    return m_snapshot ? tableOf(*m_snapshot).rows : 0;
}

} // namespace qd::ui
