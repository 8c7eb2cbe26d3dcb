#include "ui/pages/workers/workers_page.h"

#include <QtCore/QSettings>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "core/model/snapshot.h"
#include "ui/models/workers_model.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/data_age.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/workers/lanes_panel.h"
#include "ui/pages/workers/worker_actions.h"
#include "ui/pages/workers/worker_inspector.h"
#include "ui/pages/workers/worker_map.h"
#include "ui/session/session.h"
#include "ui/widgets/action_id.h"
#include "ui/widgets/card.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/lane_chart.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_switch.h"

namespace qd::ui {

namespace {
constexpr int kLanes = 1; ///< Of the view switch.
const QString kViewKey = QStringLiteral("workers/view");
} // namespace

WorkersPage::WorkersPage(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(new WorkersModel(this)),
      m_map(new WorkerMap(context, *m_model, this)), m_footer(new FooterBar(this)) {
    auto *column = new QVBoxLayout(this);
    setMargins(column, {kGrid.design + 2, kGrid.design + 2, kGrid.design + 2, 4});
    setSpacing(column, kGrid.design);
    connect(m_map, &WorkerMap::workerChosen, this, &WorkersPage::showWorker);
    column->addWidget(m_map, 0);
    m_listCard = listCard();
    column->addWidget(m_listCard, 1);
    column->addWidget(m_footer);
    followDataAge(m_footer, m_context.session);
    connect(&m_context.session, &Session::snapshotChanged, this, &WorkersPage::refresh);
    showView(std::clamp(QSettings().value(kViewKey).toInt(), 0, 1));
    refresh();
}

Card *WorkersPage::listCard() {
    auto *card = new Card({}, this);
    m_view = new SegmentedSwitch(tr("View"), {tr("&Table"), tr("&Lanes")}, card);
    m_filter = new SearchField(tr("Filter workers"), card);
    onLook(m_filter, [this] {
        m_filter->setMaximumWidth(260_px);
        m_filter->setMinimumWidth(80_px); // Beside an open inspector it gives way first: the words on buttons do not.
    });
    m_pause = new QPushButton(tr("P&ause…"), card);
    m_resume = new QPushButton(tr("Resu&me"), card);
    m_drain = new QPushButton(tr("&Drain…"), card);
    nameAction(m_pause, QStringLiteral("pause-worker"));
    nameAction(m_resume, QStringLiteral("resume-worker"));
    nameAction(m_drain, QStringLiteral("drain-worker"));
    buildTable(card);
    m_lanes = new LanesPanel(m_context, *m_model, card);
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_view, m_lanes->span(), m_filter, m_pause, m_resume, m_drain})
        card->addHeaderWidget(widget);
    card->setFlush(true);
    card->addHeaderWidget(m_table->makeMenuButton(card));
    m_body = new QStackedWidget(card);
    m_body->addWidget(m_table);
    m_body->addWidget(m_lanes);
    card->addBody(m_body, 1);
    connect(m_filter, &SearchField::searchChanged, m_model, &WorkersModel::setTextFilter);
    connect(m_filter, &SearchField::searchChanged, m_lanes, &LanesPanel::refresh);
    connect(m_pause, &QPushButton::clicked, this, [this] { pauseWorkers(m_context, selected()); });
    connect(m_resume, &QPushButton::clicked, this, [this] { resumeWorkers(m_context, selected()); });
    connect(m_drain, &QPushButton::clicked, this, [this] { drainWorkers(m_context, selected()); });
    offerWorkerCommands(m_context, {m_pause, m_resume, m_drain}, [this] { return selected(); });
    offerMenu(m_table, {m_pause, m_resume, m_drain});
    offerMenu(m_lanes->chart(), {m_pause, m_resume, m_drain});
    connect(m_lanes, &LanesPanel::workerChosen, this, &WorkersPage::inspect);
    connect(m_lanes, &LanesPanel::captionChanged, this, &WorkersPage::refreshCaption);
    connect(m_lanes, &LanesPanel::selectionChanged, this, &WorkersPage::refreshActions);
    connect(m_view, &SegmentedSwitch::chosen, this, [this](int view) {
        QSettings().setValue(kViewKey, view);
        showView(view);
    });
    return card;
}

void WorkersPage::buildTable(QWidget *parent) {
    m_table = new TableView(parent);
    m_table->setModelAndWidths(m_model, {72, 104, 76, 128, 84, 88, 70, 92, 84, 88, 80, -1});
    m_table->setAccessibleName(tr("Workers"));
    m_table->sortByColumn(WorkersModel::Worker, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_table->rememberAs(QStringLiteral("workers"));
    offerExport(m_table, m_context.host);
    connect(m_table, &TableView::useChanged, m_model, &WorkersModel::setHoldOrder);
    connect(m_table, &TableView::rowActivated, this,
            [this](const QModelIndex &index) { inspect(m_model->idAt(index.row())); });
    connect(m_table, &TableView::clicked, this,
            [this](const QModelIndex &index) { inspect(m_model->idAt(index.row())); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &WorkersPage::refreshActions);
}

void WorkersPage::showView(int view) {
    m_view->setCurrent(view);
    m_body->setCurrentIndex(m_view->current());
    m_lanes->span()->setVisible(m_view->current() == kLanes);
    refreshCaption();
    refreshActions();
}

void WorkersPage::refreshCaption() {
    m_listCard->setCaption(m_view->current() == kLanes ? m_lanes->caption() : QString());
}

void WorkersPage::focusFilter() {
    m_filter->setFocus();
}

void WorkersPage::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    refresh();
}

std::vector<WorkerId> WorkersPage::selected() const {
    if (m_view->current() == kLanes) return m_lanes->selected();
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
    m_lanes->choose(worker);
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
    m_map->refresh();
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
