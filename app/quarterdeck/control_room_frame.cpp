// What the frame shows with each snapshot: strip, status line, banners, time bar.

#include <QtWidgets/QDialog>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <cstdio>

#include "app/quarterdeck/control_room.h"
#include "app/quarterdeck/health.h"
#include "core/model/event.h"
#include "core/model/snapshot.h"
#include "ui/charts/time_series_chart.h"
#include "ui/format/format.h"
#include "ui/models/metrics_history.h"
#include "ui/models/notices_model.h"
#include "ui/models/worker_look.h"
#include "ui/pages/common/load_generator.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/session/embedded_session.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/key_value_list.h"

namespace qd::app {

using namespace std::chrono_literals;
using ui::operator""_px;

namespace {

qint64 milliseconds(WallTime at) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

/// Pictures are a second and a frame apart: the one that shows what a mark tells of is the next.
constexpr auto kJustAfter = std::chrono::milliseconds{1100};

} // namespace

void ControlRoom::onSnapshot() {
    const auto snapshot = m_session->snapshot();
    refreshStrip(*snapshot);
    refreshOverall(*snapshot);
    refreshTimeBar(*snapshot);
    m_window->refreshBadges();
    if (m_options.reportTimes && !m_demoReported) reportDemo(*snapshot);
    if (!m_openedWanted && !m_options.open.isEmpty()) openWanted();
}

/// What must be told at once, also over a frozen view.
void ControlRoom::onNewest() {
    const auto snapshot = m_session->newest();
    if (m_cost->take(*snapshot)) refreshObserverCost();
    m_notices->pull();
    refreshBanners(*snapshot);
}

void ControlRoom::onFrozen() {
    using Slot = ui::MainWindow::BannerSlot;
    const bool frozen = m_session->isFrozen();
    const WallTime shown = m_session->snapshot()->wallAt;
    m_window->setLiveMode(frozen ? ui::LiveMode::Frozen : ui::LiveMode::Live, shown);
    m_window->setDataAge(m_session->dataAge());
    m_timeBar->setLive(!frozen);
    m_timeBar->setMoment(frozen ? std::optional(milliseconds(shown)) : std::nullopt);
    if (!frozen) {
        m_frozenAt.reset();
        return m_window->clearBanner(Slot::Frozen);
    }
    if (!m_frozenAt) m_frozenAt = m_session->newest()->wallAt;
    // Rows of tasks are not in the pictures: what a list shows is of the moment of freezing, and it says so.
    const QString detail = shown < *m_frozenAt
                               ? tr("task lists do not go back: they are as they were at %1; actions wait until the "
                                    "view is live")
                                     .arg(ui::formatClock(*m_frozenAt))
                               : tr("the engine goes on; actions wait until the view is live");
    m_window->setBanner(Slot::Frozen, ui::Tone::Info, tr("The view is frozen at %1").arg(ui::formatClock(shown)),
                        detail, tr("Go live"), [this] { m_session->setFrozen(false); });
}

void ControlRoom::refreshStrip(const Snapshot &snapshot) {
    m_window->setConnection(m_session->title(), m_session->subtitle(), m_session->production());
    m_window->setDataAge(m_session->dataAge());
    std::optional<Duration> next;
    for (const Override &lease : *snapshot.overrides) {
        if (lease.expiresAt == kNoWallTime) continue;
        const Duration left = lease.expiresAt - snapshot.wallAt;
        if (!next || left < *next) next = left;
    }
    m_window->setOverrides(static_cast<int>(snapshot.overrides->size()), next);
    m_window->setEngineRate(m_metrics->latest().completedPerSecond);
    const std::uint64_t copied = m_engine ? m_engine->replicaStats().bytes : 0;
    m_window->setWatchingCost({.engine = m_cost->publishShare(),
                               .window = m_cost->windowShare(),
                               .bytesHeld = m_session->memory().bytes() + m_metrics->bytes() + copied,
                               .lateFrames = m_cost->lateTurns()});
    m_window->setClock(snapshot.wallAt);
    m_window->setCompleteness(snapshot.workers.rows, snapshot.workers.rows,
                              std::max<std::uint64_t>(snapshot.workersSeen, snapshot.workers.rows), tr("workers"));
}

void ControlRoom::refreshOverall(const Snapshot &snapshot) {
    if (m_closing) return m_window->setOverallState(ui::Overall::Paused, tr("closing"));
    if (m_session->silentSince()) return m_window->setOverallState(ui::Overall::Unknown, tr("no answer"));
    const ui::MetricsSample &now = m_metrics->latest();
    const Health health = healthOf(snapshot, m_session->engineNow(),
                                   {.depth = now.queueDepth,
                                    .growth = m_metrics->depthTrend(kBacklogWatched),
                                    .now = m_metrics->depthTrend(ui::kTrendNow),
                                    .workedOff = now.completedPerSecond});
    m_window->setOverallState(health.overall, health.detail);
}

void ControlRoom::refreshBanners(const Snapshot &snapshot) {
    using Slot = ui::MainWindow::BannerSlot;
    if (snapshot.ledgerStats.stalled)
        m_window->setBanner(Slot::Ledger, ui::Tone::Bad,
                            tr("The ledger cannot write; new tasks are refused until it can"),
                            QString::fromStdString(snapshot.ledgerStats.stallReason));
    else if (!snapshot.intakeOpen && snapshot.phase == EnginePhase::Running)
        m_window->setBanner(Slot::Ledger, ui::Tone::Warning, tr("New tasks are refused"),
                            QString::fromStdString(snapshot.failure));
    else
        m_window->clearBanner(Slot::Ledger);
    if (snapshot.phase == EnginePhase::Failed)
        m_window->setBanner(Slot::Engine, ui::Tone::Bad, tr("The engine has stopped"),
                            QString::fromStdString(snapshot.failure));
    if (m_load->rate() > 0) {
        const QString detail = m_options.demo ? tr("demonstration, seed %1; nothing here is kept").arg(m_load->seed())
                                              : tr("made-up tasks, seed %1").arg(m_load->seed());
        m_window->setBanner(Slot::Synthetic, ui::Tone::Warning, tr("Synthetic load"), detail, tr("Stop load"),
                            [this] { m_load->setRate(0); });
    } else {
        m_window->clearBanner(Slot::Synthetic);
    }
}

void ControlRoom::refreshTimeBar(const Snapshot &snapshot) {
    // A frozen view moves along the bar, and the bar stands still.
    if (!m_session->isFrozen()) m_timeBar->setNow(milliseconds(snapshot.wallAt));
    if (const auto from = m_session->memory().from()) m_timeBar->setKeptFrom(milliseconds(*from));
    const RingPage<Event> page = m_session->events(m_nextEvent, 200);
    m_nextEvent = std::max(m_nextEvent, page.next);
    bool added = false;
    for (const Event &event : page.entries) added = m_marks.take(event) || added;
    if (added) {
        m_timeBar->setMarks(m_marks.marks());
        tellOverviews();
    }
    // A range of which nothing is kept any more shows nothing.
    if (const auto range = m_timeBar->range(); range && range->toMs < m_timeBar->keptFrom()) setRange(std::nullopt);
}

void ControlRoom::setRange(std::optional<ui::TimeRange> range) {
    m_timeBar->setRange(range);
    tellOverviews();
}

/// Charts of one stretch of time beside figures of a moment outside of it would tell two stories: the range ends.
void ControlRoom::goTo(WallTime moment) {
    if (!m_engine) return;
    const qint64 at = milliseconds(moment);
    if (const auto range = m_timeBar->range(); range && (at < range->fromMs || at > range->toMs))
        setRange(std::nullopt);
    m_session->showMoment(moment);
}

/// Of all windows.
void ControlRoom::tellOverviews() {
    std::vector<ui::OverviewPage *> pages{m_pages.overview};
    for (ui::MainWindow *side : sideFrames())
        for (ui::OverviewPage *page : side->findChildren<ui::OverviewPage *>()) pages.push_back(page);
    for (ui::OverviewPage *page : pages) {
        page->setMarks(m_marks.marks());
        page->setRange(m_timeBar->range());
    }
}

/// One time for all: what the bar chooses the pages show, and what a chart points at the bar points at.
void ControlRoom::connectTimeBar() {
    connect(m_timeBar, &ui::TimeBar::markActivated, this, [this](int index) {
        const ui::TimeMark &mark = m_marks.marks()[static_cast<std::size_t>(index)];
        goTo(WallTime{std::chrono::milliseconds{mark.atMs}} + kJustAfter);
    });
    connect(m_timeBar, &ui::TimeBar::momentChosen, this,
            [this](qint64 ms) { goTo(WallTime{std::chrono::milliseconds{ms}}); });
    connect(m_timeBar, &ui::TimeBar::liveRequested, this, [this] { m_session->setFrozen(false); });
    connect(m_timeBar, &ui::TimeBar::rangeChosen, this, [this](const ui::TimeRange &range) { setRange(range); });
    connect(m_timeBar, &ui::TimeBar::rangeCleared, this, [this] { setRange(std::nullopt); });
    connect(m_pages.overview, &ui::OverviewPage::rangeCleared, this, [this] { setRange(std::nullopt); });
    connect(m_timeBar, &ui::TimeBar::momentHovered, m_pages.overview, &ui::OverviewPage::setLinkedMoment);
    connect(m_pages.overview, &ui::OverviewPage::momentHovered, m_timeBar, &ui::TimeBar::setLinkedMoment);
}

/// Nothing is known of an engine that gives no picture: it is neither well nor ill, and whoever looks is told at once.
void ControlRoom::onSilence() {
    using Slot = ui::MainWindow::BannerSlot;
    m_window->clearBanner(Slot::Engine);
    const auto since = m_session->silentSince();
    refreshBanners(*m_session->newest());
    refreshOverall(*m_session->snapshot());
    if (!since) return;
    m_window->setBanner(Slot::Engine, ui::Tone::Bad,
                        tr("The engine does not answer since %1").arg(ui::formatClock(m_session->newest()->wallAt)),
                        tr("what is shown is from then; commands wait, and it may still come back"));
}

void ControlRoom::showObserverCost() {
    if (m_costDialog) return m_costDialog->raise();
    m_costDialog = new QDialog(m_window.get());
    m_costDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_costDialog->setWindowTitle(tr("What watching costs"));
    auto *column = new QVBoxLayout(m_costDialog);
    ui::setMargins(column, {18, 16, 18, 16});
    ui::setSpacing(column, 12);
    m_costRows = new ui::KeyValueList(m_costDialog);
    column->addWidget(m_costRows);
    auto *why =
        new QLabel(tr("Shares are of one processor core, over the last second. A turn of the window's event loop "
                      "is late after %1 ms.")
                       .arg(ObserverCost::kLateTurn.count()),
                   m_costDialog);
    why->setWordWrap(true);
    column->addWidget(why);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, m_costDialog);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, m_costDialog, &QDialog::reject);
    refreshObserverCost();
    m_costDialog->resize(460_px, m_costDialog->sizeHint().height());
    m_costDialog->show();
}

