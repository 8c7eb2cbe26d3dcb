#include "ui/pages/overview/overview_page.h"

#include <QtCore/QEvent>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/model/snapshot.h"
#include "ui/charts/time_series_chart.h"
#include "ui/format/format.h"
#include "ui/models/events_model.h"
#include "ui/models/metrics_history.h"
#include "ui/models/overrides_model.h"
#include "ui/models/workers_model.h"
#include "ui/pages/common/data_age.h"
#include "ui/pages/common/load_generator.h"
#include "ui/pages/common/table_columns.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/common/worker_cells.h"
#include "ui/pages/overview/load_bar.h"
#include "ui/session/session.h"
#include "ui/widgets/bar_list.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/heat_map.h"
#include "ui/widgets/kpi_card.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

constexpr Duration kSparkWindow = 2min;
constexpr std::size_t kSparkPoints = 60;
constexpr int kTurns = 6;
constexpr std::size_t kChartPoints = 300; ///< Areas stay cheap up to here.

std::vector<float> floats(const std::vector<double> &values) {
    std::vector<float> out;
    out.reserve(values.size());
    for (const double value : values) out.push_back(static_cast<float>(value));
    return out;
}

Duration ofMilliseconds(double ms) {
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(ms));
}

Figure millisecondsFigure(double ms) {
    if (!std::isfinite(ms)) return {noValue(), {}};
    return durationFigure(ofMilliseconds(ms));
}

QString millisecondsText(double ms) {
    return millisecondsFigure(ms).text();
}

std::uint64_t inState(const Snapshot &snapshot, TaskState state) {
    return snapshot.totals.byState[static_cast<std::size_t>(state)];
}

