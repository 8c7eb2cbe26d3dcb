#include "ui/pages/tasks/queues_panel.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/queue_flow.h"
#include "ui/models/queues_model.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/tasks/lane_delegate.h"
#include "ui/pages/tasks/queue_actions.h"
#include "ui/pages/tasks/queue_inspector.h"
#include "ui/session/session.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/action_id.h"

namespace qd::ui {

namespace {
constexpr Px kHeaderHeight{29};
} // namespace

QueuesPanel::QueuesPanel(const PageContext &context, QWidget *parent)
    : Card({}, parent), m_context(context), m_model(new QueuesModel(this)),
      m_flows(new QueueFlows(context.session, this)), m_table(new TableView(this)),
      m_details(new QPushButton(tr("Det&ails"), this)), m_pause(new QPushButton(tr("Pause &queue…"), this)),
      m_resume(new QPushButton(tr("Resume q&ueue"), this)) {
    setTitle(tr("Queues"));
    setFlush(true);
    nameAction(m_pause, QStringLiteral("pause-queue"));
    nameAction(m_resume, QStringLiteral("resume-queue"));
    nameAction(m_details, QStringLiteral("queue-details"));
    m_model->setFlows(m_flows);
    m_details->setToolTip(tr("Rates, what holds it, and how long it takes with more or fewer workers"));
    addHeaderWidget(m_details);
    addHeaderWidget(m_pause);
    addHeaderWidget(m_resume);
    m_table->setModelAndWidths(m_model, {116, 88, 70, 74, 64, 78, 78, 84, 150, -1, 0, 76, 0, 0, 62});
    m_table->setItemDelegateForColumn(QueuesModel::Lanes, new LaneDelegate(m_table));
    m_table->setAccessibleName(tr("Queues"));
    m_table->sortByColumn(QueuesModel::Name, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_table->rememberAs(QStringLiteral("queues"));
    offerExport(m_table, m_context.host);
    addHeaderWidget(m_table->makeMenuButton(this));
    onLook(m_table, [this] { m_table->setMinimumHeight(kHeaderHeight + 2 * kRowHeight); });
    addBody(m_table, 1);
    connect(m_pause, &QPushButton::clicked, this, [this] { pauseQueues(m_context, selected()); });
    connect(m_resume, &QPushButton::clicked, this, [this] { resumeQueues(m_context, selectedPaused()); });
    connect(m_details, &QPushButton::clicked, this, [this] { inspect(selected().value(0)); });
    connect(m_table, &TableView::useChanged, m_model, &QueuesModel::setHoldOrder);
    connect(m_table, &TableView::rowActivated, this,
            [this](const QModelIndex &index) { emit queueChosen(m_model->nameAt(index.row())); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &QueuesPanel::refreshActions);
    connect(m_table, &TableView::clicked, this,
            [this](const QModelIndex &index) { inspect(m_model->nameAt(index.row())); });
    offerQueueCommands(m_context, m_pause, m_resume, [this] { return selected(); });
    offerMenu(m_table, {m_pause, m_resume, m_details});
    refreshActions();
}

void QueuesPanel::refresh() {
    const auto snapshot = m_context.session.snapshot();
    m_model->apply(snapshot, m_context.session.engineNow());
    setCaption(snapshot->pausedAll ? tr("all dispatching is paused")
                                   : tr("%1 queues", nullptr, static_cast<int>(snapshot->queues.rows))
                                         .arg(formatCount(snapshot->queues.rows)));
    refreshActions();
}

QStringList QueuesPanel::selected() const {
    QStringList names;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) names << m_model->nameAt(index.row());
    return names;
}

/// The others have nothing to end.
QStringList QueuesPanel::selectedPaused() const {
    const QStringList names = selected();
    const auto snapshot = m_context.session.snapshot();
    QStringList paused;
    for (std::size_t row = 0; !names.isEmpty() && row < snapshot->queues.rows; ++row) {
        if (snapshot->queues.queue(QueueColumn::Paused, row) == 0) continue;
        const std::string_view text = snapshot->text(snapshot->queues.queue(QueueColumn::Name, row));
        const QString name = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        if (names.contains(name)) paused << name;
    }
    return paused;
}

void QueuesPanel::inspect(const QString &queue) {
    if (queue.isEmpty() || m_table->selectionModel()->selectedRows().size() > 1) return;
    m_context.host.showInspector(tr("Queue %1").arg(queue), {}, new QueueInspector(m_context, queue, m_flows));
}

void QueuesPanel::refreshActions() {
    const bool queue = m_table->selectionModel()->hasSelection();
    m_pause->setEnabled(queue);
    m_resume->setEnabled(!selectedPaused().isEmpty());
    m_details->setEnabled(m_table->selectionModel()->selectedRows().size() == 1);
}

} // namespace qd::ui
