#include "ui/pages/tasks/task_inspector.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <chrono>

#include "core/model/exit_code.h"
#include "core/model/snapshot.h"
#include "ui/format/format.h"
#include "ui/models/polled_query.h"
#include "ui/pages/common/command_line.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/frozen_note.h"
#include "ui/pages/common/inspector_parts.h"
#include "ui/pages/tasks/task_actions.h"
#include "ui/theme/state_look.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/output_view.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/state_badge.h"
#include "ui/widgets/toast_stack.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kAgain = 500ms; ///< Live output moves on at this pace.

QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}
QByteArray bytes(const std::string &value) {
    return {value.data(), static_cast<qsizetype>(value.size())};
}

OutputView *outputView(const QString &name, int height, QWidget *parent) {
    auto *view = new OutputView(parent);
    view->setAccessibleName(name);
    view->setFixedHeight(height);
    return view;
}

QString inspectedId(const QString &verb) {
    return QStringLiteral("inspected-task-") + verb;
}

/// The engine counts the delivery under way among those that may still be lost.
int lostDeliveries(const TaskRecord &task) {
    return std::max(0, task.deliveries - (isOnWorker(task.state) ? 1 : 0));
}

QString runTimeText(const TaskRecord &task, WallTime now) {
    if (isOnWorker(task.state) && task.startedAt != kNoWallTime)
        return QCoreApplication::translate("TaskInspector", "%1 so far")
            .arg(formatDuration(std::max<Duration>(Duration::zero(), now - task.startedAt)));
    return task.runTime.count() == 0 ? noValue() : formatDuration(task.runTime);
}

QString exitText(const TaskRecord &task) {
    const bool ended = isFinal(task.state) || task.state == TaskState::Retrying;
    const bool ran = task.startedAt != kNoWallTime && task.result.exitCode != kNoExitCode;
    return ended && ran ? QString::number(task.result.exitCode) : noValue();
}

/// A first attempt that went well is told by the row itself, the ledger keeps no history of it.
KeyValue onlyAttempt(const TaskRecord &task, const QString &startedAt) {
    if (task.state != TaskState::Completed)
        return {noValue(), QCoreApplication::translate("TaskInspector", "none has ended yet"), false};
    QString line = wordsOf(task.reason);
    if (task.worker) line += QStringLiteral(" · ") + text(workerIdText(task.worker));
    if (task.runTime.count() > 0) line += QStringLiteral(" · ") + formatDuration(task.runTime);
    return {startedAt, line, false};
}

QString joined(const std::vector<std::string> &values) {
    QStringList list;
    for (const std::string &value : values) list << QString::fromStdString(value);
    return list.join(QStringLiteral(", "));
}

} // namespace

TaskInspector::TaskInspector(const PageContext &context, TaskId task, QWidget *parent)
    : QWidget(parent), m_context(context), m_task(task), m_badge(new StateBadge(unknownLook(), true, this)),
      m_error(makeLabel({}, "second", this)), m_actions(new ActionRow(this)), m_facts(new KeyValueList(this)),
      m_payload(outputView(tr("Payload"), 96, this)), m_output(outputView(tr("Output"), 150, this)),
      m_errorOutput(outputView(tr("Error output"), 96, this)), m_outputNote(makeLabel({}, "muted", this)),
      m_frozen(new FrozenNote(context.session, this)), m_attempts(new KeyValueList(this)),
      m_why(new KeyValueList(this)) {
    buildActions();
    buildSections();
    connect(&m_again, &QTimer::timeout, this, &TaskInspector::fetch);
    connect(&m_context.desk, &CommandDesk::settled, this, &TaskInspector::fetch);
    connect(&m_context.session, &Session::frozenChanged, this, &TaskInspector::refreshFrozen);
    connect(&m_context.session, &Session::momentChanged, this, &TaskInspector::refreshFrozen);
    connect(&TimeDisplay::instance(), &TimeDisplay::changed, this, [this] {
        if (!m_record) return;
        refreshFacts();
        refreshWhy();
    });
    m_again.start(kAgain);
    fetch();
}

