#include "ui/models/events_model.h"

#include <algorithm>

#include "ui/format/format.h"
#include "ui/models/columns.h"
#include "ui/models/roles.h"
#include "ui/models/severity_look.h"
#include "ui/session/session.h"
#include "ui/theme/fonts.h"

namespace qd::ui {

EventsModel::EventsModel(Session &session, QObject *parent) : QAbstractTableModel(parent), m_session(session) {}

void EventsModel::showUntil(std::optional<WallTime> moment) {
    std::size_t hidden = 0;
    if (moment)
        while (hidden < m_events.size() && m_events[hidden].at > *moment) ++hidden;
    if (hidden > m_hidden) {
        beginRemoveRows({}, 0, static_cast<int>(hidden - m_hidden) - 1);
        m_hidden = hidden;
        endRemoveRows();
    } else if (hidden < m_hidden) {
        beginInsertRows({}, 0, static_cast<int>(m_hidden - hidden) - 1);
        m_hidden = hidden;
        endInsertRows();
    }
}

void EventsModel::pull() {
    if (m_hidden > 0) return;
    RingPage<Event> page = m_session.events(m_next, kKept);
    m_next = std::max(m_next, page.next);
    if (m_seen > 0) m_lost += page.lost; // Before the first look nothing is lost, only past.
    if (page.entries.empty()) return;
    m_seen += page.entries.size();
    const int added = static_cast<int>(std::min(page.entries.size(), kKept));
    beginInsertRows({}, 0, added - 1);
    for (Event &event : page.entries) m_events.push_front(std::move(event));
    endInsertRows();
    if (m_events.size() <= kKept) return;
    beginRemoveRows({}, static_cast<int>(kKept), static_cast<int>(m_events.size()) - 1);
    m_events.resize(kKept);
    endRemoveRows();
}

int EventsModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_events.size() - m_hidden);
}

int EventsModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == ColumnKindRole) return kindHeader(section, {.shown = {Severity}, .moments = {Time}});
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case Time: return tr("Time");
    case Severity: return tr("Kind");
    case Text: return tr("What happened");
    case ColumnCount: break;
    }
    return {};
}

QVariant EventsModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const Event &event = eventAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Time) return formatClock(event.at);
        // The time leads the sentence: a column of its own would take the room in which it is read.
        return index.column() == Text
                   ? formatClock(event.at) + QStringLiteral("  ") + QString::fromStdString(event.text)
                   : lookOf(event.severity).word;
    case Qt::ToolTipRole: return QString::fromStdString(event.text);
    case ValueRole:
        if (index.column() == Time) return qlonglong{event.at.time_since_epoch().count()};
        return index.column() == Text ? QVariant(QString::fromStdString(event.text)) : QVariant(int(event.severity));
    case IdRole: return qulonglong{event.sequence};
    case LookRole: return index.column() == Severity ? QVariant::fromValue(lookOf(event.severity)) : QVariant{};
    case Qt::FontRole: return fontOf(index.column() == Time ? FontRole::MonoSmall : FontRole::Second);
    default: return {};
    }
}

} // namespace qd::ui
