#include "ui/pages/tasks/bulk_bar.h"

#include <QtCore/QPointer>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <algorithm>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/tasks_model.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/tasks/bulk_run.h"
#include "ui/pages/tasks/one_line_row.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/action_id.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/toast_stack.h"

namespace qd::ui {
namespace {

constexpr int kUsualPriority = 5;

bool isUnfinished(TaskState state) {
    return !isFinal(state);
}

} // namespace

BulkBar::BulkBar(const PageContext &context, TasksModel &model, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(model), m_run(new BulkRun(context.session, this)),
      m_row(new OneLineRow(this)) {
    auto *line = new QHBoxLayout(this); // One line whatever is in it: the table below stays where it is.
    line->setContentsMargins(0, 0, 0, 0);
    setSpacing(line, 6);
    buildButtons();
    m_caption = makeLabel({}, "second", this);
    m_all = new QPushButton(this);
    m_progress = makeLabel({}, "second", this);
    m_stop = new QPushButton(tr("Stop"), this);
    m_stop->setToolTip(tr("After the command under way; what is done stays done"));
    line->addWidget(m_caption); // Whole: who is about to act has to read of how many.
    line->addWidget(m_row, 1);
    line->addWidget(m_all);
    line->addWidget(m_progress);
    line->addWidget(m_stop);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_caption, m_all, m_progress, m_stop}) widget->hide();
    connect(m_all, &QPushButton::clicked, this, &BulkBar::toggleAll);
    connect(m_stop, &QPushButton::clicked, m_run, &BulkRun::stop);
    connect(m_run, &BulkRun::progressed, this, &BulkBar::refreshProgress);
    connect(m_run, &BulkRun::finished, this, &BulkBar::tellEnd);
}

void BulkBar::buildButtons() {
    for (const TaskVerb verb :
         {TaskVerb::Cancel, TaskVerb::Suspend, TaskVerb::Resume, TaskVerb::Retry, TaskVerb::Requeue, TaskVerb::Purge}) {
        QPushButton *button = m_row->addPlain(verbText(verb), [this, verb] { act(verb); });
        offerCommand(button, m_context.desk, [this, verb] { return commandText(verb); });
        nameAction(button, QStringLiteral("task-") + verbId(verb));
        m_verbs.push_back(button);
    }
    m_priority = m_row->addPlain(tr("Priority…"), [this] {
        askPriority(m_context.host.window(), kUsualPriority, [this](std::uint8_t priority) { actPriority(priority); });
    });
    nameAction(m_priority, QStringLiteral("task-priority"));
    offerCommand(m_priority, m_context.desk, [this] { return priorityText(); });
}

void BulkBar::setTable(TableView *table) {
    m_table = table;
    connect(table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &BulkBar::onSelection);
    connect(&m_model, &TasksModel::countsChanged, this, &BulkBar::findKept);
    std::vector<QPushButton *> buttons = m_verbs;
    buttons.push_back(m_priority);
    offerMenu(table, std::move(buttons));
    refresh();
}

void BulkBar::onSelection() {
    if (m_finding) return;
    m_allMatching.reset(); // Whoever picks rows means those rows.
    // Ctrl and Shift add to what is selected; any other pick is a new one.
    if (!(QGuiApplication::keyboardModifiers() & (Qt::ControlModifier | Qt::ShiftModifier))) m_kept.clear();
    refresh();
}

void BulkBar::keepSelection() {
    const QItemSelection selection = m_table->selectionModel()->selection();
    std::vector<Kept> kept = m_kept;
    m_model.eachLoaded([&](int row, const TaskBrief &task) {
        if (selection.contains(m_model.index(row, 0))) kept.push_back({task.id, task.state});
    });
    m_finding = true;
    m_table->clearSelection(); // Rows with a selection are held where they are.
    m_finding = false;
    m_kept = std::move(kept);
    refresh();
}

void BulkBar::dropSelection() {
    m_kept.clear();
    m_table->clearSelection();
    refresh();
}

/// Those that have come into sight are selected as others are.
void BulkBar::findKept() {
    if (m_kept.empty() || m_model.isFetching()) return; // Rows would move once more.
    QItemSelection found;
    std::erase_if(m_kept, [&](const Kept &kept) {
        const int row = m_model.rowOf(kept.id);
        if (row < 0) return false;
        found.select(m_model.index(row, 0), m_model.index(row, TasksModel::ColumnCount - 1));
        return true;
    });
    if (found.isEmpty()) return;
    m_finding = true;
    m_table->selectionModel()->select(found, QItemSelectionModel::Select);
    m_finding = false;
    refresh();
}

