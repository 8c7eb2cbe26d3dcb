#include "ui/pages/settings/settings_page.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QUrl>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QDesktopServices>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>

#include "ui/models/settings_model.h"
#include "ui/pages/common/data_age.h"
#include "ui/pages/common/table_columns.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/settings/window_card.h"
#include "ui/session/session.h"
#include "ui/widgets/action_id.h"
#include "ui/widgets/card.h"
#include "ui/widgets/copy_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/footer_bar.h"
#include "ui/widgets/narrow.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/toast_stack.h"

namespace qd::ui {

SettingsPage::SettingsPage(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(new SettingsModel(this)),
      m_filter(new SearchField(tr("Filter settings"), this)), m_table(new TableView(this)),
      m_footer(new FooterBar(this)) {
    auto *column = new QVBoxLayout(this);
    setMargins(column, {kGrid.design + 2, kGrid.design + 2, kGrid.design + 2, 4});
    setSpacing(column, kGrid.design);
    auto *card = new Card(tr("Engine settings"), this);
    card->setCaption(tr("defaults < settings file < environment (QD_…) < flags; read at start"));
    auto *copy = new QPushButton(tr("&Copy"), card);
    copy->setToolTip(tr("Copies the selected lines as they stand in the settings file"));
    nameAction(copy, QStringLiteral("copy-settings"));
    auto *keys = new QPushButton(tr("&Keys…"), card);
    keys->setToolTip(tr("Which keys run which action"));
    connect(keys, &QPushButton::clicked, this, &SettingsPage::keysWanted);
    onLook(m_filter, [this] { m_filter->setMaximumWidth(260_px); });
    card->addHeaderWidget(m_filter);
    card->addHeaderWidget(copy);
    card->addHeaderWidget(keys);
    card->setFlush(true);
    m_table->setModelAndWidths(m_model, {220, 210, 100, 190, -1});
    m_table->setAccessibleName(tr("Settings"));
    m_table->rememberAs(QStringLiteral("settings"));
    offerExport(m_table, m_context.host);
    card->addHeaderWidget(m_table->makeMenuButton(card));
    card->addBody(fileRow(card), 0);
    m_none = new EmptyState(EmptyKind::FilteredToNothing, card);
    m_none->addAction(tr("Show all"), [this] { m_filter->clear(); });
    card->addBody(m_table);
    card->addBody(m_none);
    column->addWidget(new WindowCard(context, this));
    column->addWidget(card, 1);
    column->addWidget(m_footer);
    followDataAge(m_footer, m_context.session);
    constexpr int kAllColumns = 860;
    onNarrow(this, kAllColumns, [this](bool narrow) {
        // Where all columns do not fit, what it is set to and from where matter more than what it could be.
        m_table->columns()->setRoom(SettingsModel::Range, !narrow);
        m_table->columns()->setRoom(SettingsModel::Help, !narrow);
        m_table->setMinimumHeight(narrow ? int{200_px} : 0);
    });
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

/// Read only is no answer to "where, then?".
QWidget *SettingsPage::fileRow(QWidget *parent) {
    auto *row = new QWidget(parent);
    auto *line = new QHBoxLayout(row);
    setMargins(line, {14, 0, 14, 4});
    setSpacing(line, kGrid.design);
    m_how = makeLabel({}, "second", row);
    m_file = new CopyLabel({}, row);
    m_folder = new QPushButton(tr("&Open folder"), row);
    m_folder->setFocusPolicy(Qt::TabFocus);
    auto *place = new QHBoxLayout;
    setSpacing(place, kGrid.design);
    line->addWidget(m_how);
    line->addLayout(place, 1);
    place->addWidget(m_file, 1);
    place->addWidget(m_folder);
    constexpr int kOneLine = 900;
    onNarrow(row, kOneLine, [this, line](bool narrow) {
        line->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
        m_how->setWordWrap(narrow);
        fitHow();
    });
    connect(m_folder, &QPushButton::clicked, this, [this] {
        const QString folder = QFileInfo(m_file->text()).absolutePath();
        if (QDir().mkpath(folder)) QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
    });
    return row;
}

/// A wrapped text asks for one line only, and the table below it would take the others.
void SettingsPage::fitHow() {
    const int room = width() - 2 * (kGrid + 2_px) - 2 * 15_px;
    m_how->setMinimumHeight(m_how->wordWrap() ? std::max(0, m_how->heightForWidth(room)) : 0);
}

void SettingsPage::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    fitHow();
}

void SettingsPage::refreshFile() {
    const QString file = m_context.session.settingsFile();
    m_file->setText(file);
    m_file->setVisible(!file.isEmpty());
    m_folder->setEnabled(!file.isEmpty());
    m_how->setText(file.isEmpty() ? tr("Changed in the settings file, read at start")
                   : QFileInfo::exists(file)
                       ? tr("To change one: edit its line in this file and start again")
                       : tr("To change one: write its line (Copy) into this file, which is not there yet, and start "
                            "again"));
    fitHow();
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
    refreshFile();
    refreshFooter();
}

void SettingsPage::refreshFooter() {
    const bool filteredOut = m_model->rowCount() == 0 && m_model->kept() > 0;
    m_none->setVisible(filteredOut);
    m_table->setVisible(!filteredOut);
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
