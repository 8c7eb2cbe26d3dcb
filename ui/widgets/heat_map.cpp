#include "ui/widgets/heat_map.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {

constexpr std::size_t kCellsMax = 100'000;
constexpr Px kCellBest{15};
constexpr Px kGapBest{3};
constexpr Px kGlyphInside{10}; ///< Cells of this side have room for a shape within.
constexpr Px kTileEdge{2};     ///< Around a cell, for outlines.
constexpr qsizetype kTilesMax = 1024;

struct CellGrid {
    int cell;
    int gap;
    int columns;
};

/// The largest cells up to kCellBest with which all fit; the gap shrinks with them.
CellGrid fitGrid(int count, int width, int height) {
    for (int cell = kCellBest; cell > 2; --cell) {
        const int gap = cell >= 10_px ? kGapBest : cell >= 5_px ? 2_px : 1_px;
        const int columns = std::max(1, (width + gap) / (cell + gap));
        const int rows = (count + columns - 1) / columns;
        if (rows * (cell + gap) - gap <= height) return {cell, gap, columns};
    }
    return {2, 1, std::max(1, (width + 1) / 3)};
}

} // namespace

HeatMap::HeatMap(QWidget *parent) : QWidget(parent) {
    installPaintedItems();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Heat map"));
}

HeatMap::~HeatMap() = default;

void HeatMap::setCells(std::vector<HeatCell> cells) {
    if (cells.size() > kCellsMax) cells.resize(kCellsMax);
    if (cells.size() != m_cells.size()) {
        m_cells = std::move(cells);
        m_current = std::min(m_current, shownCells() - 1);
        m_hovered = -1;
        relayout();
        updateGeometry();
        return;
    }
    QRect changed;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i] == m_cells[i]) continue;
        if (!m_allDirty) m_dirty.push_back(static_cast<std::uint32_t>(i));
        changed |= cellRect(static_cast<int>(i));
    }
    // A hidden map collects a dirty list for as long as it likes; beyond one entry per cell all is painted again.
    if (m_dirty.size() > m_cells.size()) {
        m_dirty.clear();
        m_allDirty = true;
    }
    m_cells = std::move(cells);
    if (changed.isValid()) update(changed.adjusted(-3_px, -3_px, 3_px, 3_px));
}

void HeatMap::setTextProvider(std::function<QString(int)> provider) {
    m_provider = std::move(provider);
}

QString HeatMap::cellText(int index) const {
    if (index < 0 || index >= shownCells() || !m_provider) return {};
    return m_provider(index);
}

void HeatMap::setCurrent(int index) {
    index = std::clamp(index, -1, shownCells() - 1);
    if (index == m_current) return;
    update(cellRect(m_current).adjusted(-4_px, -4_px, 4_px, 4_px));
    m_current = index;
    update(cellRect(m_current).adjusted(-4_px, -4_px, 4_px, 4_px));
    if (hasFocus()) announceItemFocus(*this, index);
    emit currentChanged(index);
}

void HeatMap::pressItem(int item) {
    setCurrent(item);
    emit cellActivated(item);
}

int HeatMap::cellAt(const QPoint &position) const {
    const int column = (position.x() - 3_px) / (m_cell + m_gap);
    const int row = (position.y() - 3_px) / (m_cellHeight + m_gap);
    if (position.x() < 3_px || position.y() < 3_px || column >= m_columns) return -1;
    const int index = row * m_columns + column;
    return index < shownCells() ? index : -1;
}

QRect HeatMap::cellRect(int index) const {
    if (index < 0 || index >= shownCells()) return {};
    return {3_px + index % m_columns * (m_cell + m_gap), 3_px + index / m_columns * (m_cellHeight + m_gap), m_cell,
            m_cellHeight};
}

QSize HeatMap::sizeHint() const {
    return {480_px, heightForWidth(480_px)};
}
QSize HeatMap::minimumSizeHint() const {
    return {120_px, kCellBest + 6_px};
}

int HeatMap::heightForWidth(int width) const {
    // Six rows of full-size cells, then as many as need room for a shape in each, up to the height of twelve; more get
    // smaller instead of pushing everything else away.
    const auto heightOf = [&](int cell, int gap) {
        const int columns = std::max(1, (width - 6_px + gap) / (cell + gap));
        return (shownCells() + columns - 1) / columns * (cell + gap) - gap;
    };
    const int least = kCellBest;
    const int six = 6 * (kCellBest + kGapBest) - kGapBest;
    const int most = 12 * (kCellBest + kGapBest) - kGapBest;
    const int best = heightOf(kCellBest, kGapBest);
    return std::clamp(best <= six ? best : std::max(six, heightOf(kGlyphInside, kGapBest)), least, most) + 6_px;
}

