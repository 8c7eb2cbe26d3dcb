#include "core/replica/task_replica.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace qd {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kViewsMax = 6;
constexpr std::size_t kPayloadsMax = 4;
constexpr std::size_t kChangesKept = 300'000;
constexpr std::uint32_t kFillRows = 5'000; ///< At a time, so that questions do not wait for long.
constexpr Duration kMendEvery = 200ms;     ///< Pages that are read within this time are of one order.
constexpr Duration kRestLeast = 2s;        ///< After the ledger was too fast.
constexpr Duration kRestMost = 30s;
constexpr Duration kCalmAfter = 10s; ///< Kept for so long it is no storm any more.
constexpr Duration kWatchedFor = 10s;
constexpr Duration kCountFor = 500ms; ///< How often the rows are counted that came.
constexpr Duration kLetGoFor = 2s;    ///< Then it looks whether the ledger is calmer.
constexpr int kNiceness = 5;          ///< Below the engine's own threads.

void becomeQuiet(const char *name) {
    pthread_setname_np(pthread_self(), name);
    (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
}

std::chrono::steady_clock::time_point steadyAt(Instant at) {
    return std::chrono::steady_clock::now() + std::max(Duration::zero(), at - bootNow());
}

} // namespace

void TaskReplica::start() {
    const Lock lock{m_mutex};
    if (m_on || m_stopping) return;
    m_on = true;
    m_stats.on = true;
    m_thread = std::jthread{[this] { run(); }};
    m_searcher = std::jthread{[this](const std::stop_token &stop) { search(stop); }};
}

void TaskReplica::stop() {
    {
        const Lock lock{m_mutex};
        if (std::exchange(m_stopping, true)) return;
        m_on = false;
        m_ready = false;
        m_searcher.request_stop();
        m_changed.notify_all();
    }
    if (m_thread.joinable()) m_thread.join();
    if (m_searcher.joinable()) m_searcher.join();
    std::deque<Job> rest;
    {
        const Lock lock{m_mutex};
        rest.swap(m_jobs);
        for (Job &job : m_patient) rest.push_back(std::move(job));
        m_patient.clear();
        for (Searching &searching : m_searches) rest.push_back(std::move(searching.job));
        for (Searched &searched : m_searched) rest.push_back(std::move(searched.job));
        m_searches.clear();
        m_searched.clear();
        for (LedgerDelta &delta : std::exchange(m_waiting, {}))
            if (delta.batch) m_ledger.recycle(std::move(delta.batch));
    }
    for (Job &job : rest) job.answer(fail(ErrorCode::Unavailable, "The engine has stopped"));
}

void TaskReplica::take(LedgerDelta delta) {
    if (isOn()) {
        const std::size_t rows = (delta.batch ? delta.batch->rows.size() : 0) + delta.removed.size();
        const std::size_t bytes = delta.batch ? delta.batch->text.size() : 0;
        const Lock lock{m_mutex};
        if (!m_stopping && !m_lost && rows > 0) {
            if (m_waitingRows + rows <= kWaitingRowsMax && m_waitingBytes + bytes <= kWaitingBytesMax) {
                m_waitingRows += rows;
                m_waitingBytes += bytes;
                m_waiting.push_back(std::move(delta));
                if (m_waiting.size() == 1) m_changed.notify_all();
                return;
            }
            m_lost = true;
            m_ready = false;
            m_changed.notify_all();
        }
        if (m_letGo) m_lostRows += rows;
    }
    if (delta.batch) m_ledger.recycle(std::move(delta.batch));
}

void TaskReplica::watched() {
    if (!isOn()) return;
    const Lock lock{m_mutex};
    noteLook();
}

void TaskReplica::noteLook() {
    m_watchedAt = bootNow();
    if (!std::exchange(m_letGo, false)) return;
    m_restUntil = {};
    m_changed.notify_all();
}

