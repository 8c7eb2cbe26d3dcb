#include "ui/pages/workers/workers_page.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/workers_model.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/data_age.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/common/worker_cells.h"
#include "ui/pages/workers/worker_actions.h"
#include "ui/pages/workers/worker_inspector.h"
#include "ui/session/session.h"
#include "ui/widgets/action_id.h"
#include "ui/widgets/card.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/heat_map.h"
#include "ui/widgets/search_field.h"

namespace qd::ui {

WorkersPage::WorkersPage(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(new WorkersModel(this)), m_footer(new FooterBar(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid + 2, kGrid + 2, kGrid + 2, 4);
    column->setSpacing(kGrid);
    m_mapCard = mapCard();
    column->addWidget(m_mapCard, 0);
    column->addWidget(tableCard(), 1);
    column->addWidget(m_footer);
    followDataAge(m_footer, m_context.session);
    connect(&m_context.session, &Session::snapshotChanged, this, &WorkersPage::refresh);
    refresh();
    refreshActions();
}

Card *WorkersPage::mapCard() {
    auto *card = new Card(tr("Workers"), this);
    m_resize = new QPushButton(tr("Resize &pool…"), card);
    connect(m_resize, &QPushButton::clicked, this, [this] { resizePool(m_context); });
    offerResizeCommand(m_context, m_resize);
    card->addHeaderWidget(m_resize);
    m_heat = new HeatMap(card);
    m_heat->setAccessibleName(tr("Workers by state"));
    m_heat->setTextProvider([this](int cell) {
        return workerCellText(*m_context.session.snapshot(), static_cast<std::size_t>(cell),
                              m_context.session.engineNow());
    });
    connect(m_heat, &HeatMap::cellActivated, this, [this](int cell) {
        const auto snapshot = m_context.session.snapshot();
        const auto row = static_cast<std::size_t>(cell);
        if (row < snapshot->workers.rows)
            showWorker({static_cast<std::uint32_t>(snapshot->workers.worker(WorkerColumn::Id, row))});
    });
    card->addBody(m_heat, 0);
    return card;
}

Card *WorkersPage::tableCard() {
    auto *card = new Card({}, this);
    m_filter = new SearchField(tr("Filter workers"), card);
    m_filter->setMaximumWidth(260);
    m_pause = new QPushButton(tr("P&ause…"), card);
    m_resume = new QPushButton(tr("Resu&me"), card);
    m_drain = new QPushButton(tr("&Drain…"), card);
    nameAction(m_pause, QStringLiteral("pause-worker"));
    nameAction(m_resume, QStringLiteral("resume-worker"));
    nameAction(m_drain, QStringLiteral("drain-worker"));
    for (QWidget *widget : std::initializer_list<QWidget *>{m_filter, m_pause, m_resume, m_drain})
        card->addHeaderWidget(widget);
    card->setFlush(true);
    m_table = new TableView(card);
    m_table->setModelAndWidths(m_model, {84, 116, 84, 150, 96, 104, 84, 104, 96, 90, -1});
    m_table->setAccessibleName(tr("Workers"));
    m_table->sortByColumn(WorkersModel::Worker, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_table->rememberAs(QStringLiteral("workers"));
    offerExport(m_table, m_context.host);
    card->addHeaderWidget(m_table->makeMenuButton(card));
    card->addBody(m_table, 1);
    connect(m_filter, &SearchField::searchChanged, m_model, &WorkersModel::setTextFilter);
    connect(m_pause, &QPushButton::clicked, this, [this] { pauseWorkers(m_context, selected()); });
    connect(m_resume, &QPushButton::clicked, this, [this] { resumeWorkers(m_context, selected()); });
    connect(m_drain, &QPushButton::clicked, this, [this] { drainWorkers(m_context, selected()); });
    offerWorkerCommands(m_context, {m_pause, m_resume, m_drain}, [this] { return selected(); });
    offerMenu(m_table, {m_pause, m_resume, m_drain});
    connect(m_table, &TableView::useChanged, m_model, &WorkersModel::setHoldOrder);
    connect(m_table, &TableView::rowActivated, this,
            [this](const QModelIndex &index) { inspect(m_model->idAt(index.row())); });
    connect(m_table, &TableView::clicked, this,
            [this](const QModelIndex &index) { inspect(m_model->idAt(index.row())); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &WorkersPage::refreshActions);
    return card;
}

void WorkersPage::focusFilter() {
    m_filter->setFocus();
}

void WorkersPage::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    refresh();
}

std::vector<WorkerId> WorkersPage::selected() const {
    std::vector<WorkerId> workers;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        workers.push_back(m_model->idAt(index.row()));
    return workers;
}

void WorkersPage::showWorker(WorkerId worker) {
    m_model->apply(m_context.session.snapshot(), m_context.session.engineNow());
    const int row = m_model->rowOf(std::int64_t{worker.value});
    if (row >= 0) {
        // Not selectRow(): that does nothing before the header has been laid out.
        m_table->selectionModel()->setCurrentIndex(m_model->index(row, 0),
                                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        m_table->scrollTo(m_model->index(row, 0));
    }
    inspect(worker);
}

void WorkersPage::inspect(WorkerId worker) {
    m_context.host.showInspector(tr("Worker %1").arg(QString::fromStdString(workerIdText(worker))), {},
                                 new WorkerInspector(m_context, worker));
}

void WorkersPage::refresh() {
    if (!isVisible()) return;
    const auto snapshot = m_context.session.snapshot();
    const Instant now = m_context.session.engineNow();
    m_model->apply(snapshot, now);
    refreshActions();
    m_heat->setCells(workerCells(*snapshot, now));
    QString caption = workerSummary(*snapshot, now);
    if (snapshot->poolWanted != snapshot->poolAutomatic)
        caption += tr(" · pool %1, settings say %2").arg(snapshot->poolWanted).arg(snapshot->poolAutomatic);
    m_mapCard->setCaption(caption);
    m_footer->setCounts(static_cast<std::uint64_t>(m_model->rowCount()), snapshot->workers.rows,
                        std::max<std::uint64_t>(snapshot->workersSeen, snapshot->workers.rows), tr("workers"));
}

void WorkersPage::refreshActions() {
    // As in the inspector: what none of them could do is grey.
    bool pausable = false;
    bool paused = false;
    bool here = false;
    const std::vector<WorkerId> chosen = selected();
    const auto snapshot = m_context.session.snapshot();
    for (std::size_t row = 0; !chosen.empty() && row < snapshot->workers.rows; ++row) {
        const WorkerId id{static_cast<std::uint32_t>(snapshot->workers.worker(WorkerColumn::Id, row))};
        if (std::ranges::find(chosen, id) == chosen.end()) continue;
        const auto life = static_cast<WorkerLifecycle>(snapshot->workers.worker(WorkerColumn::Lifecycle, row));
        const bool isHere = life == WorkerLifecycle::Live || life == WorkerLifecycle::Starting;
        const bool isPaused = snapshot->workers.worker(WorkerColumn::Paused, row) != 0;
        pausable = pausable || (isHere && !isPaused);
        paused = paused || isPaused;
        here = here || isHere;
    }
    m_pause->setEnabled(pausable);
    m_resume->setEnabled(paused);
    m_drain->setEnabled(here);
}

} // namespace qd::ui