TaskInspector::~TaskInspector() = default;

void TaskInspector::buildActions() {
    const auto name = [this] { return text(taskIdText(m_context.session.snapshot()->ledger, m_task)); };
    const auto add = [&](TaskVerb verb) {
        QPushButton *button = m_actions->add(verbText(verb), m_context.desk,
                                             [this, verb, name] { return taskAction(verb, {m_task}, name()); });
        button->setEnabled(false);
        nameAction(button, inspectedId(verbId(verb)));
        return button;
    };
    m_retry = add(TaskVerb::Retry);
    m_resume = add(TaskVerb::Resume);
    m_suspend = add(TaskVerb::Suspend);
    m_requeue = add(TaskVerb::Requeue);
    m_priority = m_actions->addPlain(tr("Priority…"), [this] {
        askPriority(m_context.host.window(), presentPriority(),
                    [context = m_context, task = m_task](std::uint8_t priority) { // The inspector may be gone by then.
                        context.desk.run(reprioritise(std::vector{task}, priority));
                    });
    });
    m_priority->setEnabled(false); // Until it is known in which state the task is.
    nameAction(m_priority, inspectedId(QStringLiteral("priority")));
    offerCommand(m_priority, m_context.desk, [this] {
        return m_context.desk.commandText(
            reprioritise(std::vector{m_task}, static_cast<std::uint8_t>(presentPriority())));
    });
    m_cancel = add(TaskVerb::Cancel);
}

NamedActions TaskInspector::namedActions() {
    NamedActions all{tr("Task inspector"), {}};
    for (const TaskVerb verb : {TaskVerb::Retry, TaskVerb::Resume, TaskVerb::Suspend, TaskVerb::Requeue})
        all.actions.push_back({inspectedId(verbId(verb)), verbText(verb)});
    all.actions.push_back({inspectedId(QStringLiteral("priority")), tr("Priority…")});
    all.actions.push_back({inspectedId(verbId(TaskVerb::Cancel)), verbText(TaskVerb::Cancel)});
    return all;
}

int TaskInspector::presentPriority() const {
    return m_record ? m_record->spec.priority : 5;
}

void TaskInspector::buildSections() {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    setSpacing(column, kGrid.design);
    column->addWidget(m_badge, 0, Qt::AlignLeft);
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_error->hide();
    column->addWidget(m_frozen);
    column->addWidget(m_error);
    m_allow = new QPushButton(this);
    m_allow->hide();
    connect(m_allow, &QPushButton::clicked, this, &TaskInspector::allow);
    offerCommand(m_allow, m_context.desk,
                 [this] { return allowText(refusedProgram(m_record->result.error), m_context.desk.door()); });
    column->addWidget(m_allow, 0, Qt::AlignLeft);
    column->addWidget(m_actions);
    column->addWidget(m_facts);
    column->addWidget(inspectorSection(tr("Payload"), m_payload, this));
    column->addWidget(inspectorSection(tr("Output"), m_output, this));
    column->addWidget(m_outputNote);
    m_errorSection = inspectorSection(tr("Error output"), m_errorOutput, this);
    column->addWidget(m_errorSection);
    column->addWidget(inspectorSection(tr("Attempts"), m_attempts, this));
    column->addWidget(inspectorSection(tr("Why"), m_why, this));
    column->addStretch();
}

void TaskInspector::fetch() {
    if (m_query != nullptr || !isVisibleTo(window())) return;
    if (m_context.session.isFrozen() && !m_record) {
        m_error->setText(tr("The view is frozen; this task is read when it goes on."));
        m_error->show();
    }
    m_query = m_context.session.task(m_task, [this](Result<TaskRecord> answer) { take(std::move(answer)); });
}

