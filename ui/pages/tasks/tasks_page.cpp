#include "ui/pages/tasks/tasks_page.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/tasks_model.h"
#include "ui/pages/common/frozen_note.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/tasks/bulk_bar.h"
#include "ui/pages/tasks/filter_bar.h"
#include "ui/pages/tasks/queues_panel.h"
#include "ui/pages/tasks/state_chips.h"
#include "ui/pages/tasks/task_inspector.h"
#include "ui/session/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/splitter_memory.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {
constexpr auto kAgeEvery = 500ms;
constexpr Px kQueuesMost{230};
constexpr double kQueuesShare = 0.3; ///< Of a low page: most of it is for the tasks.
} // namespace

TasksPage::TasksPage(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_queues(new QueuesPanel(context, this)),
      m_tasksModel(new TasksModel(context.session, this)), m_footer(new FooterBar(this)) {
    auto *column = new QVBoxLayout(this);
    setMargins(column, {kGrid.design + 2, kGrid.design + 2, kGrid.design + 2, 4});
    setSpacing(column, kGrid.design);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setChildrenCollapsible(false);
    onLook(m_splitter, [this] { m_splitter->setHandleWidth(kGrid); });
    rememberSplitter(m_splitter, QStringLiteral("queues-tasks"));
    connect(m_queues, &QueuesPanel::queueChosen, this, &TasksPage::showQueue);
    m_tasksCard = tasksCard();
    m_splitter->addWidget(m_queues);
    m_splitter->addWidget(m_tasksCard);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_footer);
    connect(&m_context.session, &Session::dataAgeChanged, this, [this] {
        m_ageToldAt = {}; // No snapshot comes: that is told at once.
        refreshAge();
    });
    m_tasksModel->setActive(false);
    connect(&m_context.session, &Session::snapshotChanged, this, &TasksPage::refresh);
    connect(&m_context.session, &Session::frozenChanged, this, [this] {
        look();
        refreshFrozen();
    });
    connect(&m_context.desk, &CommandDesk::settled, m_tasksModel, &TasksModel::refresh);
    connect(m_tasksModel, &TasksModel::countsChanged, this, &TasksPage::refreshFooter);
    refreshFooter();
    onLook(this, [this] { shareHeight(); });
}

Card *TasksPage::tasksCard() {
    auto *card = new Card(tr("Tasks"), this);
    card->setFlush(true);
    m_filter = new FilterBar(card);
    m_filter->setBeside([this] { return besideText(); });
    auto *submit = new QPushButton(tr("&Submit…"), card);
    submit->setDefault(false);
    connect(submit, &QPushButton::clicked, this, [this] { m_context.host.submitTask(); });
    m_newer = new QPushButton(card);
    m_newer->setToolTip(tr("Show the rows as they are now; what is selected stays so, also out of sight"));
    m_newer->hide();
    connect(m_newer, &QPushButton::clicked, this, [this] {
        m_bulk->keepSelection();
        m_tasksModel->showNewest();
        m_tasks->scrollToTop();
    });
    card->addHeaderWidget(m_newer); // Beside the caption, which gives way: it comes and goes and must move nothing.
    card->addHeaderWidget(m_filter->field());
    card->addHeaderWidget(m_filter->menuButton());
    card->addHeaderWidget(submit);
    m_chips = new StateChips(card);
    auto *row = new QWidget(card);
    buildBulkRow(row);
    card->addBody(row, 0);
    m_tasks = new TableView(card);
    m_tasks->setModelAndWidths(m_tasksModel, {120, 106, 170, 0, 120, 70, 84, 70, 96, 0, 90, 96, -1});
    onLook(m_tasks, [this] { m_tasks->setMinimumHeight(4 * kRowHeight); }); // With its header.
    m_tasks->setAccessibleName(tr("Tasks"));
    m_tasks->sortByColumn(TasksModel::Id, Qt::DescendingOrder);
    m_tasks->setSortingEnabled(true);
    m_tasks->rememberAs(QStringLiteral("tasks"));
    offerTaskExport(m_tasks, m_context, [this] { return m_tasksModel->query(); });
    card->addHeaderWidget(m_tasks->makeMenuButton(card));
    m_empty = new EmptyState(EmptyKind::NothingYet, card);
    m_body = new QStackedWidget(card);
    m_body->addWidget(m_tasks);
    m_body->addWidget(m_empty);
    card->addBody(m_body, 1);
    connect(m_chips, &StateChips::statesChanged, this, &TasksPage::applyFilter);
    connect(m_filter, &FilterBar::expressionChanged, this, &TasksPage::applyFilter);
    connect(m_filter, &FilterBar::readableChanged, this, &TasksPage::refreshReadable);
    connect(m_filter, &FilterBar::savedChosen, this, [this] {
        showQueue({});
        m_chips->setStates(0);
    });
    connect(m_tasks, &TableView::useChanged, this, &TasksPage::holdRows);
    connect(m_tasks->verticalScrollBar(), &QScrollBar::valueChanged, this, &TasksPage::holdRows);
    connect(m_tasksModel, &TasksModel::aboutToSort, m_bulk, &BulkBar::keepSelection);
    connect(m_tasks, &TableView::rowActivated, this, &TasksPage::inspect);
    connect(m_tasks, &TableView::clicked, this, &TasksPage::inspect);
    m_bulk->setTable(m_tasks);
    return card;
}

