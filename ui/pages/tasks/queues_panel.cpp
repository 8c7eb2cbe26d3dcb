#include "ui/pages/tasks/queues_panel.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/queues_model.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/dialogs/pause_dialog.h"
#include "ui/session/session.h"
#include "ui/widgets/action_id.h"

namespace qd::ui {

namespace {
constexpr int kHeaderHeight = 29;
} // namespace

QueuesPanel::QueuesPanel(const PageContext &context, QWidget *parent)
    : Card({}, parent), m_context(context), m_model(new QueuesModel(this)), m_table(new TableView(this)),
      m_pause(new QPushButton(tr("Pause &queue…"), this)), m_resume(new QPushButton(tr("Resume q&ueue"), this)) {
    setTitle(tr("Queues"));
    setFlush(true);
    nameAction(m_pause, QStringLiteral("pause-queue"));
    nameAction(m_resume, QStringLiteral("resume-queue"));
    addHeaderWidget(m_pause);
    addHeaderWidget(m_resume);
    m_table->setModelAndWidths(m_model, {136, 100, 84, 80, 76, 172, -1, 86, 80, 88, 90, 72});
    m_table->setAccessibleName(tr("Queues"));
    m_table->sortByColumn(QueuesModel::Name, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_table->rememberAs(QStringLiteral("queues"));
    offerExport(m_table, m_context.host);
    addHeaderWidget(m_table->makeMenuButton(this));
    m_table->setMinimumHeight(kHeaderHeight + 2 * kRowHeight);
    addBody(m_table, 1);
    connect(m_pause, &QPushButton::clicked, this, &QueuesPanel::pauseSelected);
    connect(m_resume, &QPushButton::clicked, this, &QueuesPanel::resumeSelected);
    connect(m_table, &TableView::useChanged, m_model, &QueuesModel::setHoldOrder);
    connect(m_table, &TableView::rowActivated, this,
            [this](const QModelIndex &index) { emit queueChosen(m_model->nameAt(index.row())); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &QueuesPanel::refreshActions);
    offerCommands();
    refreshActions();
}

void QueuesPanel::refresh() {
    const auto snapshot = m_context.session.snapshot();
    m_model->apply(snapshot, m_context.session.engineNow());
    setCaption(snapshot->pausedAll ? tr("all dispatching is paused")
                                   : tr("%1 queues", nullptr, static_cast<int>(snapshot->queues.rows))
                                         .arg(formatCount(snapshot->queues.rows)));
}

QStringList QueuesPanel::selected() const {
    QStringList names;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) names << m_model->nameAt(index.row());
    return names;
}

void QueuesPanel::refreshActions() {
    const bool queue = m_table->selectionModel()->hasSelection();
    m_pause->setEnabled(queue);
    m_resume->setEnabled(queue);
}

std::vector<DeskAction> QueuesPanel::pauses(const QStringList &names, const Override &lease,
                                            const QString &reason) const {
    std::vector<DeskAction> actions;
    for (const QString &name : names) {
        Override one = lease;
        one.target = name.toStdString();
        DeskAction action;
        action.done = tr("Queue %1 paused").arg(name);
        action.undone = tr("Queue %1 resumed").arg(name);
        action.question = tr("Pause queue %1?").arg(name);
        action.effect = tr("Tasks are still accepted; none of them is started.");
        action.verb = tr("Pause");
        action.reason = reason;
        action.body = Impose{std::move(one)};
        actions.push_back(std::move(action));
    }
    return actions;
}

std::vector<DeskAction> QueuesPanel::resumes() const {
    std::vector<DeskAction> actions;
    for (const QString &name : selected()) {
        DeskAction action;
        action.done = tr("Queue %1 resumed").arg(name);
        action.question = tr("Resume queue %1?").arg(name);
        action.verb = tr("Resume");
        action.body = Lift{OverrideKind::PauseQueue, name.toStdString()};
        actions.push_back(std::move(action));
    }
    return actions;
}

void QueuesPanel::offerCommands() {
    offerCommand(m_pause, m_context.desk, [this] {
        const WallTime now = m_context.session.snapshot()->wallAt;
        return m_context.desk.commandText(
            pauses(selected(), PauseDialog::usualLease(OverrideKind::PauseQueue, {}, now), {}));
    });
    offerCommand(m_resume, m_context.desk, [this] { return m_context.desk.commandText(resumes()); });
    offerMenu(m_table, {m_pause, m_resume});
}

void QueuesPanel::pauseSelected() {
    const QStringList names = selected();
    if (names.isEmpty()) return;
    auto *dialog = new PauseDialog(names.size() == 1 ? tr("queue %1").arg(names.front())
                                                     : tr("%n queue(s)", nullptr, static_cast<int>(names.size())),
                                   OverrideKind::PauseQueue, names.front(), m_context.host.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto actions = [this, dialog, names] {
        return pauses(names, dialog->lease(m_context.session.snapshot()->wallAt), dialog->reason());
    };
    offerCommandIn(dialog, m_context.desk, [this, actions] { return m_context.desk.commandText(actions()); });
    connect(dialog, &QDialog::accepted, this, [this, actions] {
        for (const DeskAction &action : actions()) m_context.desk.run(action);
    });
    dialog->open();
}

void QueuesPanel::resumeSelected() {
    for (const DeskAction &action : resumes()) m_context.desk.run(action);
}

} // namespace qd::ui