void TaskInspector::take(Result<TaskRecord> answer) {
    m_query.reset();
    if (!answer) {
        m_error->setText(QString::fromStdString(answer.error().detail));
        m_error->show();
        m_badge->setLook(unknownLook());
        m_again.stop();
        return;
    }
    m_record = std::move(*answer);
    m_readAt = engineWall(m_context.session);
    // A failed one may be retried by hand, so only what can never change again is left alone.
    const bool settled = m_record->state == TaskState::Completed || m_record->state == TaskState::Cancelled;
    if (settled) m_again.stop();
    m_badge->setLook(lookOf(m_record->state));
    refreshFacts();
    refreshActions();
    refreshOutput();
    refreshWhy();
}

/// The record does not go back with the view: it says of when it is.
void TaskInspector::refreshFrozen() {
    if (m_record) m_frozen->tell(tr("This task"), m_readAt);
}

void TaskInspector::refreshWhy() {
    const auto snapshot = m_context.session.snapshot();
    m_why->setRows(whyLines(m_context.session.whyOf(*m_record), *snapshot, m_context.session.dispatchSampling()));
}

void TaskInspector::refreshFacts() {
    const TaskRecord &task = *m_record;
    const auto snapshot = m_context.session.snapshot();
    const auto moment = [&](WallTime at) { return at == kNoWallTime ? noValue() : formatMoment(at, snapshot->wallAt); };
    std::vector<KeyValue> rows{
        {tr("Name"), text(task.spec.name), false},
        {tr("Type"), text(task.spec.type), false},
        {tr("Queue"), text(task.spec.queue), false},
        {tr("Priority"), QString::number(task.spec.priority), true},
        {tr("Reason"), wordsOf(task.reason), false},
        {tr("Failed attempts"), tr("%1 of %2").arg(task.attempts).arg(task.spec.attemptsMax), true},
        {tr("Lost deliveries"), tr("%1 of %2").arg(lostDeliveries(task)).arg(task.spec.deliveriesMax), true},
        {tr("Worker"), task.worker ? text(workerIdText(task.worker)) : noValue(), true},
        {tr("Submitted"), moment(task.createdAt), true},
        {tr("Started"), moment(task.startedAt), true},
        {tr("Finished"), moment(task.finishedAt), true},
        {tr("Run time"), runTimeText(task, snapshot->wallAt), true},
        {task.spec.type == "http" ? tr("HTTP status") : tr("Exit code"), exitText(task), true},
        {tr("Timeout"), task.spec.timeout.count() == 0 ? noValue() : formatDuration(task.spec.timeout), true}};
    if (task.spec.runAt != kNoWallTime) rows.push_back({tr("Not before"), moment(task.spec.runAt), true});
    if (task.spec.deadline != kNoWallTime) rows.push_back({tr("Deadline"), moment(task.spec.deadline), true});
    if (task.spec.extras) {
        const TaskExtras &extras = *task.spec.extras;
        if (!extras.tags.empty()) rows.push_back({tr("Tags"), joined(extras.tags), false});
        if (!extras.idempotencyKey.empty()) rows.push_back({tr("Key"), text(extras.idempotencyKey), true});
        if (!extras.workflowRun.empty()) rows.push_back({tr("Workflow run"), text(extras.workflowRun), true});
        for (const ParentEdge &edge : extras.parents)
            rows.push_back({tr("Parent"), text(taskIdText(snapshot->ledger, edge.parent)), true});
    }
    m_facts->setRows(std::move(rows));
    m_payload->setOutput(bytes(task.spec.payload), task.spec.payload.size());

    std::vector<KeyValue> attempts;
    for (auto it = task.history.rbegin(); it != task.history.rend(); ++it) {
        QString line =
            QStringLiteral("%1 · %2").arg(wordsOf(it->reason), it->worker ? text(workerIdText(it->worker)) : noValue());
        if (it->finishedAt > it->startedAt && it->startedAt != kNoWallTime)
            line += QStringLiteral(" · ") + formatDuration(it->finishedAt - it->startedAt);
        if (!it->error.empty()) line += QLatin1Char('\n') + QString::fromStdString(it->error);
        attempts.push_back({moment(it->startedAt), line, false});
    }
    if (task.historyDropped > 0) attempts.push_back({tr("older"), tr("%1 not kept").arg(task.historyDropped), false});
    if (attempts.empty()) attempts.push_back(onlyAttempt(task, moment(task.startedAt)));
    m_attempts->setRows(std::move(attempts));
}

