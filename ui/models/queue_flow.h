#pragma once
// How fast queues fill and empty, and when they will be empty.
//
//     arrival  = tasks submitted per second             (QueueColumn::Submitted, over the last ten seconds)
//     service  = tasks that ended per second            (Completed + Failed; what is cancelled is not counted by queue)
//     busy     = workers at work on the queue, on average over the same time (QueueColumn::Running)
//     backlog  = tasks that are ready (QueueColumn::Queued); what waits for its time is not for workers to drain
//
//     time to drain            = backlog / (service - arrival), when service > arrival
//     rate of one busy worker  = service / busy, known from half a busy worker on
//     with n workers           = backlog / (n * rate of one - arrival)
//
// The last line assumes that all n work on this queue alone and that tasks take and arrive as they did.

#include <QtCore/QObject>
#include <QtCore/QString>
#include <cstdint>
#include <limits>
#include <unordered_map>

#include "core/model/snapshot.h"
#include "ui/models/rate_window.h"

namespace qd::ui {

class Session;

struct QueueFlow {
    static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

    double arrival = kUnknown; ///< Per second; NaN = not known yet, the same for the others.
    double service = kUnknown;
    double busy = kUnknown;
    Duration window{}; ///< What the rates stand on.

    [[nodiscard]] double perBusyWorker() const;
};

enum class DrainKind : std::uint8_t {
    Unknown,
    Empty,  ///< Nothing is ready.
    Takes,  ///< `time` tells.
    Grows,  ///< As much or more arrives than is served.
    Stands, ///< Nothing arrives and nothing is served.
};

struct DrainTime {
    DrainKind kind = DrainKind::Unknown;
    Duration time{};

    bool operator==(const DrainTime &) const = default;
};

/// What waits for workers, over all queues: the queue depth wherever it is told. Tasks that are scheduled for later or
/// wait for a retry are no part of it.
[[nodiscard]] std::uint64_t readyTasks(const Snapshot &snapshot);

[[nodiscard]] DrainTime drainTime(std::int64_t backlog, double arrival, double service);
/// Of a queue as it is: one that is paused is not served, whatever was a moment ago.
[[nodiscard]] DrainTime drainTimeOf(const Snapshot &snapshot, std::size_t row, const QueueFlow &flow);
/// With `workers` at work on it instead. Empty here means that it stays so.
[[nodiscard]] DrainTime drainTimeWith(std::int64_t workers, std::int64_t backlog, const QueueFlow &flow);
/// "4:12 min", "empty", "grows", "stands", or a dash.
[[nodiscard]] QString drainText(const DrainTime &drain);

/// Thread: GUI. Listens to the session all the time, so that the rates are there when a page is opened.
class QueueFlows final : public QObject {
    Q_OBJECT
public:
    explicit QueueFlows(Session &session, QObject *parent = nullptr);

    void take(const Snapshot &snapshot);
    /// By QueueColumn::Name.
    [[nodiscard]] QueueFlow of(std::int64_t name) const;

private:
    struct Windows {
        RateWindow arrived;
        RateWindow ended;
        RateWindow busyTime; ///< Busy workers x seconds, summed up.
        double busySum = 0;
        bool paused = false;
        std::uint64_t seen = 0; ///< Round in which the queue was there.
    };

    Session &m_session;
    std::unordered_map<std::int64_t, Windows> m_queues;
    Instant m_takenAt;
    std::uint64_t m_round = 0;
};

} // namespace qd::ui
