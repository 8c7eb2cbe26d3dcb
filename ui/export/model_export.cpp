#include "ui/export/model_export.h"

#include "ui/models/roles.h"

namespace qd::ui {

QStringList ModelExport::namesOf(const QAbstractItemModel &model, const std::vector<int> &columns) {
    QStringList names;
    for (const int column : columns) {
        const QVariant given = model.headerData(column, Qt::Horizontal, ExportNameRole);
        names << (given.isValid() ? given.toString() : exportName(columnId(model, column), columnKind(model, column)));
    }
    return names;
}

ModelExport::ModelExport(const QAbstractItemModel &model, const std::vector<int> &columns, const QString &path,
                         ExportFormat format, QObject *parent)
    : ExportJob(path, format, namesOf(model, columns), parent) {
    std::vector<ColumnKind> kinds;
    for (const int column : columns) kinds.push_back(columnKind(model, column));
    m_count = static_cast<std::uint64_t>(model.rowCount());
    m_rows.reserve(static_cast<std::size_t>(m_count));
    for (int row = 0; row < model.rowCount(); ++row) {
        ExportRow &cells = m_rows.emplace_back();
        cells.reserve(columns.size());
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const int role = kinds[i] == ColumnKind::Named ? int(MachineRole) : int(ValueRole);
            cells.push_back(exportCell(kinds[i], model.index(row, columns[i]).data(role)));
        }
    }
}

void ModelExport::fetch() {
    hand([rows = std::move(m_rows)] { return rows; }, true);
}

} // namespace qd::ui
