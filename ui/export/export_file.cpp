#include "ui/export/export_file.h"

namespace qd::ui {

ExportFile::ExportFile(const QString &path, ExportFormat format) : m_file(path), m_writer(makeRowWriter(format)) {}

Result<void> ExportFile::open(const QStringList &columns) {
    if (!m_file.open(QIODevice::WriteOnly))
        return fail(ErrorCode::Io, m_file.fileName().toStdString() + ": " + m_file.errorString().toStdString());
    QByteArray bytes;
    m_writer->begin(columns, bytes);
    return write(bytes);
}

Result<void> ExportFile::append(const std::vector<ExportRow> &rows) {
    QByteArray bytes;
    for (const ExportRow &row : rows) m_writer->row(row, bytes);
    return write(bytes);
}

Result<void> ExportFile::commit() {
    QByteArray bytes;
    m_writer->end(bytes);
    if (auto written = write(bytes); !written) return written;
    if (!m_file.commit())
        return fail(ErrorCode::Io, m_file.fileName().toStdString() + ": " + m_file.errorString().toStdString());
    return {};
}

Result<void> ExportFile::write(const QByteArray &bytes) {
    if (m_file.write(bytes) == bytes.size()) return {};
    return fail(ErrorCode::Io, m_file.fileName().toStdString() + ": " + m_file.errorString().toStdString());
}

} // namespace qd::ui
