#include "ui/models/tasks_model.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "ui/format/format.h"
#include "ui/models/polled_query.h"
#include "ui/models/roles.h"
#include "ui/theme/fonts.h"
#include "ui/theme/state_look.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kRefreshEvery = 1s; ///< Rows that move more often cannot be read.
constexpr auto kSeenFor = 3s;      ///< Pages read within this time are refreshed, others dropped when stale.
constexpr std::size_t kOpenMax = 3;
constexpr std::size_t kHeldMax = 2000;     ///< Rows refreshed in place.
constexpr std::uint32_t kNewerMost = 1000; ///< So many newer ones are counted; of more it is said that they are more.

QString text(const std::string &value) {
    return QString::fromStdString(value);
}

std::optional<TaskColumn> columnOf(int column) {
    switch (static_cast<TasksModel::Column>(column)) {
    case TasksModel::Id: return TaskColumn::Id;
    case TasksModel::State: return TaskColumn::State;
    case TasksModel::Name: return TaskColumn::Name;
    case TasksModel::Type: return TaskColumn::Type;
    case TasksModel::Queue: return TaskColumn::Queue;
    case TasksModel::Priority: return TaskColumn::Priority;
    case TasksModel::Attempts: return TaskColumn::Attempts;
    case TasksModel::Worker: return TaskColumn::Worker;
    case TasksModel::Created: return TaskColumn::CreatedAt;
    case TasksModel::Started: return TaskColumn::StartedAt;
    case TasksModel::RunTime: return TaskColumn::RunTime;
    case TasksModel::Finished: return TaskColumn::FinishedAt;
    case TasksModel::Error: return TaskColumn::Error;
    case TasksModel::ColumnCount: break;
    }
    return std::nullopt;
}

QVariant moment(WallTime at) {
    return at == kNoWallTime ? QVariant{} : QVariant(qlonglong{at.time_since_epoch().count()});
}

bool isNumeric(int column) {
    switch (static_cast<TasksModel::Column>(column)) {
    case TasksModel::Priority:
    case TasksModel::Attempts:
    case TasksModel::Created:
    case TasksModel::Started:
    case TasksModel::Finished:
    case TasksModel::RunTime: return true;
    default: return false;
    }
}

} // namespace

TasksModel::TasksModel(Session &session, QObject *parent) : QAbstractTableModel(parent), m_session(session) {
    m_fetch.setSingleShot(true);
    connect(&m_fetch, &QTimer::timeout, this, &TasksModel::fetchWanted);
    connect(&m_refresh, &QTimer::timeout, this, &TasksModel::refresh);
    connect(&session, &Session::frozenChanged, this, [this](bool frozen) {
        if (!frozen && m_waits) restart();
    });
    m_refresh.start(kRefreshEvery);
    restart();
}

TasksModel::~TasksModel() = default;

void TasksModel::setFilter(const TaskFilter &filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    begin();
}

void TasksModel::sort(int column, Qt::SortOrder order) {
    const auto by = columnOf(column);
    if (!by) return;
    const TaskSort wanted{*by, order == Qt::DescendingOrder};
    if (wanted == m_sort) return;
    emit aboutToSort();
    m_sort = wanted;
    begin();
}

void TasksModel::setHold(bool hold) {
    if (m_hold == hold) return;
    m_hold = hold;
    countNewerFrom(hold ? newestLoaded() : std::nullopt);
    if (!hold) showNewest();
}

void TasksModel::countNewerFrom(std::optional<TaskId> newest) {
    m_countQuery.reset(); // It was asked about the rows of before.
    m_newestHeld = newest;
    m_newer = 0;
    m_newerCut = false;
}

/// Ids rise with time. Only where the newest stand first is it known which one is the newest that matches.
std::optional<TaskId> TasksModel::newestLoaded() const {
    const auto first = m_pages.find(0);
    const bool newestFirst =
        m_sort.descending && (m_sort.column == TaskColumn::Id || m_sort.column == TaskColumn::CreatedAt);
    if (!newestFirst || first == m_pages.end() || first->second.empty()) return std::nullopt;
    return std::ranges::max(first->second, {}, [](const TaskBrief &task) { return task.id.value; }).id;
}

