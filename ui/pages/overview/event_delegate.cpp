#include "ui/pages/overview/event_delegate.h"

#include <QtGui/QPainter>
#include <QtGui/QTextLayout>
#include <QtWidgets/QStyle>

#include "ui/models/event_repeats.h"
#include "ui/models/events_model.h"
#include "ui/models/roles.h"
#include "ui/pages/common/table_view.h"
#include "ui/theme/fonts.h"
#include "ui/theme/state_look.h"
#include "ui/theme/theme.h"

namespace qd::ui {

namespace {
constexpr Px kPad{4};
constexpr Px kSide{6};

int lineHeight() {
    return QFontMetrics(fontOf(FontRole::Second)).height();
}
} // namespace

int EventDelegate::heightOf(int lines) {
    return (lines + 1) * lineHeight() + 2 * kPad + 1_px; // And the line between two blocks.
}

void EventDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    const auto *table = qobject_cast<const TableView *>(option.widget);
    plain.state.setFlag(QStyle::State_MouseOver, table != nullptr && table->hoveredRow() == index.row());
    plain.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
    const QRect box = option.rect.adjusted(kSide, kPad, -kSide, -kPad - 1_px);
    painter->save();
    paintHead(*painter, QRect(box.topLeft(), QSize(box.width(), lineHeight())), index);
    paintSentence(*painter, box.adjusted(0, lineHeight(), 0, 0), index.data().toString());
    painter->restore();
}

void EventDelegate::paintHead(QPainter &painter, const QRect &line, const QModelIndex &index) {
    const QString clock = index.siblingAtColumn(EventsModel::Time).data().toString();
    painter.setFont(fontOf(FontRole::MonoSmall));
    painter.setPen(theme().color(ColorRole::TextMuted));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, clock);
    const int clockWidth = painter.fontMetrics().horizontalAdvance(clock) + kSide;

    const auto repeats = index.siblingAtColumn(EventsModel::Repeats).data(ValueRole).toULongLong();
    const QString times = repeatText(repeats);
    const QFont strong = fontOf(FontRole::BodyStrong);
    const int timesWidth = times.isEmpty() ? 0 : QFontMetrics(strong).horizontalAdvance(times) + kSide;
    const auto look = index.siblingAtColumn(EventsModel::Severity).data(LookRole).value<StateLook>();
    const int room = line.width() - clockWidth - timesWidth;
    const int width = std::min(room, stateSizeHint(look, fontOf(FontRole::Second)).width() + kSide);
    paintState(painter, QRect(line.left() - 3_px, line.top(), width + 3_px, line.height()), look,
               theme().color(ColorRole::TextSecond), fontOf(FontRole::Second));
    painter.setFont(strong);
    painter.setPen(theme().color(ColorRole::Text));
    painter.drawText(line.adjusted(width, 0, -clockWidth, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     times);
}

/// As many lines as there is room for; the last one tells by an ellipsis that more follows.
void EventDelegate::paintSentence(QPainter &painter, const QRect &box, const QString &text) {
    const QFont font = fontOf(FontRole::Second);
    painter.setFont(font);
    painter.setPen(theme().color(ColorRole::Text));
    QTextLayout layout(text, font);
    QTextOption wrap;
    wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(wrap);
    layout.beginLayout();
    const int height = lineHeight();
    for (int top = box.top(); top + height <= box.bottom() + 2; top += height) {
        QTextLine line = layout.createLine();
        if (!line.isValid()) break;
        line.setLineWidth(box.width());
        const bool last = top + 2 * height > box.bottom() + 2;
        const QString rest = text.mid(line.textStart(), last ? -1 : line.textLength());
        painter.drawText(QRect(box.left(), top, box.width(), height),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         QFontMetrics(font).elidedText(rest.trimmed(), Qt::ElideRight, box.width()));
    }
    layout.endLayout();
}

} // namespace qd::ui
