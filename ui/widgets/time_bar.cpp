#include "ui/widgets/time_bar.h"

#include <QtCore/QDateTime>
#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/format/format.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/painting.h"

namespace qd::ui {

namespace {
constexpr Px kHeight{44};
constexpr std::size_t kMarksMax = 500;
constexpr Px kMark{10};
constexpr Px kUpperEdge{16}; ///< Above: marks, and a drag selects a range.
constexpr Px kDragFrom{4};
constexpr qint64 kSecond = 1000;
constexpr qint64 kPage = 30'000;
constexpr qint64 kRangeStep = 5'000;
constexpr qint64 kRangeMin = 2'000; ///< Less is nothing that a chart could show.

QString clockOf(qint64 ms, bool utc) {
    return formatClock(WallTime{std::chrono::milliseconds(ms)}, utc ? TimeZone::Utc : TimeZone::Local);
}
} // namespace

TimeBar::TimeBar(QWidget *parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Time bar"));
    setMouseTracking(true);
    setUtc(shownZone() == TimeZone::Utc);
    connect(&TimeDisplay::instance(), &TimeDisplay::changed, this, [this] { setUtc(shownZone() == TimeZone::Utc); });
    tell();
}

/// What a screen reader says: where the view is.
void TimeBar::tell() {
    QString text = m_moment ? tr("frozen at %1").arg(clockOf(*m_moment, m_utc)) : m_live ? tr("live") : tr("frozen");
    if (m_range)
        text += QStringLiteral("; ") +
                tr("range %1 to %2").arg(clockOf(m_range->fromMs, m_utc), clockOf(m_range->toMs, m_utc));
    if (m_current >= 0) {
        const TimeMark &mark = m_marks[static_cast<std::size_t>(m_current)];
        text += QStringLiteral("; ") + clockOf(mark.atMs, m_utc) + QLatin1Char(' ') + mark.text;
    }
    setAccessibleDescription(text);
}

void TimeBar::setMoment(std::optional<qint64> ms) {
    if (ms == m_moment) return;
    m_moment = ms;
    tell();
    update();
}

void TimeBar::setRange(std::optional<TimeRange> range) {
    if (range == m_range) return;
    m_range = range;
    tell();
    update();
}

void TimeBar::setLinkedMoment(qint64 ms) {
    if (ms == m_linked) return;
    m_linked = ms;
    update();
}

void TimeBar::setNow(qint64 nowMs) {
    const double perPixel = static_cast<double>(m_spanMs) / std::max(1, track().width());
    const auto pixel = [perPixel](qint64 ms) { return std::floor(static_cast<double>(ms) / perPixel); };
    const bool moved = pixel(nowMs) != pixel(m_now);
    if (!moved) return; // a second is two pixels wide: most calls change nothing
    m_now = nowMs;
    update();
}

void TimeBar::setSpan(std::chrono::milliseconds span) {
    m_spanMs = std::clamp<qint64>(span.count(), 10'000, 86'400'000);
    update();
}

void TimeBar::setKeptFrom(qint64 ms) {
    m_keptFrom = ms;
    update();
}

void TimeBar::setMarks(std::vector<TimeMark> marks) {
    if (marks.size() > kMarksMax) marks.erase(marks.begin(), marks.end() - static_cast<std::ptrdiff_t>(kMarksMax));
    if (marks == m_marks) return;
    m_marks = std::move(marks);
    m_current = std::min(m_current, static_cast<int>(m_marks.size()) - 1);
    tell();
    update();
}

void TimeBar::setUtc(bool utc) {
    m_utc = utc;
    tell();
    update();
}

void TimeBar::setLive(bool live) {
    if (live == m_live) return;
    m_live = live;
    tell();
    update();
}

QSize TimeBar::sizeHint() const {
    return {600_px, kHeight};
}
QSize TimeBar::minimumSizeHint() const {
    return {200_px, kHeight};
}

QRect TimeBar::track() const {
    return {56_px, 21_px, std::max<int>(20_px, width() - 56_px - 58_px), 6_px};
}

double TimeBar::xOf(qint64 ms) const {
    const QRect line = track();
    const double share = 1.0 - static_cast<double>(m_now - ms) / static_cast<double>(m_spanMs);
    return line.left() + share * line.width();
}

qint64 TimeBar::momentAt(double x) const {
    const QRect line = track();
    const double share = std::clamp((x - line.left()) / line.width(), 0.0, 1.0);
    return m_now - static_cast<qint64>((1.0 - share) * static_cast<double>(m_spanMs));
}

QPoint TimeBar::pointOf(qint64 ms) const {
    return {static_cast<int>(std::lround(xOf(ms))), track().center().y()};
}

int TimeBar::markAt(const QPoint &position) const {
    int best = -1;
    double distance = 8_px;
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const double away = std::abs(xOf(m_marks[i].atMs) - position.x());
        if (away >= distance) continue;
        distance = away;
        best = static_cast<int>(i);
    }
    return best;
}

void TimeBar::paintAxis(QPainter &painter) const {
    const Theme &look = theme();
    const QRect line = track();
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.color(ColorRole::Track));
    painter.drawRoundedRect(line, 3_px, 3_px);
    const double keptLeft =
        m_keptFrom > 0 ? std::clamp(xOf(m_keptFrom), double(line.left()), double(line.right())) : line.left();
    painter.setBrush(look.tint(ColorRole::Series1, 0.42, ColorRole::Bar));
    painter.drawRoundedRect(QRectF(keptLeft, line.top(), line.right() - keptLeft + 1_px, line.height()), 3_px, 3_px);

