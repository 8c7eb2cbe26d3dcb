#include "ui/pages/tasks/queue_inspector.h"

#include <QtCore/QLocale>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSlider>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/format/format.h"
#include "ui/models/queue_flow.h"
#include "ui/pages/common/inspector_parts.h"
#include "ui/pages/tasks/queue_actions.h"
#include "ui/session/session.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/state_badge.h"

namespace qd::ui {

namespace {

constexpr int kWorkersLeast = 16;
constexpr int kWorkersMost = 10'000;

QString perWorker(const QueueFlow &flow) {
    const double rate = flow.perBusyWorker();
    return std::isnan(rate) ? noValue() : formatRate(rate);
}

} // namespace

QueueInspector::QueueInspector(const PageContext &context, const QString &queue, const QueueFlows *flows,
                               QWidget *parent)
    : QWidget(parent), m_context(context), m_queue(queue), m_flows(flows),
      m_badge(new StateBadge(unknownLook(), true, this)), m_facts(new KeyValueList(this)),
      m_workers(new QSlider(Qt::Horizontal, this)), m_answer(makeLabel({}, "title", this)),
      m_assumed(makeLabel({}, "muted", this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    setSpacing(column, kGrid.design);
    column->addWidget(m_badge, 0, Qt::AlignLeft);
    auto *row = new ActionRow(this);
    const std::vector<NamedAction> names = namedActions().actions;
    m_pause = row->addNamed(names.at(0), [this] { pauseQueues(m_context, {m_queue}); });
    m_resume = row->addNamed(names.at(1), [this] { resumeQueues(m_context, {m_queue}); });
    offerQueueCommands(m_context, m_pause, m_resume, [this] { return QStringList{m_queue}; });
    row->addNamed(names.at(2), [this] { m_context.host.openQueue(m_queue); });
    column->addWidget(row);
    column->addWidget(m_facts);
    column->addWidget(inspectorSection(tr("What if"), whatIf(), this));
    column->addStretch();
    connect(&m_context.session, &Session::snapshotChanged, this, &QueueInspector::refresh);
    refresh();
}

NamedActions QueueInspector::namedActions() {
    return {tr("Queue inspector"),
            {{QStringLiteral("inspected-queue-pause"), tr("Pause…")},
             {QStringLiteral("inspected-queue-resume"), tr("Resume")},
             {QStringLiteral("inspected-queue-tasks"), tr("Show its tasks")}}};
}

QWidget *QueueInspector::whatIf() {
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    setSpacing(column, 6);
    m_workers->setAccessibleName(tr("Workers at work on the queue"));
    m_workers->setRange(1, kWorkersLeast);
    connect(m_workers, &QSlider::valueChanged, this, [this] {
        const auto snapshot = m_context.session.snapshot();
        if (const auto at = rowIn(*snapshot); at >= 0) refreshWhatIf(*snapshot, static_cast<std::size_t>(at));
    });
    // Moved by mouse or keys; what refresh() sets comes without an action.
    connect(m_workers, &QSlider::actionTriggered, this, [this] { m_moved = true; });
    m_assumed->setWordWrap(true);
    column->addWidget(m_answer);
    column->addWidget(m_workers);
    column->addWidget(m_assumed);
    return box;
}

std::ptrdiff_t QueueInspector::rowIn(const Snapshot &snapshot) const {
    const std::string name = m_queue.toStdString();
    for (std::size_t row = 0; row < snapshot.queues.rows; ++row)
        if (snapshot.text(snapshot.queues.queue(QueueColumn::Name, row)) == name)
            return static_cast<std::ptrdiff_t>(row);
    return -1;
}

void QueueInspector::refresh() {
    const auto snapshot = m_context.session.snapshot();
    const std::ptrdiff_t row = rowIn(*snapshot);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_pause, m_resume, m_workers}) widget->setEnabled(row >= 0);
    if (row < 0) {
        m_badge->setLook(unknownLook());
        m_answer->setText(tr("The queue is not there any more"));
        m_assumed->clear();
        return;
    }
    refreshFacts(*snapshot, static_cast<std::size_t>(row));
    refreshWhatIf(*snapshot, static_cast<std::size_t>(row));
}