void TasksPage::buildBulkRow(QWidget *row) {
    auto *outer = new QVBoxLayout(row);
    setMargins(outer, {kGrid.design, 0, kGrid.design, 6});
    setSpacing(outer, 6);
    auto *chips = new QHBoxLayout;
    m_queueFilter = new QPushButton(row);
    m_queueFilter->setToolTip(tr("Show the tasks of all queues"));
    m_queueFilter->hide();
    connect(m_queueFilter, &QPushButton::clicked, this, [this] { showQueue({}); });
    chips->addWidget(m_chips, 1);
    chips->addWidget(m_queueFilter, 0, Qt::AlignTop);
    outer->addWidget(m_filter);
    outer->addLayout(chips);
    m_bulk = new BulkBar(m_context, *m_tasksModel, row);
    outer->addWidget(m_bulk);
    m_frozen = new FrozenNote(m_context.session, row);
    outer->addWidget(m_frozen);
}

/// Whoever has scrolled away from the top reads there: what comes is counted, and not put above it.
void TasksPage::holdRows() {
    m_tasksModel->setHold(m_tasks->isInUse() || m_tasks->verticalScrollBar()->value() > 0);
}

void TasksPage::focusFilter() {
    m_filter->field()->setFocus();
}

void TasksPage::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    m_tasksModel->setActive(true);
    refresh();
}

void TasksPage::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    shareHeight();
}

void TasksPage::shareHeight() {
    if (isByHand(m_splitter)) return;
    const int queues = std::min<int>(kQueuesMost, static_cast<int>(height() * kQueuesShare));
    m_splitter->setSizes({queues, height() - queues});
}

void TasksPage::hideEvent(QHideEvent *event) {
    m_tasksModel->setActive(false);
    QWidget::hideEvent(event);
}

