#pragma once
// What a column is called wherever that must outlive the words of a language and the order of an enum: in stored
// layouts and in exported files.

#include <QtCore/QString>
#include <QtCore/QVariant>
#include <cstdint>
#include <initializer_list>

class QAbstractItemModel;

namespace qd::ui {

/// What the ValueRole of a column holds.
enum class ColumnKind : std::uint8_t {
    Plain,    ///< A number or a text that means what it says.
    Named,    ///< A key for sorting; MachineRole has the value: an identifier, the same in every language.
    Duration, ///< Nanoseconds.
    Moment,   ///< Microseconds since the epoch; 0 = never.
};

struct ColumnKinds {
    std::initializer_list<int> named{};
    std::initializer_list<int> durations{};
    std::initializer_list<int> moments{};
};

/// For headerData(): the answer to ColumnKindRole.
[[nodiscard]] QVariant kindHeader(int section, const ColumnKinds &kinds);
[[nodiscard]] ColumnKind columnKind(const QAbstractItemModel &model, int column);
/// The name of the enumerator in the model's `Column`, as "run_time"; "column_3" where it has none.
[[nodiscard]] QString columnId(const QAbstractItemModel &model, int column);

} // namespace qd::ui
