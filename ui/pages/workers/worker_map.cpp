#include "ui/pages/workers/worker_map.h"

#include <QtCore/QSettings>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <algorithm>
#include <numeric>

#include "core/model/snapshot.h"
#include "ui/models/workers_model.h"
#include "ui/pages/common/worker_cells.h"
#include "ui/pages/workers/worker_actions.h"
#include "ui/session/session.h"
#include "ui/widgets/heat_map.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/segmented_switch.h"
#include "ui/widgets/state_badge.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {
constexpr Duration kReorderEvery = 1s; ///< Cells that jump more often cannot be read.
constexpr int kOddness = 1;            ///< Of the order switch.
const QString kOrderKey = QStringLiteral("workers/mapOrder");
} // namespace

WorkerMap::WorkerMap(const PageContext &context, const WorkersModel &workers, QWidget *parent)
    : Card({}, parent), m_context(context), m_workers(workers), m_heat(new HeatMap(this)),
      m_order(new SegmentedSwitch(tr("Order"), {tr("By &number"), tr("By &oddness")}, this)) {
    setTitle(tr("Workers"));
    auto *resize = new QPushButton(tr("Resize &pool…"), this);
    connect(resize, &QPushButton::clicked, this, [this] { resizePool(m_context); });
    offerResizeCommand(m_context, resize);
    addHeaderWidget(m_order);
    addHeaderWidget(resize);
    m_order->setCurrent(QSettings().value(kOrderKey).toInt());
    connect(m_order, &SegmentedSwitch::chosen, this, [this](int order) {
        QSettings().setValue(kOrderKey, order);
        m_rows.clear();
        refresh();
    });
    m_heat->setAccessibleName(tr("Workers by state"));
    m_heat->setTextProvider([this](int cell) {
        if (cell < 0 || static_cast<std::size_t>(cell) >= m_rows.size()) return QString();
        const QString text = workerCellText(*m_context.session.snapshot(), m_rows[static_cast<std::size_t>(cell)],
                                            m_context.session.engineNow());
        return isByOddness() ? text + QStringLiteral(" · ") + m_workers.oddness().words(workerAt(cell)) : text;
    });
    connect(m_heat, &HeatMap::cellActivated, this, [this](int cell) {
        if (workerAt(cell)) emit workerChosen(workerAt(cell));
    });
    addBody(m_heat, 0);
    addBody(legend(), 0);
}

QWidget *WorkerMap::legend() {
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    setMargins(row, {0, 2, 0, 0});
    setSpacing(row, kGrid.design);
    for (std::size_t i = 0; i < kWorkerLooks; ++i) {
        StateLook look = lookOf(static_cast<WorkerLook>(i));
        // As its cells are: filled, without a glyph.
        if (static_cast<WorkerLook>(i) == WorkerLook::Busy) look.shape = ui::Shape::Square;
        m_badges[i] = new StateBadge(look, false, line);
        m_badges[i]->hide();
        row->addWidget(m_badges[i]);
    }
    row->addStretch(1);
    auto *hint = new ElidedLabel(tr("the fill is the share of busy slots, an outline is a person's doing"),
                                 FontRole::Small, ColorRole::TextMuted, line);
    hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(hint, 2);
    return line;
}

bool WorkerMap::isByOddness() const {
    return m_order->current() == kOddness;
}

WorkerId WorkerMap::workerAt(int cell) const {
    return cell < 0 || static_cast<std::size_t>(cell) >= m_ids.size() ? WorkerId{}
                                                                      : m_ids[static_cast<std::size_t>(cell)];
}

void WorkerMap::refresh() {
    const auto snapshot = m_context.session.snapshot();
    const Instant now = m_context.session.engineNow();
    refreshOrder(*snapshot);
    const std::vector<HeatCell> cells = workerCells(*snapshot, now);
    std::vector<HeatCell> ordered;
    ordered.reserve(cells.size());
    for (const std::size_t row : m_rows) ordered.push_back(cells[row]);
    m_heat->setCells(std::move(ordered));
    refreshLegend(*snapshot, now);
    QString caption = workerSummary(*snapshot, now);
    if (snapshot->poolWanted != snapshot->poolAutomatic)
        caption += tr(" · pool %1, settings say %2").arg(snapshot->poolWanted).arg(snapshot->poolAutomatic);
    setCaption(caption);
}

/// The order of the cells. By oddness it changes once a second and not while somebody is in the map; the chosen cell
/// stays with its worker.
void WorkerMap::refreshOrder(const Snapshot &snapshot) {
    const std::size_t count = snapshot.workers.rows;
    const auto idOf = [&](std::size_t row) {
        return WorkerId{static_cast<std::uint32_t>(snapshot.workers.worker(WorkerColumn::Id, row))};
    };
    bool same = m_rows.size() == count;
    for (std::size_t cell = 0; same && cell < count; ++cell) same = idOf(m_rows[cell]) == m_ids[cell];
    const bool inUse = m_heat->underMouse() || m_heat->hasFocus();
    const bool due =
        isByOddness() && !inUse && (snapshot.takenAt < m_orderedAt || snapshot.takenAt - m_orderedAt >= kReorderEvery);
    if (same && !due) return;
    const WorkerId chosen = workerAt(m_heat->current());
    m_orderedAt = snapshot.takenAt;
    m_rows.resize(count);
    std::iota(m_rows.begin(), m_rows.end(), std::size_t{0});
    if (isByOddness()) {
        std::vector<double> scores(count);
        // Not known comes last, behind those that are like the others.
        for (std::size_t row = 0; row < count; ++row)
            scores[row] = m_workers.oddness().of(idOf(row)).score.value_or(-1);
        std::ranges::stable_sort(m_rows, std::ranges::greater{}, [&](std::size_t row) { return scores[row]; });
    }
    m_ids.clear();
    for (const std::size_t row : m_rows) m_ids.push_back(idOf(row));
    const auto it = std::ranges::find(m_ids, chosen);
    if (chosen && it != m_ids.end()) m_heat->setCurrent(static_cast<int>(it - m_ids.begin()));
}

/// What stands in the caption with its count, here with the look of its cells. A look that was there once stays: a
/// legend whose words come and go with every task can be read by nobody.
void WorkerMap::refreshLegend(const Snapshot &snapshot, Instant now) {
    std::array<bool, kWorkerLooks> present{};
    for (std::size_t row = 0; row < snapshot.workers.rows; ++row)
        present[static_cast<std::size_t>(workerLook(snapshot, row, now))] = true;
    for (std::size_t i = 0; i < kWorkerLooks; ++i)
        if (present[i]) m_badges[i]->show();
}

} // namespace qd::ui