/// Whoever waits for all rows looks until they have come.
bool TaskReplica::isWatched() const {
    return !m_patient.empty() || (m_watchedAt != Instant{} && bootNow() - m_watchedAt < kWatchedFor);
}

bool TaskReplica::query(TaskQuery query, Cancelled cancelled, Answer answer) {
    const Lock lock{m_mutex};
    if (!m_on || m_jobs.size() + m_patient.size() >= kQueriesMax) return false;
    noteLook();
    m_jobs.push_back({std::move(query), std::move(cancelled), std::move(answer)});
    m_changed.notify_all();
    return true;
}

ReplicaStats TaskReplica::stats() const {
    const Lock lock{m_mutex};
    ReplicaStats out = m_stats;
    out.bytes += m_waitingBytes + m_waitingRows * sizeof(RowChange);
    return out;
}

// --- the replica's thread --------------------------------------------------------------------------------------------

void TaskReplica::run() {
    becomeQuiet("qd-replica");
    bool filling = true;
    for (;;) {
        std::deque<LedgerDelta> deltas;
        std::optional<Job> job;
        bool anew = false;
        bool resting = false;
        bool letGo = false;
        std::size_t rows = 0;
        {
            Lock lock{m_mutex};
            const auto isWanted = [&]() QD_REQUIRES(m_mutex) {
                const bool mayRead = bootNow() >= m_restUntil;
                return m_stopping || (mayRead && (filling || m_lost)) || !m_waiting.empty() || !m_jobs.empty() ||
                       (m_ready && !m_patient.empty()) || !m_searched.empty();
            };
            if (bootNow() < m_restUntil)
                m_changed.wait_until(lock.native(), steadyAt(m_restUntil), isWanted);
            else
                m_changed.wait(lock.native(), isWanted);
            if (m_stopping) return;
            deltas.swap(m_waiting);
            rows = std::exchange(m_waitingRows, 0);
            m_waitingBytes = 0;
            goOnResting();
            resting = bootNow() < m_restUntil;
            if (!resting) anew = std::exchange(m_lost, false); // While it rests all is lost, and meant to be.
            job = nextJob();
        }
        for (LedgerDelta &delta : deltas) {
            if (!anew) apply(delta);
            if (delta.batch) m_ledger.recycle(std::move(delta.batch));
        }
        if (anew) {
            startAnew();
            filling = true;
        } else if (!resting) {
            letGo = letGoWhenTooDear(rows);
            filling = filling || letGo;
        }
        takeSearched();
        if (job) answer(std::move(*job));
        if (filling && !resting && !anew && !letGo) {
            filling = !fillSome();
            if (!filling) {
                m_ready = true;
                m_readyAt = bootNow();
            }
        }
        publishStats();
    }
}

std::optional<TaskReplica::Job> TaskReplica::nextJob() {
    while (!m_jobs.empty() && m_jobs.front().query.exact && !m_ready) {
        m_patient.push_back(std::move(m_jobs.front()));
        m_jobs.pop_front();
    }
    std::deque<Job> &line = m_ready && !m_patient.empty() ? m_patient : m_jobs;
    if (line.empty()) return std::nullopt;
    std::optional<Job> out{std::move(line.front())};
    line.pop_front();
    return out;
}

/// The ledger is faster than a copy can follow: reading it anew at once would only take the cores from what makes it so
/// fast. Each time it rests longer; until it is ready the ledger answers.
void TaskReplica::rest() {
    const Instant now = bootNow();
    if (m_readyAt != Instant{} && now - m_readyAt > kCalmAfter) m_rest = Duration{};
    m_readyAt = {};
    m_rest = std::clamp(2 * m_rest, kRestLeast, kRestMost);
    const Lock lock{m_mutex};
    m_restUntil = now + m_rest;
    m_lost = true; // What comes meanwhile is in the ledger when it is read.
}

void TaskReplica::forget() {
    m_columns = TaskColumns{};
    m_views.clear();
    m_changes.clear();
    m_filledTo = {};
    m_ready = false;
}

