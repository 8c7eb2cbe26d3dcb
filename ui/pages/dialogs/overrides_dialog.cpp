#include "ui/pages/dialogs/overrides_dialog.h"

#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include "ui/models/overrides_model.h"
#include "ui/pages/common/command_desk.h"
#include "ui/pages/common/command_offers.h"
#include "ui/pages/common/table_view.h"
#include "ui/session/session.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

OverridesDialog::OverridesDialog(Session &session, CommandDesk &desk, QWidget *parent)
    : QDialog(parent), m_session(session), m_desk(desk), m_model(new OverridesModel(this)),
      m_table(new TableView(this)) {
    setWindowTitle(tr("Overrides"));
    resize(860_px, 420_px);
    auto *column = new QVBoxLayout(this);
    column->addWidget(makeLabel(tr("What people have imposed"), "title", this));
    column->addWidget(
        makeLabel(tr("Each is a lease of its own: reverting one leaves the others in force."), "second", this));
    m_table->setModelAndWidths(m_model, {220, 120, -1, 100, 110});
    m_table->setAccessibleName(tr("Active overrides"));
    m_table->rememberAs(QStringLiteral("overrides"));
    m_empty = new EmptyState(EmptyKind::NothingYet, this);
    m_empty->setMessage(
        EmptyKind::NothingYet, tr("Nothing is imposed"),
        tr("The engine decides by its settings. What people pause or resize stands here, with an end."));
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    column->addWidget(buttons);
    m_revert = buttons->addButton(tr("&Revert selected"), QDialogButtonBox::ActionRole);
    connect(m_revert, &QPushButton::clicked, this, &OverridesDialog::revert);
    offerCommand(m_revert, desk, [this] { return m_desk.commandText(revertAction()); });
    offerCommandIn(this, desk, [this] { return m_desk.commandText(revertAction()); });
    offerMenu(m_table, {m_revert});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&session, &Session::snapshotChanged, this, &OverridesDialog::refresh);
    m_model->apply(*session.snapshot());
    // Selected by itself only where there is no choice: nobody means "all 45" by opening a list.
    if (m_model->rowCount() == 1) m_table->selectRow(0);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &OverridesDialog::refreshRevert);
    refresh();
}

void OverridesDialog::refresh() {
    m_model->apply(*m_session.snapshot());
    m_table->setVisible(m_model->rowCount() > 0);
    m_empty->setVisible(m_model->rowCount() == 0);
    refreshRevert();
}

void OverridesDialog::refreshRevert() {
    m_revert->setEnabled(m_table->selectionModel()->hasSelection());
}

DeskAction OverridesDialog::revertAction() const {
    RevertOverrides body;
    DeskAction action;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        body.ids.push_back(m_model->leaseAt(index.row()).id);
        action.preview << overrideText(m_model->leaseAt(index.row()));
    }
    action.affected = body.ids.size();
    action.question = tr("Revert %n override(s)?", nullptr, static_cast<int>(body.ids.size()));
    action.effect = tr("The automatic value applies again, unless another override still holds.");
    action.verb = tr("Revert");
    action.done = tr("%1 reverted");
    action.body = std::move(body);
    return action;
}

void OverridesDialog::revert() {
    if (m_table->selectionModel()->hasSelection()) m_desk.run(revertAction());
}

} // namespace qd::ui