QString queueName(const Snapshot &snapshot, std::size_t row) {
    const std::string_view name = snapshot.text(snapshot.queues.queue(QueueColumn::Name, row));
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

OverviewPage::OverviewPage(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_faces(new QStackedWidget(this)),
      m_empty(new EmptyState(EmptyKind::NothingYet, this)), m_trouble(new EmptyState(EmptyKind::CannotReach, this)) {
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_faces);
    auto *board = new QWidget(m_faces);
    auto *column = new QVBoxLayout(board);
    column->setContentsMargins(kGrid + 2, kGrid + 2, kGrid + 2, 4);
    column->setSpacing(kGrid);
    buildKpis(column);
    buildCards(column);
    m_loadBar = new LoadBar(context.load, board);
    column->addWidget(m_loadBar);
    m_footer = new FooterBar(board);
    column->addWidget(m_footer);
    followDataAge(m_footer, context.session);
    buildEmptyState();
    m_faces->addWidget(m_empty);
    m_faces->addWidget(board);
    m_faces->addWidget(m_trouble);
    connect(&m_context.session, &Session::snapshotChanged, this, &OverviewPage::refresh);
    connect(&m_context.metrics, &MetricsHistory::sampled, this, &OverviewPage::refreshCharts);
    connect(&m_context.session, &Session::momentChanged, this, &OverviewPage::refreshAllCharts);
    connect(&m_context.load, &LoadGenerator::rateChanged, this, &OverviewPage::refresh);
    refresh();
}

OverviewPage::~OverviewPage() = default;

bool OverviewPage::isEmptyStateShown() const {
    return m_faces->currentWidget() == m_empty;
}

void OverviewPage::showTrouble(const QString &title, const QString &detail,
                               const std::vector<std::pair<QString, std::function<void()>>> &actions) {
    m_trouble->setMessage(EmptyKind::CannotReach, title, detail);
    m_trouble->clearActions();
    for (const auto &[text, action] : actions) m_trouble->addAction(text, action);
    m_inTrouble = true;
    m_faces->setCurrentWidget(m_trouble);
}

void OverviewPage::tellTrouble(const QString &detail) {
    m_trouble->setMessage(EmptyKind::CannotReach, m_trouble->title(), detail);
}

void OverviewPage::clearTrouble() {
    m_inTrouble = false;
    refresh();
}

void OverviewPage::buildKpis(QVBoxLayout *column) {
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    const auto add = [&](const QString &label, ColorRole role, std::function<void()> open) {
        auto *card = new KpiCard(label, role, this);
        card->setClickable(true);
        connect(card, &KpiCard::clicked, this, std::move(open));
        row->addWidget(card, 1);
        return card;
    };
    const auto tasks = [this](const QString &state) {
        return [this, state] { m_context.host.openTasksInState(state); };
    };
    m_throughput = add(tr("Throughput"), ColorRole::Series1, tasks(QStringLiteral("completed")));
    m_depth = add(tr("Queue depth"), ColorRole::Series3, tasks(QStringLiteral("queued")));
    m_inFlight = add(tr("In flight"), ColorRole::Idle, [this] { m_context.host.openWorkers(); });
    m_wait = add(tr("p99 wait"), ColorRole::Series5, tasks(QStringLiteral("queued")));
    m_failures = add(tr("Failures"), ColorRole::Failing, tasks(QStringLiteral("failed")));
    m_retries = add(tr("Retries"), ColorRole::Draining, tasks(QStringLiteral("retrying")));
    column->addLayout(row);
}

void OverviewPage::buildCards(QVBoxLayout *column) {
    auto *flow = m_flowCard = new Card(tr("Task flow"), this);
    m_flow = new TimeSeriesChart(flow);
    m_flow->setAccessibleName(flow->title());
    m_flow->setSeries({{tr("submitted"), ColorRole::Series1, true, false},
                       {tr("completed"), ColorRole::Healthy, false, false},
                       {tr("failed"), ColorRole::Failing, false, false}});
    m_flow->setValueFormat([](double value) { return formatRate(value); });
    m_flow->setValueFloor(10);
    flow->addBody(m_flow);

    auto *depth = m_depthCard = new Card(tr("Queue depth and workers"), this);
    m_depthChart = new TimeSeriesChart(depth);
    m_depthChart->setAccessibleName(depth->title());
    m_depthChart->setSeries(
        {{tr("waiting"), ColorRole::Series3, true, false}, {tr("workers"), ColorRole::Series5, false, true, true}});
    m_depthChart->setValueFloor(10);
    depth->addBody(m_depthChart);

    auto *latency = m_latencyCard = new Card(tr("Latency"), this);
    m_latency = new TimeSeriesChart(latency);
    m_latency->setAccessibleName(latency->title());
    m_latency->setSeries({{tr("p50"), ColorRole::Healthy, false, false},
                          {tr("p95"), ColorRole::Degraded, false, false},
                          {tr("p99"), ColorRole::Failing, false, false}});
    m_latency->setValueFormat(millisecondsText);
    m_latency->setAxisFormat(
        [](double ms, double top) { return formatAxisDuration(ofMilliseconds(ms), ofMilliseconds(top)); });
    m_latency->setEmptyText(tr("No task has waited in the last five minutes"));
    latency->addBody(m_latency);
    for (TimeSeriesChart *chart : {m_flow, m_depthChart, m_latency}) offerPicture(chart, m_context.host);
    tellSpan(false);
    for (TimeSeriesChart *chart : {m_flow, m_depthChart, m_latency})
        connect(chart, &TimeSeriesChart::momentHovered, this, &OverviewPage::momentHovered);
    for (TimeSeriesChart *from : {m_flow, m_depthChart, m_latency})
        for (TimeSeriesChart *to : {m_flow, m_depthChart, m_latency})
            if (from != to) connect(from, &TimeSeriesChart::momentHovered, to, &TimeSeriesChart::setLinkedMoment);

    auto *upper = new QHBoxLayout;
    auto *lower = new QHBoxLayout;
    auto *right = new QVBoxLayout;
    upper->setSpacing(kGrid);
    lower->setSpacing(kGrid);
    right->setSpacing(kGrid);
    m_workersCard = workersCard();
    m_queuesCard = queuesCard();
    m_eventsCard = eventsCard();
    m_overridesCard = overridesCard();
    m_workersCard->installEventFilter(this);
    m_eventsCard->installEventFilter(this);
    upper->addWidget(flow, 45);
    upper->addWidget(depth, 28);
    upper->addWidget(m_queuesCard, 24);
    right->addWidget(m_overridesCard, 2);
    right->addWidget(m_eventsCard, 5);
    lower->addWidget(m_workersCard, 45);
    lower->addWidget(latency, 28);
    lower->addLayout(right, 24);
    column->addLayout(upper, 9);
    column->addLayout(lower, 14);
}

Card *OverviewPage::workersCard() {
    auto *card = new Card(tr("Workers"), this);
    m_heat = new HeatMap(card);
    m_heat->setAccessibleName(tr("Workers by state"));
    m_heat->setTextProvider([this](int cell) {
        return workerCellText(*m_context.session.snapshot(), static_cast<std::size_t>(cell),
                              m_context.session.engineNow());
    });
    connect(m_heat, &HeatMap::cellActivated, this, [this](int cell) {
        const auto snapshot = m_context.session.snapshot();
        const auto row = static_cast<std::size_t>(cell);
        if (row >= snapshot->workers.rows) return;
        m_context.host.openWorker({static_cast<std::uint32_t>(snapshot->workers.worker(WorkerColumn::Id, row))});
    });
    card->addBody(m_heat, 0);
    m_workersModel = new WorkersModel(this);
    m_worst = new TableView(card);
    m_worst->setModelAndWidths(m_workersModel, {78, 112, 0, -1, 0, 94, 0, 0, 0, 94, 0, 0});
    m_worst->setAccessibleName(tr("Workers, worst first"));
    m_worst->setSelectionMode(QAbstractItemView::SingleSelection);
    // In its own order, so no column is marked as the one that sorts.
    m_workersModel->setWorstFirst(true);
    m_workersModel->sort(WorkersModel::State, Qt::AscendingOrder);
    m_worst->horizontalHeader()->setSectionsClickable(false);
    m_worst->rememberAs(QStringLiteral("overview-workers"));
    offerExport(m_worst, m_context.host);
    card->addHeaderWidget(m_worst->makeMenuButton(card));
    connect(m_worst, &TableView::useChanged, m_workersModel, &WorkersModel::setHoldOrder);
    connect(m_worst, &TableView::rowActivated, this,
            [this](const QModelIndex &index) { m_context.host.openWorker(m_workersModel->idAt(index.row())); });
    card->addBody(m_worst, 1);
    return card;
}

Card *OverviewPage::queuesCard() {
    auto *card = new Card(tr("Queues"), this);
    m_queues = new BarList(card);
    m_queues->setAccessibleName(tr("Tasks waiting by queue"));
    connect(m_queues, &BarList::activated, this, [this](int row) {
        const auto at = static_cast<std::size_t>(row);
        if (at < m_queueNames.size()) m_context.host.openQueue(m_queueNames[at]);
    });
    card->addBody(m_queues);
    return card;
}

Card *OverviewPage::eventsCard() {
    auto *card = new Card(tr("Events"), this);
    m_eventsModel = new EventsModel(m_context.session, this);
    m_events = new TableView(card);
    m_events->setModelAndWidths(m_eventsModel, {0, 0, -1});
    m_events->setWordWrap(true);
    m_events->horizontalHeader()->hide();
    m_events->setAccessibleName(tr("Events, newest first"));
    offerExport(m_events, m_context.host);
    card->addHeaderWidget(m_events->makeMenuButton(card));
    connect(m_events, &TableView::rowActivated, this, [this](const QModelIndex &index) {
        const Event &event = m_eventsModel->eventAt(index.row());
        if (event.task) return m_context.host.openTask(event.task);
        if (event.worker) m_context.host.openWorker(event.worker);
    });
    card->addBody(m_events);
    return card;
}

Card *OverviewPage::overridesCard() {
    auto *card = new Card(tr("Overrides"), this);
    m_overridesModel = new OverridesModel(this);
    m_overrides = new TableView(card);
    m_overrides->setModelAndWidths(m_overridesModel, {-1, 0, 0, 0, 96});
    m_overrides->horizontalHeader()->hide();
    m_overrides->setAccessibleName(tr("What people have imposed"));
    auto *all = new QPushButton(tr("Show…"), card);
    connect(all, &QPushButton::clicked, this, [this] { m_context.host.showOverrides(); });
    connect(m_overrides, &TableView::rowActivated, this, [this] { m_context.host.showOverrides(); });
    card->addHeaderWidget(all);
    card->addBody(m_overrides);
    card->hide();
    return card;
}

void OverviewPage::buildEmptyState() {
    m_empty->setMessage(
        EmptyKind::NothingYet, tr("The engine is running and has nothing to do"),
        tr("Watch it work on a made-up load, give it a task of your own, or let it check the files of a "
           "real folder."));
    m_empty->addAction(tr("Start demonstration"), [this] { m_context.host.startDemonstration(); });
    m_empty->addAction(tr("Submit a task…"), [this] { m_context.host.submitTask(); });
    m_empty->addAction(tr("Run the example"), [this] { m_context.host.runExample(); });
}

void OverviewPage::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    refresh();
    refreshAllCharts(); // So that a frozen page is whole too.
}

