#pragma once
// Which queue needs somebody first, and why.
//
//     stuck    tasks are ready and cannot start: paused, held, nobody serves it
//     behind   the oldest ready task waits for kLong or more, and as much or more arrives than is served, or nothing is
//     paused   nothing is ready yet
//     waiting  tasks are ready, and it goes on
//     calm     nothing waits
//
// Within a kind what has waited longest, then what takes longest to drain, then what is deepest comes first, each told
// apart by its power of two only: what differs by less would change places with every picture. Then by name.

#include <QtCore/QString>
#include <cstdint>
#include <vector>

#include "ui/models/queue_flow.h"
#include "ui/theme/state_look.h"

namespace qd::ui {

enum class QueueTroubleKind : std::uint8_t { Stuck, Behind, Paused, Waiting, Calm };

struct QueueTrouble {
    static constexpr Duration kLong = std::chrono::seconds{10};

    std::int64_t key = 0; ///< QueueColumn::Name
    QString name;
    QueueTroubleKind kind = QueueTroubleKind::Calm;
    std::uint64_t waiting = 0; ///< Ready ones: what is scheduled or waits for a retry does not wait for workers.
    std::uint64_t running = 0;
    std::int64_t guard = 0; ///< QueueColumn::Held, of a stuck one.
    Duration oldest{};      ///< How long the oldest ready task has waited; 0 = none is ready.
    DrainTime drain;

    [[nodiscard]] bool isTrouble() const { return kind <= QueueTroubleKind::Paused; }
};

/// Of one picture, worst first.
[[nodiscard]] std::vector<QueueTrouble> queueTroubles(const Snapshot &snapshot, const QueueFlows &flows);
/// Why it stands where it stands: "the queue is paused; the oldest has waited for 2:10 min · 3 running"
[[nodiscard]] QString words(const QueueTrouble &queue);
[[nodiscard]] StateLook lookOf(QueueTroubleKind kind);

} // namespace qd::ui