/// True when the copy is let go: nobody looks, and following the ledger would cost too much.
bool TaskReplica::letGoWhenTooDear(std::size_t rows) {
    m_counted += rows;
    const Instant now = bootNow();
    if (now - m_countedFrom < kCountFor) return false;
    const bool tooDear = m_countedFrom != Instant{} && isTooDear(m_counted, now - m_countedFrom);
    m_countedFrom = now;
    m_counted = 0;
    if (!tooDear) return false;
    {
        const Lock lock{m_mutex};
        if (isWatched()) return false;
        m_letGo = true;
        m_lost = true;
        m_lostRows = 0;
        m_restUntil = now + kLetGoFor;
    }
    forget();
    m_rested = true; // What follows is a rest, and then it reads.
    return true;
}

bool TaskReplica::isTooDear(std::uint64_t rows, Duration time) const {
    return static_cast<double>(rows) > m_unwatchedRowsPerSecond * std::chrono::duration<double>(time).count();
}

/// The time to look again has come, and nothing has changed.
void TaskReplica::goOnResting() {
    const Instant now = bootNow();
    if (!m_letGo || now < m_restUntil) return;
    if (isTooDear(std::exchange(m_lostRows, 0), kLetGoFor))
        m_restUntil = now + kLetGoFor;
    else
        m_letGo = false;
}

void TaskReplica::startAnew() {
    forget();
    if (std::exchange(m_rested, false)) return; // It has rested, and reads now.
    ++m_restarts;
    rest();
    m_rested = true;
}

/// True when all rows have been read. What a commit changes meanwhile comes as a delta, before or after the row is read
/// here: a row that is not here yet is left alone by an update, and the last word is always the newest one's.
bool TaskReplica::fillSome() {
    const auto read = m_ledger.reader().scan(
        {.after = m_filledTo, .limit = kFillRows, .payloads = false},
        [this](const ScannedRow &row) {
            m_filledTo = std::max(m_filledTo, row.id);
            noteChange(m_columns.put(row));
        },
        [this] { return !isOn(); });
    if (!read) {
        std::this_thread::sleep_for(20ms); // Too busy writing, or closing; it is tried again.
        return false;
    }
    return *read == 0;
}

void TaskReplica::noteChange(Slot slot) {
    if (slot == TaskColumns::kNoSlot) return;
    m_changes.push_back(slot);
    ++m_changesEver;
    if (m_changes.size() > kChangesKept) m_changes.pop_front();
}

void TaskReplica::apply(const LedgerDelta &delta) {
    if (delta.batch) {
        m_revision = delta.batch->number;
        for (const RowChange &change : delta.batch->rows) {
            noteChange(m_columns.apply(change, delta.batch->text));
            if (change.op != RowOp::Insert) continue;
            for (Search &search : m_payloads)
                if (search.hits.pattern(delta.batch->text.view(change.payload)))
                    search.hits.ids.insert(change.id.value);
        }
    }
    for (const TaskId id : delta.removed) noteChange(m_columns.remove(id));
}

void TaskReplica::publishStats() {
    std::uint64_t bytes = m_columns.bytes() + m_changes.size() * sizeof(Slot);
    for (const View &view : m_views) bytes += view.order.rows().capacity() * sizeof(Slot);
    const Lock lock{m_mutex};
    m_stats.complete = isReady();
    m_stats.rows = m_columns.count();
    m_stats.bytes = bytes;
    m_stats.restarts = m_restarts;
}

// --- questions -------------------------------------------------------------------------------------------------------

void TaskReplica::answer(Job job) {
    if (job.cancelled && job.cancelled()) return job.answer(fail(ErrorCode::Cancelled, "The query was cancelled"));
    if (auto ok = checkQuery(job.query); !ok) return job.answer(std::unexpected(ok.error()));
    auto expression = parseTaskExpression(job.query.filter.expression);
    if (!expression) return job.answer(std::unexpected(expression.error()));
    std::vector<const PayloadHits *> payloads;
    if (!payloadsFor(*expression, payloads)) return searchFirst(std::move(job), *expression);
    job.answer(page(job, payloads));
}

