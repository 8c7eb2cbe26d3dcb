#pragma once
// Rows of a snapshot table as an item model. Rows keep their identity: selection and scroll position survive
// updates, rows that come and go, and live re-sorting.

#include <QtCore/QAbstractTableModel>
#include <QtCore/QString>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/model/snapshot.h"

namespace qd::ui {

/// Thread: GUI. Subclasses say which table they show and how a cell reads.
class SnapshotTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Diffs against what is shown. `now` is the engine's time, for ages.
    void apply(std::shared_ptr<const Snapshot> next, Instant now);
    /// Live re-sort waits while this holds (pointer or selection in the view).
    void setHoldOrder(bool hold) { m_holdOrder = hold; }
    /// Substring of any text column; ASCII case is ignored.
    void setTextFilter(const QString &text);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    void sort(int column, Qt::SortOrder order) override;
    /// Row of an identity, -1 when it is not shown.
    [[nodiscard]] int rowOf(std::int64_t key) const;
    [[nodiscard]] std::int64_t keyAt(int row) const { return m_rows[static_cast<std::size_t>(row)].key; }
    /// Its place in the table of the snapshot that was applied last.
    [[nodiscard]] std::size_t sourceAt(int row) const { return m_rows[static_cast<std::size_t>(row)].source; }
    [[nodiscard]] std::size_t kept() const; ///< Rows of the table, before the filter.

protected:
    [[nodiscard]] virtual const Table &tableOf(const Snapshot &snapshot) const = 0;
    [[nodiscard]] virtual std::int64_t keyOf(const Snapshot &snapshot, std::size_t source) const = 0;
    [[nodiscard]] virtual QVariant cell(std::size_t source, int column, int role) const = 0;
    /// Columns that change as time passes though the table does not.
    [[nodiscard]] virtual std::pair<int, int> ageColumns() const = 0;
    [[nodiscard]] virtual bool matches(const Snapshot &snapshot, std::size_t source, const QString &text) const = 0;

    [[nodiscard]] const Snapshot &shown() const { return *m_snapshot; }
    [[nodiscard]] Instant now() const { return m_now; }

private:
    struct Row {
        std::int64_t key = 0;
        std::size_t source = 0;
    };
    void removeGone(const std::vector<Row> &next);
    void appendNew(const std::vector<Row> &next);
    void tellChanges(const Snapshot *before);
    void resort();
    [[nodiscard]] std::vector<Row> rowsOf(const Snapshot &snapshot) const;

    std::shared_ptr<const Snapshot> m_snapshot;
    std::vector<Row> m_rows;  ///< In the order of the screen.
    std::vector<Row> m_known; ///< The same ones in the order of the table.
    Instant m_now;
    Instant m_sortedAt;
    Instant m_agesToldAt;
    QString m_text;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    bool m_holdOrder = false;
};

} // namespace qd::ui
