#pragma once
// The last minutes with marks for what happened, shared by all pages: where the view is in time, and where it is sent.

#include <QtWidgets/QWidget>
#include <chrono>
#include <optional>
#include <vector>

#include "ui/theme/shapes.h"
#include "ui/theme/theme.h"

namespace qd::ui {

struct TimeMark {
    qint64 atMs = 0; ///< Wall time, milliseconds since the epoch.
    Shape shape = Shape::Diamond;
    ColorRole role = ColorRole::Imposed;
    QString text; ///< "pool 8 → 24"; drawn where there is room, always in the tool tip.

    bool operator==(const TimeMark &) const = default;
};

/// A stretch of time, in milliseconds since the epoch.
struct TimeRange {
    qint64 fromMs = 0;
    qint64 toMs = 0;

    bool operator==(const TimeRange &) const = default;
};

/// Thread: GUI. A click or a drag on the bar sends the view to that moment, beside its right end it goes live; a drag
/// along the upper edge, or with Shift, selects a range. Keys: Left and Right go a second, Page Up and Page Down half a
/// minute, with Ctrl from mark to mark, with Shift they change the range; Home is the oldest moment, End is live, Esc
/// clears the range. The bar only asks: what it shows is set from outside.
class TimeBar : public QWidget {
    Q_OBJECT
public:
    explicit TimeBar(QWidget *parent = nullptr);

    /// The moment at the right end; the bar repaints when it moves by a pixel.
    void setNow(qint64 nowMs);
    void setSpan(std::chrono::milliseconds span); ///< Default 5 min; 10 s .. 24 h.
    /// Data is kept from here on; what is earlier is hatched as "not kept". 0 = whole span.
    void setKeptFrom(qint64 ms);
    /// At most 500, the newest; oldest first.
    void setMarks(std::vector<TimeMark> marks);
    void setUtc(bool utc);
    /// What stands at the right end: live, or frozen.
    void setLive(bool live);
    /// Where a frozen view stands; nullopt: at the right end.
    void setMoment(std::optional<qint64> ms);
    void setRange(std::optional<TimeRange> range);
    /// The moment under a crosshair of a chart; 0 = none.
    void setLinkedMoment(qint64 ms);
    [[nodiscard]] qint64 keptFrom() const { return m_keptFrom; }
    [[nodiscard]] std::optional<TimeRange> range() const { return m_range; }
    [[nodiscard]] std::optional<qint64> moment() const { return m_moment; }
    [[nodiscard]] QPoint pointOf(qint64 ms) const; ///< On the bar; for tests.
    [[nodiscard]] int markAt(const QPoint &position) const;
    struct Tick {
        qint64 atMs = 0;
        QRectF box;
        QString text; ///< Empty where a moment's own box stands.
    };
    [[nodiscard]] std::vector<Tick> ticks() const;
    /// Where the text of a moment stands, below the track.
    [[nodiscard]] QRectF flagBox(qint64 ms) const;
    [[nodiscard]] QRectF linkedBox() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void markActivated(int index);
    void momentChosen(qint64 ms);
    void liveRequested();
    void rangeChosen(const qd::ui::TimeRange &range);
    void rangeCleared();
    void momentHovered(qint64 ms); ///< Under the pointer; 0 = left.

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    enum class Drag { None, Moment, Range, Mark };
    [[nodiscard]] QRect track() const;
    [[nodiscard]] double xOf(qint64 ms) const;
    void paintAxis(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    /// Returns whether the text stands left of its mark.
    bool paintMarkText(QPainter &painter, const TimeMark &mark, double left, double right) const;
    void paintEnd(QPainter &painter) const;
    void paintRange(QPainter &painter) const;
    void paintMoment(QPainter &painter) const;
    [[nodiscard]] qint64 momentAt(double x) const;
    [[nodiscard]] qint64 shownMoment() const { return m_moment.value_or(m_now); }
    [[nodiscard]] bool isLinkedShown() const {
        return m_linked > 0 && m_linked > m_now - m_spanMs && m_linked <= m_now;
    }
    void choose(qint64 ms);
    void chooseRange(qint64 one, qint64 other);
    void walkMarks(int step);
    void tell();

    qint64 m_now = 0;
    qint64 m_keptFrom = 0;
    qint64 m_spanMs = 300'000;
    std::vector<TimeMark> m_marks;
    int m_current = -1;
    bool m_utc = false;
    bool m_live = true;
    std::optional<qint64> m_moment;
    std::optional<TimeRange> m_range;
    qint64 m_linked = 0;
    Drag m_drag = Drag::None;
    double m_pressedX = 0;
};

} // namespace qd::ui
