#include "ui/pages/dialogs/chart_data_dialog.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QShortcut>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>
#include <algorithm>
#include <chrono>

#include "ui/charts/time_series_chart.h"
#include "ui/export/model_export.h"
#include "ui/format/format.h"
#include "ui/models/roles.h"
#include "ui/pages/common/table_export.h"
#include "ui/pages/common/table_view.h"
#include "ui/pages/dialogs/chart_data_model.h"
#include "ui/session/session.h"
#include "ui/widgets/action_id.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/toast_stack.h"

namespace qd::ui {

using namespace std::chrono_literals;

namespace {
constexpr auto kAgain = 1s;       ///< Ten new rows a second would be read by nobody.
constexpr int kNumberWidth = 150; ///< Design pixels.
} // namespace

ChartDataDialog::ChartDataDialog(TimeSeriesChart &chart, const PageContext &context, QWidget *parent)
    : QDialog(parent), m_chart(&chart), m_context(context), m_model(new ChartDataModel(this)),
      m_table(new TableView(this)), m_empty(new EmptyState(EmptyKind::NothingYet, this)),
      m_caption(makeLabel({}, "second", this)) {
    const QString name = chart.accessibleName();
    setWindowTitle(tr("Data: %1").arg(name));
    resize(680_px, 520_px);
    m_model->apply(chart.data());
    // None takes what is left: no title must be cut, and where there is no room the figures scroll.
    std::vector<int> widths(static_cast<std::size_t>(m_model->columnCount()), kNumberWidth);
    m_table->setModelAndWidths(m_model, widths);
    m_table->setAccessibleName(name);
    offerExport(m_table, context.host);
    m_empty->setMessage(EmptyKind::NothingYet, tr("No points yet"),
                        tr("The chart has measured nothing in the time that it shows."));
    auto *head = new QHBoxLayout;
    head->addWidget(makeLabel(name, "title", this), 1);
    head->addWidget(m_table->makeMenuButton(this));
    auto *copy = new QPushButton(tr("&Copy"), this);
    copy->setToolTip(tr("The selected rows, or all: as in the CSV file, separated by tabs"));
    auto *csv = new QPushButton(tr("Export as CS&V…"), this);
    auto *json = new QPushButton(tr("Export as &JSON…"), this);
    auto *close = new QPushButton(tr("Close"), this);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {copy, csv, json}) buttons->addWidget(button);
    buttons->addStretch(1);
    buttons->addWidget(close);
    for (QPushButton *button : {copy, csv, json, close}) button->setAutoDefault(false);
    auto *all = new QVBoxLayout(this);
    all->addLayout(head);
    all->addWidget(m_caption);
    all->addWidget(m_table, 1);
    all->addWidget(m_empty, 1);
    all->addLayout(buttons);
    connect(copy, &QPushButton::clicked, this, &ChartDataDialog::copyRows);
    connect(csv, &QPushButton::clicked, m_table, [this] { m_table->startExport(ExportFormat::Csv); });
    connect(json, &QPushButton::clicked, m_table, [this] { m_table->startExport(ExportFormat::Json); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(new QShortcut(QKeySequence::Copy, this), &QShortcut::activated, this, &ChartDataDialog::copyRows);
    connect(&m_again, &QTimer::timeout, this, &ChartDataDialog::refresh);
    connect(m_table, &TableView::useChanged, this, &ChartDataDialog::refresh);
    connect(&context.session, &Session::frozenChanged, this, &ChartDataDialog::refresh);
    connect(&TimeDisplay::instance(), &TimeDisplay::changed, this, &ChartDataDialog::refresh);
    m_again.start(kAgain);
    m_table->setFocus();
    refresh();
}

QString ChartDataDialog::caption() const {
    return m_caption->text();
}

QString ChartDataDialog::stateText() const {
    if (m_context.session.isFrozen()) return tr("frozen");
    // Rows that move away under the pointer or out of a selection cannot be read.
    if (m_table->isInUse()) return tr("newer ones wait while a row is selected or pointed at");
    return tr("live, newest first");
}

void ChartDataDialog::refresh() {
    if (m_chart && (m_context.session.isFrozen() || !m_table->isInUse())) m_model->apply(m_chart->data());
    const std::vector<qint64> &times = m_model->shown().timesMs;
    m_table->setVisible(!times.empty());
    m_empty->setVisible(times.empty());
    if (times.empty()) return m_caption->clear();
    const auto clock = [](qint64 ms) { return formatClock(WallTime{std::chrono::milliseconds{ms}}); };
    m_caption->setText(tr("%n point(s)", nullptr, static_cast<int>(times.size())) + QStringLiteral(" · ") +
                       tr("%1 – %2").arg(clock(times.front()), clock(times.back())) + QStringLiteral(" · ") +
                       stateText());
}

void ChartDataDialog::copyRows() {
    const std::vector<int> columns = m_table->shownColumns();
    QStringList lines{ModelExport::namesOf(*m_model, columns).join(QLatin1Char('\t'))};
    const QItemSelectionModel *selection = m_table->selectionModel();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (selection->hasSelection() && !selection->isRowSelected(row)) continue;
        QStringList cells;
        for (const int column : columns)
            cells << exportCell(columnKind(*m_model, column), m_model->index(row, column).data(ValueRole)).text;
        lines << cells.join(QLatin1Char('\t'));
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
    m_context.host.toasts().show(
        {.tone = Tone::Good, .text = tr("%n row(s) copied", nullptr, static_cast<int>(lines.size()) - 1)});
}

void offerChartData(TimeSeriesChart *chart, Card *card, const PageContext &context, const QString &id) {
    const auto open = [chart, context] {
        auto *dialog = new ChartDataDialog(*chart, context, chart->QWidget::window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    };
    auto *button = new IconButton(QStringLiteral("table"),
                                  ChartDataDialog::tr("Show data: %1").arg(chart->accessibleName()), card);
    nameAction(button, id);
    card->addHeaderWidget(button);
    QObject::connect(button, &QToolButton::clicked, chart, open);
    auto *entry = new QAction(ChartDataDialog::tr("Show data…"), chart);
    QObject::connect(entry, &QAction::triggered, chart, open);
    chart->addAction(entry);
    chart->setContextMenuPolicy(Qt::ActionsContextMenu);
}

} // namespace qd::ui
