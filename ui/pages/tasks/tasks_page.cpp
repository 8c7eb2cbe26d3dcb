#include "ui/pages/tasks/tasks_page.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/queues_model.h"
#include "ui/models/tasks_model.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/pages/tasks/state_chips.h"
#include "ui/pages/tasks/task_inspector.h"
#include "ui/session/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/search_field.h"

namespace qd::ui {

TasksPage::TasksPage(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_queuesModel(new QueuesModel(this)),
      m_tasksModel(new TasksModel(context.session, this)), m_footer(new FooterBar(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid + 2, kGrid + 2, kGrid + 2, 4);
    column->setSpacing(kGrid);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(kGrid);
    m_queuesCard = queuesCard();
    m_tasksCard = tasksCard();
    splitter->addWidget(m_queuesCard);
    splitter->addWidget(m_tasksCard);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({230, 600});
    column->addWidget(splitter, 1);
    column->addWidget(m_footer);
    m_tasksModel->setActive(false);
    connect(&m_context.session, &Session::snapshotChanged, this, &TasksPage::refresh);
    connect(&m_context.desk, &CommandDesk::settled, m_tasksModel, &TasksModel::refresh);
    connect(m_tasksModel, &TasksModel::countsChanged, this, &TasksPage::refreshFooter);
    refreshActions();
    refreshFooter();
}

Card *TasksPage::queuesCard() {
    auto *card = new Card(tr("Queues"), this);
    card->setFlush(true);
    m_pauseQueue = new QPushButton(tr("Pause &queue…"), card);
    m_resumeQueue = new QPushButton(tr("Resume q&ueue"), card);
    card->addHeaderWidget(m_pauseQueue);
    card->addHeaderWidget(m_resumeQueue);
    m_queues = new TableView(card);
    m_queues->setModelAndWidths(m_queuesModel, {150, 116, 90, 84, 94, 84, 84, -1, 96, 96, 84, 84});
    m_queues->setAccessibleName(tr("Queues"));
    m_queues->sortByColumn(QueuesModel::Name, Qt::AscendingOrder);
    m_queues->setSortingEnabled(true);
    m_queues->setMinimumHeight(3 * kRowHeight);
    card->addBody(m_queues, 1);
    connect(m_pauseQueue, &QPushButton::clicked, this, &TasksPage::pauseQueues);
    connect(m_resumeQueue, &QPushButton::clicked, this, &TasksPage::resumeQueues);
    connect(m_queues, &TableView::useChanged, m_queuesModel, &QueuesModel::setHoldOrder);
    connect(m_queues, &TableView::rowActivated, this,
            [this](const QModelIndex &index) { showQueue(m_queuesModel->nameAt(index.row())); });
    connect(m_queues->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TasksPage::refreshActions);
    return card;
}

Card *TasksPage::tasksCard() {
    auto *card = new Card(tr("Tasks"), this);
    card->setFlush(true);
    m_filter = new SearchField(tr("Name, id or error"), card);
    m_filter->setMaximumWidth(240);
    auto *submit = new QPushButton(tr("&Submit…"), card);
    submit->setDefault(false);
    connect(submit, &QPushButton::clicked, this, [this] { m_context.host.submitTask(); });
    card->addHeaderWidget(m_filter);
    card->addHeaderWidget(submit);
    m_chips = new StateChips(card);
    auto *row = new QWidget(card);
    buildBulkRow(row);
    card->addBody(row, 0);
    m_tasks = new TableView(card);
    m_tasks->setModelAndWidths(m_tasksModel, {120, 106, 170, 0, 120, 70, 84, 70, 96, 0, 90, 96, -1});
    m_tasks->setAccessibleName(tr("Tasks"));
    m_tasks->sortByColumn(TasksModel::Id, Qt::DescendingOrder);
    m_tasks->setSortingEnabled(true);
    m_empty = new EmptyState(EmptyKind::NothingYet, card);
    m_body = new QStackedWidget(card);
    m_body->addWidget(m_tasks);
    m_body->addWidget(m_empty);
    card->addBody(m_body, 1);
    connect(m_chips, &StateChips::statesChanged, this, &TasksPage::applyFilter);
    connect(m_filter, &SearchField::searchChanged, this, &TasksPage::applyFilter);
    connect(m_tasks, &TableView::useChanged, m_tasksModel, &TasksModel::setHold);
    connect(m_tasks, &TableView::rowActivated, this, &TasksPage::inspect);
    connect(m_tasks, &TableView::clicked, this, &TasksPage::inspect);
    connect(m_tasks->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TasksPage::refreshActions);
    return card;
}

void TasksPage::buildBulkRow(QWidget *row) {
    auto *outer = new QVBoxLayout(row);
    outer->setContentsMargins(kGrid, 0, kGrid, 6);
    outer->setSpacing(6);
    auto *chips = new QHBoxLayout;
    m_queueFilter = new QPushButton(row);
    m_queueFilter->setToolTip(tr("Show the tasks of all queues"));
    m_queueFilter->hide();
    connect(m_queueFilter, &QPushButton::clicked, this, [this] { showQueue({}); });
    chips->addWidget(m_chips, 1);
    chips->addWidget(m_queueFilter, 0, Qt::AlignTop);
    outer->addLayout(chips);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    for (const TaskVerb verb :
         {TaskVerb::Cancel, TaskVerb::Suspend, TaskVerb::Resume, TaskVerb::Retry, TaskVerb::Requeue}) {
        auto *button = new QPushButton(verbText(verb), row);
        connect(button, &QPushButton::clicked, this, [this, verb] { act(verb); });
        buttons->addWidget(button);
        m_verbs.push_back(button);
    }
    m_newer = new QPushButton(row);
    m_newer->hide();
    connect(m_newer, &QPushButton::clicked, this, [this] {
        m_tasks->clearSelection();
        m_tasksModel->showNewest();
        m_tasks->scrollToTop();
    });
    buttons->addStretch();
    buttons->addWidget(m_newer);
    outer->addLayout(buttons);
}

void TasksPage::focusFilter() {
    m_filter->setFocus();
}

void TasksPage::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    m_tasksModel->setActive(true);
    refresh();
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
    filter.text = m_filter->text().trimmed().toStdString();
    filter.queue = m_queueName.toStdString();
    m_tasksModel->setFilter(filter);
}

void TasksPage::clearFilter() {
    m_filter->clear();
    m_queueName.clear();
    m_queueFilter->hide();
    m_chips->setStates(0);
}

void TasksPage::refresh() {
    if (!isVisible()) return;
    const auto snapshot = m_context.session.snapshot();
    m_queuesModel->apply(snapshot, m_context.session.engineNow());
    m_queuesCard->setCaption(snapshot->pausedAll ? tr("all dispatching is paused")
                                                 : tr("%1 queues").arg(formatCount(snapshot->queues.rows)));
    m_chips->setCounts(snapshot->totals);
    refreshFooter();
}

void TasksPage::refreshFooter() {
    const auto snapshot = m_context.session.snapshot();
    const std::uint64_t kept = std::max(m_tasksModel->kept(), m_tasksModel->count());
    m_footer->setCounts(m_tasksModel->count(), kept,
                        std::max(kept, snapshot->ledgerStats.rows + snapshot->ledgerStats.pruned), tr("tasks"));
    m_footer->setDataAge(m_context.session.dataAge());
    const std::uint64_t newer = m_tasksModel->newer();
    m_newer->setText(tr("%1 newer").arg(formatCount(newer)));
    m_newer->setVisible(newer > 0);

    if (m_tasksModel->failure()) {
        m_empty->setMessage(EmptyKind::CannotReach, tr("The tasks cannot be read"),
                            QString::fromStdString(m_tasksModel->failure()->detail));
    } else if (m_tasksModel->filter() != TaskFilter{}) {
        if (m_empty->kind() != EmptyKind::FilteredToNothing || !m_body->currentIndex()) {
            m_empty->setMessage(EmptyKind::FilteredToNothing, tr("No task matches"),
                                tr("%1 tasks are kept.").arg(formatCount(kept)));
            m_empty->clearActions();
            m_empty->addAction(tr("Clear the filter"), [this] { clearFilter(); });
        }
    } else if (m_empty->kind() != EmptyKind::NothingYet || !m_body->currentIndex()) {
        m_empty->setMessage(EmptyKind::NothingYet, tr("No task yet"), tr("Submit one, or start the demonstration."));
        m_empty->clearActions();
        m_empty->addAction(tr("Submit a task…"), [this] { m_context.host.submitTask(); });
    }
    const bool empty = m_tasksModel->count() == 0 && !m_tasksModel->loading();
    m_body->setCurrentIndex(empty ? 1 : 0);
}

std::vector<TaskId> TasksPage::selectedTasks() const {
    std::vector<TaskId> ids;
    for (const QModelIndex &index : m_tasks->selectionModel()->selectedRows())
        if (const TaskBrief *task = m_tasksModel->taskAt(index.row())) ids.push_back(task->id);
    return ids;
}

QStringList TasksPage::selectedQueues() const {
    QStringList names;
    for (const QModelIndex &index : m_queues->selectionModel()->selectedRows())
        names << m_queuesModel->nameAt(index.row());
    return names;
}

void TasksPage::refreshActions() {
    const std::vector<TaskId> ids = selectedTasks();
    for (QPushButton *button : m_verbs) button->setEnabled(!ids.empty());
    const bool queue = m_queues->selectionModel()->hasSelection();
    m_pauseQueue->setEnabled(queue);
    m_resumeQueue->setEnabled(queue);
    m_tasksCard->setCaption(ids.empty() ? QString{} : tr("%1 selected").arg(formatCount(ids.size())));
}

void TasksPage::inspect(const QModelIndex &index) {
    const TaskBrief *task = m_tasksModel->taskAt(index.row());
    if (task == nullptr || m_tasks->selectionModel()->selectedRows().size() > 1) return;
    showTask(task->id);
}

/// Only those the verb can act on: the engine would refuse the others one by one.
void TasksPage::act(TaskVerb verb) {
    std::vector<TaskId> ids;
    for (const QModelIndex &index : m_tasks->selectionModel()->selectedRows()) {
        const TaskBrief *task = m_tasksModel->taskAt(index.row());
        if (task != nullptr && appliesTo(verb, task->state)) ids.push_back(task->id);
    }
    if (ids.empty()) ids = selectedTasks(); // Then the engine says why not.
    if (ids.empty()) return;
    const LedgerId ledger = m_context.session.snapshot()->ledger;
    const QString text = ids.size() == 1 ? QString::fromStdString(taskIdText(ledger, ids.front()))
                                         : tr("%1 tasks").arg(formatCount(ids.size()));
    m_context.desk.run(taskAction(verb, std::move(ids), text));
}

void TasksPage::pauseQueues() {
    const QStringList names = selectedQueues();
    if (names.isEmpty()) return;
    auto *dialog =
        new PauseDialog(names.size() == 1 ? tr("queue %1").arg(names.front()) : tr("%1 queues").arg(names.size()),
                        OverrideKind::PauseQueue, names.front(), m_context.host.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, names] {
        for (const QString &name : names) {
            Override lease = dialog->lease(m_context.session.snapshot()->wallAt);
            lease.target = name.toStdString();
            DeskAction action;
            action.done = tr("Queue %1 paused").arg(name);
            action.undone = tr("Queue %1 resumed").arg(name);
            action.question = tr("Pause queue %1?").arg(name);
            action.effect = tr("Tasks are still accepted; none of them is started.");
            action.verb = tr("Pause");
            action.reason = dialog->reason();
            action.body = Impose{std::move(lease)};
            m_context.desk.run(action);
        }
    });
    dialog->open();
}

void TasksPage::resumeQueues() {
    for (const QString &name : selectedQueues()) {
        DeskAction action;
        action.done = tr("Queue %1 resumed").arg(name);
        action.question = tr("Resume queue %1?").arg(name);
        action.verb = tr("Resume");
        action.body = Lift{OverrideKind::PauseQueue, name.toStdString()};
        m_context.desk.run(action);
    }
}

} // namespace qd::ui