void TasksModel::setActive(bool active) {
    m_active = active;
    if (!active) return m_refresh.stop();
    m_refresh.start(kRefreshEvery);
    if (m_failure) restart(); // Whoever comes back is not shown what went wrong before the engine had started.
    refresh();
}

/// A frozen view is not answered: until it goes on, rows of then say more than none.
void TasksModel::begin() {
    m_waits = m_session.isFrozen() && !m_first;
    if (!m_waits) return restart();
    emit countsChanged();
}

/// Another order or another filter: what was shown has nothing to do with what comes.
void TasksModel::restart() {
    m_waits = false;
    m_open.clear();
    m_heldQuery.reset();
    countNewerFrom(std::nullopt);
    m_newestMatching.reset();
    beginResetModel();
    m_pages.clear();
    m_askedAt.clear();
    m_unmatched = 0;
    m_seen.clear();
    m_wanted.clear();
    m_count = 0;
    m_newestCount = 0;
    m_first = true;
    m_failure.reset();
    endResetModel();
    emit countsChanged();
    want(0);
}

void TasksModel::want(std::uint32_t page) const {
    if (m_open.contains(page) || std::find(m_wanted.begin(), m_wanted.end(), page) != m_wanted.end()) return;
    m_wanted.push_back(page);
    if (!m_fetch.isActive()) m_fetch.start(0); // Not from within data(): a view is painting.
}

void TasksModel::fetchWanted() {
    while (!m_wanted.empty() && m_open.size() < kOpenMax) {
        const std::uint32_t page = m_wanted.back(); // The newest wish first: that is where the view is now.
        m_wanted.pop_back();
        TaskQuery query;
        query.filter = m_filter;
        query.sort = m_sort;
        query.offset = std::uint64_t{page} * kPageRows;
        query.limit = kPageRows;
        m_open[page] = m_session.query(std::move(query), [this, page, asked = asking()](Result<TaskPage> answer) {
            takePage(page, asked, std::move(answer));
        });
    }
    // Wishes from far away that were scrolled past.
    if (m_wanted.size() > 8) m_wanted.erase(m_wanted.begin(), m_wanted.end() - 8);
}

void TasksModel::fail(const qd::Error &error) {
    m_failure = error;
    emit countsChanged();
}

void TasksModel::takePage(std::uint32_t page, const Asked &asked, Result<TaskPage> answer) {
    m_open.erase(page);
    if (!m_wanted.empty()) m_fetch.start(0);
    if (!answer) return fail(answer.error());
    m_failure.reset();
    m_first = false;
    m_kept = answer->kept;
    m_filling = answer->filling;
    m_newestCount = answer->count;
    changeCount(answer->count);
    replacePage(page, std::move(answer->rows));
    m_askedAt[page] = asked;
    dropFarPages(page);
    m_newestMatching = newestLoaded();
    if (m_hold && !m_newestHeld) m_newestHeld = m_newestMatching; // Before anything newer comes.
    countUnmatched();
    emit countsChanged();
}

void TasksModel::changeCount(std::uint64_t count) {
    const auto rows = [](std::uint64_t n) {
        return static_cast<int>(std::min<std::uint64_t>(n, std::numeric_limits<int>::max()));
    };
    const int before = rows(m_count);
    const int after = rows(count);
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_count = count;
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_count = count;
        const auto lastPage = static_cast<std::uint32_t>(count / kPageRows);
        m_pages.erase(m_pages.upper_bound(lastPage), m_pages.end());
        m_askedAt.erase(m_askedAt.upper_bound(lastPage), m_askedAt.end());
        endRemoveRows();
    }
}

