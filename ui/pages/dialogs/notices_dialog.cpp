#include "ui/pages/dialogs/notices_dialog.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include "ui/format/format.h"
#include "ui/models/notices_model.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

NoticesDialog::NoticesDialog(NoticesModel &model, PageHost &host, QWidget *parent)
    : QDialog(parent), m_model(model), m_host(host), m_table(new TableView(this)),
      m_empty(new EmptyState(EmptyKind::NothingYet, this)), m_counts(makeLabel({}, "second", this)),
      m_end(makeLabel({}, "muted", this)), m_go(new QPushButton(tr("&Go to"), this)),
      m_markRead(new QPushButton(tr("&Mark all as read"), this)) {
    setWindowTitle(tr("Notices"));
    resize(760_px, 480_px);
    m_table->setModelAndWidths(&model, {86, 104, -1});
    m_table->setAccessibleName(tr("Notices, newest first"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->rememberAs(QStringLiteral("notices"));
    offerExport(m_table, host);
    m_empty->setMessage(EmptyKind::NothingYet, tr("Nothing to report"),
                        tr("Warnings and bad news of the engine and of this window are kept here."));
    auto *close = new QPushButton(tr("Close"), this);
    auto *head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Notices"), "title", this));
    head->addWidget(m_counts, 1);
    head->addWidget(m_table->makeMenuButton(this));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_go);
    buttons->addWidget(m_markRead);
    buttons->addStretch(1);
    buttons->addWidget(close);
    for (QPushButton *button : {m_go, m_markRead, close}) button->setAutoDefault(false);
    auto *all = new QVBoxLayout(this);
    all->addLayout(head);
    all->addWidget(m_table, 1);
    all->addWidget(m_end);
    all->addWidget(m_empty, 1);
    all->addLayout(buttons);
    connect(m_table, &TableView::rowActivated, this, &NoticesDialog::goTo);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &NoticesDialog::refresh);
    connect(m_go, &QPushButton::clicked, this, [this] { goTo(m_table->currentIndex()); });
    connect(m_markRead, &QPushButton::clicked, &model, &NoticesModel::markAllRead);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(&model, &NoticesModel::countsChanged, this, &NoticesDialog::refresh);
    if (model.rowCount() > 0) m_table->selectRow(0);
    m_table->setFocus();
    refresh();
}

void NoticesDialog::refresh() {
    const bool any = m_model.rowCount() > 0;
    m_table->setVisible(any);
    m_empty->setVisible(!any);
    m_end->setVisible(any);
    m_end->setText(m_model.endText());
    QStringList parts{tr("%n unread", nullptr, m_model.unread())};
    if (m_model.missed() > 0) parts << tr("%1 events missed").arg(formatCount(m_model.missed()));
    m_counts->setText(parts.join(QStringLiteral(" · ")));
    m_markRead->setEnabled(m_model.unread() > 0);
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    const bool place =
        !rows.isEmpty() && (m_model.noticeAt(rows.front().row()).task || m_model.noticeAt(rows.front().row()).worker);
    m_go->setEnabled(place);
}

void NoticesDialog::goTo(const QModelIndex &index) {
    if (!index.isValid()) return;
    m_model.markRead(index.row());
    const Notice notice = m_model.noticeAt(index.row());
    if (notice.task) return m_host.openTask(notice.task);
    if (notice.worker) m_host.openWorker(notice.worker);
}

} // namespace qd::ui