/// Each draws once, whatever it is given here.
void OverviewPage::refreshAllCharts() {
    for (int turn = 0; turn < kTurns; ++turn) refreshCharts();
}

/// The cards' own sizes, not the page's: behind the empty state they have none yet.
bool OverviewPage::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::Resize) fitColumns();
    return QWidget::eventFilter(watched, event);
}

/// What does not fit is left out, the least needed first: a column that has to be scrolled to is not seen here.
void OverviewPage::fitColumns() {
    constexpr int kWithCompleted = 400;
    constexpr int kWithHeartbeat = 480;
    const int room = m_workersCard->width();
    m_worst->columns()->setRoom(WorkersModel::Completed, room >= kWithCompleted);
    m_worst->columns()->setRoom(WorkersModel::Heartbeat, room >= kWithHeartbeat);
    // An event is a sentence of two lines, or of three where it is narrow.
    m_events->verticalHeader()->setDefaultSectionSize(m_eventsCard->width() < 300 ? 54 : 38);
}

void OverviewPage::refresh() {
    const auto snapshot = m_context.session.snapshot();
    chooseFace(*snapshot);
    if (!isVisible() || m_faces->currentIndex() != 1) return;
    refreshKpis(*snapshot);
    refreshWorkers(*snapshot);
    refreshQueues(*snapshot);
    refreshEvents();
    m_overridesModel->apply(*snapshot);
    m_overridesCard->setVisible(!snapshot->overrides->empty());
    m_overridesCard->setCaption(tr("%1 active").arg(formatCount(snapshot->overrides->size())));
    m_footer->setCounts(snapshot->workers.rows, snapshot->workers.rows,
                        std::max<std::uint64_t>(snapshot->workersSeen, snapshot->workers.rows), tr("workers"));
}