void TaskInspector::refreshActions() {
    const TaskState state = m_record->state;
    m_cancel->setEnabled(appliesTo(TaskVerb::Cancel, state));
    m_suspend->setEnabled(appliesTo(TaskVerb::Suspend, state));
    m_resume->setEnabled(appliesTo(TaskVerb::Resume, state));
    m_retry->setEnabled(appliesTo(TaskVerb::Retry, state));
    m_requeue->setEnabled(appliesTo(TaskVerb::Requeue, state));
    m_priority->setEnabled(!isFinal(state));
    const std::string &error = m_record->result.error;
    m_error->setText(QString::fromStdString(error));
    m_error->setVisible(!error.empty());
    const QString program = refusedProgram(error);
    m_allow->setText(tr("Allow %1…").arg(program));
    m_allow->setVisible(!program.isEmpty());
}

void TaskInspector::refreshOutput() {
    const LiveOutput live = isOnWorker(m_record->state) ? m_context.session.liveOutput(m_task) : LiveOutput{};
    const TaskResultRecord &result = m_record->result;
    const std::string &output = live.known ? live.output : result.output;
    const std::string &errors = live.known ? live.errorOutput : result.errorOutput;
    const std::uint64_t total = live.known ? live.outputBytes : result.outputBytes;
    // The total is of both streams, so what is missing cannot be said of one of them.
    const std::uint64_t kept = output.size() + errors.size();
    m_output->setOutput(bytes(output), output.size());
    m_errorOutput->setOutput(bytes(errors), errors.size());
    m_errorSection->setVisible(!errors.empty());
    m_output->setPlaceholderText(isFinal(m_record->state) ? tr("It wrote nothing") : tr("No output so far"));
    QString note =
        live.known ? tr("live · %1 so far").arg(formatBytes(total)) : tr("%1 written").arg(formatBytes(total));
    if (total > kept) note += tr(" · first %1 not kept").arg(formatBytes(total - kept));
    if (!m_output->cutNote().isEmpty()) note += QStringLiteral(" · ") + m_output->cutNote();
    m_outputNote->setText(note);
}

QString TaskInspector::outputNote() const {
    return m_outputNote->text();
}

QString TaskInspector::refusedProgram(const std::string &error) {
    static const QRegularExpression refused(QStringLiteral("Program \"([^\"]+)\" is not allowed"));
    return refused.match(QString::fromStdString(error)).captured(1);
}

/// Allows it for good, so the question names the effect; retrying stays a click of its own.
void TaskInspector::allow() {
    const QString program = refusedProgram(m_record->result.error);
    ConfirmSpec spec;
    spec.title = tr("Allow %1?").arg(program);
    spec.text =
        tr("Whoever may submit tasks can run it from now on, with any arguments. It is written into the settings "
           "file (command.allow).");
    spec.verb = tr("Allow %1").arg(program);
    auto *dialog = new ConfirmDialog(spec, m_context.host.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    offerCommandIn(dialog, m_context.desk,
                   [context = m_context, program] { return allowText(program, context.desk.door()); });
    connect(dialog, &QDialog::accepted, dialog, [context = m_context, task = m_task, program] {
        const auto done = context.session.allowProgram(program);
        ToastSpec toast;
        if (!done) {
            toast.tone = Tone::Bad;
            toast.text = QString::fromStdString(done.error().detail);
        } else {
            toast.tone = Tone::Good;
            toast.text = tr("%1 is allowed").arg(program);
            toast.actionText = tr("Retry task");
            toast.action = [context, task] { context.desk.run(taskAction(TaskVerb::Retry, std::vector{task}, {})); };
        }
        context.host.toasts().show(std::move(toast));
    });
    dialog->open();
}

} // namespace qd::ui
