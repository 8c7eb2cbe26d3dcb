#include "ui/models/columns.h"

#include <QtCore/QAbstractItemModel>
#include <QtCore/QMetaEnum>
#include <algorithm>

#include "ui/models/roles.h"

namespace qd::ui {

QVariant kindHeader(int section, const ColumnKinds &kinds) {
    const auto among = [section](std::initializer_list<int> list) {
        return std::find(list.begin(), list.end(), section) != list.end();
    };
    if (among(kinds.named)) return int(ColumnKind::Named);
    if (among(kinds.durations)) return int(ColumnKind::Duration);
    if (among(kinds.moments)) return int(ColumnKind::Moment);
    return int(ColumnKind::Plain);
}

ColumnKind columnKind(const QAbstractItemModel &model, int column) {
    return static_cast<ColumnKind>(model.headerData(column, Qt::Horizontal, ColumnKindRole).toInt());
}

QString columnId(const QAbstractItemModel &model, int column) {
    const QMetaObject *meta = model.metaObject();
    const int at = meta->indexOfEnumerator("Column");
    const char *key = at < 0 ? nullptr : meta->enumerator(at).valueToKey(column);
    if (key == nullptr) return QStringLiteral("column_%1").arg(column);
    QString id;
    for (const QChar letter : QString::fromLatin1(key)) {
        if (letter.isUpper() && !id.isEmpty()) id += QLatin1Char('_');
        id += letter.toLower();
    }
    return id;
}

} // namespace qd::ui
