#include "ui/pages/common/table_view.h"

#include <QtCore/QEvent>
#include <QtGui/QAccessible>
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
#include "ui/theme/text_line.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/icon_button.h"

namespace qd::ui {

namespace {

constexpr int kUnsetWidth = 100;        ///< Of a column that is hidden at first, until somebody wants it.
constexpr Px kCellPad{11};              ///< Left and right of a text, px; the style sheet gives headers the same.
constexpr qsizetype kPaintedMax = 4096; ///< Cells whose faces are remembered: some screens.

} // namespace

void paintCellGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) {
    const Theme &look = theme();
    // The row is what a click takes, so the row lights up and not the cell.
    const auto *table = qobject_cast<const TableView *>(option.widget);
    const bool isHovered = table != nullptr && table->hoveredRow() == index.row();
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, look.color(ColorRole::Selected));
    else if (isHovered)
        painter.fillRect(option.rect, look.color(ColorRole::Hover));
    const QRect &cell = option.rect;
    painter.fillRect(cell.left(), cell.bottom() + 1 - 1_px, cell.width(), 1_px, look.color(ColorRole::Grid));
    if (!option.state.testFlag(QStyle::State_HasFocus)) return;
    painter.setPen(look.color(ColorRole::Focus));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(cell.adjusted(0, 0, -1, -1));
}

CellFace faceOf(const QModelIndex &index) {
    CellFace face;
    if (const QVariant look = index.data(LookRole); look.isValid())
        face.look = look.value<StateLook>();
    else
        face.text = index.data(Qt::DisplayRole).toString();
    face.isPlaceholder = index.data(PlaceholderRole).toBool();
    return face;
}

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
    const CellFace face = faceOf(index);
    paintCellGround(*painter, option, index);
    paintFace(*painter, option, index, face);
    if (const auto *table = qobject_cast<const TableView *>(option.widget)) table->notePainted(index, face);
}

/// Not through the style: that finds the glyphs of each text three times over, which was two thirds of all that the
/// window computed beside a busy engine.
void TableDelegate::paintFace(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                              const CellFace &face) const {
    const bool isQuiet = face.isPlaceholder || !option.state.testFlag(QStyle::State_Enabled);
    const ColorRole words = isQuiet ? ColorRole::TextMuted : ColorRole::Text;
    if (face.look)
        return paintState(painter, option.rect.adjusted(6_px, 0, -6_px, -1_px), *face.look, theme().color(words),
                          fontOf(FontRole::Body));
    const QVariant font = index.data(Qt::FontRole);
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    painter.setPen(theme().color(words));
    paintLine(painter, option.rect.adjusted(kCellPad, 0, -kCellPad, -1_px),
              alignment.isValid() ? Qt::Alignment(alignment.toInt()) : Qt::AlignLeft | Qt::AlignVCenter, face.text,
              font.isValid() ? font.value<QFont>() : option.font);
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
    horizontalHeader()->setTextElideMode(Qt::ElideRight);
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
    if (m_pictureSaver) menu->addAction(tr("Save as PNG…"), this, [this] { m_pictureSaver(); });
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

void TableView::notePainted(const QModelIndex &index, const CellFace &face) const {
    if (m_painted.size() >= kPaintedMax) m_painted.clear(); // What is not known is painted again.
    m_painted.insert({index.row(), index.column()}, face);
}

/// Models tell a range that holds all that may have changed; of the cells in sight only those are painted again that
/// read otherwise.
void TableView::dataChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) {
    if (QAccessible::isActive() || !first.isValid() || !last.isValid() || !isVisible())
        return QTableView::dataChanged(first, last, roles);
    const int top = rowAt(0);
    const int bottom = rowAt(viewport()->height() - 1);
    if (top < 0) return;
    const int to = std::min(last.row(), bottom < 0 ? model()->rowCount() - 1 : bottom);
    for (int row = std::max(first.row(), top); row <= to; ++row)
        for (int column = first.column(); column <= last.column(); ++column) repaintIfChanged(row, column);
}

void TableView::repaintIfChanged(int row, int column) {
    if (isColumnHidden(column)) return;
    const int left = columnViewportPosition(column);
    if (left >= viewport()->width() || left + columnWidth(column) <= 0) return;
    const QModelIndex index = model()->index(row, column);
    const auto it = m_painted.constFind({row, column});
    if (it == m_painted.cend() || *it != faceOf(index)) viewport()->update(visualRect(index));
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
    // The window's: it freezes the view. Rows are chosen by the arrows, and one by one with Ctrl+Space.
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) return event->ignore();
    QTableView::keyPressEvent(event);
}

} // namespace qd::ui