void HeatMap::relayout() {
    const CellGrid grid = fitGrid(shownCells(), width() - 6_px, height() - 6_px);
    m_cell = grid.cell;
    m_gap = grid.gap;
    m_columns = grid.columns;
    // Small cells are stretched to use the height: one pixel less in width would otherwise leave half the map empty.
    const int rows = std::max(1, (shownCells() + m_columns - 1) / m_columns);
    const int room = (height() - 6_px + m_gap) / rows - m_gap;
    m_cellHeight = m_cell >= 10_px ? m_cell : std::clamp(room, m_cell, 2 * m_cell);
    m_allDirty = true;
    m_dirty.clear();
    update();
}

void HeatMap::paintCell(QPainter &painter, const HeatCell &cell, const QRect &rect) const {
    const Theme &look = theme();
    const QColor &color = look.color(cell.role);
    const bool levelled = cell.load != 255;
    const double radius = rect.width() >= 10_px ? 3_px : rect.width() >= 6_px ? 1.5_px : 0.0;
    painter.setRenderHint(QPainter::Antialiasing, radius > 0);
    painter.setPen(Qt::NoPen);
    if (cell.glyph != Shape::None && rect.width() < kGlyphInside) {
        // Too small for a shape within a square: the cell is the shape.
        paintShape(painter, QRectF(rect), cell.glyph, color);
    } else if (levelled && rect.width() < 8_px) {
        // Too small for a level: the load is told by depth of colour, and by the tool tip.
        painter.setBrush(look.tint(cell.role, 0.35 + 0.65 * std::min(200, int{cell.load}) / 200));
        painter.drawRoundedRect(rect, radius, radius);
    } else if (!levelled) {
        painter.setBrush(color);
        painter.drawRoundedRect(rect, radius, radius);
    } else {
        // The level rises from the bottom; the outline keeps even an empty cell visible.
        painter.setBrush(look.tint(cell.role, 0.22));
        painter.drawRoundedRect(rect, radius, radius);
        const int level = std::min(200, int{cell.load}) * rect.height() / 200;
        painter.setBrush(look.tint(cell.role, 0.85));
        painter.save();
        painter.setClipRect(QRect(rect.left(), rect.bottom() + 1 - level, rect.width(), level));
        painter.drawRoundedRect(rect, radius, radius);
        painter.restore();
        painter.setPen(QPen(look.tint(cell.role, 0.75), 1_px));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }
    const double side = std::floor(rect.width() * 0.62);
    if (cell.glyph != Shape::None && rect.width() >= kGlyphInside) {
        const QRectF box(rect.center().x() + 0.5 - side / 2, rect.center().y() + 0.5 - side / 2, side, side);
        paintShape(painter, box, cell.glyph, levelled ? look.color(ColorRole::Text) : look.color(ColorRole::OnState));
    }
    if (cell.imposed || cell.fault) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(
            QPen(look.color(cell.fault ? ColorRole::Fault : ColorRole::Imposed), rect.width() >= 10_px ? 2_px : 1_px));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect).adjusted(-1_px, -1_px, 1_px, 1_px), radius + 1_px, radius + 1_px);
    }
}

