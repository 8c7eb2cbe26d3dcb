#include "ui/pages/workers/lanes_panel.h"

#include <QtCore/QSettings>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/attempt_history.h"
#include "ui/models/polled_query.h"
#include "ui/models/worker_look.h"
#include "ui/models/workers_model.h"
#include "ui/session/session.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/lane_chart.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kAskEvery = 1000ms;
constexpr std::array<std::chrono::seconds, 4> kSpans{10s, 30s, 60s, 300s};
constexpr int kSpanAtFirst = 1;
const QString kSpanKey = QStringLiteral("workers/lanesSpanSeconds");

std::int64_t micros(WallTime at) {
    return at.time_since_epoch().count();
}

bool isOpen(TaskState state) {
    return state == TaskState::Assigned || state == TaskState::Running;
}

/// When the latest attempt ended; nothing when that was not recorded (a lost lease, a cancel while it waited).
std::optional<std::int64_t> endOf(const TaskBrief &task) {
    if (isOpen(task.state)) return LaneBar::kOpen;
    const std::int64_t from = micros(task.startedAt);
    if (task.runTime > Duration::zero())
        return from + std::chrono::ceil<std::chrono::microseconds>(task.runTime).count();
    if (task.state == TaskState::Completed) return from + 1;
    const bool onWorker = task.attempts == 0 && task.deliveries == 0;
    if (onWorker && task.finishedAt >= task.startedAt) return micros(task.finishedAt);
    return std::nullopt;
}

/// The same from what the record says of it.
std::optional<std::int64_t> endOf(const TaskBrief &task, const std::vector<AttemptRecord> &attempts) {
    const auto latest = std::ranges::find(attempts, task.startedAt, &AttemptRecord::startedAt);
    return latest == attempts.end() ? std::nullopt : std::optional(micros(latest->finishedAt));
}

/// It was dispatched more than once, or the row does not say when its only attempt ended.
bool hasMoreToTell(const TaskBrief &task, bool endKnown) {
    return task.epoch > 1 || !endKnown;
}

/// A number of its own for each attempt, the same with each answer.
std::uint64_t earlierBar(TaskId task, std::uint32_t epoch) {
    constexpr std::uint64_t kFarApart = 0x9e3779b97f4a7c15;
    return task.value ^ ((epoch + std::uint64_t{1}) * kFarApart);
}

TaskQuery newestStarted() {
    TaskQuery query;
    query.sort = {TaskColumn::StartedAt, true};
    query.limit = LanesPanel::kTasksMost;
    return query;
}

TaskQuery oldestRunning() {
    TaskQuery query;
    query.filter.states = TaskFilter::bit(TaskState::Assigned) | TaskFilter::bit(TaskState::Running);
    query.sort = {TaskColumn::StartedAt, false};
    query.limit = LanesPanel::kTasksMost;
    return query;
}

} // namespace

LanesPanel::LanesPanel(const PageContext &context, WorkersModel &workers, QWidget *parent)
    : QWidget(parent), m_context(context), m_workers(workers),
      m_newest(new PolledQuery(context.session, newestStarted(), kAskEvery, this)),
      m_running(new PolledQuery(context.session, oldestRunning(), kAskEvery, this)),
      m_history(new AttemptHistory(context.session, this)), m_chart(new LaneChart(this)), m_span(new QComboBox(this)),
      m_body(new QStackedWidget(this)), m_empty(new EmptyState(EmptyKind::NothingYet, this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_body->addWidget(m_chart);
    m_body->addWidget(m_empty);
    column->addWidget(m_body);
    m_chart->setAccessibleName(tr("What each worker did"));
    m_chart->setTextProvider([this](std::uint64_t id) { return barText(id); });
    m_span->setAccessibleName(tr("Time shown"));
    m_span->setToolTip(tr("Time shown"));
    for (const auto span : kSpans) m_span->addItem(formatAge(span), QVariant::fromValue(qlonglong{span.count()}));
    const int stored = m_span->findData(QSettings().value(kSpanKey).toLongLong());
    m_span->setCurrentIndex(stored < 0 ? kSpanAtFirst : stored);
    connect(m_span, &QComboBox::activated, this, [this] {
        QSettings().setValue(kSpanKey, m_span->currentData());
        refreshWindow();
    });
    // Both, at once: the tool tips point into the answers.
    connect(m_newest, &PolledQuery::changed, this, &LanesPanel::refresh);
    connect(m_running, &PolledQuery::changed, this, &LanesPanel::refresh);
    connect(m_history, &AttemptHistory::changed, this, &LanesPanel::refresh);
    // A view that goes back asks nothing: the lanes end where it is, with what is known already.
    connect(&context.session, &Session::momentChanged, this, &LanesPanel::refresh);
    connect(&context.session, &Session::frozenChanged, this, &LanesPanel::refresh);
    connect(m_chart, &LaneChart::barActivated, this, [this](quint64 id) { openBar(id); });
    connect(m_chart, &LaneChart::laneActivated, this,
            [this](quint64 id) { emit workerChosen({static_cast<std::uint32_t>(id)}); });
    connect(m_chart, &LaneChart::currentChanged, this, &LanesPanel::selectionChanged);
}

void LanesPanel::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    m_running->setActive(true);
    m_newest->setActive(true);
    refresh();
}

