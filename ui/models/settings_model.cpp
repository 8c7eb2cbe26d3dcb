#include "ui/models/settings_model.h"

#include "ui/format/format.h"
#include "ui/models/roles.h"
#include "ui/models/setting_words.h"
#include "ui/theme/fonts.h"

namespace qd::ui {

void SettingsModel::setLines(std::vector<SettingLine> lines) {
    m_all = std::move(lines);
    select();
}

void SettingsModel::setTextFilter(const QString &text) {
    m_text = text;
    select();
}

/// A hundred lines that change only when somebody types: a reset is right here.
void SettingsModel::select() {
    beginResetModel();
    m_rows.clear();
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        const QString all = QString::fromStdString(m_all[i].key + ' ' + m_all[i].value + ' ') + settingHelp(m_all[i]);
        if (all.contains(m_text, Qt::CaseInsensitive)) m_rows.push_back(i);
    }
    endResetModel();
}

QString SettingsModel::fileLine(int row) const {
    return QString::fromStdString(lineAt(row).key + " = " + lineAt(row).value);
}

int SettingsModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SettingsModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SettingsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case Key: return tr("Setting");
    case Value: return tr("Value");
    case Source: return tr("From");
    case Range: return tr("Allowed");
    case Help: return tr("What it does");
    case ColumnCount: break;
    }
    return {};
}

QVariant SettingsModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const SettingLine &line = lineAt(index.row());
    if (role == IdRole) return QString::fromStdString(line.key);
    if (role == Qt::FontRole) {
        const bool changed = line.source != SettingSource::Default && index.column() == Value;
        if (changed) return fontOf(FontRole::MonoStrong);
        return fontOf(index.column() == Help || index.column() == Source ? FontRole::Body : FontRole::Mono);
    }
    if (role != Qt::DisplayRole && role != ValueRole && role != Qt::ToolTipRole) return {};
    // The columns that tell it may be left out where there is little room.
    if (role == Qt::ToolTipRole && index.column() == Key)
        return QStringList{QString::fromStdString(line.key), settingHelp(line)}.join(QLatin1Char('\n'));
    if (role == Qt::ToolTipRole && index.column() == Value && !line.range.empty())
        return QStringList{QString::fromStdString(line.value), settingRange(line)}.join(QLatin1Char('\n'));
    switch (static_cast<Column>(index.column())) {
    case Key: return QString::fromStdString(line.key);
    case Value: return line.value.empty() ? noValue() : QString::fromStdString(line.value);
    case Source: return settingSource(line.source);
    case Range: return line.range.empty() ? noValue() : settingRange(line);
    case Help: return settingHelp(line);
    case ColumnCount: break;
    }
    return {};
}

} // namespace qd::ui
