#pragma once
// What is wrong with a typed filter, in the language of the window.

#include <QtCore/QString>

#include "core/model/task_expression.h"

namespace qd::ui {

/// `text` is what was typed: people count its characters, not its bytes.
[[nodiscard]] QString troubleText(const FilterTrouble &trouble, const QString &text);

} // namespace qd::ui
