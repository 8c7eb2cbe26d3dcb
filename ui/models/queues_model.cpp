#include "ui/models/queues_model.h"

#include <algorithm>
#include <cmath>

#include "ui/format/format.h"
#include "ui/models/columns.h"
#include "ui/models/roles.h"
#include "ui/theme/fonts.h"
#include "ui/theme/state_look.h"

namespace qd::ui {

namespace {
// In seconds, longer than any time: what never ends is sorted behind what takes long.
constexpr double kStands = 1e17;
constexpr double kGrows = 1e18;
} // namespace

int QueuesModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant QueuesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == ColumnKindRole)
        return kindHeader(section, {.named = {State, Waiting, Lanes, Drain}, .durations = {Oldest}});
    if (role == ExportNameRole) return exportHeader(section);
    if (role == Qt::TextAlignmentRole) {
        const bool text = section <= State || section == Lanes || section == Waiting;
        return int(text ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && (section == Submitted || section == Completed || section == Failed))
        return tr("Since the engine started");
    if (role == Qt::ToolTipRole && section == Lanes)
        return tr("Tasks waiting per priority, highest first: 10: 3 · 5: 12");
    if (role == Qt::ToolTipRole && section == Oldest)
        return tr("How long ago the oldest task that is ready was submitted");
    if (role == Qt::ToolTipRole && section == Arrival)
        return tr("Tasks submitted per second, over the last ten seconds");
    if (role == Qt::ToolTipRole && section == Service)
        return tr("Tasks that ended per second, over the last ten seconds");
    if (role == Qt::ToolTipRole && section == Drain)
        return tr("When nothing would be queued any more: queued tasks by service less arrival");
    if (role == Qt::ToolTipRole && section == Waiting)
        return tr("Why the tasks that are ready are not started at this moment");
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case Name: return tr("Queue");
    case State: return tr("State");
    case Queued: return tr("Ready");
    case Running: return tr("Running");
    case Scheduled: return tr("Scheduled");
    case Retrying: return tr("Retrying");
    case Oldest: return tr("Oldest");
    case Arrival: return tr("Arrival");
    case Service: return tr("Service");
    case Drain: return tr("Drains in");
    case Waiting: return tr("Why waiting");
    case Lanes: return tr("By priority");
    case Submitted: return tr("Submitted");
    case Completed: return tr("Completed");
    case Failed: return tr("Failed");
    case ColumnCount: break;
    }
    return {};
}

std::int64_t QueuesModel::keyOf(const Snapshot &snapshot, std::size_t source) const {
    return snapshot.queues.queue(QueueColumn::Name, source);
}

QString QueuesModel::name(const Snapshot &snapshot, std::size_t source) const {
    const std::string_view text = snapshot.text(snapshot.queues.queue(QueueColumn::Name, source));
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString QueuesModel::nameAt(int row) const {
    return data(index(row, Name), ValueRole).toString();
}

/// Since a wall time, going on between snapshots by the engine's clock.
Duration QueuesModel::waited(WallTime since) const {
    return shown().wallAt - since + (now() - shown().takenAt);
}

QVariant QueuesModel::value(std::size_t source, int column) const {
    const auto at = [&](QueueColumn which) { return qlonglong{shown().queues.queue(which, source)}; };
    switch (static_cast<Column>(column)) {
    case Name: return name(shown(), source);
    case State: return at(QueueColumn::Paused);
    case Queued: return at(QueueColumn::Queued);
    case Running: return at(QueueColumn::Running);
    case Scheduled: return at(QueueColumn::Scheduled);
    case Retrying: return at(QueueColumn::Retrying);
    case Oldest:
        if (at(QueueColumn::OldestAt) == 0) return {};
        return std::max(qlonglong{0},
                        qlonglong{waited(WallTime{std::chrono::microseconds{at(QueueColumn::OldestAt)}}).count()});
    case Arrival: return std::isnan(flow(source).arrival) ? QVariant{} : flow(source).arrival;
    case Service: return std::isnan(flow(source).service) ? QVariant{} : flow(source).service;
    case Drain: {
        const DrainTime time = drain(source);
        if (time.kind == DrainKind::Unknown) return {};
        if (time.kind == DrainKind::Stands) return kStands;
        return time.kind == DrainKind::Grows ? kGrows : static_cast<double>(time.time.count()) / 1e9;
    }
    case Waiting: return at(QueueColumn::Held);
    case Lanes: return at(QueueColumn::Queued);
    case Submitted: return at(QueueColumn::Submitted);
    case Completed: return at(QueueColumn::Completed);
    case Failed: return at(QueueColumn::Failed);
    case ColumnCount: break;
    }
    return {};
}

QVariant QueuesModel::exportHeader(int section) {
    switch (static_cast<Column>(section)) {
    case Arrival: return QStringLiteral("arrival_per_s");
    case Service: return QStringLiteral("service_per_s");
    case Drain: return QStringLiteral("drains_in_s");
    default: return {};
    }
}

/// Never a word of a language, and no number that is only a place in the order.
QVariant QueuesModel::machine(std::size_t source, int column) const {
    const auto text = [](std::string_view id) {
        return QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size()));
    };
    switch (static_cast<Column>(column)) {
    case State: return text(toText(look(source)));
    case Waiting: {
        const auto guard = static_cast<Guard>(shown().queues.queue(QueueColumn::Held, source));
        return guard == Guard::None ? QVariant{} : text(toText(guard));
    }
    case Drain: {
        const DrainKind kind = drain(source).kind;
        return kind == DrainKind::Takes || kind == DrainKind::Empty ? value(source, column) : QVariant{};
    }
    case Lanes: {
        QStringList parts;
        int priority = kPriorityMax;
        for (const qlonglong count : laneCounts(source)) {
            if (count > 0) parts << QStringLiteral("%1:%2").arg(priority).arg(count);
            --priority;
        }
        return parts.isEmpty() ? QVariant{} : parts.join(QLatin1Char(' '));
    }
    default: return value(source, column);
    }
}

