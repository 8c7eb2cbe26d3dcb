#include "ui/models/workers_model.h"

#include <QtCore/QLocale>

#include "ui/format/format.h"
#include "ui/models/columns.h"
#include "ui/models/roles.h"
#include "ui/models/worker_look.h"
#include "ui/theme/fonts.h"

namespace qd::ui {

namespace {
constexpr Duration kOddnessEvery = std::chrono::seconds{1};
} // namespace

int WorkersModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WorkersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == ColumnKindRole)
        return kindHeader(section, {.named = {Worker, State, CurrentTask}, .durations = {RunningFor, Heartbeat}});
    if (role == ExportNameRole && section == Slots) return QStringLiteral("slots_busy");
    if (role == Qt::TextAlignmentRole) {
        const bool text = section <= State || section == CurrentTask || section == Label;
        return int(text ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && section == Oddness)
        return tr("How far the worker is from the median of all: failures, run time, heartbeat, lost leases; above %1 "
                  "is odd")
            .arg(kOddAbove);
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case Worker: return tr("Worker");
    case State: return tr("State");
    case Slots: return tr("Slots");
    case CurrentTask: return tr("Current task");
    case RunningFor: return tr("For");
    case Completed: return tr("Completed");
    case Failed: return tr("Failed");
    case LeasesLost: return tr("Leases lost");
    case Oddness: return tr("Oddness");
    case Heartbeat: return tr("Heartbeat");
    case Process: return tr("Process");
    case Label: return tr("Label");
    case ColumnCount: break;
    }
    return {};
}

std::int64_t WorkersModel::keyOf(const Snapshot &snapshot, std::size_t source) const {
    return snapshot.workers.worker(WorkerColumn::Id, source);
}

qlonglong WorkersModel::stateRank(std::size_t source) const {
    const WorkerLook look = workerLook(shown(), source, now());
    if (!m_worstFirst) return qlonglong(look);
    const bool healthy = look == WorkerLook::Busy || look == WorkerLook::Idle;
    return (qlonglong(healthy ? WorkerLook::Busy : look) << 32) + qlonglong{keyOf(shown(), source)};
}

WorkerId WorkersModel::idOf(std::size_t source) const {
    return {static_cast<std::uint32_t>(keyOf(shown(), source))};
}

const FleetOddness &WorkersModel::oddness() const {
    // Also backwards: the time bar shows older pictures.
    if (kept() > 0 && (now() < m_oddnessAt || now() - m_oddnessAt >= kOddnessEvery)) {
        m_oddness = FleetOddness(shown(), now());
        m_oddnessAt = now();
    }
    return m_oddness;
}

QVariant WorkersModel::value(std::size_t source, int column) const {
    const auto at = [&](WorkerColumn which) { return qlonglong{shown().workers.worker(which, source)}; };
    switch (static_cast<Column>(column)) {
    case Worker: return at(WorkerColumn::Id);
    case State: return stateRank(source);
    case Slots: return at(WorkerColumn::Busy);
    case CurrentTask: return at(WorkerColumn::CurrentTask) == 0 ? QVariant{} : at(WorkerColumn::CurrentTask);
    case RunningFor:
        if (at(WorkerColumn::CurrentSince) == 0) return {};
        return qlonglong{now().time_since_epoch().count() - at(WorkerColumn::CurrentSince)};
    case Completed: return at(WorkerColumn::Completed);
    case Failed: return at(WorkerColumn::Failed);
    case LeasesLost: return at(WorkerColumn::LeaseLost);
    case Oddness: {
        const auto score = oddness().of(idOf(source)).score;
        return score ? QVariant{*score} : QVariant{};
    }
    case Heartbeat:
        return at(WorkerColumn::HeartbeatAt) == 0 ? QVariant{}
                                                  : qlonglong{heartbeatAge(shown(), source, now()).count()};
    case Process: return at(WorkerColumn::ProcessId) == 0 ? QVariant{} : at(WorkerColumn::ProcessId);
    case Label: {
        const std::string_view text = shown().text(at(WorkerColumn::Label));
        return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    case ColumnCount: break;
    }
    return {};
}

QVariant WorkersModel::machine(std::size_t source, int column) const {
    const std::string_view state = toText(workerLook(shown(), source, now()));
    if (column == State) return QString::fromLatin1(state.data(), static_cast<qsizetype>(state.size()));
    return value(source, column).isValid() ? QVariant(display(source, column)) : QVariant{}; // Ids are what they are.
}

QString WorkersModel::display(std::size_t source, int column) const {
    const QVariant raw = value(source, column);
    if (!raw.isValid()) return noValue();
    const auto count = static_cast<std::uint64_t>(raw.toLongLong());
    switch (static_cast<Column>(column)) {
    case Worker: return QString::fromStdString(workerIdText({static_cast<std::uint32_t>(count)}));
    case State: return lookOf(workerLook(shown(), source, now())).word;
    case Slots: return tr("%1 of %2").arg(count).arg(shown().workers.worker(WorkerColumn::Slots, source));
    case CurrentTask: return QString::fromStdString(taskIdText(shown().ledger, {count}));
    case RunningFor: return formatDuration(Duration{raw.toLongLong()});
    case Completed:
    case Failed:
    case LeasesLost: return formatCount(count);
    case Oddness: return QLocale().toString(raw.toDouble(), 'f', 1);
    case Heartbeat: return formatAge(Duration{raw.toLongLong()});
    case Process: return QString::number(count);
    case Label: return raw.toString().isEmpty() ? noValue() : raw.toString();
    case ColumnCount: break;
    }
    return {};
}

QVariant WorkersModel::cell(std::size_t source, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole: return display(source, column);
    case ValueRole: return value(source, column);
    case MachineRole: return machine(source, column);
    case IdRole: return qulonglong(shown().workers.worker(WorkerColumn::Id, source));
    case Qt::ToolTipRole: return column == Oddness ? oddness().words(idOf(source)) : QVariant{};
    case LookRole:
        if (column == Oddness && value(source, column).toDouble() > kOddAbove)
            return QVariant::fromValue(StateLook{Shape::Triangle, display(source, column), ColorRole::Degraded, false});
        return column == State ? QVariant::fromValue(lookOf(workerLook(shown(), source, now()))) : QVariant{};
    case Qt::FontRole: return fontOf(column == State || column == Label ? FontRole::Body : FontRole::Mono);
    case Qt::TextAlignmentRole: return headerData(column, Qt::Horizontal, Qt::TextAlignmentRole);
    default: return {};
    }
}

bool WorkersModel::matches(const Snapshot &snapshot, std::size_t source, const QString &text) const {
    const WorkerId id{static_cast<std::uint32_t>(snapshot.workers.worker(WorkerColumn::Id, source))};
    const std::string_view label = snapshot.text(snapshot.workers.worker(WorkerColumn::Label, source));
    return QString::fromStdString(workerIdText(id)).contains(text, Qt::CaseInsensitive) ||
           QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())).contains(text, Qt::CaseInsensitive) ||
           lookOf(workerLook(snapshot, source, snapshot.takenAt)).word.contains(text, Qt::CaseInsensitive);
}

} // namespace qd::ui