void TasksPage::showTask(TaskId task) {
    const QString id = QString::fromStdString(taskIdText(m_context.session.snapshot()->ledger, task));
    if (const int row = m_tasksModel->rowOf(task); row >= 0) {
        // Not selectRow(): that does nothing before the header has been laid out.
        m_tasks->selectionModel()->setCurrentIndex(m_tasksModel->index(row, 0),
                                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        m_tasks->scrollTo(m_tasksModel->index(row, 0));
    }
    m_context.host.showInspector(tr("Task %1").arg(id), {}, new TaskInspector(m_context, task));
}

void TasksPage::showQueue(const QString &queue) {
    m_queueName = queue;
    m_queueFilter->setText(tr("queue %1  ✕").arg(queue));
    m_queueFilter->setVisible(!queue.isEmpty());
    applyFilter();
}

void TasksPage::showState(const QString &state) {
    const auto parsed = parseTaskState(state.toStdString());
    m_chips->setStates(parsed ? TaskFilter::bit(*parsed) : std::uint16_t{0});
}

void TasksPage::applyFilter() {
    TaskFilter filter;
    filter.states = m_chips->states();
    filter.expression = m_filter->expression().toStdString();
    filter.queue = m_queueName.toStdString();
    m_tasksModel->setFilter(filter);
    m_bulk->refresh();
}

/// Rows of another filter than the one that stands in the field are there to be seen, not to be acted upon.
void TasksPage::refreshReadable() {
    const bool readable = !m_filter->isUnreadable();
    if (!readable) m_bulk->dropSelection();
    m_tasks->setEnabled(readable);
    m_bulk->setEnabled(readable);
    refreshFooter();
}

/// States and queue as the filter's own words, so that a saved filter has all of it.
QString TasksPage::besideText() const {
    TaskFilter beside;
    beside.states = m_chips->states();
    beside.queue = m_queueName.toStdString();
    return filterWords(beside);
}

void TasksPage::clearFilter() {
    m_filter->setText({});
    m_queueName.clear();
    m_queueFilter->hide();
    m_chips->setStates(0);
}

void TasksPage::refresh() {
    if (!isVisible()) return;
    const auto snapshot = m_context.session.snapshot();
    m_queues->refresh();
    m_chips->setCounts(snapshot->totals);
    look();
    refreshFooter();
    refreshFrozen();
}

void TasksPage::look() {
    const int bottom = m_tasks->rowAt(m_tasks->viewport()->height() - 1);
    m_tasksModel->look(m_tasks->rowAt(0), bottom < 0 ? m_tasksModel->rowCount() - 1 : bottom);
}

/// The pictures hold no rows of tasks: what is listed is of the moment of freezing, whatever moment is shown around it.
void TasksPage::refreshFrozen() {
    const Session &session = m_context.session;
    m_tasksModel->setMoment(session.isFrozen() ? std::optional(session.snapshot()->wallAt) : std::nullopt);
    m_frozen->tell(tr("The tasks below"), m_tasksModel->asOf(),
                   tr("What had not been submitted by then is dimmed; other tasks may have gone on since."));
}

/// The rows come by queries of their own, so they have an age of their own; told in steps that can be read.
void TasksPage::refreshAge() {
    const auto now = std::chrono::steady_clock::now();
    if (now - m_ageToldAt < kAgeEvery) return;
    m_ageToldAt = now;
    m_footer->setDataAge(std::max(m_context.session.dataAge(), m_tasksModel->age()));
}

void TasksPage::refreshFooter() {
    refreshAge();
    const auto snapshot = m_context.session.snapshot();
    const std::uint64_t kept = std::max(m_tasksModel->kept(), m_tasksModel->count());
    m_footer->setCounts(m_tasksModel->count(), kept,
                        std::max(kept, snapshot->ledgerStats.rows + snapshot->ledgerStats.pruned), tr("tasks"));
    const std::uint64_t newer = m_tasksModel->newer();
    const std::uint64_t gone = m_tasksModel->unmatched();
    QStringList waiting;
    if (newer > 0)
        waiting
            << tr("%1 newer").arg(formatCount(newer) + (m_tasksModel->isNewerCut() ? QStringLiteral("+") : QString()));
    if (gone > 0) waiting << tr("%1 no longer match").arg(formatCount(gone));
    m_newer->setText(waiting.join(QStringLiteral(" · ")));
    m_newer->setVisible(!waiting.isEmpty());
    // Rows that are held under pointer or selection stay; how many there would be by now is said beside them.
    const std::uint64_t matching = m_tasksModel->matching();
    if (m_tasksModel->filling() > 0)
        m_footer->setNote(tr("incomplete: %1 rows read so far").arg(formatCount(m_tasksModel->filling())));
    else if (m_tasksModel->waits())
        m_footer->setNote(tr("sorted and filtered anew when the view goes on"));
    else
        m_footer->setNote(matching == m_tasksModel->count()
                              ? QString()
                              : tr("rows held; %1 match by now").arg(formatCount(matching)));
    m_bulk->refresh();

    const bool empty = m_tasksModel->count() == 0 && !m_tasksModel->loading();
    if (empty) tellEmpty();
    m_body->setCurrentIndex(empty ? 1 : 0);
}

/// Why no row is there, and what helps.
void TasksPage::tellEmpty() {
    if (m_tasksModel->failure())
        return m_empty->setMessage(EmptyKind::CannotReach, tr("The tasks cannot be read"),
                                   QString::fromStdString(m_tasksModel->failure()->detail));
    const bool filtered = m_filter->isUnreadable() || m_tasksModel->filter() != TaskFilter{};
    const QString title = m_filter->isUnreadable() ? tr("This filter cannot be read")
                          : filtered               ? tr("No task matches")
                                                   : tr("No task yet");
    const QString detail = m_filter->isUnreadable() ? m_filter->problem()
                           : filtered               ? tr("The footer says how many are kept.")
                                                    : tr("Submit one, or start the demonstration.");
    const EmptyKind kind = filtered ? EmptyKind::FilteredToNothing : EmptyKind::NothingYet;
    if (m_empty->kind() == kind && m_empty->title() == title && m_emptyDetail == detail) return;
    m_emptyDetail = detail;
    m_empty->setMessage(kind, title, detail);
    m_empty->clearActions();
    if (filtered)
        m_empty->addAction(tr("Clear the filter"), [this] { clearFilter(); });
    else
        m_empty->addAction(tr("Submit a task…"), [this] { m_context.host.submitTask(); });
}

void TasksPage::inspect(const QModelIndex &index) {
    const TaskBrief *task = m_tasksModel->taskAt(index.row());
    if (task == nullptr || m_bulk->selectedRows() > 1) return;
    showTask(task->id);
}

} // namespace qd::ui
