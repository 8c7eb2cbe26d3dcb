#pragma once
// The rows of an item model that has all of them at hand.

#include <QtCore/QAbstractItemModel>

#include "ui/export/export_job.h"

namespace qd::ui {

/// Thread: GUI. Takes the rows as they are when it starts; `columns` in the order of the file.
class ModelExport final : public ExportJob {
    Q_OBJECT
public:
    ModelExport(const QAbstractItemModel &model, const std::vector<int> &columns, const QString &path,
                ExportFormat format, QObject *parent = nullptr);

    [[nodiscard]] static QStringList namesOf(const QAbstractItemModel &model, const std::vector<int> &columns);

protected:
    void fetch() override;
    [[nodiscard]] ExportReport report() const override { return {.rows = m_count, .moved = false}; }

private:
    std::vector<ExportRow> m_rows;
    std::uint64_t m_count = 0;
};

} // namespace qd::ui
