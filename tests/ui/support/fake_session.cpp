#include "tests/ui/support/fake_session.h"

#include <QtCore/QMetaObject>
#include <algorithm>
#include <atomic>
#include <utility>

#include "core/model/task_expression.h"
#include "tests/ui/support/snapshot_builder.h"

namespace qd::test {
namespace {

class Handle final : public ui::QueryHandle {
public:
    explicit Handle(std::shared_ptr<bool> alive) : m_alive(std::move(alive)) {}
    ~Handle() override { *m_alive = false; }
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;

private:
    std::shared_ptr<bool> m_alive;
};

/// Words, states, numbers of ids and their joins are enough here; the whole grammar is the replica's own test.
bool matchesTerm(const TaskTerm &term, const TaskBrief &task) {
    const auto inner = [&task](const TaskTerm &one) { return matchesTerm(one, task); };
    switch (term.kind) {
    case TaskTerm::Kind::Everything: return true;
    case TaskTerm::Kind::All: return std::all_of(term.terms.begin(), term.terms.end(), inner);
    case TaskTerm::Kind::Any: return std::any_of(term.terms.begin(), term.terms.end(), inner);
    case TaskTerm::Kind::Not: return !inner(term.terms.front());
    case TaskTerm::Kind::Leaf: break;
    }
    if (term.field == TaskField::State) return (term.states & TaskFilter::bit(task.state)) != 0;
    if (term.field == TaskField::Id && term.patterns.empty())
        return term.compares(static_cast<std::int64_t>(sequenceOf(task.id)));
    return std::any_of(term.patterns.begin(), term.patterns.end(),
                       [&task](const TextPattern &pattern) { return pattern(task.name) || pattern(task.error); });
}

bool matches(const TaskFilter &filter, const TaskBrief &task) {
    const auto expression = parseTaskExpression(filter.expression);
    if (!expression || !matchesTerm(expression->root, task)) return false;
    const auto contains = [&](TaskId id) {
        return std::find(filter.ids.begin(), filter.ids.end(), id) != filter.ids.end();
    };
    return filter.matchesState(task.state) && (filter.type.empty() || filter.type == task.type) &&
           (filter.queue.empty() || filter.queue == task.queue) && (!filter.worker || filter.worker == task.worker) &&
           (filter.text.empty() || task.name.find(filter.text) != std::string::npos) &&
           (filter.ids.empty() || contains(task.id));
}

bool isBefore(const TaskSort &sort, const TaskBrief &a, const TaskBrief &b) {
    const auto less = [&](const TaskBrief &x, const TaskBrief &y) {
        if (sort.column == TaskColumn::Priority) return x.priority < y.priority;
        if (sort.column == TaskColumn::StartedAt) return x.startedAt < y.startedAt;
        if (sort.column == TaskColumn::FinishedAt) return x.finishedAt < y.finishedAt;
        return sort.column == TaskColumn::Name ? x.name < y.name : x.id < y.id;
    };
    return sort.descending ? less(b, a) : less(a, b);
}

} // namespace

FakeSession::FakeSession(QObject *parent) : Session(parent) {
    Snapshot nothing = *SnapshotBuilder{}.build();
    nothing.revision = 0; // Whatever a test builds is newer.
    m_snapshot = std::make_shared<const Snapshot>(std::move(nothing));
    m_newest = m_snapshot;
}

void FakeSession::show(std::shared_ptr<const Snapshot> next) {
    m_newest = std::move(next);
    m_memory.take(m_newest);
    if (!m_frozen) m_snapshot = m_newest;
    emit newestChanged();
    if (!m_frozen) emit snapshotChanged();
}

void FakeSession::setFrozen(bool frozen) {
    m_frozen = frozen;
    m_snapshot = m_newest;
    emit frozenChanged(frozen);
    if (!frozen) emit snapshotChanged();
}

void FakeSession::showMoment(WallTime moment) {
    if (const auto picture = m_memory.at(moment)) m_snapshot = picture;
    if (!std::exchange(m_frozen, true)) emit frozenChanged(true);
    emit momentChanged();
    emit snapshotChanged();
}

void FakeSession::finish(std::size_t index, Outcome outcome) {
    outcome.ticket = posted.at(index).ticket;
    emit commandChanged(outcome.ticket, outcome.ok ? ui::CommandState::Applied : ui::CommandState::Refused, outcome);
}

TaskPage FakeSession::answerOf(const TaskQuery &query) const {
    std::vector<TaskBrief> found;
    std::copy_if(tasks.begin(), tasks.end(), std::back_inserter(found),
                 [&](const TaskBrief &task) { return matches(query.filter, task); });
    std::sort(found.begin(), found.end(),
              [&](const TaskBrief &a, const TaskBrief &b) { return isBefore(query.sort, a, b); });
    TaskPage page;
    page.count = found.size();
    page.kept = tasks.size();
    page.revision = m_snapshot->revision;
    const std::size_t first = std::min<std::size_t>(query.offset, found.size());
    const std::size_t last = std::min<std::size_t>(first + query.limit, found.size());
    page.rows.assign(found.begin() + static_cast<std::ptrdiff_t>(first),
                     found.begin() + static_cast<std::ptrdiff_t>(last));
    return page;
}

std::unique_ptr<ui::QueryHandle> FakeSession::query(TaskQuery query, std::function<void(Result<TaskPage>)> answer) {
    queries.push_back(query);
    auto alive = std::make_shared<bool>(true);
    if (answering) {
        QMetaObject::invokeMethod(
            this,
            [this, alive, query, answer = std::move(answer)] {
                if (*alive) answer(answerOf(query));
            },
            Qt::QueuedConnection);
    }
    return std::make_unique<Handle>(std::move(alive));
}

std::unique_ptr<ui::QueryHandle> FakeSession::task(TaskId id, std::function<void(Result<TaskRecord>)> answer) {
    auto alive = std::make_shared<bool>(true);
    QMetaObject::invokeMethod(
        this,
        [this, alive, id, answer = std::move(answer)] {
            const auto it = records.find(id);
            if (!*alive) return;
            if (it == records.end()) return answer(fail(ErrorCode::NotFound, "no such task"));
            answer(it->second);
        },
        Qt::QueuedConnection);
    return std::make_unique<Handle>(std::move(alive));
}

RingPage<Event> FakeSession::events(std::uint64_t from, std::size_t limit) const {
    RingPage<Event> page;
    page.next = from;
    for (const Event &event : eventList) {
        if (event.sequence < from || page.entries.size() >= limit) continue;
        if (page.entries.empty()) page.lost = event.sequence - from;
        page.entries.push_back(event);
        page.next = event.sequence + 1;
    }
    return page;
}

std::vector<Decision> FakeSession::decisionsFor(WorkerId worker, std::size_t limit) const {
    std::vector<Decision> found;
    for (const Decision &decision : decisions)
        if (found.size() < limit && decision.worker == worker) found.push_back(decision);
    return found;
}

TaskWhy FakeSession::whyOf(const TaskRecord &task) const {
    std::vector<Decision> own;
    std::vector<Decision> held;
    for (const Decision &decision : decisions) {
        if (decision.task == task.id) own.push_back(decision);
        if (decision.kind == DecisionKind::Held &&
            m_snapshot->text(static_cast<std::int64_t>(decision.queue.value)) == task.spec.queue)
            held.push_back(decision);
    }
    return taskWhy(task, *m_snapshot, std::move(own), held);
}

Ticket FakeSession::post(CommandBody body, const QString &reason) {
    const Ticket ticket{1, posted.size() + 1};
    posted.push_back({ticket, std::move(body), reason});
    return ticket;
}

Result<void> FakeSession::allowProgram(const QString &program) {
    allowed.push_back(program);
    return {};
}

} // namespace qd::test