Result<TaskPage> TaskReplica::page(const Job &job, const std::vector<const PayloadHits *> &payloads) {
    const TaskQuery &query = job.query;
    TaskPage out;
    out.kept = m_columns.count();
    out.revision = m_revision;
    out.filling = isReady() ? 0 : std::max<std::uint64_t>(1, m_columns.count());
    if (!query.filter.ids.empty()) {
        auto expression = parseTaskExpression(query.filter.expression);
        if (!expression) return std::unexpected(expression.error());
        const RowMatch match{m_columns, m_ledger.id(), query.filter, *expression, payloads, wallNow()};
        askedForIds(query, match, out);
        return out;
    }
    const auto view = viewFor(job, payloads);
    if (!view) return std::unexpected(view.error());
    const std::vector<Slot> &rows = (*view)->order.rows();
    out.count = rows.size();
    if (query.offset >= rows.size()) return out;
    const std::size_t end = std::min<std::size_t>(rows.size(), query.offset + query.limit);
    out.rows.reserve(end - query.offset);
    for (std::size_t i = query.offset; i < end; ++i)
        out.rows.push_back(m_columns.brief(rows[query.sort.descending ? rows.size() - 1 - i : i]));
    return out;
}

/// In the order of the ids, whatever the sort says: whoever names the rows has them in an order already.
void TaskReplica::askedForIds(const TaskQuery &query, const RowMatch &match, TaskPage &page) {
    auto ids = query.filter.ids;
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const TaskId id : ids) {
        const Slot slot = m_columns.find(id);
        if (slot == TaskColumns::kNoSlot || !match(slot)) continue;
        if (page.count++ >= query.offset && page.rows.size() < query.limit) page.rows.push_back(m_columns.brief(slot));
    }
}

Result<TaskReplica::View *> TaskReplica::viewFor(const Job &job, const std::vector<const PayloadHits *> &payloads) {
    const TaskQuery &query = job.query;
    const auto known = std::find_if(m_views.begin(), m_views.end(), [&query](const View &view) {
        return view.column == query.sort.column && view.filter == query.filter;
    });
    const bool isNew = known == m_views.end();
    if (isNew) {
        auto expression = parseTaskExpression(query.filter.expression);
        if (!expression) return std::unexpected(expression.error());
        m_views.push_front(
            {query.filter, query.sort.column, std::move(*expression), RowOrder{query.sort.column}, 0, {}});
        if (m_views.size() > kViewsMax) m_views.pop_back();
    } else {
        m_views.splice(m_views.begin(), m_views, known);
    }
    View &view = m_views.front();
    const bool timed = view.expression.dependsOnTime || view.filter.finishedBefore > Duration::zero();
    const std::uint64_t missed = m_changesEver - view.seen;
    const bool young = !query.exact && bootNow() - view.madeAt < kMendEvery;
    if (!isNew && (young || (missed == 0 && !timed))) return &view;
    const RowMatch match{m_columns, m_ledger.id(), view.filter, view.expression, payloads, wallNow()};
    if (isNew || timed || missed > m_changes.size() || missed > m_columns.count() / 8 + 1000) {
        if (!view.order.build(m_columns, match, job.cancelled)) {
            m_views.pop_front();
            return fail(ErrorCode::Cancelled, "The query was cancelled");
        }
    } else {
        std::vector<Slot> changed(m_changes.end() - static_cast<std::ptrdiff_t>(missed), m_changes.end());
        std::sort(changed.begin(), changed.end());
        changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
        view.order.mend(m_columns, match, changed);
    }
    view.seen = m_changesEver;
    view.madeAt = bootNow();
    return &view;
}