/// By ranges: a million selected rows are one of them.
std::uint64_t BulkBar::selectedRows() const {
    std::uint64_t rows = 0;
    for (const QItemSelectionRange &range : m_table->selectionModel()->selection())
        if (range.left() == 0) rows += static_cast<std::uint64_t>(range.height());
    return rows + m_kept.size();
}

/// Bits as in TaskFilter: the states of the rows selected, or those that can be among all that match.
std::uint16_t BulkBar::statesSelected() const {
    std::uint16_t states = 0;
    if (m_allMatching) {
        for (std::size_t i = 0; i < kTaskStates; ++i)
            if (m_allMatching->filter.matchesState(static_cast<TaskState>(i)))
                states = static_cast<std::uint16_t>(states | TaskFilter::bit(static_cast<TaskState>(i)));
        return states;
    }
    const QItemSelection selection = m_table->selectionModel()->selection();
    m_model.eachLoaded([&](int row, const TaskBrief &task) {
        if (selection.contains(m_model.index(row, 0)))
            states = static_cast<std::uint16_t>(states | TaskFilter::bit(task.state));
    });
    for (const Kept &kept : m_kept) states = static_cast<std::uint16_t>(states | TaskFilter::bit(kept.state));
    return states;
}

void BulkBar::refreshVerbs(bool possible) {
    const std::uint16_t states = possible ? statesSelected() : std::uint16_t{0};
    const auto any = [states](const auto &applies) {
        for (std::size_t i = 0; i < kTaskStates; ++i) {
            const auto state = static_cast<TaskState>(i);
            if ((states & TaskFilter::bit(state)) != 0 && applies(state)) return true;
        }
        return false;
    };
    for (std::size_t i = 0; i < m_verbs.size(); ++i)
        m_verbs[i]->setEnabled(any([i](TaskState state) { return appliesTo(static_cast<TaskVerb>(i), state); }));
    m_priority->setEnabled(any(isUnfinished));
}

std::vector<TaskId> BulkBar::selected(const std::function<bool(TaskState)> &applies) const {
    std::vector<TaskId> ids;
    const QItemSelection selection = m_table->selectionModel()->selection();
    m_model.eachLoaded([&](int row, const TaskBrief &task) {
        if (selection.contains(m_model.index(row, 0)) && applies(task.state)) ids.push_back(task.id);
    });
    for (const Kept &kept : m_kept)
        if (applies(kept.state)) ids.push_back(kept.id);
    return ids;
}

void BulkBar::refresh() {
    if (m_table == nullptr) return;
    if (m_allMatching && !(m_allMatching->shown == m_model.filter())) m_allMatching.reset();
    if (!(m_keptFilter == m_model.filter())) m_kept.clear();
    m_keptFilter = m_model.filter();
    const std::uint64_t rows = selectedRows();
    const std::uint64_t loaded = rows == 0 ? 0 : selected([](TaskState) { return true; }).size();
    const bool idle = !m_run->isRunning() && m_count == nullptr;
    refreshVerbs(rows > 0 && idle);
    // Every row on screen is selected, and there are more: rows that are not loaded, or newer ones that wait.
    const bool everyRow = rows > 0 && rows >= m_model.count();
    m_all->setVisible(m_allMatching || (everyRow && m_model.matching() > loaded));
    m_all->setText(m_allMatching ? tr("Only the %1 rows that are loaded").arg(formatCount(loaded))
                                 : tr("Select all %1 that match").arg(formatCount(m_model.matching())));
    QString caption;
    if (m_allMatching)
        caption = tr("all %1 that match are selected").arg(formatCount(m_allMatching->count));
    else if (rows > 0)
        caption = loaded < rows
                      ? tr("actions take the %1 loaded of %2 selected").arg(formatCount(loaded), formatCount(rows))
                  : m_kept.empty()
                      ? tr("%1 selected").arg(formatCount(rows))
                      : tr("%1 selected, %2 of them out of sight").arg(formatCount(rows), formatCount(m_kept.size()));
    m_caption->setText(caption);
    m_caption->setVisible(!caption.isEmpty());
}

void BulkBar::toggleAll() {
    if (m_allMatching)
        m_allMatching.reset();
    else
        selectAllMatching();
    refresh();
}

/// Those that come later were not meant: ids rise with time, so the newest one there is bounds them.
void BulkBar::selectAllMatching() {
    m_allMatching = AllMatching{m_model.filter(), m_model.filter(), m_model.matching()};
    const std::optional<TaskId> newest = m_model.newestMatching();
    if (newest) m_allMatching->filter = upTo(m_allMatching->filter, m_context.session.snapshot()->ledger, *newest);
}

void BulkBar::dropAll() {
    m_allMatching.reset();
    refresh();
}

QString BulkBar::nameOf(const std::vector<TaskId> &ids) const {
    return ids.size() == 1 ? QString::fromStdString(taskIdText(m_context.session.snapshot()->ledger, ids.front()))
                           : tr("%1 tasks").arg(formatCount(ids.size()));
}