    painter.setFont(fontOf(FontRole::MonoSmall));
    painter.setPen(look.color(ColorRole::TextMuted));
    for (const Tick &tick : ticks()) {
        painter.fillRect(QRectF(xOf(tick.atMs), line.top(), 1_px, line.height()), look.color(ColorRole::Bar));
        painter.drawText(tick.box, Qt::AlignCenter, tick.text);
    }
}

std::vector<TimeBar::Tick> TimeBar::ticks() const {
    const QRect line = track();
    const QFontMetrics metrics(fontOf(FontRole::MonoSmall));
    const qint64 step = m_spanMs <= 60'000 ? 10'000 : m_spanMs <= 600'000 ? 60'000 : m_spanMs / 6;
    std::vector<QRectF> taken; // A moment's own time is worth more than a round one.
    if (m_moment) taken.push_back(flagBox(*m_moment));
    if (isLinkedShown()) taken.push_back(linkedBox());
    std::vector<Tick> out;
    for (qint64 at = (m_now / step) * step; at > m_now - m_spanMs; at -= step) {
        QString text = clockOf(at, m_utc).left(m_spanMs >= 60'000 ? 5 : 8);
        const double wide = metrics.horizontalAdvance(text) + 4_px;
        const QRectF box(xOf(at) - wide / 2, line.bottom() + 1_px, wide, 13_px);
        const bool covered =
            std::any_of(taken.begin(), taken.end(), [&](const QRectF &t) { return t.intersects(box); });
        const bool fits = xOf(at) >= line.left() + 14_px && xOf(at) <= line.right();
        if (covered || !fits) text.clear();
        out.push_back({at, box, text});
    }
    return out;
}

QRectF TimeBar::flagBox(qint64 ms) const {
    const QRect line = track();
    const double x = std::clamp(xOf(ms), double(line.left()), double(line.right()));
    const QFontMetrics metrics(fontOf(FontRole::MonoSmall));
    const double wide = metrics.horizontalAdvance(clockOf(ms, m_utc)) + 10_px;
    return {std::clamp(x - wide / 2, double(line.left()), width() - wide - 2.0), line.bottom() + 1.0_px, wide, 14.0_px};
}

/// Beside that of the frozen moment where the two would lie over each other.
QRectF TimeBar::linkedBox() const {
    QRectF box = flagBox(m_linked);
    if (!m_moment) return box;
    const QRectF other = flagBox(*m_moment);
    if (!box.intersects(other)) return box;
    const bool fitsRight = other.right() + box.width() + 4_px < width();
    const bool right = fitsRight && (m_linked >= *m_moment || other.left() - box.width() < track().left());
    box.moveLeft(right ? other.right() + 2_px : other.left() - box.width() - 2_px);
    return box;
}

/// Beside the mark where the whole text fits, right of it first; cut only where enough of it is left to be read. The
/// tool tip has it in any case.
bool TimeBar::paintMarkText(QPainter &painter, const TimeMark &mark, double left, double right) const {
    constexpr Px kReadable{96};
    const double x = xOf(mark.atMs);
    const double gap = kMark / 2.0 + 4_px;
    const QFontMetrics metrics = painter.fontMetrics();
    const double wanted = metrics.horizontalAdvance(mark.text) + 2;
    const double roomRight = right - x - gap - 6_px;
    const double roomLeft = x - gap - left - 6_px;
    const bool onRight = roomRight >= wanted || (roomLeft < wanted && roomRight >= roomLeft);
    const double room = std::min(wanted, onRight ? roomRight : roomLeft);
    if (room < std::min<double>(wanted, kReadable)) return false;
    painter.setPen(theme().color(ColorRole::TextSecond));
    painter.drawText(QRectF(onRight ? x + gap : x - gap - room, 2_px, room, 14_px),
                     Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(mark.text, Qt::ElideRight, static_cast<int>(std::ceil(room))));
    return !onRight;
}

void TimeBar::paintMarks(QPainter &painter) const {
    const Theme &look = theme();
    const QRect line = track();
    painter.setFont(fontOf(FontRole::Small));
    double right = width() - 4_px; // from right to left: the newest text wins the room
    for (std::size_t i = m_marks.size(); i-- > 0;) {
        const TimeMark &mark = m_marks[i];
        const double x = xOf(mark.atMs);
        if (x < line.left() || x > line.right() + 1) continue;
        const QColor &color = look.color(mark.role);
        painter.fillRect(QRectF(x - 0.75_px, 14_px, 1.5_px, 14_px), color);
        const QRectF box(x - kMark / 2.0, 4_px, kMark, kMark);
        paintShape(painter, box, mark.shape, color);
        if (hasFocus() && static_cast<int>(i) == m_current)
            paintFocusRing(painter, box.adjusted(-4_px, -3_px, 4_px, 3_px), 4_px);
        // Left of it there is room up to the mark before, which by then still has its own right side to lose.
        const double before = i > 0 ? std::max<double>(line.left(), xOf(m_marks[i - 1].atMs) + kMark / 2.0) : 0;
        right = paintMarkText(painter, mark, before, right) ? before : x - kMark / 2.0;
    }
}

void TimeBar::paintEnd(QPainter &painter) const {
    const QRect line = track();
    const QColor &color = theme().color(m_live ? ColorRole::Healthy : ColorRole::Idle);
    paintShape(painter, QRectF(line.right() - 3_px, line.center().y() - 4_px, 9_px, 9_px),
               m_live ? Shape::Play : Shape::Bars, color);
    painter.setFont(fontOf(FontRole::BodyStrong));
    painter.setPen(color);
    painter.drawText(QRect(line.right() + 12_px, line.center().y() - 9_px, 46_px, 18_px), Qt::AlignVCenter,
                     m_live ? tr("live") : tr("frozen"));
}

void TimeBar::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &look = theme();
    painter.fillRect(rect(), look.color(ColorRole::Bar));
    painter.fillRect(QRect(0, 0, width(), 1_px), look.color(ColorRole::CardBorder));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(fontOf(FontRole::Second));
    painter.setPen(look.color(ColorRole::TextSecond));
    const QRect line = track();
    painter.drawText(QRect(14_px, line.center().y() - 9_px, 42_px, 18_px), Qt::AlignVCenter, tr("time"));
    if (m_now > 0) {
        paintAxis(painter);
        paintRange(painter);
        paintMarks(painter);
        paintMoment(painter);
        paintEnd(painter);
    }
    if (hasFocus() && m_current < 0) paintFocusRing(painter, rect(), kControlRadius);
}