/// Nothing ever came in, and nobody is about to send something: say what can be done instead of drawing zeros.
void OverviewPage::chooseFace(const Snapshot &snapshot) {
    const bool nothing = snapshot.phase == EnginePhase::Running && snapshot.totals.submitted == 0 &&
                         snapshot.totals.kept == 0 && snapshot.ledgerStats.rows == 0 && m_context.load.rate() == 0;
    m_faces->setCurrentIndex(m_inTrouble ? 2 : nothing ? 0 : 1);
}

/// From the same snapshot as everything else on the page: "9 of 12 busy" beside "busy 4" is one figure too many.
void OverviewPage::refreshKpis(const Snapshot &snapshot) {
    const MetricsSample &now = m_context.metrics.latest();
    const bool measured = now.revision != 0;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    m_throughput->setFigure(rateFigure(measured ? now.completedPerSecond : nan));
    m_throughput->setSubLine(tr("%1 completed").arg(formatCount(snapshot.totals.completed)));

    // A range tells its own last values.
    m_flow->setCurrent(m_range ? std::vector<double>{}
                               : std::vector{now.submittedPerSecond, now.completedPerSecond, now.failedPerSecond});
    m_depthChart->setCurrent(m_range ? std::vector<double>{} : std::vector{now.queueDepth, now.workersLive});
    m_latency->setCurrent(m_range ? std::vector<double>{} : std::vector{now.waitP50Ms, now.waitP95Ms, now.waitP99Ms});

    m_depth->setFigure({formatCount(static_cast<std::uint64_t>(now.queueDepth)), {}});
    const double trend = m_context.metrics.depthTrend(kTrendNow);
    if (!std::isfinite(trend))
        m_depth->setSubLine(noValue()); // Too young to have a trend.
    else if (std::abs(trend) < 1)
        m_depth->setSubLine(tr("steady"));
    else
        m_depth->setSubLine((trend > 0 ? tr("▲ %1") : tr("▼ %1")).arg(formatRate(std::abs(trend))));

    m_inFlight->setFigure({formatCount(static_cast<std::uint64_t>(now.onWorkers)), {}});
    m_inFlight->setSubLine(tr("%1 of %2 workers busy")
                               .arg(formatCount(static_cast<std::uint64_t>(now.workersBusy)),
                                    formatCount(static_cast<std::uint64_t>(now.workersLive))));

    m_wait->setFigure(measured ? millisecondsFigure(now.waitP99Ms) : Figure{noValue(), {}});
    m_wait->setSubLine(now.waitCount == 0 ? tr("nothing waited") : tr("p50 %1").arg(millisecondsText(now.waitP50Ms)));

    const std::uint64_t dead = inState(snapshot, TaskState::Failed);
    m_failures->setFigure(percentFigure(measured ? now.handlerFailureShare : nan));
    m_failures->setSubLine(tr("%1 dead-lettered").arg(formatCount(dead)), dead > 0 ? Shape::Cross : Shape::None,
                           dead > 0 ? ColorRole::Failing : ColorRole::TextSecond);

    m_retries->setFigure(rateFigure(measured ? now.retriedPerSecond : nan));
    m_retries->setSubLine(tr("%1 wait for a retry").arg(formatCount(inState(snapshot, TaskState::Retrying))));
}

