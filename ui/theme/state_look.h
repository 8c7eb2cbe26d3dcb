#pragma once
// The state vocabulary: which shape, word and colour a state has, in one place. A state is never shown by colour alone,
// and what is not known is never green.

#include <QtCore/QRect>
#include <QtCore/QString>

#include "core/model/snapshot.h"
#include "core/model/task.h"
#include "ui/theme/shapes.h"
#include "ui/theme/theme.h"

class QFont;
class QPainter;

namespace qd::ui {

struct StateLook {
    Shape shape = Shape::Hatch;
    QString word; ///< Translated, lower case: "running".
    ColorRole role = ColorRole::Unknown;
    bool imposed = false; ///< By a person: painted with a violet outline, the word says it too.

    bool operator==(const StateLook &) const = default;
};

[[nodiscard]] StateLook lookOf(TaskState state);
[[nodiscard]] StateLook lookOf(WorkerLifecycle lifecycle);
[[nodiscard]] StateLook lookOf(EnginePhase phase);
/// "the attempt failed"; empty for None.
[[nodiscard]] QString wordsOf(Reason reason);
/// The three axes of a worker as one look; the strongest is shown: gone and lost, then imposed pause, draining,
/// starting, then busy or idle. The words of the other axes go into tool tips.
[[nodiscard]] StateLook lookOfWorker(WorkerLifecycle lifecycle, std::uint32_t busy, std::uint32_t slotCount,
                                     bool paused);
/// A queue: paused (imposed), held back by something else (as qdctl says), at work, waiting, or empty.
/// Later: nothing is ready, and something will be: scheduled, or waiting for a retry.
enum class QueueLook : std::uint8_t { Paused, Held, Running, Waiting, Later, Empty };
[[nodiscard]] QueueLook queueLook(bool paused, bool held, std::uint64_t queued, std::uint64_t running,
                                  std::uint64_t later);
[[nodiscard]] StateLook lookOf(QueueLook look);
[[nodiscard]] std::string_view toText(QueueLook look); ///< For files: the same in every language.

/// How things are as a whole; the top strip shows it.
enum class Overall : std::uint8_t { Unknown, Healthy, Degraded, Failing, Paused, Stopped };
[[nodiscard]] StateLook lookOf(Overall overall);
[[nodiscard]] StateLook unknownLook();

/// Tones of banners and toasts.
enum class Tone : std::uint8_t { Info, Good, Warning, Bad, Imposed };
[[nodiscard]] ColorRole roleOf(Tone tone);
[[nodiscard]] Shape shapeOf(Tone tone);

/// Shape and word in one line, the word elided to fit; for delegates and widgets alike. The word is in `textColor`,
/// only the shape carries the state's colour.
void paintState(QPainter &painter, const QRect &rect, const StateLook &look, const QColor &textColor,
                const QFont &font);
[[nodiscard]] QSize stateSizeHint(const StateLook &look, const QFont &font);

} // namespace qd::ui
