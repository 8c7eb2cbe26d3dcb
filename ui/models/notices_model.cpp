#include "ui/models/notices_model.h"

#include <algorithm>
#include <numeric>

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

namespace {
constexpr std::size_t kPullMost = 1000; ///< A call; the rest comes with the next one.

bool isGrave(qd::Severity severity) {
    return severity == qd::Severity::Warning || severity == qd::Severity::Bad;
}
bool isRepeat(const Notice &of, const Notice &fresh) {
    return !fresh.key.empty() && of.key == fresh.key && fresh.at - of.firstAt <= kRepeatSpan;
}

void takeUp(Notice &notice, const Notice &fresh) {
    notice.number = fresh.number;
    notice.at = fresh.at;
    notice.text = fresh.text;
    notice.tip = fresh.tip;
    notice.task = fresh.task;
    notice.worker = fresh.worker;
    notice.read = fresh.read;
    notice.repeats += fresh.repeats;
}

/// Within what came at once.
bool repeatIn(std::deque<Notice> &notices, const Notice &fresh) {
    const auto same =
        std::find_if(notices.begin(), notices.end(), [&](const Notice &notice) { return isRepeat(notice, fresh); });
    if (same == notices.end()) return false;
    std::rotate(same, same + 1, notices.end());
    takeUp(notices.back(), fresh);
    return true;
}

/// What lines stand for.
std::uint64_t repeatsOf(std::deque<Notice>::const_iterator from, std::deque<Notice>::const_iterator to) {
    return std::accumulate(from, to, std::uint64_t{0},
                           [](std::uint64_t sum, const Notice &notice) { return sum + notice.repeats; });
}

/// "× 37  Task ... failed"
QString lineText(const Notice &notice) {
    const QString repeats = repeatText(notice.repeats);
    return repeats.isEmpty() ? notice.text : repeats + QStringLiteral("  ") + notice.text;
}
} // namespace

NoticesModel::NoticesModel(Session &session, QObject *parent) : QAbstractTableModel(parent), m_session(session) {}

void NoticesModel::pull() {
    const bool begun = m_next > 0; // Before that nothing was missed, it was only past.
    RingPage<Event> page = m_session.events(m_next, kPullMost);
    m_next = std::max(m_next, page.next);
    const bool past = !std::exchange(m_looked, true);
    if (past) m_before = page.lost;
    if (!past && begun) m_missed += page.lost;
    const LedgerId ledger = m_session.snapshot()->ledger;
    std::deque<Notice> fresh;
    for (const Event &event : page.entries) {
        if (!isGrave(event.severity)) continue;
        fresh.push_back({.at = event.at,
                         .severity = event.severity,
                         .text = eventText(event, ledger),
                         .tip = eventTip(event, ledger),
                         .task = event.task,
                         .worker = event.worker,
                         .read = past,
                         .repeats = repeatsIn(event),
                         .key = repeatKey(event),
                         .firstAt = event.at});
    }
    take(std::move(fresh));
}

void NoticesModel::add(qd::Severity severity, const QString &text, WallTime at) {
    if (isGrave(severity)) take({{.at = at, .severity = severity, .text = text}});
}

void NoticesModel::take(std::deque<Notice> fresh) {
    if (fresh.empty()) return;
    std::deque<Notice> begun;
    QString news;
    for (Notice &notice : fresh) {
        notice.number = ++m_number;
        if (repeatIn(begun, notice) || repeat(notice)) continue; // What goes on is no news.
        if (notice.severity == qd::Severity::Bad && !notice.read) news = notice.text;
        begun.push_back(std::move(notice));
    }
    if (!begun.empty()) keep(std::move(begun));
    m_unread = static_cast<int>(
        std::count_if(m_notices.begin(), m_notices.end(), [](const Notice &notice) { return !notice.read; }));
    emit countsChanged();
    if (!news.isEmpty()) emit badNews(news);
}

/// Taken up by a line that is there: false when there is none.
bool NoticesModel::repeat(const Notice &fresh) {
    const auto same =
        std::find_if(m_notices.begin(), m_notices.end(), [&](const Notice &notice) { return isRepeat(notice, fresh); });
    if (same == m_notices.end()) return false;
    if (const int row = static_cast<int>(same - m_notices.begin()); row > 0) {
        beginMoveRows({}, row, row, {}, 0);
        std::rotate(m_notices.begin(), same, same + 1);
        endMoveRows();
    }
    takeUp(m_notices.front(), fresh);
    emit dataChanged(index(0, 0), index(0, ColumnCount - 1));
    return true;
}

void NoticesModel::keep(std::deque<Notice> fresh) {
    if (fresh.size() > kKept) {
        const auto end = fresh.end() - static_cast<std::ptrdiff_t>(kKept);
        m_dropped += repeatsOf(fresh.begin(), end);
        fresh.erase(fresh.begin(), end);
    }
    const std::size_t over = std::max(m_notices.size() + fresh.size(), kKept) - kKept;
    if (over > 0) {
        beginRemoveRows({}, static_cast<int>(m_notices.size() - over), static_cast<int>(m_notices.size()) - 1);
        m_dropped += repeatsOf(m_notices.end() - static_cast<std::ptrdiff_t>(over), m_notices.end());
        m_notices.resize(m_notices.size() - over);
        endRemoveRows();
    }
    beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
    for (Notice &notice : fresh) m_notices.push_front(std::move(notice));
    endInsertRows();
}

QString NoticesModel::endText() const {
    if (m_dropped > 0)
        return tr("%1 older notices are no longer kept; the list holds %2 lines")
            .arg(formatCount(m_dropped), formatCount(kKept));
    if (m_before > 0) return tr("%1 events before these are gone from the engine's memory").arg(formatCount(m_before));
    return tr("Nothing older was dropped");
}

void NoticesModel::markRead(int row) {
    Notice &notice = m_notices[static_cast<std::size_t>(row)];
    if (std::exchange(notice.read, true)) return;
    --m_unread;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    emit countsChanged();
}

void NoticesModel::markAllRead() {
    if (m_unread == 0) return;
    for (Notice &notice : m_notices) notice.read = true;
    m_unread = 0;
    emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    emit countsChanged();
}

int NoticesModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_notices.size());
}

int NoticesModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NoticesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == ColumnKindRole) return kindHeader(section, {.named = {Severity}, .moments = {Time}});
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case Time: return tr("Time");
    case Severity: return tr("Kind");
    case Text: return tr("What happened");
    case ColumnCount: break;
    }
    return {};
}

QVariant NoticesModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const Notice &notice = noticeAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Time) return formatClock(notice.at);
        return index.column() == Text ? lineText(notice) : lookOf(notice.severity).word;
    case Qt::ToolTipRole: return notice.tip.isEmpty() ? notice.text : notice.tip;
    case Qt::AccessibleTextRole:
        if (index.column() != Text) return {};
        return notice.read ? lineText(notice) : tr("unread: %1").arg(lineText(notice));
    case ValueRole:
        if (index.column() == Time) return qlonglong{notice.at.time_since_epoch().count()};
        return index.column() == Text ? QVariant(notice.text) : QVariant(int(notice.severity));
    case MachineRole: return index.column() == Severity ? severityId(notice.severity) : QVariant{};
    case IdRole: return qulonglong{notice.number};
    case LookRole: return index.column() == Severity ? QVariant::fromValue(lookOf(notice.severity)) : QVariant{};
    case Qt::FontRole:
        if (index.column() == Time) return fontOf(FontRole::MonoSmall);
        return fontOf(notice.read ? FontRole::Body : FontRole::BodyStrong);
    default: return {};
    }
}

} // namespace qd::ui
