#include "ui/shell/status_line.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

#include "ui/theme/fonts.h"
#include "ui/theme/text_line.h"
#include "ui/theme/theme.h"

namespace qd::ui {

namespace {
constexpr Px kSide{14};
constexpr Px kBetween{22};
constexpr Px kInside{6};
/// Who keeps the room when there is too little of it.
constexpr std::array kByWorth{StatusLine::Engine, StatusLine::Clock,    StatusLine::Complete, StatusLine::Ledger,
                              StatusLine::User,   StatusLine::Watching, StatusLine::Api};
} // namespace

StatusLine::StatusLine(QWidget *parent) : QWidget(parent) {
    onLook(this, [this] {
        setFixedHeight(26_px);
        for (Item &item : m_items) measure(item);
    });
    setAccessibleName(tr("Status"));
}

void StatusLine::setPart(Part part, const QString &label, const QString &value, const QString &unit,
                         const QString &hint) {
    Item &item = m_items[static_cast<std::size_t>(part)];
    if (item.label == label && item.value == value && item.unit == unit && item.hint == hint) return;
    item.label = label;
    item.value = value;
    item.unit = unit;
    item.hint = hint;
    measure(item);
    update();
    emit partChanged(part, label, value, unit, hint);
}

void StatusLine::follow(StatusLine &other) {
    for (std::size_t i = 0; i < kParts; ++i) {
        const Item &item = other.m_items[i];
        setPart(static_cast<Part>(i), item.label, item.value, item.unit, item.hint);
    }
    connect(&other, &StatusLine::partChanged, this, &StatusLine::setPart);
}

QString StatusLine::text() const {
    QStringList parts;
    for (const Item &item : m_items)
        if (!item.value.isEmpty())
            parts << QStringList{item.label, item.value, item.unit}.join(QLatin1Char(' ')).simplified();
    return parts.join(QStringLiteral(" · "));
}

void StatusLine::measure(Item &item) const {
    const QFont second = fontOf(FontRole::Second);
    item.width = lineWidth(item.value, fontOf(FontRole::MonoStrong));
    if (!item.label.isEmpty()) item.width += lineWidth(item.label, second) + kInside;
    if (!item.unit.isEmpty()) item.width += lineWidth(item.unit, second) + kInside;
}

void StatusLine::placeItems() {
    int room = width() - 2 * kSide;
    std::array<bool, kParts> fits{};
    for (const Part part : kByWorth) {
        const Item &item = m_items[part];
        if (item.value.isEmpty() || item.width + kBetween > room) continue;
        fits[part] = true;
        room -= item.width + kBetween;
    }
    int left = kSide;
    for (std::size_t i = Engine; i <= Complete; ++i) {
        m_items[i].left = fits[i] ? left : -1;
        if (fits[i]) left += m_items[i].width + kBetween;
    }
    int right = width() - kSide;
    for (const Part part : {Clock, User}) {
        Item &item = m_items[part];
        item.left = fits[part] ? right - item.width : -1;
        if (fits[part]) right -= item.width + kBetween;
    }
}

void StatusLine::paintItem(QPainter &painter, const Item &item) const {
    const Theme &look = theme();
    int left = item.left;
    const auto put = [&](FontRole font, ColorRole role, const QString &text) {
        if (text.isEmpty()) return;
        const QFont face = fontOf(font);
        painter.setPen(look.color(role));
        const int textWidth = lineWidth(text, face);
        paintLine(painter, QRect(left, 1_px, textWidth + 2_px, height() - 1_px), Qt::AlignLeft, text, face);
        left += textWidth + kInside;
    };
    put(FontRole::Second, ColorRole::TextMuted, item.label);
    put(FontRole::MonoStrong, ColorRole::Text, item.value);
    put(FontRole::Second, ColorRole::TextMuted, item.unit);
}

void StatusLine::paintEvent(QPaintEvent *) {
    placeItems();
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(ColorRole::Bar));
    painter.fillRect(QRect(0, 0, width(), 1_px), theme().color(ColorRole::CardBorder));
    for (const Item &item : m_items)
        if (item.left >= 0) paintItem(painter, item);
}

int StatusLine::partAt(int x) const {
    for (std::size_t i = 0; i < kParts; ++i)
        if (m_items[i].left >= 0 && x >= m_items[i].left && x < m_items[i].left + m_items[i].width)
            return static_cast<int>(i);
    return -1;
}

void StatusLine::mouseReleaseEvent(QMouseEvent *event) {
    const int part = partAt(static_cast<int>(event->position().x()));
    if (event->button() == Qt::LeftButton && part >= 0) emit clicked(static_cast<Part>(part));
}

bool StatusLine::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int part = partAt(help->pos().x());
    const QString hint = part >= 0 ? m_items[static_cast<std::size_t>(part)].hint : QString();
    QToolTip::showText(help->globalPos(), hint.isEmpty() ? text() : hint, this);
    return true;
}

} // namespace qd::ui
