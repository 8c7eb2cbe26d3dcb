#include "ui/pages/workers/worker_inspector.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/overrides_model.h"
#include "ui/models/polled_query.h"
#include "ui/models/worker_look.h"
#include "ui/models/worker_oddness.h"
#include "ui/pages/common/inspector_parts.h"
#include "ui/pages/workers/worker_actions.h"
#include "ui/session/session.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/state_badge.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kAskEvery = 2000ms;
constexpr Duration kCompareEvery = 1s;
constexpr std::uint32_t kEndedMost = 1000; ///< Percentiles stand on as many.

TaskQuery newestEnded(WorkerId worker) {
    TaskQuery query;
    query.filter.worker = worker;
    query.filter.states = TaskFilter::bit(TaskState::Completed) | TaskFilter::bit(TaskState::Failed);
    query.sort = {TaskColumn::FinishedAt, true};
    query.limit = kEndedMost;
    return query;
}

/// Nearest rank; a dash where fewer lie behind it than it needs to mean anything.
QString percentile(const std::vector<Duration> &sorted, double share, std::size_t countLeast) {
    if (sorted.size() < countLeast) return noValue();
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return formatDuration(sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1]);
}

} // namespace

WorkerInspector::WorkerInspector(const PageContext &context, WorkerId worker, QWidget *parent)
    : QWidget(parent), m_context(context), m_worker(worker), m_badge(new StateBadge(unknownLook(), true, this)),
      m_facts(new KeyValueList(this)), m_why(new KeyValueList(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    setSpacing(column, kGrid.design);
    column->addWidget(m_badge, 0, Qt::AlignLeft);
    auto *row = new ActionRow(this);
    const std::vector<NamedAction> names = namedActions().actions;
    m_pause = row->addNamed(names.at(0), [this] { pauseWorkers(m_context, {m_worker}); });
    m_resume = row->addNamed(names.at(1), [this] { resumeWorkers(m_context, {m_worker}); });
    m_drain = row->addNamed(names.at(2), [this] { drainWorkers(m_context, {m_worker}); });
    offerWorkerCommands(m_context, {m_pause, m_resume, m_drain}, [this] { return std::vector{m_worker}; });
    m_task = row->addNamed(names.at(3), [this] { m_context.host.openTask(m_current); });
    column->addWidget(row);
    column->addWidget(m_facts);
    column->addWidget(inspectorSection(tr("Why"), m_why, this));
    column->addStretch();
    m_kept = new PolledQuery(context.session, newestEnded(worker), kAskEvery, this);
    connect(m_kept, &PolledQuery::changed, this, &WorkerInspector::refresh);
    connect(&m_context.session, &Session::snapshotChanged, this, &WorkerInspector::refresh);
    connect(&TimeDisplay::instance(), &TimeDisplay::changed, this, &WorkerInspector::refresh);
    refresh();
}

NamedActions WorkerInspector::namedActions() {
    return {tr("Worker inspector"),
            {{QStringLiteral("inspected-worker-pause"), tr("Pause…")},
             {QStringLiteral("inspected-worker-resume"), tr("Resume")},
             {QStringLiteral("inspected-worker-drain"), tr("Drain…")},
             {QStringLiteral("inspected-worker-task"), tr("Open task")}}};
}

void WorkerInspector::refresh() {
    const auto snapshot = m_context.session.snapshot();
    for (std::size_t row = 0; row < snapshot->workers.rows; ++row) {
        if (snapshot->workers.worker(WorkerColumn::Id, row) != std::int64_t{m_worker.value}) continue;
        m_ended.add(snapshot->takenAt, static_cast<double>(snapshot->workers.worker(WorkerColumn::Completed, row) +
                                                           snapshot->workers.worker(WorkerColumn::Failed, row)));
        refreshFacts(*snapshot, row);
        refreshWhy(*snapshot);
        return;
    }
    m_badge->setLook(lookOf(WorkerLook::Gone));
    // What it held and when it was heard of was true once; counts and host still are.
    auto rows = m_facts->rows();
    std::erase_if(rows, [](const KeyValue &row) {
        return row.key == tr("Slots") || row.key == tr("Task") || row.key == tr("For") || row.key == tr("Heartbeat") ||
               row.key == tr("Up for") || row.key == tr("Paused by") || row.key == tr("Rate") ||
               row.key == tr("Compared") || row.key == tr("Process CPU") || row.key == tr("Process memory");
    });
    m_facts->setRows(std::move(rows));
    for (QPushButton *button : {m_pause, m_resume, m_drain, m_task}) button->setEnabled(false);
}

void WorkerInspector::refreshFacts(const Snapshot &snapshot, std::size_t row) {
    const Instant now = m_context.session.engineNow();
    const auto at = [&](WorkerColumn column) { return snapshot.workers.worker(column, row); };
    const auto count = [&](WorkerColumn column) { return formatCount(static_cast<std::uint64_t>(at(column))); };
    const auto textAt = [&](WorkerColumn column) {
        const std::string_view text = snapshot.text(at(column));
        return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    };
    m_badge->setLook(lookOf(workerLook(snapshot, row, now)));
    m_current = TaskId{static_cast<std::uint64_t>(at(WorkerColumn::CurrentTask))};
    const bool paused = at(WorkerColumn::Paused) != 0;
    const auto life = static_cast<WorkerLifecycle>(at(WorkerColumn::Lifecycle));
    const bool here = life == WorkerLifecycle::Live || life == WorkerLifecycle::Starting;
    m_pause->setEnabled(here && !paused);
    m_resume->setEnabled(paused);
    m_drain->setEnabled(here);
    m_task->setEnabled(bool(m_current));

    const std::uint64_t done = static_cast<std::uint64_t>(at(WorkerColumn::Completed) + at(WorkerColumn::Failed));
    std::vector<KeyValue> rows{
        {tr("Slots"), tr("%1 of %2 busy").arg(at(WorkerColumn::Busy)).arg(at(WorkerColumn::Slots)), true},
        {tr("Task"), m_current ? QString::fromStdString(taskIdText(snapshot.ledger, m_current)) : noValue(), true},
        {tr("For"),
         m_current ? formatDuration(now.time_since_epoch() - Duration{at(WorkerColumn::CurrentSince)}) : noValue(),
         true},
        {tr("Heartbeat"), tr("%1 ago").arg(formatAge(heartbeatAge(snapshot, row, now))), true},
        {tr("Completed"), tr("%1 since the start").arg(count(WorkerColumn::Completed)), true},
        {tr("Failed attempts"), count(WorkerColumn::Failed), true},
        {tr("Leases lost"), count(WorkerColumn::LeaseLost), true},
        {tr("Mean run time"),
         done == 0 ? noValue()
                   : formatDuration(Duration{at(WorkerColumn::RunTimeTotal) / static_cast<std::int64_t>(done)}),
         true},
        {tr("Rate"), rateText(), true},
        {tr("Run times"), percentilesText(WallTime{std::chrono::microseconds{at(WorkerColumn::StartedAt)}}), true},
        {tr("Compared"), comparedText(snapshot), false},
        {tr("Up for"),
         at(WorkerColumn::StartedAt) == 0
             ? noValue()
             : formatAge(snapshot.wallAt - WallTime{std::chrono::microseconds{at(WorkerColumn::StartedAt)}}),
         true},
        {tr("Process"), at(WorkerColumn::ProcessId) == 0 ? noValue() : QString::number(at(WorkerColumn::ProcessId)),
         true},
        {tr("Process CPU"), processText(snapshot, row, WorkerColumn::ProcessCpu), true},
        {tr("Process memory"), processText(snapshot, row, WorkerColumn::ProcessMemory), true},
        {tr("Label"), textAt(WorkerColumn::Label), false},
        {tr("Version"), textAt(WorkerColumn::Version), true}};
    for (const Override &lease : *snapshot.overrides) {
        if (lease.kind != OverrideKind::PauseWorker || lease.target != workerIdText(m_worker)) continue;
        const QString end = lease.expiresAt == kNoWallTime
                                ? tr("until resumed")
                                : tr("ends in %1").arg(formatCountdown(lease.expiresAt - snapshot.wallAt));
        rows.push_back(
            {tr("Paused by"),
             QString::fromStdString(lease.owner) + QStringLiteral(" · ") + end +
                 (lease.reason.empty() ? QString() : QStringLiteral(" · ") + QString::fromStdString(lease.reason)),
             false});
    }
    m_facts->setRows(std::move(rows));
}

QString WorkerInspector::rateText() const {
    const double perSecond = m_ended.perSecond();
    if (std::isnan(perSecond)) return noValue();
    return tr("%1 over the last %2").arg(formatRate(perSecond), formatAge(m_ended.length()));
}

/// p50, p95 and p99 of the newest tasks that the ledger still holds, exact.
QString WorkerInspector::percentilesText(WallTime startedAt) const {
    std::vector<Duration> times;
    // A worker of the same number, of an earlier start of the engine, was another one.
    for (const TaskBrief &task : m_kept->page().rows)
        if (task.runTime > Duration::zero() && task.startedAt >= startedAt) times.push_back(task.runTime);
    if (times.empty()) return noValue();
    std::ranges::sort(times);
    const QString figures =
        tr("p50 %1 · p95 %2 · p99 %3")
            .arg(percentile(times, 0.5, 2), percentile(times, 0.95, 20), percentile(times, 0.99, 100));
    return tr("%1, newest %2 kept").arg(figures, formatCount(times.size()));
}

QString WorkerInspector::comparedText(const Snapshot &snapshot) {
    const Duration passed = snapshot.takenAt - m_comparedAt;
    if (m_compared.isEmpty() || passed < Duration::zero() || passed >= kCompareEvery) {
        m_compared = FleetOddness(snapshot, m_context.session.engineNow()).words(m_worker);
        m_comparedAt = snapshot.takenAt;
    }
    return m_compared;
}

/// Workers that are threads share a process: then the figure is everybody's, and says so.
QString WorkerInspector::processText(const Snapshot &snapshot, std::size_t row, WorkerColumn column) const {
    const std::int64_t process = snapshot.workers.worker(WorkerColumn::ProcessId, row);
    const std::int64_t value = snapshot.workers.worker(column, row);
    const bool isCpu = column == WorkerColumn::ProcessCpu;
    if (process == 0 || value < 0 || (!isCpu && value == 0)) return noValue();
    std::uint64_t sharing = 0;
    for (std::size_t other = 0; other < snapshot.workers.rows; ++other)
        sharing += snapshot.workers.worker(WorkerColumn::ProcessId, other) == process ? 1 : 0;
    const QString figure = isCpu ? tr("%1 of a core").arg(formatPercent(static_cast<double>(value) / 1000, 0))
                                 : formatBytes(static_cast<std::uint64_t>(value));
    return sharing < 2 ? figure : tr("%1, whole process with its %2 workers").arg(figure, formatCount(sharing));
}

void WorkerInspector::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    m_kept->setActive(true);
}

void WorkerInspector::hideEvent(QHideEvent *event) {
    m_kept->setActive(false);
    QWidget::hideEvent(event);
}

/// Once a second: records are read from a ring, and text that moves faster cannot be read.
void WorkerInspector::refreshWhy(const Snapshot &snapshot) {
    if (m_whyAt != Instant{} && snapshot.takenAt - m_whyAt < 1s) return;
    m_whyAt = snapshot.takenAt;
    m_why->setRows(
        whyLines(m_context.session.decisionsFor(m_worker, 12), snapshot, m_context.session.dispatchSampling()));
}

} // namespace qd::ui
