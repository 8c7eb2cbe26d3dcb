#include "ui/widgets/bar_list.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>
#include <algorithm>

#include "ui/theme/fonts.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {
constexpr Px kRow{24};
constexpr Px kGap{12};
constexpr Px kMark{9};
constexpr std::size_t kRowsMax = 500;
} // namespace

BarList::BarList(QWidget *parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Bars"));
}

void BarList::setRows(std::vector<BarRow> rows) {
    if (rows.size() > kRowsMax) rows.resize(kRowsMax);
    if (rows == m_rows) return;
    const bool resized = rows.size() != m_rows.size();
    m_rows = std::move(rows);
    m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(m_rows.size()) - 1));
    refreshAccessible();
    if (resized) updateGeometry();
    update();
}

int BarList::rowAt(const QPoint &position) const {
    const int row = position.y() / kRow;
    return position.y() >= 0 && row <= lastLine() ? row : -1;
}

QSize BarList::sizeHint() const {
    return {280_px, std::clamp(static_cast<int>(m_rows.size()), 1, 12) * kRow};
}
QSize BarList::minimumSizeHint() const {
    return {160_px, std::clamp(static_cast<int>(m_rows.size()), 1, 3) * kRow};
}

int BarList::visibleRows() const {
    const int all = static_cast<int>(m_rows.size());
    const int room = std::max(1, height() / kRow);
    return all <= room ? all : room - 1; // the last line counts those that do not fit
}

int BarList::lastLine() const {
    const int rows = visibleRows();
    return rows < static_cast<int>(m_rows.size()) ? rows : rows - 1;
}

QString BarList::moreText() const {
    const int rows = visibleRows();
    const int more = static_cast<int>(m_rows.size()) - rows;
    if (more <= 0) return {};
    const auto grave = std::count_if(m_rows.begin() + rows, m_rows.end(), [](const BarRow &row) { return row.grave; });
    const QString text = tr("%n more", "", more);
    return grave == 0 ? text : text + tr(", %n in trouble", "", static_cast<int>(grave));
}

void BarList::activate(int line) {
    if (line < 0 || line > lastLine()) return;
    if (line < visibleRows()) return emit activated(line);
    emit moreActivated();
}

QRect BarList::rowRect(int row) const {
    return {0, row * kRow, width(), kRow};
}

BarList::Columns BarList::measure() const {
    Columns columns;
    const QFontMetrics text(fontOf(FontRole::Body));
    const QFontMetrics mono(fontOf(FontRole::Mono));
    for (const BarRow &row : m_rows) {
        const int mark = row.shape == Shape::None ? 0 : kMark + 6_px;
        columns.label = std::max(columns.label, text.horizontalAdvance(row.label) + mark + 2_px);
        columns.figure = std::max(columns.figure, mono.horizontalAdvance(row.text) + 1);
    }
    // The label may take up to 45 % of the width; beyond that it is elided, so that bars stay readable.
    columns.label = std::min(columns.label, std::max<int>(60_px, width() * 45 / 100));
    return columns;
}

void BarList::paintRow(QPainter &painter, int row, const Columns &columns, double longest) const {
    const BarRow &bar = m_rows[static_cast<std::size_t>(row)];
    const Theme &look = theme();
    const QRect line = rowRect(row);
    int left = 4_px;
    if (bar.shape != Shape::None) {
        paintShape(painter, QRectF(left, line.center().y() + 0.5 - kMark / 2.0, kMark, kMark), bar.shape,
                   look.color(bar.role));
        left += kMark + 6_px;
    }
    painter.setFont(fontOf(FontRole::Body));
    painter.setPen(look.color(ColorRole::Text));
    const int labelRoom = columns.label - left + 4_px;
    painter.drawText(QRect(left, line.top(), labelRoom, kRow), Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(bar.label, Qt::ElideMiddle, labelRoom));
    painter.setFont(fontOf(FontRole::Mono));
    const QRect figure(width() - columns.figure - 4_px, line.top(), columns.figure, kRow);
    painter.drawText(figure, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, bar.text);

    const int barLeft = 4_px + columns.label + kGap;
    const int room = figure.left() - kGap - barLeft;
    if (room < 12_px) return;
    const QRectF track(barLeft, line.center().y() - 3_px, room, 7_px);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.color(ColorRole::Track));
    painter.drawRoundedRect(track, 3.5_px, 3.5_px);
    const double share = longest > 0 ? std::clamp(bar.value / longest, 0.0, 1.0) : 0;
    if (share <= 0) return;
    painter.setBrush(look.color(bar.role));
    painter.drawRoundedRect(QRectF(track.left(), track.top(), std::max<double>(7_px, track.width() * share), 7_px),
                            3.5_px, 3.5_px);
}