void OverviewPage::refreshWorkers(const Snapshot &snapshot) {
    const Instant now = m_context.session.engineNow();
    m_heat->setCells(workerCells(snapshot, now));
    m_workersModel->apply(m_context.session.snapshot(), now);
    m_workersCard->setCaption(workerSummary(snapshot, now));
}

void OverviewPage::refreshQueues(const Snapshot &snapshot) {
    struct Row {
        QString name;
        std::uint64_t waiting;
        bool paused;
        std::uint64_t running;
    };
    std::vector<Row> rows;
    for (std::size_t i = 0; i < snapshot.queues.rows; ++i) {
        const auto count = [&](QueueColumn column) {
            return static_cast<std::uint64_t>(snapshot.queues.queue(column, i));
        };
        rows.push_back({queueName(snapshot, i), count(QueueColumn::Queued) + count(QueueColumn::Retrying),
                        count(QueueColumn::Paused) != 0 || snapshot.pausedAll, count(QueueColumn::Running)});
    }
    // By name, not by length: bars that change places cannot be followed by eye or clicked.
    std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.name < b.name; });
    std::vector<BarRow> bars;
    m_queueNames.clear();
    std::uint64_t total = 0;
    for (const Row &row : rows) {
        total += row.waiting;
        BarRow bar;
        bar.label = row.name;
        bar.value = static_cast<double>(row.waiting);
        bar.text = formatCount(row.waiting);
        bar.role = row.paused ? ColorRole::Paused : ColorRole::Series3;
        bar.shape = row.paused ? Shape::Bars : Shape::None;
        bar.hint = row.paused ? tr("paused · %1 running").arg(formatCount(row.running))
                              : tr("%1 running").arg(formatCount(row.running));
        bars.push_back(std::move(bar));
        m_queueNames.push_back(row.name);
    }
    m_queues->setRows(std::move(bars));
    m_queuesCard->setCaption(tr("%1 waiting · %2 queues", nullptr, static_cast<int>(rows.size()))
                                 .arg(formatCount(total), formatCount(rows.size())));
}

void OverviewPage::refreshEvents() {
    const Session &session = m_context.session;
    m_eventsModel->showUntil(session.isFrozen() ? std::optional(session.snapshot()->wallAt) : std::nullopt);
    m_eventsModel->pull();
    m_eventsCard->setCaption(m_eventsModel->lost() == 0 ? tr("newest first")
                                                        : tr("%1 lost").arg(formatCount(m_eventsModel->lost())));
}

/// Which time the charts show stands where their captions are: a past stretch must not be taken for now.
void OverviewPage::tellSpan(bool ranged) {
    const auto clock = [](qint64 ms) { return formatClock(WallTime{std::chrono::milliseconds{ms}}); };
    const QString range =
        ranged ? tr("%1 – %2 · Esc: all").arg(clock(m_range->fromMs), clock(m_range->toMs)) : QString();
    m_flowCard->setCaption(ranged ? range : tr("submitted · completed · failed, tasks/s"));
    m_depthCard->setCaption(ranged ? range : tr("workers at the right"));
    m_latencyCard->setCaption(ranged ? range : tr("wait p50 · p95 · p99"));
}

