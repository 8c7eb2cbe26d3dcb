#include "ui/pages/dialogs/pause_dialog.h"

#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QVBoxLayout>
#include <array>

#include "ui/format/format.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {

/// The ends on offer; zero = until somebody resumes, which has to be chosen, not overlooked.
constexpr std::array<std::chrono::minutes, 4> kEnds{15min, 60min, 480min, 0min};
constexpr int kUsualEnd = 1;

QButtonGroup *addEnds(QFormLayout *form, QWidget *parent, const QString &endless) {
    auto *group = new QButtonGroup(parent);
    auto *box = new QWidget(parent);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    const std::array texts{QObject::tr("15 min"), QObject::tr("1 h"), QObject::tr("8 h"), endless};
    for (int i = 0; i < static_cast<int>(kEnds.size()); ++i) {
        auto *choice = new QRadioButton(texts[static_cast<std::size_t>(i)], box);
        group->addButton(choice, i);
        row->addWidget(choice);
    }
    group->button(kUsualEnd)->setChecked(true);
    // Qt takes the others out of the chain only once the focus has been in the group: the first Tab would stop at what
    // is not chosen, and never come to what is.
    for (QAbstractButton *other : group->buttons())
        if (!other->isChecked()) other->setFocusPolicy(Qt::ClickFocus);
    row->addStretch();
    form->addRow(QObject::tr("Ends after"), box);
    return group;
}

WallTime endOf(const QButtonGroup *group, WallTime now) {
    const auto length = kEnds[static_cast<std::size_t>(group->checkedId())];
    return length == 0min ? kNoWallTime : now + length;
}

QLineEdit *addReason(QFormLayout *form, QWidget *parent) {
    auto *reason = new QLineEdit(parent);
    reason->setMaxLength(200);
    reason->setPlaceholderText(QObject::tr("why; everybody who looks will see it"));
    form->addRow(QObject::tr("&Reason"), reason);
    return reason;
}

QPushButton *addButtons(QVBoxLayout *column, QDialog *dialog, const QString &verb) {
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    buttons->button(QDialogButtonBox::Cancel)->setText(QObject::tr("Cancel"));
    auto *act = new QPushButton(verb, dialog);
    act->setProperty("tone", QStringLiteral("primary")); // Before the box has it: that gives it its style.
    buttons->addButton(act, QDialogButtonBox::AcceptRole);
    act->setDefault(true); // Reversible: the toast offers Undo.
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    column->addWidget(buttons);
    return act;
}

} // namespace

PauseDialog::PauseDialog(const QString &what, OverrideKind kind, const QString &target, QWidget *parent, int count)
    : QDialog(parent), m_kind(kind), m_target(target) {
    setWindowTitle(tr("Pause %1").arg(what));
    onLook(this, [this] { setMinimumWidth(480_px); });
    auto *column = new QVBoxLayout(this);
    column->addWidget(makeLabel(tr("Pause %1").arg(what), "title", this));
    const QString effect = kind == OverrideKind::PauseWorker && count > 1
                               ? tr("Each finishes what it holds and gets no new task.")
                           : kind == OverrideKind::PauseWorker ? tr("It finishes what it holds and gets no new task.")
                           : kind == OverrideKind::PauseQueue ? tr("Tasks are still accepted; none of them is started.")
                                                              : tr("No task is started anywhere; running ones finish.");
    column->addWidget(makeLabel(effect, "second", this));
    auto *form = new QFormLayout;
    m_reason = addReason(form, this);
    m_until = addEnds(form, this, tr("until I resume"));
    column->addLayout(form);
    m_pause = addButtons(column, this, tr("&Pause"));
    m_reason->setFocus();
}

Override PauseDialog::usualLease(OverrideKind kind, const QString &target, WallTime now) {
    Override lease;
    lease.kind = kind;
    lease.target = target.toStdString();
    lease.expiresAt = now + kEnds[kUsualEnd];
    return lease;
}

QString PauseDialog::reason() const {
    return m_reason->text().trimmed();
}

Override PauseDialog::lease(WallTime now) const {
    Override lease;
    lease.kind = m_kind;
    lease.target = m_target.toStdString();
    lease.reason = reason().toStdString();
    lease.expiresAt = endOf(m_until, now);
    return lease;
}

ResizeDialog::ResizeDialog(int wanted, int automatic, int busy, QWidget *parent) : QDialog(parent) {
    setWindowTitle(tr("Resize the pool"));
    onLook(this, [this] { setMinimumWidth(480_px); });
    auto *column = new QVBoxLayout(this);
    column->addWidget(makeLabel(tr("Resize the pool"), "title", this));
    column->addWidget(
        makeLabel(tr("%1 workers wanted now, %2 busy; the settings say %3.").arg(wanted).arg(busy).arg(automatic),
                  "second", this));
    auto *form = new QFormLayout;
    m_size = new QSpinBox(this);
    m_size->setRange(1, static_cast<int>(kPoolMax));
    m_size->setValue(wanted);
    m_size->setSuffix(tr(" workers"));
    form->addRow(tr("&Size"), m_size);
    m_reason = addReason(form, this);
    m_until = addEnds(form, this, tr("until I revert it"));
    column->addLayout(form);
    auto *back = new QPushButton(tr("Back to the settings' %1").arg(automatic), this);
    back->setEnabled(wanted != automatic);
    connect(back, &QPushButton::clicked, this, [this] {
        m_automatic = true;
        accept();
    });
    column->addWidget(back, 0, Qt::AlignLeft);
    addButtons(column, this, tr("Resi&ze"));
    m_size->setFocus();
    m_size->selectAll();
}

int ResizeDialog::wanted() const {
    return m_size->value();
}

QString ResizeDialog::reason() const {
    return m_reason->text().trimmed();
}

Override ResizeDialog::lease(WallTime now) const {
    Override lease;
    lease.kind = OverrideKind::PoolSize;
    lease.value = m_size->value();
    lease.reason = reason().toStdString();
    lease.expiresAt = endOf(m_until, now);
    return lease;
}

} // namespace qd::ui
