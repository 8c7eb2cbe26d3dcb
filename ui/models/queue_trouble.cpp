#include "ui/models/queue_trouble.h"

#include <QtCore/QCoreApplication>
#include <algorithm>
#include <bit>
#include <tuple>

#include "core/model/event.h"
#include "ui/format/format.h"
#include "ui/models/queues_model.h"

namespace qd::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(QueueTrouble)
};

/// Its power of two: 0, 1, 2-3, 4-7 ...
int step(std::int64_t value) {
    return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0))));
}

std::int64_t seconds(Duration time) {
    return std::chrono::floor<std::chrono::seconds>(time).count();
}

/// What grows or stands is never empty, and takes longer than anything that has a time.
std::int64_t drainSeconds(const DrainTime &drain) {
    constexpr std::int64_t kNever = std::int64_t{1} << 62;
    switch (drain.kind) {
    case DrainKind::Unknown:
    case DrainKind::Empty: return 0;
    case DrainKind::Takes: return seconds(drain.time);
    case DrainKind::Grows:
    case DrainKind::Stands: return kNever;
    }
    return 0;
}

QueueTroubleKind kindOf(const QueueTrouble &queue, std::uint64_t queued, bool paused) {
    const auto guard = static_cast<Guard>(queue.guard);
    const bool held = guard != Guard::None && guard != Guard::WorkersBusy; // Busy workers are work that goes on.
    if (queued > 0 && (paused || held)) return QueueTroubleKind::Stuck;
    const bool drains = queue.drain.kind != DrainKind::Grows && queue.drain.kind != DrainKind::Stands;
    if (queued > 0 && !drains && queue.oldest >= QueueTrouble::kLong) return QueueTroubleKind::Behind;
    if (paused) return QueueTroubleKind::Paused;
    return queue.waiting > 0 ? QueueTroubleKind::Waiting : QueueTroubleKind::Calm;
}

QueueTrouble troubleOf(const Snapshot &snapshot, std::size_t row, const QueueFlows &flows) {
    const auto at = [&](QueueColumn column) { return snapshot.queues.queue(column, row); };
    const auto count = [&](QueueColumn column) { return static_cast<std::uint64_t>(at(column)); };
    QueueTrouble queue;
    queue.key = at(QueueColumn::Name);
    const std::string_view name = snapshot.text(queue.key);
    queue.name = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    queue.waiting = count(QueueColumn::Queued);
    queue.running = count(QueueColumn::Running);
    const bool paused = snapshot.pausedAll || at(QueueColumn::Paused) != 0;
    queue.guard = snapshot.pausedAll ? static_cast<std::int64_t>(Guard::PausedAll)
                  : paused           ? static_cast<std::int64_t>(Guard::PausedQueue)
                                     : at(QueueColumn::Held);
    if (at(QueueColumn::OldestAt) != 0)
        queue.oldest =
            std::max(Duration::zero(),
                     Duration{snapshot.wallAt - WallTime{std::chrono::microseconds{at(QueueColumn::OldestAt)}}});
    const QueueFlow flow = flows.of(queue.key);
    queue.drain = drainTimeOf(snapshot, row, flow);
    queue.kind = kindOf(queue, count(QueueColumn::Queued), paused);
    return queue;
}

QString why(const QueueTrouble &queue) {
    const QString oldest = formatAge(queue.oldest);
    switch (queue.kind) {
    case QueueTroubleKind::Stuck:
        return Text::tr("%1; the oldest has waited for %2")
            .arg(QueuesModel::whyHeld(static_cast<Guard>(queue.guard)), oldest);
    case QueueTroubleKind::Behind:
        return (queue.drain.kind == DrainKind::Stands
                    ? Text::tr("nothing of it is done; the oldest has waited for %1")
                    : Text::tr("more arrives than is done; the oldest has waited for %1"))
            .arg(oldest);
    case QueueTroubleKind::Paused: return Text::tr("paused; nothing waits");
    case QueueTroubleKind::Waiting:
        if (queue.oldest == Duration::zero()) return Text::tr("only retries wait");
        if (queue.drain.kind != DrainKind::Takes) return Text::tr("the oldest has waited for %1").arg(oldest);
        return Text::tr("drains in %1; the oldest has waited for %2").arg(drainText(queue.drain), oldest);
    case QueueTroubleKind::Calm: return Text::tr("nothing waits");
    }
    return {};
}

} // namespace

std::vector<QueueTrouble> queueTroubles(const Snapshot &snapshot, const QueueFlows &flows) {
    std::vector<QueueTrouble> queues;
    queues.reserve(snapshot.queues.rows);
    for (std::size_t row = 0; row < snapshot.queues.rows; ++row) queues.push_back(troubleOf(snapshot, row, flows));
    const auto key = [](const QueueTrouble &queue) {
        return std::tuple(queue.kind, -step(seconds(queue.oldest)), -step(drainSeconds(queue.drain)),
                          -step(static_cast<std::int64_t>(queue.waiting)));
    };
    std::sort(queues.begin(), queues.end(), [&](const QueueTrouble &a, const QueueTrouble &b) {
        const auto left = key(a);
        const auto right = key(b);
        return left != right ? left < right : a.name < b.name;
    });
    return queues;
}

QString words(const QueueTrouble &queue) {
    return Text::tr("%1 · %2 running").arg(why(queue), formatCount(queue.running));
}

StateLook lookOf(QueueTroubleKind kind) {
    switch (kind) {
    case QueueTroubleKind::Stuck: return {Shape::Cross, Text::tr("stuck"), ColorRole::Failing, false};
    case QueueTroubleKind::Behind: return {Shape::Triangle, Text::tr("behind"), ColorRole::Degraded, false};
    case QueueTroubleKind::Paused: return {Shape::Bars, Text::tr("paused"), ColorRole::Paused, false};
    case QueueTroubleKind::Waiting: return {Shape::Half, Text::tr("waiting"), ColorRole::Series3, false};
    case QueueTroubleKind::Calm: return {Shape::Ring, Text::tr("empty"), ColorRole::Idle, false};
    }
    return unknownLook();
}

} // namespace qd::ui
