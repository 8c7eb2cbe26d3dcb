#include "ui/pages/workers/worker_inspector.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>
#include <chrono>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/overrides_model.h"
#include "ui/models/worker_look.h"
#include "ui/pages/common/inspector_parts.h"
#include "ui/pages/workers/worker_actions.h"
#include "ui/session/session.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/state_badge.h"

namespace qd::ui {

using namespace std::chrono_literals;

WorkerInspector::WorkerInspector(const PageContext &context, WorkerId worker, QWidget *parent)
    : QWidget(parent), m_context(context), m_worker(worker), m_badge(new StateBadge(unknownLook(), true, this)),
      m_facts(new KeyValueList(this)), m_why(new KeyValueList(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(m_badge, 0, Qt::AlignLeft);
    auto *row = new ActionRow(this);
    m_pause = row->addPlain(tr("Pause…"), [this] { pauseWorkers(m_context, {m_worker}); });
    m_resume = row->addPlain(tr("Resume"), [this] { resumeWorkers(m_context, {m_worker}); });
    m_drain = row->addPlain(tr("Drain…"), [this] { drainWorkers(m_context, {m_worker}); });
    offerWorkerCommands(m_context, {m_pause, m_resume, m_drain}, [this] { return std::vector{m_worker}; });
    m_task = row->addPlain(tr("Open task"), [this] { m_context.host.openTask(m_current); });
    column->addWidget(row);
    column->addWidget(m_facts);
    column->addWidget(inspectorSection(tr("Why"), m_why, this));
    column->addStretch();
    connect(&m_context.session, &Session::snapshotChanged, this, &WorkerInspector::refresh);
    connect(&TimeDisplay::instance(), &TimeDisplay::changed, this, &WorkerInspector::refresh);
    refresh();
}

void WorkerInspector::refresh() {
    const auto snapshot = m_context.session.snapshot();
    for (std::size_t row = 0; row < snapshot->workers.rows; ++row) {
        if (snapshot->workers.worker(WorkerColumn::Id, row) != std::int64_t{m_worker.value}) continue;
        refreshFacts(*snapshot, row);
        refreshWhy(*snapshot);
        return;
    }
    m_badge->setLook(lookOf(WorkerLook::Gone));
    // What it held and when it was heard of was true once; counts and host still are.
    auto rows = m_facts->rows();
    std::erase_if(rows, [](const KeyValue &row) {
        return row.key == tr("Slots") || row.key == tr("Task") || row.key == tr("For") || row.key == tr("Heartbeat") ||
               row.key == tr("Up for") || row.key == tr("Paused by");
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
        {tr("Completed"), count(WorkerColumn::Completed), true},
        {tr("Failed attempts"), count(WorkerColumn::Failed), true},
        {tr("Leases lost"), count(WorkerColumn::LeaseLost), true},
        {tr("Mean run time"),
         done == 0 ? noValue()
                   : formatDuration(Duration{at(WorkerColumn::RunTimeTotal) / static_cast<std::int64_t>(done)}),
         true},
        {tr("Up for"),
         at(WorkerColumn::StartedAt) == 0
             ? noValue()
             : formatAge(snapshot.wallAt - WallTime{std::chrono::microseconds{at(WorkerColumn::StartedAt)}}),
         true},
        {tr("Process"), at(WorkerColumn::ProcessId) == 0 ? noValue() : QString::number(at(WorkerColumn::ProcessId)),
         true},
        {tr("Host"), textAt(WorkerColumn::Label), false},
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

/// Once a second: records are read from a ring, and text that moves faster cannot be read.
void WorkerInspector::refreshWhy(const Snapshot &snapshot) {
    if (m_whyAt != Instant{} && snapshot.takenAt - m_whyAt < 1s) return;
    m_whyAt = snapshot.takenAt;
    m_why->setRows(
        whyLines(m_context.session.decisionsFor(m_worker, 12), snapshot, m_context.session.dispatchSampling()));
}

} // namespace qd::ui