void QueueInspector::refreshFacts(const Snapshot &snapshot, std::size_t row) {
    const auto at = [&](QueueColumn column) { return snapshot.queues.queue(column, row); };
    const auto count = [&](QueueColumn column) { return formatCount(static_cast<std::uint64_t>(at(column))); };
    const bool paused = at(QueueColumn::Paused) != 0;
    m_badge->setLook(lookOf(queueLook(
        paused || snapshot.pausedAll, at(QueueColumn::Held) != 0, static_cast<std::uint64_t>(at(QueueColumn::Queued)),
        static_cast<std::uint64_t>(at(QueueColumn::Running)),
        static_cast<std::uint64_t>(at(QueueColumn::Scheduled) + at(QueueColumn::Retrying)))));
    m_resume->setEnabled(paused);
    const QueueFlow flow = m_flows ? m_flows->of(at(QueueColumn::Name)) : QueueFlow{};
    const auto over = [&](double rate) {
        return std::isnan(rate) ? noValue() : tr("%1 over the last %2").arg(formatRate(rate), formatAge(flow.window));
    };
    QString oldest = noValue();
    if (at(QueueColumn::OldestAt) != 0)
        oldest = formatAge(snapshot.wallAt - WallTime{std::chrono::microseconds{at(QueueColumn::OldestAt)}} +
                           (m_context.session.engineNow() - snapshot.takenAt));
    std::vector<KeyValue> rows{
        {tr("Time to drain"), drainText(drainTimeOf(snapshot, row, flow)), true},
        {tr("Arrival"), over(flow.arrival), true},
        {tr("Service"), over(flow.service), true},
        {tr("Busy workers"), std::isnan(flow.busy) ? noValue() : QLocale().toString(flow.busy, 'f', 1), true},
        {tr("One busy worker"), perWorker(flow), true},
        {tr("Ready"), count(QueueColumn::Queued), true},
        {tr("Oldest"), oldest, true},
        {tr("Running"), count(QueueColumn::Running), true},
        {tr("Scheduled"), count(QueueColumn::Scheduled), true},
        {tr("Retrying"), count(QueueColumn::Retrying), true},
        {tr("Since the start"),
         tr("%1 submitted · %2 completed · %3 failed")
             .arg(count(QueueColumn::Submitted), count(QueueColumn::Completed), count(QueueColumn::Failed)),
         true}};
    for (const Override &lease : *snapshot.overrides) {
        if (lease.kind != OverrideKind::PauseQueue || lease.target != m_queue.toStdString()) continue;
        QStringList parts{QString::fromStdString(lease.owner),
                          lease.expiresAt == kNoWallTime
                              ? tr("until resumed")
                              : tr("ends in %1").arg(formatCountdown(lease.expiresAt - snapshot.wallAt))};
        if (!lease.reason.empty()) parts << QString::fromStdString(lease.reason);
        rows.push_back({tr("Paused by"), parts.join(QStringLiteral(" · ")), false});
    }
    m_facts->setRows(std::move(rows));
}

void QueueInspector::refreshWhatIf(const Snapshot &snapshot, std::size_t row) {
    const std::int64_t queued = snapshot.queues.queue(QueueColumn::Queued, row);
    const QueueFlow flow = m_flows ? m_flows->of(snapshot.queues.queue(QueueColumn::Name, row)) : QueueFlow{};
    const int busy = std::isnan(flow.busy) ? 0 : static_cast<int>(std::lround(flow.busy));
    // Room for twice of what there is, and it never shrinks under the hand.
    const int most = std::clamp(std::max(2 * static_cast<int>(snapshot.workers.rows), m_workers->value()),
                                kWorkersLeast, kWorkersMost);
    m_workers->setMaximum(std::max(most, m_workers->maximum()));
    m_workers->setPageStep(std::max(1, m_workers->maximum() / 10));
    if (!m_moved && busy > 0 && !m_workers->isSliderDown()) m_workers->setValue(busy);
    const int n = m_workers->value();
    const QString with = tr("with %1 workers", nullptr, n).arg(formatCount(static_cast<std::uint64_t>(n)));
    m_answer->setText(with + QStringLiteral(": ") + drainText(drainTimeWith(n, queued, flow)));
    m_workers->setAccessibleDescription(m_answer->text());
    const bool known = !std::isnan(flow.perBusyWorker());
    m_assumed->setText(
        known ? tr("Assumes that all of them work on this queue alone, each at the measured %1, and that %2 go on "
                   "arriving.")
                    .arg(perWorker(flow), formatRate(flow.arrival))
              : tr("Not known: over the last %1 too little of it ran to tell what one worker does.")
                    .arg(formatAge(RateWindow::kLength)));
}

} // namespace qd::ui