void ControlRoom::refreshObserverCost() {
    if (!m_costDialog) return;
    const auto share = [](const std::optional<double> &of) { return of ? ui::formatPercent(*of) : ui::noValue(); };
    const ui::PictureMemory &memory = m_session->memory();
    const QString held =
        tr("%1 of %2 in %3 pictures")
            .arg(ui::formatBytes(memory.bytes()), ui::formatBytes(memory.bytesMax()), ui::formatCount(memory.count()));
    const ReplicaStats replica = m_engine ? m_engine->replicaStats() : ReplicaStats{};
    const QString copied = tr("%1 for %2 tasks").arg(ui::formatBytes(replica.bytes), ui::formatCount(replica.rows));
    m_costRows->setRows({{tr("Engine, for its pictures"), share(m_cost->publishShare()), true},
                         {tr("This window"), share(m_cost->windowShare()), true},
                         {tr("Memory of the time bar"), held, true},
                         {tr("Pictures thinned out"), ui::formatCount(memory.thinned()), true},
                         {tr("History of the charts"), ui::formatBytes(m_metrics->bytes()), true},
                         {tr("Copy of the task table"), copied, true},
                         {tr("Late turns"), ui::formatCount(m_cost->lateTurns()), true},
                         {tr("Longest turn"), ui::formatDuration(m_cost->longestTurn()), true}});
}