/// Only those the verb can act on: the engine would refuse the others one by one.
void BulkBar::act(TaskVerb verb) {
    if (m_allMatching) {
        return start(narrowed(verb, m_allMatching->filter),
                     [verb](const TaskFilter &filter, std::uint64_t count) { return taskAction(verb, filter, count); });
    }
    std::vector<TaskId> ids = selected([verb](TaskState state) { return appliesTo(verb, state); });
    if (ids.empty()) return tellNone(); // They have moved on since the button was enabled.
    const QString name = nameOf(ids);
    m_context.desk.run(taskAction(verb, std::move(ids), name));
}

void BulkBar::actPriority(std::uint8_t priority) {
    if (m_allMatching) {
        return start(narrowedToUnfinished(m_allMatching->filter),
                     [priority](const TaskFilter &filter, std::uint64_t count) {
                         return reprioritise(filter, count, priority);
                     });
    }
    std::vector<TaskId> ids = selected(isUnfinished);
    if (ids.empty()) return tellNone();
    m_context.desk.run(reprioritise(std::move(ids), priority));
}

/// Counted first: the question has to name how many it is about, and only those the verb can act on count.
void BulkBar::start(const std::optional<TaskFilter> &filter, ActionMaker make) {
    if (!filter) return tellNone();
    TaskQuery query;
    query.filter = *filter;
    query.limit = 1;
    m_count = m_context.session.query(std::move(query),
                                      [this, filter = *filter, make = std::move(make)](const Result<TaskPage> &answer) {
                                          m_count.reset();
                                          refresh();
                                          if (!answer)
                                              tell(Tone::Bad, QString::fromStdString(answer.error().detail));
                                          else if (answer->count == 0)
                                              tellNone();
                                          else
                                              run(make(filter, answer->count));
                                      });
    refresh();
}

void BulkBar::tell(Tone tone, const QString &text) {
    ToastSpec toast;
    toast.tone = tone;
    toast.text = text;
    m_context.host.toasts().show(std::move(toast));
}

void BulkBar::tellNone() {
    tell(Tone::Info, tr("None of those selected is in a state for this any more"));
}

void BulkBar::run(DeskAction action) {
    action.carryOut = [bar = QPointer<BulkBar>(this)](const DeskAction &confirmed) {
        if (!bar) return;
        bar->m_run->start(confirmed);
        bar->dropAll();
    };
    m_context.desk.run(action);
}

QString BulkBar::captionText() const {
    return m_caption->text();
}

QString BulkBar::progressText() const {
    QString text =
        tr("%1: %2 of %3").arg(m_run->action().verb, formatCount(m_run->affected()), formatCount(m_run->expected()));
    if (m_run->refused() > 0) text += tr(" · %1 refused").arg(formatCount(m_run->refused()));
    if (m_run->isUnanswered()) text += tr(" · the engine has not answered yet");
    if (m_run->isStopping()) text += tr(" · stopping");
    return text;
}

void BulkBar::refreshProgress() {
    m_progress->setText(progressText());
    m_progress->setVisible(m_run->isRunning());
    m_stop->setVisible(m_run->isRunning());
    m_stop->setEnabled(!m_run->isStopping());
    refresh();
}

void BulkBar::tellEnd(const QString &error) {
    Tone tone = error.isEmpty() ? Tone::Good : Tone::Bad;
    QString text = m_run->action().done.arg(formatCount(m_run->affected()));
    if (m_run->affected() < m_run->expected()) {
        text = tr("%1, of %2").arg(text, formatCount(m_run->expected()));
        if (error.isEmpty()) tone = Tone::Warning;
    }
    if (m_run->refused() > 0) text += tr(" · %1 refused").arg(formatCount(m_run->refused()));
    if (!error.isEmpty()) text += QStringLiteral(" · ") + error;
    tell(tone, text);
    m_model.refresh();
}

CommandText BulkBar::commandText(TaskVerb verb) const {
    if (m_allMatching) {
        const auto filter = narrowed(verb, m_allMatching->filter);
        return filter ? m_context.desk.commandText(taskAction(verb, *filter, m_allMatching->count)) : CommandText{};
    }
    return m_context.desk.commandText(
        taskAction(verb, selected([verb](TaskState state) { return appliesTo(verb, state); }), {}));
}

CommandText BulkBar::priorityText() const {
    if (m_allMatching) {
        const auto filter = narrowedToUnfinished(m_allMatching->filter);
        return filter ? m_context.desk.commandText(reprioritise(*filter, m_allMatching->count, kUsualPriority))
                      : CommandText{};
    }
    return m_context.desk.commandText(reprioritise(selected(isUnfinished), kUsualPriority));
}

} // namespace qd::ui
