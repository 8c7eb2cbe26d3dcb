#include "ui/pages/common/columns_dialog.h"

#include <QtCore/QScopedValueRollback>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/pages/common/table_columns.h"
#include "ui/theme/zoom.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

ColumnsDialog::ColumnsDialog(TableColumns &columns, const QString &table, QWidget *parent)
    : QDialog(parent), m_columns(columns), m_list(new QListWidget(this)), m_up(new QPushButton(tr("Move &up"), this)),
      m_down(new QPushButton(tr("Move &down"), this)) {
    setWindowTitle(tr("Columns"));
    auto *reset = new QPushButton(tr("&Reset columns"), this);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    auto *buttons = new QVBoxLayout;
    for (QPushButton *button : {m_up, m_down, reset}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *row = new QHBoxLayout;
    row->addWidget(m_list, 1);
    row->addLayout(buttons);
    auto *all = new QVBoxLayout(this);
    all->addWidget(makeLabel(table.isEmpty() ? tr("Columns") : tr("Columns of “%1”").arg(table), "title", this));
    all->addWidget(makeLabel(tr("Checked ones are shown, from left to right in this order."), "second", this));
    all->addLayout(row, 1);
    m_list->setAccessibleName(tr("Columns"));
    onLook(m_list, [this] { m_list->setMinimumSize(240_px, 300_px); });
    fill();
    m_list->setCurrentRow(0);
    connect(m_list, &QListWidget::currentRowChanged, this, &ColumnsDialog::refreshButtons);
    connect(m_list, &QListWidget::itemChanged, this, [this](const QListWidgetItem *item) {
        if (!m_filling) m_columns.setShown(item->data(Qt::UserRole).toInt(), item->checkState() == Qt::Checked);
    });
    connect(m_up, &QPushButton::clicked, this, [this] { moveBy(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveBy(1); });
    connect(reset, &QPushButton::clicked, &m_columns, &TableColumns::reset);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(&m_columns, &TableColumns::changed, this, &ColumnsDialog::fill, Qt::QueuedConnection);
    refreshButtons();
    m_list->setFocus();
}

void ColumnsDialog::fill() {
    const QScopedValueRollback filling(m_filling, true);
    const int current = std::max(0, m_list->currentRow());
    m_list->clear();
    for (const int column : m_columns.order()) {
        auto *item = new QListWidgetItem(m_columns.title(column), m_list);
        item->setData(Qt::UserRole, column);
        item->setCheckState(m_columns.isShown(column) ? Qt::Checked : Qt::Unchecked);
        const bool fixed = m_columns.isShown(column) && !m_columns.canHide(column);
        item->setFlags(item->flags().setFlag(Qt::ItemIsUserCheckable, !fixed));
    }
    m_list->setCurrentRow(std::min(current, m_list->count() - 1));
    refreshButtons();
}

void ColumnsDialog::refreshButtons() {
    m_up->setEnabled(m_list->currentRow() > 0);
    m_down->setEnabled(m_list->currentRow() >= 0 && m_list->currentRow() < m_list->count() - 1);
}

void ColumnsDialog::moveBy(int step) {
    const int to = m_list->currentRow() + step;
    m_columns.move(m_list->currentItem()->data(Qt::UserRole).toInt(), to);
    fill();
    m_list->setCurrentRow(to);
}

} // namespace qd::ui