/// What was after the moment shown is there to be gone to, and is not what the window shows.
void TimeBar::paintMoment(QPainter &painter) const {
    const Theme &look = theme();
    const QRect line = track();
    const auto flag = [&](double x, qint64 ms, ColorRole role, const QRectF &box) {
        painter.fillRect(QRectF(x - 0.75_px, 2_px, 1.5_px, line.bottom()), look.color(role));
        const QString text = clockOf(ms, m_utc);
        painter.setFont(fontOf(FontRole::MonoSmall));
        paintRounded(painter, box, 3_px, look.color(ColorRole::Field), look.color(role));
        painter.setPen(look.color(ColorRole::Text));
        painter.drawText(box, Qt::AlignCenter, text);
    };
    if (m_moment) {
        const double x = std::clamp(xOf(*m_moment), double(line.left()), double(line.right()));
        QColor veil = look.color(ColorRole::Bar);
        veil.setAlphaF(0.72F);
        painter.fillRect(QRectF(x, 1_px, line.right() + 2_px - x, line.bottom() + 2_px), veil);
        flag(x, *m_moment, ColorRole::Idle, flagBox(*m_moment));
        painter.setBrush(look.color(ColorRole::Idle));
        painter.setPen(QPen(look.color(ColorRole::Bar), 1.5_px));
        painter.drawEllipse(QPointF(x, line.center().y() + 0.5), 6_px, 6_px);
    }
    if (isLinkedShown()) flag(xOf(m_linked), m_linked, ColorRole::TextSecond, linkedBox());
}

