#pragma once
// A file that is either whole or not there: written under another name and renamed at the end.

#include <QtCore/QSaveFile>
#include <memory>

#include "core/base/error.h"
#include "ui/export/row_writer.h"

namespace qd::ui {

/// Thread: any, one at a time. Destroyed without commit() it leaves nothing behind.
class ExportFile {
public:
    ExportFile(const QString &path, ExportFormat format);

    [[nodiscard]] Result<void> open(const QStringList &columns);
    [[nodiscard]] Result<void> append(const std::vector<ExportRow> &rows);
    [[nodiscard]] Result<void> commit();
    [[nodiscard]] QString path() const { return m_file.fileName(); }

private:
    [[nodiscard]] Result<void> write(const QByteArray &bytes);

    QSaveFile m_file;
    std::unique_ptr<RowWriter> m_writer;
};

} // namespace qd::ui
