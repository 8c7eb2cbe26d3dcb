#include "ui/models/events_model.h"

#include <algorithm>
#include <iterator>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/columns.h"
#include "ui/models/event_repeats.h"
#include "ui/models/event_words.h"
#include "ui/models/roles.h"
#include "ui/models/severity_look.h"
#include "ui/session/session.h"
#include "ui/theme/fonts.h"

namespace qd::ui {

EventsModel::EventsModel(Session &session, QObject *parent) : QAbstractTableModel(parent), m_session(session) {}

void EventsModel::showUntil(std::optional<WallTime> moment) {
    const bool hides = moment && !m_lines.empty() && m_lines.front().last.at > *moment;
    const std::optional<WallTime> past = hides ? moment : std::nullopt;
    if (past == m_moment) return;
    beginResetModel();
    m_moment = past;
    m_past.clear();
    if (past) lookBack(*past);
    endResetModel();
}

/// In the order in which the lines stood then: by the last of their events that had been.
void EventsModel::lookBack(WallTime moment) {
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const std::vector<Step> &steps = m_lines[i].steps;
        const auto after = std::find_if(steps.begin(), steps.end(), [&](const Step &step) { return step.at > moment; });
        const auto count = static_cast<std::size_t>(after - steps.begin());
        if (count > 0) m_past.push_back({i, count, eventOf(m_lines[i], count)});
    }
    std::sort(m_past.begin(), m_past.end(), [](const PastLine &a, const PastLine &b) {
        return a.last.at != b.last.at ? a.last.at > b.last.at : a.line < b.line;
    });
}

Event EventsModel::eventOf(const Line &line, std::size_t steps) const {
    if (steps == line.steps.size()) return line.last;
    const Step &step = line.steps[steps - 1];
    const RingPage<Event> page = m_session.events(step.sequence, 1);
    if (!page.entries.empty() && page.entries.front().sequence == step.sequence) return page.entries.front();
    Event event = line.first;
    event.at = step.at;
    return event;
}

void EventsModel::pull() {
    if (m_moment) return;
    const RingPage<Event> page = m_session.events(m_next, kKept);
    m_next = std::max(m_next, page.next);
    if (m_seen > 0) m_lost += page.lost; // Before the first look nothing is lost, only past.
    m_seen += page.entries.size();
    for (const Event &event : page.entries) add(event);
    insertBegun();
    if (m_lines.size() <= kKept) return;
    beginRemoveRows({}, static_cast<int>(kKept), static_cast<int>(m_lines.size()) - 1);
    m_lines.resize(kKept);
    endRemoveRows();
}

bool EventsModel::takesUp(const Line &line, const std::string &key, const Event &event) {
    return line.key == key && line.steps.size() < kRepeatsMost && event.at - line.first.at <= kRepeatSpan;
}

void EventsModel::renew(Line &line, const Event &event) {
    line.steps.push_back({event.at, line.steps.back().repeats + repeatsIn(event), event.sequence});
    line.last = event;
}

void EventsModel::add(const Event &event) {
    const std::string key = repeatKey(event);
    const auto takes = [&](const Line &line) { return takesUp(line, key, event); };
    if (const auto same = std::find_if(m_begun.begin(), m_begun.end(), takes); same != m_begun.end()) {
        std::rotate(m_begun.begin(), same, same + 1);
        return renew(m_begun.front(), event);
    }
    if (std::none_of(m_lines.begin(), m_lines.end(), takes)) {
        m_begun.push_front(
            {.key = key, .first = event, .last = event, .steps = {{event.at, repeatsIn(event), event.sequence}}});
        return;
    }
    insertBegun(); // They are older than this one.
    const auto same = std::find_if(m_lines.begin(), m_lines.end(), takes);
    if (const int row = static_cast<int>(same - m_lines.begin()); row > 0) {
        beginMoveRows({}, row, row, {}, 0);
        std::rotate(m_lines.begin(), same, same + 1);
        endMoveRows();
    }
    renew(m_lines.front(), event);
    emit dataChanged(index(0, 0), index(0, ColumnCount - 1));
}

void EventsModel::insertBegun() {
    if (m_begun.empty()) return;
    beginInsertRows({}, 0, static_cast<int>(m_begun.size()) - 1);
    m_lines.insert(m_lines.begin(), std::make_move_iterator(m_begun.begin()), std::make_move_iterator(m_begun.end()));
    m_begun.clear();
    endInsertRows();
}

const Event &EventsModel::eventAt(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return m_moment ? m_past[at].last : m_lines[at].last;
}

std::uint64_t EventsModel::repeatsAt(int row) const {
    const auto at = static_cast<std::size_t>(row);
    if (!m_moment) return m_lines[at].steps.back().repeats;
    return m_lines[m_past[at].line].steps[m_past[at].steps - 1].repeats;
}

int EventsModel::rowCount(const QModelIndex &parent) const {
    if (parent.isValid()) return 0;
    return static_cast<int>(m_moment ? m_past.size() : m_lines.size());
}

int EventsModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == ColumnKindRole) return kindHeader(section, {.named = {Severity}, .moments = {Time}});
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case Time: return tr("Time");
    case Severity: return tr("Kind");
    case Text: return tr("What happened");
    case Repeats: return tr("Times");
    case ColumnCount: break;
    }
    return {};
}

LedgerId EventsModel::ledger() const {
    return m_session.snapshot()->ledger;
}

/// "warning, 14:32:07, 37 times: Task ... failed"
QString EventsModel::spoken(int row) const {
    const Event &event = eventAt(row);
    const QString head = lookOf(event.severity).word + QStringLiteral(", ") + formatClock(event.at);
    const std::uint64_t repeats = repeatsAt(row);
    const QString times = repeats > 1 ? tr(", %1 times").arg(formatCount(repeats)) : QString();
    return head + times + QStringLiteral(": ") + eventText(event, ledger());
}

QVariant EventsModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const Event &event = eventAt(index.row());
    const std::uint64_t repeats = repeatsAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Time) return formatClock(event.at);
        if (index.column() == Repeats) return formatCount(repeats);
        return index.column() == Text ? eventText(event, ledger()) : lookOf(event.severity).word;
    case Qt::ToolTipRole:
        if (repeats == 1) return eventTip(event, ledger());
        return tr("%1\nOne of %2 that are alike, within five minutes")
            .arg(eventTip(event, ledger()), formatCount(repeats));
    case Qt::AccessibleTextRole: return index.column() == Text ? QVariant(spoken(index.row())) : QVariant{};
    case ValueRole:
        if (index.column() == Time) return qlonglong{event.at.time_since_epoch().count()};
        if (index.column() == Repeats) return qulonglong{repeats};
        return index.column() == Text ? QVariant(eventText(event, ledger())) : QVariant(int(event.severity));
    case MachineRole: return index.column() == Severity ? severityId(event.severity) : QVariant{};
    case IdRole: return qulonglong{event.sequence};
    case LookRole: return index.column() == Severity ? QVariant::fromValue(lookOf(event.severity)) : QVariant{};
    case Qt::FontRole: return fontOf(index.column() == Time ? FontRole::MonoSmall : FontRole::Second);
    default: return {};
    }
}

} // namespace qd::ui