void TimeBar::paintRange(QPainter &painter) const {
    if (!m_range) return;
    const QRect line = track();
    const double from = std::clamp(xOf(m_range->fromMs), double(line.left()), double(line.right()));
    const double to = std::clamp(xOf(m_range->toMs), double(line.left()), double(line.right()));
    if (to <= from) return;
    const QColor edge = theme().color(ColorRole::Link);
    QColor band = edge;
    band.setAlphaF(0.18F);
    painter.fillRect(QRectF(from, 1_px, to - from, line.bottom() + 2_px), band);
    painter.fillRect(QRectF(from, 1_px, 1.5_px, line.bottom() + 2_px), edge);
    painter.fillRect(QRectF(to - 1.5_px, 1_px, 1.5_px, line.bottom() + 2_px), edge);
}

bool TimeBar::event(QEvent *event) {
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int index = markAt(help->pos());
        if (index < 0) {
            QToolTip::hideText();
        } else {
            const TimeMark &mark = m_marks[static_cast<std::size_t>(index)];
            QToolTip::showText(help->globalPos(), clockOf(mark.atMs, m_utc) + QStringLiteral("  ") + mark.text, this);
        }
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    return QWidget::event(event);
}

void TimeBar::choose(qint64 ms) {
    emit momentChosen(std::clamp(ms, std::max(m_now - m_spanMs, m_keptFrom), m_now));
}

void TimeBar::chooseRange(qint64 one, qint64 other) {
    TimeRange range{std::min(one, other), std::max(one, other)};
    range.fromMs = std::max(range.fromMs, m_now - m_spanMs);
    range.toMs = std::min(range.toMs, m_now);
    if (range.toMs - range.fromMs < kRangeMin) return;
    emit rangeChosen(range);
}