/// "demo-live": eight workers, busy and idle ones seen (by load, not by pauses), throughput, and a chart with two
/// points.
void ControlRoom::reportDemo(const Snapshot &snapshot) {
    for (std::size_t row = 0; row < snapshot.workers.rows; ++row) {
        const ui::WorkerLook look = ui::workerLook(snapshot, row, m_session->engineNow());
        m_sawIdle = m_sawIdle || look == ui::WorkerLook::Idle;
        m_sawBusy = m_sawBusy || look == ui::WorkerLook::Busy;
    }
    const ui::MetricsSample now = m_metrics->latest();
    bool drawn = false;
    for (const ui::TimeSeriesChart *chart : m_window->findChildren<ui::TimeSeriesChart *>())
        drawn = drawn || chart->drawnPoints() >= 2;
    if (now.workersLive < 8 || !m_sawIdle || !m_sawBusy || !(now.completedPerSecond > 0) || !drawn) return;
    m_demoReported = true;
    std::printf("demo-live %lld\n", static_cast<long long>(bootNow().time_since_epoch().count()));
    std::fflush(stdout);
}

/// --open, once there is something to open.
void ControlRoom::openWanted() {
    const auto snapshot = m_session->snapshot();
    const std::string wanted = m_options.open.toStdString();
    if (const auto worker = parseWorkerId(wanted)) {
        if (snapshot->workers.rows == 0) return;
        m_openedWanted = true;
        return openWorker(*worker);
    }
    if (wanted == "task") {
        if (snapshot->totals.completed == 0) return;
        m_openedWanted = true;
        return openTask(makeTaskId(0, snapshot->totals.submitted / 2 + 1));
    }
    m_openedWanted = true;
    if (const auto task = parseTaskId(snapshot->ledger, wanted)) openTask(*task);
}

} // namespace qd::app
