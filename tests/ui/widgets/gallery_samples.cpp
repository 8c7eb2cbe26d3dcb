#include "tests/ui/widgets/gallery_samples.h"

#include <QtCore/QLocale>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSlider>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTableWidget>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "ui/format/format.h"
#include "ui/theme/fonts.h"
#include "ui/theme/state_look.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/bar_list.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/heat_map.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/kpi_card.h"
#include "ui/widgets/output_view.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/state_badge.h"
#include "ui/widgets/strip_button.h"

namespace qd::ui {

namespace {

QString u(const char *text) {
    return QString::fromUtf8(text);
}

std::vector<double> walk(int seed, int count, double from, double to, double noise) {
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    std::normal_distribution<double> normal(0, noise);
    std::vector<double> values;
    for (int i = 0; i < count; ++i) {
        const double share = static_cast<double>(i) / (count - 1);
        values.push_back(std::max(0.0, from + (to - from) * share + std::sin(share * 9) * noise * 3 + normal(random)));
    }
    return values;
}

std::vector<qint64> times(int count) {
    std::vector<qint64> result;
    for (int i = 0; i < count; ++i) result.push_back(kGalleryNow - (count - 1 - i) * qint64{500});
    return result;
}

HeatMap *sampleMap(int count) {
    auto *map = new HeatMap;
    std::vector<HeatCell> cells;
    std::mt19937 random(7);
    for (int i = 0; i < count; ++i) {
        HeatCell cell{ColorRole::Healthy, Shape::None, static_cast<std::uint8_t>(random() % 201)};
        const auto as = [&](const StateLook &look) { cell = {look.role, look.shape, 255, look.imposed}; };
        if (i % 17 == 9) as(lookOfWorker(WorkerLifecycle::Live, 0, 4, false)), cell.load = 0;
        if (i == 33 || i == 34) cell = {ColorRole::Degraded, Shape::Triangle, 255};
        if (i == 60 || i == 61) as(lookOfWorker(WorkerLifecycle::Live, 0, 4, true));
        if (i == 88) as(lookOf(WorkerLifecycle::Draining));
        if (i == 104) as(lookOf(WorkerLifecycle::Lost));
        if (i == 111) as(unknownLook());
        if (i == 70) as(lookOf(WorkerLifecycle::Starting));
        if (i == 15) cell.fault = true;
        cells.push_back(cell);
    }
    map->setCells(std::move(cells));
    map->setTextProvider([](int i) { return QStringLiteral("w-%1 · busy · 3 of 4").arg(i); });
    map->setCurrent(std::min(104, count - 1));
    return map;
}

BarList *sampleBars() {
    auto *bars = new BarList;
    bars->setRows(
        {{u("http · 4 lanes"), 1604, formatCount(1604), ColorRole::Series3, Shape::None, {}},
         {u("command"), 702, formatCount(702), ColorRole::Series1, Shape::None, {}},
         {u("llm"), 112, formatCount(112), ColorRole::Paused, Shape::Bars, u("paused by admin")},
         {u("resize"), 0, formatCount(0), ColorRole::Series1, Shape::None, {}},
         {u("a-very-long-capability-name-of-a-queue"), 40, formatCount(40), ColorRole::Series1, Shape::None, {}}});
    return bars;
}

QTableWidget *sampleTable() {
    auto *table = new QTableWidget(14, 6);
    table->setHorizontalHeaderLabels(
        {u("Worker"), u("State"), u("Slots"), u("Current task"), u("p95"), u("Heartbeat")});
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setFocusPolicy(Qt::NoFocus);
    for (int row = 0; row < 14; ++row) {
        const QStringList cells{QStringLiteral("w-%1").arg(100 + row),      {},
                                QStringLiteral("%1 of 4").arg(row % 5),     QStringLiteral("charge 8f3%1").arg(row),
                                QStringLiteral("%1 ms").arg(12 + row * 31), QStringLiteral("0.%1 s").arg(row % 9)};
        for (int column = 0; column < 6; ++column) {
            auto *item = new QTableWidgetItem(cells[column]);
            item->setFont(fontOf(FontRole::Mono));
            table->setItem(row, column, item);
        }
        const auto look = row == 2   ? lookOfWorker(WorkerLifecycle::Live, 0, 4, true)
                          : row == 4 ? lookOf(WorkerLifecycle::Lost)
                          : row == 5
                              ? lookOf(WorkerLifecycle::Draining)
                              : lookOfWorker(WorkerLifecycle::Live, static_cast<std::uint32_t>(row % 5), 4, false);
        auto *holder = new QWidget;
        auto *box = new QHBoxLayout(holder);
        box->setContentsMargins(8, 0, 0, 0);
        box->addWidget(new StateBadge(look, false));
        box->addStretch(1);
        table->setCellWidget(row, 1, holder);
    }
    table->setColumnWidth(1, 110);
    table->setColumnWidth(3, 130);
    table->selectRow(4);
    return table;
}

QWidget *kpiRow() {
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    const auto add = [&](const char *label, Figure figure, const char *sub, ColorRole role, int seed,
                         Shape shape = Shape::None, ColorRole subRole = ColorRole::TextSecond) {
        auto *card = new KpiCard(u(label), role);
        card->setFigure(figure);
        card->setSubLine(u(sub), shape, subRole);
        card->setHistory(sampleLine(seed, 60, 20, 60, 4));
        card->setClickable(true);
        layout->addWidget(card);
    };
    add("Throughput", rateFigure(41'280), "+12 % in 1 min", ColorRole::Series1, 1);
    add("Queue depth", {formatCount(2418), {}}, "growing 310 /s", ColorRole::Series3, 2, Shape::Triangle,
        ColorRole::Degraded);
    add("In flight", {formatCount(116), {}}, "of 128 slots", ColorRole::Series1, 3);
    add("p99 latency", durationFigure(std::chrono::milliseconds(38)), "objective 50 ms", ColorRole::Series5, 4);
    add("Failures", percentFigure(0.008), "37 dead letters", ColorRole::Series4, 5, Shape::Cross, ColorRole::Failing);
    add("Retries", rateFigure(212), "budget 61 %", ColorRole::Series5, 6);
    return row;
}

QWidget *withFooter(QWidget *body, const char *noun) {
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(body, 1);
    auto *footer = new FooterBar;
    footer->setCounts(14, 128, 131, u(noun));
    footer->setDataAge(std::chrono::milliseconds(120));
    column->addWidget(footer);
    return box;
}

QWidget *controls() {
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(10);
    const std::array<std::pair<const char *, const char *>, 4> tones{
        {{"Submit a task…", "primary"}, {"Purge…", "danger"}, {"Pause", ""}, {"Undo", "quiet"}}};
    int column = 0;
    for (const auto &[text, tone] : tones) {
        auto *button = new QPushButton(u(text));
        button->setProperty("tone", u(tone));
        grid->addWidget(button, 0, column++);
    }
    auto *disabled = new QPushButton(u("Resume"));
    disabled->setEnabled(false);
    grid->addWidget(disabled, 1, 0);
    grid->addWidget(new SearchField(u("Filter workers")), 1, 1, 1, 2);
    auto *combo = new QComboBox;
    combo->addItems({u("synthetic"), u("command")});
    grid->addWidget(combo, 1, 3);
    auto *spin = new QSpinBox;
    spin->setValue(12);
    grid->addWidget(spin, 2, 0);
    auto *check = new QCheckBox(u("Until I resume"));
    check->setChecked(true);
    grid->addWidget(check, 2, 1);
    auto *slider = new QSlider(Qt::Horizontal);
    slider->setValue(40);
    grid->addWidget(slider, 2, 2);
    auto *progress = new QProgressBar;
    progress->setValue(61);
    grid->addWidget(progress, 2, 3);
    auto *tabs = new QTabBar;
    for (const char *tab : {"Details", "Payload", "Output", "Attempts", "Why"}) tabs->addTab(u(tab));
    grid->addWidget(tabs, 3, 0, 1, 4);
    return box;
}

QWidget *badges() {
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    int at = 0;
    const auto add = [&](const StateLook &look) {
        grid->addWidget(new StateBadge(look), at / 5, at % 5);
        ++at;
    };
    for (int i = 0; i < static_cast<int>(kTaskStates); ++i) add(lookOf(static_cast<TaskState>(i)));
    for (int i = 0; i < 5; ++i) add(lookOf(static_cast<WorkerLifecycle>(i)));
    add(lookOfWorker(WorkerLifecycle::Live, 0, 4, false));
    add(lookOfWorker(WorkerLifecycle::Live, 2, 4, true));
    for (int i = 0; i < 6; ++i) add(lookOf(static_cast<Overall>(i)));
    grid->setColumnStretch(5, 1);
    return box;
}

} // namespace

std::vector<float> sampleLine(int seed, int count, float from, float to, float noise) {
    const std::vector<double> values = walk(seed, count, double(from), double(to), double(noise));
    return {values.begin(), values.end()};
}

TimeSeriesChart *sampleFlowChart() {
    auto *chart = new TimeSeriesChart;
    chart->setSeries({{u("submitted"), ColorRole::Series1, true, false},
                      {u("completed"), ColorRole::Series2, false, false},
                      {u("failed"), ColorRole::Series4, false, false}});
    std::vector<double> submitted = walk(1, 600, 52'000, 84'000, 1800);
    for (int i = 300; i < 330; ++i) submitted[static_cast<std::size_t>(i)] = std::numeric_limits<double>::quiet_NaN();
    chart->setUtc(true);
    chart->setData(times(600), {submitted, walk(2, 600, 50'000, 70'000, 1800), walk(3, 600, 2000, 9000, 500)});
    chart->setMarkers({{kGalleryNow - 130'000, u("pool 8 → 24"), Shape::Diamond, ColorRole::Imposed},
                       {kGalleryNow - 60'000, u("fault: latency +400 ms"), Shape::Triangle, ColorRole::Fault}});
    return chart;
}

TimeSeriesChart *sampleDepthChart() {
    auto *chart = new TimeSeriesChart;
    chart->setSeries({{u("queued"), ColorRole::Series3, true, false}, {u("workers"), ColorRole::Series5, false, true}});
    std::vector<double> workers(600, 16);
    std::fill(workers.begin() + 350, workers.end(), 32);
    std::fill(workers.begin() + 480, workers.end(), 48);
    chart->setUtc(true);
    chart->setData(times(600), {walk(4, 600, 20, 92, 3), workers});
    return chart;
}

QWidget *sampleInspectorBody() {
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 6, 8, 6);
    column->setSpacing(12);
    auto *values = new KeyValueList;
    values->setRows({{u("id"), u("01J9-0-8f3124c011aa4e0e9ad177c2a0be0d21"), true},
                     {u("type"), u("command"), true},
                     {u("worker"), u("w-104"), true},
                     {u("priority"), u("8 (high)")},
                     {u("attempts"), u("2 of 5; 1 delivery lost")},
                     {u("deadline"), {}},
                     {u("run time"), formatDuration(std::chrono::milliseconds(812)), true}});
    column->addWidget(values);
    column->addWidget(makeLabel(u("Output"), "title"));
    auto *output = new OutputView;
    output->setOutput(
        "$ sha256sum /usr/share/common-licenses/GPL-3\n8ceb4b9ee5adedde47b31e975c1d90c73ad27b6b165a1dcd80c7c545eb65b903"
        "  /usr/share/common-licenses/GPL-3\n\x1b[31mred\x1b[0m\n",
        1'300'000);
    output->setFixedHeight(120);
    column->addWidget(output);
    auto *note = makeLabel(output->cutNote(), "muted");
    column->addWidget(note);
    column->addStretch(1);
    return body;
}

QWidget *samplePage() {
    auto *page = new QWidget;
    auto *grid = new QGridLayout(page);
    grid->setContentsMargins(14, 14, 14, 14);
    grid->setSpacing(kGrid);
    grid->addWidget(kpiRow(), 0, 0, 1, 3);
    auto *flow = new Card(u("Task flow"));
    flow->setCaption(u("tasks/s, last 5 min"));
    flow->addBody(sampleFlowChart());
    grid->addWidget(flow, 1, 0);
    auto *depth = new Card(u("Queue depth and workers"));
    depth->setCaption(u("autoscaler: off"));
    depth->addBody(sampleDepthChart());
    grid->addWidget(depth, 1, 1);
    auto *queues = new Card(u("Queues"));
    queues->setCaption(u("waiting tasks"));
    queues->addBody(sampleBars());
    grid->addWidget(queues, 1, 2);
    auto *workers = new Card(u("Workers"));
    workers->setCaption(u("128: busy 116 · idle 6 · slow 2 · paused 2 · draining 1 · lost 1"));
    workers->addBody(sampleMap(128), 0);
    workers->addBody(withFooter(sampleTable(), "workers"), 1);
    grid->addWidget(workers, 2, 0, 1, 2);
    auto *events = new Card(u("Events"));
    auto *empty = new EmptyState(EmptyKind::NothingYet);
    empty->setMessage(EmptyKind::NothingYet, u("No event so far"), u("Start the demonstration or submit a task."));
    empty->addAction(u("Start demonstration"), {});
    empty->addAction(u("Submit a task…"), {});
    events->addBody(empty);
    grid->addWidget(events, 2, 2);
    grid->setColumnStretch(0, 5);
    grid->setColumnStretch(1, 4);
    grid->setColumnStretch(2, 3);
    grid->setRowStretch(1, 4);
    grid->setRowStretch(2, 5);
    return page;
}

QWidget *sampleParts() {
    auto *page = new QWidget;
    auto *grid = new QGridLayout(page);
    grid->setContentsMargins(14, 14, 14, 14);
    grid->setSpacing(kGrid);
    auto *states = new Card(u("States"));
    states->addBody(badges());
    states->bodyLayout()->addStretch(1);
    grid->addWidget(states, 0, 0);
    auto *inputs = new Card(u("Controls"));
    inputs->addBody(controls());
    inputs->bodyLayout()->addStretch(1);
    grid->addWidget(inputs, 0, 1);
    const std::array kinds{EmptyKind::NothingYet, EmptyKind::FilteredToNothing, EmptyKind::CannotReach,
                           EmptyKind::NotAllowed};
    auto *empties = new QWidget;
    auto *row = new QHBoxLayout(empties);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    for (const EmptyKind kind : kinds) {
        auto *card = new Card;
        auto *empty = new EmptyState(kind);
        empty->addAction(u("Do something"), {});
        card->addBody(empty);
        row->addWidget(card);
    }
    grid->addWidget(empties, 1, 0, 1, 2);
    auto *many = new Card(u("10 000 workers"));
    many->setCaption(u("smaller cells"));
    many->addBody(sampleMap(10'000));
    grid->addWidget(many, 2, 0);
    auto *waiting = new Card(u("A chart without data"));
    auto *chart = new TimeSeriesChart;
    chart->setSeries({{u("completed"), ColorRole::Series1, true, false}});
    waiting->addBody(chart);
    auto *stale = new FooterBar;
    stale->setCounts(0, 128, 131, u("workers"));
    stale->setDataAge(std::chrono::seconds(14));
    waiting->addBody(stale, 0);
    grid->addWidget(waiting, 2, 1);
    grid->setRowStretch(2, 1);
    return page;
}

} // namespace qd::ui
