#include "ui/models/overrides_model.h"

#include <QtCore/QCoreApplication>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/models/columns.h"
#include "ui/models/roles.h"
#include "ui/theme/fonts.h"

namespace qd::ui {

QString overrideText(const Override &lease) {
    const QString target = QString::fromStdString(lease.target);
    switch (lease.kind) {
    case OverrideKind::PauseWorker: return QCoreApplication::translate("Override", "Worker %1 paused").arg(target);
    case OverrideKind::PauseQueue: return QCoreApplication::translate("Override", "Queue %1 paused").arg(target);
    case OverrideKind::PauseAll: return QCoreApplication::translate("Override", "Everything paused");
    case OverrideKind::PoolSize:
        return QCoreApplication::translate("Override", "Pool set to %1 workers").arg(lease.value);
    }
    return {};
}

namespace {

/// "pause_worker w-3", "pool_size 16"
QString machineText(const Override &lease) {
    QString text = QString::fromStdString(std::string{toText(lease.kind)});
    if (!lease.target.empty()) text += QLatin1Char(' ') + QString::fromStdString(lease.target);
    if (lease.kind == OverrideKind::PoolSize) text += QStringLiteral(" %1").arg(lease.value);
    return text;
}

} // namespace

void OverridesModel::apply(const Snapshot &snapshot) {
    const std::vector<Override> &next = *snapshot.overrides;
    m_now = snapshot.wallAt;
    // Both sides are sorted by id, and ids only grow: removals anywhere, additions at the end.
    for (int row = static_cast<int>(m_rows.size()) - 1; row >= 0; --row) {
        const OverrideId id = m_rows[static_cast<std::size_t>(row)].id;
        if (std::any_of(next.begin(), next.end(), [id](const Override &lease) { return lease.id == id; })) continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    if (next.size() > m_rows.size()) {
        beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(next.size()) - 1);
        m_rows = next;
        endInsertRows();
    } else {
        m_rows = next;
    }
    if (!m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int OverridesModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int OverridesModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant OverridesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == ColumnKindRole) return kindHeader(section, {.named = {What}, .moments = {Started, Ends}});
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case What: return tr("Override");
    case Owner: return tr("By");
    case Reason: return tr("Reason");
    case Started: return tr("Since");
    case Ends: return tr("Ends in");
    case ColumnCount: break;
    }
    return {};
}

QVariant OverridesModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const Override &lease = leaseAt(index.row());
    if (role == IdRole) return qulonglong{lease.id.value};
    if (role == Qt::FontRole) return fontOf(index.column() >= Started ? FontRole::Mono : FontRole::Body);
    if (role == MachineRole && index.column() == What) return machineText(lease);
    if (role == ValueRole && index.column() == Started) return qlonglong{lease.startedAt.time_since_epoch().count()};
    if (role == ValueRole && index.column() == Ends) return qlonglong{lease.expiresAt.time_since_epoch().count()};
    if (role != Qt::DisplayRole && role != ValueRole && role != Qt::ToolTipRole) return {};
    switch (static_cast<Column>(index.column())) {
    case What: return overrideText(lease);
    case Owner: return QString::fromStdString(lease.owner);
    case Reason: return lease.reason.empty() ? noValue() : QString::fromStdString(lease.reason);
    case Started: return formatMoment(lease.startedAt, m_now);
    case Ends: return lease.expiresAt == kNoWallTime ? tr("until resumed") : formatCountdown(lease.expiresAt - m_now);
    case ColumnCount: break;
    }
    return {};
}

} // namespace qd::ui