void OverviewPage::setRange(std::optional<TimeRange> range) {
    if (range == m_range) return;
    m_range = range;
    m_span = {};
    tellSpan(range.has_value());
    refreshAllCharts();
    refresh();
}

void OverviewPage::setMarks(const std::vector<TimeMark> &marks) {
    std::vector<ChartMark> drawn;
    drawn.reserve(marks.size());
    for (const TimeMark &mark : marks) drawn.push_back({mark.atMs, mark.text, mark.shape, mark.role});
    for (TimeSeriesChart *chart : {m_flow, m_depthChart, m_latency}) chart->setMarkers(drawn);
}

void OverviewPage::setLinkedMoment(qint64 ms) {
    for (TimeSeriesChart *chart : {m_flow, m_depthChart, m_latency}) chart->setLinkedMoment(ms);
}

void OverviewPage::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape && m_range) return emit rangeCleared();
    QWidget::keyPressEvent(event);
}

/// A young history fills the chart instead of standing at its edge; in steps, so that the axis does not crawl.
void OverviewPage::stretchCharts() {
    const auto &samples = m_context.metrics.samples();
    const Duration age = samples.back().at - samples.front().at;
    const std::chrono::milliseconds span = m_range      ? std::chrono::milliseconds{m_range->toMs - m_range->fromMs}
                                           : age < 30s  ? 30s
                                           : age < 60s  ? 60s
                                           : age < 2min ? 2min
                                                        : 5min;
    if (span == m_span) return;
    m_span = span;
    for (TimeSeriesChart *chart : {m_flow, m_depthChart, m_latency}) chart->setSpan(span);
}

/// Each sample feeds the sparklines and one of the charts: drawing all three in one frame would cost a frame.
void OverviewPage::refreshCharts() {
    const MetricsHistory &metrics = m_context.metrics;
    if (!isVisible() || m_faces->currentIndex() != 1 || metrics.samples().empty()) return;
    stretchCharts();
    const auto spark = [&](KpiCard *card, double MetricsSample::*field) {
        card->setHistory(floats(metrics.column(field, kSparkPoints, kSparkWindow)));
    };
    switch (m_turn % 2) { // And three charts: after kTurns everything has had its turn.
    case 0:
        spark(m_throughput, &MetricsSample::completedPerSecond);
        spark(m_depth, &MetricsSample::queueDepth);
        spark(m_inFlight, &MetricsSample::onWorkers);
        break;
    default:
        spark(m_wait, &MetricsSample::waitP99Ms);
        spark(m_failures, &MetricsSample::handlerFailureShare);
        spark(m_retries, &MetricsSample::retriedPerSecond);
    }
    // Of a range every sample there is, up to its end; the charts thin them out themselves.
    const std::size_t most = m_range ? MetricsHistory::kSamplesMax : kChartPoints;
    const auto stamps = metrics.timesMs(most, MetricsHistory::kKept);
    const auto end = m_range ? std::upper_bound(stamps.begin(), stamps.end(), m_range->toMs) : stamps.end();
    const std::vector<qint64> times(stamps.begin(), end);
    const auto column = [&](double MetricsSample::*field) {
        std::vector<double> values = metrics.column(field, most, MetricsHistory::kKept);
        values.resize(times.size());
        return values;
    };
    switch (m_turn++ % 3) {
    case 0:
        m_flow->setData(times, {column(&MetricsSample::submittedPerSecond), column(&MetricsSample::completedPerSecond),
                                column(&MetricsSample::failedPerSecond)});
        break;
    case 1:
        m_depthChart->setData(times, {column(&MetricsSample::queueDepth), column(&MetricsSample::workersLive)});
        break;
    default:
        m_latency->setData(times, {column(&MetricsSample::waitP50Ms), column(&MetricsSample::waitP95Ms),
                                   column(&MetricsSample::waitP99Ms)});
    }
}

} // namespace qd::ui