/// Ten thousand cells look like a handful: each look is painted once.
const QImage &HeatMap::tile(const HeatCell &cell) {
    const auto key = std::uint64_t{static_cast<std::uint8_t>(cell.role)} |
                     std::uint64_t{static_cast<std::uint8_t>(cell.glyph)} << 8U | std::uint64_t{cell.load} << 16U |
                     std::uint64_t{cell.imposed} << 24U | std::uint64_t{cell.fault} << 25U;
    if (const auto it = m_tiles.constFind(key); it != m_tiles.cend()) return *it;
    if (m_tiles.size() >= kTilesMax) m_tiles.clear();
    const double ratio = devicePixelRatioF();
    QImage image(QSize(m_cell + 2 * kTileEdge, m_cellHeight + 2 * kTileEdge) * ratio,
                 QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintCell(painter, cell, {kTileEdge, kTileEdge, m_cell, m_cellHeight});
    painter.end();
    return *m_tiles.insert(key, image);
}

void HeatMap::renderDirty() {
    const double ratio = devicePixelRatioF();
    const QSize wanted = size() * ratio;
    if (m_image.size() != wanted) {
        m_image = QImage(wanted, QImage::Format_RGB32);
        m_allDirty = true;
    }
    m_image.setDevicePixelRatio(ratio);
    if (!m_allDirty && m_dirty.empty()) return;
    if (m_allDirty) m_tiles.clear(); // Other sizes, other colours.
    QPainter painter(&m_image);
    const QColor &ground = theme().color(ColorRole::Card);
    const int edge = std::min<int>(kTileEdge, m_gap); // A neighbour's outline is not this cell's to clear.
    const auto paintOne = [&](int index) {
        const QPoint at = cellRect(index).topLeft();
        painter.drawImage(at - QPoint(kTileEdge, kTileEdge), tile(m_cells[static_cast<std::size_t>(index)]));
        ++m_cellsPainted;
    };
    if (m_allDirty) {
        painter.fillRect(rect(), ground);
        for (int i = 0; i < shownCells(); ++i) paintOne(i);
    } else {
        for (const std::uint32_t index : m_dirty) {
            painter.fillRect(cellRect(static_cast<int>(index)).adjusted(-edge, -edge, edge, edge), ground);
            paintOne(static_cast<int>(index));
        }
    }
    m_dirty.clear();
    m_allDirty = false;
}

void HeatMap::paintEvent(QPaintEvent *event) {
    renderDirty();
    QPainter painter(this);
    const double ratio = devicePixelRatioF();
    const QRectF target(event->rect());
    painter.drawImage(target, m_image,
                      QRectF(target.x() * ratio, target.y() * ratio, target.width() * ratio, target.height() * ratio));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    if (m_hovered >= 0 && m_hovered != m_current) {
        painter.setPen(QPen(theme().color(ColorRole::TextSecond), 1.5_px));
        painter.drawRoundedRect(QRectF(cellRect(m_hovered)).adjusted(-1_px, -1_px, 1_px, 1_px), 3.5_px, 3.5_px);
    }
    if (m_current >= 0) {
        painter.setPen(QPen(theme().color(hasFocus() ? ColorRole::Focus : ColorRole::Text), 2_px));
        painter.drawRoundedRect(QRectF(cellRect(m_current)).adjusted(-1.5_px, -1.5_px, 1.5_px, 1.5_px), 4_px, 4_px);
    } else if (hasFocus()) {
        paintFocusRing(painter, rect(), kControlRadius);
    }
}

void HeatMap::resizeEvent(QResizeEvent *) {
    relayout();
}

int HeatMap::indexAfterKey(int key) const {
    const int at = std::max(m_current, 0);
    switch (key) {
    case Qt::Key_Left: return m_current < 0 ? 0 : at - 1;
    case Qt::Key_Right: return m_current < 0 ? 0 : at + 1;
    case Qt::Key_Up: return at - m_columns >= 0 ? at - m_columns : at;
    case Qt::Key_Down: return at + m_columns < shownCells() ? at + m_columns : at;
    case Qt::Key_Home: return 0;
    case Qt::Key_End: return shownCells() - 1;
    case Qt::Key_PageUp: return at % m_columns;
    case Qt::Key_PageDown: return shownCells() - 1 - (shownCells() - 1 - at) % m_columns;
    default: return -1;
    }
}

void HeatMap::keyPressEvent(QKeyEvent *event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && m_current >= 0) {
        emit cellActivated(m_current);
        return;
    }
    const bool arrow = event->key() == Qt::Key_Left || indexAfterKey(event->key()) >= 0;
    if (!arrow || m_cells.empty() || event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) {
        QWidget::keyPressEvent(event);
        return;
    }
    setCurrent(std::clamp(indexAfterKey(event->key()), 0, shownCells() - 1));
}

void HeatMap::mousePressEvent(QMouseEvent *event) {
    const int index = cellAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || index < 0) return QWidget::mousePressEvent(event);
    setCurrent(index);
    emit cellActivated(index);
}

void HeatMap::mouseMoveEvent(QMouseEvent *event) {
    setHovered(cellAt(event->position().toPoint()));
}
void HeatMap::leaveEvent(QEvent *) {
    setHovered(-1);
}

void HeatMap::setHovered(int index) {
    if (index == m_hovered) return;
    update(cellRect(m_hovered).adjusted(-4_px, -4_px, 4_px, 4_px));
    m_hovered = index;
    setCursor(index >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update(cellRect(m_hovered).adjusted(-4_px, -4_px, 4_px, 4_px));
}

bool HeatMap::event(QEvent *event) {
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int index = cellAt(help->pos());
        const QString text = cellText(index);
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), this, cellRect(index));
        return true;
    }
    return QWidget::event(event);
}

void HeatMap::focusInEvent(QFocusEvent *event) {
    QWidget::focusInEvent(event);
    if (m_current >= 0) announceItemFocus(*this, m_current);
    update();
}

void HeatMap::focusOutEvent(QFocusEvent *event) {
    QWidget::focusOutEvent(event);
    update();
}

void HeatMap::changeEvent(QEvent *event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) relayout();
    QWidget::changeEvent(event);
}

} // namespace qd::ui
