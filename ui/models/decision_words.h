#pragma once
// Why something was decided, in the language of the window: made from what a record is (its kind, guard and figures),
// never by reading the engine's English sentence. In English the engine's own sentence stands.

#include <QtCore/QString>

namespace qd {
struct Decision;
}

namespace qd::ui {

/// One or two sentences. `queue`: the name of the decision's queue.
[[nodiscard]] QString decisionText(const Decision &decision, const QString &queue);

} // namespace qd::ui
