#pragma once
// What item models hand out besides text: values sort and export, text is made at the edge.

#include <QtCore/qnamespace.h>

namespace qd::ui {

enum ItemRole {
    ValueRole = Qt::UserRole + 1, ///< The typed value: qlonglong, double, QString, bool. Invalid = no value.
    IdRole,                       ///< The row's identity: qulonglong (task, worker, override), QString (queue).
    LookRole,                     ///< StateLook of a state cell: shape, word, colour.
    LanesRole,                    ///< QList<qlonglong>: tasks by priority, 10 first.
    PlaceholderRole,              ///< bool: the row is not loaded yet.
    ColumnKindRole,               ///< Of a header: int(ColumnKind); invalid = Plain.
    MachineRole,                  ///< Of Named columns: what a file says, e.g. "paused_queue"; invalid = no value.
    ExportNameRole,               ///< Of a header: QString, its name in files, unit included; invalid = by its kind.
};

} // namespace qd::ui
