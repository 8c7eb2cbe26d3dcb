#pragma once
// What a chart shows, as numbers: for tables, files and whoever cannot see lines.

#include <QtCore/QString>
#include <vector>

namespace qd::ui {

struct ChartColumn {
    QString id;                 ///< In files, unit included: "wait_p99_ms".
    QString title;              ///< "p99 (ms)"
    std::vector<double> values; ///< NaN is a gap.

    bool operator==(const ChartColumn &) const = default;
};

struct ChartData {
    std::vector<qint64> timesMs;      ///< Ascending wall times.
    std::vector<ChartColumn> columns; ///< Each as long as timesMs.

    bool operator==(const ChartData &) const = default;
};

} // namespace qd::ui
