#pragma once
// The settings in force: value, where it came from, what is allowed.

#include <QtCore/QAbstractTableModel>
#include <vector>

#include "core/config/settings.h"

namespace qd::ui {

/// Thread: GUI.
class SettingsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Key, Value, Source, Range, Help, ColumnCount };
    Q_ENUM(Column)
    using QAbstractTableModel::QAbstractTableModel;

    void setLines(std::vector<SettingLine> lines);
    void setTextFilter(const QString &text);
    [[nodiscard]] std::size_t kept() const { return m_all.size(); }
    [[nodiscard]] const SettingLine &lineAt(int row) const { return m_all[m_rows[static_cast<std::size_t>(row)]]; }
    /// As it would stand in the settings file: "pool.workers = 8".
    [[nodiscard]] QString fileLine(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void select();

    std::vector<SettingLine> m_all;
    std::vector<std::size_t> m_rows;
    QString m_text;
};

} // namespace qd::ui