void BarList::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Columns columns = measure();
    double longest = 0;
    for (const BarRow &row : m_rows) longest = std::max(longest, row.value);
    const int rows = visibleRows();
    if (m_hovered >= 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().color(ColorRole::Hover));
        painter.drawRoundedRect(rowRect(m_hovered), 4_px, 4_px);
    }
    for (int row = 0; row < rows; ++row) paintRow(painter, row, columns, longest);
    if (const QString more = moreText(); !more.isEmpty()) {
        painter.setFont(fontOf(FontRole::Second));
        painter.setPen(theme().color(ColorRole::TextMuted));
        painter.drawText(rowRect(rows).adjusted(4_px, 0, 0, 0), Qt::AlignVCenter, more);
    }
    if (hasFocus() && m_current <= lastLine()) paintFocusRing(painter, rowRect(m_current), 4_px);
}

bool BarList::event(QEvent *event) {
    switch (event->type()) {
    case QEvent::ToolTip: {
        auto *help = static_cast<QHelpEvent *>(event);
        const int row = rowAt(help->pos());
        if (row < 0 || row >= visibleRows()) {
            event->ignore(); // What stands around the bars may have something to say.
            return false;
        } else {
            const BarRow &bar = m_rows[static_cast<std::size_t>(row)];
            QString text = bar.label + QStringLiteral(": ") + bar.text;
            if (!bar.hint.isEmpty()) text += QLatin1Char('\n') + bar.hint;
            QToolTip::showText(help->globalPos(), text, this, rowRect(row));
        }
        return true;
    }
    case QEvent::FocusIn:
    case QEvent::FocusOut: update(); break;
    default: break;
    }
    return QWidget::event(event);
}

void BarList::keyPressEvent(QKeyEvent *event) {
    const int last = std::max(0, lastLine());
    switch (event->key()) {
    case Qt::Key_Up: m_current = std::max(0, m_current - 1); break;
    case Qt::Key_Down: m_current = std::min(last, m_current + 1); break;
    case Qt::Key_Home: m_current = 0; break;
    case Qt::Key_End: m_current = last; break;
    case Qt::Key_Return:
    case Qt::Key_Enter: return activate(m_current);
    default: QWidget::keyPressEvent(event); return;
    }
    refreshAccessible();
    update();
}

void BarList::mouseReleaseEvent(QMouseEvent *event) {
    const int row = rowAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || row < 0) return;
    m_current = row;
    update();
    activate(row);
}

void BarList::mouseMoveEvent(QMouseEvent *event) {
    const int row = rowAt(event->position().toPoint());
    if (row == m_hovered) return;
    m_hovered = row;
    update();
}

void BarList::enterEvent(QEnterEvent *event) {
    m_pointer = true;
    QWidget::enterEvent(event);
}

void BarList::leaveEvent(QEvent *) {
    m_pointer = false;
    m_hovered = -1;
    update();
}

void BarList::refreshAccessible() {
    QStringList lines;
    for (std::size_t i = 0; i < m_rows.size() && i < 20; ++i) {
        const BarRow &row = m_rows[i];
        lines << row.label + QLatin1Char(' ') + row.text;
        if (!row.hint.isEmpty()) lines.back() += QStringLiteral(" (%1)").arg(row.hint);
    }
    setAccessibleDescription(lines.join(QStringLiteral(", ")));
}

} // namespace qd::ui
