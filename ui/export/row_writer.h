#pragma once
// Rows as bytes.

#include <QtCore/QByteArray>
#include <QtCore/QStringList>
#include <memory>
#include <vector>

#include "ui/export/export_cell.h"

namespace qd::ui {

enum class ExportFormat : std::uint8_t { Csv, Json };

using ExportRow = std::vector<ExportCell>;

/// UTF-8. begin() once, row() for each, end() once; all append to `out`. Thread: any, one at a time.
class RowWriter {
public:
    virtual ~RowWriter() = default;
    virtual void begin(const QStringList &columns, QByteArray &out) = 0;
    virtual void row(const ExportRow &cells, QByteArray &out) = 0;
    virtual void end(QByteArray &out) = 0;
};

/// Csv: RFC 4180, with a line of names; a text that a spreadsheet would take for a formula is led by an apostrophe.
/// Json: an array with one object a line, columns in their order, null where there is no value.
[[nodiscard]] std::unique_ptr<RowWriter> makeRowWriter(ExportFormat format);
/// "csv", "json".
[[nodiscard]] QString suffixOf(ExportFormat format);

} // namespace qd::ui