void LanesPanel::hideEvent(QHideEvent *event) {
    m_running->setActive(false);
    m_newest->setActive(false);
    m_history->pause();
    QWidget::hideEvent(event);
}

std::vector<WorkerId> LanesPanel::selected() const {
    const int lane = m_chart->current();
    if (lane < 0) return {};
    return {WorkerId{static_cast<std::uint32_t>(m_chart->lanes()[static_cast<std::size_t>(lane)].id)}};
}

void LanesPanel::choose(WorkerId worker) {
    const auto it = std::ranges::find(m_chart->lanes(), std::uint64_t{worker.value}, &Lane::id);
    if (it != m_chart->lanes().end()) m_chart->setCurrent(static_cast<int>(it - m_chart->lanes().begin()));
}

/// The axis ends where the answer was asked for: beyond that nothing is known, and a gap would look like idleness. A
/// frozen view that went back ends at its moment.
WallTime LanesPanel::end() const {
    const Session &session = m_context.session;
    const WallTime asked = m_newest->isAnswered() ? m_newest->askedAt() : engineWall(session);
    return session.isFrozen() ? std::min(asked, session.snapshot()->wallAt) : asked;
}

std::int64_t LanesPanel::begin() const {
    return micros(end()) - m_span->currentData().toLongLong() * 1'000'000;
}

void LanesPanel::addBars(const TaskPage &page, Bars &bars) {
    const std::int64_t cut = micros(end());
    const std::int64_t from = begin();
    for (const TaskBrief &task : page.rows) {
        if (task.startedAt == kNoWallTime || !task.worker) continue;
        if (!m_tasks.emplace(task.id.value, &task).second) continue; // It is in both answers.
        const std::int64_t started = micros(task.startedAt);
        std::optional<std::int64_t> ended = endOf(task);
        if (started >= from && hasMoreToTell(task, ended.has_value())) {
            if (const auto *attempts = m_history->want(task)) {
                if (!ended) ended = endOf(task, *attempts);
                addEarlier(task, *attempts, bars);
            }
        }
        if (!ended || started > cut) continue;
        const bool wasOpen = *ended > cut; // How it ended was not known then.
        const TaskState state = wasOpen ? TaskState::Running : task.state;
        const StateLook look = lookOf(state);
        const Shape glyph = state == TaskState::Completed ? Shape::None : look.shape;
        bars[task.worker.value].push_back(
            {task.id.value, started, wasOpen ? LaneBar::kOpen : *ended, look.role, glyph});
    }
}

/// Those before the latest one, on the workers that ran them.
void LanesPanel::addEarlier(const TaskBrief &task, const std::vector<AttemptRecord> &attempts, Bars &bars) {
    const std::int64_t cut = micros(end());
    const std::int64_t from = begin();
    for (const AttemptRecord &attempt : attempts) {
        if (!attempt.worker || attempt.startedAt == kNoWallTime || attempt.startedAt >= task.startedAt) continue;
        const std::int64_t started = micros(attempt.startedAt);
        const std::int64_t ended = micros(attempt.finishedAt);
        if (started > cut || ended < from) continue;
        std::uint64_t id = earlierBar(task.id, attempt.epoch);
        while (m_tasks.contains(id) || m_earlier.contains(id)) ++id; // Names of bars are not names of tasks.
        m_earlier.emplace(id, Earlier{&task, attempt});
        const bool wasOpen = ended > cut;
        const StateLook look = lookOf(wasOpen ? TaskState::Running : TaskState::Retrying);
        bars[attempt.worker.value].push_back({id, started, wasOpen ? LaneBar::kOpen : ended, look.role, look.shape});
    }
}

LanesPanel::Bars LanesPanel::barsByWorker() {
    Bars bars;
    m_tasks.clear();
    m_earlier.clear();
    m_history->begin();
    addBars(m_newest->page(), bars);
    addBars(m_running->page(), bars);
    m_history->end();
    for (auto &[worker, list] : bars) std::ranges::sort(list, {}, &LaneBar::fromUs);
    return bars;
}