// --- payloads --------------------------------------------------------------------------------------------------------
// They stay in the ledger. A pattern is looked for once in all of them; from then on new tasks are looked at as they
// come, so that the answer stays right.

/// False when one of the patterns was not looked for yet.
bool TaskReplica::payloadsFor(const TaskExpression &expression, std::vector<const PayloadHits *> &out) {
    for (const TextPattern &pattern : expression.payloads) {
        const auto found = std::find_if(m_payloads.begin(), m_payloads.end(),
                                        [&pattern](const Search &search) { return search.hits.pattern == pattern; });
        if (found == m_payloads.end() || !found->complete) return false;
        m_payloads.splice(m_payloads.begin(), m_payloads, found);
        out.push_back(&m_payloads.front().hits);
    }
    return true;
}

void TaskReplica::searchFirst(Job job, const TaskExpression &expression) {
    if (expression.payloads.size() > kPayloadsMax)
        return job.answer(fail(ErrorCode::Invalid, "The filter looks for more than 4 texts in payloads; use fewer"));
    Searching searching{std::move(job), {}};
    for (const TextPattern &pattern : expression.payloads) {
        const bool known = std::any_of(m_payloads.begin(), m_payloads.end(), [&pattern](const Search &search) {
            return search.hits.pattern == pattern && search.complete;
        });
        if (known) continue;
        searching.patterns.push_back(pattern);
        std::erase_if(m_payloads, [&pattern](const Search &search) { return search.hits.pattern == pattern; });
        m_payloads.push_front({{pattern, {}}, false}); // Tasks that come meanwhile are looked at from now on.
    }
    while (m_payloads.size() > kPayloadsMax) m_payloads.pop_back();
    const Lock lock{m_mutex};
    m_searches.push_back(std::move(searching));
    m_changed.notify_all();
}

void TaskReplica::search(const std::stop_token &stop) {
    becomeQuiet("qd-search");
    for (;;) {
        Searching searching;
        {
            Lock lock{m_mutex};
            m_changed.wait(lock.native(), [&]() QD_REQUIRES(m_mutex) { return m_stopping || !m_searches.empty(); });
            if (m_stopping) return;
            searching = std::move(m_searches.front());
            m_searches.pop_front();
        }
        Searched searched{std::move(searching.job), {}, {}};
        for (const TextPattern &pattern : searching.patterns) searched.found.push_back({pattern, {}});
        const auto cancelled = [&] {
            return stop.stop_requested() || (searched.job.cancelled && searched.job.cancelled());
        };
        TaskId to{};
        for (;;) {
            const auto read = m_ledger.reader().scan(
                {.after = to, .limit = 10'000, .payloads = true},
                [&](const ScannedRow &row) {
                    to = std::max(to, row.id);
                    for (PayloadHits &hits : searched.found)
                        if (hits.pattern(row.payload)) hits.ids.insert(row.id.value);
                },
                cancelled);
            if (!read) searched.outcome = std::unexpected(read.error());
            if (!read || *read == 0) break;
        }
        const Lock lock{m_mutex};
        m_searched.push_back(std::move(searched));
        m_changed.notify_all();
    }
}

void TaskReplica::takeSearched() {
    std::vector<Searched> all;
    {
        const Lock lock{m_mutex};
        all.swap(m_searched);
    }
    for (Searched &searched : all) {
        for (PayloadHits &found : searched.found) {
            const auto search = std::find_if(m_payloads.begin(), m_payloads.end(), [&found](const Search &known) {
                return known.hits.pattern == found.pattern;
            });
            if (search == m_payloads.end()) continue; // Pushed out by others meanwhile; it is looked for again.
            if (!searched.outcome) {
                if (!search->complete) m_payloads.erase(search);
                continue;
            }
            search->hits.ids.merge(found.ids);
            search->complete = true;
        }
        if (searched.outcome)
            answer(std::move(searched.job));
        else
            searched.job.answer(std::unexpected(searched.outcome.error()));
    }
}

} // namespace qd
