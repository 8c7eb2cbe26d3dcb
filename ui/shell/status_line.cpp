#include "ui/shell/status_line.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>
#include <algorithm>
#include <span>

#include "ui/theme/fonts.h"
#include "ui/theme/text_line.h"
#include "ui/theme/theme.h"

namespace qd::ui {

namespace {
constexpr Px kSide{14};
constexpr Px kBetween{22};
constexpr Px kInside{6};
/// Who keeps the room when there is too little of it; the first ones read whole before the others are there at all.
constexpr std::array kByWorth{StatusLine::Engine, StatusLine::Clock, StatusLine::Watching, StatusLine::Complete,
                              StatusLine::Ledger, StatusLine::User,  StatusLine::Api};
constexpr std::size_t kWholeFirst = 5;

int widthOf(const QString &label, const QString &value, const QString &unit) {
    const QFont second = fontOf(FontRole::Second);
    int width = lineWidth(value, fontOf(FontRole::MonoStrong));
    if (!label.isEmpty()) width += lineWidth(label, second) + kInside;
    if (!unit.isEmpty()) width += lineWidth(unit, second) + kInside;
    return width;
}
} // namespace

StatusLine::StatusLine(QWidget *parent) : QWidget(parent) {
    onLook(this, [this] {
        setFixedHeight(26_px);
        for (Item &item : m_items) measure(item);
    });
    setAccessibleName(tr("Status"));
}

void StatusLine::setPart(Part part, const StatusText &text) {
    Item &item = m_items[static_cast<std::size_t>(part)];
    if (item.text == text) return;
    item.text = text;
    measure(item);
    update();
    emit partChanged(part, text);
}

void StatusLine::follow(StatusLine &other) {
    for (std::size_t i = 0; i < kParts; ++i) setPart(static_cast<Part>(i), other.m_items[i].text);
    connect(&other, &StatusLine::partChanged, this, &StatusLine::setPart);
}

QString StatusLine::text() const {
    QStringList parts;
    for (const Item &item : m_items)
        if (!item.text.value.isEmpty())
            parts << QStringList{item.text.label, item.text.value, item.text.unit}.join(QLatin1Char(' ')).simplified();
    return parts.join(QStringLiteral(" · "));
}

void StatusLine::measure(Item &item) {
    item.wholeWidth = widthOf(item.text.label, item.text.value, item.text.unit);
    item.briefWidth = item.text.brief.isEmpty() ? item.wholeWidth : widthOf(item.text.briefLabel, item.text.brief, {});
}

void StatusLine::placeItems() {
    int room = width() - 2 * kSide;
    std::array<bool, kParts> fits{};
    const auto place = [&](Part part) {
        Item &item = m_items[part];
        item.isBrief = true;
        if (item.text.value.isEmpty() || item.width() + kBetween > room) return;
        fits[part] = true;
        room -= item.width() + kBetween;
    };
    const auto widen = [&](Part part) {
        Item &item = m_items[part];
        if (!fits[part] || item.wholeWidth - item.briefWidth > room) return;
        room -= item.wholeWidth - item.briefWidth;
        item.isBrief = false;
    };
    const std::span byWorth{kByWorth};
    std::ranges::for_each(byWorth.first(kWholeFirst), place);
    std::ranges::for_each(byWorth.first(kWholeFirst), widen);
    std::ranges::for_each(byWorth.subspan(kWholeFirst), place);
    int left = kSide;
    for (std::size_t i = Engine; i <= Complete; ++i) {
        m_items[i].left = fits[i] ? left : -1;
        if (fits[i]) left += m_items[i].width() + kBetween;
    }
    int right = width() - kSide;
    for (const Part part : {Clock, User}) {
        Item &item = m_items[part];
        item.left = fits[part] ? right - item.width() : -1;
        if (fits[part]) right -= item.width() + kBetween;
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
    const bool brief = item.isBrief && !item.text.brief.isEmpty();
    put(FontRole::Second, ColorRole::TextMuted, brief ? item.text.briefLabel : item.text.label);
    put(FontRole::MonoStrong, ColorRole::Text, brief ? item.text.brief : item.text.value);
    if (!brief) put(FontRole::Second, ColorRole::TextMuted, item.text.unit);
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
        if (m_items[i].left >= 0 && x >= m_items[i].left && x < m_items[i].left + m_items[i].width())
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
    const QString hint = part >= 0 ? m_items[static_cast<std::size_t>(part)].text.hint : QString();
    QToolTip::showText(help->globalPos(), hint.isEmpty() ? text() : hint, this);
    return true;
}

} // namespace qd::ui
