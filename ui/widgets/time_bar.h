#pragma once
// The last minutes with marks for what happened, shared by all pages. Shows; moving the screen back comes with replay.

#include <QtWidgets/QWidget>
#include <chrono>
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

/// Thread: GUI. Left and Right walk through the marks; the tool tip tells the one under the pointer.
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
    [[nodiscard]] int markAt(const QPoint &position) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void markActivated(int index);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] QRect track() const;
    [[nodiscard]] double xOf(qint64 ms) const;
    void paintAxis(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    /// Returns whether the text stands left of its mark.
    bool paintMarkText(QPainter &painter, const TimeMark &mark, double left, double right) const;
    void paintEnd(QPainter &painter) const;

    qint64 m_now = 0;
    qint64 m_keptFrom = 0;
    qint64 m_spanMs = 300'000;
    std::vector<TimeMark> m_marks;
    int m_current = -1;
    bool m_utc = false;
    bool m_live = true;
};

} // namespace qd::ui
