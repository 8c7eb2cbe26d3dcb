#include "ui/pages/overview/overview_page.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/metrics_history.h"
#include "ui/models/overrides_model.h"
#include "ui/pages/common/data_age.h"
#include "ui/pages/common/load_generator.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/overview/events_card.h"
#include "ui/pages/overview/figures_row.h"
#include "ui/pages/overview/load_bar.h"
#include "ui/pages/overview/queues_card.h"
#include "ui/pages/overview/trend_charts.h"
#include "ui/pages/overview/workers_card.h"
#include "ui/session/session.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/narrow.h"

namespace qd::ui {

OverviewPage::OverviewPage(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_faces(new QStackedWidget(this)),
      m_empty(new EmptyState(EmptyKind::NothingYet, this)), m_trouble(new EmptyState(EmptyKind::CannotReach, this)) {
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_faces);
    // The faces that are not seen ask for no room: what is empty need not be as large as what is full.
    connect(m_faces, &QStackedWidget::currentChanged, this, [this](int shown) {
        for (int i = 0; i < m_faces->count(); ++i) {
            const auto policy = i == shown ? QSizePolicy::Preferred : QSizePolicy::Ignored;
            m_faces->widget(i)->setSizePolicy(policy, policy);
        }
    });
    buildEmptyState();
    m_faces->addWidget(m_empty);
    m_faces->addWidget(board());
    m_faces->addWidget(m_trouble);
    connect(m_charts, &TrendCharts::momentHovered, this, &OverviewPage::momentHovered);
    connect(&m_context.session, &Session::snapshotChanged, this, &OverviewPage::refresh);
    connect(&m_context.metrics, &MetricsHistory::sampled, this, &OverviewPage::refreshCharts);
    connect(&m_context.session, &Session::momentChanged, this, &OverviewPage::refreshAllCharts);
    connect(&m_context.session, &Session::frozenChanged, this, &OverviewPage::refreshAllCharts);
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

QWidget *OverviewPage::board() {
    auto *board = new QWidget(m_faces);
    auto *column = new QVBoxLayout(board);
    setMargins(column, {kGrid.design + 2, kGrid.design + 2, kGrid.design + 2, 4});
    setSpacing(column, kGrid.design);
    m_figures = new FiguresRow(m_context, board);
    column->addWidget(m_figures);
    layCards(column);
    m_loadBar = new LoadBar(m_context.load, board);
    column->addWidget(m_loadBar);
    m_footer = new FooterBar(board);
    column->addWidget(m_footer);
    followDataAge(m_footer, m_context.session);
    return board;
}

void OverviewPage::layCards(QVBoxLayout *column) {
    m_charts = new TrendCharts(m_context, this);
    m_queues = new QueuesCard(m_context, this);
    m_workers = new WorkersCard(m_context, this);
    m_events = new EventsCard(m_context, this);
    m_overridesCard = overridesCard();
    auto *upper = new QHBoxLayout;
    auto *lower = new QHBoxLayout;
    auto *right = new QVBoxLayout;
    for (QBoxLayout *box : std::initializer_list<QBoxLayout *>{upper, lower, right}) setSpacing(box, kGrid.design);
    upper->addWidget(m_charts->flowCard(), 45);
    upper->addWidget(m_charts->depthCard(), 28);
    upper->addWidget(m_queues, 24);
    right->addWidget(m_overridesCard, 2);
    right->addWidget(m_events, 5);
    lower->addWidget(m_workers, 45);
    lower->addWidget(m_charts->latencyCard(), 28);
    lower->addLayout(right, 24);
    column->addLayout(upper, 9);
    column->addLayout(lower, 14);
    constexpr int kSideBySide = 880;
    const std::vector<QWidget *> cards{
        m_charts->flowCard(), m_charts->depthCard(), m_queues, m_workers, m_charts->latencyCard(), m_events};
    onNarrow(this, kSideBySide, [upper, lower, cards](bool narrow) {
        for (QBoxLayout *box : {upper, lower})
            box->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
        // One below the other the page scrolls: then nobody has to make do with the least.
        for (QWidget *card : cards) card->setMinimumHeight(narrow ? int{230_px} : 0);
    });
}

Card *OverviewPage::overridesCard() {
    auto *card = new Card(tr("Overrides"), this);
    m_overrides = new OverridesModel(this);
    auto *table = new TableView(card);
    table->setModelAndWidths(m_overrides, {-1, 0, 0, 0, 96});
    table->horizontalHeader()->hide();
    table->setAccessibleName(tr("What people have imposed"));
    auto *all = new QPushButton(tr("Show…"), card);
    connect(all, &QPushButton::clicked, this, [this] { m_context.host.showOverrides(); });
    connect(table, &TableView::rowActivated, this, [this] { m_context.host.showOverrides(); });
    card->addHeaderWidget(all);
    card->addBody(table);
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

bool OverviewPage::isBoardShown() const {
    return isVisible() && m_faces->currentIndex() == 1;
}

void OverviewPage::refresh() {
    const auto snapshot = m_context.session.snapshot();
    chooseFace(*snapshot);
    if (!isBoardShown()) return;
    m_figures->refresh(*snapshot);
    m_charts->refreshFigures();
    m_workers->refresh(*snapshot);
    m_queues->refresh(*snapshot);
    m_events->refresh();
    refreshOverrides(*snapshot);
    m_footer->setCounts(snapshot->workers.rows, snapshot->workers.rows,
                        std::max<std::uint64_t>(snapshot->workersSeen, snapshot->workers.rows), tr("workers"));
}

void OverviewPage::refreshOverrides(const Snapshot &snapshot) {
    m_overrides->apply(snapshot);
    m_overridesCard->setVisible(!snapshot.overrides->empty());
    m_overridesCard->setCaption(tr("%1 active").arg(formatCount(snapshot.overrides->size())));
}

/// Nothing ever came in, and nobody is about to send something: say what can be done instead of drawing zeros.
void OverviewPage::chooseFace(const Snapshot &snapshot) {
    const bool nothing = snapshot.phase == EnginePhase::Running && snapshot.totals.submitted == 0 &&
                         snapshot.totals.kept == 0 && snapshot.ledgerStats.rows == 0 && m_context.load.rate() == 0;
    m_faces->setCurrentIndex(m_inTrouble ? 2 : nothing ? 0 : 1);
}

void OverviewPage::setRange(std::optional<TimeRange> range) {
    if (!m_charts->setRange(range)) return;
    refreshAllCharts();
    refresh();
}

void OverviewPage::setMarks(const std::vector<TimeMark> &marks) {
    m_charts->setMarks(marks);
}

void OverviewPage::setLinkedMoment(qint64 ms) {
    m_charts->setLinkedMoment(ms);
}

void OverviewPage::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape && m_charts->hasRange()) return emit rangeCleared();
    QWidget::keyPressEvent(event);
}

/// Each sample feeds half of the small lines and one of the charts.
void OverviewPage::refreshCharts() {
    if (!isBoardShown()) return;
    m_figures->refreshLines(m_turn);
    m_charts->draw(m_turn);
    ++m_turn;
}

/// After so many turns everything has been drawn once, whatever is given here.
void OverviewPage::refreshAllCharts() {
    for (int turn = 0; turn < 2 * TrendCharts::kTurns; ++turn) refreshCharts();
}

} // namespace qd::ui
