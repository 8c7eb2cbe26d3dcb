#include "ui/pages/overview/workers_card.h"

#include <QtWidgets/QHeaderView>
#include <QtWidgets/QToolButton>

#include "core/model/snapshot.h"
#include "ui/models/workers_model.h"
#include "ui/pages/common/table_columns.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/common/worker_cells.h"
#include "ui/session/session.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/heat_map.h"

namespace qd::ui {

WorkersCard::WorkersCard(const PageContext &context, QWidget *parent)
    : Card({}, parent), m_context(context), m_map(new HeatMap(this)), m_model(new WorkersModel(this)),
      m_worst(new TableView(this)) {
    setTitle(tr("Workers"));
    buildMap();
    buildWorst();
    onLook(this, [this] { fitColumns(); });
}

void WorkersCard::buildMap() {
    m_map->setAccessibleName(tr("Workers by state"));
    m_map->setTextProvider([this](int cell) {
        return workerCellText(*m_context.session.snapshot(), static_cast<std::size_t>(cell),
                              m_context.session.engineNow());
    });
    connect(m_map, &HeatMap::cellActivated, this, [this](int cell) {
        const auto snapshot = m_context.session.snapshot();
        const auto row = static_cast<std::size_t>(cell);
        if (row >= snapshot->workers.rows) return;
        m_context.host.openWorker({static_cast<std::uint32_t>(snapshot->workers.worker(WorkerColumn::Id, row))});
    });
    addBody(m_map, 0);
}

void WorkersCard::buildWorst() {
    m_worst->setModelAndWidths(m_model, {78, 112, 0, -1, 0, 94, 0, 0, 0, 94, 0, 0});
    m_worst->setAccessibleName(tr("Workers, worst first"));
    m_worst->setSelectionMode(QAbstractItemView::SingleSelection);
    // In its own order, so no column is marked as the one that sorts.
    m_model->setWorstFirst(true);
    m_model->sort(WorkersModel::State, Qt::AscendingOrder);
    m_worst->horizontalHeader()->setSectionsClickable(false);
    m_worst->rememberAs(QStringLiteral("overview-workers"));
    offerExport(m_worst, m_context.host);
    addHeaderWidget(m_worst->makeMenuButton(this));
    connect(m_worst, &TableView::useChanged, m_model, &WorkersModel::setHoldOrder);
    connect(m_worst, &TableView::rowActivated, this,
            [this](const QModelIndex &index) { m_context.host.openWorker(m_model->idAt(index.row())); });
    addBody(m_worst, 1);
}

void WorkersCard::refresh(const Snapshot &snapshot) {
    const Instant now = m_context.session.engineNow();
    m_map->setCells(workerCells(snapshot, now));
    m_model->apply(m_context.session.snapshot(), now);
    setCaption(workerSummary(snapshot, now));
}

/// By its own size, not the page's: behind the empty state it has none yet.
void WorkersCard::resizeEvent(QResizeEvent *event) {
    Card::resizeEvent(event);
    fitColumns();
}

/// What does not fit is left out, the least needed first: a column that has to be scrolled to is not seen here.
void WorkersCard::fitColumns() {
    constexpr Px kWithCompleted{400};
    constexpr Px kWithHeartbeat{480};
    m_worst->columns()->setRoom(WorkersModel::Completed, width() >= kWithCompleted);
    m_worst->columns()->setRoom(WorkersModel::Heartbeat, width() >= kWithHeartbeat);
}

} // namespace qd::ui
