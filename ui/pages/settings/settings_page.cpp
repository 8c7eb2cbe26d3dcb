#include "ui/pages/settings/settings_page.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include "ui/models/settings_model.h"
#include "ui/pages/common/data_age.h"
#include "ui/pages/common/table_view.h"
#include "ui/session/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/toast_stack.h"

namespace qd::ui {

SettingsPage::SettingsPage(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(new SettingsModel(this)),
      m_filter(new SearchField(tr("Filter settings"), this)), m_table(new TableView(this)),
      m_footer(new FooterBar(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid + 2, kGrid + 2, kGrid + 2, 4);
    column->setSpacing(kGrid);
    auto *card = new Card(tr("Settings"), this);
    card->setCaption(tr("defaults < settings file < environment (QD_…) < flags; read at start"));
    auto *copy = new QPushButton(tr("&Copy"), card);
    copy->setToolTip(tr("Copies the selected lines as they stand in the settings file"));
    m_filter->setMaximumWidth(260);
    card->addHeaderWidget(m_filter);
    card->addHeaderWidget(copy);
    card->setFlush(true);
    m_table->setModelAndWidths(m_model, {220, 210, 100, 190, -1});
    m_table->setAccessibleName(tr("Settings"));
    card->addBody(m_table);
    column->addWidget(card, 1);
    column->addWidget(m_footer);
    followDataAge(m_footer, m_context.session);
    auto *copyKey = new QAction(this);
    copyKey->setShortcut(QKeySequence::Copy);
    copyKey->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_table->addAction(copyKey);
    connect(copyKey, &QAction::triggered, this, &SettingsPage::copySelected);
    connect(copy, &QPushButton::clicked, this, &SettingsPage::copySelected);
    connect(m_filter, &SearchField::searchChanged, this, [this](const QString &text) {
        m_model->setTextFilter(text);
        refreshFooter();
    });
    connect(&m_context.session, &Session::snapshotChanged, this, [this] {
        if (!isVisible()) return;
        if (m_model->kept() == 0) reload(); // The engine was still starting when the page was first shown.
    });
}

void SettingsPage::focusFilter() {
    m_filter->setFocus();
}

void SettingsPage::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    reload();
}

void SettingsPage::reload() {
    m_model->setLines(m_context.session.settings());
    refreshFooter();
}

void SettingsPage::refreshFooter() {
    m_footer->setCounts(static_cast<std::uint64_t>(m_model->rowCount()), m_model->kept(), m_model->kept(),
                        tr("settings"));
}

void SettingsPage::copySelected() {
    QStringList lines;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &index : rows) lines << m_model->fileLine(index.row());
    if (rows.isEmpty())
        for (int row = 0; row < m_model->rowCount(); ++row) lines << m_model->fileLine(row);
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
    ToastSpec toast;
    toast.text = tr("%n line(s) copied", nullptr, static_cast<int>(lines.size()));
    m_context.host.toasts().show(std::move(toast));
}

} // namespace qd::ui
