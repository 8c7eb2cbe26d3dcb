#pragma once
// One value of an exported row: raw, without locale, with its unit in the column's name.

#include <QtCore/QString>
#include <QtCore/QVariant>
#include <cstdint>

#include "core/base/time.h"
#include "ui/models/columns.h"

namespace qd::ui {

struct ExportCell {
    enum class Kind : std::uint8_t { None, Text, Number };
    Kind kind = Kind::None;
    QString text{};

    [[nodiscard]] static ExportCell ofText(QString text);
    [[nodiscard]] static ExportCell ofNumber(std::int64_t number);
    /// Seconds, exact: 1.5, 0.000001.
    [[nodiscard]] static ExportCell ofDuration(Duration duration);
    /// RFC 3339 in UTC with microseconds; none for never.
    [[nodiscard]] static ExportCell ofMoment(WallTime at);
    bool operator==(const ExportCell &) const = default;
};

/// A ValueRole (of Named columns: a MachineRole); a text of noValue() is none.
[[nodiscard]] ExportCell exportCell(ColumnKind kind, const QVariant &value);
/// "run_time" -> "run_time_s", "created" -> "created_utc".
[[nodiscard]] QString exportName(const QString &columnId, ColumnKind kind);

} // namespace qd::ui