void TimeBar::walkMarks(int step) {
    const int last = static_cast<int>(m_marks.size()) - 1;
    if (last < 0) return;
    m_current = m_current < 0 ? last : std::clamp(m_current + step, 0, last);
    tell();
    update();
    // Its text, as the pointer would get it.
    const TimeMark &mark = m_marks[static_cast<std::size_t>(m_current)];
    QToolTip::showText(mapToGlobal(pointOf(mark.atMs)), clockOf(mark.atMs, m_utc) + QStringLiteral("  ") + mark.text,
                       this);
}

void TimeBar::keyPressEvent(QKeyEvent *event) {
    const int key = event->key();
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_current >= 0) {
        emit markActivated(m_current);
        return;
    }
    if (key == Qt::Key_Escape && m_range) {
        emit rangeCleared();
        return;
    }
    const bool arrow = key == Qt::Key_Left || key == Qt::Key_Right;
    const int step = key == Qt::Key_Left || key == Qt::Key_PageUp ? -1 : 1;
    if (m_now == 0) return QWidget::keyPressEvent(event);
    if (arrow && (event->modifiers() & Qt::ControlModifier)) return walkMarks(step);
    if (arrow && (event->modifiers() & Qt::ShiftModifier)) {
        // The range grows back from where the view is; its right end stays.
        const TimeRange range = m_range.value_or(TimeRange{shownMoment() - kPage, shownMoment()});
        return chooseRange(m_range ? range.fromMs + step * kRangeStep : range.fromMs, range.toMs);
    }
    const bool page = key == Qt::Key_PageUp || key == Qt::Key_PageDown;
    if (key == Qt::Key_Home) return choose(0);
    if (key != Qt::Key_End && !arrow && !page) return QWidget::keyPressEvent(event);
    const qint64 next = shownMoment() + step * (page ? kPage : kSecond);
    if (key == Qt::Key_End || next >= m_now) {
        if (!m_live) emit liveRequested();
        return;
    }
    choose(next);
}

void TimeBar::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || m_now == 0) return;
    m_pressedX = event->position().x();
    if (m_pressedX > track().right() + 6_px) {
        if (!m_live) emit liveRequested();
        return;
    }
    const bool upper = event->position().y() < kUpperEdge;
    if (event->modifiers() & Qt::ShiftModifier)
        m_drag = Drag::Range;
    else
        m_drag = upper ? Drag::Mark : Drag::Moment;
    if (m_drag == Drag::Moment) choose(momentAt(m_pressedX));
}

void TimeBar::mouseMoveEvent(QMouseEvent *event) {
    const double x = event->position().x();
    const QRect line = track();
    if (m_drag == Drag::Mark && std::abs(x - m_pressedX) >= kDragFrom) m_drag = Drag::Range;
    if (m_drag == Drag::Moment) choose(momentAt(x));
    if (m_drag == Drag::Range) chooseRange(momentAt(m_pressedX), momentAt(x));
    if (m_drag != Drag::None || m_now == 0) return;
    const qint64 hovered = x >= line.left() && x <= line.right() ? momentAt(x) : 0;
    setLinkedMoment(hovered);
    emit momentHovered(hovered);
}

void TimeBar::leaveEvent(QEvent *event) {
    setLinkedMoment(0);
    emit momentHovered(0);
    QWidget::leaveEvent(event);
}

void TimeBar::mouseDoubleClickEvent(QMouseEvent *event) {
    m_drag = Drag::None;
    if (event->button() == Qt::LeftButton && m_range) emit rangeCleared();
}

void TimeBar::mouseReleaseEvent(QMouseEvent *event) {
    const Drag drag = std::exchange(m_drag, Drag::None);
    if (event->button() != Qt::LeftButton || drag != Drag::Mark) return;
    const int index = markAt(event->position().toPoint());
    if (index < 0) return choose(momentAt(event->position().x()));
    m_current = index;
    tell();
    update();
    emit markActivated(index);
}

} // namespace qd::ui