/// Rows follow their task: a selected task that moved takes its selection along, as far as it is loaded.
void TasksModel::replacePage(std::uint32_t page, std::vector<TaskBrief> rows) {
    const auto old = m_pages.find(page);
    if (old != m_pages.end() && old->second == rows) return;
    const bool moved = old == m_pages.end() || old->second.size() != rows.size() ||
                       !std::equal(rows.begin(), rows.end(), old->second.begin(),
                                   [](const TaskBrief &a, const TaskBrief &b) { return a.id == b.id; });
    const int first = static_cast<int>(page * kPageRows);
    if (!moved) {
        m_pages[page] = std::move(rows);
        emit dataChanged(index(first, 0),
                         index(std::min(first + static_cast<int>(kPageRows), rowCount()) - 1, ColumnCount - 1));
        return;
    }
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    std::vector<TaskId> ids;
    for (const QModelIndex &index : from) {
        const TaskBrief *task = taskAt(index.row());
        ids.push_back(task == nullptr ? TaskId{} : task->id);
    }
    m_pages[page] = std::move(rows);
    QModelIndexList to;
    for (qsizetype i = 0; i < from.size(); ++i) {
        const TaskId id = ids[static_cast<std::size_t>(i)];
        const int row = id ? rowOf(id) : from[i].row();
        to.push_back(row < 0 ? QModelIndex{} : index(row, from[i].column()));
    }
    changePersistentIndexList(from, to);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void TasksModel::dropFarPages(std::uint32_t around) {
    while (m_pages.size() > kPagesMax) {
        const auto first = m_pages.begin();
        const auto last = std::prev(m_pages.end());
        const auto far = around - first->first > last->first - around ? first : last;
        m_askedAt.erase(far->first);
        m_pages.erase(far);
    }
}

void TasksModel::refresh() {
    if (!m_active) return;
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(m_seen, [now](const auto &seen) { return now - seen.second > kSeenFor; });
    if (m_hold && !m_first) return refreshHeld();
    for (const auto &[page, at] : m_seen) want(page);
    if (m_seen.empty()) want(0); // The counts are always live.
}

void TasksModel::look(int first, int last) {
    if (first < 0 || m_first) return;
    const auto page = [](int row) { return static_cast<std::uint32_t>(row) / kPageRows; };
    for (std::uint32_t at = page(first); at <= page(std::max(first, last)); ++at)
        m_seen[at] = std::chrono::steady_clock::now();
}

void TasksModel::refreshHeld() {
    if (m_heldQuery == nullptr) {
        TaskQuery query;
        for (const auto &[page, at] : m_seen) {
            const auto rows = m_pages.find(page);
            if (rows == m_pages.end()) continue;
            for (const TaskBrief &task : rows->second)
                if (query.filter.ids.size() < kHeldMax) query.filter.ids.push_back(task.id);
        }
        query.limit = static_cast<std::uint32_t>(query.filter.ids.size());
        m_heldAsked = query.filter.ids.size();
        if (query.limit > 0)
            m_heldQuery = m_session.query(std::move(query), [this, asked = asking()](Result<TaskPage> answer) {
                takeHeld(asked, std::move(answer));
            });
    }
    if (m_countQuery == nullptr) {
        TaskQuery query;
        query.filter = m_filter;
        query.sort = {TaskColumn::Id, true};
        query.limit = kNewerMost;
        m_countQuery =
            m_session.query(std::move(query), [this](const Result<TaskPage> &answer) { takeNewestCount(answer); });
    }
}

void TasksModel::takeHeld(const Asked &asked, Result<TaskPage> answer) {
    m_heldQuery.reset();
    if (!answer) return fail(answer.error());
    std::unordered_map<TaskId, const TaskBrief *> fresh;
    for (const TaskBrief &task : answer->rows) fresh.emplace(task.id, &task);
    // Some are not kept any more: what was purged is not held, and its selection goes with it.
    if (answer->filling == 0 && fresh.size() < m_heldAsked) showNewest();
    for (auto &[page, rows] : m_pages) {
        bool changed = false;
        for (TaskBrief &task : rows) {
            const auto found = fresh.find(task.id);
            if (found == fresh.end() || *found->second == task) continue;
            task = *found->second;
            changed = true;
        }
        const int first = static_cast<int>(page * kPageRows);
        if (changed)
            emit dataChanged(index(first, 0), index(first + static_cast<int>(rows.size()) - 1, ColumnCount - 1));
        if (m_seen.contains(page)) m_askedAt[page] = asked;
    }
    countUnmatched();
    emit countsChanged();
}

void TasksModel::countUnmatched() {
    m_unmatched = 0;
    eachLoaded([this](int, const TaskBrief &task) { m_unmatched += m_filter.matchesState(task.state) ? 0 : 1; });
}

TasksModel::Asked TasksModel::asking() const {
    return {std::chrono::steady_clock::now(), engineWall(m_session)};
}

std::optional<TasksModel::Asked> TasksModel::oldestAsked() const {
    std::optional<Asked> oldest;
    const bool any = std::any_of(m_askedAt.begin(), m_askedAt.end(),
                                 [this](const auto &asked) { return m_seen.contains(asked.first); });
    for (const auto &[page, asked] : m_askedAt)
        if ((!any || m_seen.contains(page)) && (!oldest || asked.at < oldest->at)) oldest = asked;
    return oldest;
}

Duration TasksModel::age() const {
    const Moment now = std::chrono::steady_clock::now();
    const std::optional<Asked> oldest = oldestAsked();
    return oldest ? now - oldest->at : Duration::zero();
}

std::optional<WallTime> TasksModel::asOf() const {
    const std::optional<Asked> oldest = oldestAsked();
    return oldest ? std::optional(oldest->wall) : std::nullopt;
}

void TasksModel::setMoment(std::optional<WallTime> moment) {
    if (moment == m_moment) return;
    m_moment = moment;
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

/// What had not been submitted at the moment shown has no state of that moment.
StateLook TasksModel::look(const TaskBrief &task) const {
    if (isNotYet(task)) return {Shape::Dash, tr("not yet"), ColorRole::TextMuted, false};
    return lookOf(task.state);
}

void TasksModel::takeNewestCount(const Result<TaskPage> &answer) {
    const std::unique_ptr<QueryHandle> done = std::move(m_countQuery); // Its answer is being read.
    if (!answer) return fail(answer.error());
    m_newestCount = answer->count;
    m_newestMatching = answer->rows.empty() ? TaskId{} : answer->rows.front().id;
    const auto isNewer = [this](const TaskBrief &task) { return task.id.value > m_newestHeld->value; };
    if (!m_newestHeld) m_newestHeld = m_newestMatching;
    m_newer = static_cast<std::uint64_t>(std::ranges::count_if(answer->rows, isNewer));
    m_newerCut = m_newer == answer->rows.size() && answer->count > m_newer;
    m_kept = answer->kept;
    emit countsChanged();
}

void TasksModel::showNewest() {
    countNewerFrom(std::nullopt);
    if (m_seen.empty()) return want(0);
    for (const auto &[page, at] : m_seen) want(page);
}

const TaskBrief *TasksModel::taskAt(int row) const {
    const auto page = m_pages.find(static_cast<std::uint32_t>(row) / kPageRows);
    const std::size_t within = static_cast<std::uint32_t>(row) % kPageRows;
    return page == m_pages.end() || within >= page->second.size() ? nullptr : &page->second[within];
}

void TasksModel::eachLoaded(const std::function<void(int row, const TaskBrief &task)> &visit) const {
    for (const auto &[page, rows] : m_pages) {
        std::uint64_t row = std::uint64_t{page} * kPageRows;
        for (const TaskBrief &task : rows)
            if (row < m_count) visit(static_cast<int>(row++), task);
    }
}

int TasksModel::rowOf(TaskId id) const {
    for (const auto &[page, rows] : m_pages) {
        const auto it = std::find_if(rows.begin(), rows.end(), [id](const TaskBrief &task) { return task.id == id; });
        if (it == rows.end()) continue;
        const auto row = std::uint64_t{page} * kPageRows + static_cast<std::uint64_t>(it - rows.begin());
        return row < m_count ? static_cast<int>(row) : -1;
    }
    return -1;
}

int TasksModel::rowCount(const QModelIndex &parent) const {
    if (parent.isValid()) return 0;
    return static_cast<int>(std::min<std::uint64_t>(m_count, std::numeric_limits<int>::max()));
}

int TasksModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TasksModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return int((isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Attempts) return tr("Attempts that failed, of those allowed");
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case Id: return tr("Task");
    case State: return tr("State");
    case Name: return tr("Name");
    case Type: return tr("Type");
    case Queue: return tr("Queue");
    case Priority: return tr("Priority");
    case Attempts: return tr("Failures");
    case Worker: return tr("Worker");
    case Created: return tr("Submitted");
    case Started: return tr("Started");
    case RunTime: return tr("Run time");
    case Finished: return tr("Finished");
    case Error: return tr("Error");
    case ColumnCount: break;
    }
    return {};
}

QVariant TasksModel::value(const TaskBrief &task, int column) const {
    switch (static_cast<Column>(column)) {
    case Id: return qulonglong{task.id.value};
    case State: return int(task.state);
    case Name: return text(task.name);
    case Type: return text(task.type);
    case Queue: return text(task.queue);
    case Priority: return int(task.priority);
    case Attempts: return int(task.attempts);
    case Worker: return task.worker ? QVariant(uint(task.worker.value)) : QVariant{};
    case Created: return moment(task.createdAt);
    case Started: return moment(task.startedAt);
    case RunTime: return task.runTime.count() == 0 ? QVariant{} : QVariant(qlonglong{task.runTime.count()});
    case Finished: return moment(task.finishedAt);
    case Error: return text(task.error);
    case ColumnCount: break;
    }
    return {};
}

QString TasksModel::display(const TaskBrief &task, int column) const {
    const auto orNone = [](const std::string &value) { return value.empty() ? noValue() : text(value); };
    const auto clock = [](WallTime at) { return at == kNoWallTime ? noValue() : formatMoment(at, wallNow()); };
    switch (static_cast<Column>(column)) {
    case Id: return text(taskIdText(m_session.snapshot()->ledger, task.id));
    case State: return look(task).word;
    case Name: return orNone(task.name);
    case Type: return orNone(task.type);
    case Queue: return orNone(task.queue);
    case Priority: return QString::number(task.priority);
    case Attempts: return tr("%1 of %2").arg(task.attempts).arg(task.attemptsMax);
    case Worker: return task.worker ? text(workerIdText(task.worker)) : noValue();
    case Created: return clock(task.createdAt);
    case Started: return clock(task.startedAt);
    case RunTime: return task.runTime.count() == 0 ? noValue() : formatDuration(task.runTime);
    case Finished: return clock(task.finishedAt);
    case Error: return orNone(task.error);
    case ColumnCount: break;
    }
    return {};
}

QVariant TasksModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const std::uint32_t page = static_cast<std::uint32_t>(index.row()) / kPageRows;
    if (role == Qt::DisplayRole) m_seen[page] = std::chrono::steady_clock::now();
    const TaskBrief *task = taskAt(index.row());
    if (role == PlaceholderRole) return task == nullptr || isNotYet(*task);
    if (role == Qt::TextAlignmentRole) return headerData(index.column(), Qt::Horizontal, role);
    if (task == nullptr) {
        if (role == Qt::DisplayRole) {
            want(page);
            return QStringLiteral("…");
        }
        return {};
    }
    const bool plain = index.column() == State || index.column() == Name || index.column() == Error ||
                       index.column() == Type || index.column() == Queue;
    switch (role) {
    case Qt::DisplayRole: return display(*task, index.column());
    case Qt::ToolTipRole:
        if (isNotYet(*task))
            return tr("Submitted at %1, after the moment that is shown").arg(formatClock(task->createdAt));
        return index.column() == Error || index.column() == Name ? display(*task, index.column()) : QVariant{};
    case ValueRole: return value(*task, index.column());
    case IdRole: return qulonglong{task->id.value};
    case LookRole: return index.column() == State ? QVariant::fromValue(look(*task)) : QVariant{};
    case Qt::FontRole: return fontOf(plain ? FontRole::Body : FontRole::Mono);
    default: return {};
    }
}

} // namespace qd::ui
