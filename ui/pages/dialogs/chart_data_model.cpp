#include "ui/pages/dialogs/chart_data_model.h"

#include <algorithm>
#include <cmath>

#include "ui/format/format.h"
#include "ui/format/time_display.h"
#include "ui/models/columns.h"
#include "ui/models/roles.h"
#include "ui/theme/fonts.h"

namespace qd::ui {

namespace {

WallTime momentOf(qint64 ms) {
    return WallTime{std::chrono::milliseconds{ms}};
}

/// All digits before the point: a column of one unit is read down, and 1.2 k would hide what changed.
QString numberText(double value) {
    if (!std::isfinite(value)) return noValue();
    if (value < 999.5) return formatCompact(value);
    return formatCount(static_cast<std::uint64_t>(std::llround(value)));
}

} // namespace

ChartDataModel::ChartDataModel(QObject *parent) : QAbstractTableModel(parent) {
    connect(&TimeDisplay::instance(), &TimeDisplay::changed, this, [this] {
        emit headerDataChanged(Qt::Horizontal, 0, 0);
        if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
    });
}

/// The same points as now, without the `gone` oldest ones, and newer ones behind them?
bool ChartDataModel::goesOn(const ChartData &next, std::size_t gone) const {
    const auto kept = static_cast<std::ptrdiff_t>(m_data.timesMs.size() - gone);
    if (kept == 0 || next.timesMs.size() < static_cast<std::size_t>(kept) ||
        next.columns.size() != m_data.columns.size())
        return false;
    for (std::size_t i = 0; i < next.columns.size(); ++i)
        if (next.columns[i].title != m_data.columns[i].title) return false;
    return std::equal(m_data.timesMs.end() - kept, m_data.timesMs.end(), next.timesMs.begin());
}

void ChartDataModel::apply(ChartData next) {
    const std::vector<qint64> &times = m_data.timesMs;
    const qint64 first = next.timesMs.empty() ? 0 : next.timesMs.front();
    const auto gone = static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), first) - times.begin());
    if (!goesOn(next, gone)) {
        beginResetModel();
        m_data = std::move(next);
        endResetModel();
        return;
    }
    if (gone > 0) {
        beginRemoveRows({}, rowCount() - static_cast<int>(gone), rowCount() - 1);
        m_data.timesMs.erase(m_data.timesMs.begin(), m_data.timesMs.begin() + static_cast<std::ptrdiff_t>(gone));
        for (ChartColumn &column : m_data.columns)
            column.values.erase(column.values.begin(), column.values.begin() + static_cast<std::ptrdiff_t>(gone));
        endRemoveRows();
    }
    const auto fresh = static_cast<int>(next.timesMs.size() - m_data.timesMs.size());
    if (fresh == 0) return;
    beginInsertRows({}, 0, fresh - 1);
    m_data = std::move(next);
    endInsertRows();
}

int ChartDataModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_data.timesMs.size());
}

int ChartDataModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : 1 + static_cast<int>(m_data.columns.size());
}

QVariant ChartDataModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const ChartColumn *column = section == 0 ? nullptr : &m_data.columns[static_cast<std::size_t>(section) - 1];
    switch (role) {
    case ColumnKindRole: return int(column == nullptr ? ColumnKind::Moment : ColumnKind::Plain);
    case ExportNameRole: return column == nullptr ? QStringLiteral("time_utc") : column->id;
    case Qt::TextAlignmentRole: return int((column == nullptr ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::DisplayRole:
        if (column != nullptr) return column->title;
        return shownZone() == TimeZone::Utc ? tr("Time (UTC)") : tr("Time (local)");
    default: return {};
    }
}

double ChartDataModel::valueAt(const QModelIndex &index) const {
    return m_data.columns[static_cast<std::size_t>(index.column()) - 1].values[pointOf(index.row())];
}

QVariant ChartDataModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const qint64 ms = m_data.timesMs[pointOf(index.row())];
    const bool isTime = index.column() == 0;
    switch (role) {
    case Qt::DisplayRole: return isTime ? formatClock(momentOf(ms), shownZone(), true) : numberText(valueAt(index));
    case ValueRole: return isTime ? QVariant(ms * 1000) : QVariant(valueAt(index)); // A NaN is exported as no value.
    case IdRole: return ms;
    case Qt::FontRole: return fontOf(FontRole::Mono);
    case Qt::TextAlignmentRole: return headerData(index.column(), Qt::Horizontal, role);
    default: return {};
    }
}

} // namespace qd::ui
