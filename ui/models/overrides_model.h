#pragma once
// What people imposed, and until when.

#include <QtCore/QAbstractTableModel>
#include <memory>
#include <vector>

#include "core/model/snapshot.h"

namespace qd::ui {

/// "Pause worker w-3", "Pool size 16".
[[nodiscard]] QString overrideText(const Override &lease);

/// Thread: GUI.
class OverridesModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { What, Owner, Reason, Started, Ends, ColumnCount };
    Q_ENUM(Column)
    using QAbstractTableModel::QAbstractTableModel;

    void apply(const Snapshot &snapshot);
    [[nodiscard]] const Override &leaseAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Override> m_rows; ///< Sorted by id, as the snapshot has them.
    WallTime m_now;
};

} // namespace qd::ui