QueueLook QueuesModel::look(std::size_t source) const {
    const auto count = [&](QueueColumn column) {
        return static_cast<std::uint64_t>(shown().queues.queue(column, source));
    };
    return queueLook(count(QueueColumn::Paused) != 0 || shown().pausedAll, count(QueueColumn::Held) != 0,
                     count(QueueColumn::Queued), count(QueueColumn::Running),
                     count(QueueColumn::Scheduled) + count(QueueColumn::Retrying));
}

QString QueuesModel::whyHeld(Guard guard) {
    switch (guard) {
    case Guard::PausedAll: return tr("all dispatching is paused");
    case Guard::PausedQueue: return tr("the queue is paused");
    case Guard::NoWorker: return tr("no worker serves it");
    case Guard::WorkersPaused: return tr("its workers are paused");
    case Guard::WorkersBusy: return tr("its workers are busy");
    case Guard::LedgerStalled: return tr("the ledger cannot write");
    case Guard::Draining: return tr("its workers are draining");
    default: return noValue(); // The other guards are about a task, never about a queue.
    }
}

QueueFlow QueuesModel::flow(std::size_t source) const {
    return m_flows ? m_flows->of(keyOf(shown(), source)) : QueueFlow{};
}

DrainTime QueuesModel::drain(std::size_t source) const {
    const QueueFlow now = flow(source);
    return drainTimeOf(shown(), source, now);
}

QList<qlonglong> QueuesModel::laneCounts(std::size_t source) const {
    QList<qlonglong> counts;
    for (int priority = kPriorityMax; priority >= 1; --priority)
        counts << shown().queues.at(
            static_cast<std::size_t>(QueueColumn::Lane1) + static_cast<std::size_t>(priority) - 1, source);
    return counts;
}

QString QueuesModel::lanes(std::size_t source) const {
    QStringList parts;
    int priority = kPriorityMax;
    for (const qlonglong count : laneCounts(source)) {
        if (count > 0)
            parts.push_back(QStringLiteral("%1: %2").arg(priority).arg(formatCount(static_cast<std::uint64_t>(count))));
        --priority;
    }
    return parts.isEmpty() ? noValue() : parts.join(QStringLiteral(" · "));
}

QString QueuesModel::display(std::size_t source, int column) const {
    const QVariant raw = value(source, column);
    if (!raw.isValid()) return noValue();
    switch (static_cast<Column>(column)) {
    case Name: return raw.toString();
    case State: return lookOf(look(source)).word;
    case Oldest: return formatAge(Duration{raw.toLongLong()});
    case Arrival:
    case Service: return formatRate(raw.toDouble());
    case Drain: return drainText(drain(source));
    case Waiting: return whyHeld(static_cast<Guard>(raw.toLongLong()));
    case Lanes: return lanes(source);
    default: return formatCount(static_cast<std::uint64_t>(raw.toLongLong()));
    }
}

QVariant QueuesModel::cell(std::size_t source, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole: return display(source, column);
    case ValueRole: return value(source, column);
    case MachineRole: return machine(source, column);
    case IdRole: return name(shown(), source);
    case Qt::ToolTipRole: return column == Waiting || column == Lanes ? display(source, column) : QVariant{};
    case LanesRole: return column == Lanes ? QVariant::fromValue(laneCounts(source)) : QVariant{};
    case LookRole: return column == State ? QVariant::fromValue(lookOf(look(source))) : QVariant{};
    case Qt::FontRole: return fontOf(column <= State || column == Waiting ? FontRole::Body : FontRole::Mono);
    case Qt::TextAlignmentRole: return headerData(column, Qt::Horizontal, Qt::TextAlignmentRole);
    default: return {};
    }
}

bool QueuesModel::matches(const Snapshot &snapshot, std::size_t source, const QString &text) const {
    return name(snapshot, source).contains(text, Qt::CaseInsensitive);
}

} // namespace qd::ui
