#include "ui/pages/common/table_columns.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QScopedValueRollback>
#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QTableView>
#include <algorithm>

#include "ui/models/columns.h"
#include "ui/pages/common/columns_dialog.h"
#include "ui/theme/zoom.h"

namespace qd::ui {

namespace {

const QString kGroup = QStringLiteral("tables");
const QString kVersionKey = QStringLiteral("version");
const QString kOrderKey = QStringLiteral("order");
const QString kShownKey = QStringLiteral("shown");
const QString kHiddenKey = QStringLiteral("hidden");
const QString kWidthsKey = QStringLiteral("widths");
const QString kSortKey = QStringLiteral("sort");
constexpr int kLayoutVersion = 1;
constexpr int kWidthLeast = 24;
constexpr int kWidthMost = 2000;
constexpr int kSaveAfterMs = 400; ///< A drag tells its width with every pixel.

} // namespace

TableColumns::TableColumns(QTableView &table, QString id)
    : QObject(&table), m_table(table), m_id(std::move(id)), m_decided(static_cast<std::size_t>(count())) {
    for (int column = 0; column < count(); ++column) {
        const bool stretched = header()->sectionResizeMode(column) == QHeaderView::Stretch;
        m_first.push_back({!table.isColumnHidden(column), stretched ? 0 : designOf(header()->sectionSize(column))});
    }
    if (table.isSortingEnabled()) {
        m_firstSort = header()->sortIndicatorSection();
        m_firstOrder = header()->sortIndicatorOrder();
    }
    restore();
    m_save.setSingleShot(true);
    m_save.setInterval(kSaveAfterMs);
    connect(&m_save, &QTimer::timeout, this, &TableColumns::saveNow);
    connect(qApp, &QCoreApplication::aboutToQuit, this, [this] {
        if (m_save.isActive()) saveNow();
    });
    connect(header(), &QHeaderView::sectionMoved, this, &TableColumns::changedByHand);
    connect(header(), &QHeaderView::sortIndicatorChanged, this, &TableColumns::changedByHand);
    connect(header(), &QHeaderView::sectionResized, this, [this](int column, int before, int now) {
        const bool byHand = header()->sectionResizeMode(column) == QHeaderView::Interactive && before > 0 && now > 0;
        if (byHand && m_zoom == zoomPercent()) changedByHand();
    });
    onLook(this, [this] { m_zoom = zoomPercent(); }); // After the table's own, which scales the columns.
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header(), &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(&m_table);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(menu);
        menu->popup(header()->mapToGlobal(at));
    });
    table.installEventFilter(this);
}

bool TableColumns::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::Hide && m_save.isActive()) saveNow();
    return QObject::eventFilter(watched, event);
}

QHeaderView *TableColumns::header() const {
    return m_table.horizontalHeader();
}

int TableColumns::count() const {
    return m_table.model()->columnCount();
}

