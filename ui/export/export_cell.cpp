#include "ui/export/export_cell.h"

#include <QtCore/QDateTime>
#include <cmath>

#include "ui/format/format.h"

namespace qd::ui {

ExportCell ExportCell::ofText(QString text) {
    return {Kind::Text, std::move(text)};
}

ExportCell ExportCell::ofNumber(std::int64_t number) {
    return {Kind::Number, QString::number(qlonglong{number})};
}

ExportCell ExportCell::ofDuration(Duration duration) {
    constexpr std::uint64_t kSecond = 1'000'000'000;
    const std::int64_t count = duration.count();
    // In unsigned arithmetic: the smallest duration has no positive twin.
    const std::uint64_t size =
        count < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    QString text = QString::number(qulonglong{size / kSecond});
    if (const std::uint64_t rest = size % kSecond; rest > 0) {
        text += QStringLiteral(".%1").arg(qulonglong{rest}, 9, 10, QLatin1Char('0'));
        while (text.endsWith(QLatin1Char('0'))) text.chop(1);
    }
    return {Kind::Number, count < 0 ? QLatin1Char('-') + text : text};
}

ExportCell ExportCell::ofMoment(WallTime at) {
    if (at == kNoWallTime) return {};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const auto rest = at - seconds;
    const QString date = QDateTime::fromSecsSinceEpoch(seconds.time_since_epoch().count(), Qt::UTC)
                             .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    return ofText(QStringLiteral("%1.%2Z").arg(date).arg(qlonglong{rest.count()}, 6, 10, QLatin1Char('0')));
}

ExportCell exportCell(ColumnKind kind, const QVariant &value) {
    if (!value.isValid() || value.isNull()) return {};
    switch (kind) {
    case ColumnKind::Duration: return ExportCell::ofDuration(Duration{value.toLongLong()});
    case ColumnKind::Moment: return ExportCell::ofMoment(WallTime{std::chrono::microseconds{value.toLongLong()}});
    case ColumnKind::Plain:
    case ColumnKind::Named: break;
    }
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::LongLong: return ExportCell::ofNumber(value.toLongLong());
    case QMetaType::UInt:
    case QMetaType::ULongLong: return {ExportCell::Kind::Number, QString::number(value.toULongLong())};
    case QMetaType::Double:
        if (!std::isfinite(value.toDouble())) return {};
        return {ExportCell::Kind::Number, QString::number(value.toDouble(), 'g', 15)};
    default: break;
    }
    const QString text = value.toString();
    return text == noValue() ? ExportCell{} : ExportCell::ofText(text);
}

QString exportName(const QString &columnId, ColumnKind kind) {
    if (kind == ColumnKind::Duration) return columnId + QStringLiteral("_s");
    if (kind == ColumnKind::Moment) return columnId + QStringLiteral("_utc");
    return columnId;
}

} // namespace qd::ui
