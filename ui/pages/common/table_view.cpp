#include "ui/pages/common/table_view.h"

#include <QtCore/QEvent>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <algorithm>

#include "ui/format/time_display.h"
#include "ui/models/roles.h"
#include "ui/pages/common/table_columns.h"
#include "ui/theme/fonts.h"
#include "ui/theme/state_look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/icon_button.h"

namespace qd::ui {

namespace {
constexpr int kUnsetWidth = 100; ///< Of a column that is hidden at first, until somebody wants it.
}

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    // The row is what a click takes, so the row lights up and not the cell.
    const auto *table = qobject_cast<const TableView *>(option.widget);
    plain.state.setFlag(QStyle::State_MouseOver, table != nullptr && table->hoveredRow() == index.row());
    const QVariant look = index.data(LookRole);
    const ColorRole words = index.data(PlaceholderRole).toBool() ? ColorRole::TextMuted : ColorRole::Text;
    if (!look.isValid()) {
        if (words != ColorRole::Text) plain.palette.setColor(QPalette::Text, theme().color(words));
        return QStyledItemDelegate::paint(painter, plain, index);
    }
    plain.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
    paintState(*painter, option.rect.adjusted(6_px, 0, -6_px, -1_px), look.value<StateLook>(), theme().color(words),
               fontOf(FontRole::Body));
}

TableView::TableView(QWidget *parent) : QTableView(parent) {
    setItemDelegate(new TableDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setMouseTracking(true);
    setTabKeyNavigation(false); // Tab leaves the table; arrows move within it.
    new FocusRing(this);        // An empty table has no cell that could show it.
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionsMovable(true);
    connect(&TimeDisplay::instance(), &TimeDisplay::changed, viewport(), qOverload<>(&QWidget::update));
    connect(this, &QTableView::doubleClicked, this, &TableView::rowActivated);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &TableView::keepWidth);
    onLook(this, [this] {
        verticalHeader()->setDefaultSectionSize(kRowHeight);
        horizontalHeader()->setMinimumSectionSize(64_px); // A stretched column must not shrink below its title.
        scaleColumns();
    });
}

/// What somebody dragged, or what the table was made with; not what the zoom makes of it.
void TableView::keepWidth(int column, int before, int now) {
    const bool meant = m_zoom == zoomPercent() && before > 0 && now > 0;
    if (meant && column < static_cast<int>(m_widths.size())) m_widths[static_cast<std::size_t>(column)] = designOf(now);
}

/// From the design each time, so that going there and back gives the same picture.
void TableView::scaleColumns() {
    for (std::size_t i = 0; i < m_widths.size(); ++i) {
        const int column = static_cast<int>(i);
        const int title = horizontalHeader()->sectionSizeHint(column);
        if (horizontalHeader()->sectionResizeMode(column) == QHeaderView::Stretch) {
            setColumnWidth(column, std::max(px(kUnsetWidth), title)); // What it has where nothing is left to take.
            continue;
        }
        const int width = px(m_widths[i]);
        // Letters do not grow as evenly as their column: a title that just fitted is not cut for a pixel or two.
        setColumnWidth(column, width < title && title - width <= 4_px ? title : width);
    }
    m_zoom = zoomPercent();
}

void TableView::setModelAndWidths(QAbstractItemModel *model, const std::vector<int> &widths) {
    setModel(model);
    horizontalHeader()->ensurePolished();
    m_widths.assign(static_cast<std::size_t>(model->columnCount()), kUnsetWidth);
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const int column = static_cast<int>(i);
        if (widths[i] == 0) {
            setColumnWidth(column, px(kUnsetWidth));
            setColumnHidden(column, true);
        }
        // Titles are longer in other languages, and a right-aligned one that is cut loses its beginning.
        if (widths[i] > 0) setColumnWidth(column, std::max(px(widths[i]), horizontalHeader()->sectionSizeHint(column)));
        if (widths[i] < 0) horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    }
    scaleColumns();
}

void TableView::rememberAs(const QString &id) {
    m_columns = new TableColumns(*this, id);
}

std::vector<int> TableView::shownColumns() const {
    std::vector<int> columns;
    for (int place = 0; place < horizontalHeader()->count(); ++place)
        if (const int column = horizontalHeader()->logicalIndex(place); !isColumnHidden(column))
            columns.push_back(column);
    return columns;
}

void TableView::startExport(ExportFormat format) {
    if (m_exporter) m_exporter(format);
}

void TableView::fillMenu(QMenu *menu) {
    if (m_columns != nullptr) {
        menu->addAction(tr("Columns…"), m_columns, &TableColumns::openDialog);
        menu->addAction(tr("Reset columns"), m_columns, &TableColumns::reset);
    }
    if (!m_exporter) return;
    menu->addSeparator();
    menu->addAction(tr("Export as CSV…"), this, [this] { startExport(ExportFormat::Csv); });
    menu->addAction(tr("Export as JSON…"), this, [this] { startExport(ExportFormat::Json); });
}

QToolButton *TableView::makeMenuButton(QWidget *parent) {
    auto *button = new IconButton(QStringLiteral("more"), tr("%1: columns and export").arg(accessibleName()), parent);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolTip(tr("Columns and export"));
    auto *menu = new QMenu(button);
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        fillMenu(menu);
    });
    return button;
}

void TableView::contextMenuEvent(QContextMenuEvent *event) {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu);
    if (menu->isEmpty()) return menu->deleteLater();
    menu->popup(event->globalPos());
}

bool TableView::isInUse() const {
    return m_pointer || (selectionModel() != nullptr && selectionModel()->hasSelection());
}

void TableView::tellUse() {
    if (isInUse() == m_inUse) return;
    m_inUse = isInUse();
    emit useChanged(m_inUse);
}

void TableView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) {
    QTableView::selectionChanged(selected, deselected);
    // Later: the model may be in the middle of removing the selected row, and whoever hears of it may change the model.
    QMetaObject::invokeMethod(this, &TableView::tellUse, Qt::QueuedConnection);
}

void TableView::reset() {
    QTableView::reset();
    QMetaObject::invokeMethod(this, &TableView::tellUse, Qt::QueuedConnection);
}

void TableView::hover(int row) {
    if (row == m_hovered) return;
    m_hovered = row;
    viewport()->update();
}

bool TableView::viewportEvent(QEvent *event) {
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::HoverMove)
        hover(rowAt(static_cast<QSinglePointEvent *>(event)->position().toPoint().y()));
    if (event->type() == QEvent::Leave || event->type() == QEvent::HoverLeave) hover(-1);
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) {
        m_pointer = event->type() == QEvent::Enter;
        tellUse();
    }
    return QTableView::viewportEvent(event);
}

void TableView::keyPressEvent(QKeyEvent *event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        emit rowActivated(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Escape && selectionModel()->hasSelection()) return clearSelection();
    QTableView::keyPressEvent(event);
}

} // namespace qd::ui
