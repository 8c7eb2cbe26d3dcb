#include "ui/pages/overview/figures_row.h"

#include <QtWidgets/QGridLayout>
#include <cmath>
#include <limits>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/metrics_history.h"
#include "ui/widgets/kpi_card.h"
#include "ui/widgets/narrow.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

constexpr Duration kSparkWindow = 2min;
constexpr std::size_t kSparkPoints = 60;

std::vector<float> floats(const std::vector<double> &values) {
    std::vector<float> out;
    out.reserve(values.size());
    for (const double value : values) out.push_back(static_cast<float>(value));
    return out;
}

Figure waitFigure(double ms) {
    if (!std::isfinite(ms)) return {noValue(), {}};
    return durationFigure(std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(ms)));
}

std::uint64_t inState(const Snapshot &snapshot, TaskState state) {
    return snapshot.totals.byState[static_cast<std::size_t>(state)];
}

} // namespace

FiguresRow::FiguresRow(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    setSpacing(m_grid, kGrid.design);
    const auto tasks = [this](const QString &state) {
        return [this, state] { m_context.host.openTasksInState(state); };
    };
    m_throughput = add(tr("Throughput"), ColorRole::Series1, tasks(QStringLiteral("completed")));
    m_depth = add(tr("Queue depth"), ColorRole::Series3, tasks(QStringLiteral("queued")));
    m_inFlight = add(tr("In flight"), ColorRole::Idle, [this] { m_context.host.openWorkers(); });
    m_wait = add(tr("p99 wait"), ColorRole::Series5, tasks(QStringLiteral("queued")));
    m_failures = add(tr("Failures"), ColorRole::Failing, tasks(QStringLiteral("failed")));
    m_retries = add(tr("Retries"), ColorRole::Draining, tasks(QStringLiteral("retrying")));
    constexpr int kSideBySide = 860;
    onNarrow(this, kSideBySide, [this](bool narrow) { arrange(narrow ? 3 : static_cast<int>(m_cards.size())); });
}

void FiguresRow::arrange(int columns) {
    for (KpiCard *card : m_cards) m_grid->removeWidget(card);
    const int count = static_cast<int>(m_cards.size());
    for (int i = 0; i < count; ++i) {
        m_grid->addWidget(m_cards[static_cast<std::size_t>(i)], i / columns, i % columns);
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    }
}

KpiCard *FiguresRow::add(const QString &label, ColorRole role, std::function<void()> open) {
    auto *card = new KpiCard(label, role, this);
    card->setClickable(true);
    connect(card, &KpiCard::clicked, this, std::move(open));
    m_cards.push_back(card);
    return card;
}

void FiguresRow::refresh(const Snapshot &snapshot) {
    const MetricsSample &now = m_context.metrics.latest();
    const bool measured = now.isMeasured();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    m_throughput->setFigure(rateFigure(measured ? now.completedPerSecond : nan));
    m_throughput->setSubLine(tr("%1 since the start").arg(formatCount(snapshot.totals.completed)));
    refreshDepth();

    m_inFlight->setFigure({formatCount(static_cast<std::uint64_t>(now.onWorkers)), {}});
    m_inFlight->setSubLine(tr("%1 of %2 workers busy")
                               .arg(formatCount(static_cast<std::uint64_t>(now.workersBusy)),
                                    formatCount(static_cast<std::uint64_t>(now.workersLive))));

    m_wait->setFigure(measured ? waitFigure(now.waitP99Ms) : Figure{noValue(), {}});
    m_wait->setSubLine(now.waitCount > 0 ? tr("p50 %1").arg(waitFigure(now.waitP50Ms).text())
                       : measured        ? tr("none was started")
                                         : noValue());

    const std::uint64_t dead = inState(snapshot, TaskState::Failed);
    m_failures->setFigure(percentFigure(measured ? now.handlerFailureShare : nan));
    m_failures->setSubLine(tr("%1 dead letters kept").arg(formatCount(dead)), dead > 0 ? Shape::Cross : Shape::None,
                           dead > 0 ? ColorRole::Failing : ColorRole::TextSecond);

    m_retries->setFigure(rateFigure(measured ? now.retriedPerSecond : nan));
    m_retries->setSubLine(tr("%1 wait for a retry").arg(formatCount(inState(snapshot, TaskState::Retrying))));
}

void FiguresRow::refreshDepth() {
    m_depth->setFigure({formatCount(static_cast<std::uint64_t>(m_context.metrics.latest().queueDepth)), {}});
    const double trend = m_context.metrics.depthTrend(kTrendNow);
    if (!std::isfinite(trend))
        m_depth->setSubLine(noValue()); // Too young to have a trend.
    else if (std::abs(trend) < 1)
        m_depth->setSubLine(tr("steady"));
    else
        m_depth->setSubLine((trend > 0 ? tr("▲ %1") : tr("▼ %1")).arg(formatRate(std::abs(trend))));
}

void FiguresRow::refreshLines(int turn) {
    const auto line = [this](KpiCard *card, double MetricsSample::*field) {
        card->setHistory(floats(m_context.metrics.column(field, kSparkPoints, kSparkWindow)));
    };
    if (turn % 2 == 0) {
        line(m_throughput, &MetricsSample::completedPerSecond);
        line(m_depth, &MetricsSample::queueDepth);
        line(m_inFlight, &MetricsSample::onWorkers);
    } else {
        line(m_wait, &MetricsSample::waitP99Ms);
        line(m_failures, &MetricsSample::handlerFailureShare);
        line(m_retries, &MetricsSample::retriedPerSecond);
    }
}

} // namespace qd::ui