void LanesPanel::refresh() {
    if (!isVisible()) return;
    const auto snapshot = m_context.session.snapshot();
    const Instant now = m_context.session.engineNow();
    m_workers.apply(snapshot, now); // Its rows point into the picture that is read below.
    Bars bars = barsByWorker();
    std::vector<Lane> lanes;
    lanes.reserve(static_cast<std::size_t>(m_workers.rowCount()));
    for (int row = 0; row < m_workers.rowCount(); ++row) {
        const WorkerId id = m_workers.idAt(row);
        const std::size_t source = m_workers.sourceAt(row);
        Lane lane;
        lane.id = id.value;
        lane.name = QString::fromStdString(workerIdText(id));
        lane.look = lookOf(workerLook(*snapshot, source, now));
        lane.sinceUs = snapshot->workers.worker(WorkerColumn::StartedAt, source);
        if (const auto it = bars.find(id.value); it != bars.end()) lane.bars = std::move(it->second);
        lanes.push_back(std::move(lane));
    }
    m_chart->setLanes(std::move(lanes));
    refreshWindow();
    refreshCaption();
    refreshEmpty();
}

void LanesPanel::refreshWindow() {
    const std::int64_t to = micros(end());
    const std::int64_t from = begin();
    std::int64_t known = m_newest->isAnswered() ? from : to;
    // The answer was cut, or the ledger has let go of older tasks: before its oldest row nothing is known.
    const bool pruned = m_context.session.snapshot()->ledgerStats.pruned > 0;
    const auto &rows = m_newest->page().rows;
    if ((m_newest->isCut() || pruned) && !rows.empty()) known = std::max(from, micros(rows.back().startedAt));
    m_chart->setWindow(from, to, std::min(known, to));
}

void LanesPanel::refreshCaption() {
    const TaskPage &page = m_newest->page();
    QString text = m_newest->isCut()
                       ? tr("newest %1 of %2 tasks").arg(formatCount(page.rows.size()), formatCount(page.count))
                       : tr("%1 tasks", nullptr, static_cast<int>(page.count)).arg(formatCount(page.count));
    if (m_history->missing() > 0)
        text += tr(" · earlier attempts of %1 not read yet").arg(formatCount(m_history->missing()));
    if (!m_newest->isAnswered()) text = tr("reading…");
    if (std::exchange(m_caption, text) != text) emit captionChanged();
}

void LanesPanel::refreshEmpty() {
    if (m_newest->failure())
        m_empty->setMessage(EmptyKind::CannotReach, tr("The tasks cannot be read"),
                            QString::fromStdString(m_newest->failure()->detail));
    else if (m_workers.kept() > 0)
        m_empty->setMessage(EmptyKind::FilteredToNothing, tr("No worker matches"),
                            tr("The footer says how many there are."));
    else
        m_empty->setMessage(EmptyKind::NothingYet, tr("No worker yet"), tr("They appear here as soon as they start."));
    m_body->setCurrentIndex(m_newest->failure() || m_workers.rowCount() == 0 ? 1 : 0);
}

void LanesPanel::openBar(std::uint64_t id) {
    const auto earlier = m_earlier.find(id);
    m_context.host.openTask(earlier == m_earlier.end() ? TaskId{id} : earlier->second.task->id);
}

QString LanesPanel::barText(std::uint64_t id) const {
    if (const auto earlier = m_earlier.find(id); earlier != m_earlier.end())
        return attemptText(*earlier->second.task, earlier->second.attempt);
    const auto it = m_tasks.find(id);
    return it == m_tasks.end() ? QString() : taskText(*it->second);
}

QString LanesPanel::attemptText(const TaskBrief &task, const AttemptRecord &attempt) const {
    QStringList parts{QString::fromStdString(taskIdText(m_context.session.snapshot()->ledger, task.id))};
    if (!task.name.empty()) parts << QString::fromStdString(task.name);
    parts << tr("earlier attempt: %1").arg(wordsOf(attempt.reason));
    if (attempt.finishedAt > attempt.startedAt) parts << formatDuration(attempt.finishedAt - attempt.startedAt);
    parts << tr("from %1").arg(formatClock(attempt.startedAt, shownZone(), true));
    if (!attempt.error.empty()) parts << QString::fromStdString(attempt.error).simplified().left(120);
    return parts.join(QStringLiteral(" · "));
}

QString LanesPanel::taskText(const TaskBrief &task) const {
    QStringList parts{QString::fromStdString(taskIdText(m_context.session.snapshot()->ledger, task.id))};
    if (!task.name.empty()) parts << QString::fromStdString(task.name);
    parts << lookOf(task.state).word;
    if (isOpen(task.state))
        parts << tr("for %1").arg(formatDuration(engineWall(m_context.session) - task.startedAt));
    else if (task.runTime > Duration::zero())
        parts << formatDuration(task.runTime);
    parts << tr("from %1").arg(formatClock(task.startedAt, shownZone(), true));
    if (!task.error.empty()) parts << QString::fromStdString(task.error).simplified().left(120);
    return parts.join(QStringLiteral(" · "));
}

} // namespace qd::ui