QString TableColumns::title(int column) const {
    return m_table.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

QString TableColumns::idOf(int column) const {
    return columnId(*m_table.model(), column);
}

int TableColumns::byId(const QString &id) const {
    for (int column = 0; column < count(); ++column)
        if (idOf(column) == id) return column;
    return -1;
}

bool TableColumns::isShown(int column) const {
    return !m_table.isColumnHidden(column);
}

bool TableColumns::canHide(int column) const {
    return isShown(column) && shown().size() > 1;
}

void TableColumns::setShown(int column, bool wanted) {
    if (column < 0 || column >= count()) return;
    m_decided[static_cast<std::size_t>(column)] = true;
    if (wanted == isShown(column) || (!wanted && !canHide(column))) return;
    m_table.setColumnHidden(column, !wanted);
    if (wanted && header()->sectionResizeMode(column) == QHeaderView::Interactive)
        header()->resizeSection(column, std::max(header()->sectionSize(column), header()->sectionSizeHint(column)));
    changedByHand();
}

void TableColumns::setRoom(int column, bool room) {
    if (m_decided[static_cast<std::size_t>(column)] || room == isShown(column)) return;
    const QScopedValueRollback busy(m_busy, true);
    m_table.setColumnHidden(column, !room);
}

std::vector<int> TableColumns::order() const {
    std::vector<int> columns;
    for (int place = 0; place < count(); ++place) columns.push_back(header()->logicalIndex(place));
    return columns;
}

std::vector<int> TableColumns::shown() const {
    std::vector<int> columns = order();
    std::erase_if(columns, [this](int column) { return !isShown(column); });
    return columns;
}

void TableColumns::move(int column, int to) {
    if (column < 0 || column >= count()) return;
    header()->moveSection(header()->visualIndex(column), std::clamp(to, 0, count() - 1));
}

void TableColumns::reset() {
    QSettings settings;
    settings.remove(kGroup + QLatin1Char('/') + m_id);
    m_save.stop();
    const QScopedValueRollback busy(m_busy, true);
    std::fill(m_decided.begin(), m_decided.end(), false);
    for (int column = 0; column < count(); ++column) {
        const Column &first = m_first[static_cast<std::size_t>(column)];
        header()->moveSection(header()->visualIndex(column), column);
        m_table.setColumnHidden(column, !first.shown);
        if (first.shown && first.width > 0)
            header()->resizeSection(column, std::max(px(first.width), header()->sectionSizeHint(column)));
    }
    if (m_firstSort >= 0) m_table.sortByColumn(m_firstSort, m_firstOrder);
    emit changed();
}

void TableColumns::changedByHand() {
    if (m_busy) return;
    m_save.start();
    emit changed();
}

void TableColumns::saveNow() {
    m_save.stop();
    QStringList ids;
    QStringList visible;
    QStringList hidden;
    QStringList widths;
    for (const int column : order()) {
        ids << idOf(column);
        const bool decided = m_decided[static_cast<std::size_t>(column)];
        if (decided) (isShown(column) ? visible : hidden) << idOf(column);
        const bool own = isShown(column) && header()->sectionResizeMode(column) == QHeaderView::Interactive;
        if (own) widths << QStringLiteral("%1=%2").arg(idOf(column)).arg(designOf(header()->sectionSize(column)));
    }
    QSettings settings;
    settings.beginGroup(kGroup);
    settings.beginGroup(m_id);
    settings.setValue(kVersionKey, kLayoutVersion);
    settings.setValue(kOrderKey, ids);
    settings.setValue(kShownKey, visible);
    settings.setValue(kHiddenKey, hidden);
    settings.setValue(kWidthsKey, widths);
    const int sorted = header()->sortIndicatorSection();
    if (m_table.isSortingEnabled() && sorted >= 0 && sorted < count())
        settings.setValue(kSortKey,
                          (header()->sortIndicatorOrder() == Qt::AscendingOrder ? QLatin1Char('+') : QLatin1Char('-')) +
                              idOf(sorted));
}

/// What is stored was written by another run, perhaps of another version, perhaps by hand: whatever does not fit is
/// left out, the rest holds.
void TableColumns::restore() {
    QSettings settings;
    settings.beginGroup(kGroup);
    settings.beginGroup(m_id);
    if (settings.value(kVersionKey).toInt() != kLayoutVersion) return;
    const QScopedValueRollback busy(m_busy, true);
    restoreOrder(settings.value(kOrderKey).toStringList());
    const QStringList show = settings.value(kShownKey).toStringList();
    const QStringList hide = settings.value(kHiddenKey).toStringList();
    for (int column = 0; column < count(); ++column)
        if (show.contains(idOf(column))) setShown(column, true);
    for (int column = 0; column < count(); ++column)
        if (hide.contains(idOf(column))) setShown(column, false);
    restoreWidths(settings.value(kWidthsKey).toStringList());
    if (m_table.isSortingEnabled()) restoreSort(settings.value(kSortKey).toString());
}

void TableColumns::restoreOrder(const QStringList &ids) {
    int place = 0;
    for (const QString &id : ids) {
        const int column = byId(id);
        if (column < 0 || header()->visualIndex(column) < place) continue; // Unknown, or named twice.
        header()->moveSection(header()->visualIndex(column), place++);
    }
}

void TableColumns::restoreWidths(const QStringList &widths) {
    for (const QString &width : widths) {
        const int column = byId(width.section(QLatin1Char('='), 0, 0));
        bool isNumber = false;
        const int design = width.section(QLatin1Char('='), 1).toInt(&isNumber);
        if (column < 0 || !isNumber || !isShown(column)) continue;
        if (header()->sectionResizeMode(column) != QHeaderView::Interactive) continue;
        header()->resizeSection(column, px(std::clamp(design, kWidthLeast, kWidthMost)));
    }
}

void TableColumns::restoreSort(const QString &sort) {
    const int column = byId(sort.mid(1));
    if (column < 0) return;
    m_table.sortByColumn(column, sort.startsWith(QLatin1Char('-')) ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void TableColumns::fillMenu(QMenu *menu) {
    for (const int column : order()) {
        QAction *entry = menu->addAction(title(column));
        entry->setCheckable(true);
        entry->setChecked(isShown(column));
        entry->setEnabled(!isShown(column) || canHide(column));
        connect(entry, &QAction::toggled, this, [this, column](bool on) { setShown(column, on); });
    }
    menu->addSeparator();
    menu->addAction(tr("Columns…"), this, &TableColumns::openDialog);
    menu->addAction(tr("Reset columns"), this, &TableColumns::reset);
}

void TableColumns::openDialog() {
    auto *dialog = new ColumnsDialog(*this, m_table.accessibleName(), m_table.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(this, &QObject::destroyed, dialog, &QDialog::reject);
    dialog->open();
}

void TableColumns::resetAll(QWidget *root) {
    QSettings().remove(kGroup);
    for (TableColumns *columns : root->findChildren<TableColumns *>()) columns->reset();
}

} // namespace qd::ui
